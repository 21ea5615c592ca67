"""Two lists: which rows of one are in the other already. Also for new rows against a list that is clean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.matching.away import Submit
from leadlist.matching.linkage import Linkage
from leadlist.operations.deduplicate.columns import MakeKeys
from leadlist.operations.deduplicate.found import Pair
from leadlist.operations.deduplicate.planning import linkage_of
from leadlist.operations.deduplicate.reasons import reason
from leadlist.rules import Rules

NAME_PARTS = ("family_name", "middle_name", "given_name")
ADDRESS_PARTS = ("prefecture", "city", "street", "address", "building")
WHOLE = {
    "name": (NAME_PARTS, " "),
    "name_kana": (("family_name_kana", "given_name_kana"), " "),
    "address": (ADDRESS_PARTS, ""),
}
"""Fields that one list may keep whole and the other in parts."""


class Known(NamedTuple):
    """Of one row of the list what the other list has. `band` is "merge" (it is there), "review" (perhaps) or "leave"
    (it is new); `pair` the strongest, its `other` a row of the OTHER list, None where there is none.

    `cluster` names the lead for good: the other list's lead_id, else its row; for a new one "new" and the row of the
    first of the list's rows that are the same lead. A clean list's clusters never change with what is held against it.
    """

    row: RowRef
    band: str
    pair: Pair | None
    cluster: str


@dataclass(frozen=True)
class Comparison:
    """What of a list is in another one; `merge_at` and `review_at` in bits."""

    rows: Sequence[Known]
    merge_at: float
    review_at: float


def compare(
    leads: LeadList,
    other: LeadList,
    rules: Rules,
    told: Callable[[str], None] | None = None,
    spread: MakeKeys = map,
    helper: Submit | None = None,
) -> Comparison:
    """Hold a list against another one. The order of the rows of either does not matter.

    The other list is taken as it is: two of its rows stay two leads however alike they are. `told`, `spread` and
    `helper` are those of `linkage_of`.
    """
    both = _stacked(leads, other)
    linkage = linkage_of(both, rules, told, spread, helper)
    new = [Known(row, "leave", None, f"new {leads.row_numbers[row]}") for row in leads.rows()]
    if linkage is None or not len(leads) or not len(other):
        return Comparison(new, 0.0, 0.0)
    own = len(leads)
    together = _strongest(own, [(a, b, w) for a, b, w in _linked(linkage, own)])
    perhaps = _strongest(own, linkage.possible)
    fresh: dict[int, int] = {}
    for row in range(own):
        if row not in together:
            fresh.setdefault(int(linkage.cluster[row]), row)
    found: list[Known] = []
    for row in range(own):
        hit = together.get(row) or perhaps.get(row)
        pair = None if hit is None else _pair(both, linkage, row, hit[0], own)
        band = "merge" if row in together else "review" if row in perhaps else "leave"
        cluster = f"new {leads.row_numbers[fresh[int(linkage.cluster[row])]]}" if row not in together else ""
        if row in together and pair is not None:
            cluster = other.value(pair.other, "lead_id") or str(other.row_numbers[pair.other])
        found.append(Known(RowRef(row), band, pair, cluster))
    return Comparison(found, linkage.merge_at, linkage.review_at)


def _linked(linkage: Linkage, own: int) -> list[tuple[int, int, float]]:
    """Pairs across the lists that are in one cluster; also those that were no candidates themselves."""
    pairs = [(a, b, w) for a, b, w in linkage.links if a < own <= b]
    have = {a for a, _b, _w in pairs}
    members: dict[int, list[int]] = {}
    for row, cluster in enumerate(linkage.cluster.tolist()):
        members.setdefault(cluster, []).append(row)
    more = [
        (row, other)
        for rows in members.values()
        if len(rows) > 1
        for row in rows
        if row < own and row not in have
        for other in rows
        if other >= own
    ]
    weights = linkage.weigh_all(more) if more else []
    return pairs + [(a, b, weight.total) for (a, b), weight in zip(more, weights, strict=True)]


def _strongest(own: int, pairs: Sequence[tuple[int, int, float]]) -> dict[int, tuple[int, float]]:
    """For each row of the list the row of the other one that weighs most; of equals the first."""
    best: dict[int, tuple[int, float]] = {}
    for row, other, weight in pairs:
        if row < own <= other and (row not in best or (-weight, other) < (-best[row][1], best[row][0])):
            best[row] = other, weight
    return best


def _pair(both: LeadList, linkage: Linkage, row: int, other: int, own: int) -> Pair:
    weight = linkage.weigh(row, other)
    told = reason(both, RowRef(row), RowRef(other), weight)
    return Pair(RowRef(row), RowRef(other - own), weight.total, told)


def _stacked(leads: LeadList, other: LeadList) -> LeadList:
    """Both lists as one: the columns of the first, and of the second whatever holds the same field or heading."""
    first, second = _whole(leads, other), _whole(other, leads)
    headings = {heading: ColumnRef(place) for place, heading in reversed(list(enumerate(second.headings))) if heading}
    columns: list[Sequence[str]] = []
    for place, own in enumerate(first.columns):
        name = first.field_of(ColumnRef(place))
        found = second.fields.get(name) if name else headings.get(first.headings[place])
        blank = [""] * len(second)
        columns.append([*own, *(second.columns[found] if found is not None else blank)])
    fields = {name: column for name, column in first.fields.items() if name != "lead_id"}
    numbers = [*first.row_numbers, *second.row_numbers]
    return LeadList(first.headings, tuple(columns), fields, numbers, name=first.name)


def _whole(leads: LeadList, other: LeadList) -> LeadList:
    """The list with whole names and addresses, where it has only parts and the other list has the whole."""
    for name, (parts, between) in WHOLE.items():
        have = [part for part in parts if part in leads.fields and part != name]
        if not have or (name in leads.fields and name != "address") or name not in other.fields:
            continue
        if name == "address" and any(part in other.fields for part in have):
            continue
        leads = _with_column(leads, name, parts, between)
    return leads


def _with_column(leads: LeadList, name: str, parts: Sequence[str], between: str) -> LeadList:
    present = [part for part in parts if part in leads.fields]

    def text(row: RowRef) -> str:
        return between.join(filter(None, (leads.value(row, part) for part in present)))

    column = ColumnRef(len(leads.headings))
    fields = {field: at for field, at in leads.fields.items() if field not in parts} | {name: column}
    return replace(
        leads,
        headings=(*leads.headings, name),
        columns=(*leads.columns, [text(row) for row in leads.rows()]),
        fields=fields,
    )
