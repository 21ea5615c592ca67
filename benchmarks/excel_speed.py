"""Editing a large workbook in place: time and memory, beside openpyxl's load and save of the same file.

Times are seconds on the clock and CPU seconds (reading uses both cores: leave the machine alone meanwhile). Without
options it compares on 100,000 rows x 15 columns; `--rows 1048575 --alone` measures a full worksheet with every tenth
lead removed, without openpyxl. Each measurement runs in a process of its own; peaks are resident memory.

    edit, remove     the list is read, changed and written, as a command does it
    patch, gone      the patcher alone: the cells, or the rows that go, are known, and no list is in memory; `patch`
                     also reads both workbooks again and compares them, as a command does before it replaces a list
    openpyxl         load, the same cells, save
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from excel_made import make

LAST = re.compile(rb'<autoFilter ref="A1:O(\d+)"')


def _peak() -> float:
    """The process's peak of resident memory in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cpu() -> float:
    """CPU seconds of this process and those it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def edit(source: Path, target: Path, mode: str) -> None:
    """Read, change and write with leadlist: a cell of every tenth lead changes (`edit`), or it goes (`remove`)."""
    from leadlist.changes import RemoveRow, SetCell
    from leadlist.formats.excel import open_workbook
    from leadlist.recognition import heading_score

    start = time.perf_counter()
    book = open_workbook(source, score=heading_score)
    read = time.perf_counter()
    before = _peak()
    leads = book.leads
    picked = range(5, len(leads), 10)
    if mode == "remove":
        changes = [RemoveRow(row, "benchmark", None, "benchmark") for row in picked]
    else:
        changes = [SetCell(row, 4, leads.cell(row, 4), f"架空 {row}子", "benchmark") for row in picked]
    target.touch()
    planned = time.perf_counter()
    book.write(changes, target)
    done = time.perf_counter()
    print(f"{mode}: read {read - start:.2f} s, write {done - planned:.2f} s, together {done - start:.2f} s, "
          f"{_cpu():.2f} CPU; peak {before:.0f} MB after reading, {_peak():.0f} MB at the end")  # fmt: skip


def patch_alone(source: Path, target: Path, mode: str) -> None:
    """The patcher alone, without the list in memory: a cell of every tenth row changes, or the row goes."""
    from leadlist.formats.excel.contents import read_contents
    from leadlist.formats.excel.erasure import Erasure
    from leadlist.formats.excel.moving import Move
    from leadlist.formats.excel.package import Package
    from leadlist.formats.excel.references import RowShift
    from leadlist.formats.excel.rewrite import Rewrite
    from leadlist.formats.excel.rowstream import read_tail
    from leadlist.formats.excel.sheetedit import SheetEdit
    from leadlist.formats.excel.styles import read_styles

    before, start, used = _peak(), time.perf_counter(), _cpu()
    with Package(source) as package, target.open("wb") as file:
        contents = read_contents(package)
        sheet = contents.worksheets()[0]
        rows = range(7, 1_048_570, 10)
        if mode == "patch":
            last = int(LAST.findall(read_tail(package, sheet.part, b""))[0])
            shift, erasure = RowShift(), None
            change = SheetEdit(shift, {row: {4: f"架空 {row}子"} for row in range(7, last, 10)}, plain_rows=True)
        else:
            shift = RowShift(rows, 1_048_576)
            change = SheetEdit(shift)
            erasure = Erasure(contents, sheet, change, frozenset())
        rewrite = Rewrite(
            contents, sheet, change, Move(sheet.name, True, shift), read_styles(contents), frozenset(), erasure
        )
        rewrite.plan()
        package.copy(file, rewrite.new, frozenset(rewrite.gone))
    print(f"{mode}: the patcher alone {time.perf_counter() - start:.2f} s, {_cpu() - used:.2f} CPU, "
          f"{_peak() - before:.0f} MB beyond {before:.0f} MB")  # fmt: skip
    if mode == "patch":
        _verified(source, target, start, used)


def _verified(source: Path, target: Path, start: float, used: float) -> None:
    """Both workbooks read, and compared but for the cells that were meant."""
    from leadlist.formats.excel import open_workbook
    from leadlist.recognition import heading_score

    old, new = (open_workbook(path, score=heading_score).leads for path in (source, target))
    assert old.columns[:4] == new.columns[:4]
    assert old.columns[5:] == new.columns[5:]
    changed = sum(a != b for a, b in zip(old.columns[4], new.columns[4], strict=True))
    print(f"patch: with both workbooks read again and compared {time.perf_counter() - start:.2f} s, "
          f"{_cpu() - used:.2f} CPU; {changed} cells differ")  # fmt: skip


def openpyxl_round(source: Path, target: Path) -> None:
    """What most tools do: load the workbook with openpyxl, change cells, save it."""
    import openpyxl

    start, used = time.perf_counter(), _cpu()
    book = openpyxl.load_workbook(source)
    sheet = book.active
    for row in range(7, sheet.max_row + 1, 10):
        sheet.cell(row, 5).value = f"架空 {row}子"
    book.save(target)
    print(f"openpyxl: {time.perf_counter() - start:.2f} s, {_cpu() - used:.2f} CPU, peak {_peak():.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--alone", action="store_true", help="without openpyxl")
    parser.add_argument("--only", choices=("edit", "remove", "patch", "gone", "openpyxl"))
    parser.add_argument("--file", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = arguments.file or Path(folder) / "made.xlsx"
        target = Path(folder) / "written.xlsx"
        if arguments.only:
            if arguments.only == "openpyxl":
                openpyxl_round(source, target)
            elif arguments.only in {"patch", "gone"}:
                patch_alone(source, target, arguments.only)
            else:
                edit(source, target, arguments.only)
            return
        if arguments.file is None:
            make(source, arguments.rows)
        for only in ("edit", "remove", "patch", "gone") + (() if arguments.alone else ("openpyxl",)):
            subprocess.run([sys.executable, __file__, "--only", only, "--file", str(source)], check=True)


if __name__ == "__main__":
    main()
