"""A CSV list block by block: read by whoever holds the block, be it another process. `csv_new_blocks` writes them.

A block is plain data: where its records lie in the file, and how they are to be read. It knows as much of the whole
list as the messages need.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from leadlist.formats.csv_grid import Bounds, FileGrid
from leadlist.formats.csv_rewrite import Source
from leadlist.formats.layout import Layout
from leadlist.leads import Block, LeadList, RowRef

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class CsvBlock:
    """Some records of a file. `source.layout.rows` are the leads among them, counted from its first record; `lead` is
    the position of the first of them in the whole list."""

    path: Path
    bounds: Bounds
    source: Source
    lead: int

    def __call__(self) -> LeadList:
        """The leads of the block as a list of its own."""
        layout = self.source.layout
        text = self.data().decode(self.source.encoding.codec)
        columns = _columns(text, self.source.dialect.delimiter, layout)
        return LeadList(layout.headings, columns, row_numbers=self.numbers(), name=self.source.name)

    def numbers(self) -> Sequence[int]:
        """The numbers of its leads as a person counts records."""
        rows, one = self.source.layout.rows, self.bounds.first + 1
        return range(rows.start + one, rows.stop + one) if isinstance(rows, range) else [row + one for row in rows]

    def data(self) -> bytes:
        """Its bytes."""
        return read_bytes(self.path, self.bounds.begin_byte, self.bounds.end_byte)


def read_bytes(path: Path, begin: int, end: int) -> bytes:
    """A piece of a file."""
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(end - begin)


def cut(grid: FileGrid, source: Source) -> list[CsvBlock]:
    """A whole file in blocks; some of them may hold no lead."""
    found: list[CsvBlock] = []
    bare = source.encoding._replace(mark=b"")
    lead = 0
    for bounds in grid.cut():
        rows = _within(source.layout.rows, bounds, lead)
        layout = source.layout._replace(rows=rows, notes=(), repeated=())
        own = source._replace(layout=layout, encoding=bare, target=bare, first=bounds.first)
        found.append(CsvBlock(grid.path, bounds, own, lead))
        lead += len(rows)
    return found


def stored(every: Sequence[CsvBlock]) -> tuple[Block, ...]:
    """The blocks that hold leads, for the list."""
    return tuple(Block(RowRef(block.lead), block, block.numbers()) for block in every if block.source.layout.rows)


def _within(rows: Sequence[int], bounds: Bounds, done: int) -> Sequence[int]:
    """The leads that lie in a block, counted from its first record; `done` lie before it."""
    if isinstance(rows, range):
        begin, end = max(rows.start, bounds.first), min(rows.stop, bounds.end)
        return range(begin - bounds.first, max(begin, end) - bounds.first)
    found = []
    for row in rows[done:]:
        if row >= bounds.end:
            break
        found.append(row - bounds.first)
    return tuple(found)


def _columns(text: str, delimiter: str, layout: Layout) -> tuple[Sequence[str], ...]:
    """The cells of the leads, column by column. Records that are all alike and without quotes are cut in one go."""
    rows, places = layout.rows, layout.columns
    end = "\r\n" if "\r" in text else "\n"
    width = text.partition(end)[0].count(delimiter) + 1
    if '"' not in text and text.endswith(end) and width > places[-1]:
        apart = text.replace(end, f"{delimiter}\n{delimiter}")
        cells = apart.split(delimiter)
        ends = cells[width :: width + 1]
        alike = len(cells) % (width + 1) == 1 and ends.count("\n") == len(ends) == apart.count("\n")
        if alike and "\r" not in apart:
            columns = [cells[place : -1 : width + 1] for place in places]
            return tuple(_picked(column, rows) for column in columns)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    wide = places[-1] + 1
    full = [row if len(row) >= wide else [*row, *[""] * (wide - len(row))] for row in _picked(found, rows)]
    return tuple([row[place] for row in full] for place in places)


def _picked(cells: Sequence[Kind], rows: Sequence[int]) -> Sequence[Kind]:
    return cells[rows.start : rows.stop] if isinstance(rows, range) else [cells[row] for row in rows]
