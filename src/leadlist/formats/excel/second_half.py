"""The second half of a large worksheet, read on another core by a process of its own.

Both processes cut the sheet at the same block. The other one is started as `python -m` `half_reader`, so that nothing
of the program that reads the list runs twice; it gets no key and says nothing, and where it fails for any reason, the
reader goes on by itself and tells what is wrong.

It does not read the shared strings: where a cell names one, it says which, counted from 1, and the reader puts its own
text there. So texts that come often are one object in memory, wherever they stand.
"""

import marshal
import os
import subprocess
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
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

    def add_to(self, grid: Grid, last: int, strings: Sequence[str]) -> bool:
        """Put the rows behind the grid's own, which end with row `last`; False where they are left to be read."""
        stream = BytesIO(self._output.result())
        if not stream.getbuffer() or tuple(marshal.load(stream)) != self._stamp:
            return False
        told = Told(*marshal.load(stream))
        if told.first <= last:
            return False
        grid.rows.extend([()] * (told.first - 1 - len(grid.rows)))
        table = ["", *strings]
        while found := marshal.load(stream):
            grid.rows += unpacked(found, table)
        grid.formulas.update(told.formulas)
        grid.arrays += [Area(*area) for area in told.arrays]
        grid.hidden.update(told.hidden)
        for column, more in told.kinds.items():
            grid.kinds[column] = grid.kinds.get(column, 0) + more
        return True


@contextmanager
def second_half(package: Package, part: str, strings: int, *, wanted: bool) -> Iterator[SecondHalf | None]:
    """Another process at the second half of a sheet; None where that would not be worth it.

    `strings` is the number of shared strings that its cells may name.
    """
    size = package.size(part)
    if not wanted or size < WORTH_IT or not sys.executable or (os.cpu_count() or 1) < 2:
        yield None
        return
    begins = int(size * SHARE)
    what = [str(package.path), part, str(begins), str(strings)]
    line = [sys.executable, "-m", "leadlist.formats.excel.half_reader", *what]
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


def unpacked(found: tuple[int, list[Any]], table: Sequence[str]) -> list[Sequence[str]]:
    """The rows of a batch that came column by column, or, where they differ in length, as they are.

    `table` holds `""` and the shared strings.
    """
    width, texts = found
    if not width:
        return [tuple(_named(row, table)) for row in texts]
    rows = zip(*(_column(column, table) for column in texts), strict=True)
    return [row if any(row) else () for row in rows]


def _column(column: bytes | str | list[Any], table: Sequence[str]) -> Iterable[str]:
    if isinstance(column, bytes):
        return map(table.__getitem__, array("I", column))
    return column.split(_BETWEEN) if isinstance(column, str) else _named(column, table)


def _named(cells: Iterable[str | int], table: Sequence[str]) -> list[str]:
    return [table[cell] if isinstance(cell, int) else cell for cell in cells]


def batch(rows: Sequence[Sequence[str | int]]) -> tuple[int, list[Any]]:
    """Rows as they travel, numbers of shared strings among the texts: a column at once is quicker than its cells."""
    width = len(rows[0])
    if width and all(len(row) == width for row in rows):
        return width, [_packed(column) for column in zip(*rows, strict=True)]
    return 0, [tuple(row) for row in rows]


def _packed(column: Sequence[str | int]) -> bytes | str | list[str | int]:
    """A column of numbers (0 for blanks) or of texts in one piece; as it is where it has both."""
    texts = [cell for cell in column if isinstance(cell, str)]
    if len(texts) < len(column):
        return list(column) if any(texts) else array("I", [int(cell or 0) for cell in column]).tobytes()
    joined = _BETWEEN.join(texts)
    return joined if joined.count(_BETWEEN) == len(column) - 1 else list(column)
