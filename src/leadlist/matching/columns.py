"""Columns of match keys as integer codes, and records: the rows that are equal in every key, taken once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.name_parts import NO_SOUNDS, Names, Sounds, names_of
from leadlist.matching.ordered import distinct
from leadlist.matching.spelt import Places, Spelt

Codes = NDArray[np.int64]
Strings = NDArray[np.object_]
MISSING = -1
ENOUGH = 200  # rows of a list that shows how it is kept; a shorter one teaches no weights, and a person judges more
WIDEST = 2**62  # a code of several columns is made shorter before it grows beyond this
DIGIT = re.compile(r"\d")


class MatchColumn(NamedTuple):
    """One column to compare, as the caller gives it: for each row its text and its match key.

    A key of "" never matches. Texts that differ only in writing have one key; the texts still supply the words that
    a key has lost. `group` says what an agreement is evidence for: a person, a company, a place. `sounds` are those of
    parts of names, so that 山田, ヤマダ and Yamada can be compared.
    """

    name: str
    kind: Kind
    group: Group
    values: Sequence[str]
    keys: Sequence[str]
    sounds: Sounds = NO_SOUNDS


def distinct_keys(column: MatchColumn) -> Sequence[str]:
    """The keys of a column's distinct texts, or of its rows."""
    return column.keys.keys if isinstance(column.keys, Spelt) else column.keys


def distinct_texts(column: MatchColumn) -> Mapping[str, str]:
    """The key of every distinct text of a column."""
    own = column.keys
    return dict(
        zip(own.texts, own.keys, strict=True) if isinstance(own, Spelt) else zip(column.values, own, strict=True)
    )


def distinct_rows(one: MatchColumn, other: MatchColumn) -> Iterable[tuple[str, str, str, str]]:
    """The distinct rows of two columns: text and key of one, then of the other."""
    a, b = one.keys, other.keys
    if not isinstance(a, Spelt) or not isinstance(b, Spelt):
        return set(zip(one.values, a, other.values, b, strict=True))
    at, by = (
        side.tolist() for side in np.divmod(distinct(a.places.astype(np.int64) * len(b.keys) + b.places), len(b.keys))
    )
    return ((a.texts[i], a.keys[i], b.texts[j], b.keys[j]) for i, j in zip(at, by, strict=True))


Answer = TypeVar("Answer")


class Elsewhere(Protocol):
    """Another process that holds a column. Each method begins a work; what it gives back waits for the outcome."""

    def levels(self, first: Codes, second: Codes) -> Callable[[], NDArray[np.uint8]]:
        """Compares pairs of different values (`evidence.unlike_levels`)."""

    def views(self) -> Callable[[], list[Any]]:
        """Files the values (`views.numbered_views`)."""


@dataclass(frozen=True)
class Column:
    """A column as codes: `codes[record]` is a position in `keys` (sorted, so independent of row order) or -1.

    `counts[code]` is the number of rows with the value; `rows` the number of rows that have any. `scale` is how many
    rows a list must have that its values are rare or frequent by; 0 for the list's own.
    """

    name: str
    kind: Kind
    group: Group
    keys: list[str]
    texts: list[str]
    counts: Codes
    codes: Codes
    scale: int = 0
    sounds: Sounds = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """The parts of the column's names of people."""
        return names_of(self.keys, self.texts, self.sounds)

    @cached_property
    def rows(self) -> int:
        """How many rows have a value."""
        return int(self.counts.sum())

    @cached_property
    def known(self) -> dict[str, Any]:
        """What was worked out for every value before, by the name of the question."""
        return {}

    @cached_property
    def key_array(self) -> Strings:
        """The keys, to be picked from many at once."""
        return np.array(self.keys, dtype=object)

    @cached_property
    def text_array(self) -> Strings:
        """The texts, to be picked from many at once."""
        return np.array(self.texts, dtype=object)

    def each(self, of: Callable[[str], str], *, texts: bool = False) -> Strings:
        """A function of every key, or of every text; worked out once."""
        if of.__name__ not in self.known:
            self.known[of.__name__] = np.array(list(map(of, self.texts if texts else self.keys)), dtype=object)
        found: Strings = self.known[of.__name__]
        return found

    def coded(self, of: Callable[[str], str]) -> Codes:
        """The same as codes, to be compared at once; 0 stands for ""."""
        name = f"{of.__name__} coded"
        if name not in self.known:
            codes = {"": 0}
            self.known[name] = np.array(
                [codes.setdefault(v, len(codes)) for v in self.each(of).tolist()], dtype=np.int64
            )
        found: Codes = self.known[name]
        return found

    def flagged(self, of: Callable[[str], bool]) -> NDArray[np.bool_]:
        """For every key whether something holds; worked out once."""
        if of.__name__ not in self.known:
            self.known[of.__name__] = np.fromiter(map(of, self.keys), bool, len(self.keys))
        found: NDArray[np.bool_] = self.known[of.__name__]
        return found

    @cached_property
    def lengths(self) -> Codes:
        """How many characters every key has."""
        return np.fromiter(map(len, self.keys), dtype=np.int64, count=len(self.keys))

    @cached_property
    def compared(self) -> list[NDArray[Any]]:
        """Pairs of values that were compared before, sorted (`low * values + high`), and their levels."""
        return [np.zeros(0, np.int64), np.zeros(0, np.uint8)]

    @cached_property
    def away(self) -> list[Elsewhere]:
        """The other process that compares this column's values, if any, while a list is linked."""
        return []

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


