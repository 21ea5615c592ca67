"""The files of a mailing: the mailer's own, split where it takes only so much, and the reasons beside it."""

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from leadlist.cli.new_file import replace_file
from leadlist.cli.report_file import require_no_list
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _, ngettext
from leadlist.plans import Plan
from leadlist.rules.durations import parse_duration

if TYPE_CHECKING:
    from leadlist.operations.mailing import Mailing, Request
    from leadlist.reports import Report
    from leadlist.rules import Rules
    from leadlist.rules.mailers import Mailer

MEGABYTE = 1_000_000
MOST_TOGETHER = 65_000
"""Recipients in one workbook with the reasons; more go into a file of their own, which is written row by row."""
_ADDRESS = re.compile(r"[-+][\w.+-]*@[\w.-]+|\+\d[\d ()-]*", re.ASCII)
_SAME_IN_CP932 = str.maketrans("\u301c\u2212\u2016\u2014\xa2\xa3\xac", "\uff5e\uff0d\u2225\u2015\uffe0\uffe1\uffe2")
"""Signs of JIS X 0208 that CP932 maps to another character: a wave dash typed on a Mac is the one that Windows has."""
Row = tuple[str, ...]


class Part(NamedTuple):
    """A file that goes to the mailer: where it lies, its rows, and its SHA-256."""

    path: Path
    rows: int
    sha256: str


class Written(NamedTuple):
    """The files of a mailing: those for the mailer, all that were made, and what to say about them."""

    parts: Sequence[Part]
    files: Sequence[Path]
    said: str


def mailing_file(out: Path, list_file: Path, request: "Request", mailer: "Mailer", on: date) -> Path:
    """Where the mailing goes: the file that was named, or one in the folder that was named, called after the day, the
    purpose, the channel and the mailer.

    Raises UserError for a file that is there, or of a kind that the mailer does not take, before any work is done.
    """
    path = _named(out, request, mailer, on) if out.is_dir() else out
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in ("csv", "xlsx"):
        raise UserError(
            _("A mailing cannot be written as “{suffix}”.").format(suffix=path.suffix or path.name),
            hint=_("Name a file that ends in .csv or .xlsx, or a folder that is there."),
        )
    if suffix not in mailer.formats:
        raise UserError(
            _("{mailer} takes no .{suffix} files.").format(mailer=mailer.title, suffix=suffix),
            hint=_("Name a file that ends in .{suffix}.").format(suffix=mailer.formats[0]),
        )
    for taken in filter(Path.exists, (path, reasons_file(path))):
        raise UserError(_("“{file}” exists already.").format(file=taken), hint=_("Name a new file."))
    require_no_list(path, list_file)
    return path


def _named(folder: Path, request: "Request", mailer: "Mailer", on: date) -> Path:
    """`2026-11-26-P01-email-mailchimp.csv`; a second one of that day has `-2` at its end."""
    purpose = re.sub(r"[^\w-]+", "-", request.purpose)[:20].strip("-")
    stem = "-".join(filter(None, [on.isoformat(), purpose, request.channel, mailer.name]))
    number, path = 2, folder / f"{stem}.{mailer.formats[0]}"
    while path.exists() or reasons_file(path).exists() or _manifest(path).exists():
        path = folder / f"{stem}-{number}.{mailer.formats[0]}"
        number += 1
    return path


def reasons_file(path: Path) -> Path:
    """The workbook beside a mailer's file that says who was left out and why."""
    return path.with_name(f"{path.stem}-{_('reasons')}.xlsx")


def _manifest(path: Path) -> Path:
    return path.with_name(f"{path.stem}.manifest.json")


def write_mailing(path: Path, leads: LeadList, plan: Plan, mailer: "Mailer", rules: "Rules", on: date) -> Written:
    """Write the files for their owner's eyes only.

    Raises UserError for a character that the mailer's encoding lacks and for a part that is there; nothing is written
    then.
    """
    from leadlist.formats.report_workbook import workbook_of
    from leadlist.operations.mailing import reason_words
    from leadlist.operations.mailing.letters import letters
    from leadlist.reports import mailing
    from leadlist.reports.report import Table

    details: Mailing = plan.details  # type: ignore[assignment]
    rows = letters(leads, details.recipients, mailer)
    numbers = [leads.row_numbers[each.row] for each in details.recipients]
    words = {str(reason): text for reason, text in reason_words().items()}
    report = mailing(leads, plan, words, _use(details, rules, on), on)
    headings = tuple(mailer.columns)
    if path.suffix.lower() == ".csv":
        parts = _write_parts(path, rows, mailer, lambda part, at: _csv(headings, part, mailer, numbers[at:]))
    elif mailer.one_sheet or len(rows) > MOST_TOGETHER:
        parts = _write_parts(path, rows, mailer, lambda part, _at: _one_sheet(headings, part, on))
    else:
        outside = details.request.to and rules.parties[details.request.to].kind != "own"
        tables = [each for each in report.tables if not outside or each.title == _("How to use it")]
        whole = type(report)(report.title, [Table(_("Recipients"), headings, rows), *tables])
        parts = _write_parts(path, rows, mailer, lambda part, _at: _with_reasons(whole, part, on))
        if len(parts) == 1 and not outside:  # who was left out is nobody's business but one's own
            said = _("Written to {file} (readable by you alone), with the reasons on a sheet of its own.")
            return Written(parts, [path], said.format(file=path))
    beside = reasons_file(path)
    with _all_or_none([*(each.path for each in parts), *([_manifest(path)] if len(parts) > 1 else [])]):
        replace_file(beside, workbook_of(report, {}, on))
    names = ", ".join(str(each.path) for each in parts)
    said = _("Written to {files} (readable by you alone); who was left out and why: {reasons}.")
    files = [*(each.path for each in parts), beside, *([_manifest(path)] if len(parts) > 1 else [])]
    return Written(parts, files, said.format(files=names, reasons=beside))


