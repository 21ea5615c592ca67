"""The four things that can happen to a list, as data. Every change names the rule that asked for it."""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import NamedTuple, overload

from leadlist.leads import ColumnRef, RowRef


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


def changed_columns(changes: Sequence[Change]) -> set[ColumnRef]:
    """The columns in which cells change."""
    if isinstance(changes, BlockChanges):
        return {column for group in changes.groups for part in group for column in part.columns}
    return {change.column for change in changes if isinstance(change, SetCell)}


def replaced(changes: Sequence[Change]) -> int:
    """How many cells change that hold something."""
    if isinstance(changes, BlockChanges):
        return sum(part.replaced for group in changes.groups for part in group)
    return sum(isinstance(change, SetCell) and bool(change.before) for change in changes)


def added_columns(changes: Sequence[Change]) -> list[AddColumn]:
    """The new columns, from left to right."""
    if isinstance(changes, BlockChanges):
        return []
    return [change for change in changes if isinstance(change, AddColumn)]


Cell = tuple[int, ColumnRef, str, str, str]
"""A `SetCell` as a plain tuple, its row counted from the first one of a block."""


def removed_rows(changes: Sequence[Change]) -> list[RowRef]:
    """The rows that leave the list."""
    if isinstance(changes, BlockChanges):
        return []
    return [change.row for change in changes if isinstance(change, RemoveRow)]


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
    column, rule = (own[0] if len(set(own)) == 1 else own for own in (columns, rules))
    parts = (rows, column, before, after, rule)
    data = marshal.dumps(parts, 2)  # 2: without looking for equal texts
    return Packed(first, len(cells), sum(map(bool, before)), frozenset(columns), data)


def in_rows(parts: Sequence[Packed]) -> list[Cell]:
    """The changes of one block, row by row and column by column."""
    found: list[Cell] = []
    for part in parts:
        found.extend(zip(*part.parts(), strict=True))
    found.sort()  # no cell changes twice
    return found


class BlockChanges(Sequence[Change]):
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

    @overload
    def __getitem__(self, place: int) -> Change: ...
    @overload
    def __getitem__(self, place: slice) -> list[Change]: ...
    def __getitem__(self, place: int | slice) -> Change | list[Change]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[place]
        position = place if place >= 0 else len(self) + place
        for cell in islice(self, position, None) if position >= 0 else ():
            return cell
        raise IndexError(place)