def begun(
    columns: Sequence[Column],
    away: Callable[[int, Elsewhere], Callable[[], Answer]],
    here: Callable[[int], Answer],
) -> Callable[[], list[Answer]]:
    """What is asked of every column, by its position. Another process begins with those it holds; the rest is done when
    the answers are wanted."""
    others = {at: away(at, column.away[0]) for at, column in enumerate(columns) if column.away}

    def answers() -> list[Answer]:
        own = {at: here(at) for at in range(len(columns)) if at not in others}
        return [others[at]() if at in others else own[at] for at in range(len(columns))]

    return answers


class Encoding(NamedTuple):
    """The codes of texts by their keys: `codes[at]` is that of a text, `shown[code]` the position of a text that stands
    for all that have the key, the longest one."""

    codes: Places
    shown: Places


def encoding(keys: Sequence[str], texts: Sequence[str]) -> Encoding:
    """The codes of texts with these match keys, in the order of the keys."""
    last = dict(zip(keys, range(len(keys)), strict=True))
    at = np.fromiter(map(last.__getitem__, keys), np.int32, len(keys))
    last.pop("", None)
    shown = np.fromiter(map(last.__getitem__, sorted(last)), np.int32, len(last))
    code = np.full(len(keys), MISSING, np.int32)
    code[shown] = np.arange(len(shown))
    codes = code[at]
    for text in np.flatnonzero((at != np.arange(len(keys))) & (codes >= 0)).tolist():
        known = int(shown[codes[text]])
        if (len(texts[text]), texts[text]) > (len(texts[known]), texts[known]):
            shown[codes[text]] = text
    return Encoding(codes, shown)


def encode(column: MatchColumn, told: Encoding | None = None) -> Column:
    """Codes of a column's match keys, one a row. `told` are those of its distinct texts, if they are known already."""
    own = column.keys if isinstance(column.keys, Spelt) else None
    keys, texts = (own.keys, own.texts) if own else (column.keys, column.values)
    codes, shown = told or encoding(keys, texts)
    counts = np.bincount(codes[codes >= 0] if own is None else _of_rows(codes, own), minlength=len(shown))
    at = shown.tolist()
    return Column(
        column.name,
        column.kind,
        column.group,
        list(map(keys.__getitem__, at)),
        list(map(texts.__getitem__, at)),
        counts.astype(np.int64),
        (codes if own is None else codes[own.places]).astype(np.int64),
        sounds=column.sounds,
    )


def _of_rows(codes: Places, own: Spelt) -> Places:
    """The codes of the rows that have a key."""
    rows: Places = codes[own.places]
    return rows[rows >= 0]


def collapse(columns: Sequence[Column], rows: int) -> Records:
    """The distinct records of the columns. Their order depends on their values alone, never on the rows' order."""
    joint, width = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        if width > WIDEST // (len(column.keys) + 1):
            found, inverse = np.unique(joint, return_inverse=True)
            joint, width = inverse.astype(np.int64), len(found)
        joint = joint * (len(column.keys) + 1) + column.codes + 1
        width *= len(column.keys) + 1
    if not columns:
        joint = np.arange(rows, dtype=np.int64)
    _joint, first, record_of, sizes = np.unique(joint, return_index=True, return_inverse=True, return_counts=True)
    kept = [replace(c, codes=c.codes[first]) for c in columns]
    return Records(kept, record_of.astype(np.int64), sizes.astype(np.int64))
