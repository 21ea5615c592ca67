"""What a plan means: apply() is the list the written file must read back as."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.plans import Finding, Plan, Severity, applied_rows, apply, changed_leads, without

LEADS = lead_list(
    ["氏名", "メール"], [["山田 太郎", "taro@example.jp"], ["佐藤 花子", ""], ["鈴木 一郎", "ichiro@example.jp"]]
)


def cell(row: int, column: int, before: str, after: str) -> SetCell:
    return SetCell(RowRef(row), ColumnRef(column), before, after, "test")


def test_every_kind_of_change_is_applied() -> None:
    changes: list[Change] = [
        cell(1, 1, "", "hanako@example.jp"),
        cell(1, 2, "", "L-0000000001"),
        AddColumn("リードID", "lead_id", "test"),
        AddRow({ColumnRef(0): "高橋 次郎", ColumnRef(2): "L-0000000002"}, "test"),
        RemoveRow(RowRef(0), "due", None, "test"),
    ]
    after = apply(LEADS, changes)
    assert after.headings == ("氏名", "メール", "リードID")
    assert [list(column) for column in after.columns] == [
        ["佐藤 花子", "鈴木 一郎", "高橋 次郎"],
        ["hanako@example.jp", "ichiro@example.jp", ""],
        ["L-0000000001", "", "L-0000000002"],
    ]
    assert after.fields["lead_id"] == 2
    assert list(after.row_numbers) == [2, 3, 4]


@given(
    st.lists(st.integers(0, 6), unique=True),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2)), unique=True),
    st.integers(0, 2),
    st.integers(1, 8),
)
def test_a_list_that_is_not_held_is_changed_block_by_block(
    gone: list[int], cells: list[tuple[int, int]], new: int, size: int
) -> None:
    leads = lead_list(["a", "b"], [[f"a{row}", f"b{row}"] for row in range(7)])
    changes: list[Change] = [
        AddColumn("c", "", "rule"),
        *(cell(row, column, f"{'ab'[column]}{row}" if column < 2 else "", "x") for row, column in cells),
        *(RemoveRow(RowRef(row), "due", None, "rule") for row in gone),
        *[AddRow({ColumnRef(1): "new"}, "rule")] * new,
    ]
    wanted = apply(leads, changes)
    headings, rows = applied_rows(replace(leads, stored=tuple(leads.blocks(size))), changes)
    assert headings == wanted.headings
    assert list(rows) == list(zip(*wanted.columns, strict=True))


def test_a_change_made_for_another_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="not what the plan was made for"):
        apply(LEADS, [cell(0, 0, "田中", "田中 太郎")])


def test_changed_leads_counts_each_lead_once() -> None:
    changes: list[Change] = [cell(0, 0, "a", "b"), cell(0, 1, "a", "b"), RemoveRow(RowRef(2), "due", None, "t")]
    assert changed_leads(Plan("x", [*changes, AddRow({}, "t")])) == 3


def test_blocked_cells_become_findings() -> None:
    finding = Finding(RowRef(0), "name", ColumnRef(0), "FORMULA-001", Severity.WARNING, "formula")
    plan = Plan("x", [cell(0, 0, "山田 太郎", "山田太郎"), cell(1, 1, "", "x")])
    kept = without(plan, {(RowRef(0), ColumnRef(0)): finding})
    assert kept.changes == [cell(1, 1, "", "x")]
    assert list(kept.findings) == [finding]
    assert without(plan, {}) is plan


def test_a_list_needs_one_heading_a_column() -> None:
    with pytest.raises(ValueError, match="one heading for each column"):
        LeadList(("a", "b"), ([],))


def test_an_unknown_field_reads_as_empty() -> None:
    assert list(LEADS.values("fax")) == ["", "", ""]
    assert LEADS.value(RowRef(0), "fax") == ""
    named = LEADS.with_fields({"email": ColumnRef(1)})
    assert named.value(RowRef(0), "email") == "taro@example.jp"
    assert named.field_of(ColumnRef(1)) == "email"
    assert named.field_of(ColumnRef(0)) == ""
    assert named.cell(RowRef(1), ColumnRef(0)) == "佐藤 花子"


@given(st.data())
def test_setting_cells_and_setting_them_back_is_identity(data: st.DataObject) -> None:
    height = data.draw(st.integers(1, 5))
    rows = [[data.draw(st.text(max_size=3)) for _ in range(2)] for _ in range(height)]
    leads = lead_list(["a", "b"], rows)
    places = data.draw(st.lists(st.tuples(st.integers(0, height - 1), st.integers(0, 1)), unique=True))
    there = [cell(r, c, rows[r][c], data.draw(st.text(max_size=3))) for r, c in places]
    back = [change._replace(before=change.after, after=change.before) for change in there]
    after = apply(apply(leads, there), back)
    assert [list(column) for column in after.columns] == [list(column) for column in leads.columns]
