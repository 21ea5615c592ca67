"""Merging: what is sure by itself, and what a person decided, in a review or at the terminal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.cli.today import today
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.cli.reading import Opened
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate import Deduplication, Judgements
    from leadlist.rules import Rules
    from leadlist.store import ListStore


def merge(list_file: Path, options: ChangeOptions, *, decisions: Path | None, ask: bool) -> None:
    """Merge the merge band; with `decisions` also what a review says, with `ask` what the person at the terminal does.

    Raises UserError and its kinds; nothing is written then.
    """
    from leadlist.cli.asking import Ask
    from leadlist.cli.dedupe_ask import ask_pairs, require_terminal
    from leadlist.cli.dedupe_memory import memory_of, remember
    from leadlist.cli.dedupe_stages import helper_for, spread_for, tell_stage
    from leadlist.cli.dedupe_summary import show_links
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.refusals import known_refusals
    from leadlist.cli.run import Command, run
    from leadlist.operations.deduplicate import NOTHING_SAID, plan

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    recall = memory_of(list_file, options, output)
    said = NOTHING_SAID
    if ask:
        require_terminal(options)

    def planned(leads: "LeadList", rules: "Rules") -> Plan:
        nonlocal said
        if decisions is not None:
            said = _decided(decisions, leads, output)
        return plan(
            leads,
            rules,
            today=today(),
            judgements=said,
            known_apart=recall(leads, rules),
            told=tell_stage,
            spread=spread_for(len(leads)),
            helper=helper_for(len(leads)),
        )

    def asked(store: "ListStore", opened: "Opened", first: Plan, output: Output) -> Plan:
        nonlocal said
        known = recall(opened.leads, opened.rules)
        said = ask_pairs(opened, first, output, known)
        remember(store, opened, first, said)
        found: Deduplication = first.details  # type: ignore[assignment]
        return plan(
            opened.leads,
            opened.rules,
            today=today(),
            judgements=said,
            known_apart=recall(opened.leads, opened.rules),
            linkage=found.linkage,
        )

    def kept(store: "ListStore", opened: "Opened", plan: Plan) -> None:
        if not plan.changes:
            note_clean(store, opened.rules, plan)
        if said.different:
            remember(store, opened, plan, said)
            output.talk(
                _("Pairs called different, kept as keyed hashes and not asked again: {count}").format(
                    count=len(said.different)
                )
            )

    command = Command(
        "dedupe",
        planned,
        ask=Ask.YES_OR_NO,
        question=lambda plan: ngettext(
            "Merge {count} lead into another?", "Merge {count} leads into others?", plan.counts.get("merged", 0)
        ).format(count=plan.counts.get("merged", 0)),
        summary=show_links,
        known=known_refusals(list_file, rules_in_force(list_file, options), options, output),
        next_step=lambda path: _("Next: leadlist validate {list} · take back: leadlist undo {list}").format(list=path),
        revise=asked if ask else None,
        remember=kept,
    )
    run(command, list_file, options)


def note_clean(store: "ListStore", rules: "Rules", plan: Plan) -> None:
    """Write into the log, once, that this list has no sure duplicates, so that a mailing need not look for them."""
    from leadlist.store import left_by

    if not left_by(store.path, store.key, "dedupe", rules.digest, ()):
        now = datetime.now(UTC)
        store.note("dedupe", plan.counts, {}, rules=rules.name, rules_digest=rules.digest, now=now)


def _decided(review: Path, leads: "LeadList", output: Output) -> "Judgements":
    """The decisions of a review workbook for this list."""
    from leadlist.cli.dedupe_review import opened_review
    from leadlist.operations.deduplicate.decisions import read_decisions

    decided = read_decisions(leads, *opened_review(review))
    output.talk(
        _("Decisions in {file}: merge {merge}, different {different}, later {later}").format(
            file=review.name, merge=decided.merge, different=decided.different, later=decided.later
        )
    )
    return decided.judgements
