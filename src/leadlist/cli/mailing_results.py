"""leadlist mailing results LIST FILE"""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.cli.run import Command
    from leadlist.operations.identifying import Known
    from leadlist.operations.mailing.outcomes import Outcomes
    from leadlist.rules import Rules
    from leadlist.store import ListStore

MOST_ROWS = 20  # faulty rows that are named on the terminal; --json names all


def results(
    list_file: ListFile,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help=_("What the mailer exported after the mailing."))
    ],
    options: ChangeOptions,
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="NAME|FILE", help=_("Which mailer's export it is; default: by its headings.")),
    ] = "",
    event: Annotated[
        str,
        typer.Option(
            "--event",
            metavar="hard|soft|unsubscribe|complaint|click|reply|open",
            help=_("What happened to every address of the file, where it is a list of one kind (no fair: see import)."),
        ),
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help=_("The day it happened; default: as the file says.")),
    ] = None,
) -> None:
    """leadlist mailing results 見込み客.xlsx bounces.csv
    leadlist mailing results 見込み客.xlsx エラー.csv --event hard --on 2026-11-20"""
    from leadlist.cli.output import Output
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.refusals import known_refusals, remember
    from leadlist.cli.run import run

    day = on.date() if on else None
    _require_event(event, day)
    rules = rules_in_force(list_file, options)
    found = _outcomes(file, rules, options, preset, event, day)
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    run(_command(found, known_refusals(list_file, rules, options, output), options, output), list_file, options)
    if not options.dry_run:
        remember(list_file, [file], "results", options)


def _require_event(event: str, on: date | None) -> None:
    """Raises UserError for a kind of event that is not known, and for a day that has not come."""
    from leadlist.cli.today import today
    from leadlist.operations.mailing.outcomes import ORDER

    if event and event not in ORDER[:-1]:
        raise UserError(
            _("There is no event “{word}”.").format(word=event),
            hint=_("Known: {names}.").format(names=", ".join(ORDER[:-1])),
        )
    if on and on > today():
        raise UserError(_("The day lies in the future."), hint=_("Name the day it happened."))


def _outcomes(
    file: Path, rules: "Rules", options: ChangeOptions, preset: str, event: str, on: date | None
) -> "Outcomes":
    """What the mailer's export says. Raises UserError where it says nothing that can be read."""
    from leadlist.cli.today import today
    from leadlist.operations.mailing.outcomes import export_of, read
    from leadlist.rules.results import load_results, named_result

    table = _table(file, rules, options, plain=bool(event))
    export = named_result(preset) if preset else export_of(table.headings, load_results().values())
    found = read(table, export, rules, today=today(), event=event, on=on)
    if found.faults and not found.outcomes and found.counts.keys() == {"faulty"}:
        first = found.faults[0]
        raise UserError(
            _("No row of {file} can be read; row {row}: {problem}.").format(
                file=found.file, row=first.row, problem=first.problem
            ),
            hint=_("Name the export with --preset, or your own as a TOML file."),
        )
    return found


def _command(found: "Outcomes", known: "Known | None", options: ChangeOptions, output: "Output") -> "Command":
    """Writes the outcomes into the list; who said no is written down before the list changes."""
    from leadlist.cli.asking import Ask
    from leadlist.cli.refusals import write_down
    from leadlist.cli.run import Command
    from leadlist.cli.today import today
    from leadlist.operations.mailing.results import REFUSALS, Returned, plan

    def keep(store: "ListStore", plan: Plan) -> None:
        assert isinstance(plan.details, Returned)
        if plan.details.refusals:
            reasons = plan.details.reasons
            entries = [(each, reasons.get(each[:2], "unsubscribed")) for each in plan.details.refusals]
            write_down(store, entries, options, output)

    return Command(
        "results",
        lambda leads, rules: plan(leads, rules, found, known, today=today()),
        ask=Ask.YES_OR_NO,
        question=lambda plan: ngettext(
            "Write this into {count} lead?", "Write this into {count} leads?", plan.counts["changed"]
        ).format(count=plan.counts["changed"]),
        summary=show_results,
        before=keep if any(each.event in REFUSALS for each in found.outcomes) else None,
        after=lambda store, plan, committed: counts_of(plan),
    )


def _table(file: Path, rules: "Rules", options: ChangeOptions, *, plain: bool) -> LeadList:
    """The export; `plain`: it may also be a bare list of addresses, one a line, since every row means the same."""
    from leadlist.cli.optout_ways import PLAIN, text_of
    from leadlist.cli.reading import open_leads
    from leadlist.operations.unsubscribes import is_plain, typed

    if plain and file.suffix.lower() in PLAIN and file.is_file():
        text = text_of(file, options.encoding)
        if is_plain(text):
            lines = text.splitlines()
            numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
            return replace(typed(lines), name=file.name, row_numbers=numbers)
    return open_leads(file, rules, replace(options, sheet=None), must_know=False).leads  # --sheet names the list's


def counts_of(plan: Plan) -> dict[str, Any]:
    """What the export said, for the document: rows by what they say, and addresses that are not in the list."""
    from leadlist.operations.mailing.results import Returned

    assert isinstance(plan.details, Returned)
    return {"results": {**plan.details.outcomes.counts, "unknown_addresses": plan.details.unknown}}


def show_results(leads: LeadList, plan: Plan, output: "Output") -> None:
    """The rows of the export by what they say; an address that is not in the list is counted, never shown."""
    from leadlist.operations.mailing.results import Returned

    assert isinstance(plan.details, Returned)
    words = event_words()
    counts = plan.details.outcomes.counts
    parts = [f"{word} {counts[name]:,}" for name, word in words.items() if counts.get(name)]
    output.talk(f"{plan.details.outcomes.file}: " + " · ".join([_("read") + f" {sum(counts.values()):,}", *parts]))
    if faults := plan.details.outcomes.faults:
        rows = ", ".join(str(each.row) for each in faults[:MOST_ROWS]) + (" …" if len(faults) > MOST_ROWS else "")
        output.talk(_("Rows that cannot be read: {rows}.").format(rows=rows))
    if plan.details.unknown:
        output.talk(
            ngettext(
                "{count} of its addresses is not in the list.",
                "{count} of its addresses are not in the list.",
                plan.details.unknown,
            ).format(count=f"{plan.details.unknown:,}")
        )


def event_words() -> dict[str, str]:
    """What each event is called."""
    return {
        "hard": _("hard bounces"),
        "complaint": _("complaints"),
        "unsubscribe": _("unsubscribed"),
        "reply": _("replies"),
        "click": _("clicks"),
        "soft": _("soft bounces (only counted)"),
        "open": _("opened (no contact)"),
        "nothing": _("delivered"),
        "faulty": _("cannot be read"),
    }
