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
    from collections.abc import Callable

    from leadlist.cli.reading import Opened
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate import Deduplication, Judgements, KnownApart
    from leadlist.rules import Rules
    from leadlist.store import ListStore


def merge(list_file: Path, options: ChangeOptions, *, decisions: Path | None, ask: bool) -> None:
    """Merge the merge band; with `decisions` also what a review says, with `ask` what the person at the terminal does.

    Raises UserError and its kinds; nothing is written then.
    """
    from leadlist.cli.asking import Ask
    from leadlist.cli.dedupe_ask import require_terminal
    from leadlist.cli.dedupe_memory import memory_of
    from leadlist.cli.dedupe_summary import bands_of, show_links
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.refusals import known_refusals
    from leadlist.cli.run import Command, run

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    recall = memory_of(list_file, options, output)
    if ask:
        require_terminal(options)
    work = _Merging(recall, decisions, output)
    command = Command(
        "dedupe",
        work.plan,
        ask=Ask.YES_OR_NO,
        question=lambda plan: ngettext(
            "Merge {count} lead into another?", "Merge {count} leads into others?", plan.counts.get("merged", 0)
        ).format(count=plan.counts.get("merged", 0)),
        summary=show_links,
        known=known_refusals(list_file, rules_in_force(list_file, options), options, output),
        next_step=lambda path: _("Next: leadlist validate {list} · take back: leadlist undo {list}").format(list=path),
        revise=work.asked if ask else None,
        remember=work.keep,
        spread=map,
        also=bands_of,
    )
    run(command, list_file, options)


class _Merging:
    """What a person judged, in a review or at the terminal, from the plan to what is remembered of it."""

    def __init__(
        self, recall: "Callable[[LeadList, Rules], KnownApart | None]", decisions: Path | None, output: Output
    ) -> None:
        from leadlist.operations.deduplicate import NOTHING_SAID

        self._recall = recall
        self._decisions = decisions
        self._output = output
        self._said: Judgements = NOTHING_SAID

    def plan(self, leads: "LeadList", rules: "Rules") -> Plan:
        """What is sure by itself, and what the review says."""
        from leadlist.cli.dedupe_stages import help_with, tell_stage
        from leadlist.operations.deduplicate import plan

        if self._decisions is not None:
            self._said = _decided(self._decisions, leads, self._output)
        known = self._recall(leads, rules)
        with help_with(len(leads)) as more:
            return plan(
                leads,
                rules,
                today=today(),
                judgements=self._said,
                known_apart=known,
                told=tell_stage,
                spread=more.spread,
                helper=more.helper,
            )

    def asked(self, store: "ListStore", opened: "Opened", first: Plan, output: Output) -> Plan:
        """The plan once the person has gone through the open pairs; what was said is kept at once."""
        from leadlist.cli.dedupe_ask import ask_pairs
        from leadlist.cli.dedupe_memory import remember
        from leadlist.operations.deduplicate import plan

        leads, rules = opened.leads, opened.rules
        self._said = ask_pairs(opened, first, output, self._recall(leads, rules))
        remember(store, opened, first, self._said)
        found: Deduplication = first.details  # type: ignore[assignment]
        known = self._recall(leads, rules)
        return plan(leads, rules, today=today(), judgements=self._said, known_apart=known, linkage=found.linkage)

    def keep(self, store: "ListStore", opened: "Opened", plan: Plan) -> None:
        """Remember beside the list which pairs are different people, and that no sure duplicates are left."""
        from leadlist.cli.dedupe_memory import remember

        if not plan.changes:
            note_clean(store, opened.rules, plan)
        if self._said.different:
            remember(store, opened, plan, self._said)
            self._output.talk(
                _("Pairs called different, kept as keyed hashes and not asked again: {count}").format(
                    count=len(self._said.different)
                )
            )


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
