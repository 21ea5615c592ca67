"""Blocking: which pairs of records are compared at all. Block keys choose themselves."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import NamedTuple

import numpy as np

from leadlist.matching.blocks import Wanted, cost, pairs_of, shared, thinned
from leadlist.matching.columns import Codes, among, distinct
from leadlist.matching.views import View
from leadlist.matching.weights import Floats

LARGEST_BLOCK = 200  # a block of more records than this is left out, and counted as capped
FIRST_LOOK = 12  # pairs for each record that the first look takes at most
PATIENCE = 12  # keys in a row without matches after which no more are tried
SAMPLE = 500  # pairs of a key that are judged
SCARCE = 0.25  # provisional matches for each record; where there are fewer, larger blocks are looked into
WORTH = 0.004  # matches among a key's new pairs that make it worth its cost
FIRST_COST = 1.5  # a key that makes more pairs than this for each record is no key for the first look
BACKGROUND = 200_000  # pairs: what a small list compares anyway, so that non-matches are known as well as matches
THREADS = 2  # that find out what keys cost; each holds a few arrays of all records
MOST_TIMES = 15  # keys that found a match; beyond this it is worth no less, and sums stay exact
WORTH_AGAIN = 0.25 ** np.arange(MOST_TIMES + 1)  # what a match is worth to a key that so many keys found before
MOST_FIRST = 1_500_000  # pairs of the first look that are compared
MOST_SURE = 20_000  # provisional matches by which the keys are chosen
SURE = 0.9  # a pair at least as probable as this is a provisional match

Judge = Callable[[Codes, Codes], Floats]
"""How probable it is that pairs of records are matches, before the block keys are chosen."""

Learner = Callable[[Codes, Codes, float], Judge]
"""Learns to judge pairs from a first look at some, given which share of all that was looked at they are."""


class BlockKey(NamedTuple):
    """One view, or two that must agree together; only the first may file a record more than once."""

    name: str
    views: tuple[int, ...]


class BlockReport(NamedTuple):
    """What one block key gave: pairs, and records in blocks too large to be compared."""

    name: str
    pairs: int
    capped: int


class Candidates(NamedTuple):
    """Candidate pairs (`left` < `right`, sorted), what each key gave, and the estimated share of matches found."""

    left: Codes
    right: Codes
    report: tuple[BlockReport, ...]
    recall: float


def block(views: Sequence[View], records: int, budget: float, learn: Learner) -> Candidates:
    """Candidate pairs from block keys that choose themselves.

    A first look over selective keys gives provisional matches; then keys are taken that cover most matches not yet
    covered twice for the fewest pairs; then others, cheapest first, for as long as they still find some. All of them
    make at most `budget` pairs for each record.
    """
    keys = candidate_keys(views)
    with ThreadPoolExecutor(THREADS) as pool:  # numpy counts and sorts outside of Python
        costs = list(pool.map(lambda key: cost(*_views(views, key), LARGEST_BLOCK), keys))
    first = _first_look(views, keys, costs, records)
    if not len(first):
        return Candidates(first, first, (), 1.0)
    whole, first = len(first), thinned(first, MOST_FIRST)
    judge = learn(*np.divmod(first, records), len(first) / whole)
    sure = first[judge(*np.divmod(first, records)) >= SURE]
    scarce = len(sure) * whole < SCARCE * records * len(first)
    sure = thinned(sure, MOST_SURE)
    found, recall = _greedy(views, keys, costs, sure, records, budget)
    pairs = distinct(np.concatenate([given for _key, given in found] or [first[:0]]))
    pairs, more = _widen(views, keys, costs, {i for i, _given in found}, pairs, judge, records, budget, scarce)
    report = tuple(BlockReport(keys[i].name, *costs[i]) for i in [*(i for i, _given in found), *more])
    left, right = np.divmod(pairs, records)
    return Candidates(left, right, report, recall)


def _first_look(
    views: Sequence[View], keys: Sequence[BlockKey], costs: Sequence[tuple[int, int]], records: int
) -> Codes:
    """The pairs of selective keys, cheapest first."""
    left = FIRST_LOOK * max(records, 5000)
    found: list[Codes] = []
    for i in sorted(range(len(keys)), key=lambda i: (costs[i][0], i)):
        if costs[i][0] > FIRST_COST * records or left < costs[i][0]:
            break
        if costs[i][0]:
            left -= costs[i][0]
            found.append(_pairs(views, keys[i], records))
    return distinct(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _widen(
    views: Sequence[View],
    keys: Sequence[BlockKey],
    costs: Sequence[tuple[int, int]],
    taken: set[int],
    pairs: Codes,
    judge: Judge,
    records: int,
    budget: float,
    scarce: bool,
) -> tuple[Codes, list[int]]:
    """More pairs, from the cheapest keys on: whatever they are up to BACKGROUND, then while they hold matches."""
    chosen: list[int] = []
    spent, poor = 0, 0
    most = budget / (5 if scarce else 8) * records
    for i in sorted(set(range(len(keys))) - taken, key=lambda i: (costs[i][0], i)):
        if not costs[i][0]:
            continue
        if len(pairs) + costs[i][0] > max(budget * records, BACKGROUND) or costs[i][0] > most or poor >= PATIENCE:
            break
        fresh = distinct(_pairs(views, keys[i], records))
        fresh = fresh[~among(fresh, pairs)]
        spent += costs[i][0]
        if not len(fresh):
            continue
        sample = thinned(fresh, SAMPLE)
        rich = bool(judge(*np.divmod(sample, records)).mean() >= WORTH)
        poor = 0 if rich else poor + (spent > BACKGROUND)
        if rich or spent <= BACKGROUND:
            chosen.append(i)
            pairs = distinct(np.concatenate((pairs, fresh)))
    return pairs, chosen


def _views(views: Sequence[View], key: BlockKey) -> tuple[View, View | None]:
    first, *others = (views[at] for at in key.views)
    return first, others[0] if others else None


def _pairs(views: Sequence[View], key: BlockKey, records: int) -> Codes:
    return pairs_of(*_views(views, key), records, LARGEST_BLOCK)


def _greedy(
    views: Sequence[View],
    keys: Sequence[BlockKey],
    costs: Sequence[tuple[int, int]],
    sure: Codes,
    records: int,
    budget: float,
) -> tuple[list[tuple[int, Codes]], float]:
    """Keys in the order they were taken, each with its pairs, and the recall. A match covered twice is worth hardly
    another key.

    What a key is worth only falls, so of the others none is looked at again while the best is as good as it was.
    """
    left, right = np.divmod(sure, records)
    seen = [shared(view, left, right, records) for view in views]
    rest = [i for i, (pairs, _capped) in enumerate(costs) if pairs]
    covers = [np.logical_and.reduce([seen[v] for v in keys[i].views]) for i in rest]
    price = np.array([costs[i][0] for i in rest], dtype=float) + records / 20
    rate = np.array([cover.sum() for cover in covers], dtype=float) / price
    times, wanted = np.zeros(len(sure), np.int64), Wanted(sure)
    spent, found = 0, list[tuple[int, Codes]]()
    while len(rest) > len(found) and len(sure):
        best = int(rate.argmax())
        if rate[best] < 0:
            break
        gain = float(WORTH_AGAIN[np.minimum(times[covers[best]], MOST_TIMES)].sum())
        if gain / price[best] < rate[best]:
            rate[best] = gain / price[best]
            continue
        if gain < max(1.0, len(sure) / 20000):
            break
        rate[best] = -1.0
        key = rest[best]
        if spent + costs[key][0] > budget * records:
            continue
        pairs = _pairs(views, keys[key], records)
        times[distinct(wanted.found(pairs))] += 1
        spent += costs[key][0]
        found.append((key, pairs))
    return found, _recall(times)


def _recall(times: Codes) -> float:
    """Share of matches found, from how many keys saw each, by Chao's lower bound for those that none saw: once squared
    over two times twice."""
    seen, once, twice = int((times > 0).sum()), int((times == 1).sum()), int((times == 2).sum())
    missed = once * (once - 1) / (2 * (twice + 1)) + int((times == 0).sum())
    return seen / (seen + missed) if seen else 1.0


def candidate_keys(views: Sequence[View]) -> list[BlockKey]:
    """Every view, and every pair of views of different columns."""
    keys = [BlockKey(view.name, (i,)) for i, view in enumerate(views)]
    for i, j in combinations(range(len(views)), 2):
        if views[i].column != views[j].column and not (views[i].many and views[j].many):
            first, second = (i, j) if views[i].many or not views[j].many else (j, i)
            keys.append(BlockKey(f"{views[first].name} + {views[second].name}", (first, second)))
    return keys
