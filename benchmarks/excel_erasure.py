"""Looks for people who left a workbook in every part of it.

To every workbook with a list three invented people with unmistakable names are added; LibreOffice saves it, so that
their texts spread into shared strings and caches; then they are removed again and every part is searched for them.
Needs LibreOffice as `excel_rows_against_libreoffice.py` does.
"""

import os
import tempfile
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

from excel_rows_against_libreoffice import any_headings, office, office_python

from leadlist.changes import AddRow, RemoveRow
from leadlist.errors import UserError
from leadlist.formats.excel import Workbook
from leadlist.leads import ColumnRef, RowRef

PEOPLE = ("消去山　髙子", "消去川　﨑男", "erased.person@example.invalid")


def _with_people(source: Path, target: Path) -> str:
    book = Workbook(source, any_headings)
    width = len(book.leads.headings)
    rows = [AddRow({ColumnRef(column): name for column in range(width)}, "benchmark") for name in PEOPLE]
    target.touch()
    book.write(rows, target)
    return book.sheet


def _removed(source: Path, sheet: str, target: Path) -> str:
    book = Workbook(source, lambda cells: 0.0 if set(cells) & set(PEOPLE) else any_headings(cells), sheet)
    rows = [row for row in book.leads.rows() if any(column[row] in PEOPLE for column in book.leads.columns)]
    if len(rows) != len(PEOPLE):
        return "people not found again"
    target.touch()
    book.write([RemoveRow(RowRef(row), "benchmark", None, "benchmark") for row in rows], target)
    with ZipFile(target) as archive:
        hits = [name for name in archive.namelist() if any(p.encode() in archive.read(name) for p in PEOPLE)]
    if hits:
        print(f"{source.name}: still in {hits}")
    return "still there" if hits else "gone from every part"


def main() -> None:
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared"))
    files = sorted((*shared.glob("workbooks/real/*.xls[xm]"), *shared.glob("workbooks/made/*.xls[xm]")))
    python = office_python()
    if python is None or not files:
        print("LibreOffice with python3-uno, or the workbooks (LEADLIST_SHARED), are missing: nothing was searched.")
        return
    folder = Path(tempfile.mkdtemp())
    sheets: dict[str, str] = {}
    outcome: Counter[str] = Counter()
    jobs: list[dict[str, object]] = []
    for file in files:
        added = folder / f"{file.stem}.added{file.suffix}"
        try:
            sheet = _with_people(file, added)
        except UserError as error:
            outcome[f"adding: {type(error).__name__}"] += 1
            continue
        for stored in (str(added), str(folder / f"{file.stem}.stored.xlsx")):
            sheets[stored] = sheet
        jobs.append({"source": str(added), "target": str(folder / f"{file.stem}.stored.xlsx")})
    answers = {answer["target"]: answer["error"] for answer in office(jobs, python)}
    for stored, sheet in sheets.items():
        if answers.get(stored):
            outcome["LibreOffice cannot"] += 1
            continue
        try:
            outcome[_removed(Path(stored), sheet, folder / f"{Path(stored).name}.removed.xlsx")] += 1
        except UserError as error:
            outcome[f"removing: {type(error).__name__}"] += 1
            print(f"{Path(stored).name}: {error.problem}")
    for word, count in outcome.most_common():
        print(f"{count:5} {word}")


if __name__ == "__main__":
    main()
