"""A worksheet's XML in three: what stands before the rows, the rows one by one, what follows them.

Worksheets are the only parts too large for a tree. Their rows are found as text; whatever does not look like rows
and cells as every spreadsheet program writes them is told as odd, so that nobody patches what was not understood.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from leadlist.formats.excel import safety
from leadlist.formats.excel.markup import attributes, without_markup
from leadlist.formats.excel.package import Package

_ATTRIBUTES = re.compile(rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*""")
_SHEET_DATA = re.compile(rb"<(?:([\w.-]+):)?sheetData\b[^>]*?(/?)>")


class Row(NamedTuple):
    """One `<row>`: the inner text of its tag, what it holds (None: `<row/>`) and the blanks before it."""

    tag: bytes
    body: bytes | None
    gap: bytes = b""

    def xml(self, prefix: bytes) -> bytes:
        """The row as it stands in a sheet whose elements have this prefix."""
        start = b"".join((self.gap, b"<", prefix, b"row", self.tag))
        return start + b"/>" if self.body is None else b"".join((start, b">", self.body, b"</", prefix, b"row>"))


class Run(NamedTuple):
    """Many rows in one piece: the numbers of the first and the last, and their XML with the blanks before them."""

    first: int
    last: int
    xml: bytes


AsOne = Callable[[bytes, int, int], bytes | None]
"""What becomes of rows of which the first and the last have these numbers; None where they need a closer look."""


