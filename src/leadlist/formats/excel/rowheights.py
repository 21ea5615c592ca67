"""How high the rows of a worksheet are, for shapes that keep their place or size while rows leave or come in.

Heights are in EMU, the unit of anchors (ECMA-376 part 1, 20.1.2.1): 12,700 to a point.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

from leadlist.formats.excel.markup import MAX_ROW, attributes
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.references import RowShift
from leadlist.formats.excel.rowstream import RowStream
from leadlist.formats.excel.sheet import row_number

_EMU = 12_700
_USUAL = 15.0
"""Points of a row where a sheet says nothing."""
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?sheetFormatPr\b([^<>]*)>")
_TELLS = re.compile(rb"""\s(?:ht|hidden)\s*=""")


class Heights:
    """The heights of a sheet's rows (counted from 1): `default`, but for those in `others`."""

    def __init__(self, default: int, others: Mapping[int, int]) -> None:
        self.default = default
        self._others = others
        self._rows = sorted(others)
        self._more = [0, *accumulate(others[row] - default for row in self._rows)]

    def of(self, row: int) -> int:
        """The height of one row."""
        return self._others.get(row, self.default)

    def above(self, row: int) -> int:
        """The height of all rows above a row."""
        return (row - 1) * self.default + self._more[bisect_left(self._rows, row)]

    def row_at(self, depth: int) -> tuple[int, int]:
        """The row at a depth below the top of the sheet, and how far into it that is."""
        low, high = 1, MAX_ROW
        while low < high:
            middle = (low + high + 1) // 2
            if self.above(middle) <= depth:
                low = middle
            else:
                high = middle - 1
        return low, max(0, depth - self.above(low))

    def moved(self, shift: RowShift) -> "Heights":
        """The heights after a move; new rows are as high as the list's last."""
        new = {target: height for row, height in self._others.items() if (target := shift.row(row)) is not None}
        for row in range(shift.first_new, shift.first_new + shift.added + shift.grown):
            new[row] = self.of(shift.below)
        return Heights(self.default, new)


def read_heights(package: Package, part: str) -> Heights:
    """The heights that a worksheet tells; hidden rows have none."""
    stream = RowStream(package, part)
    found = _FORMAT.search(stream.head)
    told = attributes(found[1].decode("utf-8", "replace")) if found else {}
    default = 0 if told.get("zeroHeight") in {"1", "true"} else _points(told.get("defaultRowHeight"), _USUAL)
    others: dict[int, int] = {}
    last = 0
    for row in stream.rows():
        last = row_number(row.tag, last)
        if _TELLS.search(row.tag):
            given = attributes(row.tag.decode("utf-8", "replace"))
            hidden = given.get("hidden") in {"1", "true"}
            others[last] = 0 if hidden else _points(given.get("ht"), default / _EMU)
    return Heights(default, others)


def _points(text: str | None, usual: float) -> int:
    try:
        points = float(text or "")
    except ValueError:
        points = usual
    return round(min(max(points, 0.0), 409.5) * _EMU)
