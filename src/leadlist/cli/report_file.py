"""Writing a report into a file the user named: private, and in the format its suffix says."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.new_file import replace_file
from leadlist.cli.output import Output
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.reports import Report

FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json", ".csv": "csv", ".txt": "table"}
WORKBOOK = ".xlsx"
_TITLE_ENDS = {".html": "</title>", ".htm": "</title>", ".json": '"tables"'}


def require_report(path: Path | None, list_file: Path, title: Callable[[str], str] | None = None) -> None:
    """Raises UserError for a file whose suffix says no format, or that is a list, or that does not begin as a report
    with that `title` does, before any work is done. What a CSV report begins with is known only when it is made."""
    if path is None:
        return
    if path.suffix.lower() == WORKBOOK and path.exists():  # it may be anything, and hold somebody's work
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file."))
    if path.suffix.lower() not in (*FORMATS, WORKBOOK):
        raise UserError(
            _("“{file}” says no format a report can have.").format(file=path),
            hint=_("Known: {names}.").format(names=" ".join([*FORMATS, WORKBOOK])),
        )
    require_no_list(path, list_file)
    if title and path.exists() and path.suffix.lower() not in (".csv", WORKBOOK):
        from leadlist.reports import Report

        names = {list_file.name, list_file.resolve().name}  # a link to the list may be named by either
        _require_own(path, [Report(title(name), []) for name in sorted(names)])


def require_no_list(path: Path, list_file: Path) -> None:
    """Raises UserError where what is to be written would take the place of a list: this one, or one with a log."""
    from leadlist.store.beside import log_file

    if path.exists() and (log_file(path.resolve()).exists() or (list_file.exists() and path.samefile(list_file))):
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file."))


def seen_from(report: Path, list_file: Path) -> str:
    """Where a list is as seen from a report: how a link in the report names it. `""` for a list from stdin."""
    if not list_file.exists():
        return ""
    try:
        return os.path.relpath(list_file.resolve(), report.resolve().parent)
    except ValueError:  # another drive of Windows
        return list_file.resolve().as_uri()


def write_report(path: Path, report: "Report", output: Output) -> None:
    """Write the report for its owner's eyes only, and say so. One from an earlier run is replaced, whole.

    Raises UserError where the file is there already and no such report.
    """
    from leadlist.reports import RENDERERS

    if path.suffix.lower() == WORKBOOK:
        from leadlist.formats.report_workbook import workbook_of
        from leadlist.reports.dedupe import band_words

        replace_file(path, workbook_of(report, band_words()))
    else:
        _require_own(path, [report])
        replace_file(path, RENDERERS[FORMATS[path.suffix.lower()]](report))
    output.talk(_("Report: {file} (readable by you alone)").format(file=path))


def _require_own(path: Path, reports: "Sequence[Report]") -> None:
    """Raises UserError where a file is there that begins as none of the reports does: with the title, or headings."""
    if not path.exists():
        return
    beginnings = tuple(text for report in reports for text in _beginnings(report, path.suffix.lower()))
    if not (path.is_file() and path.read_bytes().startswith(beginnings)):
        raise UserError(
            _("“{file}” exists already, and is no such report of an earlier run.").format(file=path),
            hint=_("Name a new file."),
        )


def _beginnings(report: "Report", suffix: str) -> list[bytes]:
    """What a file with such a report may begin with. A CSV file has one table of several: which, hangs on what was
    found."""
    from leadlist.reports import RENDERERS

    tables = [replace(table, rows=()) for table in report.tables]
    made = [[table] for table in tables] if suffix == ".csv" else [tables]
    texts = [RENDERERS[FORMATS[suffix]](replace(report, tables=each)) for each in made]
    end = _TITLE_ENDS.get(suffix, "\n")
    return [text[: text.index(end)].encode() for text in texts]
