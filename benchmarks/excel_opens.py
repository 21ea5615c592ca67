"""Changes workbooks and asks others whether they still open: LibreOffice, openpyxl and calamine.

Of every workbook with a list one copy gets a cell changed, one loses three rows (the first lead, one inside, the
last). Of the changed cell the XML is compared too: every other part is byte for byte the same (but for the wish to
calculate anew in `workbook.xml`), every other cell of the sheet, and all that stands around its rows, is the same
element. What another program could not open before is not asked of it after. Exit 1 where one of it fails; LibreOffice
is left out, and that is said, where it is not installed.

    python benchmarks/excel_opens.py [FILE…]
"""

import argparse
import os
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from excel_rows_against_libreoffice import any_headings, office, office_python, removals
from lxml import etree
from python_calamine import CalamineWorkbook

from leadlist.changes import Change, RemoveRow, SetCell
from leadlist.errors import UserError
from leadlist.formats.excel import Workbook
from leadlist.formats.excel.contents import read_contents
from leadlist.formats.excel.markup import column_letters, column_number
from leadlist.formats.excel.package import Package
from leadlist.leads import ColumnRef, RowRef


def edit_of(book: Workbook) -> tuple[SetCell, str] | None:
    """A change of the first cell that is no formula, and where the cell stands."""
    leads = book.leads
    for row in leads.rows():
        for at in range(len(leads.headings)):
            column = ColumnRef(at)
            if (row, column) not in leads.formulas:
                place = f"{column_letters(leads.column_number(column) - 1)}{leads.row_numbers[row]}"
                return SetCell(RowRef(row), column, leads.cell(row, column), "架空　花子", "benchmark"), place
    return None


def other_differences(before: Path, after: Path, sheet: str, place: str) -> list[str]:
    """What differs besides the cell that was meant."""
    with Package(before) as package:
        contents = read_contents(package)
        part, main = next(s.part for s in contents.sheets if s.name == sheet), contents.workbook
    with ZipFile(before) as old, ZipFile(after) as new:
        found = [] if old.namelist() == new.namelist() else ["names of parts"]
        found += [n for n in old.namelist() if n not in (part, main) and old.read(n) != new.read(n)]
        if etree_texts(old.read(main), "calcPr") != etree_texts(new.read(main), "calcPr"):
            found.append(main)
        one, other = cells(old.read(part)), cells(new.read(part))
    return found + [key for key in one.keys() | other.keys() if key != place and one.get(key) != other.get(key)]


def etree_texts(data: bytes, but: str) -> list[bytes]:
    """The children of a part's root, in one spelling, without one of them."""
    return [
        etree.tostring(child, method="c14n") for child in etree.fromstring(data) if not str(child.tag).endswith(but)
    ]


def cells(data: bytes) -> dict[str, bytes]:
    """Every cell of a sheet by its place, every row's tag, and what stands around the rows, in one spelling."""
    root = etree.fromstring(data)
    found: dict[str, bytes] = {}
    row = 0
    for line in root.iter("{*}row"):
        row = int(line.get("r", row + 1))
        tags = {name: value for name, value in line.attrib.items() if name not in ("r", "spans")}
        found[f"row {row}"] = repr(sorted(tags.items())).encode()
        column = -1
        for cell in line.iter("{*}c"):
            place = cell.get("r") or f"{column_letters(column + 1)}{row}"
            column = column_number(place.rstrip("0123456789"))
            cell.attrib.pop("r", None)
            cell.tail = None
            found[place] = etree.tostring(cell, method="c14n")
    for number, around in enumerate(root):
        if not str(around.tag).endswith("sheetData"):
            found[f"around {number}{around.tag}"] = etree.tostring(around, method="c14n")
    return {
        place: text
        for place, text in found.items()
        if not text.endswith(b"></c>") or b"<v" in text or b"<" in text[2:-4]
    }


def opens(path: Path) -> dict[str, bool]:
    """Whether openpyxl and calamine open a workbook and read it to its end."""
    answers = {}
    try:
        book = openpyxl.load_workbook(path)
        book.close()
        answers["openpyxl"] = True
    except Exception:  # noqa: BLE001 - it raises whatever happens inside
        answers["openpyxl"] = False
    try:
        other = CalamineWorkbook.from_path(str(path))
        for name in other.sheet_names:
            other.get_sheet_by_name(name).to_python()
        answers["calamine"] = True
    except Exception:  # noqa: BLE001 - so does this one
        answers["calamine"] = False
    return answers


def main() -> None:
    """Change, ask, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared")) / "workbooks"
    files = arguments.files or sorted((*shared.glob("real/*.xls[xm]"), *shared.glob("made/*.xls[xm]")))
    outcome: Counter[str] = Counter()
    faults: list[str] = []
    jobs: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in files:
            try:
                book = Workbook(file, any_headings)
            except UserError:
                outcome["no list that can be read"] += 1
                continue
            _changed(file, book, folder, outcome, faults, jobs)
        python = office_python()
        if python is None:
            print("LibreOffice with python3-uno is missing: it was not asked.")
        else:
            answers = {answer["target"]: answer["error"] for answer in office(jobs, python)}
            outcome["LibreOffice opens it"] += sum(not error for error in answers.values())
            faults += [f"LibreOffice: {job['source']}" for job in jobs if answers.get(str(job["target"]), "none")]
    for word, count in sorted(outcome.items()):
        print(f"{count:5} {word}")
    print(*faults, f"{len(faults)} faults", sep="\n")
    sys.exit(bool(faults))


def _changed(
    file: Path, book: Workbook, folder: Path, outcome: Counter[str], faults: list[str], jobs: list[dict[str, object]]
) -> None:
    """Both changes of one workbook, and what openpyxl and calamine say."""
    known = opens(file)
    edited = edit_of(book)
    gone = next(removals(book, 0), [RowRef(0)] if len(book.leads) else [])
    ways: dict[str, Sequence[Change]] = {
        "edit": [edited[0]] if edited else [],
        "rows": [RemoveRow(row, "benchmark", None, "benchmark") for row in gone],
    }
    for way, changes in ways.items():
        target = folder / f"{way}-{file.name}"
        target.touch()
        if not changes:
            continue
        try:
            book.write(changes, target)
        except UserError:
            outcome[f"{way}: refused"] += 1
            continue
        outcome[f"{way}: written"] += 1
        if way == "edit" and edited is not None:
            others = other_differences(file, target, book.sheet, edited[1])
            outcome["edit: nothing else differs"] += not others
            faults += [f"{target.name}: also differs: {others[:5]}"] if others else []
        for program, good in opens(target).items():
            outcome[f"{program} opens it"] += good
            faults += [f"{program}: {target.name}"] if known[program] and not good else []
        jobs.append({"source": str(target), "target": str(folder / f"lo-{way}-{file.stem}.xlsx")})


if __name__ == "__main__":
    main()
