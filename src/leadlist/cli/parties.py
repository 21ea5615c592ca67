"""leadlist parties report | list"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import KeyOptions, LogOptions, StoredList, expanded
from leadlist.errors import UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.reports import Report
    from leadlist.rules import Rules
    from leadlist.store import Event

parties_app = typer.Typer(no_args_is_help=True)


@parties_app.command("report", help=_("What was given to whom, and what came from whom, by the list's log."))
@expanded
def report(
    list_file: StoredList,
    options: LogOptions,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help=_("Only from this day on."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help=_("Only up to this day."))
    ] = None,
    person: Annotated[
        str,
        typer.Option(
            "--person", metavar="ADDRESS|LEAD_ID", help=_("Only records that hold this person; needs the key.")
        ),
    ] = "",
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", readable=False, help=_("Write it as a workbook."))
    ] = None,
) -> None:
    """leadlist parties report 見込み客.xlsx --since 2026-01-01 --xlsx 提供記録.xlsx
    leadlist parties report 見込み客.xlsx --person taro@example.jp"""
    from leadlist.cli.output import Output
    from leadlist.cli.report_file import require_report, write_report
    from leadlist.reports.parties import parties

    if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
        raise UserError(_("A workbook is written as .xlsx."), hint=_("Name a file that ends in .xlsx."))
    require_report(xlsx, list_file)
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    found = _records(list_file, since, until)
    if person:
        found = _holding(found, person, list_file, options)
    made = parties(found, list_file.name)
    if xlsx is not None:
        write_report(xlsx, made, output)
    elif found:
        _show(made, output)
    step = ngettext("{count} record.", "{count} records.", len(found)).format(count=len(found))
    if not found:
        step = _("Nothing was given or received yet.")
    output.talk(step)
    output.document(lambda: _document(list_file, found, step))


def _records(list_file: Path, since: datetime | None, until: datetime | None) -> "list[Event]":
    """The records of the log between two days, both counted, the oldest first."""
    from leadlist.reports.parties import GIVEN, RECEIVED
    from leadlist.store import read_events

    events = [each for operation in (*GIVEN, RECEIVED) for each in read_events(list_file, operation)]
    return sorted(
        (
            each
            for each in events
            if each.facts.get("party")
            and (since is None or each.time.astimezone().date() >= since.date())
            and (until is None or each.time.astimezone().date() <= until.date())
        ),
        key=lambda each: each.op,
    )


def _show(made: "Report", output: "Output") -> None:
    """The last table of the report, as far as a terminal has room."""
    table = made.tables[-1]
    rows = [tuple(str(row[at]) for at in _SHOWN) for row in table.rows]
    output.table(tuple(table.headings[at] for at in _SHOWN), rows, limit=100)


def _document(list_file: Path, found: "list[Event]", step: str) -> dict[str, Any]:
    """The JSON document of `--json`."""
    return {
        "command": "parties report",
        "list": str(list_file),
        "counts": {"records": len(found)},
        "changes": [],
        "findings": [],
        "records": [_entry(each) for each in found],
        "next": step,
    }


_SHOWN = (0, 1, 2, 4, 7, 9, 10, 11, 15)
"""The columns of the report that a terminal has room for."""


@parties_app.command("list", help=_("Show the parties of the rules, and what each lacks."))
def list_(
    list_file: Annotated[
        Path | None, typer.Option("--for", metavar="LIST", readable=False, help=_("The list whose rules are meant."))
    ] = None,
) -> None:
    """A party that lacks something is given nothing."""
    from leadlist.cli.output import Output
    from leadlist.operations.parties import ground_words, problem_of
    from leadlist.reports.parties import kind_words
    from leadlist.rules import find_rules, load_rules

    rules = load_rules(find_rules(list_file))
    output = Output()
    if not rules.parties:
        output.talk(_("The rules know no party yet; docs/parties.md shows how one is written."))
        return
    words = kind_words()
    rows = []
    for code, party in rules.parties.items():
        problem = problem_of(party, rules)
        ground = "" if problem else ground_words(party, rules)
        rows.append((code, party.name, words[party.kind], party.country or rules.country, ground, problem or _("fine")))
    output.table((_("code"), _("party name"), _("kind"), _("country"), _("ground"), _("verdict")), rows, limit=100)


def _holding(found: "list[Event]", person: str, list_file: Path, options: KeyOptions) -> "list[Event]":
    """The records among whose people this person is; of processors no people are recorded."""
    from leadlist.operations.identifying import address_keys
    from leadlist.rules import find_rules, load_rules
    from leadlist.store import among, find_key

    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is None:
        raise UserError(
            _("Without the key nobody can be looked up in the records."), hint=_("Name a key file with --key-file.")
        )
    rules: Rules = load_rules(find_rules(list_file))
    texts = [f"lead {person.strip()}", *(f"address {each}" for each in address_keys("phone", person, rules))]
    return [each for each in found if among(str(each.facts.get("people", "")), texts, key)]


def _entry(event: "Event") -> dict[str, Any]:
    from leadlist.reports.parties import count_of, keep_until

    facts = {name: value for name, value in event.facts.items() if name != "people"}
    return {
        "record": event.op,
        "time": event.time.isoformat(),
        "direction": "received" if event.operation == "received" else "given",
        "leads": count_of(event),
        "keep_until": keep_until(event).isoformat(),
        **facts,
    }
