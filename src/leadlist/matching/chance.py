"""What is to be expected by chance: how often two rows taken at random have each level, and which columns go together.

Two rows of one town have one prefecture, and two of one postal code one town: by chance, too, these are one
coincidence and not three. So a column of places is looked at within its parent, the next coarser one (Chow and Liu,
"Approximating discrete probability distributions with dependence trees", 1968).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import LEVELS, MISSING, SAME_COMMON, SAME_RARE, STRONG
from leadlist.matching.evidence import agreement_levels, unlike_levels

Floats = NDArray[np.float64]

LEAST_CHANCE = 1e-7  # no level is impossible by chance
RANDOM_PAIRS = 30_000  # of distinct values, to see how often two different values look alike by chance
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


def chance(records: Records) -> Chance:
    """The chance of every level, for a list's records."""
    columns = records.columns
    levels = np.array([chance_levels(column) for column in columns]).reshape(-1, LEVELS)
    parent = np.array([parent_of(columns, at) for at in range(len(columns))], dtype=np.int64)
    within = np.ones((len(columns), 2, LEVELS))
    for at, above in enumerate(parent.tolist()):
        if above != ALONE:
            within[at] = _within(columns[at], columns[above], levels[at])
    mean = np.array([mean_counts(column) for column in columns]).reshape(-1, LEVELS)
    return Chance(levels, parent, within, mean)


def nothing_known(columns: int) -> Chance:
    """Chance where nothing is known of how columns go together or how frequent values are."""
    ones = np.ones((columns, LEVELS))
    return Chance(ones, np.full(columns, ALONE, dtype=np.int64), np.ones((columns, 2, LEVELS)), ones)


def chance_levels(column: Column) -> Floats:
    """How often two rows taken at random have each level, where both have a value: (levels,).

    Agreement is counted exactly from how often each value occurs; likeness of different values is sampled, each value
    as often as it occurs. The sample depends on the values alone.
    """
    counts = column.counts.astype(float)
    rows = counts.sum()
    same = counts * (counts - 1) / max(rows * (rows - 1), 1.0)
    random = np.random.default_rng(len(column.keys))
    a, b = random.choice(len(counts), (2, RANDOM_PAIRS), p=counts / rows)
    unlike = _sampled(column, a, b)
    return _joined(np.bincount(agreement_levels(column), same, LEVELS).astype(float), unlike)


def _sampled(column: Column, a: Codes, b: Codes) -> Floats:
    """Levels of pairs of values that differ."""
    a, b = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
    found = np.full(LEVELS, UNSEEN)
    if len(a):
        distinct, times = np.unique(a * len(column.keys) + b, return_counts=True)
        found += np.bincount(unlike_levels(column, *np.divmod(distinct, len(column.keys))), times, LEVELS)
    found[[MISSING, *range(SAME_COMMON, SAME_RARE + 1)]] = 0.0
    unlike: Floats = found / found.sum()
    return unlike


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
    counts = np.unique(codes, return_counts=True)[1].astype(float)
    return float((counts * (counts - 1)).sum())


def _within(column: Column, parent: Column, overall: Floats) -> Floats:
    """Levels where the parent differs, and where it agrees."""
    both = np.flatnonzero((column.codes != NO_VALUE) & (parent.codes != NO_VALUE))
    codes, above = column.codes[both], parent.codes[both]
    order = np.lexsort((codes, above))
    codes, above = codes[order], above[order]
    starts = np.flatnonzero(np.concatenate(([True], above[1:] != above[:-1])))
    sizes = np.diff(np.append(starts, len(above))).astype(float)
    pairs = float((sizes * (sizes - 1)).sum())
    if not pairs:
        return np.stack((overall, overall))
    if column.kind in MADE_OF:  # who shares a name and the whole address is one person or firm, and no coincidence
        if pairs < FEW_PAIRS:
            return np.stack((overall, overall))
        same = np.where(np.arange(LEVELS) >= SAME_COMMON, overall, 0.0)
    else:
        joint, times = np.unique(above * len(column.keys) + codes, return_counts=True)
        level = agreement_levels(column)[joint % len(column.keys)]
        same = np.bincount(level, times * (times - 1.0), LEVELS).astype(float) / pairs
    random = np.random.default_rng(len(column.keys))
    block = random.choice(len(starts), RANDOM_PAIRS, p=sizes * (sizes - 1) / pairs)
    a, b = (codes[starts[block] + (random.random(RANDOM_PAIRS) * sizes[block]).astype(np.int64)] for _side in "ab")
    inside = _joined(same, _sampled(column, a, b))
    share = pairs / max(len(both) * (len(both) - 1.0), 1.0)
    outside = np.maximum(overall - share * inside, LEAST_CHANCE)
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
