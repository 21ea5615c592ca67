"""What can be said of changes without making each of them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from leadlist.changes import AddColumn, BlockChanges, Change, SetCell, added_columns, changed_columns, packed, replaced
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
