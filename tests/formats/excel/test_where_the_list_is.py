"""Sheets as people lay them out: what is no lead stays where it is, and a changed list is found again."""

from pathlib import Path

from leadlist.changes import AddColumn, RemoveRow, SetCell
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
