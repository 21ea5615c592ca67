"""Values in each other's column: Davies | George, where another record has George | Davies; a mobile number among the
phones, where another record has it among the mobiles."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, MatchColumn, encode
from leadlist.matching.comparisons import FAINT, MISSING, SAME_COMMON, WEAK
from leadlist.matching.names import person_name

Levels = NDArray[np.uint8]


def name_pairs(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Pairs of columns that hold parts of people's names, by position."""
    at = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    return list(combinations(at, 2))


def phone_pairs(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Pairs of columns that hold phone numbers, by position."""
    at = [i for i, c in enumerate(columns) if c.kind is Kind.PHONE]
    return list(combinations(at, 2))


def translation(first: Column, second: Column) -> Codes:
    """For each value of one column its code in another, or -1; the last entry is for a missing value."""
    position = {key: code for code, key in enumerate(second.keys)}
    return np.array([*(position.get(key, NO_VALUE) for key in first.keys), NO_VALUE], dtype=np.int64)


def exchange(
    columns: Sequence[Column], pair: tuple[int, int], agreed: Sequence[Levels], left: Codes, right: Codes, table: Levels
) -> None:
    """Correct the levels of pairs of records whose names agree crosswise, and not as they stand.

    `agreed[position]` are a column's levels of agreement. One part must be the same crosswise, the other alike or
    missing.
    """
    i, j = pair
    first, second = columns[i], columns[j]
    into = _into(columns, pair)
    unlike = np.flatnonzero((table[:, i] <= FAINT) & (table[:, j] <= FAINT))
    a, b = left[unlike], right[unlike]
    one = _same(into[first.codes[a]], second.codes[b])
    other = _same(into[first.codes[b]], second.codes[a])
    for this, that, x, y, at in ((one, other, b, a, (i, j)), (other, one, a, b, (j, i))):
        found = np.flatnonzero(this)
        rest = _crosswise(second, y[found], first, x[found])
        rest[that[found]] = agreed[j][second.codes[y[found][that[found]]]]
        likely = (rest >= WEAK) | (rest == MISSING)
        rows = unlike[found[likely]]
        table[rows, at[0]] = agreed[j][second.codes[x[found[likely]]]]
        table[rows, at[1]] = rest[likely]


def found_elsewhere(
    columns: Sequence[Column], pair: tuple[int, int], agreed: Sequence[Levels], left: Codes, right: Codes, table: Levels
) -> None:
    """Correct the levels of pairs of records of which one has a number in one column, and the other in the other.

    The agreement is put where no number could be compared, else where two differ.
    """
    i, j = pair
    into = _into(columns, pair)
    for a, b in ((left, right), (right, left)):
        first, second = columns[i].codes[a], columns[j].codes[b]
        same = np.flatnonzero(_same(into[first], second))
        levels = np.minimum(agreed[i][first[same]], agreed[j][second[same]])
        at = np.where((table[same, i] == MISSING) | (table[same, j] >= SAME_COMMON), i, j)
        lower = table[same, at] < SAME_COMMON
        table[same[lower], at[lower]] = levels[lower]


def _into(columns: Sequence[Column], pair: tuple[int, int]) -> Codes:
    """The codes of one column's values in the other; worked out once."""
    known = columns[pair[0]].known
    if f"into {pair[1]}" not in known:
        known[f"into {pair[1]}"] = translation(columns[pair[0]], columns[pair[1]])
    found: Codes = known[f"into {pair[1]}"]
    return found


def _same(translated: Codes, codes: Codes) -> NDArray[np.bool_]:
    return np.asarray((translated == codes) & (codes != NO_VALUE), dtype=bool)


def _crosswise(column: Column, records: Codes, other: Column, others: Codes) -> Levels:
    """Levels of one column's values in some records against another column's values in others."""
    levels = np.full(len(records), MISSING, np.uint8)
    x, y = column.codes[records], other.codes[others]
    both = np.flatnonzero((x != NO_VALUE) & (y != NO_VALUE))
    if len(both):
        keys = [column.keys[c] for c in x[both]] + [other.keys[c] for c in y[both]]
        texts = [column.texts[c] for c in x[both]] + [other.texts[c] for c in y[both]]
        joint = encode(MatchColumn("", Kind.PERSON_NAME, Group.PERSON, texts, keys, {**column.sounds, **other.sounds}))
        levels[both] = person_name(joint, joint.codes[: len(both)], joint.codes[len(both) :])
    return levels
