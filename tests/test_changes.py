"""What can be said of changes without making each of them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from leadlist.changes import (
    AddColumn,
    BlockChanges,
    Change,
    Filled,
    Gathered,
    Removed,
    RemoveRow,
    RowSet,
    SetCell,
    added_columns,
    changed_columns,
    in_order,
    packed,
    removed_rows,
    replaced,
)
from leadlist.leads import ColumnRef, RowRef

BLOCK = 4
texts = st.sampled_from(["", "㈱青葉", "株式会社青葉", "03-5550-1111"])
cells = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 3), texts, texts, st.sampled_from(["company", "phone"])),
    unique_by=lambda cell: cell[:2],
)


def by_blocks(changes: Sequence[SetCell]) -> BlockChanges:
    parts = []
    for first in range(0, 12, BLOCK):
        own = [change for change in changes if change.row // BLOCK == first // BLOCK]
        parts.append([packed([(c.row - first, *c[1:]) for c in own], RowRef(first))] if own else [])
    return BlockChanges(parts, parts)


@given(cells)
def test_changes_by_blocks_say_of_themselves_what_a_list_of_them_says(
    found: list[tuple[int, int, str, str, str]],
) -> None:
    changes = [SetCell(RowRef(row), ColumnRef(column), *rest) for row, column, *rest in sorted(found)]
    blocks = by_blocks(changes)
    assert list(blocks) == changes
    assert replaced(blocks) == replaced(changes) == sum(change.before != "" for change in changes)
    assert changed_columns(blocks) == changed_columns(changes)
    assert added_columns(blocks) == []


def test_new_columns_are_told_from_left_to_right() -> None:
    new = [AddColumn("リードID", "lead_id", "lead_id"), AddColumn("更新日", "updated_on", "provenance")]
    changes: list[Change] = [new[0], SetCell(RowRef(0), ColumnRef(1), "", "x", "import"), new[1]]
    assert added_columns(changes) == new
    assert replaced(changes) == 0


def test_packed_changes_are_those_they_were_made_of() -> None:
    cells = [SetCell(RowRef(row), ColumnRef(3), "", f"L-{row}", "lead_id") for row in range(0, 9000, 2)]
    gone = [RemoveRow(RowRef(row), f"since {row % 3}", None, "retention") for row in range(1, 9000, 2)]
    column = AddColumn("ID", "lead_id", "lead_id")
    ids = Filled(ColumnRef(3), "lead_id", ((cell.row, cell.after) for cell in cells))
    gathered = Gathered(Gathered([column], ids), Removed((c.row, c.reason, c.rule) for c in gone))
    assert gathered == [column, *cells, *gone]
    assert (len(gathered), gathered[1], gathered[-1]) == (9001, cells[0], gone[-1])
    assert list(in_order(gathered)) == sorted([*cells, *gone], key=lambda change: change.row)
    assert added_columns(gathered) == [column]
    assert list(removed_rows(gathered)) == [change.row for change in gone]
    assert (changed_columns(gathered), replaced(gathered)) == ({ColumnRef(3)}, 0)
    assert gathered != [column, *cells]


def test_a_set_of_rows_knows_its_rows() -> None:
    rows = RowSet([1, 4, 4], 6)
    assert ([row for row in range(9) if row in rows], len(rows)) == ([1, 4], 2)
    rows.discard(4)
    assert (4 in rows, len(rows)) == (False, 1)
