"""Columns of match keys as integer codes, and records: the rows that are equal in every key, taken once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.name_parts import Names, names_of

Codes = NDArray[np.int64]
MISSING = -1
DIGIT = re.compile(r"\d")


class MatchColumn(NamedTuple):
    """One column to compare, as the caller gives it: for each row its text and its match key.

    A key of "" never matches. Texts that differ only in writing have one key; the texts still supply the words that
    a key has lost. `group` says what an agreement is evidence for: a person, a company, a place.
    """

    name: str
    kind: Kind
    group: Group
    values: Sequence[str]
    keys: Sequence[str]


@dataclass(frozen=True)
class Column:
    """A column as codes: `codes[record]` is a position in `keys` (sorted, so independent of row order) or -1.

    `counts[code]` is the number of rows with the value; `rows` the number of rows that have any.
    """

    name: str
    kind: Kind
    group: Group
    keys: list[str]
    texts: list[str]
    counts: Codes
    codes: Codes

    @cached_property
    def names(self) -> Names:
        """The parts of the column's names of people."""
        return names_of(self.keys, self.texts)

    @cached_property
    def rows(self) -> int:
        """How many rows have a value."""
        return int(self.counts.sum())

    @cached_property
    def known(self) -> dict[str, NDArray[np.uint8]]:
        """What was worked out for every value before, by the name of the question."""
        return {}

    @cached_property
    def numbered(self) -> bool:
        """True where at least half of the values hold a digit."""
        return sum(map(bool, map(DIGIT.search, self.keys))) * 2 >= len(self.keys)


@dataclass(frozen=True)
class Records:
    """Distinct records. `record_of[row]` is the row's record, `sizes[record]` how many rows it stands for."""

    columns: list[Column]
    record_of: Codes
    sizes: Codes

    def __len__(self) -> int:
        return len(self.sizes)


def encode(column: MatchColumn) -> Column:
    """Codes of a column's match keys, one a row."""
    texts: dict[str, str] = {}
    for key, value in zip(column.keys, column.values, strict=True):
        if key and (key not in texts or (len(value), value) > (len(texts[key]), texts[key])):
            texts[key] = value
    keys = sorted(texts)
    position = {key: code for code, key in enumerate(keys)}
    position[""] = MISSING
    codes = np.fromiter((position[key] for key in column.keys), dtype=np.int64, count=len(column.keys))
    counts = np.bincount(codes[codes >= 0], minlength=len(keys)).astype(np.int64)
    return Column(column.name, column.kind, column.group, keys, [texts[key] for key in keys], counts, codes)


def collapse(columns: Sequence[Column], rows: int) -> Records:
    """The distinct records of the columns. Their order depends on their values alone, never on the rows' order."""
    joint = np.zeros(rows, dtype=np.int64)
    for column in columns:
        width = len(column.keys) + 1
        _joint, inverse = np.unique(joint * width + column.codes + 1, return_inverse=True)
        joint = inverse.astype(np.int64)
    if not columns:
        joint = np.arange(rows, dtype=np.int64)
    _joint, first, record_of, sizes = np.unique(joint, return_index=True, return_inverse=True, return_counts=True)
    kept = [Column(c.name, c.kind, c.group, c.keys, c.texts, c.counts, c.codes[first]) for c in columns]
    return Records(kept, record_of.astype(np.int64), sizes.astype(np.int64))
