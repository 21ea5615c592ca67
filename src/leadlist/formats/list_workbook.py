"""A new list as a well-made workbook: a table with drop-downs, columns that fit, a sheet that explains it."""

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from leadlist.formats.new_workbook import (
    MOST_ROWS,
    WIDE,
    check_size,
    fit_to_page,
    heading_cell,
    sheet_name,
    text_cell,
    wide,
    width_of,
)

LOOK_AT = 200  # rows from which the widths are told
LINE = 16.0  # height of one, in points
DOUBTFUL = "FFF2CC"
LEAST_WIDTH = 10  # of an empty column, in characters
PLAIN = re.compile(r"[^\n]+")  # a heading that a table's column may have as its name
FORMATS = {"text": "@", "date": "yyyy-mm-dd"}  # "text": 03… keeps its zero when it is typed


@dataclass(frozen=True)
class Guide:
    """What a new list says about itself. Columns are named by their headings.

    `sheet` is the name of the explaining sheet, `title` its first line, `tables` its tables (caption, headings, rows),
    `choices` what the drop-down of a column offers, `kinds` how a column's cells are typed (a key of `FORMATS`).
    `doubts` is the column that says which cells of its row are to be checked (`氏名: why; 電話番号: why`), `called`
    what the others are called there: a cell is yellow for as long as its row's doubts name it.
    """

    sheet: str
    title: str
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    doubts: str = ""
    called: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_list(headings: Sequence[str], rows: Iterable[Sequence[str]], guide: Guide, *, title: str) -> bytes:
    """The bytes of an .xlsx file: the list first, the explaining sheet behind it.

    Raises UserError for more than a worksheet holds.
    """
    rows = list(rows)
    check_size(headings, rows)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(sheet_name(title))
    _shape(sheet, headings, rows, guide)
    sheet.append([heading_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])
    if not rows:  # a table keeps at least one row for data
        sheet.append([])
    _as_table(sheet, headings, max(2, len(rows) + 1))
    places = _explain(book.create_sheet(sheet_name(guide.sheet)), guide)
    for position, heading in enumerate(headings):
        if heading in places:
            _drop_down(sheet, position, f"'{sheet_name(guide.sheet)}'!{places[heading]}")
    _color_doubts(sheet, headings, guide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shape(sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], guide: Guide) -> None:
    """Widths, and how what a person types in a column is taken; the heading stays in sight and on every page."""
    for place, heading in enumerate(headings):
        texts = (row[place] for row in rows[:LOOK_AT] if place < len(row))
        column = sheet.column_dimensions[get_column_letter(place + 1)]
        column.width = max(LEAST_WIDTH, width_of([heading, *texts]) + 2)  # room for the filter's button
        column.number_format = FORMATS.get(guide.kinds.get(heading, ""), "General")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    fit_to_page(sheet)


def _as_table(sheet: Any, headings: Sequence[str], last: int) -> None:
    """A table that grows as rows are typed below it; only a filter where its headings could not name columns."""
    reference = f"A1:{get_column_letter(max(1, len(headings)))}{last}"
    names = {heading.casefold() for heading in headings if PLAIN.fullmatch(heading)}
    if len(names) < len(headings) or not headings:
        sheet.auto_filter.ref = reference
        return
    table = Table(displayName="Leads", ref=reference)
    table.tableColumns = [TableColumn(id=number, name=heading) for number, heading in enumerate(headings, 1)]
    table.autoFilter = AutoFilter(ref=reference)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.tables.add(table)  # add_table would warn that a streamed sheet cannot find its headings; they are given above


def _drop_down(sheet: Any, position: int, source: str) -> None:
    """A list to choose from; something else is allowed after a warning, since imports bring words of their own."""
    letter = get_column_letter(position + 1)
    rule = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning", showErrorMessage=True)
    rule.add(f"{letter}2:{letter}{MOST_ROWS}")
    sheet.data_validations.append(rule)


def _color_doubts(sheet: Any, headings: Sequence[str], guide: Guide) -> None:
    """Yellow where the row's doubts name the cell; whoever takes the name out takes the color off."""
    if guide.doubts not in headings:
        return
    told = f'"; "&${get_column_letter(headings.index(guide.doubts) + 1)}2'
    for position, heading in enumerate(headings):
        words = ",".join(f'ISNUMBER(SEARCH("; {word}:",{told}))' for word in guide.called.get(heading, ()))
        if words:
            letter = get_column_letter(position + 1)
            look = DifferentialStyle(fill=PatternFill(bgColor=DOUBTFUL, fill_type="solid"))
            rule = Rule(type="expression", formula=[f"OR({words})"], dxf=look)
            sheet.conditional_formatting.add(f"{letter}2:{letter}{MOST_ROWS}", rule)


def _explain(sheet: Any, guide: Guide) -> dict[str, str]:
    """The tables one below the other, then the choices; where each column's choices stand."""
    body: list[list[Any]] = [[_bold(sheet, guide.title, 14)], []]
    texts: list[Sequence[str]] = []
    for caption, headings, rows in guide.tables:
        body.append([_bold(sheet, caption, 11)])
        body.append([heading_cell(sheet, heading) for heading in headings])
        sentences = len(headings) == 1  # they run on over the empty columns beside them
        body.extend([text_cell(sheet, text) if sentences else _wrapped(sheet, text) for text in row] for row in rows)
        body.append([])
        texts += [] if sentences else [headings, *rows]
    places: dict[str, str] = {}
    for heading, choices in guide.choices.items():
        body.append([heading_cell(sheet, heading)])
        places[heading] = f"$A${len(body) + 1}:$A${len(body) + len(choices)}"
        body.extend([text_cell(sheet, choice)] for choice in choices)
        body.append([])
        texts += [[heading], *([choice] for choice in choices)]
    for place in range(max(map(len, texts), default=0)):
        width = width_of(row[place] for row in texts if place < len(row))
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    fit_to_page(sheet)
    for number, row in enumerate(body, 1):
        if (lines := max(map(_lines, row), default=1)) > 1:
            sheet.row_dimensions[number].height = lines * LINE
        sheet.append(row)
    return places


def _lines(cell: Any) -> int:
    """How many lines a wrapped text takes in the widest column; not every program fits the rows itself."""
    if cell is None or not cell.alignment.wrap_text or not cell.value:
        return 1
    return sum(max(1, math.ceil((wide(line) + 1) / WIDE)) for line in str(cell.value).split("\n"))


def _bold(sheet: Any, text: str, size: int) -> Any:
    cell = text_cell(sheet, text)
    if cell is not None:
        cell.font = Font(bold=True, size=size)
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    if cell is not None:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
