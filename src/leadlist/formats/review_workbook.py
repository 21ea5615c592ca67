"""The workbook in which a person judges pairs of leads: blocks of three rows, a drop-down, differing cells coloured."""

import io
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from leadlist.formats.new_workbook import INK, MOST_CHARACTERS, SHADE, fit_to_page, for_cell, sheet_name, wide, width_of

INDEX_SHEET = "leadlist"
OWN_WIDTHS = (5, 9, 9, 7, 46)  # block, decision, row, weight, reason
WIDEST = 34  # characters; a longer value is read in the cell
PAGE = 230  # characters across a printed page: A4 landscape at some two thirds of the size, which is still read
MARGIN = 0.3  # inches
ROW_HEIGHT = 19  # points; four lines of a reason fit beside a block of three rows
LINE = 14  # points
FILLS = {"value": "F8CBAD", "spelling": "DDEBF7", "one_empty": "FFF2CC", "ask": "FFFFD9", "locked": "EDEDED"}
"""Colours by what a cell is: another value, another spelling, filled in one row only; to be decided; locked."""
MODEL_ROW = 1_048_576  # where a look is made, on a cell that is taken away again
AFTER_INK = "1F4E79"
CHOICES = {"merge": "C6E0B4", "different": "F4B6B6", "later": "E7E6E6"}

highlight: Any = CellIsRule  # openpyxl gives its rules no types


class ReviewBlock(NamedTuple):
    """One pair. `labels` stand before the three rows (two of the list, then what a merge would leave), `cells` are
    their texts, `shades` a key of FILLS for each cell or ""."""

    number: int
    decision: str
    labels: tuple[str, str, str]
    weight: float
    reason: str
    cells: tuple[Sequence[str], Sequence[str], Sequence[str]]
    shades: tuple[Sequence[str], Sequence[str], Sequence[str]]


class ReviewSheet(NamedTuple):
    """One sheet of blocks: its name, what to do in a sentence, and its headings (five of its own, then the list's).
    Of the list's columns the first `telling` are needed to judge; the others are not printed."""

    title: str
    advice: str
    headings: Sequence[str]
    blocks: Sequence[ReviewBlock]
    telling: int


def write_review(
    sheets: Sequence[ReviewSheet],
    index: tuple[Sequence[str], Sequence[Sequence[str]]],
    choices: Mapping[str, str],
    legend: Mapping[str, str],
) -> bytes:
    """The bytes of the workbook. `index` (headings, rows) goes to a hidden sheet and is what the decisions are read
    back by; `choices` are the words of the drop-down for merge, different and later; `legend` names the colours."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for each in sheets:
        _fill(book.create_sheet(sheet_name(each.title)), each, choices, legend)
    hidden = book.create_sheet(INDEX_SHEET)
    hidden.sheet_state = "veryHidden"
    for at, row in enumerate([index[0], *index[1]], 1):
        for place, text in enumerate(row, 1):
            _put(hidden, at, place, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, what: ReviewSheet, choices: Mapping[str, str], legend: Mapping[str, str]) -> None:
    _head(sheet, what, legend)
    listed = DataValidation(
        type="list", formula1=f'"{",".join(choices.values())}"', allow_blank=True, showErrorMessage=True
    )
    sheet.add_data_validation(listed)
    styles = Styles(sheet)
    top = 3
    for block in what.blocks:
        _block(sheet, top, block, styles)
        listed.add(f"B{top}")
        top += 3
    last = max(top - 1, 3)
    for name, colour in CHOICES.items():
        rule = highlight(operator="equal", formula=[f'"{choices[name]}"'], fill=PatternFill(bgColor=colour))
        sheet.conditional_formatting.add(f"B3:B{last}", rule)
    widths = _widths(what)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "D3"
    _page(sheet, _printed(widths, len(OWN_WIDTHS) + what.telling, len(OWN_WIDTHS) + len(legend)), last)
    _protect(sheet)


def _widths(what: ReviewSheet) -> list[float]:
    widths: list[float] = [*OWN_WIDTHS]
    for at, heading in enumerate(what.headings[len(OWN_WIDTHS) :]):
        texts = (row[at] for block in what.blocks[:200] for row in block.cells)
        widths.append(min(width_of([heading, *texts]), WIDEST))
    return widths


def _printed(widths: Sequence[float], wanted: int, least: int) -> int:
    """How many columns fit on a page: up to `wanted`, and `least` (the legend's) in any case."""
    fitting = sum(total <= PAGE for total in accumulate(widths))
    return max(min(fitting, wanted), least)


def _page(sheet: Any, columns: int, last: int) -> None:
    """One page wide, as many long as it needs; columns further to the right are for the screen."""
    fit_to_page(sheet)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.print_title_rows = "2:2"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last}"


