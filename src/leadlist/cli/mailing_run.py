"""A mailing from the list to the mailer's files: read, plan, show, write, and keep in the log what was written.

The list is locked from reading to the record in its log, so that the record speaks of the list the file was made from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.mailing_files import Written, mailing_file, write_mailing
from leadlist.cli.mailing_summary import document, show_funnel
from leadlist.cli.options import KeyedReadOptions
from leadlist.cli.output import Output
from leadlist.cli.reading import STDIN, open_leads, rules_in_force
from leadlist.cli.refusals import known_refusals, remember
from leadlist.cli.today import today
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.mailing import Request
    from leadlist.rules import Rules
    from leadlist.rules.mailers import Mailer
    from leadlist.store import ListStore

OPERATION = "mailing"
"""What the log calls it."""


@dataclass(frozen=True)
class Wish:
    """What was typed."""

    list_file: Path
    options: KeyedReadOptions
    request: "Request"
    mailer: "Mailer"
    out: Path | None
    wait: float


def run_mailing(wish: Wish) -> None:
    """Show who is written to; with `--out` write the mailer's files and the record in the log.

    Raises UserError and its kinds; no file is left then.
    """
    options = wish.options
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    rules = rules_in_force(wish.list_file, options)
    if wish.out is None:
        _leads, plan = planned(wish, rules, output)
        step = _("Nothing was written. With --out FILE the mailer's file is made.")
    else:
        target = mailing_file(wish.out, wish.list_file, wish.request, wish.mailer, today())
        plan, written = _written(wish, target, rules, output)
        step = written.said
    output.talk(step)
    output.document(lambda: document(wish.list_file, plan, step))


def planned(wish: Wish, rules: "Rules", output: Output) -> tuple[LeadList, Plan]:
    """The list and its mailing, shown as a funnel."""
    from leadlist.operations.deduplicate import plan as deduplicate
    from leadlist.operations.mailing import plan

    known = known_refusals(wish.list_file, rules, wish.options, output)
    leads = open_leads(wish.list_file, rules, wish.options).leads
    one_a_person = wish.request.one_per == "person"
    merged = deduplicate(leads, rules).details.merges if one_a_person else ()  # type: ignore[attr-defined]
    found = plan(
        leads,
        rules,
        wish.request,
        today=today(),
        suppressed=known.suppressed if known else None,
        erased=known.erased if known else None,
        duplicates={pair.row: pair.other for pair in merged},
    )
    if not wish.options.quiet:
        show_funnel(leads, found, output)
    return leads, found


def _written(wish: Wish, out: Path, rules: "Rules", output: Output) -> tuple[Plan, Written]:
    """The files and the record in the log, both or neither; CSV from stdin has no log."""
    from leadlist.cli.keys import key_for
    from leadlist.store import open_list

    if wish.list_file == STDIN:
        leads, plan = planned(wish, rules, output)
        return plan, write_mailing(out, leads, plan, wish.mailer, rules, today())
    key = key_for(wish.list_file, wish.options, output)
    with open_list(wish.list_file, key, wait=wish.wait, while_open=True) as store:
        for note in store.notes:
            output.warn(note)
        leads, plan = planned(wish, rules, output)
        written = write_mailing(out, leads, plan, wish.mailer, rules, today())
        try:
            _note(store, wish, rules, plan)
        except BaseException:
            for file in written.files:
                file.unlink(missing_ok=True)
            raise
    remember(wish.list_file, written.files, OPERATION, wish.options)
    return plan, written


def _note(store: "ListStore", wish: Wish, rules: "Rules", plan: Plan) -> None:
    """What was sent to how many, for which purpose: the next mailing is compared with it, and it names nobody."""
    from leadlist.provenance import purpose_codes

    request = wish.request
    facts: dict[str, str | Sequence[str]] = {
        "purpose": ", ".join(sorted(purpose_codes(rules, request.purpose))),
        "channel": request.channel,
        "reach": "bulk" if request.bulk else "single",
        "one_per": request.one_per,
        "segment": "yes" if request.segment else "",  # what it says may be an address
        "layout": wish.mailer.name,
    }
    store.note(OPERATION, plan.counts, facts, rules=rules.name, rules_digest=rules.digest, now=datetime.now(UTC))
