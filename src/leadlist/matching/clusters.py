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


class Join(NamedTuple):
    """One step of joining: cluster `gone` goes into cluster `kept`, each named by one of its members. `reached` is the
    threshold, in bits, up to which the step is made; `pairs` the pairs it makes, `risk` how probable it is that it is
    wrong."""

    reached: float
    kept: int
    gone: int
    pairs: float
    risk: float


class Joins(NamedTuple):
    """The steps of all groups as arrays; of records."""

    reached: Floats
    kept: Codes
    gone: Codes
    pairs: Floats
    risk: Floats

    def errors(self, at: float) -> float:
        """How many joins are expected to be wrong if all are made that reach a threshold."""
        return float(self.risk[self.reached >= at].sum())

    def precision(self, at: float) -> float:
        """The share of the pairs joined that is expected to be right."""
        made = self.reached >= at
        pairs = float(self.pairs[made].sum())
        return 1 - float((self.pairs * self.risk)[made].sum()) / pairs if pairs else 1.0

    def labels(self, at: float, records: int) -> Codes:
        """The smallest record of every record's cluster."""
        made = self.reached >= at
        return components(self.kept[made], self.gone[made], records)


def average_link(
    weight: Floats, named: NDArray[np.uint8], at: float, prior: float, caution: Caution = USUAL
) -> list[Join]:
    """The joins of the members of one component, from the full matrix of their weights in bits, down to a threshold.

    Two clusters of a and b members join while their mean weight reaches `at + prior * (1 - 1 / sqrt(a b))`: each
    pair's weight starts from the prior odds that two records match (`prior`, negative), but a join is one event, so
    the prior counts once, while the evidence of a b pairs that share records counts about sqrt(a b) times. `named` says
    how alike the names of each two are; at least one pair of a join must be so as `caution` asks.

    The order of joins is that of any higher threshold, too: with that, the steps up to the first that fails are made.
    """
    members = len(weight)
    total = weight.astype(float).copy()
    np.fill_diagonal(total, -np.inf)
    size = np.ones(members)
    joins: list[Join] = []
    strongest = total.copy()
    called = np.where(named == MISSING, caution.least, named).astype(np.int64)
    slack = np.where(called >= caution.least, total, -np.inf)
    reached = np.inf
    for _join in range(members - 1):
        best = int(slack.argmax())
        i, j = divmod(best, members)
        reached = min(reached, float(slack[i, j]))
        if reached < at:
            break
        made = size[i] * size[j]
        odds = max(made**0.5 * (total[i, j] / made - prior) + prior, strongest[i, j])
        joins.append(Join(reached, i, j, float(made), _risk(float(odds), int(called[i, j]), caution)))
        called[i] = np.maximum(called[i], called[j])
        called[:, i] = called[i]
        strongest[i] = np.maximum(strongest[i], strongest[j])
        strongest[:, i] = strongest[i]
        total[i] += total[j]
        total[:, i] += total[:, j]
        size[i] += size[j]
        total[j], total[:, j] = -np.inf, -np.inf
        total[i, i] = -np.inf
        slack[j], slack[:, j] = -np.inf, -np.inf
        pairs = size[i] * size
        slack[i] = np.where(called[i] >= caution.least, total[i] / pairs - prior * (1 - pairs**-0.5), -np.inf)
        slack[:, i] = slack[i]
    return joins


def _risk(odds: float, named: int, caution: Caution) -> float:
    """How probable it is that a join at these odds, in bits, is wrong."""
    wrong: float = 1 / (1 + 2.0 ** min(odds, 60.0))
    return max(wrong, caution.doubt.get(named, DOUBT_OF_THE_SAME))


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


def join(found: Sequence[Group], at: float, prior: float, caution: Caution = USUAL) -> Joins:
    """The joins within all groups, down to a threshold."""
    steps: list[Join] = []
    for group in found:
        size = len(group.records)
        if size == 2:
            made = _pair(group, at, caution)
        else:
            corner = np.triu_indices(size, 1)
            matrix, named = np.zeros((size, size)), np.zeros((size, size), np.uint8)
            matrix[corner], named[corner] = group.weight, group.named
            made = average_link(matrix + matrix.T, named + named.T, at, prior, caution)
        names = group.records.tolist()
        steps += [step._replace(kept=names[step.kept], gone=names[step.gone]) for step in made]
    reached, kept, gone, pairs, risk = zip(*steps, strict=True) if steps else ((),) * 5
    return Joins(
        np.array(reached, dtype=float),
        np.array(kept, dtype=np.int64),
        np.array(gone, dtype=np.int64),
        np.array(pairs, dtype=float),
        np.array(risk, dtype=float),
    )


def _pair(group: Group, at: float, caution: Caution) -> list[Join]:
    """`average_link` of two records."""
    weight, named = float(group.weight[0]), int(group.named[0]) or caution.least
    if weight < at or named < caution.least:
        return []
    return [Join(weight, 0, 1, 1.0, _risk(weight, named, caution))]
