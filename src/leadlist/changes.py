"""The four things that can happen to a list, as data. Every change names the rule that asked for it."""

from collections.abc import Mapping
from typing import NamedTuple

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
