"""The records of a CSV file as a grid that is never held: it knows where they begin, and reads what is asked for."""

import csv
import io
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, overload

from leadlist.formats.csv_records import blocks
from leadlist.formats.layout import Grid
from leadlist.formats.no_leads import STARTS, names_totals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.formats.csv_ends import Records

STEP = 64  # records from one that is marked to the next
READ = 1 << 20  # bytes read at a time; they stay in the processor's cache
BLOCK = 1 << 21  # bytes of a block
END = "\0end"  # a record put behind the last one: an open quote would swallow it


class NotStored(Exception):
    """The file has to be read whole: a quote is open, a cell too long, or its columns lie apart."""


class Bounds(NamedTuple):
    """Some consecutive records of a file: the first and the one behind the last, and the bytes they take."""

    first: int
    end: int
    begin_byte: int
    end_byte: int


class FileGrid(Sequence[Sequence[str]]):
    """The records of a file as rows of cells. As a `layout.Look` it goes through the bytes, not through cells."""

    def __init__(self, path: Path, codec: str, start: int, delimiter: str) -> None:
        """Go through the file once; `start` is the length of its byte order mark. Raises NotStored."""
        self.path, self.codec, self.start, self.delimiter = path, codec, start, delimiter
        self._marks = array("Q", [start])  # where the records 0, STEP, 2 * STEP … begin, and where the last one ends
        self._length = 0
        self._ends: list[NDArray[np.uint32]] = []  # of all records, piece by piece, until the second pass
        self._notable: tuple[int, str, list[int]] = (-1, "", [])
        self._furthest = 0
        self._step = lru_cache(maxsize=64)(self._read_step)
        self._row = lru_cache(maxsize=1024)(self._read_row)  # a sample is of the same rows in every column
        self._blank = lru_cache(maxsize=1)(self._blank_columns)
        self._go_through()

    def _go_through(self) -> None:
        at, longest, last = self.start, 0, b""
        for found in self._records():
            self._marks.extend((found.ends[STEP - 1 - self._length % STEP :: STEP] + at).tolist())
            self._ends.append(found.ends.astype("uint32"))
            self._length += len(found)
            longest, at, last = max(longest, found.longest()), at + len(found.data), found.record(len(found) - 1)
        if self._length % STEP:
            self._marks.append(at)
        if longest > csv.field_size_limit() or self.parsed(last, END)[1:] != [[END]]:
            raise NotStored

    def _records(self) -> "Iterator[Records]":
        """The file's records as they stand, many at a time."""
        from leadlist.formats.csv_ends import many_records  # it loads numpy, which a small list does without

        with self.path.open("rb") as file:
            file.seek(self.start)
            try:
                yield from many_records(blocks(iter(lambda: file.read(READ), b"")), self.codec, self.delimiter)
            except csv.Error as error:
                raise NotStored from error

    def _again(self) -> "Iterator[Records]":
        """The same once more, their ends being known. Raises NotStored where the file is shorter by now."""
        from leadlist.formats.csv_ends import Records

        pieces, self._ends = self._ends, []
        if not pieces:
            yield from self._records()
        with self.path.open("rb") as file:
            file.seek(self.start)
            for ends in pieces:
                data = file.read(int(ends[-1]))
                if len(data) < ends[-1]:
                    raise NotStored
                yield Records(data, ends.astype("int64"))

    def parsed(self, data: bytes, *more: str) -> list[list[str]]:
        """The rows of whole records, and of more lines behind them."""
        lines = io.StringIO(data.decode(self.codec), newline="")
        return list(csv.reader(chain(lines, more), delimiter=self.delimiter))

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, place: slice) -> list[Sequence[str]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[str] | list[Sequence[str]]:
        if isinstance(place, slice):
            return [self._row(at) for at in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._row(place % len(self))

    def _read_row(self, position: int) -> Sequence[str]:
        return self._step(position // STEP)[position % STEP]

    def __iter__(self) -> Iterator[Sequence[str]]:
        return (row for found in self._records() for row in self.parsed(found.data))

    def _read_step(self, step: int) -> list[list[str]]:
        """The records from one that is marked to the next: who asks for one is likely to ask for its neighbours."""
        with self.path.open("rb") as file:
            begin, end = self._marks[step : step + 2]
            file.seek(begin)
            return self.parsed(file.read(end - begin))

    def unheaded(self, rows: Grid, start: int, texts: Collection[int]) -> set[int]:
        """See `layout.Look`; notes on the way which rows are notable. Raises NotStored for headings with gaps."""
        width, label = max(texts) + 1, next(iter(self[start - 1]), "")
        if len(texts) != width:
            raise NotStored
        mark, number, furthest = self.delimiter.encode(), 0, 0
        columns: set[int] = set()
        notable: list[int] = []
        for found in self._again():
            wide = found.wide(mark, width)
            for at, row in zip(wide, self.parsed(b"".join(map(found.record, wide))), strict=True):
                filled = [place for place, cell in enumerate(row[width:], width) if cell]
                furthest = max(furthest, *filled, 0)
                columns.update(place for place in filled if number + at >= start and row[place].strip())
            notable += [number + place for place in self._like(found, label)]
            number += len(found)
        self._notable = (start, label, [at for at in notable if at >= start])
        self._furthest = furthest
        return columns

    def reaches_beyond(self, column: int) -> bool:
        """True where some record has something to the right of a column; `unheaded` has seen it."""
        return self._furthest > column

    def _like(self, found: "Records", label: str) -> Iterator[int]:
        """The records whose first cell is blank, a label or one of totals, told by what stands before a delimiter."""
        from leadlist.formats.csv_ends import beginnings

        mark = self.delimiter.encode()
        wanted = ("", _bare(label.partition(self.delimiter)[0]))
        begins = STARTS | {'"', self.delimiter, label[:1] or '"'}
        heads = found.heads(mark, beginnings(begins, self.codec))
        distinct = list({head for _at, head in heads})
        if not distinct:
            return
        texts = zip(distinct, mark.join(distinct).decode(self.codec).split(self.delimiter), strict=True)
        bare = ((head, _bare(text)) for head, text in texts if text[:1].strip() in begins | {""})
        odd = {head for head, text in bare if text in wanted or names_totals(text)}
        for place in [at for at, head in heads if head in odd]:
            cell = next(iter(self.parsed(found.record(place))[0]), "")
            if cell == label or not cell.strip() or names_totals(cell):
                yield place

    def notable(self, rows: Grid, start: int, first: int, label: str) -> Sequence[int]:
        """See `layout.Look`; they were found on the way through the file. Raises NotStored where they were not."""
        if first or self._notable[:2] != (start, label):
            raise NotStored
        return self._notable[2]

    def is_blank(self, column: int, start: int) -> bool:
        """True for a column without any text from row `start` on."""
        return column in self._blank(start)

    def _blank_columns(self, start: int) -> frozenset[int]:
        left = set(range(max(map(len, self[start : start + STEP]), default=0)))
        rows = islice(self, start, None)
        while left and (part := list(islice(rows, STEP))):
            left -= {column for column in left if any(len(row) > column and row[column] for row in part)}
        return frozenset(left)

    def cut(self) -> Iterator[Bounds]:
        """The whole file in blocks."""
        begin, last = 0, len(self._marks) - 1
        while begin < last:
            end = min(max(bisect_right(self._marks, self._marks[begin] + BLOCK) - 1, begin + 1), last)
            first, behind = begin * STEP, min(end * STEP, self._length)
            yield Bounds(first, behind, self._marks[begin], self._marks[end])
            begin = end


def _bare(text: str) -> str:
    """The begin of a record without quotes and blanks."""
    return text.replace('"', "").strip()


class GridColumn(Sequence[str]):
    """A column of a list in a FileGrid. `rows` are its leads."""

    def __init__(self, grid: FileGrid, rows: Sequence[int], column: int) -> None:
        self._grid, self._rows, self._column = grid, rows, column

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._cell(self._grid[row]) for row in self._rows[place]]
        return self._cell(self._grid[self._rows[place]])

    def __iter__(self) -> Iterator[str]:
        yield from self[:STEP]
        if len(self) <= STEP:
            return
        if self._grid.is_blank(self._column, self._rows[0]):
            yield from repeat("", len(self) - STEP)
            return
        wanted = set(self._rows) if not isinstance(self._rows, range) else self._rows
        rows = islice(enumerate(self._grid), self._rows[STEP], None)
        yield from (self._cell(row) for at, row in rows if at in wanted)

    def _cell(self, row: Sequence[str]) -> str:
        return row[self._column] if self._column < len(row) else ""
