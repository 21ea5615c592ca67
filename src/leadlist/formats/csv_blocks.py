"""A CSV list block by block: read, written and proved by whoever holds the block, be it another process.

A block is plain data: where its records lie in the file, and how they are to be read. It knows as much of the whole
list as the messages need.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from leadlist.changes import BlockChanges, Cell, Packed, SetCell, in_rows
from leadlist.formats.csv_grid import END, Bounds, FileGrid
from leadlist.formats.csv_records import blocks, records
from leadlist.formats.csv_rewrite import Source, rewrite
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
    plain = text.replace("\r\n", "\n")
    width = plain.partition("\n")[0].count(delimiter) + 1
    if '"' not in plain and "\r" not in plain and plain.endswith("\n") and width > places[-1]:
        cells = plain.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
        ends = cells[width :: width + 1]
        if len(cells) % (width + 1) == 1 and ends.count("\n") == len(ends) == plain.count("\n"):
            columns = [cells[place : -1 : width + 1] for place in places]
            return tuple(_picked(column, rows) for column in columns)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    wide = places[-1] + 1
    full = [row if len(row) >= wide else [*row, *[""] * (wide - len(row))] for row in _picked(found, rows)]
    return tuple([row[place] for row in full] for place in places)


def _picked(cells: Sequence[Kind], rows: Sequence[int]) -> Sequence[Kind]:
    return cells[rows.start : rows.stop] if isinstance(rows, range) else [cells[row] for row in rows]


class Work(NamedTuple):
    """A block and its changes; where in the new file `target` it was written, once it was."""

    block: CsvBlock
    changes: Sequence[Packed]
    target: Path = Path()
    begin: int = 0
    end: int = 0

    def cells(self) -> list[Cell]:
        """The changes in the order of the file, rows counted from the block's first lead."""
        return in_rows(self.changes)


def work(every: Sequence[CsvBlock], changes: BlockChanges) -> Iterator[Work]:
    """Each block of a file with its own changes."""
    waiting = iter(changes.of_blocks)
    for block in every:
        yield Work(block, next(waiting) if block.source.layout.rows else ())


def rewritten(job: Work) -> bytes:
    """The new bytes of a block. Raises as `csv_rewrite.rewrite`."""
    data = job.block.data()
    cells = job.cells()
    if not cells:
        return data
    source = job.block.source
    plain = _plainly(data, cells, source)
    if plain is not None:
        return plain
    out: list[bytes] = []
    rewrite(
        source,
        io.BytesIO(data),
        [SetCell._make(cell) for cell in cells],
        source.layout.headings,
        out.append,
    )
    return b"".join(out)


def _plainly(data: bytes, cells: Sequence[Cell], source: Source) -> bytes | None:
    """As `rewrite`, where no cell is in quotes; None where it cannot be done, which `rewrite` then does or explains."""
    text = _unquoted(data, source.encoding.codec)
    if text is None:
        return None
    end = "\r\n" if "\r" in text else "\n"
    rest = text.replace(end, "")
    if "\r" in rest or "\n" in rest:
        return None
    dialect, (rows, places) = source.dialect, (source.layout.rows, source.layout.columns)
    special = re.compile(f'["\r\n{re.escape(dialect.delimiter)}]').search
    lines = text.split(end)
    open_row, own = -1, [""]
    for row, column, before, after, _rule in cells:
        if row != open_row:
            if open_row >= 0:
                lines[rows[open_row]] = dialect.delimiter.join(own)
            open_row, own = row, lines[rows[row]].split(dialect.delimiter)
        place = places[column]
        if place >= len(own) or own[place] != before:
            return None
        if after and (not before or special(after)):
            after = dialect.cell(after, quoted=False if before else None)
        own[place] = after
    lines[rows[open_row]] = dialect.delimiter.join(own)
    try:
        return end.join(lines).encode(source.encoding.codec)
    except UnicodeEncodeError:
        return None


