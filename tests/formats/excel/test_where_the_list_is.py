"""Sheets as people lay them out: what is no lead stays where it is, and a changed list is found again."""

from pathlib import Path

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, RowRef
from leadlist.plans import apply
from tests.formats.excel.books import (
    HEADINGS,
    PEOPLE,
    changed,
    opened,
    part,
    rows,
    table,
    text_cell,
    worksheet,
    write_book,
)


def test_a_new_column_is_headed_wherever_the_headings_stand_again(tmp_path: Path) -> None:
    lines = [("名簿",), HEADINGS, PEOPLE[0], PEOPLE[1], (), ("名簿",), HEADINGS, PEOPLE[2], PEOPLE[3]]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    before = opened(path).leads
    assert len(before) == 4
    changes = [
        AddColumn("リードID", "lead_id", "test"),
        SetCell(RowRef(1), ColumnRef(4), "", "L-0000000001", "test"),
        RemoveRow(RowRef(0), "test", None, "test"),
    ]
    after = changed(path, changes)
    assert text_cell("E2", "リードID") in part(after)
    assert text_cell("E6", "リードID") in part(after)
    assert table(opened(after).leads) == table(apply(before, changes))


def test_a_second_table_is_told_and_never_touched(tmp_path: Path) -> None:
    lines = [(*HEADINGS, "", "月", "件数"), *((*person, "", "4月", "3") for person in PEOPLE[:3])]
    lines += [(), ("会社名", "売上"), ("架空商事", "１００"), ("架空物産", "２００")]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    book = opened(path)
    assert table(book.leads) == list(PEOPLE[:3])
    assert book.notes == ["A second table from row 6 on was left out.", "A second table beside the list was left out."]
    changes = [SetCell(RowRef(2), ColumnRef(1), PEOPLE[2][1], "架空 次郎", "test")]
    assert part(changed(path, changes)) == part(path).replace("架空　次郎", "架空 次郎")


def test_leads_come_and_go_above_rows_numbered_in_advance(tmp_path: Path) -> None:
    numbered = [(str(number), *person) for number, person in enumerate(PEOPLE[:3], 1)]
    lines = [("No.", *HEADINGS), *numbered, ("4",), ("5",), ("", "合計", "3件")]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    before = opened(path).leads
    assert len(before) == 3
    every: list[list[Change]] = [
        [AddRow({ColumnRef(1): "架空通商", ColumnRef(2): "架空　四郎"}, "test")],
        [RemoveRow(RowRef(2), "test", None, "test")],
        [RemoveRow(RowRef(row), "test", None, "test") for row in range(3)],
    ]
    for changes in every:
        after = opened(changed(path, changes)).leads
        assert table(after) == table(apply(before, changes))
