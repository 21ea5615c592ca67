"""People whose family name changed: the same given name, another family name, and all else as if they were one.

To the comparison of names a bride is no more like herself than one colleague is like another of the same given name.
What tells them apart is the rest: the department, the post, the mobile number. So such a pair weighs what it would
weigh without its names, less how seldom names change, more how rare the given name is. How many of a list's matches are
so is learned from it (a mixture of two, by EM).
"""

from collections.abc import Callable

import numpy as np

from leadlist.fields import Group, Kind
from leadlist.matching.columns import Codes, Records
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING
from leadlist.matching.names import OTHER, part_levels
from leadlist.matching.weights import Floats, Patterns, patterns

FIRST_GUESS = 0.005  # of all matches
MOST = 0.03
MOST_BITS = 8.0  # that such a pair may weigh: in one of some hundred they are two, whatever agrees
TOO_SURE = 4.0  # bits by which the rest is too sure, with no name to outvote it: colleagues share more than an office
STEPS = 30

Weigh = Callable[[Codes, Codes, Patterns], Floats]
"""Match weights in bits of pairs of records with these patterns, whatever forbids."""


def renamed_pairs(records: Records, left: Codes, right: Codes, found: Patterns) -> tuple[Codes, Floats]:
    """The pairs with one given name and clearly another family name, and how many rows of all have that given name."""
    columns = records.columns
    at = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    if len(at) != 1:
        return np.zeros(0, np.int64), np.zeros(0)
    column = columns[at[0]]
    level = found.levels[:, at[0]]
    pairs = np.flatnonzero(((level == DIFFER) | (level == FAINT))[found.of_pair])
    names = column.names
    a, b = column.codes[left[pairs]], column.codes[right[pairs]]
    same = (names.given[a] == names.given[b]) & (names.given[a] != 0) & (names.family[a] != names.family[b])
    same &= names.words.length[names.given[a]] > np.where(names.japanese[a], 0, 1)
    pairs, a, b = pairs[same], a[same], b[same]
    other = part_levels(names.words, names.family[a], names.family[b], names.japanese[a] & names.japanese[b]) == OTHER
    often = np.bincount(names.given, column.counts, len(names.words.texts))
    return pairs[other], often[names.given[a[other]]] / max(column.rows, 1)


def renamed_weights(records: Records, left: Codes, right: Codes, found: Patterns, weigh: Weigh) -> tuple[Codes, Floats]:
    """The pairs that may be one person with another family name, and what they weigh but for how seldom that is."""
    pairs, often = renamed_pairs(records, left, right, found)
    if not len(pairs):
        return pairs, np.zeros(0)
    nameless = found.levels[found.of_pair[pairs]]
    nameless[:, [c.kind in (Kind.PERSON_NAME, Kind.KANA) for c in records.columns]] = MISSING
    return pairs, weigh(left[pairs], right[pairs], patterns(nameless)) - np.log2(often)


def as_renamed(bits: Floats, share: float) -> Floats:
    """What such pairs weigh where this share of matches has another family name."""
    weight: Floats = np.minimum(bits + np.log2(share) - TOO_SURE, MOST_BITS)
    return weight


def share_of_renamed(weight: Floats, matches: float) -> float:
    """Which share of so many matches has another family name, from the weights of all pairs that may be such."""
    share = FIRST_GUESS
    odds = np.exp2(np.clip(weight - TOO_SURE, -60.0, 60.0))
    for _step in range(STEPS):
        found = float((share * odds / (1 + share * odds)).sum())
        share = min(found / max(matches, 1.0), MOST)
    return share
