"""Clusters: records joined by average link, so that one mistaken link cannot chain two people together."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING, STRONG, WEAK
from leadlist.matching.weights import Floats

DOUBT = {MISSING: 0.0002, DIFFER: 0.12, FAINT: 0.12, WEAK: 0.003, STRONG: 0.001}
"""How often a join is wrong whatever its weight, by how alike the names of its best pair are. From lists with known
truth (benchmarks/dedupe_quality.py); the last entry is for the same names, where the weight tells."""
DOUBT_WITH_IDENTITY = {**DOUBT, DIFFER: 0.003, FAINT: 0.003}
"""The same for lists with a birthday or number for most people."""
DOUBT_OF_THE_SAME = 0.0002
LARGEST_WEIGHT = 20.0  # bits; beyond a million to one no further evidence outvotes another pair's
LARGEST_COMPONENT = 400  # a larger one is cut at its weakest links first: scoring all its pairs would cost too much

Score = Callable[[Codes, Codes], tuple[Floats, NDArray[np.uint8]]]
"""Weights in bits of pairs of records, given as two arrays of positions, and how alike their names are (a level)."""


def components(left: Codes, right: Codes, records: int) -> Codes:
    """The connected component of every record, named by its smallest member."""
    label = np.arange(records, dtype=np.int64)
    while len(left):
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
        if np.array_equal(before, label):
            break
    return label


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


class Caution(NamedTuple):
    """What is asked of the names of two records, whatever they weigh together.

    `least` is the level that one pair of a join must reach; `doubt[level]` how often a join is wrong at least.
    """

    least: int = MISSING
    doubt: Mapping[int, float] = DOUBT


USUAL = Caution()


class Clustering(NamedTuple):
    """`label[record]` is the smallest record of its cluster. `errors` is the number of joins expected to be wrong, and
    `precision` the share of the linked pairs expected to be right."""

    label: Codes
    errors: float
    precision: float


def average_link(
    weight: Floats, named: NDArray[np.uint8], at: float, prior: float, caution: Caution = USUAL
) -> tuple[list[int], list[tuple[float, float]]]:
    """Labels of the members of one component, from the full matrix of their weights in bits; and for each join the
    pairs it makes and how probable it is that it is wrong.

    Two clusters of a and b members join while their mean weight reaches `at + prior * (1 - 1 / sqrt(a b))`: each
    pair's weight starts from the prior odds that two records match (`prior`, negative), but a join is one event, so
    the prior counts once, while the evidence of a b pairs that share records counts about sqrt(a b) times. `named` says
    how alike the names of each two are; at least one pair of a join must be so as `caution` asks.
    """
    members = len(weight)
    total = weight.astype(float).copy()
    np.fill_diagonal(total, -np.inf)
    size = np.ones(members)
    label = np.arange(members)
    joins: list[tuple[float, float]] = []
    strongest = total.copy()
    least = caution.least
    called = np.where(named == MISSING, least, named).astype(np.int64)
    slack = np.where(called >= least, total - at, -np.inf)
    for _join in range(members - 1):
        best = int(slack.argmax())
        i, j = divmod(best, members)
        if slack[i, j] < 0:
            break
        made = size[i] * size[j]
        odds = max(made**0.5 * (total[i, j] / made - prior) + prior, strongest[i, j])
        joins.append((made, _risk(odds, int(called[i, j]), caution)))
        called[i] = np.maximum(called[i], called[j])
        called[:, i] = called[i]
        strongest[i] = np.maximum(strongest[i], strongest[j])
        strongest[:, i] = strongest[i]
        total[i] += total[j]
        total[:, i] += total[:, j]
        size[i] += size[j]
        label[label == j] = i
        total[j], total[:, j] = -np.inf, -np.inf
        total[i, i] = -np.inf
        slack[j], slack[:, j] = -np.inf, -np.inf
        pairs = size[i] * size
        slack[i] = np.where(called[i] >= least, total[i] / pairs - at - prior * (1 - pairs**-0.5), -np.inf)
        slack[:, i] = slack[i]
    return label.tolist(), joins


class Group(NamedTuple):
    """Records that links hang together, and for each pair of them its weight and how alike its names are."""

    records: Codes
    weight: Floats
    named: NDArray[np.uint8]


def groups(left: Codes, right: Codes, weight: Floats, records: int, score: Score) -> list[Group]:
    """The components of the links between records; their pairs that were no candidates are scored, too."""
    label = bounded(left, right, weight, records, LARGEST_COMPONENT)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], label[order][1:] != label[order][:-1]))) if records else order
    found = [g for g in np.split(order, starts[1:]) if len(g) > 1]
    if not found:
        return []
    corners = [np.triu_indices(len(g), 1) for g in found]
    first = np.concatenate([g[c[0]] for g, c in zip(found, corners, strict=True)])
    second = np.concatenate([g[c[1]] for g, c in zip(found, corners, strict=True)])
    weights, names = score(np.minimum(first, second), np.maximum(first, second))
    weights = np.clip(weights, -LARGEST_WEIGHT, LARGEST_WEIGHT)
    ends = np.cumsum([len(c[0]) for c in corners])[:-1]
    shares = zip(found, np.split(weights, ends), np.split(names, ends), strict=True)
    return [Group(group, weight, named) for group, weight, named in shares]


def cluster(found: Sequence[Group], records: int, at: float, prior: float, caution: Caution = USUAL) -> Clustering:
    """Clusters of records within the groups."""
    result = np.arange(records, dtype=np.int64)
    joins: list[tuple[float, float]] = []
    for group in found:
        size = len(group.records)
        if size == 2:
            joined, made = _pair(group, at, caution)
        else:
            corner = np.triu_indices(size, 1)
            matrix, named = np.zeros((size, size)), np.zeros((size, size), np.uint8)
            matrix[corner], named[corner] = group.weight, group.named
            joined, made = average_link(matrix + matrix.T, named + named.T, at, prior, caution)
        joins += made
        for part in set(joined):
            members = group.records[np.asarray(joined) == part]
            result[members] = members.min()
    pairs = sum(made for made, _wrong in joins)
    wrong = sum(made * risk for made, risk in joins)
    return Clustering(result, sum(risk for _made, risk in joins), 1 - wrong / pairs if pairs else 1.0)


def _risk(odds: float, named: int, caution: Caution) -> float:
    """How probable it is that a join at these odds, in bits, is wrong."""
    wrong: float = 1 / (1 + 2.0 ** min(odds, 60.0))
    return max(wrong, caution.doubt.get(named, DOUBT_OF_THE_SAME))


def _pair(group: Group, at: float, caution: Caution) -> tuple[list[int], list[tuple[float, float]]]:
    """`average_link` of two records."""
    weight, named = float(group.weight[0]), int(group.named[0]) or caution.least
    if weight < at or named < caution.least:
        return [0, 1], []
    return [0, 0], [(1.0, _risk(weight, named, caution))]
