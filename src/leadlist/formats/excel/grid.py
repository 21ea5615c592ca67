"""A worksheet as texts, as far as it was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Area(NamedTuple):
    """A block of cells, 0-based columns and sheet row numbers, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """A worksheet as texts. `rows[i]` is sheet row `i + 1`, as long as its last cell that is not empty.

    `formulas` holds (sheet row, column); `kinds` says for each column, of a sample of rows, how many more cells hold
    a number than a text. `plain_rows`: every row tells its number first. `odd` says why the sheet cannot be patched,
    `""` mostly.
    """

    rows: list[Sequence[str]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    arrays: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    kinds: dict[int, int] = field(default_factory=dict)
    plain_rows: bool = True
    odd: str = ""
