"""Where rows go when some leave a sheet and others come in, and what that makes of references like `B3:B20`."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from leadlist.formats.excel.markup import MAX_ROW, column_letters, column_number
from leadlist.formats.excel.odd import Odd

CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
AREA = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?")
_COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


@dataclass(frozen=True)
class RowShift:
    """Rows that leave (`removed`, ascending), and rows that come in below row `below`; all numbers as before.

    `added` rows push down what lies further below, `grown` rows fill blank rows. An area that ends at `below` takes
    both in only where it is asked to `grow`.
    """

    removed: Sequence[int] = ()
    below: int = 0
    added: int = 0
    grown: int = 0

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.grown)

    @property
    def moves(self) -> bool:
        """Whether any row goes elsewhere."""
        return bool(self.removed or self.added)

    @property
    def first_new(self) -> int:
        """The row that the first new row becomes."""
        return self.below - bisect_right(self.removed, self.below) + 1

    def row(self, row: int) -> int | None:
        """Where a row goes; None where it leaves."""
        at = bisect_left(self.removed, row)
        if at < len(self.removed) and self.removed[at] == row:
            return None
        return row - at + (self.added if self.added and row > self.below else 0)

    def position(self, row: int) -> int:
        """Where a row goes; for one that leaves, where the next one that stays goes."""
        at = bisect_left(self.removed, row)
        return row - at + (self.added if self.added and row > self.below else 0)

    def rows(self, first: int, last: int, *, grow: bool = False) -> tuple[int, int] | None:
        """Where a span of rows goes; None where all of it leaves.

        One that reaches down to the last row of a sheet still does so when rows leave (`C2:C1048576` means all that
        will ever stand below the heading), as LibreOffice has it; Excel lets such a span end higher every time.
        """
        if first <= 1 and last >= MAX_ROW:
            return first, last
        left = bisect_left(self.removed, first)
        right = bisect_left(self.removed, last + 1)
        if right - left == last - first + 1:
            return None
        start = first - left + (self.added if self.added and first > self.below else 0)
        end = last - right + (self.added if last > self.below else 0)
        if grow and last == self.below:
            end += self.added + self.grown
        if last >= MAX_ROW > first:
            end = MAX_ROW
        return start, min(end, MAX_ROW)

    def survivor(self, first: int, last: int) -> int | None:
        """The first row of a span that stays, by its old number."""
        at = bisect_left(self.removed, first)
        while first <= last and at < len(self.removed) and self.removed[at] == first:
            first, at = first + 1, at + 1
        return first if first <= last else None

    def hits(self, first: int, last: int) -> bool:
        """Whether a row of the span leaves."""
        return bisect_left(self.removed, first) != bisect_left(self.removed, last + 1)


def area_rows(reference: str) -> tuple[int, int] | None:
    """The first and last row of `B3:D20` or `3:20`; None for whole columns and for what is no reference."""
    if match := AREA.fullmatch(reference):
        top = int(match[4])
        return top, int(match[8] or top)
    if match := _ROWS.fullmatch(reference):
        return int(match[1]), int(match[2])
    return None


def shifted_area(reference: str, shift: RowShift, *, grow: bool = False) -> str | None:
    """`B3:D20` where its rows go; None where all of them leave. Raises Odd for what is no reference."""
    if _COLUMNS.fullmatch(reference):
        return reference
    if match := _ROWS.fullmatch(reference):
        span = shift.rows(int(match[1]), int(match[2]), grow=grow)
        return None if span is None else f"{span[0]}:{span[1]}"
    match = AREA.fullmatch(reference)
    if match is None:
        raise Odd("reference")
    top = int(match[4])
    span = shift.rows(top, int(match[8] or top), grow=grow and match[8] is not None)
    if span is None:
        return None
    first = f"{match[1]}{match[2]}{match[3]}{span[0]}"
    return first if match[8] is None else f"{first}:{match[5]}{match[6]}{match[7]}{span[1]}"


def shifted_areas(references: str, shift: RowShift, *, grow: bool = False) -> str:
    """A list of areas with blanks between them (`sqref`); those that leave are left out."""
    moved = (shifted_area(reference, shift, grow=grow) for reference in references.split())
    return " ".join(reference for reference in moved if reference)


def widened(reference: str, last_column: int, by: int) -> str:
    """An area that ends at a column (0-based), `by` columns wider; any other area as it is."""
    match = AREA.fullmatch(reference)
    if match is None or match[6] is None or column_number(match[6]) != last_column:
        return reference
    return f"{match[1]}{match[2]}{match[3]}{match[4]}:{match[5]}{column_letters(last_column + by)}{match[7]}{match[8]}"


def corner(references: str) -> tuple[int, int] | None:
    """Top row and left column (0-based) of a list of areas, to which relative formulas refer."""
    found = [AREA.fullmatch(reference) for reference in references.split()]
    areas = [match for match in found if match]
    if not areas or len(areas) != len(found):
        return None
    return min(int(match[4]) for match in areas), min(column_number(match[2]) for match in areas)
