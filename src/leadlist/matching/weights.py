"""Match weights: a Fellegi-Sunter model with classes of matches and classes of non-matches (`learning` learns it).

With a single non-match class "same office" is learned as "same person"; with classes of their own for pairs that share
a name only, or a place only, colleagues and namesakes stay what they are. A second class of matches for leads that
moved keeps four columns of one address from counting four times against them.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.chance import ALONE, Chance
from leadlist.matching.comparisons import LEVELS, MISSING, STRONG

Floats = NDArray[np.float64]

CHANCE = 1  # the class of pairs that have nothing to do with each other
MATCHES = (0, 6, 7)  # the classes of matches: as they were, moved, renamed
WIDEST = 2**62 // LEVELS  # a code of levels is made shorter before it grows beyond this


class Patterns(NamedTuple):
    """Distinct patterns: `levels[pattern, column]`, how many pairs have each, and each pair's pattern."""

    levels: NDArray[np.uint8]
    counts: NDArray[np.int64]
    of_pair: NDArray[np.int64]


class Model(NamedTuple):
    """`share[k]` of a class (MATCHES are those of matches) and `given[k, column, level]`; missing levels carry no
    evidence. `source[k, column]` is the class whose levels a class has there: its own, or another's; what is CHANCE's
    is told by `chance`. `renamed` is the share of matches that have another family name (`renamed`)."""

    share: Floats
    given: Floats
    source: NDArray[np.int64]
    chance: Chance
    renamed: float = 0.0


def patterns(levels: NDArray[np.uint8]) -> Patterns:
    """Distinct rows of a table of levels."""
    code = np.zeros(len(levels), dtype=np.int64)
    width = 1
    for column in range(levels.shape[1]):
        if width > WIDEST:
            found, code = np.unique(code, return_inverse=True)
            width = len(found)
        code = code * LEVELS + levels[:, column]
        width *= LEVELS
    _code, first, inverse, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    return Patterns(levels[first], counts.astype(np.int64), inverse.astype(np.int64))


def log_likelihood(model: Model, levels: NDArray[np.uint8]) -> Floats:
    """Natural log of each class's share times the likelihood of each pattern: (patterns, classes)."""
    total = np.tile(np.log(model.share), (len(levels), 1))
    for _column, given in column_logs(model, levels):
        total += given
    return total


def column_logs(model: Model, levels: NDArray[np.uint8]) -> Iterator[tuple[int, Floats]]:
    """For each column the natural log of each pattern's level in each class: (patterns, classes)."""
    table, within = log_tables(model)
    for column in range(levels.shape[1]):
        yield column, column_log(model, table, within, levels, column)


def log_tables(model: Model) -> tuple[Floats, Floats]:
    """The natural logs of a model's levels, and of those of chance within a parent. A missing level says nothing."""
    table = np.log(model.given)
    table[:, :, MISSING] = 0.0
    return table, np.log(np.maximum(model.chance.within, 1e-12))


def column_log(model: Model, table: Floats, within: Floats, levels: NDArray[np.uint8], column: int) -> Floats:
    """The natural log of each pattern's level in one column, in each class: (patterns, classes)."""
    level = levels[:, column]
    found: Floats = table[:, column, :].T[level]
    above = int(model.chance.parent[column])
    if above != ALONE:
        known = np.flatnonzero((levels[:, above] != MISSING) & (level != MISSING))
        agree = (levels[known, above] >= STRONG).astype(np.int64)
        tied = np.flatnonzero(model.source[:, column] == CHANCE)
        found[np.ix_(known, tied)] = within[column, agree, level[known]][:, None]
    return found


def odds(total: Floats) -> Floats:
    """Match weights in bits (log2 of the odds of a match) from each class's log likelihood."""
    rest = [k for k in range(total.shape[1]) if k not in MATCHES]
    match, other = np.logaddexp.reduce(total[:, MATCHES], axis=1), np.logaddexp.reduce(total[:, rest], axis=1)
    weight: Floats = (match - other) / np.log(2.0)
    return weight


def probable(weight: Floats) -> Floats:
    """How probable matches of some weights in bits are."""
    found = np.exp2(np.minimum(weight, 60.0))
    share: Floats = found / (1 + found)
    return share


def parts(model: Model, levels: NDArray[np.uint8], rarity: Floats) -> tuple[float, Floats]:
    """One pattern's weight, the most probable class of matches against the most probable of non-matches: the prior's
    bits, and each column's. `rarity[class, column]` is added to the log likelihoods."""
    given = np.concatenate([found for _column, found in column_logs(model, levels[None, :])]).T + rarity
    total = np.log(model.share) + given.sum(axis=1)
    match = max(MATCHES, key=lambda k: (total[k], -k))
    rival = max((k for k in range(len(total)) if k not in MATCHES), key=lambda k: (total[k], -k))
    prior = float(np.log2(model.share[match] / model.share[rival]))
    return prior, (given[match] - given[rival]) / np.log(2.0)
