"""Proof that a rewritten CSV file reads back as planned, without reading all of it as a list again.

Records whose bytes are those of the old file read as they did. The others are read in both files, and must be the old
ones with what the plan says.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice, zip_longest
from operator import itemgetter
from typing import BinaryIO

from leadlist.changes import (
    AddRow,
    Change,
    RowSet,
    SetCell,
    added_columns,
    changed_columns,
    in_order,
    removed_rows,
)
from leadlist.formats.csv_records import CHUNK, blocks, records
from leadlist.formats.csv_rewrite import Source
from leadlist.leads import LeadList

END = "\0end"  # a record put behind the last one: an open quote would swallow it
BATCH = 4096  # records read at a time
Differing = tuple[int, bytes | None, bytes | None]
"""The number of a record of the old file, what it was, and what stands in its place; None where there is nothing."""


def reads_back(source: Source, leads: LeadList, changes: Sequence[Change], old: BinaryIO, new: BinaryIO) -> bool:
    """True where `new` is `old` with exactly these changes. False says nothing: then the whole file has to be read.

    A record is a whole one for Python's `csv` too, because a batch of records must give as many rows.
    """
    encoding, mark = source.encoding, source.encoding.mark
    if source.target != encoding or encoding.is_uncut or encoding.broken:
        return False
    if old.read(len(mark)) != mark or new.read(len(mark)) != mark:
        return False
    planned = _Planned(source, len(leads.headings), changes)
    if not planned.is_understood:
        return False
    different = _different(_records(source, old), _records(source, new), planned.removed)
    while batch := list(islice(different, BATCH)):
        if not _as_planned(batch, source, planned):
            return False
    return planned.is_done


class _Planned:
    """What a plan says of the records of a file, asked in their order."""

    def __init__(self, source: Source, width: int, changes: Sequence[Change]) -> None:
        rows, self._places = source.layout.rows, source.layout.columns
        self._width = width
        self._added = [column.heading for column in added_columns(changes)]
        first, last = source.layout.heading_rows
        headed = (first, *(source.layout.repeated if first == last else ()))
        self._headings = set(headed if self._added else ())  # the records of headings that get more of them
        self.removed = RowSet((rows[row] for row in removed_rows(changes)), rows[-1] + 1 if len(rows) else 0)
        touched = (change for change in in_order(changes) if isinstance(change, SetCell))
        cells = (cell for cell in touched if rows[cell.row] not in self.removed)
        self.is_understood = not any(isinstance(change, AddRow) for change in changes) and all(
            column < width + len(self._added) for column in changed_columns(changes)
        )
        self._edits = ((rows[row], list(own)) for row, own in groupby(cells, key=itemgetter(0)))
        self._next = next(self._edits, None)

    @property
    def is_done(self) -> bool:
        """Whether all records that were to be changed have been asked for."""
        return self._next is None and not self._headings

    def says(self, number: int, before: list[str], after: list[str]) -> bool:
        """Whether a record that was `before` is to be `after`; records come in order."""
        own: list[SetCell] = []
        if self._next is not None and self._next[0] <= number:
            at, own = self._next
            if at < number:
                return False  # that one was to be changed, and is as it was
            self._next = next(self._edits, None)
        if not own and not self._added:
            return False
        for change in own:
            if not _put(before, self._place(change.column), change.before, change.after):
                return False
        for at, heading in enumerate(self._added if number in self._headings else ()):
            if not _put(before, self._place(self._width + at), "", heading):
                return False
        self._headings.discard(number)
        return before == after if not self._added else _without_end(before) == _without_end(after)

    def _place(self, column: int) -> int:
        """The place of a column in the file; appended ones follow the list's last."""
        own = self._places
        return own[column] if column < len(own) else own[-1] + 1 + column - len(own)


def _put(cells: list[str], place: int, before: str, after: str) -> bool:
    """Put a text where another stood; False where that one is not there."""
    cells += [""] * (place + 1 - len(cells))
    if cells[place] != before:
        return False
    cells[place] = after
    return True


def _without_end(cells: list[str]) -> list[str]:
    """The cells without the empty ones at their end, which say no more than none."""
    end = next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)
    return cells[:end]


def _records(source: Source, file: BinaryIO) -> Iterable[bytes]:
    chunks = iter(lambda: file.read(CHUNK), b"")
    return chain.from_iterable(records(blocks(chunks), source.encoding.codec, source.dialect.delimiter))


def _different(old: Iterable[bytes], new: Iterable[bytes], removed: RowSet) -> Iterator[Differing]:
    """The records of the new file that are not those of the old, where some of these were removed."""
    left = ((at, record) for at, record in enumerate(old) if at not in removed)
    for one, after in zip_longest(left, new):
        number, before = one or (-1, None)
        if before != after:
            yield number, before, after


def _as_planned(batch: Sequence[Differing], source: Source, planned: _Planned) -> bool:
    """True where these records say what the plan wants of them."""
    olds = _rows([before for _number, before, _after in batch if before is not None], source)
    news = _rows([after for _number, _before, after in batch if after is not None], source)
    if not len(olds) == len(news) == len(batch):
        return False
    numbers = (number for number, _before, _after in batch)
    return all(map(planned.says, numbers, olds, news))


def _rows(found: Sequence[bytes], source: Source) -> list[list[str]]:
    """The cells of some records; none where they are not as many for `csv`, or the last is not whole."""
    lines = io.StringIO(b"".join(found).decode(source.encoding.codec), newline="")
    rows = list(csv.reader(chain(lines, [END]), delimiter=source.dialect.delimiter))
    return rows[:-1] if len(rows) == len(found) + 1 and rows[-1] == [END] else []