def _use(details: "Mailing", rules: "Rules", on: date) -> dict[str, str]:
    """取扱説明: for what and how long the file may be used, and whom to ask."""
    request = details.request
    told = rules.purposes.get(request.purpose)
    scope = _("These people ({count}), this one purpose and channel; the file is copied and passed on to nobody else.")
    use = {
        _("purpose of use"): f"{request.purpose} {told.text}" if told else request.purpose,
        _("channel"): request.channel,
        _("reach"): _("many at once") if request.bulk else _("one by one"),
        _("scope"): scope.format(count=f"{len(details.recipients):,}"),
        _("use it until"): parse_duration(rules.mailing.file_for).after(on).isoformat(),
        _("keep it"): _("Delete the file when the mailing is sent; refusals since then are not in it."),
    }
    if request.to:
        use[_("given to")] = rules.parties[request.to].name
    if rules.mailing.contact:
        use[_("ask")] = rules.mailing.contact
    return use


def _write_parts(
    path: Path, rows: Sequence[Row], mailer: "Mailer", content_of: Callable[[Sequence[Row], int], bytes]
) -> list[Part]:
    """One file, or several of at most so many rows and bytes with a manifest of their checksums."""
    most = mailer.most or max(len(rows), 1)
    pieces = [(start, rows[start : start + most]) for start in range(0, max(len(rows), 1), most)]
    contents: list[tuple[int, bytes]] = []
    while pieces:
        start, piece = pieces.pop(0)
        content = content_of(piece, start)
        if mailer.megabytes and len(content) > mailer.megabytes * MEGABYTE and len(piece) > 1:
            half = len(piece) // 2
            pieces[:0] = [(start, piece[:half]), (start + half, piece[half:])]
        else:
            contents.append((len(piece), content))
    names = [path.with_name(f"{path.stem}-{at}{path.suffix}") for at in range(1, len(contents) + 1)]
    names = [path] if len(contents) == 1 else names
    for taken in filter(Path.exists, [*names, _manifest(path)] if len(contents) > 1 else names):
        raise UserError(_("“{file}” exists already.").format(file=taken), hint=_("Name a new file."))
    parts = []
    with _all_or_none([*names, *([_manifest(path)] if len(names) > 1 else [])]):
        for name, (count, content) in zip(names, contents, strict=True):
            replace_file(name, content)
            parts.append(Part(name, count, hashlib.sha256(content).hexdigest()))
        if len(parts) > 1:
            told = [{"file": part.path.name, "rows": part.rows, "sha256": part.sha256} for part in parts]
            replace_file(_manifest(path), json.dumps(told, ensure_ascii=False, indent=1))
    return parts


@contextmanager
def _all_or_none(files: Sequence[Path]) -> Iterator[None]:
    """Remove these files, none of which was there before, where the block fails: no log would tell of them."""
    try:
        yield
    except BaseException:
        for file in files:
            file.unlink(missing_ok=True)
        raise


def _one_sheet(headings: Sequence[str], rows: Sequence[Row], on: date) -> bytes:
    from leadlist.formats.new_workbook import write_workbook

    return write_workbook(headings, rows, title=_("Recipients"), on=on)


def _with_reasons(report: "Report", rows: Sequence[Row], on: date) -> bytes:
    from leadlist.formats.report_workbook import workbook_of

    first, *rest = report.tables
    whole = type(report)(report.title, [type(first)(first.title, first.headings, rows), *rest])
    return workbook_of(whole, {}, on)


def _csv(headings: Sequence[str], rows: Sequence[Row], mailer: "Mailer", numbers: Sequence[int]) -> bytes:
    """CSV in the mailer's encoding, guarded against formulas (OWASP, "CSV Injection")."""
    from leadlist.formats.new_file import csv_bytes

    if codecs.lookup(mailer.encoding).name == "cp932":
        rows = [tuple(text.translate(_SAME_IN_CP932) for text in row) for row in rows]
    text = csv_bytes(headings, (list(map(_guarded, row)) for row in rows)).decode("utf-8-sig")
    try:
        return text.encode(mailer.encoding)
    except UnicodeEncodeError:
        raise _lacking(headings, rows, mailer.encoding, numbers) from None


def _guarded(text: str) -> str:
    """No formula; an address or a number that begins with a sign stays, for with an apostrophe it would be another one.
    No function and no call of a program can be spelt with their characters."""
    from leadlist.formats.new_file import guarded

    return text if _ADDRESS.fullmatch(text) else guarded(text)


def _lacking(headings: Sequence[str], rows: Sequence[Row], encoding: str, numbers: Sequence[int]) -> UserError:
    """The cell of the list that an encoding has no bytes for, and how many more there are."""
    found = [
        (number, heading, lacking)
        for number, row in zip(numbers, rows, strict=False)
        for heading, text in zip(headings, row, strict=True)
        if (lacking := next((each for each in text if not _encodable(each, encoding)), ""))
    ]
    if not found:
        return UserError(
            _("The headings cannot be written in {encoding}.").format(encoding=encoding),
            hint=_("Correct the layout's columns or its encoding."),
        )
    number, heading, character = found[0]
    problem = _("Row {row} of the list, for “{heading}”: {encoding} has no “{character}”.")
    problem = problem.format(row=number, heading=heading, encoding=encoding, character=character)
    if len(found) > 1:
        problem += " " + ngettext(
            "{count} more cell is like it.", "{count} more cells are like it.", len(found) - 1
        ).format(count=f"{len(found) - 1:,}")
    return UserError(problem, hint=_("Write it as .xlsx, or take another layout with --preset."))


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
