"""The new bytes of a CSV list block by block: made, and proved to read as planned, by whoever holds the block.

What is proved where it is made need not be read as a list again: the file has to hold those very bytes.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby, pairwise, repeat
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.changes import BlockChanges, Cell, Packed, SetCell, in_rows
from leadlist.formats.csv_blocks import CsvBlock, read_bytes
from leadlist.formats.csv_grid import END
from leadlist.formats.csv_records import blocks, records
from leadlist.formats.csv_rewrite import Source, rewrite
from leadlist.formats.kept import not_kept
from leadlist.leads import Spread


class Work(NamedTuple):
    """A block and its changes."""

    block: CsvBlock
    changes: Sequence[Packed]

    def cells(self) -> list[Cell]:
        """The changes in the order of the file, rows counted from the block's first lead."""
        return in_rows(self.changes)


class New(NamedTuple):
    """The new bytes of a block and their SHA-256. `proved`: they read as the old ones with exactly its changes."""

    data: bytes
    digest: bytes
    proved: bool


class Piece(NamedTuple):
    """Where in a file some bytes have to stand, and their SHA-256."""

    path: Path
    begin: int
    end: int
    digest: bytes


class NewFile(NamedTuple):
    """What was written: with which changes, whether all of it is `proved`, and each part's SHA-256 and length."""

    changes: BlockChanges
    proved: bool
    parts: Sequence[tuple[bytes, int]]


def write_blocks(
    every: Sequence[CsvBlock],
    changes: BlockChanges,
    mark: bytes,
    target: Path,
    spread: Spread[Any, Any],
) -> NewFile:
    """Write a whole file, `mark` before its blocks. Raises as `csv_rewrite.rewrite`, and StorageError where it then
    holds anything else."""
    proved, parts = True, [(hashlib.sha256(mark).digest(), len(mark))]
    with target.open("wb") as file:
        file.write(mark)
        for new in spread(rewritten, _work(every, changes)):
            file.write(new.data)
            proved = proved and new.proved
            parts.append((new.digest, len(new.data)))
    written = NewFile(changes, proved, parts)
    if not stands_there(target, written, spread):
        raise not_kept(target)
    return written


def still_holds(target: Path, written: NewFile, spread: Spread[Piece, bool]) -> bool:
    """True where the file on the disk holds what was written, and that was proved."""
    return written.proved and stands_there(target, written, spread)


def stands_there(target: Path, written: NewFile, spread: Spread[Piece, bool]) -> bool:
    """True where the file holds what was written."""
    ends = list(accumulate((size for _digest, size in written.parts), initial=0))
    places = zip(written.parts, pairwise(ends), strict=True)
    pieces = (Piece(target, begin, end, digest) for (digest, _size), (begin, end) in places)
    return target.stat().st_size == ends[-1] and all(spread(stands, pieces))


def stands(piece: Piece) -> bool:
    """True where the file holds those bytes."""
    return hashlib.sha256(read_bytes(piece.path, piece.begin, piece.end)).digest() == piece.digest


def _work(every: Sequence[CsvBlock], changes: BlockChanges) -> Iterator[Work]:
    """Each block of a file with its own changes."""
    waiting = iter(changes.of_blocks)
    for block in every:
        yield Work(block, next(waiting) if block.source.layout.rows else ())


def rewritten(job: Work) -> New:
    """The new bytes of a block. Raises as `csv_rewrite.rewrite`."""
    old, source, cells = job.block.data(), job.block.source, job.cells()
    new = _plainly(old, cells, source) if cells else old
    if new is not None:
        return _made(new, proved=True)
    out: list[bytes] = []
    rewrite(
        source,
        io.BytesIO(old),
        [SetCell._make(cell) for cell in cells],
        source.layout.headings,
        out.append,
    )
    new = b"".join(out)
    return _made(new, proved=_reads_as_planned(old, new, cells, source))


def _made(data: bytes, *, proved: bool) -> New:
    return New(data, hashlib.sha256(data).digest(), proved)


