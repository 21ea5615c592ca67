"""leadlist log"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.log_rows import counts_text, row_of
from leadlist.cli.options import KeyOptions, LogOptions, StoredList
from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.store import Key, LogRecord


def log(
    list_file: StoredList,
    options: LogOptions,
    show: Annotated[
        int | None, typer.Option("--show", metavar="OP", help=_("Every cell of an operation, before and after."))
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help=_("Prove that nothing was altered."))] = False,
    copies: Annotated[
        Path | None,
        typer.Option(
            "--copies", metavar="DIR", readable=False, help=_("--verify: also against the copies of backup --to.")
        ),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", readable=False, help=_("Write the log as a workbook, for the auditor.")),
    ] = None,
) -> None:
    """leadlist log 見込み客.xlsx
    leadlist log 見込み客.xlsx --show 3
    leadlist log 見込み客.xlsx --verify
    leadlist log 見込み客.xlsx --verify --copies /mnt/nas/backups
    leadlist log 見込み客.xlsx --xlsx 監査.xlsx"""
    from leadlist.cli.output import Output

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if xlsx:
        from leadlist.cli.log_workbook import write_log

        write_log(list_file, xlsx, options, output)
    elif verify:
        _verify(list_file, options, output, copies)
    elif show is not None:
        _show(list_file, show, options, output)
    else:
        _table(list_file, output)


def _table(list_file: Path, output: "Output") -> None:
    from leadlist.store import read_log

    records = read_log(list_file)
    if not list_file.exists() and not records:
        raise UserError(_("There is no file {path}.").format(path=list_file), hint=_("Check the name and the folder."))
    rows = [row_of(record) for record in records]
    headings = (_("no."), _("time"), _("operation"), _("state"), _("leads"), _("counts"), _("backup"))
    if rows:
        output.table(headings, rows, limit=60)
    else:
        output.talk(_("Nothing was changed in {list} yet.").format(list=list_file))
    step = _("Next: leadlist log {list} --show NUMBER, or --verify").format(list=list_file)
    output.talk(step)
    output.document(
        lambda: {
            "command": "log",
            "list": str(list_file),
            "counts": {"operations": len(records)},
            "operations": [{**r._asdict(), "time": r.time.isoformat(), "counts": dict(r.counts)} for r in records],
            "changes": [],
            "findings": [],
            "next": step,
        }
    )


def _show(list_file: Path, operation: int, options: LogOptions, output: "Output") -> None:
    from leadlist.store import read_log, show

    event = next((each for each in read_log(list_file) if each.op == operation and each.facts is not None), None)
    if event is not None:
        _show_event(list_file, event, output)
        return
    records = show(list_file, _key(options), operation)
    rows = [row for record in records for row in _changes(record["row"], record["lead"], record["changes"], output)]
    output.table((_("row"), _("lead"), _("column"), _("before"), _("after"), _("rule")), rows)
    output.document(
        lambda: {
            "command": "log",
            "list": str(list_file),
            "counts": {"leads": len(records)},
            "changes": [
                dict(zip(("row", "lead", "column", "before", "after", "rule"), row, strict=True)) for row in rows
            ],
            "findings": [],
            "next": "",
        }
    )


def _show_event(list_file: Path, event: "LogRecord", output: "Output") -> None:
    """What was done with the list without changing it: its facts as they stand in the log, and its counts."""
    from leadlist.cli.output import shown

    facts = {name: value for name, value in (event.facts or {}).items() if name != "people"}  # marks, not to be read
    texts = ((name, text if isinstance(text, str) else ", ".join(text)) for name, text in facts.items())
    words = _fact_words()
    rows = [(words.get(name, name), shown(text)) for name, text in texts if text]
    output.table((_("what"), _("value")), [*rows, (_("counts"), counts_text(event.counts))], limit=100)
    output.document(
        lambda: {
            "command": "log",
            "list": str(list_file),
            "counts": dict(event.counts),
            "facts": facts,
            "changes": [],
            "findings": [],
            "next": "",
        }
    )


def _fact_words() -> dict[str, str]:
    """What the facts of an event are called (docs/formats.md has them); --json names them as the log does."""
    return {
        "purpose": _("purpose of use"),
        "channel": _("channel"),
        "reach": _("reach"),
        "one_per": _("one letter for each"),
        "segment": _("segment"),
        "layout": _("layout"),
        "gate": _("gate (SHA-256)"),
        "author": _("decided by"),
        "approved_by": _("approved by"),
        "party": _("party"),
        "party_name": _("party name"),
        "kind": _("kind"),
        "address": _("address"),
        "representative": _("representative"),
        "country": _("country"),
        "ground": _("ground"),
        "notice": _("notice"),
        "contract": _("contract"),
        "items": _("items"),
        "files": _("files (SHA-256)"),
        "obtained": _("how it had got them"),
    }


def _changes(row: int, lead: str, changes: Any, output: "Output") -> list[tuple[str, ...]]:
    """One line a cell."""
    from leadlist.cli.output import heading_shown

    found: list[tuple[str, ...]] = []
    for change in changes:
        rule = change.get("rule", "")
        match change["kind"]:
            case "set":
                before, after = output.value(change["before"]), output.value(change["after"])
                found.append((str(row), lead, heading_shown(change["column"]), before, after, rule))
            case "column":
                found.append(("–", "", heading_shown(change["column"]), "", _("(new column)"), rule))
            case "remove":
                what = _("merged into {lead}").format(lead=change["into"]) if change["into"] else _("removed")
                for _position, heading, text in change["cells"]:
                    found.append((str(row), lead, heading_shown(heading), output.value(text), f"({what})", rule))
            case "add":
                for _position, heading, text in change["cells"]:
                    found.append((str(row), lead, heading_shown(heading), "", output.value(text), rule))
    return found


def _verify(list_file: Path, options: LogOptions, output: "Output", copies: Path | None) -> None:
    from leadlist.store import find_key, read_log, verify_log

    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if copies is not None and key is None:
        raise UserError(
            _("Copies of backups tell nothing without the key."),
            hint=_("Name it with --key-file, or set LEADLIST_KEY_FILE."),
        )
    problems = verify_log(list_file, key, copies=copies)
    output.faults(list_file.name, problems)
    number = len(read_log(list_file)) if not problems else 0
    if key is None:
        step = _("Without the key only the chain was checked, not who wrote it.")
    else:
        step = _("All is as it was written: operations, their order, backups ({count}).").format(count=number)
    if not problems:
        output.talk(step)
    document: dict[str, Any] = {"command": "log", "list": str(list_file), "counts": {"problems": len(problems)}}
    output.document(lambda: document | {"changes": [], "findings": problems, "next": step})
    if problems:
        raise typer.Exit(ExitStatus.FINDINGS)


def _key(options: KeyOptions) -> "Key":
    from leadlist.store import find_key

    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is None:
        raise UserError(
            _("Values before and after are in the encrypted backups, and there is no key."),
            hint=_("Name it with --key-file, or set LEADLIST_KEY_FILE."),
        )
    return key
