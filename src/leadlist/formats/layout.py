"""Where in a grid of cells the list is: heading row, leads, columns."""

from typing import NamedTuple


class Layout(NamedTuple):
    """Positions in the grid, all 0-based. `heading_rows` is first and last heading row (mostly the same)."""

    heading_rows: tuple[int, int]
    columns: tuple[int, ...]
    headings: tuple[str, ...]
    rows: tuple[int, ...]
