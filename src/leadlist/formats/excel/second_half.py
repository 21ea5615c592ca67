"""The second half of a large worksheet, read on another core by a process of its own.

Both processes cut the sheet at the same block. The other one is started as `python -m` `half_reader`, so that nothing
of the program that reads the list runs twice; it gets no key and says nothing, and where it fails for any reason, the
reader goes on by itself and tells what is wrong.
"""

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from leadlist.formats.excel.grid import Area, Grid
from leadlist.formats.excel.package import Package

WORTH_IT = 32 << 20
"""Bytes of a sheet's XML, some 40,000 rows of 15 columns: below that, starting a process takes as long as it saves."""
SHARE = 0.63
"""Of the sheet, what the reader takes itself: the other process has to start, and to unpack this part as well."""
BATCH = 4096
MARSHAL = 2
"""The version of the form rows travel in; later ones look for objects that come twice, and take longer."""
_BETWEEN = "\0"


class Told(NamedTuple):
    """What the other process says besides the rows: the number of the first, and a `Grid`'s notes."""

    first: int
    formulas: list[tuple[int, int]]
    arrays: list[tuple[int, int, int, int]]
    hidden: list[int]
    kinds: dict[int, int]


class SecondHalf:
    """The rows from byte `begins` of the sheet's rows on, while another process reads them."""

    def __init__(self, begins: int, stamp: tuple[int, ...], output: "Future[bytes]") -> None:
        self.begins = begins
        self._stamp = stamp
        self._output = output

    def add_to(self, grid: Grid, last: int) -> bool:
        """Put the rows behind the grid's own, which end with row `last`; False where they are left to be read."""
        stream = BytesIO(self._output.result())
        if not stream.getbuffer() or tuple(marshal.load(stream)) != self._stamp:
            return False
        told = Told(*marshal.load(stream))
        if told.first <= last:
            return False
        grid.rows.extend([()] * (told.first - 1 - len(grid.rows)))
        while found := marshal.load(stream):
            grid.rows += unpacked(found)
        grid.formulas.update(told.formulas)
        grid.arrays += [Area(*area) for area in told.arrays]
        grid.hidden.update(told.hidden)
        for column, more in told.kinds.items():
            grid.kinds[column] = grid.kinds.get(column, 0) + more
        return True


@contextmanager
def second_half(package: Package, part: str, *, wanted: bool) -> Iterator[SecondHalf | None]:
    """Another process at the second half of a sheet; None where that would not be worth it."""
    size = package.size(part)
    if not wanted or size < WORTH_IT or not sys.executable or (os.cpu_count() or 1) < 2:
        yield None
        return
    begins = int(size * SHARE)
    line = [sys.executable, "-m", "leadlist.formats.excel.half_reader", str(package.path), part, str(begins)]
    try:
        process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        yield None
        return
    with ThreadPoolExecutor(1) as pool:
        try:
            yield SecondHalf(begins, package.stamp(), pool.submit(_output, process))
        finally:
            process.kill()


def _output(process: "subprocess.Popen[bytes]") -> bytes:
    """What the process wrote; nothing where it failed."""
    out, _err = process.communicate()
    return out if process.returncode == 0 else b""


def unpacked(found: tuple[int, list[Any]]) -> list[Sequence[str]]:
    """The rows of a batch that came column by column, or, where they differ in length, as they are."""
    width, texts = found
    return texts if not width else list(zip(*(column.split(_BETWEEN) for column in texts), strict=True))


def batch(rows: Sequence[Sequence[str]]) -> tuple[int, list[Any]]:
    """Rows as they travel: a column as one text is quicker than its texts."""
    width = len(rows[0])
    if width and all(len(row) == width for row in rows):
        columns = [_BETWEEN.join(column) for column in zip(*rows, strict=True)]
        if all(column.count(_BETWEEN) == len(rows) - 1 for column in columns):
            return width, columns
    return 0, [tuple(row) for row in rows]
