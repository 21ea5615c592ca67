"""LeadList: a table of text, and which of its columns holds which field.

Every cell is a `str` and an empty one is `""`. There is no NaN, no `80.0` and no lost leading zero: how a text got
into its cell, and how a new one is put back, is the business of the format that read it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NewType

RowRef = NewType("RowRef", int)
"""The 0-based position of a row in the LeadList as it was read; valid for one plan."""

ColumnRef = NewType("ColumnRef", int)
"""The 0-based position of a column. Headings may be blank or stand twice, so they cannot name a column."""


@dataclass(frozen=True)
class LeadList:
    """The leads of one sheet or file, column by column.

    `headings` are the file's own words, never renamed. `columns[c][r]` is a cell. `fields` says which column holds
    which field. `row_numbers[r]` is the row a person sees: in Excel its number, in CSV the record's number, the
    heading row counted. `formulas` holds the cells that no operation may rewrite. `column_numbers[c]` is the column a
    person sees, 1 for A; where it says nothing, the list begins in A and has no gaps.
    """

    headings: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    fields: Mapping[str, ColumnRef] = field(default_factory=dict)
    row_numbers: Sequence[int] = ()
    formulas: frozenset[tuple[RowRef, ColumnRef]] = frozenset()
    name: str = ""
    column_numbers: Sequence[int] = ()

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

    def with_fields(self, fields: Mapping[str, ColumnRef]) -> "LeadList":
        """The same list, its columns taken for `fields`."""
        return replace(self, fields=dict(fields))


def lead_list(headings: Sequence[str], rows: Sequence[Sequence[str]], **more: object) -> LeadList:
    """A LeadList from rows; short rows are filled with empty cells. For tests, scripts and small sources."""
    width = len(headings)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    columns = tuple([row[column] for row in full] for column in range(width))
    return LeadList(tuple(headings), columns, **more)  # type: ignore[arg-type]
