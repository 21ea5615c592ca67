"""Learning the weights by EM (Dempster, Laird and Rubin 1977), from how many pairs have each pattern of levels.

One step costs as much as there are patterns. Columns are taken a few together, for of those there are far fewer
patterns: what a class gives to each is worked out for these, and then looked up.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.chance import ALONE, Chance
from leadlist.matching.comparisons import LEVELS, MISSING, WEAK
from leadlist.matching.weights import CHANCE, MATCHES, Floats, Model, Patterns, column_log, log_tables, patterns

PSEUDO = 0.5  # pairs added to every level of every class (Jeffreys)
OTHER_NAME = 0.3  # matches whose names differ at most: what else could be said of a class it is not "the same thing"
TOGETHER = 4  # columns that are taken together: nine levels each make at most 6,561 patterns


class Part(NamedTuple):
    """Some columns: `levels[sub, column]` are their distinct patterns (MISSING in all other columns), `of_pattern` says
    which of these each pattern of all columns has."""

    columns: Sequence[int]
    levels: NDArray[np.uint8]
    of_pattern: NDArray[np.int64]


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
    """EM from a first guess of every pattern's class probabilities, `start[pattern, class]`; patterns that are `barred`
    cannot be matches.

    `source[class, column]` names the class whose levels a class has there: its own, or another's. The levels of CHANCE
    are those of `chance`, and its share is what the other classes leave of all `pairs` that the records make.
    """
    parts = divided(found.levels, chance.parent)
    counts = found.counts.astype(float)
    model = _maximized(parts, start.T * counts, source, chance, pairs, naming)
    for _step in range(steps):
        before = model
        mass = _posteriors(model, parts, barred) * counts
        model = _maximized(parts, mass, source, chance, pairs, naming)
        if np.abs(np.log(model.share / before.share)).max() < 1e-3 and np.abs(model.given - before.given).max() < 1e-3:
            break
    return model


def divided(levels: NDArray[np.uint8], parent: NDArray[np.int64]) -> list[Part]:
    """The columns in parts; a column and its parent are in one."""
    groups: dict[int, list[int]] = {}
    for column in range(levels.shape[1]):
        root = column
        while parent[root] != ALONE:
            root = int(parent[root])
        groups.setdefault(root, []).append(column)
    joined: list[list[int]] = []
    for group in sorted(groups.values(), key=len, reverse=True):
        small = next((other for other in joined if len(other) + len(group) <= TOGETHER), None)
        if small is None:
            joined.append(list(group))
        else:
            small.extend(group)
    return [_part(levels, group) for group in joined]


def _part(levels: NDArray[np.uint8], columns: Sequence[int]) -> Part:
    own = np.full_like(levels, MISSING)
    own[:, columns] = levels[:, columns]
    found = patterns(own)
    return Part(columns, found.levels, found.of_pair)


def _posteriors(model: Model, parts: Sequence[Part], barred: NDArray[np.bool_]) -> Floats:
    """How probable each class is for each pattern: (classes, patterns)."""
    table, within = log_tables(model)
    total = np.repeat(np.log(model.share)[:, None], len(barred), axis=1)
    for part in parts:
        own = sum(column_log(model, table, within, part.levels, column) for column in part.columns)
        total += np.ascontiguousarray(np.asarray(own).T)[:, part.of_pattern]
    for k in MATCHES:
        total[k, barred] = -np.inf
    total -= total.max(axis=0)
    share: Floats = np.exp(total)
    share /= share.sum(axis=0)
    return share


def _maximized(
    parts: Sequence[Part],
    mass: Floats,
    source: NDArray[np.int64],
    chance: Chance,
    pairs: float,
    naming: NDArray[np.bool_],
) -> Model:
    """The model that fits patterns best, given each class's mass of pairs in them: (classes, patterns)."""
    given = np.ones((len(mass), len(naming), LEVELS))
    for part in parts:
        masses = [np.bincount(part.of_pattern, of_class, len(part.levels)) for of_class in mass]
        for column in part.columns:
            own = np.array([np.bincount(part.levels[:, column], of_class, LEVELS) for of_class in masses], float)
            given[:, column] = _given(own, source[:, column], chance.levels[column], naming=bool(naming[column]))
    given[:, :, MISSING] = 1.0
    share = mass.sum(axis=1) + 1.0
    share[_copies(source)] = 1e-6
    share[CHANCE] = max(pairs - share.sum() + share[CHANCE], 1.0)
    return Model(share / share.sum(), given, source, chance)


def _given(own: Floats, source: NDArray[np.int64], by_chance: Floats, *, naming: bool) -> Floats:
    """The levels of one column in every class, from the mass of pairs that each class has on each level."""
    seen = np.full(own.shape, PSEUDO)
    np.add.at(seen, source, own)
    seen[:, MISSING] = 0.0
    seen /= seen.sum(axis=1, keepdims=True)
    if naming and (differ := seen[0, :WEAK].sum()) > OTHER_NAME:
        seen[0, :WEAK] *= OTHER_NAME / differ
        seen[0, WEAK:] *= (1 - OTHER_NAME) / (1 - differ)
    seen[CHANCE] = by_chance
    levels: Floats = seen[source]
    return levels


def _copies(source: NDArray[np.int64]) -> Sequence[int]:
    """Classes that the list's columns cannot tell from another."""
    rows = [tuple(row) for row in source.tolist()]
    return [k for k, row in enumerate(rows) if row in rows[:k]]
