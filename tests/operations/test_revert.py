"""Reverting an older operation: what it wrote goes back, what others wrote since stays, refusals and origins survive."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.revert import plan
from leadlist.plans import apply
from leadlist.records import records

FIELDS = {"lead_id": ColumnRef(0), "name": ColumnRef(1), "email": ColumnRef(2), "opt_out_email": ColumnRef(3)}
HEADINGS = ["リードID", "氏名", "メール", "配信停止"]


def the_list(*rows: list[str]) -> LeadList:
    return lead_list(HEADINGS, rows, fields=FIELDS)


BEFORE = the_list(
    ["L-000000000A", "高橋　一郎", "Ichiro@Example.jp", ""],
    ["L-000000000B", "﨑山花子", "hanako@example.jp", ""],
    ["L-000000000C", "高橋一郎", "ichiro@example.jp", "1"],
)
NAME, EMAIL, OPT_OUT = ColumnRef(1), ColumnRef(2), ColumnRef(3)


def done(changes: list[Change], leads: LeadList = BEFORE) -> tuple[LeadList, list[dict[str, Any]]]:
    return apply(leads, changes), list(records(leads, changes))


def rows_of(leads: LeadList) -> list[tuple[str, ...]]:
    return list(zip(*leads.columns, strict=True))


def edit(leads: LeadList, row: int, column: int, text: str) -> LeadList:
    columns = [list(cells) for cells in leads.columns]
    columns[column][row] = text
    return replace(leads, columns=tuple(columns))


NORMALIZED: list[Change] = [
    SetCell(RowRef(0), NAME, "高橋　一郎", "高橋 一郎", "name"),
    SetCell(RowRef(0), EMAIL, "Ichiro@Example.jp", "Ichiro@example.jp", "email"),
]
MERGED: list[Change] = [
    SetCell(RowRef(0), OPT_OUT, "", "1", "merge"),
    RemoveRow(RowRef(2), "merged", RowRef(0), "dedupe"),
]


def test_cells_that_still_hold_what_was_written_get_back_what_was_there() -> None:
    after, written = done(NORMALIZED)
    result = plan(after, written)
    assert apply(after, result.changes).columns == BEFORE.columns
    assert result.counts == {"read": 3, "restored": 1, "conflicts": 0, "unchanged": 2, "added": 0}


def test_a_cell_that_was_edited_since_stays_and_is_a_conflict() -> None:
    after, written = done(NORMALIZED)
    after = edit(after, 0, 1, "高橋 壱郎")
    result = plan(after, written)
    assert rows_of(apply(after, result.changes))[0][1:3] == ("高橋 壱郎", "Ichiro@Example.jp")
    (conflict,) = result.findings
    assert (conflict.code, conflict.row, conflict.column) == ("UNDO-001", 0, NAME)


def test_leads_are_found_by_their_id_wherever_they_stand_now() -> None:
    after, written = done(NORMALIZED)
    turned = replace(after, columns=tuple(list(reversed(column)) for column in after.columns))
    result = plan(turned, written)
    assert rows_of(apply(turned, result.changes)) == list(reversed(rows_of(BEFORE)))


def test_without_ids_a_row_that_holds_another_lead_now_is_left_alone() -> None:
    plain = lead_list(HEADINGS[1:], [["高橋　一郎", "a@example.jp", ""], ["鈴木次郎", "b@example.jp", ""]])
    changes: list[Change] = [SetCell(RowRef(0), ColumnRef(0), "高橋　一郎", "高橋 一郎", "name")]
    after, written = done(changes, plain)
    assert apply(after, plan(after, written).changes).columns == plain.columns
    sorted_since = replace(after, columns=tuple(list(reversed(column)) for column in after.columns))
    result = plan(sorted_since, written)
    assert not result.changes
    assert [finding.code for finding in result.findings] == ["UNDO-001"]


def test_a_row_that_was_merged_away_is_appended_with_its_id_and_the_opt_out_stays_with_both() -> None:
    after, written = done(MERGED)
    result = plan(after, written)
    back = rows_of(apply(after, result.changes))
    assert back[-1] == ("L-000000000C", "高橋一郎", "ichiro@example.jp", "1")
    assert back[0][3] == "1"
    assert [finding.column for finding in result.findings] == [OPT_OUT]
    assert result.counts["added"] == 1


def test_a_removed_row_that_came_back_by_itself_is_not_appended_twice() -> None:
    after, written = done([RemoveRow(RowRef(1), "retention", None, "purge")])
    again = apply(after, plan(after, written).changes)
    result = plan(again, written)
    assert not result.changes
    assert result.findings


def test_added_rows_go_unless_somebody_worked_on_them() -> None:
    new = {ColumnRef(0): "L-000000000D", NAME: "新井三郎", EMAIL: "saburo@example.jp"}
    after, written = done([AddRow(new, "import")])
    assert rows_of(apply(after, plan(after, written).changes)) == rows_of(BEFORE)
    touched = edit(after, 3, 1, "新井 三朗")
    result = plan(touched, written)
    assert not result.changes
    assert result.counts["conflicts"] == 1
    refused = edit(after, 3, 3, "1")
    assert not plan(refused, written).changes


def test_a_moved_or_missing_column_is_found_by_its_heading_or_told() -> None:
    after, written = done(NORMALIZED)
    moved = LeadList(
        tuple(reversed(after.headings)),
        tuple(reversed(after.columns)),
        fields={name: ColumnRef(3 - at) for name, at in FIELDS.items()},
    )
    assert rows_of(apply(moved, plan(moved, written).changes))[0][2] == "高橋　一郎"
    gone = lead_list(
        ["リードID", "氏名"], [[row[0], row[1]] for row in rows_of(after)], fields={"lead_id": ColumnRef(0)}
    )
    result = plan(gone, written)
    assert len(result.findings) == 1
    assert "メール" in result.findings[0].message


def test_a_lead_that_is_gone_is_a_conflict_and_nothing_else_is_touched() -> None:
    after, written = done(NORMALIZED)
    without_it = apply(after, [RemoveRow(RowRef(0), "retention", None, "purge")])
    result = plan(without_it, written)
    assert not result.changes
    assert [(finding.row, finding.code) for finding in result.findings] == [(None, "UNDO-001")]


def test_a_removed_row_comes_back_without_the_columns_that_are_gone_and_that_is_told() -> None:
    after, written = done([RemoveRow(RowRef(1), "retention", None, "purge")])
    narrow = LeadList(after.headings[:2], after.columns[:2], fields={"lead_id": ColumnRef(0), "name": NAME})
    result = plan(narrow, written)
    assert rows_of(apply(narrow, result.changes))[-1] == ("L-000000000B", "﨑山花子")
    assert "メール" in result.findings[0].message


def test_a_column_that_is_gone_is_told_for_each_cell() -> None:
    plain = lead_list(HEADINGS[1:3], [["高橋　一郎", "A@Example.jp"]])
    changes: list[Change] = [
        SetCell(RowRef(0), ColumnRef(0), "高橋　一郎", "高橋 一郎", "name"),
        SetCell(RowRef(0), ColumnRef(1), "A@Example.jp", "A@example.jp", "email"),
    ]
    after, written = done(changes, plain)
    narrow = LeadList(after.headings[:1], after.columns[:1])
    result = plan(narrow, written)
    assert rows_of(apply(narrow, result.changes)) == [("高橋　一郎",)]
    assert len(result.findings) == 1


def test_an_added_row_that_is_gone_already_is_told() -> None:
    after, written = done([AddRow({ColumnRef(0): "L-000000000D", NAME: "新井三郎"}, "import")])
    result = plan(apply(after, [RemoveRow(RowRef(3), "retention", None, "purge")]), written)
    assert not result.changes
    assert len(result.findings) == 1


def test_lines_of_the_history_that_came_since_or_by_it_are_kept() -> None:
    leads = lead_list(["取得履歴"], [["2024-01-01 | card |"]], fields={"provenance": ColumnRef(0)})
    both = "2024-01-01 | card |  |  |  |\n2025-01-01 | form |  |  |  |"
    after, written = done([SetCell(RowRef(0), ColumnRef(0), "2024-01-01 | card |", both, "import")], leads)
    assert rows_of(apply(after, plan(after, written).changes)) == [(both,)]


@pytest.mark.parametrize(
    "cells", [{"氏名": "田中", "メール": "t@example.jp"}, [[1, "氏名", "田中"], [2, "メール", "t@example.jp"]]]
)
def test_both_forms_of_a_removed_row_are_read(cells: object) -> None:
    record = {
        "lead": "L-000000000Z",
        "row": 9,
        "changes": [{"kind": "remove", "cells": cells, "reason": "", "rule": "purge"}],
    }
    result = plan(BEFORE, [record])
    assert rows_of(apply(BEFORE, result.changes))[-1] == ("L-000000000Z", "田中", "t@example.jp", "")


TEXT = st.sampled_from(["", "田中", "a@example.jp", "高橋 一郎", "x"])


@st.composite
def an_operation(draw: st.DrawFn) -> tuple[LeadList, list[Change]]:
    """A list with ids and any changes of it that leave ids and permissions alone."""
    number = draw(st.integers(1, 5))
    rows = [[f"L-00000000{row:02}", draw(TEXT), draw(TEXT), ""] for row in range(number)]
    leads = the_list(*rows)
    removed = draw(st.sets(st.integers(0, number - 1)))
    changes: list[Change] = [AddColumn("備考", "note", "x")] if draw(st.booleans()) else []
    for row in range(number):
        for column in (1, 2) if row not in removed else ():
            after = draw(TEXT)
            if after != rows[row][column]:
                changes.append(SetCell(RowRef(row), ColumnRef(column), rows[row][column], after, "r"))
    changes.extend(RemoveRow(RowRef(row), "due", None, "purge") for row in sorted(removed))
    added = draw(st.lists(TEXT, max_size=2))
    for at, name in enumerate(added):
        changes.append(AddRow({ColumnRef(0): f"L-99999999{at:02}", NAME: name}, "import"))
    return leads, changes


@given(an_operation())
def test_reverting_what_nobody_touched_gives_the_same_leads_back(case: tuple[LeadList, list[Change]]) -> None:
    leads, changes = case
    after, written = done(changes, leads)
    result = plan(after, written)
    back = {row[:4] for row in rows_of(apply(after, result.changes))}
    assert back == set(rows_of(leads))
    assert not result.findings
    counts = result.counts
    assert counts["read"] == counts["restored"] + counts["conflicts"] + counts["unchanged"]


@given(an_operation(), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3), TEXT), max_size=4))
def test_reverting_never_overwrites_what_came_since(
    case: tuple[LeadList, list[Change]], edits: list[tuple[int, int, str]]
) -> None:
    leads, changes = case
    after, written = done(changes, leads)
    now = after
    for row, column, text in edits:
        if row < len(now):
            now = edit(now, row, column, text)
    result = plan(now, written)
    for change in result.changes:
        if isinstance(change, SetCell):
            assert now.cell(change.row, change.column) == after.cell(change.row, change.column)
        if isinstance(change, RemoveRow):
            assert rows_of(now)[change.row] == rows_of(after)[change.row]
