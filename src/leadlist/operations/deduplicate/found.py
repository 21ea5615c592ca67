"""What a deduplication found: pairs with their weights and reasons, and the band of every row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leadlist.leads import RowRef
from leadlist.matching.linkage import Linkage


class Pair(NamedTuple):
    """Two rows, their match weight in bits, and why in words."""

    row: RowRef
    other: RowRef
    weight: float
    reason: str


class RowCluster(NamedTuple):
    """Where a row belongs: `cluster` is the cluster's first row; `band` merge, review or leave; `weight` that of its
    strongest pair in the band, 0 where it has none."""

    row: RowRef
    cluster: RowRef
    band: str
    weight: float


@dataclass(frozen=True)
class Deduplication:
    """What was found: `merges` (each row that goes, with the survivor), `possible` pairs for a person to judge, and
    the band of every row. `expected_errors` of the merges are estimated to be wrong; `recall` is the estimated share
    of all matches that were compared at all. `apart` counts the pairs that a person has called two people."""

    merges: Sequence[Pair] = ()
    possible: Sequence[Pair] = ()
    rows: Sequence[RowCluster] = ()
    merge_at: float = 0.0
    review_at: float = 0.0
    expected_errors: float = 0.0
    expected_precision: float = 1.0
    recall: float = 1.0
    apart: int = 0
    linkage: Linkage | None = field(default=None, compare=False, repr=False)
