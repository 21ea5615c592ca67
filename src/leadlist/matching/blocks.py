"""Blocks: the records that share a view, or several together, and the pairs within them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes, distinct
from leadlist.matching.views import View

WIDEST = 2**62  # codes up to this are sorted as one number, several times faster than as two
CELLS = 8  # places of a table for each record: so few records share one by chance
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: its products are spread evenly (Knuth 6.4)


def joint(view: View, others: Sequence[View]) -> tuple[Codes, Codes, int]:
    """Records, their joint blocks and how many of these there may be. Every view but the first files a record once at
    most."""
    record, block, width = view.record, view.block, view.width
    for other in others:
        code = other.of_record[record]
        kept = np.flatnonzero(code >= 0)
        record, block = record[kept], block[kept] * other.width + code[kept]
        width *= other.width
    return record, block, width


def _bits(entries: int) -> int:
    """The size of a table for so many entries, as a power of two."""
    return max((CELLS * entries).bit_length(), 4)


def _cells(codes: Codes, bits: int) -> Codes:
    """Each code's place in a table of 2**bits: equal codes have one, and few others share it."""
    return ((codes.view(np.uint64) * SPREAD) >> np.uint64(64 - bits)).view(np.int64)


def crowded(record: Codes, block: Codes, width: int) -> tuple[Codes, Codes]:
    """Records and blocks but for most of those records that are alone in their block: they make no pairs, and whatever
    is sorted afterwards is less."""
    bits = _bits(len(block))
    cell = block if width <= 2**bits else _cells(block, bits)
    kept = np.flatnonzero(np.bincount(cell)[cell] > 1)
    return record[kept], block[kept]


def cost(view: View, others: Sequence[View], largest: int) -> tuple[int, int]:
    """Pairs that a key makes, and records in the blocks it leaves out."""
    record, block, width = joint(view, others)
    if width <= CELLS * len(record):
        sizes = np.bincount(block)
    else:
        ordered = np.sort(crowded(record, block, width)[1])
        sizes = np.diff(np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True]))))
    kept = sizes[sizes <= largest]
    return int((kept * (kept - 1) // 2).sum()), int(sizes[sizes > largest].sum())


def pairs_of(view: View, others: Sequence[View], records: int, largest: int) -> Codes:
    """Every pair of records of one block, as `smaller * records + larger`, in any order; more than once where the first
    view files a record more than once."""
    record, block, width = joint(view, others)
    record, block = crowded(record, block, width)
    if width < WIDEST // max(records, 1):
        block, record = np.divmod(np.sort(block * records + record), records)
    else:
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
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def shared(view: View, left: Codes, right: Codes, records: int) -> NDArray[np.bool_]:
    """For pairs of records whether a view files both under one block."""
    if not view.many:
        one: NDArray[np.bool_] = (view.of_record[left] == view.of_record[right]) & (view.of_record[left] >= 0)
        return one
    width = view.width
    filed = distinct(view.record * width + view.block)
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
