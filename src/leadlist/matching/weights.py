"""Match weights: a Fellegi-Sunter model with classes of matches and classes of non-matches, learned by EM.

Pairs of records are counted by their pattern of comparison levels, so that one step costs as much as there are
patterns. With a single non-match class "same office" is learned as "same person"; with classes of their own for
pairs that share a name only, or a place only, colleagues and namesakes stay what they are. A second class of matches
for leads that moved keeps four columns of one address from counting four times against them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.chance import ALONE, Chance
from leadlist.matching.comparisons import LEVELS, MISSING, STRONG, WEAK

Floats = NDArray[np.float64]

CHANCE = 1  # the class of pairs that have nothing to do with each other
MATCHES = (0, 6, 7)  # the classes of matches: as they were, moved, renamed
PSEUDO = 0.5  # pairs added to every level of every class (Jeffreys)
OTHER_NAME = 0.3  # matches whose names differ at most: what else could be said of a class it is not "the same thing"
WIDEST = 2**62 // LEVELS  # a code of levels is made shorter before it grows beyond this


class Patterns(NamedTuple):
    """Distinct patterns: `levels[pattern, column]`, how many pairs have each, and each pair's pattern."""

    levels: NDArray[np.uint8]
    counts: NDArray[np.int64]
    of_pair: NDArray[np.int64]


class Model(NamedTuple):
    """`share[k]` of a class (MATCHES are those of matches) and `given[k, column, level]`; missing levels carry no
    evidence. `source[k, column]` is the class whose levels a class has there: its own, or another's; what is CHANCE's
    is told by `chance`."""

    share: Floats
    given: Floats
    source: NDArray[np.int64]
    chance: Chance


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
    table, within = np.log(model.given), np.log(np.maximum(model.chance.within, 1e-12))
    table[:, :, MISSING] = 0.0
    for column in range(levels.shape[1]):
        level = levels[:, column]
        found = table[:, column, :].T[level]
        above = int(model.chance.parent[column])
        if above != ALONE:
            known = np.flatnonzero((levels[:, above] != MISSING) & (level != MISSING))
            agree = (levels[known, above] >= STRONG).astype(np.int64)
            tied = np.flatnonzero(model.source[:, column] == CHANCE)
            found[np.ix_(known, tied)] = within[column, agree, level[known]][:, None]
        yield column, found


def posteriors(model: Model, levels: NDArray[np.uint8], barred: NDArray[np.bool_] | None = None) -> Floats:
    """How probable each class is for each pattern; those `barred` cannot be matches."""
    total = log_likelihood(model, levels)
    if barred is not None:
        for k in MATCHES:
            total[barred, k] = -np.inf
    total -= total.max(axis=1, keepdims=True)
    share: Floats = np.exp(total)
    share /= share.sum(axis=1, keepdims=True)
    return share


def maximize(
    levels: NDArray[np.uint8],
    mass: Floats,
    source: NDArray[np.int64],
    chance: Chance,
    pairs: float,
    naming: NDArray[np.bool_],
) -> Model:
    """The model that fits patterns best, given each class's mass of pairs in them.

    `source[class, column]` names the class whose levels a class has there: its own, or another's. The levels of CHANCE
    are those of `chance`, and its share is what the other classes leave of all `pairs` that the records make.
    """
    classes = mass.shape[1]
    given = np.ones((classes, levels.shape[1], LEVELS))
    masses = np.ascontiguousarray(mass.T)
    for column in range(levels.shape[1]):
        level = levels[:, column].astype(np.intp)
        own = np.stack([np.bincount(level, of_class, LEVELS) for of_class in masses])
        seen = np.full((classes, LEVELS), PSEUDO)
        np.add.at(seen, source[:, column], own)
        seen[:, MISSING] = 0.0
        seen /= seen.sum(axis=1, keepdims=True)
        if naming[column] and (differ := seen[0, :WEAK].sum()) > OTHER_NAME:
            seen[0, :WEAK] *= OTHER_NAME / differ
            seen[0, WEAK:] *= (1 - OTHER_NAME) / (1 - differ)
        seen[CHANCE] = chance.levels[column]
        given[:, column] = seen[source[:, column]]
    given[:, :, MISSING] = 1.0
    share = mass.sum(axis=0) + 1.0
    share[_copies(source)] = 1e-6
    share[CHANCE] = max(pairs - share.sum() + share[CHANCE], 1.0)
    return Model(share / share.sum(), given, source, chance)


def _copies(source: NDArray[np.int64]) -> Sequence[int]:
    """Classes that the list's columns cannot tell from another."""
    rows = [tuple(row) for row in source.tolist()]
    return [k for k, row in enumerate(rows) if row in rows[:k]]


def learn(
    found: Patterns,
    start: Floats,
    source: NDArray[np.int64],
    barred: NDArray[np.bool_],
    chance: Chance,
    pairs: float,
    naming: NDArray[np.bool_],
    steps: int = 60,
) -> Model:
    """EM from a first guess of every pattern's class probabilities."""
    counts = found.counts.astype(float)[:, None]
    model = maximize(found.levels, start * counts, source, chance, pairs, naming)
    for _step in range(steps):
        before = model
        model = maximize(found.levels, posteriors(model, found.levels, barred) * counts, source, chance, pairs, naming)
        if np.abs(np.log(model.share / before.share)).max() < 1e-3 and np.abs(model.given - before.given).max() < 1e-3:
            break
    return model


def odds(total: Floats) -> Floats:
    """Match weights in bits (log2 of the odds of a match) from each class's log likelihood."""
    rest = [k for k in range(total.shape[1]) if k not in MATCHES]
    match, other = np.logaddexp.reduce(total[:, MATCHES], axis=1), np.logaddexp.reduce(total[:, rest], axis=1)
    weight: Floats = (match - other) / np.log(2.0)
    return weight


def parts(model: Model, levels: NDArray[np.uint8], rarity: Floats) -> tuple[float, Floats]:
    """One pattern's weight, the most probable class of matches against the most probable of non-matches: the prior's
    bits, and each column's. `rarity[class, column]` is added to the log likelihoods."""
    given = np.concatenate([found for _column, found in column_logs(model, levels[None, :])]).T + rarity
    total = np.log(model.share) + given.sum(axis=1)
    match = max(MATCHES, key=lambda k: (total[k], -k))
    rival = max((k for k in range(len(total)) if k not in MATCHES), key=lambda k: (total[k], -k))
    prior = float(np.log2(model.share[match] / model.share[rival]))
    return prior, (given[match] - given[rival]) / np.log(2.0)
