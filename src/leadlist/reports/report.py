"""What a report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Report:
    """A title and its tables, the summary first."""

    title: str
    tables: Sequence[Table]