def _plainly(data: bytes, cells: Sequence[Cell], source: Source) -> bytes | None:
    """As `rewrite`, where no cell is or has to be in quotes, and proved; None where it cannot be done or proved so.

    A cell is then what lies between two delimiters, and a record what lies between two line ends: with the old cell
    in its place, and no such sign in the new one, the record reads as planned if the bytes decode, each delimiter for
    itself. No other byte is touched.
    """
    codec, delimiter, rows = source.encoding.codec, source.dialect.delimiter, source.layout.rows
    end, mark = b"\r\n" if b"\r" in data else b"\n", delimiter.encode()
    lines = data.split(end)
    if b'"' in data or data.count(b"\r") + data.count(b"\n") != (len(lines) - 1) * len(end):
        return None
    if re.search(f'["\r\n{re.escape(delimiter)}]', "".join([cell[3] for cell in cells])):
        return None
    try:
        for row, own in groupby(cells, key=itemgetter(0)):
            line = _changed(lines[rows[row]].split(mark), own, source)
            if line is None:
                return None
            lines[rows[row]] = mark.join(line)
        new = end.join(lines)
        text = new.decode(codec)
    except UnicodeError:
        return None
    # a letter of two bytes may hold one that looks like a delimiter, but not in UTF-8
    return new if codec == "utf-8" or text.count(delimiter) == new.count(mark) else None


def _changed(line: list[bytes], changes: Iterable[Cell], source: Source) -> list[bytes] | None:
    """The cells of a record after its changes; None where one does not hold what it should, or is not so written."""
    codec, places = source.encoding.codec, source.layout.columns
    for _row, column, before, after, _rule in changes:
        place = places[column]
        if place >= len(line) or line[place] != before.encode(codec):
            return None
        if not before and source.dialect.cell(after) != after:
            return None
        line[place] = new = after.encode(codec)
        if codec != "utf-8" and new.decode(codec) != after:  # CP932 has several bytes for some characters
            return None
    return line


def _reads_as_planned(was: bytes, now: bytes, cells: Sequence[Cell], source: Source) -> bool:
    """True where new bytes read as the old ones with exactly these changes, all of them in the encoding.

    Records whose bytes are those of the old file read as they did; the others are read in both and compared.
    """
    try:
        return _reads_so(was, now, cells, source)
    except UnicodeDecodeError:
        return False


def _reads_so(was: bytes, now: bytes, cells: Sequence[Cell], source: Source) -> bool:
    old, new = _records(was, source), _records(now, source)
    if len(old) != len(new):
        return False
    differ = [at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    wanted: dict[int, list[Cell]] = {}
    for cell in cells:
        wanted.setdefault(source.layout.rows[cell[0]], []).append(cell)
    if differ != list(wanted):
        return False
    olds, news = (_rows([found[at] for at in differ], source) for found in (old, new))
    if not len(olds) == len(news) == len(differ):
        return False
    return all(map(_as_planned, olds, news, wanted.values(), repeat(source.layout.columns)))


def _as_planned(before: list[str], after: list[str], changes: Sequence[Cell], places: Sequence[int]) -> bool:
    """True where a record says what it said, but for the changes."""
    for _row, column, was, now, _rule in changes:
        place = places[column]
        if place >= len(before):
            before += [""] * (place + 1 - len(before))
        if before[place] != was:
            return False
        before[place] = now
    return before == after


def _records(data: bytes, source: Source) -> list[bytes]:
    return list(chain.from_iterable(records(blocks([data]), source.encoding.codec, source.dialect.delimiter)))


def _rows(found: Sequence[bytes], source: Source) -> list[list[str]]:
    """The cells of some records; none where they are not as many for `csv`, or the last is not whole.

    Without quotes a record is a line, and a cell what lies between two delimiters.
    """
    delimiter = source.dialect.delimiter
    text = b"".join(found).decode(source.encoding.codec)
    if '"' not in text and text.endswith("\n"):
        lines = text.replace("\r\n", "\n").split("\n")
        if len(lines) == len(found) + 1 and "\r" not in text.replace("\r\n", ""):
            return [line.split(delimiter) for line in lines[:-1]]
    rows = list(csv.reader(chain(io.StringIO(text, newline=""), [END]), delimiter=delimiter))
    return rows[:-1] if len(rows) == len(found) + 1 and rows[-1] == [END] else []