def _head(sheet: Any, what: ReviewSheet, legend: Mapping[str, str]) -> None:
    """What to do and what the colours mean, then the headings."""
    _put(sheet, 1, 1, what.advice).font = Font(bold=True)
    for place, (shade, text) in enumerate(legend.items(), len(OWN_WIDTHS) + 1):
        cell = _put(sheet, 1, place, text)
        cell.fill = PatternFill("solid", fgColor=FILLS[shade])
        cell.alignment = Alignment(horizontal="center", shrink_to_fit=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(OWN_WIDTHS))
    sheet["A1"].alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height = 34
    for place, heading in enumerate(what.headings, 1):
        cell = _put(sheet, 2, place, heading)
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=SHADE)
        cell.alignment = Alignment(vertical="center")


def _block(sheet: Any, top: int, block: ReviewBlock, styles: "Styles") -> None:
    own = (str(block.number), block.decision, "", f"{block.weight:+.1f}", block.reason)
    height = max(ROW_HEIGHT, LINE * ceil(1.1 * wide(block.reason) / OWN_WIDTHS[4]) / 3)  # the reason has three rows
    for line in range(3):
        row = top + line
        sheet.row_dimensions[row].height = height
        last = line == 2
        for place, text in enumerate(own, 1):
            shown = block.labels[line] if place == 3 else text if line == 0 else ""
            cell = _put(sheet, row, place, shown)
            styles.dress(
                cell,
                shade="ask" if place == 2 else "",
                wrap=place == 5,
                centre=place != 5,
                bold=place in (2, 3),
                open=place == 2,
                last=last,
            )
        for at, (text, shade) in enumerate(zip(block.cells[line], block.shades[line], strict=True)):
            cell = _put(sheet, row, len(OWN_WIDTHS) + 1 + at, text)
            styles.dress(cell, shade=shade, bold=last, open=shade == "open", last=last)
    for place in (1, 2, 4, 5):
        sheet.merge_cells(start_row=top, start_column=place, end_row=top + 2, end_column=place)


class Styles:
    """The looks of a review's cells. Each is made once and then shared: making them for every cell took ten times as
    long as writing the workbook."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[object, ...], Any] = {}

    def dress(
        self,
        cell: Any,
        *,
        shade: str = "",
        bold: bool = False,
        wrap: bool = False,
        centre: bool = False,
        open: bool = False,
        last: bool = False,
    ) -> None:
        """Give a cell its look: colour of `shade`, free to edit where `open`, a block's `last` row underlined."""
        look = shade, bold, wrap, centre, open, last
        if look not in self._made:
            self._made[look] = self._make(*look)
        cell._style = self._made[look]

    def _make(self, shade: str, bold: bool, wrap: bool, centre: bool, open: bool, last: bool) -> Any:
        cell = self._sheet.cell(MODEL_ROW, 1)
        cell.font = Font(bold=bold, color=AFTER_INK if bold and last else None)
        cell.alignment = Alignment(vertical="center", horizontal="center" if centre else None, wrap_text=wrap)
        cell.protection = Protection(locked=not open)
        edge = Side(style="medium", color=SHADE) if last else Side(style="dotted", color="A6A6A6")
        cell.border = Border(bottom=edge)
        if FILLS.get(shade):
            cell.fill = PatternFill("solid", fgColor=FILLS[shade])
        style = cell._style
        del self._sheet._cells[MODEL_ROW, 1]
        return style


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """A cell that is a text whatever it begins with, so that `=1+1` is no formula."""
    cell = sheet.cell(row, column)
    if text:
        cell.value = for_cell(text[:MOST_CHARACTERS])
        cell.data_type = "s"
    return cell


def _protect(sheet: Any) -> None:
    """Only decisions and proposed values can be edited. There is no password: it guards against slips, not people."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.formatCells = False
