"""Looks for people who left a workbook in every part of it.

To every workbook with a list three invented people with unmistakable names are added: by leadlist, and LibreOffice
saves it, so that their texts spread into shared strings. LibreOffice also makes what keeps copies of them (a chart, a
pivot table, a comment), and old formats (.xls, .ods) that leadlist only reads. Then they are removed again, and every
part of the result is searched for them. Needs LibreOffice as `excel_rows_against_libreoffice.py` does.
Exit 1 for a hit.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

from excel_rows_against_libreoffice import any_headings, office, office_python

from leadlist.changes import AddRow, RemoveRow
from leadlist.errors import Refused, UserError
from leadlist.formats import open_document
from leadlist.formats.document import Document
from leadlist.formats.excel import Workbook
from leadlist.leads import ColumnRef, RowRef

PEOPLE = ("消去山　髙子", "消去川　﨑男", "erased.person@example.invalid")
WAYS = (".stored.xlsx", ".spread.xlsx", ".old.xls", ".old.ods")
"""What LibreOffice makes of a workbook: as it is, with copies of the cells, in formats that are only read."""


def _with_people(source: Path, target: Path) -> Workbook:
    book = Workbook(source, any_headings)
    width = len(book.leads.headings)
    rows = [AddRow({ColumnRef(column): name for column in range(width)}, "benchmark") for name in PEOPLE]
    target.touch()
    book.write(rows, target)
    return Workbook(target, lambda cells: 0.0 if set(cells) & set(PEOPLE) else any_headings(cells), book.sheet)


def _jobs(added: Path, stem: Path, book: Workbook) -> Iterator[dict[str, object]]:
    """What LibreOffice is asked for."""
    columns = book.leads.column_numbers
    last = book.leads.row_numbers[-1] - 1
    area = [columns[0] - 1, max(last - 20, book.leads.row_numbers[0] - 2), columns[-1] - 1, last]
    for way in WAYS:
        job: dict[str, object] = {"source": str(added), "target": f"{stem}{way}", "sheet": book.sheet, "index": 0}
        if way == ".spread.xlsx":
            job |= {"spread": area, "said": f"{PEOPLE[0]} に電話"}
        yield job


def _named(document: Document) -> list[RowRef]:
    """The rows of the people."""
    leads = document.leads
    return [row for row in leads.rows() if any(column[row] in PEOPLE for column in leads.columns)]


def _removed(source: Path, sheet: str, target: Path) -> str:
    book = open_document(source, score=lambda c: 0.0 if set(c) & set(PEOPLE) else any_headings(c), sheet=sheet)
    rows = _named(book)
    if len(rows) != len(PEOPLE):
        print(f"{source.name}: {len(rows)} of {len(PEOPLE)} people found again")
        return "people not found again"
    target.touch()
    book.write([RemoveRow(row, "benchmark", None, "benchmark") for row in rows], target)
    with ZipFile(target) as archive:
        hits = [name for name in archive.namelist() if any(p.encode() in archive.read(name) for p in PEOPLE)]
    if hits:
        print(f"{source.name}: still in {hits}")
    return "STILL THERE" if hits else "gone from every part"


def _spread(source: Path) -> bool:
    """Whether the names really stand in more parts than the cells' own."""
    with ZipFile(source) as archive:
        found = {name for name in archive.namelist() if any(p.encode() in archive.read(name) for p in PEOPLE)}
    return any("sharedStrings" not in name and "worksheets" not in name for name in found)


def searched(files: Sequence[Path], python: str | None, folder: Path) -> Counter[str]:
    """What came of each workbook and each way; without LibreOffice's Python, of those that leadlist wrote."""
    outcome: Counter[str] = Counter()
    sheets: dict[Path, str] = {}
    jobs: list[dict[str, object]] = []
    for file in files:
        added = folder / f"{file.stem}.added{file.suffix}"
        try:
            book = _with_people(file, added)
        except UserError as error:
            outcome[f"adding: {type(error).__name__}"] += 1
            continue
        sheets[added] = book.sheet
        for job in _jobs(added, folder / file.stem, book) if python else ():
            jobs.append(job)
            sheets[Path(str(job["target"]))] = book.sheet
    answers = {answer["target"]: answer["error"] for answer in office(jobs, python)} if python else {}
    for stored, sheet in sheets.items():
        way = "".join(stored.suffixes[-2:])
        if answers.get(str(stored)):
            outcome[f"{way}: LibreOffice cannot"] += 1
            continue
        if way == ".spread.xlsx" and not _spread(stored):
            outcome[f"{way}: LibreOffice kept no copies"] += 1
            continue
        try:
            outcome[f"{way}: {_removed(stored, sheet, folder / f'{stored.name}.removed.xlsx')}"] += 1
        except UserError as error:
            outcome[f"{way}: {'refused, nothing written' if isinstance(error, Refused) else 'not read'}"] += 1
            print(f"{stored.name}: {error.problem}")
    return outcome


def main() -> None:
    """Search the workbooks of the test material, or the files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--alone", action="store_true", help="only what leadlist itself writes, without LibreOffice")
    arguments = parser.parse_args()
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared"))
    files = arguments.files or sorted(
        (*shared.glob("workbooks/real/*.xls[xm]"), *shared.glob("workbooks/made/*.xls[xm]"))
    )
    python = None if arguments.alone else office_python()
    if (python is None and not arguments.alone) or not files:
        print("LibreOffice with python3-uno, or the workbooks (LEADLIST_SHARED), are missing: nothing was searched.")
        return
    with tempfile.TemporaryDirectory() as folder:
        outcome = searched(files, python, Path(folder))
    for word, count in sorted(outcome.items()):
        print(f"{count:5} {word}")
    sys.exit(any("STILL" in word for word in outcome))


if __name__ == "__main__":
    main()
