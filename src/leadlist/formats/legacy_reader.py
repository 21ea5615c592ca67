"""Reads a workbook with calamine in a process of its own: `python legacy_reader.py FILE` prints one JSON line a sheet.

Some broken files make the reader allocate without end or abort; that must not take leadlist down with it. This file
imports nothing of leadlist, so that it starts fast and runs isolated.
"""

import datetime
import json
import sys
from pathlib import Path

MOST_MEMORY = 3 << 30  # bytes of address space
LEAST_MEMORY = 450 << 20  # what a file of a few cells may take, the interpreter included
MEMORY_OF_BYTE = 40  # of the file: a million cells in .xlsb are 4 MB, as Python's texts 80 MB


def main(path: str) -> int:
    """Print `{"name", "hidden", "rows"}` for every worksheet; exit 1 with the reason on stderr."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        _limit(Path(path).stat().st_size)
        book = CalamineWorkbook.from_path(path)
        for known in book.sheets_metadata:
            if known.typ != SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(known.name).to_python(skip_empty_area=False)
            hidden = known.visible != SheetVisibleEnum.Visible
            sheet = {"name": known.name, "hidden": hidden, "rows": [list(map(text, row)) for row in rows]}
            sys.stdout.write(json.dumps(sheet) + "\n")
    except (CalamineError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _limit(size: int) -> None:
    """So much memory as a file of `size` bytes can need."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = min(MOST_MEMORY, LEAST_MEMORY + MEMORY_OF_BYTE * size)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: object) -> str:
    """A cell's value as text: whole numbers without a point, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
