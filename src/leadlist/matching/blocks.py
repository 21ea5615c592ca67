"""Blocks: the records that share a view, or several together, and the pairs within them."""

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes, distinct
from leadlist.matching.views import Numbers, View, stable_order

CELLS = 8  # places of a table for each record: so few records share one by chance
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: its products are spread evenly (Knuth 6.4)


def _bits(entries: int) -> int:
    """The size of a table for so many entries, as a power of two."""
    return max((CELLS * entries).bit_length(), 4)


def _cells(codes: Codes, bits: int) -> Codes:
    """Each code's place in a table of 2**bits: equal codes have one, and few others share it."""
    return ((codes.view(np.uint64) * SPREAD) >> np.uint64(64 - bits)).view(np.int64)


def _together(view: View, other: View | None) -> tuple[Numbers, Codes]:
    """Records in the order of the blocks that they share in both views, and where each block begins, its end included.

    Only the first view may file a record more than once. It comes sorted, so that nothing is sorted here but the codes
    of the other.
    """
    record, block = view.record, view.block
    if other is None:
        return record, np.searchsorted(block, np.arange(view.width + 1))
    code = other.of_record[record]
    kept = np.flatnonzero(code >= 0)
    order = kept[stable_order(code[kept], other.width)]
    record, block, code = record[order], block[order], code[order]
    first = np.flatnonzero((block[1:] != block[:-1]) | (code[1:] != code[:-1])) + 1
    return record, np.concatenate(([0], first, [len(record)]))


def cost(view: View, other: View | None, largest: int) -> tuple[int, int]:
    """Pairs that a key makes, and records in the blocks it leaves out."""
    if other is not None and view.width * other.width <= len(view.record):
        code = other.of_record[view.record]
        kept = np.flatnonzero(code >= 0)
        sizes = np.bincount(view.block[kept] * other.width + code[kept])
    else:
        sizes = np.diff(_together(view, other)[1])
    kept = sizes[sizes <= largest]
    return int((kept * (kept - 1) // 2).sum()), int(sizes[sizes > largest].sum())


def pairs_of(view: View, other: View | None, records: int, largest: int) -> Codes:
    """Every pair of records of one block, as `smaller * records + larger`, in any order; more than once where the first
    view files a record more than once."""
    record, starts = _together(view, other)
    sizes = np.diff(starts)
    found: list[Codes] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= largest)]).tolist():
        first = starts[:-1][sizes == size]
        i, j = np.triu_indices(size, 1)
        left, right = record[first[:, None] + i].ravel(), record[first[:, None] + j].ravel()
        found.append((left.astype(np.int64) * records + right)[left != right])
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def shared(view: View, left: Codes, right: Codes, records: int) -> NDArray[np.bool_]:
    """For pairs of records whether a view files both under one block."""
    if not view.many:
        one: NDArray[np.bool_] = (view.of_record[left] == view.of_record[right]) & (view.of_record[left] >= 0)
        return one
    width = view.width
    filed = distinct(view.record.astype(np.int64) * width + view.block)
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
