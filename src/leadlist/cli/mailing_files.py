"""The files of a mailing: the mailer's own, split where it takes only so many rows, and the reasons beside it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.new_file import replace_file
from leadlist.cli.output import Output
from leadlist.cli.report_file import require_no_list
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.mailing import Mailing
    from leadlist.rules import Rules
    from leadlist.rules.mailers import Mailer


def require_mailing_file(path: Path, list_file: Path) -> None:
    """Raises UserError for a file that is there, or whose suffix a mailing cannot have, before any work is done."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise UserError(
            _("A mailing cannot be written as “{suffix}”.").format(suffix=path.suffix or path.name),
            hint=_("Name a file that ends in .csv or .xlsx."),
        )
    if path.exists() or reasons_file(path).exists():
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file."))
    require_no_list(path, list_file)


def reasons_file(path: Path) -> Path:
    """The workbook beside a mailer's file that says who was left out and why."""
    return path.with_name(f"{path.stem}-{_('reasons')}.xlsx")


def write_mailing(
    path: Path, leads: LeadList, plan: Plan, mailer: "Mailer", rules: "Rules", on: date, output: Output
) -> tuple[str, list[Path]]:
    """Write the files for their owner's eyes only; what to say about them, and which they are."""
    from leadlist.formats.report_workbook import MOST_ROWS, workbook_of
    from leadlist.operations.mailing import reason_words
    from leadlist.operations.mailing.letters import letters
    from leadlist.reports import mailing
    from leadlist.reports.report import Table

    details: Mailing = plan.details  # type: ignore[assignment]
    rows = letters(leads, details.recipients, mailer)
    report = mailing(
        leads, plan, {str(reason): text for reason, text in reason_words().items()}, _use(details, rules), on
    )
    headings = tuple(mailer.columns)
    if path.suffix.lower() == ".xlsx":
        if len(rows) > MOST_ROWS:
            raise UserError(
                _("A workbook takes {most} recipients; these are {count}.").format(most=MOST_ROWS, count=len(rows)),
                hint=_("Name a file that ends in .csv."),
            )
        sheets = [Table(_("Recipients"), headings, rows), *report.tables]
        replace_file(path, workbook_of(type(report)(report.title, sheets), {}))
        step = _("Written to {file} (readable by you alone), with the reasons on a sheet of its own.").format(file=path)
        return step, [path]
    names = _write_parts(path, headings, rows, mailer)
    replace_file(reasons_file(path), workbook_of(report, {}))
    step = _("Written to {files} (readable by you alone); who was left out and why: {reasons}.").format(
        files=", ".join(map(str, names)), reasons=reasons_file(path)
    )
    return step, [*names, reasons_file(path)]


def _use(details: "Mailing", rules: "Rules") -> dict[str, str]:
    request = details.request
    told = rules.purposes.get(request.purpose)
    return {
        _("purpose of use"): f"{request.purpose} {told.text}" if told else request.purpose,
        _("channel"): request.channel,
        _("reach"): _("many at once") if request.bulk else _("one by one"),
        _("keep it"): _("Delete the file when the mailing is sent; refusals since then are not in it."),
    }


def _write_parts(path: Path, headings: Sequence[str], rows: Sequence[tuple[str, ...]], mailer: "Mailer") -> list[Path]:
    """One file, or several of at most so many rows with a manifest of their checksums."""
    most = mailer.most or max(len(rows), 1)
    parts = [rows[start : start + most] for start in range(0, max(len(rows), 1), most)]
    names = [path.with_name(f"{path.stem}-{at}{path.suffix}") for at in range(1, len(parts) + 1)]
    names = [path] if len(parts) == 1 else names
    manifest = path.with_name(f"{path.stem}.manifest.json")
    for taken in filter(Path.exists, [*names, manifest] if len(parts) > 1 else names):
        raise UserError(_("“{file}” exists already.").format(file=taken), hint=_("Name a new file."))
    contents = [_encoded(headings, part, mailer) for part in parts]
    for name, content in zip(names, contents, strict=True):
        replace_file(name, content)
    if len(parts) > 1:
        told = [
            {"file": name.name, "rows": len(part), "sha256": hashlib.sha256(content).hexdigest()}
            for name, part, content in zip(names, parts, contents, strict=True)
        ]
        replace_file(manifest, json.dumps(told, ensure_ascii=False, indent=1))
    return [*names, manifest] if len(parts) > 1 else names


def _encoded(headings: Sequence[str], rows: Sequence[tuple[str, ...]], mailer: "Mailer") -> bytes:
    """CSV in the mailer's encoding, guarded against formulas (OWASP, "CSV Injection")."""
    from leadlist.formats.new_file import csv_bytes, guarded

    text = csv_bytes(headings, (list(map(guarded, row)) for row in rows)).decode("utf-8-sig")
    try:
        return text.encode(mailer.encoding)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise UserError(
            _("Line {line} of the mailing holds “{character}”, which {encoding} lacks.").format(
                line=line, character=text[error.start], encoding=mailer.encoding
            ),
            hint=_("Write it as .xlsx, or take another layout with --preset."),
        ) from error
