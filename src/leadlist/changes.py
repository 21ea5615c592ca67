"""The four things that can happen to a list, as data. Every change names the rule that asked for it."""

import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import NamedTuple

from leadlist.leads import ColumnRef, RowRef
from leadlist.made import Made

PACKED = 4096  # cells that are packed together


class SetCell(NamedTuple):
    """One cell gets another text. `column` may be one that an `AddColumn` of the same plan appends."""

    row: RowRef
    column: ColumnRef
    before: str
    after: str
    rule: str


class AddRow(NamedTuple):
    """A new lead at the end of the list; cells that are not named are empty."""

    cells: Mapping[ColumnRef, str]
    rule: str


class RemoveRow(NamedTuple):
    """A lead leaves the list: erased, or (`into`) merged into the row that survives it."""

    row: RowRef
    reason: str
    into: RowRef | None
    rule: str


class AddColumn(NamedTuple):
    """A new column at the right-hand end. The first one's position is the list's width, and so on."""

    heading: str
    field: str
    rule: str


Change = SetCell | AddRow | RemoveRow | AddColumn


Cell = tuple[int, ColumnRef, str, str, str]
"""A `SetCell` as a plain tuple, its row counted from the first one of a block."""


class Packed(NamedTuple):
    """Some `SetCell`s of one block as bytes: their parts one after the other, a tenth of what they take as objects.

    A column or rule that all of them share stands there once.
    """

    first: RowRef  # from which the rows in `data` count
    number: int
    replaced: int  # of them, those whose cell holds something
    columns: frozenset[ColumnRef]
    data: bytes

    def cells(self) -> Iterator[SetCell]:
        """The changes, in their order."""
        rows, *others = self.parts()
        return map(SetCell, map(self.first.__add__, rows), *others)

    def parts(self) -> tuple[Sequence[RowRef], Iterable[ColumnRef], Sequence[str], Sequence[str], Iterable[str]]:
        """Rows (counted from `first`), columns, texts before and after, rules."""
        rows, column, before, after, rule = marshal.loads(self.data)
        columns = column if isinstance(column, tuple) else repeat(column, len(rows))
        return rows, columns, before, after, rule if isinstance(rule, tuple) else repeat(rule, len(rows))


def packed(cells: Sequence[Cell], first: RowRef) -> Packed:
    """Changes of a block whose first row is `first`, from which theirs count."""
    rows, columns, before, after, rules = tuple(zip(*cells, strict=True)) or ((),) * 5
    if len(set(columns)) == len(set(rules)) == 1:
        return packed_column(rows, columns[0], before, after, rules[0], first)
    data = marshal.dumps((rows, columns, before, after, rules), 2)  # 2: without looking for equal texts
    return Packed(first, len(rows), len(rows) - before.count(""), frozenset(columns), data)


def packed_column(
    rows: Sequence[RowRef], column: ColumnRef, before: Sequence[str], after: Sequence[str], rule: str, first: RowRef
) -> Packed:
    """As `packed`, of changes in one column that one rule asks for."""
    data = marshal.dumps((tuple(rows), column, tuple(before), tuple(after), rule), 2)
    return Packed(first, len(rows), len(rows) - before.count(""), frozenset((column,)), data)


def in_rows(parts: Sequence[Packed]) -> list[Cell]:
    """The changes of one block, row by row and column by column."""
    found: list[Cell] = []
    for part in parts:
        found.extend(zip(*part.parts(), strict=True))
    for place in (1, 0):  # no cell changes twice; numbers alone are compared, and stand in order for long stretches
        found.sort(key=itemgetter(place))
    return found


class _InTurn(Made[Change]):
    """Changes that are made one after the other: to reach one, those before it are passed."""

    def _one(self, place: int) -> Change:
        position = place if place >= 0 else len(self) + place
        for cell in islice(self, position, None) if position >= 0 else ():
            return cell
        raise IndexError(place)

    def _some(self, part: slice) -> list[Change]:
        start, stop, step = part.indices(len(self))
        return list(islice(self, start, stop, step)) if step > 0 else list(self)[part]


class Filled(_InTurn):
    """The cells of one column that were empty, in the order of the rows: some twenty bytes each."""

    def __init__(self, column: ColumnRef, rule: str, texts: Iterable[tuple[RowRef, str]]) -> None:
        self.column = column
        left = iter(texts)
        self._parts: list[Packed] = []
        while part := list(islice(left, PACKED)):
            first = part[0][0]
            self._parts.append(packed([(row - first, column, "", text, rule) for row, text in part], first))

    def __len__(self) -> int:
        return sum(part.number for part in self._parts)

    def __iter__(self) -> Iterator[Change]:
        return (cell for part in self._parts for cell in part.cells())


