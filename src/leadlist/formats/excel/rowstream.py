"""A worksheet's XML in three: what stands before the rows, the rows one by one, what follows them.

Worksheets are the only parts too large for a tree. Their rows are found as text; whatever does not look like rows
and cells as every spreadsheet program writes them is told as odd, so that nobody patches what was not understood.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from leadlist.formats.excel import safety
from leadlist.formats.excel.markup import without_markup
from leadlist.formats.excel.package import Package

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
        if not self.closed:
            yield from self._rows()
        while self._more():
            if len(self._data) > safety.MOST_IN_MEMORY:
                raise safety.damaged(self._package.path, self._part)
        self.tail = self._data
        self._data = b""

    def _rows(self) -> Iterator[Row]:
        opening, closing = b"<" + self.prefix + b"row", b"</" + self.prefix + b"row>"
        over = b"</" + self.prefix + b"sheetData"
        width = len(opening)
        at = 0
        gap = b""
        self._look_for_markup()
        while True:
            data = self._data
            if data.startswith(opening, at):
                end = data.find(b">", at)
                if end > 0 and data[end - 1] == 47:
                    yield Row(data[at + width : end - 1], None, gap)
                    at, gap = end + 1, b""
                    continue
                close = data.find(closing, end) if end > 0 else -1
                if close > 0:
                    yield Row(data[at + width : end], data[end + 1 : close], gap)
                    at, gap = close + len(closing), b""
                    continue
            elif data.startswith(over, at):
                self._data = gap + data[at:]
                return
            elif skipped := self._between(data, at):
                gap += data[at : at + skipped]
                at += skipped
                continue
            self._data = data[at:]
            at = 0
            if not self._more() or len(self._data) > safety.MOST_IN_ROW:
                raise safety.damaged(self._package.path, self._part)
            self._look_for_markup()

    def _between(self, data: bytes, at: int) -> int:
        """How many bytes between rows mean nothing; 0 where more must be read first."""
        end = at
        while end < len(data) and data[end] in b" \t\r\n":
            end += 1
        if end == at and len(data) - at > 64:
            raise safety.damaged(self._package.path, self._part)
        return end - at

    def _look_for_markup(self) -> None:
        if b"<!" in self._data:
            self._without_markup()

    def _without_markup(self) -> None:
        """Write CDATA as ordinary text and drop comments: readable, but no longer the bytes of the file."""
        self.odd = "CDATA"
        while b"<!" in (plain := without_markup(self._data)):
            self._data = plain
            if not self._more() or len(self._data) > safety.MOST_IN_ROW:
                raise safety.damaged(self._package.path, self._part)
        self._data = plain


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
