"""The workbooks of public test collections and those that hold what real ones hold."""

import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from leadlist.changes import Change, RemoveRow, SetCell
from leadlist.errors import Refused, UserError
from leadlist.formats.excel import Workbook
from leadlist.leads import ColumnRef, RowRef

FOLDER = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[3].parent / "shared")) / "workbooks"
FILES = sorted((*FOLDER.glob("real/*.xls[xm]"), *FOLDER.glob("made/*.xls[xm]")))
MAY_CHANGE = {"xl/workbook.xml", "wtf/workbook.xml"}

pytestmark = pytest.mark.skipif(not FILES, reason="the shared workbooks (LEADLIST_SHARED) are not here")


def _any_row(cells: Sequence[str]) -> float:
    texts = [cell for cell in cells if cell.strip()]
    words = [text for text in texts if not text.replace(".", "").isdigit()]
    return 0.5 + len(words) / len(texts) / 2 if texts else 0.0


def _opened(path: Path) -> Workbook | None:
    """The workbook; None where there is no list in it."""
    try:
        return Workbook(path, _any_row)
    except UserError:
        return None


def _written(book: Workbook, changes: Sequence[Change], target: Path) -> bool:
    target.touch()
    try:
        book.write(changes, target)
    except Refused:
        return False
    with ZipFile(target) as archive:
        return archive.testzip() is None


def _opens_elsewhere(before: Path, after: Path) -> None:
    """What openpyxl and calamine could open, they still can."""
    try:
        with before.open("rb") as file:  # openpyxl itself leaves what it cannot read open
            openpyxl.load_workbook(file, read_only=False).close()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        pass
    else:
        openpyxl.load_workbook(after).close()
    names = CalamineWorkbook.from_path(str(before)).sheet_names
    assert CalamineWorkbook.from_path(str(after)).sheet_names == names


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_value_changes_and_every_other_part_stays(path: Path, tmp_path: Path) -> None:
    book = _opened(path)
    if book is None:
        return
    leads = book.leads
    free = [(r, c) for r in leads.rows() for c in range(len(leads.headings)) if (r, c) not in leads.formulas][:1]
    changes = [SetCell(RowRef(r), ColumnRef(c), leads.cell(r, ColumnRef(c)), "架空　花子", "test") for r, c in free]
    target = tmp_path / path.name
    assert _written(book, changes, target), "refused"
    with ZipFile(path) as before, ZipFile(target) as after:
        assert before.namelist() == after.namelist()
        different = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert len([name for name in different if name not in MAY_CHANGE]) <= 1
    _opens_elsewhere(path, target)
    if not changes:
        assert target.read_bytes() == path.read_bytes()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_leave_and_every_program_still_opens_it(path: Path, tmp_path: Path) -> None:
    book = _opened(path)
    if book is None:
        return
    height = len(book.leads)
    picked = sorted({0, height // 2, height - 1} & set(range(height)))
    target = tmp_path / path.name
    if _written(book, [RemoveRow(RowRef(row), "test", None, "test") for row in picked], target):
        _opens_elsewhere(path, target)


def test_most_of_the_workbooks_hold_something_like_a_list() -> None:
    assert sum(_opened(path) is not None for path in FILES) > len(FILES) * 0.7
