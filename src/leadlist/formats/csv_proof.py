"""Proof that a rewritten CSV file reads back as planned, without reading all of it as a list again.

Records whose bytes are those of the old file read as they did. The others are read, and compared cell by cell with what
the plan says.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import BinaryIO

from leadlist.changes import Change, SetCell
from leadlist.formats.csv_records import CHUNK, blocks, records
from leadlist.formats.csv_rewrite import Source
from leadlist.leads import LeadList

END = "\0end"  # a record put behind the last one: an open quote would swallow it
BATCH = 4096  # records read at a time


def reads_back(source: Source, leads: LeadList, changes: Sequence[Change], old: BinaryIO, new: BinaryIO) -> bool:
    """True where `new` is `old` with exactly these changes. False says nothing: then the whole file has to be read.

    A record is a whole one for Python's `csv` too, because a batch of records must give as many rows.
    """
    encoding, mark = source.encoding, source.encoding.mark
    if source.target != encoding or encoding.is_uncut or encoding.broken:
        return False
    if old.read(len(mark)) != mark or new.read(len(mark)) != mark:
        return False
    wanted: dict[int, list[SetCell]] = {}
    rows = source.layout.rows
    for change in changes:
        if not isinstance(change, SetCell) or change.column >= len(leads.columns):
            return False
        wanted.setdefault(rows[change.row], []).append(change)
    different = _different(_records(source, old), _records(source, new))
    while batch := list(islice(different, BATCH)):
        if not _as_planned(batch, source, leads, wanted):
            return False
    return not wanted


def _records(source: Source, file: BinaryIO) -> Iterable[bytes]:
    chunks = iter(lambda: file.read(CHUNK), b"")
    return chain.from_iterable(records(blocks(chunks), source.encoding.codec, source.dialect.delimiter))


def _different(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """The records of the new file that are not those of the old, and their numbers; None for one that is missing."""
    for number, (before, after) in enumerate(zip_longest(old, new)):
        if before != after:
            yield number, None if before is None else after


def _as_planned(
    batch: Sequence[tuple[int, bytes | None]], source: Source, leads: LeadList, wanted: dict[int, list[SetCell]]
) -> bool:
    """True where these records say what is `wanted` of them, which is taken from there."""
    texts = [record for _number, record in batch if record is not None]
    if len(texts) != len(batch):
        return False
    lines = io.StringIO(b"".join(texts).decode(source.encoding.codec), newline="")
    found = list(csv.reader(chain(lines, [END]), delimiter=source.dialect.delimiter))
    if len(found) != len(batch) + 1 or found[-1] != [END]:
        return False
    places = source.layout.columns
    in_place = list(places) == list(range(len(places)))
    for (number, _record), cells in zip(batch, found, strict=False):
        changes = wanted.pop(number, None)
        if changes is None:
            return False
        row = changes[0].row
        expected = [column[row] for column in leads.columns]
        for change in changes:
            expected[change.column] = change.after
        if not in_place or len(cells) != len(expected):
            cells = [cells[place] if place < len(cells) else "" for place in places]
        if cells != expected:
            return False
    return True
