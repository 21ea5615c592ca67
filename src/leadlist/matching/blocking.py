"""Blocking: which pairs of records are compared at all. Block keys choose themselves."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from leadlist.matching.blocks import Blocks, Cost, Mask, Sampled, Wanted, cost, sampled, shared, thinned, together
from leadlist.matching.columns import Codes
from leadlist.matching.freed import give_back
from leadlist.matching.ordered import among, distinct
from leadlist.matching.threads import at_once
from leadlist.matching.views import View
from leadlist.matching.weights import Floats

FIRST_LOOK = 12  # pairs for each record that the first look takes at most
DEARER = (
    1.3  # times as much as a sample let expect a key may cost that is taken; else it waits for its turn at its price
)
PATIENCE = 12  # keys in a row without matches after which no more are tried
AT_ONCE = 6  # keys whose pairs are judged together
SAMPLE = 500  # pairs of a key that are judged
SCARCE = 0.25  # provisional matches for each record; where there are fewer, larger blocks are looked into
WORTH = 0.004  # matches among a key's new pairs that make it worth its cost
FIRST_COST = 1.5  # a key that makes more pairs than this for each record is no key for the first look
GOLDEN = (5**0.5 - 1) / 2  # its multiples, less whole numbers, are spread evenly and in no period (Knuth 6.4)
BACKGROUND = 200_000  # pairs: what a small list compares anyway, so that non-matches are known as well as matches
MOST_TIMES = 15  # keys that found a match; beyond this it is worth no less, and sums stay exact
WORTH_AGAIN = 0.25 ** np.arange(MOST_TIMES + 1)  # what a match is worth to a key that so many keys found before
MOST_FIRST = 2_000_000  # pairs of the first look; a third of these let keys be missed that find one match in a hundred
MOST_SURE = 20_000  # provisional matches by which the keys are chosen
SURE = 0.9  # a pair at least as probable as this is a provisional match

Judge = Callable[[Codes, Codes], Floats]
"""How probable it is that pairs of records are matches, before the block keys are chosen."""

Learner = Callable[[Codes, Codes, float], tuple[Judge, Floats]]
"""Learns to judge pairs from a first look at some, given which share of all that was looked at they are; and judges
these."""


class BlockKey(NamedTuple):
    """One view, or two that must agree together; only the first may file a record more than once. What it costs is
    told from a sample where a list is large."""

    name: str
    views: tuple[int, ...]
    cost: Cost


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


class Keys:
    """The block keys of a list, the cheapest first, and what those gave that were made."""

    def __init__(self, views: Sequence[View], records: int, budget: float) -> None:
        self.views, self.records, self.budget = views, records, budget * records
        self.some = at_once(sampled, views, records)
        self.keys = sorted(candidate_keys(views, self.some, records), key=lambda key: key.cost.pairs)
        self.given: dict[BlockKey, BlockReport] = {}

    def sample(self, key: BlockKey) -> Codes:
        """Some of a key's pairs, sorted."""
        first, *others = key.views
        return distinct(together(self.some[first].view, self.views[others[0]] if others else None).pairs(self.records))

    def blocks(self, key: BlockKey) -> Blocks:
        """The blocks of a key."""
        first, *others = (self.views[at] for at in key.views)
        return together(first, others[0] if others else None)

    def first_look(self, key: BlockKey, asked: Mask | None) -> Codes:
        """The pairs of a key whose smaller record is asked for."""
        if asked is None:
            return self.pairs(key)
        first, *others = (self.views[at] for at in key.views)
        return together(first, others[0] if others else None, asked).pairs(self.records, asked)

    def pairs(self, key: BlockKey, blocks: Blocks | None = None) -> Codes:
        """What a key makes; nothing where that is far more than a sample let expect."""
        blocks = blocks or self.blocks(key)
        made = blocks.cost()
        if made.pairs > max(self.budget, BACKGROUND):
            return np.zeros(0, np.int64)
        self.given[key] = BlockReport(key.name, int(made.pairs), int(made.capped))
        return blocks.pairs(self.records)


