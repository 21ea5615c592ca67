"""Formulas: their references found, moved with rows that leave or come in, and carried to another cell.

The grammar is that of ECMA-376 part 1, 18.17, as Excel writes it into files: A1 references, English names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from leadlist.formats.excel.markup import MAX_COLUMN, MAX_ROW, column_letters, column_number
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.references import RowShift

LOST = "#REF!"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_FIRST = r"[^\x00-\x40\x5b-\x5e\x60\x7b-\x7f\s]"
_LATER = r"[^\x00-\x2d\x2f\x3a-\x3e\x40\x5b\x5d\x5e\x60\x7b-\x7f\s]"
"""How a name of a sheet or an area begins and goes on without quotes: with letters and `_`, later also digits, dots,
`?` and backslashes, and with whatever is not ASCII, such as what is no letter in `売上・東京～大阪`, or `１月`."""
_END = r"(?![\w.(!\[\\]|[^\x00-\x7f\s])"
_SHEET = (
    rf"(?:'(?:[^']|'')*'|(?:\[[0-9]+\])?{_FIRST}{_LATER}*(?::{_FIRST}{_LATER}*)?"
    rf"|\[[0-9]+\]{_LATER}+(?::{_LATER}+)?)!"
)
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    rf"|(?P<sheet>{_SHEET})?(?:"
    rf"(?P<area>(\$?)([A-Za-z]{{1,3}})(\$?)([0-9]{{1,7}})(?::(\$?)([A-Za-z]{{1,3}})(\$?)([0-9]{{1,7}}))?{_END})"
    rf"|(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}{_END})"
    rf"|(?P<rows>(\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}}){_END})"
    rf"|(?P<name>{_FIRST}{_LATER}*(?:{_BRACKETS})?|\\[\w.]*)"
    rf"|(?P<lost>#REF!)|(?P<table>{_BRACKETS}))"
    r"|(?P<number>[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<error>#[A-Z0-9/]+[!?]?)|(?P<other>[ !%&()*+,./:;<=>?@^{|}~\n\r\t-]+|.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Span:
    """A reference to cells: rows and columns with their `$`, None for a whole row or column; `sheet` with its `!`.

    `again` is the same sheet where its second half names it too (`Jan!A1:Jan!B9`).
    """

    sheet: str
    top: int | None
    bottom: int | None
    left: str = ""
    right: str = ""
    top_fixed: bool = False
    bottom_fixed: bool = False
    single: bool = False
    again: str = ""

    def text(self) -> str:
        """The reference as it stands in a formula."""
        if self.top is None:
            return f"{self.sheet}{self.left}:{self.right}"
        first = f"{self.left}{'$' if self.top_fixed else ''}{self.top}"
        if self.single:
            return self.sheet + first
        return f"{self.sheet}{first}:{self.again}{self.right}{'$' if self.bottom_fixed else ''}{self.bottom}"


Piece = str | Span


@lru_cache(maxsize=8192)
def pieces(formula: str) -> tuple[Piece, ...]:
    """A formula as texts and references, in order. Raises Odd for a reference that is not understood."""
    result: list[Piece] = []
    for match in _TOKEN.finditer(formula):
        sheet = match["sheet"] or ""
        if match["area"] and (area := _area(match, sheet)):
            result.append(area)
        elif match["rows"]:
            start = match.re.groupindex["rows"]
            fixed, top, other, bottom = match.groups()[start : start + 4]
            result.append(Span(sheet, int(top), int(bottom), "", "", bool(fixed), bool(other)))
        elif match["columns"]:
            left, _, right = match["columns"].partition(":")
            result.append(Span(sheet, None, None, left, right))
        elif result and isinstance(result[-1], str):
            result[-1] += match[0]
        else:
            result.append(match[0])
    at = 1
    while at + 1 < len(result):
        before, after = result[at - 1], result[at + 1]
        if result[at] == ":" and isinstance(before, Span) and isinstance(after, Span) and after.sheet:
            result[at - 1 : at + 2] = [_one(before, after)]
        else:
            at += 1
    return tuple(result)


def _one(first: Span, last: Span) -> Span:
    """The area from one cell to another that names its sheet again. Raises Odd where that is not the same sheet."""
    if not (first.single and last.single) or _sheet_name(first.sheet) != _sheet_name(last.sheet):
        raise Odd("reference")
    return Span(
        first.sheet, first.top, last.top, first.left, last.left, first.top_fixed, last.top_fixed, again=last.sheet
    )


def _sheet_name(prefix: str) -> str:
    """The sheet before a reference (`'Jan ''26'!`), case folded."""
    sheet = prefix[:-1]
    return (sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet).casefold()


def _area(match: re.Match[str], sheet: str) -> Span | None:
    """The area of a match; None for a name such as `YEN2026`, which lies outside of every sheet."""
    start = match.re.groupindex["area"]
    d1, left, d2, top, d3, right, d4, bottom = match.groups()[start : start + 8]
    if not 1 <= int(top) <= MAX_ROW or column_number(left) >= MAX_COLUMN:
        return None
    if bottom is None:
        return Span(sheet, int(top), int(top), d1 + left, d1 + left, bool(d2), bool(d2), single=True)
    return Span(sheet, int(top), int(bottom), d1 + left, d3 + right, bool(d2), bool(d4))


def is_to_sheet(span: Span, name: str, here: bool, sheets: Sequence[str] = ()) -> bool:
    """Whether a reference means cells of the sheet `name`; `here`: references without a sheet do.

    Raises Odd for references across several sheets, unless it is not among them as the workbook's `sheets` stand.
    """
    if not span.sheet:
        return here
    sheet = _sheet_name(span.sheet)
    if "[" in sheet:
        return False
    if ":" in sheet:
        if not _outside(name, *sheet.split(":"), sheets=sheets):
            raise Odd("reference")
        return False
    return sheet == name.casefold()


def _outside(name: str, first: str, *last: str, sheets: Sequence[str]) -> bool:
    """Whether a sheet surely does not stand from `first` to `last`."""
    order = [sheet.casefold() for sheet in sheets]
    if len(last) != 1 or not {first, last[0], name.casefold()} <= set(order):
        return False
    low, high = sorted((order.index(first), order.index(last[0])))
    return not low <= order.index(name.casefold()) <= high


def mentions(formula: str, name: str, here: bool, sheets: Sequence[str] = ()) -> bool:
    """Whether a formula refers to rows of the sheet, as far as `is_to_sheet` can tell."""
    try:
        spans = [piece for piece in pieces(formula) if isinstance(piece, Span) and piece.top is not None]
        return any(is_to_sheet(span, name, here, sheets) for span in spans)
    except Odd:
        return True


def shifted(
    formula: str,
    name: str,
    here: bool,
    shift: RowShift,
    *,
    grow: bool = False,
    down: int = 0,
    across: int = 0,
    of_name: bool = False,
    sheets: Sequence[str] = (),
) -> str:
    """The formula after the rows of sheet `name`, one of the workbook's `sheets`, moved.

    `of_name`: it is that of a defined name, whose relative rows are distances to the cell that uses it and stay so.
    `down` and `across` first carry it that many cells on, as a shared formula or a format's is; a reference whose
    rows all leave becomes `#REF!`. Raises Odd where a reference is not understood: also for one over several sheets
    whose rows move on one of them, which no single reference can say any more.
    """
    result: list[str] = []
    for piece in pieces(formula):
        if isinstance(piece, str):
            result.append(piece)
            continue
        span = carried(piece, down, across) if down or across else piece
        if span is not None and span.top is not None:
            moved = span if of_name and not span.top_fixed else _moved(span, shift, grow)
            mixed = of_name and span.top_fixed is not span.bottom_fixed and shift.moves
            if (mixed or moved != span) and is_to_sheet(span, name, here, sheets):
                if mixed:
                    raise Odd("reference")
                span = moved
        result.append(LOST if span is None else span.text())
    return "".join(result)


def _moved(span: Span, shift: RowShift, grow: bool) -> Span | None:
    top, bottom = sorted((span.top or 1, span.bottom or 1))
    rows = shift.rows(top, bottom, grow=grow and not span.single)
    if rows is None:
        return None
    if (span.top or 1) > (span.bottom or 1):
        rows = rows[1], rows[0]
    left, right, top_fixed, bottom_fixed = span.left, span.right, span.top_fixed, span.bottom_fixed
    return Span(span.sheet, rows[0], rows[1], left, right, top_fixed, bottom_fixed, span.single, span.again)


def carried(span: Span, down: int, across: int) -> Span | None:
    """A reference as a cell further down and across has it; None where it leaves the sheet."""
    top, bottom = span.top, span.bottom
    if top is not None and bottom is not None:
        top = top if span.top_fixed else (top + down - 1) % MAX_ROW + 1
        bottom = bottom if span.bottom_fixed else (bottom + down - 1) % MAX_ROW + 1
    left, right = _across(span.left, across), _across(span.right, across)
    return Span(span.sheet, top, bottom, left, right, span.top_fixed, span.bottom_fixed, span.single, span.again)


def _across(letters: str, across: int) -> str:
    if not across or not letters or letters.startswith("$"):
        return letters
    return column_letters((column_number(letters) + across) % MAX_COLUMN)
