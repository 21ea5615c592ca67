"""Doubt: how many of the joins are expected to be wrong, told from the list itself.

Two witnesses are heard. One is the model: a join at +3 bits is wrong one time in nine. But it takes columns for
independent, and is far too sure in one list and too careful in another. The other are near misses: pairs of clusters
that just failed to join are almost all of two leads, and how many they are tells how thick the tail of the non-matches
is above the threshold, as the empirical null does (Efron, "Large-scale simultaneous hypothesis testing", 2004). They
err for different reasons; of what they expect the weighted geometric mean is taken (Genest and Zidek, "Combining
probability distributions", 1986).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from leadlist.matching.caution import Caution
from leadlist.matching.columns import Codes
from leadlist.matching.comparisons import DIFFER, FAINT, LEVELS, SAME_COMMON, STRONG, WEAK
from leadlist.matching.elsewhere import ELSEWHERE
from leadlist.matching.joins import Joins
from leadlist.matching.weights import Floats

NEAR = (-6.0, -2.0)  # bits of a near miss; above them matches that were missed are among them
EDGE = 1.0  # bits on either side of these within which a pair counts in part, so that none counts all at once
HALVED = 1.25  # bits in which non-matches become half as many; at odds that are right it would be one
OF_LEADS, OF_PLACES = 1 / 3, 1 / 6
"""Weight of the model's own odds beside that of near misses: the columns of places are few, and hang together."""
ONE_MORE = 0.05  # joins added to both, lest the one that expects none silence the other
TOO_SURE = {DIFFER: 1.0, FAINT: 1.0, WEAK: 2.0}
"""By how many bits the odds of a join are too high, by how alike the names are that are most alike: colleagues are of
one family, or have one initial, more often than strangers."""
SLOWLY = 3.0  # bits in which half of the wrong joins become half as many; the other half goes with their odds
MOST = 0.9  # no join that is made is more doubtful
DOUBT_WITH_IDENTITY = {DIFFER: 0.003, FAINT: 0.003, WEAK: 0.003, STRONG: 0.001} | dict.fromkeys(
    range(SAME_COMMON, LEVELS), 0.0002
)
"""How often a join is wrong whatever its odds where a birthday or a number tells people apart: those odds are right
(benchmarks/dedupe_quality.py), and near misses are cousins of large clusters."""
SURE = 20.0  # bits that no pair weighs alone (`clusters.LARGEST_WEIGHT`): several pairs agree that clusters are one
MOVED_BITS, MOVED_SLOPE = 4.5, 2.0  # a thing at two addresses that weighs so much is as likely two as one that moved


def beyond(left: Codes, right: Codes, weight: Floats, free: Floats, labels: Codes) -> float:
    """How many pairs of clusters of two leads are to be expected above 0 bits, from those that just failed to join.

    Of two clusters the best pair of records counts. Non-matches are taken to become half as many every HALVED bits, so
    of the near misses those that came nearest tell the most. Pairs that evidence holds down (their weight is not what
    it is `free`) are left out; they would pile up there.
    """
    one, other = labels[left], labels[right]
    counted = np.flatnonzero((weight > NEAR[0] - EDGE) & (one != other) & (np.abs(weight - free) < 1e-9))
    if not len(counted):
        return 0.0
    one, other, weight = one[counted], other[counted], weight[counted]
    key = np.minimum(one, other) * len(labels) + np.maximum(one, other)
    order = np.lexsort((weight, key))
    best = weight[order][np.append(key[order][1:] != key[order][:-1], True)]
    inside = np.clip(np.minimum(best - NEAR[0], NEAR[1] - best) / (2 * EDGE) + 0.5, 0.0, 1.0)
    at_zero = float((inside * 2.0 ** (best / HALVED)).sum()) / (NEAR[1] - NEAR[0])  # a bit
    return at_zero * HALVED / float(np.log(2.0))


def doubts(joins: Joins, tail: float, caution: Caution, at: float) -> Floats:
    """How probable it is that each join is wrong. Near misses let `tail` wrong ones be expected above 0 bits; those
    that reach `at` bits, not below 0, are weighed against it."""
    odds = joins.odds if caution.identity else joins.odds - _of_levels(TOO_SURE)[joins.named]
    by_odds: Floats = 1 / (1 + 2.0 ** np.clip(odds, -60.0, 60.0))
    if caution.identity:
        by_name: Floats = np.maximum(by_odds, _of_levels(DOUBT_WITH_IDENTITY)[joins.named])
        return by_name
    made = joins.reached >= at
    if not made.any():
        return by_odds
    slowly = 2.0 ** (-np.maximum(odds, 0.0) / SLOWLY)
    tail *= 2.0 ** (-at / HALVED)
    own = OF_PLACES if caution.places else OF_LEADS
    expected = (by_odds[made].sum() + ONE_MORE) ** own * (tail + ONE_MORE) ** (1 - own)
    risk: Floats = np.minimum(expected * (by_odds / by_odds[made].sum() + slowly / slowly[made].sum()) / 2, MOST)
    if caution.places:
        moved = 1 / (1 + 2.0 ** ((joins.strongest - MOVED_BITS) / MOVED_SLOPE))
        risk = np.where(joins.where == ELSEWHERE, np.maximum(risk, moved), risk)
    return risk


def _of_levels(table: dict[int, float]) -> Floats:
    return np.array([table.get(level, 0.0) for level in range(LEVELS)])


class Estimate(NamedTuple):
    """Joins, how probable it is that each is wrong, and how many rows each record stands for."""

    joins: Joins
    risk: Floats
    sizes: Codes

    def errors(self, at: float) -> float:
        """How many joins are expected to be wrong if all are made that reach a threshold."""
        return float(self.risk[self.joins.reached >= at].sum())

    def right(self, at: float) -> float:
        """The share of the joins that is expected to be right."""
        made = int((self.joins.reached >= at).sum())
        return 1 - self.errors(at) / made if made else 1.0

    def threshold(self, among: Sequence[float], wanted: float) -> float:
        """The lowest threshold at which the share of right joins is as wanted, between those given, else the last.

        Between two of them it is taken to rise evenly: so the threshold goes with the data bit by bit, and one row more
        does not move it from one step to the next.
        """
        before, known = among[0], self.right(among[0])
        for at in among:
            found = self.right(at)
            if found >= wanted:
                return before + (at - before) * (wanted - known) / (found - known) if found > known else at
            before, known = at, found
        return among[-1]

    def precision(self, at: float) -> float:
        """The share of the pairs of rows in one cluster that is expected to be of one lead.

        Where a cluster holds two leads already, whatever joins it belongs to one of them only, unless more than one
        pair of records says that it fits. `alike[cluster]` is how many of its pairs of rows are expected to be of one
        lead, each row with itself and in both orders.
        """
        rows = self.sizes.astype(float).tolist()
        alike = [size * size for size in rows]
        pairs, right = sum(size * (size - 1) / 2 for size in rows), 0.0
        right = pairs
        made = self.joins.reached >= at
        sure = self.joins.odds > SURE
        steps = (part[made].tolist() for part in (self.joins.kept, self.joins.gone, self.risk, sure))
        for kept, gone, risk, fits in zip(*steps, strict=True):
            one, other = rows[kept], rows[gone]
            found = (1 - risk) * (one * other if fits else alike[kept] * alike[gone] / (one * other))
            pairs, right = pairs + one * other, right + found
            rows[kept], alike[kept] = one + other, alike[kept] + alike[gone] + 2 * found
        return right / pairs if pairs else 1.0
