"""From a grid of texts and the layout found in it to a LeadList."""

from collections.abc import Sequence

from leadlist.formats.layout import Layout
from leadlist.leads import LeadList

STEP = 4096  # rows turned into columns at a time


def lead_list_of(rows: Sequence[Sequence[str]], layout: Layout, name: str) -> LeadList:
    """The LeadList of a layout in a grid, whose row numbers count from 1."""
    width = layout.columns[-1] + 1
    positions = layout.rows
    columns: list[list[str]] = [[] for _column in layout.columns]
    for start in range(0, len(positions), STEP):
        part = [rows[position] for position in positions[start : start + STEP]]
        if min(map(len, part)) < width:
            part = [(*row, *[""] * (width - len(row))) for row in part]
        turned = list(zip(*part, strict=False))
        for place, column in enumerate(layout.columns):
            columns[place] += turned[column]
    contiguous = isinstance(positions, range)
    numbers: Sequence[int] = (
        range(positions[0] + 1, positions[-1] + 2) if contiguous else [position + 1 for position in positions]
    )
    seen = [column + 1 for column in layout.columns]
    return LeadList(layout.headings, tuple(columns), row_numbers=numbers, name=name, column_numbers=seen)