def block(views: Sequence[View], records: int, budget: float, learn: Learner) -> Candidates:
    """Candidate pairs from block keys that choose themselves.

    A first look over selective keys gives provisional matches; then keys are taken that cover most matches not yet
    covered twice for the fewest pairs; then others, cheapest first, for as long as they still find some. All of them
    make at most `budget` pairs for each record.
    """
    keys = Keys(views, records, budget)
    first, share = _first_look(keys)
    give_back()
    if not len(first):
        return Candidates(first, first, (), 1.0)
    judge, probable = learn(*np.divmod(first, records), share)
    sure = first[probable >= SURE]
    scarce = len(sure) < SCARCE * records * share
    sure = thinned(sure, MOST_SURE)
    found, recall = _greedy(keys, sure, share)
    pairs = distinct(np.concatenate([first[:0], *found.values()]))
    give_back()
    more = _widen(keys, pairs, set(found), judge, budget / (5 if scarce else 8) * records)
    if len(pairs) < BACKGROUND:  # what a small list compares anyway finds matches that no key was chosen for
        recall = _recall(_times(keys, [*found, *more], sure))
    report = tuple(keys.given[key] for key in [*found, *more])
    left, right = np.divmod(distinct(np.concatenate([pairs, *more.values()])), records)
    return Candidates(left, right, report, recall)


