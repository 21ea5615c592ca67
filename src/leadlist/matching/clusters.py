"""Clusters: records joined by average link, so that one mistaken link cannot chain two people together."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.weights import Floats

BETTER_THAN_LEARNED = 2.5  # bits; of joins at given odds five to six times fewer are wrong on lists with known truth
LARGEST_WEIGHT = 20.0  # bits; beyond a million to one no further evidence outvotes another pair's
LARGEST_COMPONENT = 400  # a larger one is cut at its weakest links first: scoring all its pairs would cost too much

Score = Callable[[Codes, Codes], Floats]
"""Weights in bits of pairs of records, given as two arrays of positions."""


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


class Clustering(NamedTuple):
    """`label[record]` is the smallest record of its cluster. `errors` is the number of joins expected to be wrong, and
    `precision` the share of the linked pairs expected to be right."""

    label: Codes
    errors: float
    precision: float


def average_link(weight: Floats, at: float, prior: float) -> tuple[NDArray[np.int64], list[tuple[float, float]]]:
    """Labels of the members of one component, from the full matrix of their weights in bits; and for each join the
    pairs it makes and how probable it is that it is wrong.

    Two clusters of a and b members join while their mean weight reaches `at + prior * (1 - 1 / sqrt(a b))`: each
    pair's weight starts from the prior odds that two records match (`prior`, negative), but a join is one event, so
    the prior counts once, while the evidence of a b pairs that share records counts about sqrt(a b) times.
    """
    members = len(weight)
    total = weight.astype(float).copy()
    np.fill_diagonal(total, -np.inf)
    size = np.ones(members)
    label = np.arange(members)
    joins: list[tuple[float, float]] = []
    strongest = total.copy()
    slack = total - at
    for _join in range(members - 1):
        best = int(slack.argmax())
        i, j = divmod(best, members)
        if slack[i, j] < 0:
            break
        made = size[i] * size[j]
        odds = max(made**0.5 * (total[i, j] / made - prior) + prior, strongest[i, j]) + BETTER_THAN_LEARNED
        joins.append((made, 1 / (1 + 2.0 ** min(odds, 60.0))))
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
        slack[i] = total[i] / pairs - at - prior * (1 - pairs**-0.5)
        slack[:, i] = slack[i]
    return label, joins


def cluster(
    left: Codes, right: Codes, weight: Floats, records: int, score: Score, at: float, prior: float
) -> Clustering:
    """Clusters of records from the links between them; the pairs of a component that were no candidates are scored."""
    label = bounded(left, right, weight, records, LARGEST_COMPONENT)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], label[order][1:] != label[order][:-1]))) if records else order
    groups = [g for g in np.split(order, starts[1:]) if len(g) > 1]
    result = np.arange(records, dtype=np.int64)
    if not groups:
        return Clustering(result, 0.0, 1.0)
    corners = [np.triu_indices(len(g), 1) for g in groups]
    first = np.concatenate([g[c[0]] for g, c in zip(groups, corners, strict=True)])
    second = np.concatenate([g[c[1]] for g, c in zip(groups, corners, strict=True)])
    weights = np.clip(score(np.minimum(first, second), np.maximum(first, second)), -LARGEST_WEIGHT, LARGEST_WEIGHT)
    done = 0
    joins: list[tuple[float, float]] = []
    for group, corner in zip(groups, corners, strict=True):
        matrix = np.zeros((len(group), len(group)))
        matrix[corner] = weights[done : done + len(corner[0])]
        done += len(corner[0])
        joined, made = average_link(matrix + matrix.T, at, prior)
        joins += made
        for part in np.unique(joined):
            members = group[joined == part]
            result[members] = members.min()
    pairs = sum(made for made, _wrong in joins)
    wrong = sum(made * risk for made, risk in joins)
    return Clustering(result, sum(risk for _made, risk in joins), 1 - wrong / pairs if pairs else 1.0)
