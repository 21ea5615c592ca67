"""The process that reads the second half of a large worksheet: `python -m leadlist.formats.excel.half_reader`."""

import gc
import marshal
import sys
from pathlib import Path
from typing import BinaryIO, cast

from leadlist.formats.excel.contents import read_contents
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.reading import read_rest
from leadlist.formats.excel.second_half import BATCH, MARSHAL, Told, batch
from leadlist.formats.excel.styles import read_styles


def write_rest(path: Path, part: str, begins: int, strings: int, out: BinaryIO) -> bool:
    """Write the rows of a sheet from byte `begins` of its rows on, as `second_half` takes them.

    `strings` is the number of shared strings; in the place of each comes its number, counted from 1.
    False where the sheet is not of the usual kind. Raises UserError where it is damaged, Refused where dangerous.
    """
    with Package(path) as package:
        marshal.dump(package.stamp(), out, MARSHAL)
        contents = read_contents(package)
        sheet = next(sheet for sheet in contents.worksheets() if sheet.part == part)
        numbers = cast("list[str]", range(1, strings + 1))  # like texts that are not empty, no more is asked of them
        first, grid = read_rest(package, sheet, numbers, read_styles(contents), begins)
    if not first or grid.odd or not grid.plain_rows:
        return False
    arrays = [(area.top, area.left, area.bottom, area.right) for area in grid.arrays]
    told = Told(first, list(grid.formulas), arrays, list(grid.hidden), grid.kinds)
    marshal.dump(tuple(told), out, MARSHAL)
    for start in range(first - 1, len(grid.rows), BATCH):
        marshal.dump(batch(grid.rows[start : start + BATCH]), out, MARSHAL)
    marshal.dump(None, out, MARSHAL)
    return True


if __name__ == "__main__":
    gc.disable()
    path, part, begins, strings = sys.argv[1:]
    sys.exit(0 if write_rest(Path(path), part, int(begins), int(strings), sys.stdout.buffer) else 1)
