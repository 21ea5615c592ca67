"""Writing one cell: new text as an inline string with the cell's style, numbers and dates where they can stay such."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from leadlist.formats.excel.formatcodes import Kind, kind_of
from leadlist.formats.excel.markup import attributes, column_letters, column_number, escaped, escaped_cell
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.styles import Styles

LONGEST = 32_767
"""Characters a cell can hold (Excel specifications and limits)."""


class Cell(NamedTuple):
    """A cell of a row's XML: column, the inner text of its tag, and what it holds (None: `<c/>`)."""

    column: int
    tag: str
    inner: str | None


class CellWriter:
    """Splits a row into its cells and writes cells, for one namespace prefix.

    `numeric` are the columns whose cells mostly hold numbers: there a cell that was empty takes a number too.
    """

    def __init__(self, prefix: str, styles: Styles | None, numeric: frozenset[int] = frozenset()) -> None:
        p = re.escape(prefix)
        self.prefix = prefix
        self._styles = styles or Styles(["General"])
        self._numeric = numeric
        self._cell = re.compile(
            rf"\s*<{p}c((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?:/>|>(.*?)</{p}c\s*>)", re.S
        )
        self._formula, self._close = f"<{prefix}f", f"</{prefix}c>"
        self._usual = re.compile(rf'<{p}c( r="([A-Z]{{1,3}})[0-9]+"(?: [\w:.-]+="[^"<>]*")*)(?:/>|>(.*?)</{p}c>)', re.S)
        self._value = re.compile(rf"<{p}v(?:\s[^<>]*)?>[^<]+</{p}v\s*>")

    def split(self, body: str) -> list[Cell]:
        """The cells of a row. Raises Odd where anything else is among them or they are out of order."""
        cells: list[Cell] = []
        at, column = 0, -1
        for match in self._usual.finditer(body):
            if match.start() != at or (next_column := column_number(match[2])) <= column:
                break
            at, column = match.end(), next_column
            cells.append(Cell(column, match[1], match[3]))
        return cells if at == len(body) else self._split(body)

    def _split(self, body: str) -> list[Cell]:
        """The same for cells of any form."""
        cells: list[Cell] = []
        at, column = 0, -1
        while match := self._cell.match(body, at):
            at = match.end()
            place = attributes(match[1]).get("r")
            previous, column = column, column + 1 if place is None else column_number(place.rstrip("0123456789"))
            if column <= previous:
                raise Odd("cell order")
            cells.append(Cell(column, match[1], match[2]))
        if body[at:].strip():
            raise Odd("row content")
        return cells

    def rewritten(self, body: str, row: int, texts: Mapping[int, str], exchanged: list[str]) -> str | None:
        """A row's cells with new texts in some, found by their references; None where that takes a closer look.

        `exchanged` takes the cells that went and those that came for them: all else is what it was.
        """
        parts: list[str] = []
        at = 0
        for column in sorted(texts):
            reference = f'<{self.prefix}c r="{column_letters(column)}{row}"'
            start = body.find(reference, at)
            end = body.find(">", start)
            tag = body[start + len(reference) : end]
            if start < 0 or end < 0 or tag.count('"') % 2:
                return None
            inner = None
            if not tag.endswith("/"):
                close = body.find(self._close, end)
                inner = body[end + 1 : close]
                if close < 0 or self._formula in inner:
                    return None
                end = close + len(self._close) - 1
            old = Cell(column, tag.removesuffix("/"), inner)
            new = self.written(column, row, texts[column], old)
            parts += (body[at:start], new)
            exchanged += (body[start : end + 1], new)
            at = end + 1
        parts.append(body[at:])
        return "".join(parts)

    def joined(self, cell: Cell, row: int) -> str:
        """A cell's XML at a row; its reference is always written."""
        tag = cell.tag
        reference = f"{column_letters(cell.column)}{row}"
        if f'r="{reference}"' not in tag:
            given = attributes(tag)
            given = {"r": reference, **{name: value for name, value in given.items() if name != "r"}}
            tag = "".join(f' {name}="{escaped(value)}"' for name, value in given.items())
        name = f"{self.prefix}c"
        return f"<{name}{tag}/>" if cell.inner is None else f"<{name}{tag}>{cell.inner}</{name}>"

    def has_formula(self, cell: Cell) -> bool:
        """Whether the cell holds a formula."""
        return cell.inner is not None and self._formula in cell.inner

    def written(self, column: int, row: int, text: str, old: Cell | None) -> str:
        """A cell with a new text, in the style and, where it fits, with the type of the old one.

        A number, date or truth value stays one only where it would be read back as exactly this text.
        """
        given = _given(old.tag) if old else {}
        style = given.get("s", "")
        name = self.prefix
        start = f'<{name}c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
        if not text:
            return f"{start}/>" if style else ""
        stored = self._stored(given, old, style, column, text)
        if stored is not None:
            kind = given.get("t", "n") if old and old.inner else "n"
            typed = f' t="{kind}"' if kind in {"b", "d"} else ""
            return f"{start}{typed}><{name}v>{stored}</{name}v></{name}c>"
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
        return f'{start} t="inlineStr"><{name}is><{name}t{space}>{escaped_cell(text)}</{name}t></{name}is></{name}c>'

    def _stored(self, given: Mapping[str, str], old: Cell | None, style: str, column: int, text: str) -> str | None:
        """What the cell's type stores for the text; None where it must be text."""
        kind = given.get("t", "n")
        filled = old is not None and old.inner is not None and self._holds_value(kind, old.inner)
        if filled and kind != "n":
            return {"TRUE": "1", "FALSE": "0"}.get(text) if kind == "b" else None
        code = self._styles.code(style)
        if code == "@":
            return None
        if filled or kind_of(code) is not Kind.NUMBER or code != "General" or column in self._numeric:
            return self._styles.stored(style, text)
        return None

    def _holds_value(self, kind: str, inner: str) -> bool:
        return bool(inner) if kind == "inlineStr" else self._value.search(inner) is not None


@lru_cache(maxsize=4096)
def _given(tag: str) -> Mapping[str, str]:
    """A cell's attributes; those without its reference are few in a whole workbook."""
    return attributes(tag)


def styled_blank(cell: Cell) -> Cell:
    """The cell without what it holds: its style alone."""
    style = attributes(cell.tag).get("s")
    return Cell(cell.column, f' s="{style}"' if style else "", None)
