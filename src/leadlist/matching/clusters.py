"""Clusters: records joined by average link, so that one mistaken link cannot chain two people together."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.comparisons import DIFFER, FAINT, LEVELS, MISSING, SAME_COMMON, STRONG, WEAK
from leadlist.matching.weights import Floats

DOUBT = {MISSING: 0.0002, DIFFER: 0.12, FAINT: 0.12, WEAK: 0.003, STRONG: 0.001}
"""How often a join is wrong whatever its weight, by how alike the names of its best pair are. From lists with known
truth (benchmarks/dedupe_quality.py); the last entry is for the same names, where the weight tells."""
DOUBT_WITH_IDENTITY = {**DOUBT, DIFFER: 0.003, FAINT: 0.003}
"""The same for lists with a birthday or number for most people."""
TOO_SURE = {FAINT: 0.75, WEAK: 2.5, STRONG: 0.5} | dict.fromkeys(range(SAME_COMMON, LEVELS), 1.0)
"""By how many bits the odds of a join of leads are too high, by how alike their names are: the model takes columns for
independent, and colleagues are of one family or have one initial more often than strangers."""
SELDOM, EVERY = 0.02, 3.0
"""Beyond that, joins of leads are wrong at least SELDOM times, and half as often with every EVERY bits more. Both from
lists of 10,000 to 250,000 leads with known truth: at 12 bits two in a thousand joins are wrong, not one in 4,000."""
DOUBT_OF_THE_SAME = 0.0002
LARGEST_WEIGHT = 20.0  # bits; beyond a million to one no further evidence outvotes another pair's
UNDECIDED = -2.0  # bits: what a pair weighs that could as well be another
RIVAL = 3.0  # bits by which the one must outweigh the other
LARGEST_COMPONENT = 400  # a larger one is cut at its weakest links first: scoring all its pairs would cost too much
CELLS_AT_ONCE = 1_000_000  # of matrices of weights that are worked on at once, for memory's sake

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

    `least` is the level that one pair of a join must reach; `doubt[level]` how often a join is wrong at least,
    and `too_sure[level]` by how many bits its odds are too high.
    """

    least: int = MISSING
    doubt: Mapping[int, float] = DOUBT
    too_sure: Mapping[int, float] | None = None


USUAL = Caution(too_sure=TOO_SURE)


class Joins(NamedTuple):
    """The steps of joining: cluster `gone` goes into cluster `kept`, each named by one of its records. `reached` is the
    threshold, in bits, up to which a step is made; `pairs` the pairs it makes, `risk` how probable it is that it is
    wrong."""

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

    def threshold(self, among: Sequence[float], wanted: float) -> float:
        """The lowest threshold whose precision is as wanted, between those given, else the last of them.

        Between two of them precision is taken to rise evenly: so the threshold goes with the data bit by bit, and one
        row more does not move it from one step to the next.
        """
        before, known = among[0], self.precision(among[0])
        for at in among:
            found = self.precision(at)
            if found >= wanted:
                return before + (at - before) * (wanted - known) / (found - known) if found > known else at
            before, known = at, found
        return among[-1]

    def labels(self, at: float, records: int) -> Codes:
        """The smallest record of every record's cluster."""
        made = self.reached >= at
        return components(self.kept[made], self.gone[made], records)


class Groups(NamedTuple):
    """Groups of so many records each that links hang together, `records[group, member]`; for each pair of members, in
    the order of `triu_indices`, its weight and how alike its names are."""

    records: Codes
    weight: Floats
    named: NDArray[np.uint8]


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
    weights, names = score(np.minimum(first, second), np.maximum(first, second))
    weights = np.clip(weights, -LARGEST_WEIGHT, LARGEST_WEIGHT)
    ends = np.cumsum([len(own) * len(i) for own, (i, _j) in zip(members, corners, strict=True)])[:-1]
    shares = zip(members, np.split(weights, ends), np.split(names, ends), strict=True)
    return [Groups(own, bits.reshape(len(own), -1), alike.reshape(len(own), -1)) for own, bits, alike in shares]


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
        risk = _risk(odds, grid.called[each, i, j], caution)
        steps.append(Joins(reached, names[each, i], names[each, j], made, risk))
        _merge(grid, each, i, j, prior, caution)
    return together(steps)


