"""Match weights: a Fellegi-Sunter model with one match class and several non-match classes, learned by EM.

Pairs of records are counted by their pattern of comparison levels, so that one step costs as much as there are
patterns. With a single non-match class "same office" is learned as "same person"; with classes of their own for
pairs that share a name only, or a place only, colleagues and namesakes stay what they are.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.comparisons import LEVELS, MISSING

Floats = NDArray[np.float64]

CHANCE = 1  # the class of pairs that have nothing to do with each other
PSEUDO = 0.5  # pairs added to every level of every class (Jeffreys)


class Patterns(NamedTuple):
    """Distinct patterns: `levels[pattern, column]`, how many pairs have each, and each pair's pattern."""

    levels: NDArray[np.uint8]
    counts: NDArray[np.int64]
    of_pair: NDArray[np.int64]


class Model(NamedTuple):
    """`share[k]` of a class (0 is the match class) and `given[k, column, level]`; missing levels carry no evidence."""

    share: Floats
    given: Floats


def patterns(levels: NDArray[np.uint8]) -> Patterns:
    """Distinct rows of a table of levels."""
    code = np.zeros(len(levels), dtype=np.int64)
    for column in range(levels.shape[1]):
        code = code * LEVELS + levels[:, column]
    _code, first, inverse, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    return Patterns(levels[first], counts.astype(np.int64), inverse.astype(np.int64))


def log_likelihood(model: Model, levels: NDArray[np.uint8]) -> Floats:
    """Natural log of each class's share times the likelihood of each pattern: (patterns, classes)."""
    total = np.tile(np.log(model.share), (len(levels), 1))
    table = np.log(model.given)
    table[:, :, MISSING] = 0.0
    for column in range(levels.shape[1]):
        total += table[:, column, :].T[levels[:, column]]
    return total


def posteriors(model: Model, levels: NDArray[np.uint8], barred: NDArray[np.bool_] | None = None) -> Floats:
    """How probable each class is for each pattern; those `barred` cannot be matches."""
    total = log_likelihood(model, levels)
    if barred is not None:
        total[barred, 0] = -np.inf
    total -= total.max(axis=1, keepdims=True)
    share: Floats = np.exp(total)
    share /= share.sum(axis=1, keepdims=True)
    return share


def maximize(
    levels: NDArray[np.uint8], mass: Floats, free: NDArray[np.bool_], chance: Floats | None, pairs: float
) -> Model:
    """The model that fits patterns best, given each class's mass of pairs in them.

    With `chance[column, level]` the class CHANCE is that, out of all `pairs` that the list's records make; without, it
    is learned from the candidates like the others. Where a class is not `free` in a column it shares CHANCE's levels.
    """
    given = np.ones((mass.shape[1], levels.shape[1], LEVELS))
    for column in range(levels.shape[1]):
        seen: Floats = np.stack([np.bincount(levels[:, column], mass[:, k], LEVELS) for k in range(mass.shape[1])])
        tied = ~free[:, column]
        seen[tied] = seen[tied].sum(axis=0)
        seen = np.asarray(seen + PSEUDO, dtype=np.float64)
        seen[:, MISSING] = 0.0
        given[:, column] = seen / seen.sum(axis=1, keepdims=True)
        if chance is not None:
            given[tied, column] = chance[column]
    given[:, :, MISSING] = 1.0
    share = mass.sum(axis=0) + 1.0
    if chance is not None:
        share[CHANCE] = max(pairs - share.sum() + share[CHANCE], 1.0)
    return Model(share / share.sum(), given)


def learn(
    found: Patterns,
    start: Floats,
    free: NDArray[np.bool_],
    barred: NDArray[np.bool_],
    chance: Floats | None = None,
    pairs: float = 0.0,
    steps: int = 60,
) -> Model:
    """EM from a first guess of every pattern's class probabilities."""
    counts = found.counts.astype(float)[:, None]
    model = maximize(found.levels, start * counts, free, chance, pairs)
    for _step in range(steps):
        before = model
        model = maximize(found.levels, posteriors(model, found.levels, barred) * counts, free, chance, pairs)
        if np.abs(np.log(model.share / before.share)).max() < 1e-3 and np.abs(model.given - before.given).max() < 1e-3:
            break
    return model


def bits(model: Model, levels: NDArray[np.uint8]) -> Floats:
    """Each pattern's match weight: log2 of the odds that it is a match."""
    total = log_likelihood(model, levels)
    rest = np.logaddexp.reduce(total[:, 1:], axis=1)
    weight: Floats = (total[:, 0] - rest) / np.log(2.0)
    return weight


def parts(model: Model, levels: NDArray[np.uint8]) -> tuple[float, Floats]:
    """One pattern's weight against the most probable non-match class: the prior's bits, and each column's."""
    total = log_likelihood(model, levels[None, :])[0]
    rival = 1 + int(total[1:].argmax())
    table = np.log2(model.given)
    table[:, :, MISSING] = 0.0
    columns = np.arange(len(levels))
    prior = float(np.log2(model.share[0] / model.share[rival]))
    return prior, table[0, columns, levels] - table[rival, columns, levels]