class Removed(_InTurn):
    """Leads that leave the list, in the order of the rows: eight bytes each, and each reason with its rule once."""

    def __init__(self, leads: Iterable[tuple[RowRef, str, str]]) -> None:
        self.rows: Sequence[RowRef] = array("I")  # type: ignore[assignment]
        self._reasons = array("I")
        places: dict[tuple[str, str], int] = {}
        for row, reason, rule in leads:
            self.rows.append(row)  # type: ignore[attr-defined]
            self._reasons.append(places.setdefault((reason, rule), len(places)))
        self._said = list(places)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Change]:
        for row, place in zip(self.rows, self._reasons, strict=True):
            reason, rule = self._said[place]
            yield RemoveRow(RowRef(row), reason, None, rule)


class Gathered(_InTurn):
    """Changes one part after the other, some of which may be packed."""

    def __init__(self, *parts: Sequence[Change]) -> None:
        self.parts = parts

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Change]:
        return chain.from_iterable(self.parts)


def in_order(changes: Sequence[Change]) -> Iterator[SetCell | RemoveRow]:
    """The changes of cells and rows in the order of the rows; of one row, as they stand."""
    if isinstance(changes, Gathered):
        return merge(*map(in_order, changes.parts), key=itemgetter(0))
    found = (change for change in changes if isinstance(change, SetCell | RemoveRow))
    return found if isinstance(changes, Filled | Removed) else iter(sorted(found, key=itemgetter(0)))


class RowSet:
    """Some of the rows of a list: a byte for each row there is."""

    def __init__(self, rows: Iterable[int], length: int) -> None:
        self._there = bytearray(length)
        self._number = 0
        for row in rows:
            self._number += not self._there[row]
            self._there[row] = 1

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and row < len(self._there) and bool(self._there[row])

    def discard(self, row: int) -> None:
        """Take a row out."""
        self._number -= self._there[row]
        self._there[row] = 0

    def __len__(self) -> int:
        return self._number


class BlockChanges(_InTurn):
    """The changes of a list that is worked on block by block; each is made when it is asked for.

    `groups` are the changes in the plan's order, each group for some of the blocks; `of_blocks` says for each block of
    the list which of its changes those are.
    """

    def __init__(self, groups: Sequence[Sequence[Packed]], of_blocks: Sequence[Sequence[Packed]]) -> None:
        self.groups = groups
        self.of_blocks = of_blocks

    def __len__(self) -> int:
        return sum(part.number for group in self.groups for part in group)

    def __iter__(self) -> Iterator[Change]:
        return (cell for group in self.groups for part in group for cell in part.cells())


def changed_columns(changes: Sequence[Change]) -> set[ColumnRef]:
    """The columns in which cells change."""
    if isinstance(changes, BlockChanges):
        return {column for group in changes.groups for part in group for column in part.columns}
    parts = _parts(changes)
    packed_in = {part.column for part in parts if isinstance(part, Filled)}
    return packed_in | {c.column for part in parts if isinstance(part, list) for c in part if isinstance(c, SetCell)}


def replaced(changes: Sequence[Change]) -> int:
    """How many cells change that hold something."""
    if isinstance(changes, BlockChanges):
        return sum(part.replaced for group in changes.groups for part in group)
    return sum(
        isinstance(c, SetCell) and bool(c.before) for part in _parts(changes) if isinstance(part, list) for c in part
    )


def added_columns(changes: Sequence[Change]) -> list[AddColumn]:
    """The new columns, from left to right."""
    if isinstance(changes, BlockChanges):
        return []
    return [c for part in _parts(changes) if isinstance(part, list) for c in part if isinstance(c, AddColumn)]


def removed_rows(changes: Sequence[Change]) -> Sequence[RowRef]:
    """The rows that leave the list."""
    if isinstance(changes, BlockChanges):
        return []
    parts = _parts(changes)
    if len(parts) > 1 and isinstance(parts[-1], Removed) and not any(map(removed_rows, parts[:-1])):
        return parts[-1].rows
    return [c.row for part in parts if not isinstance(part, Filled) for c in part if isinstance(c, RemoveRow)]


def _parts(changes: Sequence[Change]) -> "list[list[Change] | Filled | Removed]":
    """Changes as lists and what is packed."""
    if isinstance(changes, Gathered):
        return [part for each in changes.parts for part in _parts(each)]
    return [changes if isinstance(changes, list | Filled | Removed) else list(changes)]
