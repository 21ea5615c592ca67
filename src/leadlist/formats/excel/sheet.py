"""Patching the one worksheet: its rows stream by, those that change are rewritten, all others pass as they are."""

import re
from collections.abc import Callable, Iterator, Mapping

from leadlist.formats.excel.cells import Cell, CellWriter, styled_blank
from leadlist.formats.excel.markup import attributes, set_attribute
from leadlist.formats.excel.odd import Odd, whole
from leadlist.formats.excel.rowstream import Row, RowStream, Run, number_elsewhere
from leadlist.formats.excel.sheetedit import SheetEdit
from leadlist.formats.excel.sheetformulas import FormulaMover
from leadlist.formats.excel.wellformed import RowProof

_BATCH = 1 << 17
Forget = Callable[[Cell, int], bool]
_ROW_NUMBER = re.compile(rb' r="([^"]*)"')


class SheetPatcher:
    """Rewrites the rows of one worksheet. Raises Odd for what it does not know."""

    def __init__(self, stream: RowStream, edit: SheetEdit, writer: CellWriter, mover: FormulaMover) -> None:
        self._stream = stream
        self._edit = edit
        self._writer = writer
        self._mover = mover
        prefix = stream.prefix
        self._open, self._close = b"<" + prefix + b"row", b"</" + prefix + b"row>"
        self._cell, self._cell_with_place = b"<" + prefix + b"c", b"<" + prefix + b'c r="'
        self._formula = re.compile(b"<" + re.escape(prefix) + rb"f[\s/>]")
        self._untouched = edit.untouched()
        self._template: tuple[bytes, list[Cell]] | None = None
        self._removed = frozenset(edit.shift.removed)
        self._proof = RowProof()
        self._waiting = bool(edit.new_rows)

    def rows(self, *, alone: bool) -> Iterator[bytes]:
        """The new content of `sheetData`, in pieces of some 100 KB; of all that follows it too, where `alone` says that
        only rows change."""
        edit = self._edit
        if alone and edit.plain_rows and not (edit.shift or edit.erased):
            yield from self._few_rows()
            return
        out: list[bytes] = []
        size = last = 0
        for row in self._stream.rows_and_runs(self._as_one):
            number = row.first if isinstance(row, Run) else row_number(row.tag, last)
            if number <= last:
                raise Odd("row order")
            last = row.last if isinstance(row, Run) else number
            if self._waiting and number > self._edit.shift.below:
                out.extend(self._added())
            piece = row.xml if isinstance(row, Run) else self._row(row, number)
            out.append(piece)
            size += len(piece)
            if size > _BATCH:
                yield b"".join(out)
                out.clear()
                size = 0
        if self._stream.odd:
            raise Odd(self._stream.odd)
        if self._waiting:
            out.extend(self._added())
        self._proof.done()
        yield b"".join(out)

    def _as_one(self, xml: bytes, first: int, last: int) -> bytes | None:
        """Rows that all stay or go the same way, without formulas; None where each must be looked at by itself."""
        if not self._untouched(first, last) or self._formula.search(xml):
            return None
        up = first - self._edit.shift.position(first)
        return self._all_renumbered(xml, up) if up else xml

    def _all_renumbered(self, xml: bytes, up: int) -> bytes | None:
        """Rows some rows further up; None where that takes a closer look (`_renumbered` says why)."""
        before, *rows = xml.split(self._open + b' r="')
        moved, digits = [before], 0
        for row in rows:
            number, _, rest = row.partition(b'"')
            old, new = number + b'"', b'%d"' % (int(number) - up)
            digits += rest.count(old)
            moved.append(new + rest.replace(old, new))
        same = digits == xml.count(self._cell_with_place) == xml.count(self._cell)
        return (self._open + b' r="').join(moved) if same and len(rows) == xml.count(self._open) else None

    def _few_rows(self) -> Iterator[bytes]:
        """The rows where none moves: only those that change are looked at."""
        wanted = sorted(self._edit.cells.keys() | self._edit.blanked)
        for piece, number in self._stream.between(wanted):
            yield piece if isinstance(piece, bytes) else self._changed(piece, number, self._edit.cells.get(number, {}))
        self._proof.done()

    def _row(self, row: Row, number: int) -> bytes:
        edit, shift = self._edit, self._edit.shift
        if self._waiting and number == shift.below and not edit.no_leads:
            self._template = row.tag, self._writer.split((row.body or b"").decode())
        if number in self._removed:
            if row.body is not None and self._formula.search(row.body):
                self._moved_cells(row, number)
            return b""
        if shift.grown and shift.below < number <= shift.below + shift.grown:
            return b""
        changes = edit.cells.get(number)
        if changes or number in edit.blanked:
            return self._changed(row, number, changes or {})
        formulas = row.body is not None and self._formula.search(row.body) is not None
        if formulas and self._waiting and b"shared" in (row.body or b""):
            self._moved_cells(row, number)
        if not shift.moves and not (formulas and edit.erased):
            return self._joined(row.gap, row.tag, row.body)
        target = shift.position(number)
        tag = row.tag if target == number else _numbered(row.tag, target)
        if row.body is None:
            return self._joined(row.gap, tag, None)
        if formulas or (body := self._renumbered(row.body, number, target)) is None:
            cells = self._moved_cells(row, number)
            return self._new(row.gap, tag, "".join(self._writer.joined(cell, target) for cell in cells))
        return self._joined(row.gap, tag, body)

    def _joined(self, gap: bytes, tag: bytes, body: bytes | None) -> bytes:
        if body is None:
            return b"".join((gap, self._open, tag, b"/>"))
        return b"".join((gap, self._open, tag, b">", body, self._close))

    def _new(self, gap: bytes, tag: bytes, body: str) -> bytes:
        """A row that was written anew, cell by cell."""
        row = self._joined(gap, tag, body.encode())
        self._proof.add(row)
        return row

    def _renumbered(self, body: bytes, old: int, new: int) -> bytes | None:
        """The cells of a row with another row number; None where that takes a closer look.

        `12"` stands in row 12 at the end of every cell reference; where it stands nowhere else, one replacement
        of bytes moves the whole row.
        """
        if old == new:
            return body
        digits = b'%d"' % old
        count = body.count(digits)
        if count != body.count(self._cell_with_place) or count != body.count(self._cell):
            return None
        return body.replace(digits, b'%d"' % new)

    def _moved_cells(self, row: Row, number: int) -> list[Cell]:
        """A row's cells with their formulas moved."""
        cells = self._writer.split((row.body or b"").decode())
        return [self._mover.cell(cell, number) if cell.inner and self._has_formula(cell) else cell for cell in cells]

    def _has_formula(self, cell: Cell) -> bool:
        return self._writer.has_formula(cell)

    def _changed(self, row: Row, number: int, changes: Mapping[int, str]) -> bytes:
        """A row with some cells rewritten or new, everything else in it as it was."""
        edit, writer = self._edit, self._writer
        target = edit.shift.position(number)
        still = not (edit.shift.moves or edit.erased)
        if still and number not in edit.blanked and b" r=" in row.tag:
            exchanged: list[str] = []
            body = writer.rewritten((row.body or b"").decode(), number, changes, exchanged)
            if body is not None:
                self._proof.add("".join(exchanged).encode())
                return self._joined(row.gap, row.tag, body.encode())
        split = writer.split((row.body or b"").decode()) if still else self._moved_cells(row, number)
        cells = {cell.column: cell for cell in split}
        if number in edit.blanked:
            cells = {column: styled_blank(cell) for column, cell in cells.items() if not self._has_formula(cell)}
        new: dict[int, str] = {}
        for column, text in changes.items():
            old = cells.get(column)
            if old is not None and self._has_formula(old):
                raise Odd("formula")
            if old is None and column in edit.borrow and edit.borrow[column] in cells:
                old = styled_blank(cells[edit.borrow[column]])
            new[column] = writer.written(column, target, text, old)
        parts = [
            new[column] if column in new else writer.joined(cells[column], target)
            for column in sorted(cells.keys() | new.keys())
        ]
        tag = _numbered(row.tag, target) if target != number or b" r=" not in row.tag else row.tag
        return self._new(row.gap, _spanning(tag, max(new, default=-1)), "".join(parts))

    def _added(self) -> Iterator[bytes]:
        """The rows that come in, in the style of the list's last row, its formulas carried down."""
        self._waiting = False
        shift = self._edit.shift
        tag, cells = self._template or (b"", [])
        for name in ("r", "spans", "hidden", "collapsed"):
            tag = set_attribute(tag.decode(), name, None).encode()
        for offset, texts in enumerate(self._edit.new_rows):
            number = shift.first_new + offset
            parts: dict[int, str] = {}
            for cell in cells:
                if cell.column not in texts:
                    parts[cell.column] = self._below(cell, number, offset + 1)
            known = {cell.column: cell for cell in cells}
            for column, text in texts.items():
                old = known.get(column)
                if old is None and column in self._edit.borrow and self._edit.borrow[column] in known:
                    old = styled_blank(known[self._edit.borrow[column]])
                elif old is not None and self._has_formula(old):
                    old = styled_blank(old)
                parts[column] = self._writer.written(column, number, text, old)
            body = "".join(parts[column] for column in sorted(parts))
            yield self._new(b"", b' r="%d"' % number + tag, body)

    def _below(self, cell: Cell, number: int, down: int) -> str:
        """A cell under the list's last row: its style, and its formula where that speaks of its own row only."""
        blank = styled_blank(cell)
        formula = self._mover.carried_down(cell, self._edit.shift.below, down) if self._has_formula(cell) else None
        if formula is None:
            return self._writer.joined(blank, number) if blank.tag else ""
        return self._writer.joined(blank._replace(inner=formula), number)


