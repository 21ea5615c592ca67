"""What is to be expected by chance: how often two rows taken at random have each level, and which columns go together.

Two rows of one town have one prefecture, and two of one postal code one town: by chance, too, these are one
coincidence and not three. So a column of places is looked at within its parent, the next coarser one (Chow and Liu,
"Approximating discrete probability distributions with dependence trees", 1968).
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import LEVELS, MISSING, SAME_COMMON, SAME_RARE, STRONG
from leadlist.matching.evidence import agreement_levels, unlike_levels_of
from leadlist.matching.threads import at_once

Floats = NDArray[np.float64]

LEAST_CHANCE = 1e-7  # no level is impossible by chance
RANDOM_PAIRS = 60_000  # of rows at most, to see how often two different values look alike by chance; a fourth at least
MOSTLY = 0.5  # of the pairs that agree on a column so many agree on its parent
ALONE = -1  # a column without a parent
FEW_PAIRS = 1000  # of one name, and ordered; with fewer nothing is said about the addresses of namesakes
MADE_OF = {Kind.EMAIL: (Kind.PERSON_NAME, Group.PERSON), Kind.URL: (Kind.COMPANY, Group.COMPANY)}
UNSEEN = 0.1  # pairs added to each level of unlike values


class Chance(NamedTuple):
    """`levels[column, level]` of rows taken at random. `parent[column]` is a coarser column or ALONE, and
    `within[column, agree, level]` the levels where the parent differs (0) and where it agrees (1).
    `mean[column, level]` is how many rows have a value that two random rows agree on."""

    levels: Floats
    parent: Codes
    within: Floats
    mean: Floats


Expected = Callable[[], Chance]
"""Waits for what is expected by chance."""


def chance(records: Records) -> Expected:
    """Begins with the chance of every level, for a list's records; what is given back waits for it."""
    unlike = _unlike(records.columns, at_once(_drawn, records.columns, len(records)))
    return cache(lambda: _chance(records.columns, unlike()))


def _chance(columns: Sequence[Column], unlike: Sequence[Floats]) -> Chance:
    levels = np.array([_joined(_agreed(c), own) for c, own in zip(columns, unlike, strict=True)]).reshape(-1, LEVELS)
    parent = np.array([parent_of(columns, at) for at in range(len(columns))], dtype=np.int64)
    within = np.stack((levels, levels), axis=1)
    within[parent == ALONE] = 1.0
    inside = {
        at: inner
        for at, above in enumerate(parent.tolist())
        if above != ALONE and (inner := _inside(columns[at], columns[above], levels[at]))
    }
    unlike = _unlike([columns[at] for at in inside], [inner.drawn for inner in inside.values()])()
    for (at, inner), own in zip(inside.items(), unlike, strict=True):
        within[at] = _within(inner, levels[at], own)
    mean = np.array([mean_counts(column) for column in columns]).reshape(-1, LEVELS)
    return Chance(levels, parent, within, mean)


def nothing_known(columns: int) -> Chance:
    """Chance where nothing is known of how columns go together or how frequent values are."""
    ones = np.ones((columns, LEVELS))
    return Chance(ones, np.full(columns, ALONE, dtype=np.int64), np.ones((columns, 2, LEVELS)), ones)


Pairs = tuple[Codes, Codes]


def _drawn(column: Column) -> Pairs:
    """Pairs of rows taken at random, as the values they have: each value about as often as it occurs."""
    codes = np.repeat(np.arange(len(column.counts)), column.counts)
    i, j = _met(codes, column, np.zeros(len(codes), np.int64))
    return codes[i], codes[j]


def _met(codes: Codes, column: Column, group: Codes) -> Pairs:
    """Pairs of rows of one group, taken at random; rows come with the values they have, those of one group and value
    next to each other.

    A row's text decides whom it meets: rows are dealt into tables, and all at one table meet. So one row more adds its
    own pairs and moves no other's, but for the rare time that tables are quartered. Then a pair that is left was there
    before, too.
    """
    if not len(codes):
        return codes, codes
    pairs = _pairs_of(np.bincount(group)) / 2
    tables = 4 ** max(int(np.ceil(np.log(max(pairs, 1.0) / RANDOM_PAIRS) / np.log(4.0))), 0)
    first = np.flatnonzero(np.concatenate(([True], (codes[1:] != codes[:-1]) | (group[1:] != group[:-1]))))
    nth = np.arange(len(codes)) - np.repeat(first, np.diff(np.append(first, len(codes))))
    texts = np.fromiter((crc32(key.encode()) for key in column.keys), np.uint64, len(column.keys))
    places = _scattered(texts[codes] * np.uint64(2**32) + nth.astype(np.uint64)) % np.uint64(tables)
    at = group * tables + places.astype(np.int64)
    order = np.argsort(at, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], at[order][1:] != at[order][:-1])))
    sizes = np.diff(np.append(starts, len(at)))
    left: list[Codes] = [codes[:0]]
    right: list[Codes] = [codes[:0]]
    for size in np.unique(sizes[sizes > 1]).tolist():
        own = order[starts[sizes == size][:, None] + np.arange(size)]
        i, j = np.triu_indices(size, 1)
        left.append(own[:, i].ravel())
        right.append(own[:, j].ravel())
    return np.concatenate(left), np.concatenate(right)


def _scattered(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers spread evenly over 64 bits (the finalizer of splitmix64)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(31))


def _agreed(column: Column) -> Floats:
    """How often two rows taken at random agree on each level, counted exactly from how often each value occurs."""
    counts = column.counts.astype(float)
    rows = counts.sum()
    same = counts * (counts - 1) / max(rows * (rows - 1), 1.0)
    return np.bincount(agreement_levels(column), same, LEVELS).astype(float)