class RowStream:
    """Reads a worksheet. `head` is there after the start, `tail` when all rows were taken; `odd` says what is strange.

    `prefix` is the namespace prefix of the sheet's elements with its colon, `b""` mostly. `closed` tells
    `<sheetData/>`.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._chunks = package.stream(part)
        self._data = b""
        self.head = b""
        self.tail = b""
        self.prefix = b""
        self.closed = False
        self.odd = ""
        self._read_head()
        self._numbered = re.compile(rb'\s*<%brow r="([0-9]{1,7})"' % re.escape(self.prefix))

    def _more(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._data += chunk
        return True

    def _read_head(self) -> None:
        while True:
            found = _SHEET_DATA.search(self._data)
            if found or not self._more():
                break
            safety.check_start(self._data, self._package.path, self._part)
            if len(self._data) > safety.MOST_IN_ROW:
                raise safety.damaged(self._package.path, self._part)
        safety.check_start(self._data[: found.end() if found else None], self._package.path, self._part)
        if not found:
            raise safety.damaged(self._package.path, self._part)
        self.prefix = found[1] + b":" if found[1] else b""
        self.closed = bool(found[2])
        self.head = self._data[: found.end()]
        self._data = self._data[found.end() :]

    def rest(self) -> Iterator[bytes]:
        """All that follows the head, unread."""
        yield self._data
        yield from self._chunks

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file. Raises UserError where the XML ends too early."""
        return (row for row in self.rows_and_runs(lambda *_rows: None) if isinstance(row, Row))

    def rows_and_runs(self, as_one: AsOne) -> Iterator[Row | Run]:
        """The same, but rows that need no closer look come as one."""
        gap = b""
        for block in self.blocks():
            first, last = self._ends(block)
            xml = block.rstrip()
            run = as_one(xml, first, last) if last else None
            if run is not None:
                yield Run(first, last, gap + run)
                gap = block[len(xml) :]
                continue
            for row in self.rows_of(block):
                if row.tag or row.body is not None:
                    yield row._replace(gap=gap + row.gap) if gap else row
                    gap = b""
                else:
                    gap = row.gap
        self.tail = gap + self.tail

    def _ends(self, block: bytes) -> tuple[int, int]:
        """The numbers of a piece's first and last row; 0 where they do not stand first in the row."""
        first = self._numbered.match(block)
        last = self._numbered.match(block, max(0, block.rfind(b"<" + self.prefix + b"row")))
        return (int(first[1]), int(last[1])) if first and last else (0, 0)

    def between(self, numbers: Sequence[int]) -> Iterator[tuple[bytes | Row, int]]:
        """The rows of these numbers, ascending, and all bytes around them; for rows that tell their number first."""
        opening, closing = b"<" + self.prefix + b'row r="', b"</" + self.prefix + b"row>"
        width = len(opening) - 4
        at = 0
        for number in numbers:
            start = opening + b'%d"' % number
            while (found := self._data.find(start, at)) < 0:
                keep = max(at, len(self._data) - len(start))
                yield self._data[at:keep], 0
                self._data, at = self._data[keep:], 0
                if not self._more():
                    raise safety.damaged(self._package.path, self._part)
            if found > at:
                yield self._data[at:found], 0
            at = found
            while (close := self._data.find(closing, at)) < 0 or (end := self._data.find(b">", at)) < 0:
                self._data, at = self._data[at:], 0
                if not self._more() or len(self._data) > safety.MOST_IN_ROW:
                    raise safety.damaged(self._package.path, self._part)
            if self._data[end - 1] == 47:
                yield Row(self._data[at + width : end - 1], None), number
                at = end + 1
            else:
                yield Row(self._data[at + width : end], self._data[end + 1 : close]), number
                at = close + len(closing)
        yield self._data[at:], 0
        self._data = b""
        for chunk in self._chunks:
            yield chunk, 0

    def blocks(self) -> Iterator[bytes]:
        """The rows in pieces that end with a row. Raises UserError where the XML ends too early."""
        if not self.closed:
            yield from self._blocks()
        while self._more():
            if len(self._data) > safety.MOST_IN_MEMORY:
                raise safety.damaged(self._package.path, self._part)
        self.tail = self._data
        self._data = b""

    def _blocks(self) -> Iterator[bytes]:
        over, opening = b"</" + self.prefix + b"sheetData", b"<" + self.prefix + b"row"
        seen = self._look_for_markup(0)
        while True:
            end = self._data.find(over, max(0, seen - len(over)))
            if end >= 0:
                block, self._data = self._data[:end], self._data[end:]
                yield block
                return
            cut = self._data.rfind(opening, max(0, seen - len(opening)))
            if cut > 0:
                block, self._data = self._data[:cut], self._data[cut:]
                yield block
            seen = len(self._data)
            if not self._more() or len(self._data) > safety.MOST_IN_ROW:
                raise safety.damaged(self._package.path, self._part)
            seen = self._look_for_markup(seen)

    def rows_of(self, block: bytes) -> Iterator[Row]:
        """The rows of a block; the blanks that follow the last one come as a row without number."""
        opening, closing = b"<" + self.prefix + b"row", b"</" + self.prefix + b"row>"
        width = len(opening)
        at, length = 0, len(block)
        while at < length:
            start = at
            if not block.startswith(opening, at):
                while at < length and block[at] in b" \t\r\n":
                    at += 1
                if at == length:
                    yield Row(b"", None, block[start:])
                    return
            end = block.find(b">", at)
            if end < 0 or not block.startswith(opening, at):
                raise safety.damaged(self._package.path, self._part)
            if block[end - 1] == 47:
                yield Row(block[at + width : end - 1], None, block[start:at])
                at = end + 1
                continue
            close = block.find(closing, end)
            if close < 0:
                raise safety.damaged(self._package.path, self._part)
            yield Row(block[at + width : end], block[end + 1 : close], block[start:at])
            at = close + len(closing)

    def _look_for_markup(self, seen: int) -> int:
        """How much of the data was looked at before, and is still there."""
        if self._data.find(b"<!", max(0, seen - 1)) < 0:
            return seen
        self._without_markup()
        return 0

    def _without_markup(self) -> None:
        """Write CDATA as ordinary text and drop comments: readable, but no longer the bytes of the file."""
        self.odd = "CDATA"
        while b"<!" in (plain := without_markup(self._data)):
            self._data = plain
            if not self._more() or len(self._data) > safety.MOST_IN_ROW:
                raise safety.damaged(self._package.path, self._part)
        self._data = plain


@lru_cache(maxsize=1024)
def number_elsewhere(tag: bytes) -> str | None:
    """A row's number that does not stand first in its tag, `""` where it has none; None where this is no whole tag."""
    if not _ATTRIBUTES.fullmatch(tag):  # the tag ends later than at its first `>`
        return None
    return attributes(tag.decode("utf-8", "replace")).get("r", "")


def read_tail(package: Package, part: str, prefix: bytes) -> bytes:
    """What follows the rows of a worksheet, found without looking at the rows; `b""` where they have no end."""
    over = b"</" + prefix + b"sheetData"
    before = b""
    tail: list[bytes] = []
    for chunk in package.stream(part):
        if tail:
            tail.append(chunk)
            continue
        data = before + chunk
        at = data.find(over)
        if at >= 0:
            tail.append(data[at:])
        before = data[-len(over) :]
    return b"".join(tail)
