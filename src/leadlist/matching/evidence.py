"""Evidence: the level of every column for every candidate pair, computed once for each pair of distinct values."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, distinct
from leadlist.matching.comparisons import (
    COMPARERS,
    FAINT,
    MISSING,
    SAME,
    SAME_COMMON,
    SAME_FREQUENT,
    SAME_RARE,
    STRONG,
    WEAK,
    flags,
    is_role,
)
from leadlist.matching.exchanged import exchange, name_pairs

MANY = 50_000  # pairs from which on threads are worth their start
THREADS = 2  # each holds the pairs of one column
REAL_VALUE = 3  # a value that so many rows have is no slip of the finger …
SLIP_RATE = 0.005  # … unless another is so much more frequent that one slip in it is bound to happen so often
SLIPPING = frozenset((Kind.DATE, Kind.CODE, Kind.PHONE, Kind.EMAIL, Kind.POSTAL_CODE, Kind.CATEGORY, Kind.URL))


def agreement_levels(column: Column) -> NDArray[np.uint8]:
    """For each value the level of an agreement on it: the rarer a value, the more it says (term frequency)."""
    if "agreement" not in column.known:
        column.known["agreement"] = _agreement_levels(column)
    found: NDArray[np.uint8] = column.known["agreement"]
    return found


def _agreement_levels(column: Column) -> NDArray[np.uint8]:
    rows = column.scale or max(column.rows, 1)
    levels = np.full(len(column.keys), SAME, np.uint8)
    levels[column.counts <= max(4, rows / 2000)] = SAME_RARE
    levels[column.counts > max(16, rows / 250)] = SAME_FREQUENT
    levels[column.counts > max(24, rows / 25)] = SAME_COMMON
    if column.kind is Kind.EMAIL:
        levels[flags(column, is_role)] = FAINT
    return levels


def column_levels(column: Column, left: Codes, right: Codes) -> NDArray[np.uint8]:
    """One column's levels for pairs of records."""
    a, b = column.codes[left], column.codes[right]
    levels = np.full(len(left), MISSING, np.uint8)
    same = (a == b) & (a != NO_VALUE)
    if same.any():
        levels[same] = agreement_levels(column)[a[same]]
    other = np.flatnonzero((a != b) & (a != NO_VALUE) & (b != NO_VALUE))
    if len(other):
        low, high = np.minimum(a[other], b[other]), np.maximum(a[other], b[other])
        levels[other] = _remembered(column, low * len(column.keys) + high)
    return levels


def _remembered(column: Column, pairs: Codes) -> NDArray[np.uint8]:
    """Levels of pairs of different values, given as `low * values + high`; each pair of values is compared once."""
    wanted = distinct(pairs)
    known, level = column.compared
    fresh = (
        wanted[known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] != wanted] if len(known) else wanted
    )
    if len(fresh):
        found = unlike_levels(column, *np.divmod(fresh, len(column.keys)))
        place = np.searchsorted(known, fresh)
        known, level = np.insert(known, place, fresh), np.insert(level, place, found)
        column.compared[:] = [known, level]
    answer: NDArray[np.uint8] = level[np.searchsorted(known, pairs)]
    return answer


def unlike_levels(column: Column, first: Codes, second: Codes) -> NDArray[np.uint8]:
    """Levels of pairs of different values. What a comparer takes for the same is as telling as the more common of the
    two."""
    levels = COMPARERS[column.kind](column, first, second)
    if column.kind in SLIPPING:
        fewer, more = np.sort(column.counts[np.stack((first, second))], axis=0)
        two = (fewer >= REAL_VALUE) & (fewer >= SLIP_RATE * more) & (levels >= WEAK) & (levels <= STRONG)
        levels[two] -= 1
    same = np.flatnonzero(levels > STRONG)
    agreed = agreement_levels(column)
    levels[same] = np.minimum(agreed[first[same]], agreed[second[same]])
    return levels


def compare(columns: Sequence[Column], left: Codes, right: Codes) -> NDArray[np.uint8]:
    """Levels of all columns: (pairs, columns). Columns of many pairs are compared side by side: most of the work is
    done outside of Python."""
    table = np.zeros((len(left), len(columns)), np.uint8)

    def fill(position: int) -> None:
        table[:, position] = column_levels(columns[position], left, right)

    if len(left) < MANY:
        for position in range(len(columns)):
            fill(position)
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(fill, range(len(columns))))
    pairs = name_pairs(columns)
    if pairs:
        agreed = [agreement_levels(column) for column in columns]
        for pair in pairs:
            exchange(columns, pair, agreed, left, right, table)
    return table
