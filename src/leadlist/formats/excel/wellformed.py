"""Whether what is written of a workbook is XML to a parser that forgives nothing, before it may replace the list.

Spreadsheet programs open no workbook with a part that is not well-formed, while the reader of rows would not notice an
end that stands twice. A part is parsed as it passes on its way into the zip; of a sheet what stands around its rows,
and by themselves the rows and cells that were written anew: the others are the bytes they were.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from leadlist.formats.excel.contents import Contents
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.package import NewPart, Package

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
_BATCH = 1 << 16
_XML = (".xml", ".rels", ".vml")
_LAX = ".vml"
"""Drawings of the old kind, which Excel itself writes and reads with `<br>` and the like."""


def checked(new: Mapping[str, NewPart], contents: Contents) -> dict[str, NewPart]:
    """The new parts of a package, each of which raises Odd with its name when it is written and no XML.

    An old drawing counts only where it was well-formed before.
    """
    found = dict(new)
    sheets = {sheet.part for sheet in contents.sheets}
    for part, content in new.items():
        if part.lower().endswith(_XML) and not (part.lower().endswith(_LAX) and not _sound(contents.package, part)):
            found[part] = _Checked(part, content, rows=part in sheets)
    return found


def _sound(package: Package, part: str) -> bool:
    try:
        for _piece in _Checked(part, package.read(part), rows=False)():
            pass
    except Odd:
        return False
    return True


class _Checked:
    """A part's content in pieces, parsed while they pass."""

    def __init__(self, part: str, content: NewPart, *, rows: bool) -> None:
        self._part, self._content, self._rows = part, content, rows

    def __call__(self) -> Iterator[bytes]:
        pieces = [self._content] if isinstance(self._content, bytes) else self._content()
        strict = ParserCreate("utf-8", " ")  # with a separator it knows namespaces, and prefixes nobody declared
        strict.StartDoctypeDeclHandler = self._refuse
        skeleton = _Skeleton() if self._rows else None
        try:
            for piece in pieces:
                for text in [piece] if skeleton is None else skeleton.around(piece):
                    strict.Parse(text, False)
                yield piece
            strict.Parse(b"" if skeleton is None else skeleton.rest(), True)
        except ExpatError as error:
            raise Odd("written XML", self._part) from error

    def _refuse(self, *_declared: object) -> None:
        raise Odd("written XML", self._part)


class RowProof:
    """Parses the rows and cells of a sheet that were written anew; all others pass as the bytes they were.

    `add` takes whole elements. Raises Odd where one of them is none, at the latest with `done`.
    """

    def __init__(self) -> None:
        self._strict = ParserCreate("utf-8")
        self._waiting: list[bytes] = [b"<proof>"]
        self._size = 0

    def add(self, element: bytes) -> None:
        """Take one more row, or a cell."""
        self._waiting.append(element)
        self._size += len(element)
        if self._size > _BATCH:
            self._parse(last=False)

    def done(self) -> None:
        """No more follow."""
        self._waiting.append(b"</proof>")
        self._parse(last=True)

    def _parse(self, *, last: bool) -> None:
        try:
            self._strict.Parse(b"".join(self._waiting), last)
        except ExpatError as error:
            raise Odd("written XML") from error
        self._waiting.clear()
        self._size = 0


class _Skeleton:
    """Leaves the rows out of a sheet that comes in pieces, cut anywhere."""

    def __init__(self) -> None:
        self._waiting = b""
        self._over: bytes | None = None
        self._behind = False

    def around(self, piece: bytes) -> Iterable[bytes]:
        """What of a piece, and of those before it, stands around the rows."""
        if self._behind:
            return [piece]
        self._waiting += piece
        texts = []
        if self._over is None:
            found = _SHEET_DATA.search(self._waiting)
            if found is None:
                return []
            self._over = b"</" + found[1] + b"sheetData"
            texts.append(self._waiting[: found.end()])
            self._waiting = self._waiting[found.end() :]
            self._behind = bool(found[2])
        end = 0 if self._behind else self._waiting.find(self._over)
        if end < 0:
            self._waiting = self._waiting[-len(self._over) :]
            return texts
        self._behind = True
        texts.append(self._waiting[end:])
        self._waiting = b""
        return texts

    def rest(self) -> bytes:
        """What no piece decided: a sheet without rows or without their end."""
        return b"" if self._over else self._waiting
