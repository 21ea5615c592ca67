"""Clusters: records joined by average link, so that one mistaken link cannot chain two people together."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.caution import USUAL, Caution
from leadlist.matching.columns import Codes
from leadlist.matching.comparisons import FAINT, MISSING, WEAK
from leadlist.matching.joins import Joins, components, together
from leadlist.matching.weights import Floats

LARGEST_WEIGHT = 20.0  # bits; beyond a million to one no further evidence outvotes another pair's
UNDECIDED = -2.0  # bits: what a pair weighs that could as well be another
RIVAL = 3.0  # bits by which the one must outweigh the other
LARGEST_COMPONENT = 400  # a larger one is cut at its weakest links first: scoring all its pairs would cost too much
CELLS_AT_ONCE = 1_000_000  # of matrices of weights that are worked on at once, for memory's sake

Levels = NDArray[np.uint8]
Score = Callable[[Codes, Codes], tuple[Floats, Levels, Levels]]
"""Of pairs of records, given as two arrays of positions, the weights in bits, how alike their names are (a level), and
whether they are at one place (`elsewhere`)."""


def bounded(left: Codes, right: Codes, weight: Floats, records: int, largest: int) -> Codes:
    """Components of at most `largest` records: where one is larger, its weakest links are left out until it falls."""
    label = components(left, right, records)
    keep = np.ones(len(left), bool)
    while True:
        sizes = np.bincount(label, minlength=records)
        inside = keep & (sizes[label[left]] > largest)
        if not inside.any():
            return label
        cut = np.quantile(weight[inside], 0.2)
        drop = inside & (weight <= cut)
        keep &= ~drop
        label = components(left[keep], right[keep], records)


class Groups(NamedTuple):
    """Groups of so many records each that links hang together, `records[group, member]`; for each pair of members, in
    the order of `triu_indices`, its weight, how alike its names are, and whether it is at one place."""

    records: Codes
    weight: Floats
    named: Levels
    where: Levels


def groups(left: Codes, right: Codes, weight: Floats, records: int, score: Score) -> list[Groups]:
    """The components of the links between records, by their size; their pairs that were no candidates are scored, too.

    Large ones of one size are parted: their matrices are worked on together.
    """
    label = bounded(left, right, weight, records, LARGEST_COMPONENT)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], label[order][1:] != label[order][:-1]))) if records else order
    sizes = np.diff(np.append(starts, records))
    members: list[Codes] = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        own, most = order[starts[sizes == size][:, None] + np.arange(size)], max(CELLS_AT_ONCE // size**2, 1)
        members += [own[at : at + most] for at in range(0, len(own), most)]
    if not members:
        return []
    corners = [np.triu_indices(own.shape[1], 1) for own in members]
    first = np.concatenate([own[:, i].ravel() for own, (i, _j) in zip(members, corners, strict=True)])
    second = np.concatenate([own[:, j].ravel() for own, (_i, j) in zip(members, corners, strict=True)])
    weights, named, where = score(np.minimum(first, second), np.maximum(first, second))
    weights = np.clip(weights, -LARGEST_WEIGHT, LARGEST_WEIGHT)
    ends = np.cumsum([0, *(len(own) * len(i) for own, (i, _j) in zip(members, corners, strict=True))]).tolist()
    found: list[Groups] = []
    for own, start, end in zip(members, ends, ends[1:], strict=False):
        shape, part = (len(own), -1), slice(start, end)
        bits, alike = weights[part].reshape(shape), named[part].reshape(shape)
        found.append(Groups(own, bits, alike, where[part].reshape(shape)))
    return found


def join(found: Sequence[Groups], at: float, prior: float, caution: Caution = USUAL) -> Joins:
    """The joins within all groups, down to a threshold."""
    return together([average_link(group, at, prior, caution) for group in found])


def average_link(group: Groups, at: float, prior: float, caution: Caution = USUAL) -> Joins:
    """The joins within groups of one size, down to a threshold; one step of all groups at once.

    Two clusters of a and b members join while their mean weight reaches `at + prior * (1 - 1 / sqrt(a b))`: each
    pair's weight starts from the prior odds that two records match (`prior`, negative), but a join is one event, so
    the prior counts once, while the evidence of a b pairs that share records counts about sqrt(a b) times. At least one
    pair must reach the threshold by itself: what evidence forbids to each pair it forbids to all. And at least one
    pair of a join must have names as alike as `caution` asks.

    The order of joins is that of any higher threshold, too: with that, the steps up to the first that fails are made.
    """
    grid = _grid(group, caution)
    names, reached = group.records, np.full(len(group.records), np.inf)
    steps: list[Joins] = []
    for _join in range(names.shape[1] - 1):
        each = np.arange(len(names))
        i, j = np.divmod(grid.slack.reshape(len(names), -1).argmax(axis=1), names.shape[1])
        reached = np.minimum(reached, grid.slack[each, i, j])
        go = reached >= at
        if not go.all():
            names, reached, i, j, each = names[go], reached[go], i[go], j[go], np.arange(int(go.sum()))
            grid = Grid(*(part[go] for part in grid))
        if not len(names):
            break
        made = grid.size[each, i] * grid.size[each, j]
        odds = np.maximum(made**0.5 * (grid.total[each, i, j] / made - prior) + prior, grid.strongest[each, i, j])
        alike = (grid.strongest[each, i, j], grid.called[each, i, j], grid.where[each, i, j])
        steps.append(Joins(reached, names[each, i], names[each, j], odds, *alike))
        _merge(grid, each, i, j, prior, caution)
    return together(steps)


class Grid(NamedTuple):
    """The clusters of groups of one size, each with each: `[group, cluster, cluster]`. `total` is the sum of the
    weights of their pairs, `strongest` the greatest, `called` how alike the names are that are most alike, `where` the
    highest of their places, and `slack` the threshold up to which the two join; `size[group, cluster]` is how many
    records a cluster has."""

    total: Floats
    strongest: Floats
    called: Codes
    where: Levels
    slack: Floats
    size: Floats


def _grid(group: Groups, caution: Caution) -> Grid:
    """Every record a cluster."""
    groups, members = group.records.shape
    i, j = np.triu_indices(members, 1)
    total, called = np.full((groups, members, members), -np.inf), np.zeros((groups, members, members), np.int64)
    total[:, i, j] = total[:, j, i] = group.weight
    if caution.leads and members > 2:
        named = np.zeros(called.shape, np.uint8)
        named[:, i, j] = named[:, j, i] = group.named
        total[undecided(total, named)] = UNDECIDED
    called[:, i, j] = called[:, j, i] = np.where(group.named == MISSING, caution.least, group.named)
    where = np.zeros(called.shape, np.uint8)
    where[:, i, j] = where[:, j, i] = group.where
    slack = np.where(called >= caution.least, total, -np.inf)
    return Grid(total, total.copy(), called, where, slack, np.ones((groups, members)))


def undecided(total: Floats, named: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pairs that nobody can decide: by part of a name a record fits about as well another, of another name.
    田中 may be 田中 一郎 or 田中 次郎; it is left to a person, and makes one of neither. Without a name it contradicts
    nobody.

    `[group, record, record]`: the weights of all pairs, and how alike their names are.
    """
    in_part = (named <= WEAK) & (total > UNDECIDED)
    found = np.zeros(total.shape, bool)
    for rival in np.flatnonzero(in_part.any(axis=(0, 1))).tolist():
        two = (total[:, :, rival] <= UNDECIDED) & (named[:, :, rival] <= FAINT) & (named[:, :, rival] != MISSING)
        two[:, rival] = False
        nearly = total[:, :, rival, None] > total - RIVAL
        found |= in_part[:, :, rival, None] & in_part & two[:, None, :] & nearly
    either: NDArray[np.bool_] = found | found.transpose(0, 2, 1)
    return either


def _merge(grid: Grid, each: Codes, i: Codes, j: Codes, prior: float, caution: Caution) -> None:
    """In every group cluster j goes into cluster i."""
    total, strongest, called, where, slack, size = grid
    for part, best in ((called, np.maximum), (where, np.maximum), (strongest, np.maximum), (total, np.add)):
        part[each, i] = part[each, :, i] = best(part[each, i], part[each, j])
    size[each, i] += size[each, j]
    for part in (total, slack):
        part[each, j] = part[each, :, j] = -np.inf
    total[each, i, i] = -np.inf
    pairs = size[each, i][:, None] * size
    mean = total[each, i] / pairs - prior * (1 - pairs**-0.5)
    mean = np.minimum(mean, strongest[each, i])  # what no pair says by itself, many do not say together
    slack[each, i] = slack[each, :, i] = np.where(called[each, i] >= caution.least, mean, -np.inf)
