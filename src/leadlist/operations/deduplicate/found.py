"""What a deduplication found: pairs with their weights and reasons, and the band of every row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leadlist.leads import RowRef
from leadlist.made import Made
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


class RowClusters(Made[RowCluster]):
    """Where every row belongs, each said when it is asked for. `cluster` is every row's, `review` are the rows of
    doubtful pairs, `strongest` the weights of rows that are in any pair."""

    def __init__(self, cluster: Sequence[int], review: Collection[int], strongest: Mapping[int, float]) -> None:
        self._cluster, self._review, self._strongest = cluster, review, strongest
        self._sizes = Counter(cluster)

    def __len__(self) -> int:
        return len(self._cluster)

    def _one(self, place: int) -> RowCluster:
        row = range(len(self))[place]
        cluster = self._cluster[row]
        band = "merge" if self._sizes[cluster] > 1 else "review" if row in self._review else "leave"
        return RowCluster(RowRef(row), RowRef(cluster), band, round(self._strongest.get(row, 0.0), 2))


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

    @property
    def questions(self) -> list[Pair]:
        """The possible links, strongest first; of several between the same two clusters the strongest only."""
        cluster = {row.row: row.cluster for row in self.rows}
        asked: dict[frozenset[RowRef], Pair] = {}
        for pair in self.possible:
            asked.setdefault(frozenset((cluster[pair.row], cluster[pair.other])), pair)
        return list(asked.values())
