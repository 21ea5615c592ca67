"""Evidence: the level of every column for every candidate pair, computed once for each pair of distinct values."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, begun
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
)
from leadlist.matching.exchanged import exchange, found_elsewhere, name_pairs, phone_pairs
from leadlist.matching.mails import is_role
from leadlist.matching.ordered import among, distinct, places
from leadlist.matching.threads import at_once
from leadlist.matching.told import corrected, telling

AT_ONCE = 100_000  # pairs that are compared at once, for memory's sake
REAL_VALUE = 3  # a value that so many rows have is no slip of the finger …
SLIP_RATE = 0.005  # … unless another is so much more frequent that one slip in it is bound to happen so often
STEPS = 4  # in which how many rows a list has doubles, where values are told to be rare or frequent
SLIPPING = frozenset((Kind.DATE, Kind.CODE, Kind.PHONE, Kind.EMAIL, Kind.POSTAL_CODE, Kind.CATEGORY, Kind.URL))


def agreement_levels(column: Column) -> NDArray[np.uint8]:
    """For each value the level of an agreement on it: the rarer a value, the more it says (term frequency)."""
    if "agreement" not in column.known:
        column.known["agreement"] = _agreement_levels(column)
    found: NDArray[np.uint8] = column.known["agreement"]
    return found


def rounded(rows: int) -> float:
    """About so many rows, in steps of a fifth: one row more hardly ever makes rare values of frequent ones. No round
    number of rows stands where a step does."""
    return float(2.0 ** (np.round(STEPS * np.log2(max(rows, 1))) / STEPS))


def _agreement_levels(column: Column) -> NDArray[np.uint8]:
    rows = rounded(column.scale or column.rows)
    levels = np.full(len(column.keys), SAME, np.uint8)
    levels[column.counts <= max(4, rows / 2000)] = SAME_RARE
    levels[column.counts > max(16, rows / 250)] = SAME_FREQUENT
    levels[column.counts > max(24, rows / 25)] = SAME_COMMON
    if column.kind is Kind.EMAIL:
        levels[column.flagged(is_role)] = FAINT
    return levels


def unlike_levels(column: Column, first: Codes, second: Codes) -> NDArray[np.uint8]:
    """Levels of pairs of different values. What a comparer takes for the same is as telling as the more common of the
    two."""
    return np.concatenate([_unlike_levels(column, first[part], second[part]) for part in _slices(len(first))])


def _unlike_levels(column: Column, first: Codes, second: Codes) -> NDArray[np.uint8]:
    levels = COMPARERS[column.kind](column, first, second)
    if column.kind in SLIPPING:
        fewer, more = np.sort(column.counts[np.stack((first, second))], axis=0)
        two = (fewer >= REAL_VALUE) & (fewer >= SLIP_RATE * more) & (levels >= WEAK) & (levels <= STRONG)
        levels[two] -= 1
    same = np.flatnonzero(levels > STRONG)
    agreed = agreement_levels(column)
    levels[same] = np.minimum(agreed[first[same]], agreed[second[same]])
    return levels


class Unlike(NamedTuple):
    """Pairs of records with different values in a column: which of all pairs they are, and their values as
    `low * values + high`."""

    at: Codes
    values: Codes


def _unlike(column: Column, left: Codes, right: Codes) -> Unlike:
    a, b = column.codes[left], column.codes[right]
    at = np.flatnonzero((a != b) & (a != NO_VALUE) & (b != NO_VALUE))
    a, b = a[at], b[at]
    return Unlike(at, np.minimum(a, b) * len(column.keys) + np.maximum(a, b))


def _fresh(column: Column, left: Codes, right: Codes) -> Codes:
    """The pairs of different values that were not compared before, sorted."""
    parts = [distinct(_unlike(column, left[part], right[part]).values) for part in _slices(len(left))]
    wanted = distinct(np.concatenate(parts)) if len(parts) > 1 else parts[0]
    return wanted[~among(wanted, column.compared[0])]


def _filled(column: Column, left: Codes, right: Codes) -> NDArray[np.uint8]:
    """One column's levels for pairs of records whose values have been compared."""
    levels = np.full(len(left), MISSING, np.uint8)
    a = column.codes[left]
    same = np.flatnonzero((a == column.codes[right]) & (a != NO_VALUE))
    levels[same] = agreement_levels(column)[a[same]]
    unlike = _unlike(column, left, right)
    if len(unlike.at):
        known, level = column.compared
        levels[unlike.at] = level[places(unlike.values, known)]
    return levels


def _slices(pairs: int) -> list[slice]:
    """Parts of so many pairs that what is worked out for them fits into memory."""
    return [slice(at, at + AT_ONCE) for at in range(0, max(pairs, 1), AT_ONCE)]


def _remember(column: Column, fresh: Codes, found: NDArray[np.uint8]) -> None:
    """Each pair of values is compared once."""
    known, level = column.compared
    place = np.searchsorted(known, fresh)
    column.compared[:] = [np.insert(known, place, fresh), np.insert(level, place, found)]


def unlike_levels_of(
    columns: Sequence[Column], asked: Callable[[int], tuple[Codes, Codes]]
) -> Callable[[], list[NDArray[np.uint8]]]:
    """Begins to compare pairs of different values of each column; `asked` gives those of the column in that position.
    What is given back waits for their levels."""
    return begun(
        columns,
        lambda at, away: away.levels(*asked(at)),
        lambda at: unlike_levels(columns[at], *asked(at)),
    )


def compare(columns: Sequence[Column], left: Codes, right: Codes) -> NDArray[np.uint8]:
    """Levels of all columns: (pairs, columns)."""
    news = at_once(lambda column: _fresh(column, left, right), columns, len(left))
    fresh = [(column, new) for column, new in zip(columns, news, strict=True) if len(new)]
    found = unlike_levels_of(
        [column for column, _new in fresh], lambda at: np.divmod(fresh[at][1], len(fresh[at][0].keys))
    )()
    for (column, new), levels in zip(fresh, found, strict=True):
        _remember(column, new, levels)
    table = np.zeros((len(left), len(columns)), np.uint8)
    agreed = [agreement_levels(column) for column in columns]
    asked = [(at, part) for part in _slices(len(left)) for at in range(len(columns))]

    def fill(at: int, part: slice) -> None:
        table[part, at] = _filled(columns[at], left[part], right[part])

    at_once(lambda place: fill(*place), asked, len(left))
    for pair in name_pairs(columns):
        exchange(columns, pair, agreed, left, right, table)
    for pair in phone_pairs(columns):
        found_elsewhere(columns, pair, agreed, left, right, table)
    told = telling(columns)
    if told is not None:
        corrected(columns, told, left, right, table)
    return table