def _first_look(keys: Keys) -> tuple[Codes, float]:
    """The pairs of selective keys, cheapest first; in a large list those of some records with all that follow, and
    which share of all these are."""
    left = float(FIRST_LOOK * max(keys.records, 5000))
    taken: list[BlockKey] = []
    for key in keys.keys:
        if key.cost.pairs > min(FIRST_COST * keys.records, left):
            break
        left -= key.cost.pairs
        taken.append(key)
    every = int(sum(key.cost.pairs for key in taken) // MOST_FIRST)
    asked = np.arange(keys.records) * GOLDEN % 1.0 < 1 / every if every > 1 else None
    found = at_once(lambda key: keys.first_look(key, asked), taken, keys.records)
    share = 1.0 if asked is None else float(asked.mean())
    return distinct(np.concatenate([np.zeros(0, np.int64), *found])), share


def _greedy(keys: Keys, sure: Codes, share: float) -> tuple[dict[BlockKey, Codes], float]:
    """Keys in the order they were taken, each with its pairs, and the recall. A match covered twice is worth hardly
    another key; one in the whole list is the least, of which `share` was looked at.

    What a key is worth only falls, so of the others none is looked at again while the best is as good as it was. What
    it finds is told from its views, less what stands in blocks too large, until it is made.
    """
    left, right = np.divmod(sure, keys.records)
    seen = [shared(view, left, right, keys.records) for view in keys.views]
    agreed = (np.logical_and.reduce([seen[view] for view in key.views]) for key in keys.keys)
    covers = [np.flatnonzero(agree).astype(np.int32) for agree in agreed]  # hundreds of keys: half the memory each
    kept = np.array([1 - key.cost.capped / key.cost.filed for key in keys.keys])
    price = np.array([key.cost.pairs for key in keys.keys]) + keys.records / 20
    rate = kept * np.array([len(cover) for cover in covers]) / price
    times, wanted = np.zeros(len(sure), np.int64), Wanted(sure)
    spent, found = 0, dict[BlockKey, Codes]()
    while len(rate) and len(sure):
        best = int(rate.argmax())
        if rate[best] < 0:
            break
        gain = kept[best] * float(WORTH_AGAIN[np.minimum(times[covers[best]], MOST_TIMES)].sum())
        if gain / price[best] < rate[best]:
            rate[best] = gain / price[best]
            continue
        if gain < max(share, len(sure) / MOST_SURE):
            break
        blocks = keys.blocks(keys.keys[best])
        made = blocks.cost().pairs + keys.records / 20
        if made > DEARER * price[best]:
            price[best], rate[best] = made, gain / made
            continue
        rate[best] = -1.0
        if spent + made > keys.budget:
            continue
        pairs = keys.pairs(keys.keys[best], blocks)
        times[distinct(wanted.found(pairs))] += 1
        spent += len(pairs)
        found[keys.keys[best]] = pairs
    return found, _recall(times)


def _recall(times: Codes) -> float:
    """Share of matches found, from how many keys saw each, by Chao's lower bound for those that none saw: once squared
    over two times twice."""
    seen, once, twice = int((times > 0).sum()), int((times == 1).sum()), int((times == 2).sum())
    missed = once * (once - 1) / (2 * (twice + 1)) + int((times == 0).sum())
    return seen / (seen + missed) if seen else 1.0


def _times(keys: Keys, chosen: Sequence[BlockKey], pairs: Codes) -> Codes:
    """By how many of some keys each pair is found; blocks that are too large count as well."""
    seen = [shared(view, *np.divmod(pairs, keys.records), keys.records) for view in keys.views]
    return sum(
        (np.logical_and.reduce([seen[at] for at in key.views]) for key in chosen), np.zeros(len(pairs), np.int64)
    )


def _widen(keys: Keys, pairs: Codes, taken: set[BlockKey], judge: Judge, most: float) -> dict[BlockKey, Codes]:
    """More pairs, from the cheapest keys on: where there are few, whatever they are up to BACKGROUND; then while they
    hold matches. Some keys are judged at once, each by what a sample of it has that those chosen before it lack."""
    background = BACKGROUND if len(pairs) < BACKGROUND else 0
    rest = [key for key in keys.keys if key not in taken and key.cost.pairs <= most]
    more, chosen = pairs[:0], dict[BlockKey, Codes]()
    spent = poor = 0
    for at in range(0, len(rest), AT_ONCE):
        batch = rest[at : at + AT_ONCE]
        samples = [thinned(_without(some, pairs, more), SAMPLE) for some in at_once(keys.sample, batch, keys.records)]
        ends = spent + np.cumsum([int(key.cost.pairs) for key in batch])
        asked = [sample if end > background else sample[:0] for sample, end in zip(samples, ends, strict=True)]
        probable = judge(*np.divmod(np.concatenate(asked), keys.records)) if ends[-1] > background else np.zeros(0)
        shares = np.split(probable, np.cumsum([len(sample) for sample in asked])[:-1])
        for key, sample, share in zip(rest[at:], samples, shares, strict=False):
            room = max(keys.budget, BACKGROUND) - len(pairs) - len(more)
            if key.cost.pairs > room or poor >= PATIENCE:
                return chosen
            spent += int(key.cost.pairs)
            lacking = ~among(sample, more)
            if not lacking.any():
                continue
            rich = bool(spent > background and share[lacking].mean() >= WORTH)
            poor = 0 if rich else poor + (spent > background)
            if rich or spent <= background:
                chosen[key] = _without(distinct(keys.pairs(key)), pairs, more)
                more = distinct(np.concatenate((more, chosen[key])))
    return chosen


def _without(pairs: Codes, *others: Codes) -> Codes:
    """Those of some pairs that are not among others, which are sorted."""
    for other in others:
        pairs = pairs[~among(pairs, other)]
    return pairs


def candidate_keys(views: Sequence[View], some: Sequence[Sampled], records: int = 0) -> list[BlockKey]:
    """Every view, and every pair of views of different columns, that make pairs at all; `some` are samples of them."""
    keys = [BlockKey(view.name, (at,), together(view, None).cost()) for at, view in enumerate(views)]
    both: list[tuple[int, int]] = []
    for i, j in combinations(range(len(views)), 2):
        if views[i].column != views[j].column and not (views[i].many and views[j].many):
            both.append((i, j) if _goes_first(views[i], views[j]) else (j, i))
    costs = at_once(lambda pair: cost(some[pair[0]], views[pair[1]]), both, records)
    for pair, costing in zip(both, costs, strict=True):
        keys.append(BlockKey(f"{views[pair[0]].name} + {views[pair[1]].name}", pair, costing))
    return [key for key in keys if key.cost.pairs]


def _goes_first(view: View, other: View) -> bool:
    """True where a view's blocks are looked at for what the other divides them into: those of a view that has many, or
    else the more numerous ones."""
    return view.many or (not other.many and view.width >= other.width)