def _unquoted(data: bytes, codec: str) -> str | None:
    """Bytes without quotes as text; None for others, and where the text would be written with other bytes: CP932 has
    several for some characters."""
    if b'"' in data:
        return None
    text = data.decode(codec)
    return text if codec == "utf-8" or text.encode(codec) == data else None


def holds(job: Work) -> bool:
    """True where the new file holds the block with exactly its changes, and reads back so; all of it in the encoding.

    Records whose bytes are those of the old file read as they did; the others are read in both and compared.
    """
    try:
        return _holds(job)
    except UnicodeDecodeError:
        return False


def _holds(job: Work) -> bool:
    source = job.block.source
    was, now = job.block.data(), read_bytes(job.target, job.begin, job.end)
    if _plainly_holds(was, now, job.cells(), source):
        return True
    old, new = _records(was, source), _records(now, source)
    if len(old) != len(new):
        return False
    differ = [at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    wanted: dict[int, list[Cell]] = {}
    for cell in job.cells():
        wanted.setdefault(source.layout.rows[cell[0]], []).append(cell)
    if differ != list(wanted):
        return False
    olds, news = (_rows([found[at] for at in differ], source) for found in (old, new))
    if not len(olds) == len(news) == len(differ):
        return False
    return all(map(_as_planned, olds, news, wanted.values(), repeat(source.layout.columns)))


def _plainly_holds(was: bytes, now: bytes, cells: Sequence[Cell], source: Source) -> bool:
    """True where no cell of either is in quotes or has to be, and every line is what the plan says; False says nothing.

    A cell is then what lies between two delimiters: a line that is the old one with its new cells in their places reads
    so, and only the old ones need be cut.
    """
    delimiter, (rows, places) = source.dialect.delimiter, (source.layout.rows, source.layout.columns)
    afters = "".join([cell[3] for cell in cells])
    wanted, found = _unquoted(was, source.encoding.codec), _unquoted(now, source.encoding.codec)
    if wanted is None or found is None or any(mark in afters for mark in ("\r", "\n", delimiter)):
        return False
    end = "\r\n" if "\r" in wanted else "\n"
    lines, news = wanted.split(end), found.split(end)
    if wanted.count("\r") + wanted.count("\n") != (len(lines) - 1) * len(end):
        return False
    for row, own in groupby(cells, itemgetter(0)):
        line = lines[rows[row]].split(delimiter)
        for _row, column, before, after, _rule in own:
            place = places[column]
            if place >= len(line) or line[place] != before:
                return False
            line[place] = after
        lines[rows[row]] = delimiter.join(line)
    return lines == news


def _as_planned(before: list[str], after: list[str], changes: Sequence[Cell], places: Sequence[int]) -> bool:
    """True where a record says what it said, but for the changes."""
    for _row, column, was, now, _rule in changes:
        place = places[column]
        if place >= len(before):
            before += [""] * (place + 1 - len(before))
        if before[place] != was:
            return False
        before[place] = now
    return before == after


def _records(data: bytes, source: Source) -> list[bytes]:
    return list(chain.from_iterable(records(blocks([data]), source.encoding.codec, source.dialect.delimiter)))


def _rows(found: Sequence[bytes], source: Source) -> list[list[str]]:
    """The cells of some records; none where they are not as many for `csv`, or the last is not whole.

    Without quotes a record is a line, and a cell what lies between two delimiters.
    """
    delimiter = source.dialect.delimiter
    text = b"".join(found).decode(source.encoding.codec)
    if '"' not in text and text.endswith("\n"):
        lines = text.replace("\r\n", "\n").split("\n")
        if len(lines) == len(found) + 1 and "\r" not in text.replace("\r\n", ""):
            return [line.split(delimiter) for line in lines[:-1]]
    rows = list(csv.reader(chain(io.StringIO(text, newline=""), [END]), delimiter=delimiter))
    return rows[:-1] if len(rows) == len(found) + 1 and rows[-1] == [END] else []