def row_number(tag: bytes, last: int) -> int:
    match = _ROW_NUMBER.match(tag)
    text = match[1].decode() if match else number_elsewhere(tag)
    if text == "" and match is None:
        return last + 1
    if text is None or not text.isdecimal():
        raise Odd("sheet XML")
    return int(text)


def _numbered(tag: bytes, number: int) -> bytes:
    """A row's tag with its number; for the usual ` r="12" …` without looking at the rest."""
    match = _ROW_NUMBER.match(tag)
    if match:
        return b' r="%d"' % number + tag[match.end() :]
    return set_attribute(tag.decode(), "r", str(number)).encode()


def _spanning(tag: bytes, column: int) -> bytes:
    """A row's tag without its `spans` where a column lies beyond: they are a hint that may be left out."""
    if b"spans" not in tag:
        return tag
    spans = attributes(tag.decode()).get("spans", "")
    last = max((whole(span.partition(":")[2] or "0") for span in spans.split()), default=0)
    return tag if column < last else set_attribute(tag.decode(), "spans", None).encode()


def other_rows(
    stream: RowStream, writer: CellWriter, mover: FormulaMover, forget: Forget | None = None
) -> Iterator[tuple[Row | Run, Row | Run]]:
    """The rows of a sheet whose rows stay, each with what becomes of it by its formulas; the same row mostly.

    `forget` says of a cell without formula, by sheet row, whether what it shows must go.
    """
    formula = re.compile(b"<" + re.escape(stream.prefix) + rb"f[\s/>]")
    last = 0
    for row in stream.rows_and_runs(lambda xml, *_ends: None if forget or formula.search(xml) else xml):
        if isinstance(row, Run):
            last = row.last
            yield row, row
            continue
        last = number = row_number(row.tag, last)
        if row.body is None or (forget is None and not formula.search(row.body)):
            yield row, row
            continue
        if stream.odd:
            raise Odd(stream.odd)
        cells = writer.split(row.body.decode())
        moved = []
        for cell in cells:
            if cell.inner and writer.has_formula(cell):
                moved.append(mover.cell(cell, number))
            else:
                moved.append(styled_blank(cell) if forget is not None and forget(cell, number) else cell)
        if all(new is old for new, old in zip(moved, cells, strict=True)):
            yield row, row
        else:
            yield row, row._replace(body="".join(writer.joined(cell, number) for cell in moved).encode())
