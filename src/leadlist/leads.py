"""LeadList: a table of text, and which of its columns holds which field.

Every cell is a `str` and an empty one is `""`. There is no NaN, no `80.0` and no lost leading zero: how a text got
into its cell, and how a new one is put back, is the business of the format that read it.
"""

import pickle
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic, NamedTuple, NewType, TypeVar, overload

from leadlist.made import Made

RowRef = NewType("RowRef", int)
"""The 0-based position of a row in the LeadList as it was read; valid for one plan."""

ColumnRef = NewType("ColumnRef", int)
"""The 0-based position of a column. Headings may be blank or stand twice, so they cannot name a column."""

ROWS = 8192  # of a block: few enough for the processor's cache, enough to be worth sending to another process

Job = TypeVar("Job")
Result = TypeVar("Result")
Spread = Callable[[Callable[[Job], Result], Iterable[Job]], Iterable[Result]]
"""`map`, or one that shares the work out over processes."""

DENSE = 16  # of so many rows of a block, those that make reading all of it cheaper than each of them

Value = TypeVar("Value")


class Sent(Generic[Value]):
    """What goes with every block to whoever works on it: pickled once, and made anew once in each process."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self._data = b""

    def __reduce__(self) -> tuple[Any, ...]:
        self._data = self._data or pickle.dumps(self.value)
        return _arrived, (self._data,)


@lru_cache(maxsize=4)
def _arrived(data: bytes) -> "Sent[Any]":
    return Sent(pickle.loads(data))


class Block(NamedTuple):
    """Some consecutive rows of a list: the position of the first, how to get them as a list of their own, and the
    numbers a person sees.

    `read` is plain data, so that another process can get them too; the positions in what it gives begin at 0.
    """

    first: RowRef
    read: "Callable[[], LeadList]"
    numbers: Sequence[int]


@dataclass(frozen=True)
class LeadList:
    """The leads of one sheet or file, column by column.

    `headings` are the file's own words, never renamed. `columns[c][r]` is a cell. `fields` says which column holds
    which field. `row_numbers[r]` is the row a person sees: in Excel its number, in CSV the record's number, the
    heading row counted. `formulas` holds the cells that no operation may rewrite. `column_numbers[c]` is the column a
    person sees, 1 for A; where it says nothing, the list begins in A and has no gaps. `stored` are the blocks of a
    list that is too large to be held: its columns then read from the file what is asked of them, row by row.
    """

    headings: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    fields: Mapping[str, ColumnRef] = field(default_factory=dict)
    row_numbers: Sequence[int] = ()
    formulas: frozenset[tuple[RowRef, ColumnRef]] = frozenset()
    name: str = ""
    column_numbers: Sequence[int] = ()
    stored: Sequence[Block] = ()

    def __post_init__(self) -> None:
        if len(self.headings) != len(self.columns):
            raise ValueError("one heading for each column")
        if not self.row_numbers:
            object.__setattr__(self, "row_numbers", range(2, len(self) + 2))

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def rows(self) -> Iterator[RowRef]:
        """The position of every row, in order."""
        return (RowRef(row) for row in range(len(self)))

    def cell(self, row: RowRef, column: ColumnRef) -> str:
        """The text of one cell."""
        return self.columns[column][row]

    def value(self, row: RowRef, field_name: str) -> str:
        """The text of a field in a row; `""` where the list has no such column."""
        column = self.fields.get(field_name)
        return "" if column is None else self.columns[column][row]

    def values(self, field_name: str) -> Sequence[str]:
        """A field's whole column; as many `""` as there are rows where the list has no such column."""
        column = self.fields.get(field_name)
        return [""] * len(self) if column is None else self.columns[column]

    def field_of(self, column: ColumnRef) -> str:
        """The field a column holds, or `""`."""
        return next((name for name, at in self.fields.items() if at == column), "")

    def column_number(self, column: ColumnRef) -> int:
        """The column a person sees, 1 for A."""
        return self.column_numbers[column] if column < len(self.column_numbers) else column + 1

    def blocks(self, rows: int = ROWS) -> Iterator[Block]:
        """The whole list block by block, in order; one that is held is cut after every so many rows."""
        if self.stored:
            yield from self.stored
            return
        for first in range(0, len(self), rows):
            part = self if len(self) <= rows else self._cut(first, first + rows)
            yield Block(RowRef(first), _Held(part), part.row_numbers)

    def held(self) -> "LeadList":
        """The same list with all of its cells in memory."""
        if not self.stored:
            return self
        columns: list[list[str]] = [[] for _column in self.columns]
        for block in self.stored:
            for column, more in zip(columns, block.read().columns, strict=True):
                column += more
        return replace(self, columns=tuple(columns), stored=())

    def picked(self, rows: Sequence[RowRef]) -> "LeadList":
        """These rows, which are in ascending order, as a list of their own that is held."""
        if self.stored:
            texts = [*zip(*self._read(rows), strict=True)] or [()] * len(self.headings)
            columns: tuple[Sequence[str], ...] = tuple(map(list, texts))
        else:
            columns = tuple([column[row] for row in rows] for column in self.columns)
        numbers = [self.row_numbers[row] for row in rows]
        return replace(self, columns=columns, row_numbers=numbers, formulas=frozenset(), stored=())

    def _read(self, rows: Sequence[RowRef]) -> Iterator[tuple[str, ...]]:
        """Rows of a list that is not held; many of one block are read together."""
        for block in self.stored:
            begin, end = (bisect_left(rows, at) for at in (block.first, block.first + len(block.numbers)))
            if DENSE * (end - begin) < len(block.numbers):
                yield from (tuple(column[row] for column in self.columns) for row in rows[begin:end])
            else:
                columns = block.read().columns
                yield from (tuple(column[row - block.first] for column in columns) for row in rows[begin:end])

    def coded(self, wanted: Iterable[ColumnRef]) -> "LeadList":
        """The same list with some columns in memory, each distinct text once; one that is held stays as it is."""
        new = {at: Coded() for at in wanted if not isinstance(self.columns[at], Coded)} if self.stored else {}
        for block in self.stored if new else ():
            read = block.read().columns
            for at, column in new.items():
                column.add(read[at])
        return replace(self, columns=tuple(new.get(ColumnRef(at), own) for at, own in enumerate(self.columns)))

    def remembering(self, rows: Iterable[RowRef]) -> "LeadList":
        """The same list with these rows in memory, all others read where they are asked for."""
        if not self.stored:
            return self
        wanted = sorted(set(rows))
        places = {row: at for at, row in enumerate(wanted)}
        read = self.picked(wanted).columns
        columns = (
            own if isinstance(own, Coded) else Remembered(own, places, column)
            for own, column in zip(self.columns, read, strict=True)
        )
        return replace(self, columns=tuple(columns))

    def _cut(self, first: int, end: int) -> "LeadList":
        """The rows from `first` to before `end`."""
        formulas = {(RowRef(row - first), column) for row, column in self.formulas if first <= row < end}
        columns = tuple(column[first:end] for column in self.columns)
        numbers = self.row_numbers[first:end]
        return replace(self, columns=columns, row_numbers=numbers, formulas=frozenset(formulas))

    def with_fields(self, fields: Mapping[str, ColumnRef]) -> "LeadList":
        """The same list, its columns taken for `fields`."""
        return replace(self, fields=dict(fields))


