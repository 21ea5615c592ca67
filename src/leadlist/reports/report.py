"""What a report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Cell = str | int | float
"""A number stays one, so that a renderer can align or draw it."""


@dataclass(frozen=True)
class Table:
    """Rows under headings. `bar` is the column of numbers that a page draws as bars; `total` what a full bar is."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    bar: int | None = None
    total: float | None = None


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
    """A title and its tables, the summary first; pages and workbooks draw the charts too."""

    title: str
    tables: Sequence[Table]
    charts: Sequence[Histogram] = ()
