"""Blocks: the records that share a view, or several together, and the pairs within them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.ordered import distinct
from leadlist.matching.views import Numbers, View, stable_order

Mask = NDArray[np.bool_]

LARGEST_BLOCK = 200  # a block of more records than this is left out, and counted as capped
SAMPLED = 30_000  # records in the blocks from which it is told what two views cost together
LEAST_BLOCKS = 64  # of a view that are looked at for that
CELLS = 8  # places of a table for each record: so few records share one by chance
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: its products are spread evenly (Knuth 6.4)


def _bits(entries: int) -> int:
    """The size of a table for so many entries, as a power of two."""
    return max((CELLS * entries).bit_length(), 4)


def _cells(codes: Codes, bits: int) -> Codes:
    """Each code's place in a table of 2**bits: equal codes have one, and few others share it."""
    return ((codes.view(np.uint64) * SPREAD) >> np.uint64(64 - bits)).view(np.int64)


class Blocks(NamedTuple):
    """Records in the order of the blocks that they share; `starts[block]` is where each begins, the end included."""

    record: Numbers
    starts: Codes

    @property
    def sizes(self) -> Codes:
        """How many records each block holds."""
        return np.diff(self.starts)

    def cost(self) -> "Cost":
        """What the blocks make, counted."""
        return cost_of(self.sizes)

    def pairs(self, records: int, asked: Mask | None = None) -> Codes:
        """Every pair of records of one block, as `smaller * records + larger`, in any order; more than once where a
        record was filed more than once. Of some that are `asked` for, only pairs whose smaller record is one."""
        sizes = self.sizes
        found: list[Codes] = []
        for size in np.unique(sizes[(sizes > 1) & (sizes <= LARGEST_BLOCK)]).tolist():
            first = self.starts[:-1][sizes == size]
            i, j = np.triu_indices(size, 1)
            left, right = self.record[first[:, None] + i].ravel(), self.record[first[:, None] + j].ravel()
            kept = left != right if asked is None else asked[left] & (left != right)
            found.append(left[kept].astype(np.int64) * records + right[kept])
        return np.concatenate(found) if found else np.zeros(0, np.int64)


class Cost(NamedTuple):
    """Pairs that a key makes; how many records stand in blocks too large to be compared, and how many in any."""

    pairs: float
    capped: float
    filed: float


def cost_of(sizes: Codes, share: float = 1.0) -> Cost:
    """What blocks of these sizes make, where they are a share of all."""
    kept = sizes[sizes <= LARGEST_BLOCK]
    pairs, filed = float((kept * (kept - 1) // 2).sum()), float(sizes.sum())
    return Cost(pairs / share, (filed - float(kept.sum())) / share, filed / share)


def together(view: View, other: View | None, asked: Mask | None = None) -> Blocks:
    """The blocks of records that agree in both views; at least those that hold a record that is `asked` for.

    Only the first view may file a record more than once. It comes sorted, so that nothing is sorted here but the codes
    of the other.
    """
    record, block = view.record, view.block
    if other is None:
        return Blocks(record, np.searchsorted(block, np.arange(view.width + 1)))
    code = other.of_record[record]
    kept = np.flatnonzero(code >= 0)
    if asked is not None:
        kept = kept[_beside(block[kept].astype(np.int64) * other.width + code[kept], asked[record[kept]])]
    order = kept[stable_order(code[kept], other.width)]
    record, block, code = record[order], block[order], code[order]
    first = np.flatnonzero((block[1:] != block[:-1]) | (code[1:] != code[:-1])) + 1
    return Blocks(record, np.concatenate(([0], first, [len(record)])))


def _beside(codes: Codes, asked: Mask) -> Mask:
    """Those of some codes that are among those asked for, and some others by chance."""
    bits = _bits(int(asked.sum()))
    table = np.zeros(2**bits, bool)
    cells = _cells(codes, bits)
    table[cells[asked]] = True
    found: Mask = table[cells]
    return found


class Sampled(NamedTuple):
    """Some blocks of a view, which share of its entries they hold, and how many there are."""

    view: View
    share: float


def sampled(view: View) -> Sampled:
    """Blocks of all sizes that hold some SAMPLED records, or all: enough to tell what the view makes together with
    another, for what two views share lies within the blocks of either.

    Of blocks in the order of their sizes every so-manieth is taken; equal ones are told apart by their first record,
    for how blocks are numbered is chance.
    """
    every = min(len(view.record) // SAMPLED, view.width // LEAST_BLOCKS)
    if every < 2:
        return Sampled(view, 1.0)
    starts = np.searchsorted(view.block, np.arange(view.width + 1))
    order = np.lexsort((view.record[starts[:-1]], np.diff(starts)))
    chosen = np.zeros(view.width, bool)
    chosen[order[every // 2 :: every]] = True
    kept = np.flatnonzero(chosen[view.block])
    part = view._replace(record=view.record[kept], block=view.block[kept])
    return Sampled(part, len(kept) / len(view.record))


def cost(some: Sampled, other: View) -> Cost:
    """What a view and another make together, from a sample of its blocks."""
    view = some.view
    if view.width * other.width <= len(view.record):
        code = other.of_record[view.record]
        kept = np.flatnonzero(code >= 0)
        return cost_of(np.bincount(view.block[kept] * other.width + code[kept]), some.share)
    return cost_of(together(view, other).sizes, some.share)


def shared(view: View, left: Codes, right: Codes, records: int) -> Mask:
    """For pairs of records whether a view files both under one block."""
    if not view.many:
        one: Mask = (view.of_record[left] == view.of_record[right]) & (view.of_record[left] >= 0)
        return one
    width = view.width
    asked = np.zeros(records, bool)
    asked[left] = asked[right] = True
    kept = np.flatnonzero(asked[view.record])
    filed = distinct(view.record[kept].astype(np.int64) * width + view.block[kept])
    hit = np.zeros(len(left), bool)
    starts = np.searchsorted(filed, np.arange(records + 1) * width)
    sizes = starts[left + 1] - starts[left]
    for nth in range(int(sizes.max(initial=0))):
        some = np.flatnonzero(sizes > nth)
        wanted = right[some] * width + filed[starts[left[some]] + nth] % width
        at = np.minimum(np.searchsorted(filed, wanted), len(filed) - 1)
        hit[some] |= filed[at] == wanted
    return hit


def thinned(pairs: Codes, most: int) -> Codes:
    """At most so many of some pairs, evenly spread."""
    return pairs if len(pairs) <= most else pairs[np.linspace(0, len(pairs) - 1, most).astype(np.int64)]


class Wanted:
    """Some pairs, sorted and distinct, that are looked for among many others."""

    def __init__(self, pairs: Codes) -> None:
        self.pairs = pairs
        self._bits = _bits(len(pairs))
        self._table = np.zeros(2**self._bits, bool)
        self._table[_cells(pairs, self._bits)] = True

    def found(self, others: Codes) -> Codes:
        """The positions of those that are among others; in any order, and more than once where they are there so."""
        others = others[self._table[_cells(others, self._bits)]]
        place = np.minimum(np.searchsorted(self.pairs, others), max(len(self.pairs) - 1, 0))
        hit: Codes = place[self.pairs[place] == others]
        return hit
