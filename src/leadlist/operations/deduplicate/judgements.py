"""What people have said about pairs of rows, and what becomes of the clusters then. A person's word goes before any
weight; nobody's silence does."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.matching.linkage import Linkage

RowPair = tuple[RowRef, RowRef]

KnownApart = Callable[[RowRef, RowRef], bool]
"""Whether somebody has said before that two rows are two people."""


class Edit(NamedTuple):
    """A value that a person wrote for the golden record of a pair."""

    pair: RowPair
    column: ColumnRef
    text: str


@dataclass(frozen=True)
class Judgements:
    """What people have said: pairs to merge, pairs that are two people, and values of their own for golden records.

    `open` are pairs that would be merged but are left open: kept apart this time, and not remembered.
    """

    merge: Sequence[RowPair] = ()
    different: Sequence[RowPair] = ()
    open: Sequence[RowPair] = ()
    edits: Sequence[Edit] = ()


NOTHING_SAID = Judgements()


class Settled(NamedTuple):
    """`cluster[row]` is the first row of the row's cluster; `possible` the pairs that are still open, with weights;
    `apart` how many pairs that were alike a person keeps apart."""

    cluster: list[int]
    possible: list[tuple[int, int, float]]
    apart: int


@dataclass
class Joined:
    """Rows that are joined one by one, unless that would join two that must stay apart."""

    apart: Mapping[int, set[int]]
    members: dict[int, list[int]] = field(default_factory=dict)
    root: dict[int, int] = field(default_factory=dict)

    def of(self, row: int) -> list[int]:
        """The rows joined with a row, itself among them."""
        return self.members.get(self.root.get(row, row), [row])

    def clash(self, row: int, other: int) -> RowPair | None:
        """The two rows that keep the clusters of a pair from being joined; None where they may be."""
        others = set(self.of(other))
        for one in self.of(row):
            if hit := self.apart.get(one, set()) & others:
                return RowRef(one), RowRef(min(hit))
        return None

    def join(self, row: int, other: int) -> None:
        """Make one cluster of two."""
        mine, theirs = self.of(row), self.of(other)
        if mine is not theirs and mine[0] != theirs[0]:
            whole = sorted([*mine, *theirs])
            self.members[whole[0]] = whole
            self.root |= dict.fromkeys(whole, whole[0])


def settle(leads: LeadList, linkage: Linkage, judgements: Judgements, known_apart: KnownApart | None) -> Settled:
    """The clusters of a linkage after what people said.

    Raises UserError where they contradict themselves: A is B, B is C, and A is not C.
    """
    clusters = _members(linkage)
    apart, before = _apart(linkage, clusters, judgements, known_apart)
    joined = Joined(apart)
    for row, other in judgements.merge:
        if clash := joined.clash(row, other):
            raise _contradiction(leads, (row, other), clash)
        joined.join(row, other)
    for rows in clusters:
        _rejoin(joined, linkage, rows)
    cluster = [joined.root.get(row, row) for row in range(len(leads))]
    possible = [
        (row, other, weight)
        for row, other, weight in linkage.possible
        if cluster[row] != cluster[other] and other not in apart.get(row, ())
    ]
    return Settled(cluster, possible, before)


def _members(linkage: Linkage) -> list[list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for row, cluster in enumerate(linkage.cluster.tolist()):
        members[cluster].append(row)
    return [rows for rows in members.values() if len(rows) > 1]


def _apart(
    linkage: Linkage, clusters: Sequence[Sequence[int]], judgements: Judgements, known_apart: KnownApart | None
) -> tuple[dict[int, set[int]], int]:
    """Each row's rows it must not be joined with, and how many pairs that is. The newest word counts: what is called
    the same now was not called different."""
    pairs: set[tuple[int, int]] = {_ordered(pair) for pair in judgements.different}
    if known_apart is not None:
        alike = {_ordered((row, other)) for row, other, _weight in linkage.possible}
        alike.update(pair for rows in clusters for pair in combinations(sorted(rows), 2))
        pairs.update(pair for pair in alike if known_apart(RowRef(pair[0]), RowRef(pair[1])))
        pairs -= {_ordered(pair) for pair in judgements.merge} - {_ordered(pair) for pair in judgements.different}
    apart: dict[int, set[int]] = defaultdict(set)
    for row, other in pairs | {_ordered(pair) for pair in judgements.open}:
        apart[row].add(other)
        apart[other].add(row)
    return apart, len(pairs)


def _rejoin(joined: Joined, linkage: Linkage, rows: Sequence[int]) -> None:
    """A cluster as it is; where two of it must stay apart, its strongest pairs first, as far as that goes."""
    whole = {each for row in rows for each in joined.of(row)}
    if not any(joined.apart.get(row, set()) & whole for row in whole):
        for row in rows[1:]:
            joined.join(rows[0], row)
        return
    pairs = list(combinations(sorted(rows), 2))
    weights = linkage.weigh_all(pairs)
    for pair, weight in sorted(zip(pairs, weights, strict=True), key=lambda entry: (-entry[1].total, entry[0])):
        if weight.total >= linkage.merge_at and joined.clash(*pair) is None:
            joined.join(*pair)


def _ordered(pair: Iterable[int]) -> tuple[int, int]:
    low, high = sorted(pair)
    return low, high


def _contradiction(leads: LeadList, pair: RowPair, clash: RowPair) -> UserError:
    row, other, one, two = (leads.row_numbers[at] for at in (*pair, *clash))
    if {row, other} == {one, two}:
        return UserError(
            _("Rows {row} and {other} are called the same and different.").format(row=row, other=other),
            hint=_("Decide one way."),
        )
    return UserError(
        _(
            "Rows {row} and {other} are called the same, but that would join rows {one} and {two}, called different."
        ).format(row=row, other=other, one=one, two=two),
        hint=_("Change one of these decisions."),
    )
