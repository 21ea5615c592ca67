"""Rows that go as one: the same bytes as when each is looked at by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from leadlist.changes import AddRow, Change, RemoveRow, SetCell
from leadlist.formats.excel import package
from leadlist.formats.excel.sheetedit import SheetEdit
from leadlist.leads import ColumnRef, RowRef
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

BELOW = {
    "no cells": '<row r="{n}" ht="20" customHeight="1"/>',
    "blank cells": '<row r="{n}"><c r="A{n}" s="1"/><c r="C{n}" s="2"/></row>',
    "blanks between": '\n  <row r="{n}" spans="1:4"/>',
    "numbers that stand elsewhere": '<row r="{n}" ht="{n}"><c r="A{n}" s="1"/></row>',
    "no places": '<row r="{n}"><c s="1"/></row>',
    "hidden": '<row r="{n}" hidden="1"/>',
    "no numbers": '<row ht="20"/>',
}
LEADS = [HEADINGS, *((f"架空{n}商事", f"架空　{n}郎", f"a{n}@example.jp", f"03-0000-{n:04}") for n in range(40))]
GONE = [RemoveRow(RowRef(row), "test", None, "test") for row in (0, 17, 39)]
CHANGES: dict[str, list[Change]] = {
    "gone": [*GONE],
    "gone and changed": [*GONE, SetCell(RowRef(3), ColumnRef(0), "架空3商事", "架空商会", "test")],
    "new": [AddRow({ColumnRef(0): "架空工務店"}, "test")],
    "gone and new": [*GONE, AddRow({ColumnRef(0): "架空工務店"}, "test")],
}


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("changes", CHANGES)
def test_rows_that_go_as_one_become_the_bytes_they_become_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str, changes: str
) -> None:
    monkeypatch.setattr(package, "CHUNK", 300)
    more = (
        "".join(BELOW[below].format(n=n) for n in range(42, 100))
        + f'<row r="100">{text_cell("A100", "下の注記")}</row>'
    )
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(LEADS) + more)})
    as_one = part(changed(path, CHANGES[changes]))
    one_by_one: Callable[[SheetEdit], Callable[[int, int], bool]] = lambda _edit: lambda _first, _last: False  # noqa: E731
    monkeypatch.setattr(SheetEdit, "untouched", one_by_one)
    assert part(changed(path, CHANGES[changes])) == as_one


def test_rows_without_content_are_not_looked_at_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.formats.excel.rowstream import RowStream

    monkeypatch.setattr(package, "CHUNK", 20_000)
    looked: list[int] = []
    real = RowStream.rows_of
    monkeypatch.setattr(RowStream, "rows_of", lambda self, block: looked.append(len(block)) or real(self, block))
    phantom = "".join(BELOW["no cells"].format(n=n) for n in range(7, 9_000))
    sheets = {"名簿": worksheet(rows() + phantom), "控え": worksheet(phantom)}
    after = changed(write_book(tmp_path / "名簿.xlsx", sheets), [GONE[0]])
    assert sum(looked) < len(phantom)
    assert part(after).endswith('<row r="8998" ht="20" customHeight="1"/></sheetData></worksheet>')
    assert table(opened(after).leads) == list(PEOPLE[1:])
