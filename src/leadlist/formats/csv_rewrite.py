"""Rewriting a CSV file: a stream of records in, the same bytes out except where a change says otherwise."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from leadlist.changes import AddRow, Change, RemoveRow, RowSet, SetCell, added_columns, in_order, removed_rows
from leadlist.errors import Busy, Refused
from leadlist.formats.csv_dialect import Dialect
from leadlist.formats.csv_records import CHUNK, blocks, cells, records, value
from leadlist.formats.encoding import BROKEN, Encoding
from leadlist.formats.layout import Layout
from leadlist.leads import ColumnRef
from leadlist.locale import _

Write = Callable[[bytes], object]
PLACE = itemgetter(0, 1)
Edit = tuple[int, int, str | None, str]  # record, column of the grid, text before (None: nothing stands there), after


class Source(NamedTuple):
    """How a file was read: what `rewrite` must know to find its records again.

    `beyond`: something stands to the right of the list, so that no column can be appended. `first` is the number of the
    first record where it is a piece of a file.
    """

    name: str
    encoding: Encoding
    target: Encoding
    dialect: Dialect
    layout: Layout
    beyond: bool = False
    first: int = 0


def rewrite(source: Source, old: BinaryIO, changes: Sequence[Change], headings: Sequence[str], write: Write) -> None:
    """Stream `old` to `write` with the changes. Memory grows with the changes, not with the file.

    Raises Refused for a character that the encoding lacks and for columns that cannot be appended, Busy where the file
    no longer holds what was read.
    """
    _Rewriter(source, changes, headings).run(old, write)


class _Rewriter:
    def __init__(self, source: Source, changes: Sequence[Change], headings: Sequence[str]) -> None:
        self.source = source
        self.headings = headings
        self.recode = source.target.codec != source.encoding.codec or source.encoding.is_uncut
        if self.recode and source.encoding.broken:
            raise Refused(
                _("“{name}” holds bytes that are no characters; in another encoding they would be lost.").format(
                    name=source.name
                ),
                hint=_("Correct those cells first (they show �), or leave --encoding away."),
            )
        self.codec = "utf-8" if self.recode else source.encoding.codec
        self.delimiter = source.dialect.delimiter.encode()
        self.special = re.compile(f'["\r\n{re.escape(source.dialect.delimiter)}]').search
        self.two_bytes = self.codec == "cp932" and source.dialect.delimiter == "|"
        self.added_columns = added_columns(changes)
        self.added_rows = [change for change in changes if isinstance(change, AddRow)]
        rows = source.layout.rows
        heading = source.layout.heading_rows
        self.last = rows[-1] if len(rows) else heading[1]
        self.removed = RowSet((rows[row] for row in removed_rows(changes)), self.last + 1)
        self.edits = self._edits(changes)

    def _edits(self, changes: Sequence[Change]) -> Iterator[Edit]:
        """Every cell to be written, in the order of the file."""
        if self.added_columns and self.source.beyond:
            raise Refused(
                _("“{name}” has something to the right of the list; no column can be added.").format(
                    name=self.source.name
                ),
                hint=_("Write a new list with --out NEW.csv, or move what stands there to a file of its own."),
            )
        first, last = self.source.layout.heading_rows
        width = len(self.headings)
        headings: list[Edit] = [
            (record, self.grid(ColumnRef(width + place)), None, column.heading)
            for place, column in enumerate(self.added_columns)
            for record in (first, *(self.source.layout.repeated if first == last else ()))
        ]
        cells = self._with_empty_cells(changes) if self.added_columns else self._cells(in_order(changes))
        return merge(sorted(headings, key=PLACE), cells, key=PLACE)

    def _cells(self, changes: Iterable[SetCell | RemoveRow]) -> Iterator[Edit]:
        """The cells that change, record by record."""
        rows, width = self.source.layout.rows, len(self.headings)
        places = [self.grid(ColumnRef(column)) for column in range(width + len(self.added_columns))]
        for row, own in groupby(changes, key=itemgetter(0)):
            edits = [
                (rows[row], places[cell.column], cell.before if cell.column < width else None, cell.after)
                for cell in own
                if isinstance(cell, SetCell)
            ]
            yield from sorted(edits, key=PLACE) if len(edits) > 1 else edits

    def _with_empty_cells(self, changes: Sequence[Change]) -> Iterator[Edit]:
        """The cells that change, and an empty last one for every lead that gets none and stays: records remain as wide
        as the headings."""
        last = self.grid(ColumnRef(len(self.headings) + len(self.added_columns) - 1))
        rows = (record for record in self.source.layout.rows if record not in self.removed)
        empty: Iterator[Edit] = ((record, last, None, "") for record in rows)
        before = (-1, -1)
        for edit in merge(self._cells(in_order(changes)), empty, key=PLACE):
            if edit[:2] != before:
                yield edit
            before = edit[:2]

    def grid(self, column: ColumnRef) -> int:
        """The place of a column in the file; appended ones follow the list's last."""
        own = self.source.layout.columns
        return own[column] if column < len(own) else own[-1] + 1 + column - len(own)

    def run(self, old: BinaryIO, write: Write) -> None:
        """Copy record by record, from edit to edit."""
        emit = self._emitter(write)
        write(self.source.target.mark)
        number = 0
        edits = iter(chain(self.edits, [(-1, 0, None, "")]))
        edit = next(edits)
        pieces = blocks(self._chunks(old))
        broken = self.source.encoding.broken
        for found in records(pieces, self.codec, self.source.dialect.delimiter, broken=broken):
            end = number + len(found)
            while number <= edit[0] < end:
                own = [edit]
                while (edit := next(edits))[0] == own[0][0]:
                    own.append(edit)
                if own[0][0] not in self.removed:
                    found[own[0][0] - number] = self._edited(found[own[0][0] - number], own)
            if self.added_rows and number <= self.last < end:
                found[self.last - number] = self._followed(found[self.last - number])
            left = [(place, raw) for place, raw in enumerate(found, number) if place not in self.removed]
            try:
                emit(b"".join(found if len(left) == len(found) else [raw for _place, raw in left]))
            except UnicodeEncodeError as error:
                raise self._first_lacking(left) from error
            number = end
        if edit[0] != -1:
            raise self._changed(edit[0])

    def _chunks(self, old: BinaryIO) -> Iterable[bytes]:
        old.seek(len(self.source.encoding.mark))
        chunks = iter(lambda: old.read(CHUNK), b"")
        if not self.recode:
            return chunks
        decoder = codecs.getincrementaldecoder(self.source.encoding.codec)()
        return (decoder.decode(chunk).encode() for chunk in chunks)

    def _emitter(self, write: Write) -> Write:
        if not self.recode:
            return write
        codec = self.source.target.codec

        return lambda data: write(data.decode().encode(codec))

    def _first_lacking(self, found: Iterable[tuple[int, bytes]]) -> Refused:
        """The first cell of these records of which the target encoding lacks a character."""
        for record, raw in found:
            for column, cell in enumerate(cells(raw, self.delimiter, two_bytes=self.two_bytes)[0]):
                try:
                    cell.decode().encode(self.source.target.codec)
                except UnicodeEncodeError as error:
                    return self._lacking(error.object[error.start], record, column)
        raise AssertionError("every record is in the encoding")

    def _edited(self, record: bytes, edits: list[Edit]) -> bytes:
        """A record with some cells written anew; the bytes of the others stay."""
        own, end = cells(record, self.delimiter, two_bytes=self.two_bytes)
        for number, column, before, after in edits:
            if column >= len(own):
                own += [b""] * (column + 1 - len(own))
            if before and own[column] == before.encode(self.codec, "replace") and not self.special(before + after):
                own[column] = self._bytes(after, number, column)  # nothing here was, or has to be, in quotes
                continue
            old = own[column].decode(self.codec, "replace" if self.source.encoding.broken else "strict")
            if before is not None and value(old) != before:
                raise self._changed(number)
            quoted = True if old.startswith('"') else (None if old == "" else False)
            text = self.source.dialect.cell(after, quoted=quoted) if after or quoted else ""
            own[column] = self._bytes(text, number, column)
        return self.delimiter.join(own) + end

    def _followed(self, record: bytes) -> bytes:
        """The list's last record, or what is left of it, and the new ones behind it."""
        body, end = (b"", b"") if self.last in self.removed else (record, b"")
        line_end = self.source.dialect.line_end
        new = [self._new_record(row) for row in self.added_rows]
        if self.last in self.removed:
            self.removed.discard(self.last)
            return line_end.join(new) + line_end
        if record.endswith((b"\n", b"\r")):
            return body + line_end.join(new) + line_end
        return body + line_end + line_end.join(new) + end

    def _new_record(self, row: AddRow) -> bytes:
        width = self.grid(ColumnRef(len(self.headings) + len(self.added_columns) - 1)) + 1
        texts = [""] * width
        for column, text in row.cells.items():
            texts[self.grid(column)] = text
        return self.delimiter.join(
            self._bytes(self.source.dialect.cell(text), None, column) for column, text in enumerate(texts)
        )

    def _bytes(self, text: str, record: int | None, column: int) -> bytes:
        if self.source.encoding.broken and BROKEN in text:
            raise self._lacking(BROKEN, record, column)
        try:
            if self.recode:
                text.encode(self.source.target.codec)
            return text.encode(self.codec)
        except UnicodeEncodeError as error:
            raise self._lacking(text[error.start], record, column) from error

    def _lacking(self, character: str, record: int | None, column: int) -> Refused:
        heading = self._heading(column)
        where = (
            _("{name}, a new record").format(name=self.source.name)
            if record is None
            else _("{name}, record {row}").format(name=self.source.name, row=self.source.first + record + 1)
        )
        return Refused(
            _("{where}, column “{column}”: {encoding} has no character “{character}” (U+{code:04X}).").format(
                where=where, column=heading, encoding=self.source.target.codec, character=character, code=ord(character)
            ),
            hint=_("Write the list with --encoding utf-8-sig, which has every character, or change that one."),
        )

    def _heading(self, column: int) -> str:
        layout = self.source.layout
        names = [*self.headings, *(added.heading for added in self.added_columns)]
        places = [*layout.columns, *range(layout.columns[-1] + 1, layout.columns[-1] + 1 + len(self.added_columns))]
        return (names[places.index(column)] if column in places else "") or str(column + 1)

    def _changed(self, record: int) -> Busy:
        return Busy(
            _("{name}, record {row} is no longer what was read.").format(
                name=self.source.name, row=self.source.first + record + 1
            ),
            hint=_("Somebody changed the file meanwhile; run the command again."),
        )
