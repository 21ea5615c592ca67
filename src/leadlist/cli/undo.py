"""leadlist undo"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli.options import ChangeOptions, StoredList
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.store import LogRecord


def undo(
    list_file: StoredList,
    options: ChangeOptions,
    operation: Annotated[
        int | None, typer.Argument(metavar="[OP]", help=_("An older operation's number: taken back cell by cell."))
    ] = None,
) -> None:
    """leadlist undo 見込み客.xlsx
    leadlist undo 見込み客.xlsx 12 --dry-run"""
    from leadlist.cli.output import Output

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if operation is None:
        _undo_last(list_file, options, output)
    else:
        _undo_older(list_file, operation, options, output)


def _undo_last(list_file: Path, options: ChangeOptions, output: "Output") -> None:
    from leadlist.cli.keys import key_for
    from leadlist.cli.reapplying import after_undo, say_reapplied
    from leadlist.store import open_list, read_log

    if options.dry_run:
        raise UserError(
            _("The last operation is taken back whole; there is nothing to preview."),
            hint=_("leadlist log {list} shows it; with its number, --dry-run lists the cells.").format(list=list_file),
        )
    if list_file.is_file() and not read_log(list_file):
        raise _nothing(list_file)
    key = key_for(list_file, options, output)
    with open_list(list_file, key, wait=options.wait, not_open=options.not_open) as store:
        for note in store.notes:
            output.talk(note)
        last = next((record for record in reversed(read_log(store.path)) if _in_force(record)), None)
        since = None if last is None or last.operation == "optout" else last.time  # nor is an opt-out taken back itself
        undone = store.undo(now=datetime.now(UTC), reapply=after_undo(store, since, options, output))
    say_reapplied(undone.reapplied, output)
    if undone.removed:
        step = _("Took back operation {op} ({operation}), which had made the list: {list} is gone again.")
    elif undone.reapplied:
        step = _("Took back operation {op} ({operation}): {list} is as before, but for those who said no since.")
    else:
        step = _("Took back operation {op} ({operation}): {list} is byte for byte what it was before.")
    step = step.format(op=undone.op, operation=undone.operation, list=list_file)
    output.talk(step)
    left = [record for record in read_log(list_file) if record.state == "done" and record.changes]
    output.document(
        lambda: {
            "command": "undo",
            "list": str(list_file),
            "counts": {
                **undone.reapplied,
                "leads": undone.committed.leads,
                "operations_left": sum(not r.undoes for r in left),
            },
            "changes": [],
            "findings": [],
            "next": step,
        }
    )


def _nothing(list_file: Path) -> UserError:
    return UserError(
        _("There is nothing to undo in {path}.").format(path=list_file),
        hint=_("“leadlist log LIST” shows the history."),
    )


def _in_force(record: "LogRecord") -> bool:
    return record.state == "done" and not record.undoes and record.changes


def _undo_older(list_file: Path, operation: int, options: ChangeOptions, output: "Output") -> None:
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.refusals import known_refusals
    from leadlist.cli.run import Command, run
    from leadlist.cli.sheets_back import coming_back
    from leadlist.operations.revert import plan
    from leadlist.store import find_key, read_log, show

    logged = read_log(list_file)
    if all(record.op != operation for record in logged):
        raise UserError(
            _("There is no operation {op} in {path}.").format(op=operation, path=list_file),
            hint=_("“leadlist log LIST” shows the numbers."),
        )
    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is None:
        raise UserError(
            _("Without the key, nobody can see what operation {op} did.").format(op=operation),
            hint=_("Name it with --key-file, or set LEADLIST_KEY_FILE."),
        )
    if any(record.op == operation and record.state == "undone" for record in logged):
        raise _nothing(list_file)  # what a later operation did the same again is that one's to take back
    records = show(list_file, key, operation)
    known = known_refusals(list_file, rules_in_force(list_file, options), options, output)
    erased = known.erased if known else None
    command = Command(
        "revert",
        lambda leads, rules: plan(leads, records, erased=erased),
        known=known,
        returning=lambda opened, plan: coming_back(opened, plan, operation, records, key, options),
    )
    run(command, list_file, options)