class Grid(NamedTuple):
    """The clusters of groups of one size, each with each: `[group, cluster, cluster]`. `total` is the sum of the
    weights of their pairs, `strongest` the greatest, `called` how alike the names are that are most alike, and `slack`
    the threshold up to which the two join; `size[group, cluster]` is how many records a cluster has."""

    total: Floats
    strongest: Floats
    called: Codes
    slack: Floats
    size: Floats


def _grid(group: Groups, caution: Caution) -> Grid:
    """Every record a cluster."""
    groups, members = group.records.shape
    i, j = np.triu_indices(members, 1)
    total, called = np.full((groups, members, members), -np.inf), np.zeros((groups, members, members), np.int64)
    total[:, i, j] = total[:, j, i] = group.weight
    if caution.too_sure is not None and members > 2:
        named = np.zeros(called.shape, np.uint8)
        named[:, i, j] = named[:, j, i] = group.named
        total[undecided(total, named)] = UNDECIDED
    called[:, i, j] = called[:, j, i] = np.where(group.named == MISSING, caution.least, group.named)
    slack = np.where(called >= caution.least, total, -np.inf)
    return Grid(total, total.copy(), called, slack, np.ones((groups, members)))


def undecided(total: Floats, named: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pairs that nobody can decide: by part of a name a record fits about as well another, of another name.
    田中 may be 田中 一郎 or 田中 次郎; it is left to a person, and makes one of neither.

    `[group, record, record]`: the weights of all pairs, and how alike their names are.
    """
    in_part = (named != MISSING) & (named <= WEAK) & (total > UNDECIDED)
    found = np.zeros(total.shape, bool)
    for rival in np.flatnonzero(in_part.any(axis=(0, 1))).tolist():
        two = (total[:, :, rival] <= UNDECIDED) & (named[:, :, rival] <= FAINT)
        two[:, rival] = False
        nearly = total[:, :, rival, None] > total - RIVAL
        found |= in_part[:, :, rival, None] & in_part & two[:, None, :] & nearly
    either: NDArray[np.bool_] = found | found.transpose(0, 2, 1)
    return either


def _merge(grid: Grid, each: Codes, i: Codes, j: Codes, prior: float, caution: Caution) -> None:
    """In every group cluster j goes into cluster i."""
    total, strongest, called, slack, size = grid
    for part, best in ((called, np.maximum), (strongest, np.maximum), (total, np.add)):
        part[each, i] = part[each, :, i] = best(part[each, i], part[each, j])
    size[each, i] += size[each, j]
    for part in (total, slack):
        part[each, j] = part[each, :, j] = -np.inf
    total[each, i, i] = -np.inf
    pairs = size[each, i][:, None] * size
    mean = total[each, i] / pairs - prior * (1 - pairs**-0.5)
    mean = np.minimum(mean, strongest[each, i])  # what no pair says by itself, many do not say together
    slack[each, i] = slack[each, :, i] = np.where(called[each, i] >= caution.least, mean, -np.inf)


def _risk(odds: Floats, named: Codes, caution: Caution) -> Floats:
    """How probable it is that joins at these odds, in bits, are wrong."""
    doubt = np.array([caution.doubt.get(level, DOUBT_OF_THE_SAME) for level in range(LEVELS)])
    seldom: Floats = np.zeros(len(odds))
    if caution.too_sure is not None:
        odds = odds - np.array([caution.too_sure.get(level, 0.0) for level in range(LEVELS)])[named]
        seldom = SELDOM * 2.0 ** (-np.maximum(odds, 0.0) / EVERY)
    risk: Floats = np.maximum(1 / (1 + 2.0 ** np.minimum(odds, 60.0)), doubt[named])
    return np.minimum(risk + seldom, 1.0)


def together(steps: Sequence[Joins]) -> Joins:
    """Steps one after the other."""
    if not steps:
        return Joins(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    return Joins(*(np.concatenate(parts) for parts in zip(*steps, strict=True)))
