"""Opening a list of any format: by what the file holds first, by its suffix second."""

import zipfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from leadlist.errors import StorageError, UserError, reason_of
from leadlist.formats.document import Document, HeadingScore, NoSuchSheet
from leadlist.formats.signatures import OLE, ZIP, not_a_list
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import Spread

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


class Request(NamedTuple):
    """What the caller asks for besides the path."""

    score: HeadingScore
    sheet: str | None = None
    others: Collection[str] = ()
    encoding: str | None = None
    password: str | None = None
    spread: "Spread[Any, Any] | None" = None


def open_document(
    path: Path,
    *,
    score: HeadingScore,
    sheet: str | None = None,
    others: Collection[str] = (),
    encoding: str | None = None,
    password: str | None = None,
    spread: "Spread[Any, Any] | None" = None,
) -> Document:
    """Read the list in a file.

    `score` says how much a row looks like headings, `sheet` names the worksheet (by default the one that looks like
    the list; one of `others` only where no other does), `encoding` is that of a CSV file, `password` opens a protected
    workbook. With `spread`, a `map` that may share work out, a large CSV file is not held. Raises UserError for what
    cannot be read as a list, NoSuchSheet where no such sheet is there.
    """
    kind = kind_of(path)
    if kind == "csv" and sheet:
        raise no_sheets(path.name)
    return FORMATS[kind](path, Request(score, sheet, others, encoding, password, spread))


def no_sheets(name: str) -> NoSuchSheet:
    """What a person is told who names a sheet of a CSV file."""
    return NoSuchSheet(
        _("“{name}” is a CSV file, which has no sheets.").format(name=name), hint=_("Leave --sheet out.")
    )


def open_bytes(data: bytes, *, score: HeadingScore, name: str = "-", encoding: str | None = None) -> Document:
    """Read a CSV list from memory, as a filter does with its standard input. Raises as `open_document`."""
    from leadlist.formats.csv_file import open_bytes as open_csv_bytes

    return open_csv_bytes(data, name=name, score=score, encoding=encoding)


def kind_of(path: Path) -> str:
    """The format of a file, a key of `FORMATS`. Raises UserError where it is none of them."""
    head = _head(path)
    if head.startswith(OLE):
        return _ole_kind(path)
    if head.startswith(ZIP):
        return _zip_kind(path)
    what = not_a_list(head)
    if what:
        raise UserError(
            _("“{name}” is no list but {what}.").format(name=path.name, what=what),
            hint=_("Open it in the program that wrote it and save it as .xlsx or .csv."),
        )
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        problem = _("“{name}” is empty.") if not head.strip() else _("“{name}” is a text file and no workbook.")
        raise UserError(
            problem.format(name=path.name),
            hint=_("Name a workbook with a list on one of its sheets, or give a CSV file the suffix .csv."),
        )
    return "csv"


def _head(path: Path) -> bytes:
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise UserError(
                _("“{path}” is no file but a pipe or a device.").format(path=path),
                hint=_("CSV from another program comes through “-”: PROGRAM | leadlist validate -"),
            )
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError as error:
        raise UserError(
            _("There is no file “{path}”.").format(path=path), hint=_("Check the name and the folder.")
        ) from error
    except IsADirectoryError as error:
        raise UserError(_("“{path}” is a folder.").format(path=path), hint=_("Name the list in it.")) from error
    except OSError as error:
        if path.is_dir():  # Windows says only that access is denied
            raise UserError(_("“{path}” is a folder.").format(path=path), hint=_("Name the list in it.")) from error
        raise StorageError(
            _("“{path}” cannot be read: {reason}.").format(path=path, reason=reason_of(error)),
            hint=_("Check its permissions, and whether another program holds it."),
        ) from error


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "xlsx"  # its own pre-check says what is wrong
    if "xl/workbook.bin" in names:
        return "xlsb"
    if names & {"content.xml", "encrypted-package"}:
        return "ods"
    return "xlsx"


def _ole_kind(path: Path) -> str:
    """What a compound file holds, by the names in its directory: UTF-16, capitals or not ([MS-CFB] 2.6.1, 2.6.4)."""
    data = path.read_bytes().lower()
    for stream, kind in (("encryptedpackage", "protected"), ("workbook", "xls"), ("book", "xls")):
        if stream.encode("utf-16-le") + b"\0\0" in data:
            return kind
    raise UserError(
        _("“{name}” is no workbook.").format(name=path.name),
        hint=_("Open it in the program that wrote it and save it as .xlsx or .csv."),
    )


def _csv(path: Path, request: Request) -> Document:
    from leadlist.formats.csv_file import open_csv

    return open_csv(path, score=request.score, encoding=request.encoding, spread=request.spread)


def _xlsx(path: Path, request: Request) -> Document:
    from leadlist.formats.excel import open_workbook

    return open_workbook(path, score=request.score, sheet=request.sheet, others=request.others)


def _protected(path: Path, request: Request) -> Document:
    from leadlist.formats.protected import open_protected

    return open_protected(
        path, score=request.score, sheet=request.sheet, others=request.others, password=request.password
    )


def _legacy(path: Path, request: Request) -> Document:
    from leadlist.formats.legacy import open_legacy

    return open_legacy(path, score=request.score, sheet=request.sheet, others=request.others, password=request.password)


READ_ONLY = dict.fromkeys(("xls", "xlsb", "ods"), ".xlsx")
"""The formats that are only read, and the suffix of a new file for what they hold."""

FORMATS: dict[str, Callable[[Path, Request], Document]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "protected": _protected,
    "xls": _legacy,
    "xlsb": _legacy,
    "ods": _legacy,
}
