"""From records back to rows: the cluster of every row, links and possible links."""

import numpy as np

from leadlist.matching.blocking import Candidates
from leadlist.matching.columns import Codes, Records
from leadlist.matching.weights import Floats

RowPair = tuple[int, int, float]
"""Two rows, the smaller first, and what they weigh together, in bits."""


def clusters_of_rows(records: Records, clusters: Codes, own: Floats, at: float) -> Codes:
    """The cluster of every row, named by its smallest row. Equal records that say too little to be one lead stay apart:
    `own` is what a record weighs with its equal."""
    rows = len(records.record_of)
    alone = (own < at) & (records.sizes > 1)
    label = clusters[records.record_of]
    smallest = np.full(len(records), rows, dtype=np.int64)
    joined = ~alone[records.record_of]
    np.minimum.at(smallest, label[joined], np.flatnonzero(joined))
    return np.where(joined, smallest[label], np.arange(rows))


def pairs_of_rows(
    records: Records, found: Candidates, weight: Floats, labels: Codes, own: Floats, review_at: float
) -> tuple[list[RowPair], list[RowPair]]:
    """Links and possible links between rows, strongest first; a record that stands for several rows is shown by its
    first, and its others are paired with that."""
    order = np.argsort(records.record_of, kind="stable")
    first = np.zeros(len(records), dtype=np.int64)
    first[records.record_of[order[::-1]]] = order[::-1]
    others = np.flatnonzero(first[records.record_of] != np.arange(len(records.record_of)))
    near = labels[first[found.left]] == labels[first[found.right]]
    near |= weight >= review_at
    a = np.concatenate((first[found.left[near]], first[records.record_of[others]]))
    b = np.concatenate((first[found.right[near]], others))
    bits = np.concatenate((weight[near], own[records.record_of[others]]))
    together = labels[a] == labels[b]
    doubtful = ~together & (bits >= review_at)
    return _ordered(a[together], b[together], bits[together]), _ordered(a[doubtful], b[doubtful], bits[doubtful])


def _ordered(a: Codes, b: Codes, bits: Floats) -> list[RowPair]:
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low, -bits))
    return list(zip(low[order].tolist(), high[order].tolist(), bits[order].tolist(), strict=True))


def histogram(weight: Floats) -> dict[int, int]:
    """How many pairs have each weight in whole bits, rounded down."""
    bits, pairs = np.unique(np.floor(weight).astype(np.int64), return_counts=True)
    return dict(zip(bits.tolist(), pairs.tolist(), strict=True))
