"""leadlist restore"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import StoredList, StoreOptions
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.options import ChangeOptions
    from leadlist.cli.output import Output
    from leadlist.store import Restored


def restore(
    list_file: StoredList,
    backup: Annotated[
        str, typer.Argument(metavar="ID", help=_("The backup's name, as leadlist backup list shows it."))
    ],
    options: StoreOptions,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", readable=False, help=_("Write it to this new file instead."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="FILE|SET", help=_("Rules file, or a set that ships."))
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help=_("Worksheet that holds the list."))] = None,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", readable=False, help=_("File with the password of a protected workbook.")),
    ] = None,
) -> None:
    """leadlist restore 見込み客.xlsx 20261122T014512Z-000042-dedupe
    leadlist restore 見込み客.xlsx 20261122T014512Z-000042-dedupe --to 前の状態.xlsx"""
    from leadlist.cli.options import ChangeOptions
    from leadlist.cli.output import Output
    from leadlist.cli.reapplying import say_reapplied
    from leadlist.cli.refusals import remember

    output = Output(quiet=options.quiet, as_json=options.as_json)
    name = backup if backup.endswith(".zip") else f"{backup}.zip"
    reading = ChangeOptions(
        key_file=options.key_file,
        key_command=options.key_command,
        wait=options.wait,
        not_open=options.not_open,
        yes=yes,
        rules=rules,
        sheet=sheet,
        password_file=password_file,
    )
    done = _restored(list_file, name, to, reading, output)
    if to:
        remember(list_file, [to], "restored", options)
    say_reapplied(done.reapplied, output)
    step = _("{file} holds the list as it was in {backup}.").format(file=to or list_file, backup=name)
    output.talk(step)
    output.document(lambda: _document(list_file, done, step))


def _restored(list_file: Path, name: str, to: Path | None, options: "ChangeOptions", output: "Output") -> "Restored":
    """Put the backup back, or write it to `to`. Raises UserError and its kinds; nothing is written then."""
    from leadlist.cli.asking import Ask, confirmed, require_answer
    from leadlist.cli.keys import key_for
    from leadlist.cli.reapplying import after_restore
    from leadlist.store import backup_op, open_list

    ask = Ask.NOTHING if to else Ask.YES_OR_NO
    require_answer(ask, yes=options.yes, hint=_("Add --yes to go ahead, or --to FILE to look at it beside the list."))
    key = key_for(list_file, options, output)
    creates = not list_file.exists()
    with open_list(list_file, key, wait=options.wait, not_open=options.not_open, create=creates) as store:
        for note in store.notes:
            output.warn(note)
        store.require_backup(name)
        question = _("Put {list} back to what it was in {backup}?").format(list=list_file, backup=name)
        if not confirmed(ask, question, 0, yes=options.yes, output=output):
            raise UserError(_("Stopped: you did not confirm."), hint=_("Nothing was written."))
        again = after_restore(store, backup_op(name), options, output, keeps=to is None)
        return store.restore(name, to, now=datetime.now(UTC), reapply=again)


def _document(list_file: Path, done: "Restored", step: str) -> dict[str, Any]:
    """The JSON document of `--json`."""
    return {
        "command": "restore",
        "list": str(list_file),
        "counts": {"restored": 1, **done.reapplied},
        "changes": [],
        "findings": [],
        "next": step,
    }