def _unlike(columns: Sequence[Column], drawn: Sequence[Pairs]) -> Callable[[], list[Floats]]:
    """For each column how often each level is found among pairs of values that differ: begins with it."""
    asked: list[Pairs] = []
    often: list[Codes] = []
    for column, (a, b) in zip(columns, drawn, strict=True):
        low, high = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
        distinct, times = np.unique(low * len(column.keys) + high, return_counts=True)
        asked.append(np.divmod(distinct, max(len(column.keys), 1)))
        often.append(times)
    compared = unlike_levels_of(columns, asked.__getitem__)
    return lambda: [_share(levels, times) for levels, times in zip(compared(), often, strict=True)]


def _share(levels: NDArray[np.uint8], times: Codes) -> Floats:
    found = UNSEEN + np.bincount(levels, times, LEVELS)
    found[[MISSING, *range(SAME_COMMON, SAME_RARE + 1)]] = 0.0
    share: Floats = found / found.sum()
    return share


def _joined(same: Floats, unlike: Floats) -> Floats:
    share = same + max(1 - float(same.sum()), 0.0) * unlike
    share = np.maximum(share, LEAST_CHANCE)
    share[MISSING] = 0.0
    share /= share.sum()
    return share


def parent_of(columns: Sequence[Column], at: int) -> int:
    """The position of the column that a column is looked at within, or ALONE.

    For places it is the next coarser one: of those that mostly agree where this one does, the finest. For mail and web
    addresses it is the name they are made of: two people of one name are taro.sato@ at two firms.
    """
    column = columns[at]
    if column.kind in MADE_OF:
        return _finest(columns, *MADE_OF[column.kind])
    if not _is_place(column):
        return ALONE
    own = _coincidences(column.counts)
    found = [
        (_coincidences(other.counts), position)
        for position, other in enumerate(columns)
        if position != at
        and _is_place(other)
        and _coincidences(other.counts) > own
        and _agrees_too(column, other) >= MOSTLY
    ]
    return min(found)[1] if found else ALONE


def _finest(columns: Sequence[Column], kind: Kind, group: Group) -> int:
    names = [i for i, c in enumerate(columns) if c.kind is kind and c.group is group]
    return min(names, key=lambda i: (_coincidences(columns[i].counts), i), default=ALONE)


def _is_place(column: Column) -> bool:
    return column.group is Group.ADDRESS or column.kind in (Kind.ADDRESS, Kind.POSTAL_CODE)


def _coincidences(counts: Codes) -> float:
    rows = float(counts.sum())
    return float((counts.astype(float) ** 2).sum()) / max(rows * rows, 1.0)


def _agrees_too(column: Column, other: Column) -> float:
    """Of pairs of records that agree on one column the share that agree on the other."""
    both = (column.codes != NO_VALUE) & (other.codes != NO_VALUE)
    pairs = _pairs_in(column.codes[both])
    joint = _pairs_in(column.codes[both] * len(other.keys) + other.codes[both])
    return joint / pairs if pairs else 0.0


def _pairs_in(codes: Codes) -> float:
    return _pairs_of(np.unique(codes, return_counts=True)[1])


def _pairs_of(sizes: Codes) -> float:
    """How many ordered pairs there are within groups of these sizes."""
    counts = sizes.astype(float)
    return float((counts * (counts - 1)).sum())


class Inside(NamedTuple):
    """Pairs of records that agree on a column's parent: which levels of agreement they have, pairs of values drawn from
    them at random, and which share of all pairs they are."""

    same: Floats
    drawn: Pairs
    share: float


def _inside(column: Column, parent: Column, overall: Floats) -> Inside | None:
    """None where too few pairs agree on the parent for anything to be said."""
    both = np.flatnonzero((column.codes != NO_VALUE) & (parent.codes != NO_VALUE))
    codes, above = column.codes[both], parent.codes[both]
    order = np.lexsort((codes, above))
    codes, above = codes[order], above[order]
    pairs = _pairs_of(np.bincount(above))
    if not pairs or (column.kind in MADE_OF and pairs < FEW_PAIRS):
        return None
    if column.kind in MADE_OF:  # who shares a name and the whole address is one person or firm, and no coincidence
        same = np.where(np.arange(LEVELS) >= SAME_COMMON, overall, 0.0)
    else:
        joint, times = np.unique(above * len(column.keys) + codes, return_counts=True)
        level = agreement_levels(column)[joint % len(column.keys)]
        same = np.bincount(level, times * (times - 1.0), LEVELS).astype(float) / pairs
    i, j = _met(codes, column, above)
    return Inside(same, (codes[i], codes[j]), pairs / max(len(both) * (len(both) - 1.0), 1.0))


def _within(inner: Inside, overall: Floats, unlike: Floats) -> Floats:
    """Levels where the parent differs, and where it agrees."""
    inside = _joined(inner.same, unlike)
    outside = np.maximum(overall - inner.share * inside, LEAST_CHANCE)
    outside[MISSING] = 0.0
    return np.stack((outside / outside.sum(), inside))


def mean_counts(column: Column) -> Floats:
    """For each level how many rows have the value that two random rows agree on there, on average.

    For STRONG it is that of any value: a slip in a common name is a slip, or another common name.
    """
    counts = column.counts.astype(float)
    level = agreement_levels(column)
    once, twice = np.bincount(level, counts, LEVELS), np.bincount(level, counts * counts, LEVELS)
    mean = np.divide(twice, once, out=np.ones(LEVELS), where=once > 0)
    mean[STRONG] = twice.sum() / max(once.sum(), 1.0)
    return mean
