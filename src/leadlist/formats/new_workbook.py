"""New plain workbooks: headings frozen, filters, drop-downs where a person chooses, every cell a text."""

import io
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from leadlist.errors import UserError
from leadlist.formats.escapes import spelt_out
from leadlist.locale import _

if TYPE_CHECKING:
    from openpyxl.cell import Cell

MOST_ROWS = 1_048_576  # of a worksheet, the heading counted (ECMA-376 part 1, 18.3.1.73)
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767  # in a cell
NARROW, WIDE = 6, 48  # column widths, in characters
LOOK_AT = 200  # rows from which the widths are told
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")  # XML 1.0, 2.2 Char
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
INK, SHADE = "FFFFFF", "44546A"


class Sheet(NamedTuple):
    """A sheet to be written: rows under headings. `choices` are what a cell of a column may hold, by its heading."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]] = {}


class _Dated(ZipFile):
    """A zip whose entries are all of one day, so that the same content gives the same bytes."""

    def __init__(self, file: io.BytesIO, day: date) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._day = (max(day.year, 1980), day.month, day.day, 0, 0, 0)  # PKWARE APPNOTE 4.4.6: years from 1980

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_options: Any, **_more: Any) -> None:
        """Add a part."""
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_options: Any, **_more: Any) -> None:
        """Add a part that was written to a file first."""
        with Path(filename).open("rb") as source, self.open(self._entry(str(arcname)), "w") as target:
            shutil.copyfileobj(source, target)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._day)
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entry


def saved(book: Workbook, on: date | None = None) -> bytes:
    """The bytes of a workbook. With `on` that day stands in it for every time, so that they are the same each time."""
    out = io.BytesIO()
    moment = datetime.combine(on, time()) if on else datetime.now()
    book.properties.created = book.properties.modified = moment
    ExcelWriter(book, _Dated(out, moment.date())).save()
    return out.getvalue()


def write_workbook(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str, on: date | None = None
) -> bytes:
    """The bytes of an .xlsx file, `on` as for `saved`; raises UserError for more than a worksheet holds."""
    return write_sheets([Sheet(title, headings, list(rows))], on)


def write_sheets(sheets: Iterable[Sheet], on: date | None = None) -> bytes:
    """The bytes of an .xlsx file with these sheets; raises UserError for more than a worksheet holds."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        check_size(sheet.headings, sheet.rows)
        _add(book, sheet)
    return saved(book, on)


def _add(book: Workbook, content: Sheet) -> None:
    _title, headings, rows, choices = content
    sheet: Any = book.create_sheet(sheet_name(content.title))
    for place, heading in enumerate(headings):
        texts = (row[place] for row in rows[:LOOK_AT] if place < len(row))
        sheet.column_dimensions[get_column_letter(place + 1)].width = width_of([heading, *texts])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    fit_to_page(sheet)
    for heading, allowed in choices.items():
        letter = get_column_letter(headings.index(heading) + 1)
        rule = DataValidation("list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
        rule.add(f"{letter}2:{letter}{max(2, len(rows) + 1)}")
        sheet.data_validations.append(rule)
    sheet.append([heading_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headings)))}{max(2, len(rows) + 1)}"


def fit_to_page(sheet: Any) -> None:
    """Printed across, as wide as the page, on as many pages as it takes."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def check_size(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Before anything is written: does a worksheet hold that much?"""
    hint = _("Write a .csv file.")
    if len(headings) > MOST_COLUMNS:
        raise UserError(
            _("A worksheet holds {most} columns; the list has {count}.").format(most=MOST_COLUMNS, count=len(headings)),
            hint=hint,
        )
    if len(rows) >= MOST_ROWS:
        raise UserError(
            _("A worksheet holds {most} rows; the list has {count}.").format(most=MOST_ROWS, count=len(rows) + 1),
            hint=hint,
        )
    longest = max((len(text) for row in chain([headings], rows) for text in row), default=0)
    if longest > MOST_CHARACTERS:
        raise UserError(
            _("A cell of a worksheet holds {most} characters; one of the list has {count}.").format(
                most=MOST_CHARACTERS, count=longest
            ),
            hint=_("Write a .csv file, or shorten that text."),
        )


def sheet_name(title: str) -> str:
    """A text as the name of a sheet: no signs that Excel forbids there, at most 31 characters."""
    return NOT_IN_NAMES.sub(" ", NOT_IN_XML.sub("", title)).strip("' ")[:LONGEST_NAME] or "Sheet1"


def text_cell(sheet: Any, text: str) -> "Cell | None":
    """A cell that is a text whatever it begins with, so that `=1+1` is no formula."""
    if text == "":
        return None
    cell = WriteOnlyCell(sheet, for_cell(text))
    cell.data_type = "s"
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def for_cell(text: str) -> str:
    """A text as openpyxl is given it: read again by any program, it is the same."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", spelt_out(text))


def heading_cell(sheet: Any, text: str) -> "Cell":
    """A cell that heads a column."""
    cell = text_cell(sheet, text) or WriteOnlyCell(sheet, None)
    cell.font = Font(bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=SHADE)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def width_of(texts: Iterable[str]) -> float:
    """A column width, in characters of the default font, for some of its texts."""
    longest = max((wide(line) for text in texts for line in text.split("\n")), default=0)
    return float(min(WIDE, max(NARROW, longest + 2)))


def wide(text: str) -> int:
    """How many characters' room a text takes; East Asian ones count twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
