"""What a report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Cell = str | int | float
"""A number stays one, so that a renderer can align or draw it."""


@dataclass(frozen=True)
class Table:
    """Rows under headings.

    `bars` are the columns of numbers that a page or workbook draws as a bar for each row, its parts side by side where
    there are several; `total` is what a full bar is. `links` are, for each row, the cell of the list that it speaks of
    (`'見込み客'!C12`), `""` for none. `label` are the columns that name a row beside its bar. In a workbook the bars
    stand on the first sheet, or (`beside`) on the table's own.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    bars: tuple[int, ...] = ()
    total: float | None = None
    links: Sequence[str] = ()
    label: tuple[int, ...] = (0,)
    beside: bool = False

    def full(self) -> float:
        """What the longest bar stands for."""
        longest = max((sum(float(row[bar]) for bar in self.bars) for row in self.rows), default=1.0)
        return self.total or longest or 1.0


class Bin(NamedTuple):
    """One bar of a histogram: from `start` to below `end`; `band` chooses its colour."""

    start: float
    end: float
    number: int
    band: str


@dataclass(frozen=True)
class Histogram:
    """How often values fall where. `marks` are places on the axis with a name: thresholds."""

    title: str
    axis: str
    bins: Sequence[Bin]
    marks: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True)
class Report:
    """A title and its tables, the summary first; pages and workbooks draw the charts too.

    `list_file` is where links lead, relative to the report.
    """

    title: str
    tables: Sequence[Table]
    charts: Sequence[Histogram] = ()
    list_file: str = ""
