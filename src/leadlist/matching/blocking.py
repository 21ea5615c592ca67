"""Blocking: which pairs of records are compared at all. Block keys choose themselves."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.views import View
from leadlist.matching.weights import Floats

LARGEST_BLOCK = 200  # a block of more records than this is left out, and counted as capped
FIRST_COST = 1.5  # a key that makes more pairs than this for each record is no key for the first look
BACKGROUND = 200_000  # pairs: what a small list compares anyway, so that non-matches are known as well as matches
AGAIN = 0.25  # what a match is worth to the next key once a key has found it
SURE = 0.9  # a pair at least as probable as this is a provisional match

Judge = Callable[[Codes, Codes], Floats]
"""How probable it is that pairs of records are matches, before the block keys are chosen."""


class BlockKey(NamedTuple):
    """One view, or several that must agree together."""

    name: str
    views: tuple[int, ...]


class BlockReport(NamedTuple):
    """What one block key gave: pairs, and records in blocks too large to be compared."""

    name: str
    pairs: int
    capped: int


def grouped(view: View, others: Sequence[View], records: int) -> tuple[Codes, Codes]:
    """Records and their joint blocks. All views but the first must file a record once at most."""
    record, block = view.record, view.block
    for other in others:
        single = np.full(records, -1, dtype=np.int64)
        single[other.record] = other.block
        code = single[record]
        kept = code >= 0
        record, block, code = record[kept], block[kept], code[kept]
        block = block * (int(other.block.max(initial=0)) + 1) + code
    return record, block


def sizes_of(block: Codes) -> Codes:
    """How many records each block holds."""
    return np.unique(block, return_counts=True)[1]


def cost(block: Codes, largest: int) -> tuple[int, int]:
    """Pairs that a key makes, and records in the blocks it leaves out."""
    sizes = sizes_of(block)
    kept = sizes[sizes <= largest]
    return int((kept * (kept - 1) // 2).sum()), int(sizes[sizes > largest].sum())


def pairs_of(record: Codes, block: Codes, records: int, largest: int) -> Codes:
    """Every pair of records of one block, as `smaller * records + larger`, sorted and distinct."""
    order = np.lexsort((record, block))
    record, block = record[order], block[order]
    starts = np.flatnonzero(np.concatenate(([True], block[1:] != block[:-1]))) if len(block) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(block)))
    found: list[Codes] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= largest)]).tolist():
        first = starts[sizes == size]
        i, j = np.triu_indices(size, 1)
        left, right = record[first[:, None] + i].ravel(), record[first[:, None] + j].ravel()
        found.append((left * records + right)[left != right])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


class Candidates(NamedTuple):
    """Candidate pairs (`left` < `right`, sorted), what each key gave, and the estimated share of matches found."""

    left: Codes
    right: Codes
    report: tuple[BlockReport, ...]
    recall: float


def block(views: Sequence[View], records: int, budget: float, judge: Judge) -> Candidates:
    """Candidate pairs from block keys that choose themselves.

    A first look over all selective keys gives provisional matches; then keys are taken that cover most matches not
    yet covered twice for the fewest pairs, while all of them make at most `budget` pairs for each record.
    """
    keys = candidate_keys(views)
    costs = [cost(grouped(views[k.views[0]], [views[v] for v in k.views[1:]], records)[1], LARGEST_BLOCK) for k in keys]
    first = _first_look(views, keys, costs, records)
    if not len(first):
        return Candidates(first, first, (), 1.0)
    probable = judge(*np.divmod(first, records))
    sure = first[probable >= SURE]
    chosen, found = _greedy(views, keys, costs, sure, records, budget)
    spare = min(budget * records, max(BACKGROUND, 10 * records)) - sum(costs[i][0] for i in chosen)
    for i in sorted(set(range(len(keys))) - set(chosen), key=lambda i: (costs[i][0], i)):
        if 0 < costs[i][0] <= spare:
            spare -= costs[i][0]
            chosen.append(i)
            found.append((i, _pairs(views, keys[i], records)))
    pairs = np.unique(np.concatenate([found_by for _key, found_by in found] or [first]))
    report = tuple(BlockReport(keys[i].name, costs[i][0], costs[i][1]) for i in chosen)
    left, right = np.divmod(pairs, records)
    return Candidates(left, right, report, _recall(sure, [found_by for _key, found_by in found]))


def _first_look(
    views: Sequence[View], keys: Sequence[BlockKey], costs: Sequence[tuple[int, int]], records: int
) -> Codes:
    selective = [i for i, (pairs, _capped) in enumerate(costs) if 0 < pairs <= FIRST_COST * records]
    found = [_pairs(views, keys[i], records) for i in selective]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _pairs(views: Sequence[View], key: BlockKey, records: int) -> Codes:
    record, blocks = grouped(views[key.views[0]], [views[v] for v in key.views[1:]], records)
    return pairs_of(record, blocks, records, LARGEST_BLOCK)


def _greedy(
    views: Sequence[View],
    keys: Sequence[BlockKey],
    costs: Sequence[tuple[int, int]],
    sure: Codes,
    records: int,
    budget: float,
) -> tuple[list[int], list[tuple[int, Codes]]]:
    """Keys in the order they were taken, and the pairs of each. A match covered twice is worth no further key."""
    left, right = np.divmod(sure, records)
    shared = [_shared(view, left, right, records) for view in views]
    worth = np.ones(len(sure))
    rest = {i for i, (pairs, _capped) in enumerate(costs) if pairs}
    covers = {i: np.logical_and.reduce([shared[v] for v in keys[i].views]) for i in rest}
    spent, found = 0.0, list[tuple[int, Codes]]()
    while rest:
        gain = {i: float(worth[covers[i]].sum()) for i in rest}
        best = max(rest, key=lambda i: (gain[i] / (costs[i][0] + records / 20), -i))
        if gain[best] < max(1.0, len(sure) / 20000):
            break
        rest.discard(best)
        if spent + costs[best][0] > budget * records:
            continue
        pairs = _pairs(views, keys[best], records)
        hit = np.isin(sure, pairs, assume_unique=True)
        worth[hit] *= AGAIN
        spent += costs[best][0]
        found.append((best, pairs))
    return [i for i, _pairs_found in found], found


def _shared(view: View, left: Codes, right: Codes, records: int) -> NDArray[np.bool_]:
    """For pairs of records whether a view files both under one block."""
    width = int(view.block.max(initial=0)) + 1
    filed = np.unique(view.record * width + view.block)
    hit = np.zeros(len(left), bool)
    starts = np.searchsorted(filed, np.arange(records + 1) * width)
    sizes = starts[left + 1] - starts[left]
    for nth in range(int(sizes.max(initial=0))):
        some = np.flatnonzero(sizes > nth)
        wanted = right[some] * width + filed[starts[left[some]] + nth] % width
        at = np.minimum(np.searchsorted(filed, wanted), len(filed) - 1)
        hit[some] |= filed[at] == wanted
    return hit


def _recall(sure: Codes, found: Sequence[Codes]) -> float:
    """Share of matches found, by Chao's lower bound for those that no key saw: once squared over two times twice."""
    times = np.zeros(len(sure), np.int64)
    for pairs in found:
        times += np.isin(sure, pairs, assume_unique=True)
    seen, once, twice = int((times > 0).sum()), int((times == 1).sum()), int((times == 2).sum())
    missed = once * (once - 1) / (2 * (twice + 1)) + int((times == 0).sum())
    return seen / (seen + missed) if seen else 1.0


def candidate_keys(views: Sequence[View]) -> list[BlockKey]:
    """Every view, every pair of views and every triple of whole views of different columns."""
    keys = [BlockKey(view.name, (i,)) for i, view in enumerate(views)]
    for i, j in combinations(range(len(views)), 2):
        if views[i].column != views[j].column and not (views[i].many and views[j].many):
            first, second = (i, j) if views[i].many or not views[j].many else (j, i)
            keys.append(BlockKey(f"{views[first].name} + {views[second].name}", (first, second)))
    return keys