class Coded(Made[str]):
    """A column of texts that come again: each distinct one once in `texts`, and where it stands there in four bytes a
    row, `codes`."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, int] = {}
        self.codes = array("I")

    def add(self, texts: Iterable[str]) -> None:
        """Append the texts of more rows."""
        places, known = self._places, self.texts
        for text in texts:
            place = places.get(text)
            if place is None:
                place = places[text] = len(known)
                known.append(text)
            self.codes.append(place)

    def __len__(self) -> int:
        return len(self.codes)

    def _one(self, place: int) -> str:
        return self.texts[self.codes[place]]

    def _some(self, part: slice) -> list[str]:
        return [self.texts[code] for code in self.codes[part]]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.codes)


class Remembered(Sequence[str]):
    """A column of which some rows are in memory. `places` says where in `texts` they stand."""

    def __init__(self, column: Sequence[str], places: Mapping[RowRef, int], texts: Sequence[str]) -> None:
        self._column, self._places, self._texts = column, places, texts

    def __len__(self) -> int:
        return len(self._column)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return self._column[row]
        at = self._places.get(RowRef(row))
        return self._column[row] if at is None else self._texts[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._column)


@dataclass(frozen=True)
class _Held:
    """Rows that are in memory."""

    leads: LeadList

    def __call__(self) -> LeadList:
        return self.leads


def lead_list(headings: Sequence[str], rows: Sequence[Sequence[str]], **more: object) -> LeadList:
    """A LeadList from rows; short rows are filled with empty cells. For tests, scripts and small sources."""
    width = len(headings)
    full = (row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows)
    columns = tuple(map(list, zip(*full, strict=True))) or tuple([] for _heading in headings)
    return LeadList(tuple(headings), columns, **more)  # type: ignore[arg-type]
