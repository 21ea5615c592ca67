"""Joins: the steps by which records become clusters."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.columns import Codes
from leadlist.matching.weights import Floats


class Joins(NamedTuple):
    """The steps of joining: cluster `gone` goes into cluster `kept`, each named by one of its records.

    `reached` is the threshold, in bits, up to which a step is made. `odds` is what all pairs of the step weigh
    together, in bits, and `strongest` the one that weighs the most; `named` how alike the names are that are most alike
    (a level), and `where` whether any pair is at one place (`elsewhere`).
    """

    reached: Floats
    kept: Codes
    gone: Codes
    odds: Floats
    strongest: Floats
    named: Codes
    where: NDArray[np.uint8]

    def labels(self, at: float, records: int) -> Codes:
        """The smallest record of every record's cluster, of the joins that reach a threshold."""
        made = self.reached >= at
        return components(self.kept[made], self.gone[made], records)


def together(steps: Sequence[Joins]) -> Joins:
    """Steps one after the other."""
    if not steps:
        bits, codes = np.zeros(0), np.zeros(0, np.int64)
        return Joins(bits, codes, codes, bits, bits, codes, codes.astype(np.uint8))
    return Joins(*(np.concatenate(parts) for parts in zip(*steps, strict=True)))


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
