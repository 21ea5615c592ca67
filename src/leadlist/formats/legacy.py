"""Formats that are only read: .xls, .xlsb and .ods. What is written is a new .xlsx with the list in it."""

import json
import subprocess
import sys
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from leadlist.changes import Change
from leadlist.errors import UserError
from leadlist.formats.document import HeadingScore
from leadlist.formats.grid import lead_list_of
from leadlist.formats.layout import Layout, find_layout
from leadlist.formats.new_workbook import write_workbook
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import apply

MANIFEST, MIB = "META-INF/manifest.xml", 1 << 20
LONGEST = 120  # seconds that reading may take

Rows = list[list[str]]


@dataclass
class LegacyDocument:
    """A list in a workbook that leadlist does not write back. See `formats.document.Document`."""

    path: Path
    sheet: str
    leads: LeadList
    notes: Sequence[str]
    writes: str = ".xlsx"

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """None: the new workbook has values only."""
        return ()

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """Never said: the file is read again."""
        return False

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the changed list as a new plain .xlsx."""
        after = apply(self.leads, changes)
        target.write_bytes(write_workbook(after.headings, zip(*after.columns, strict=True), title=self.sheet))


def open_legacy(
    path: Path,
    *,
    score: HeadingScore,
    sheet: str | None = None,
    others: Collection[str] = (),
    password: str | None = None,
) -> LegacyDocument:
    """Read .xls, .xlsb or .ods. Raises UserError for a damaged file, a wrong sheet or no list in it."""
    from leadlist.formats.protected import readable_copy

    if _is_encrypted_package(path):
        raise UserError(
            _("“{name}” is protected with a password.").format(name=path.name),
            hint=_("Open it in Excel or LibreOffice and save it as .xlsx."),
        )
    with readable_copy(path, password) as copy:
        sheets = _read(copy, path.name)
    name, rows, layout = _choose(sheets, score, sheet, others, path.name)
    notes = [
        *layout.notes,
        _("{suffix} files are only read: the result is a new .xlsx with this list and nothing else.").format(
            suffix=path.suffix
        ),
    ]
    return LegacyDocument(path, name, lead_list_of(rows, layout, path.name), notes)


def _is_encrypted_package(path: Path) -> bool:
    """Whether an .ods is behind a password: part by part (OpenDocument 1.3 part 2, 4.8), or as a whole."""
    try:
        with ZipFile(path) as package:
            names = package.namelist()
            manifest = (
                package.read(MANIFEST) if MANIFEST in names and package.getinfo(MANIFEST).file_size < MIB else b""
            )
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return False
    return "encrypted-package" in names or b"encryption-data" in manifest


def _read(path: Path, name: str) -> list[dict[str, object]]:
    """Every worksheet, read in a process of its own."""
    reader = Path(__file__).with_name("legacy_reader.py")
    try:
        done = subprocess.run(  # our own interpreter and file
            [sys.executable, "-I", str(reader), str(path)], capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _unreadable(name) from error
    if done.returncode != 0:
        raise _unreadable(name)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _unreadable(name: str) -> UserError:
    return UserError(
        _("“{name}” cannot be read; it may be damaged.").format(name=name),
        hint=_("Open it in Excel or LibreOffice and save it as .xlsx."),
    )


def _choose(
    sheets: list[dict[str, object]], score: HeadingScore, wanted: str | None, others: Collection[str], file: str
) -> tuple[str, Rows, Layout]:
    """The wanted sheet, or the one with most known headings (hidden and `others` last)."""
    if wanted is not None and wanted not in [sheet["name"] for sheet in sheets]:
        raise UserError(
            _("“{file}” has no sheet “{sheet}”.").format(file=file, sheet=wanted),
            hint=_("Its sheets: {names}.").format(names=", ".join(str(sheet["name"]) for sheet in sheets)),
        )
    found: list[tuple[tuple[bool, float, int], str, Rows, Layout]] = []
    for sheet in sheets:
        rows = sheet["rows"]
        assert isinstance(rows, list)
        layout = find_layout(rows, score) if wanted in (None, sheet["name"]) else None
        if layout is not None:
            headings = [heading for heading in layout.headings if heading]
            rank = (
                not sheet["hidden"] and sheet["name"] not in others,
                score(headings) * len(headings),
                len(layout.rows),
            )
            found.append((rank, str(sheet["name"]), rows, layout))
    if not found:
        raise UserError(
            _("“{file}” has no sheet with headings that are recognised.").format(file=file),
            hint=_("Name the sheet with --sheet, or its headings under [columns] in the rules."),
        )
    _rank, name, rows, layout = max(found, key=lambda item: item[0])
    return name, rows, layout
