"""The log of a list as a workbook for an auditor: operations, rules, and whether everything is as it was written."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import LogOptions
from leadlist.cli.output import Output, shown
from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.formats.new_workbook import Sheet
    from leadlist.store import LogRecord


def write_log(list_file: Path, target: Path, options: LogOptions, output: Output) -> None:
    """Write the workbook; it holds no value of any lead. Exits 1 where the log or a backup does not hold.

    Raises UserError where there is no log, or a file of that name.
    """
    import typer

    from leadlist.cli.new_file import replace_file, require_new_file
    from leadlist.formats.new_workbook import write_sheets
    from leadlist.store import find_key, read_log, verify_log

    if target.suffix.lower() != ".xlsx":
        raise UserError(_("“{file}” is no workbook.").format(file=target.name), hint=_("Name a .xlsx file."))
    require_new_file(target)
    records = read_log(list_file)
    if not records:
        raise UserError(
            _("Nothing was changed in {list} yet.").format(list=list_file), hint=_("Check the name and the folder.")
        )
    key = find_key(key_file=options.key_file, key_command=options.key_command)
    problems = verify_log(list_file, key)
    replace_file(target, write_sheets([_summary(list_file, records, problems, key is not None), _operations(records)]))
    for problem in problems:
        output.warn(problem)
    step = ngettext(
        "The log is in {file}: {count} operation, no values of any lead.",
        "The log is in {file}: {count} operations, no values of any lead.",
        len(records),
    ).format(file=target, count=len(records))
    output.talk(step)
    document = {"command": "log", "list": str(list_file), "counts": {"operations": len(records)}, "file": str(target)}
    output.document(lambda: document | {"changes": [], "findings": problems, "next": step})
    if problems:
        raise typer.Exit(ExitStatus.FINDINGS)


def _summary(list_file: Path, records: "list[LogRecord]", problems: list[str], sealed: bool) -> "Sheet":
    from leadlist.formats.new_workbook import Sheet
    from leadlist.store import log_head

    head = log_head(list_file)
    lines = [
        (_("list"), list_file.name),
        (_("made"), f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}"),
        (_("operations"), str(len(records))),
        (_("first"), f"{records[0].time.astimezone():%Y-%m-%d %H:%M}"),
        (_("last"), f"{records[-1].time.astimezone():%Y-%m-%d %H:%M}"),
        (_("records in the log"), str(head["sequence"])),
        (_("SHA-256 of the last record"), str(head["hash"])),
        (_("checked"), _("chain, seals and backups") if sealed else _("chain and backups; without the key no seals")),
        (_("result"), _("all is as it was written") if not problems else _("not as it was written")),
        *((_("problem"), shown(problem)) for problem in problems),
    ]
    return Sheet(_("Summary"), (_("what"), _("value")), lines)


def _operations(records: "list[LogRecord]") -> "Sheet":
    from leadlist.cli.log_rows import row_of
    from leadlist.formats.new_workbook import Sheet

    headings = (
        *(_("no."), _("time"), _("operation"), _("state"), _("leads"), _("counts"), _("backup")),
        *(_("fields"), _("rules"), _("digest of the rules"), _("key")),
    )
    rows = [(*row_of(r), ", ".join(r.fields), shown(r.rules), r.rules_digest[:16], r.key) for r in records]
    return Sheet(_("Operations"), headings, rows)
