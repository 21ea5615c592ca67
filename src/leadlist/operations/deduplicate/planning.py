"""Find the records of one lead and merge them into one golden record; what is doubtful goes to a person."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from leadlist.changes import AddColumn, Change, RemoveRow, SetCell
from leadlist.fields import FIELDS
from leadlist.identity import identify, new_lead_id
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.matching.linkage import Linkage, MatchWeight, Settings, link
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.operations.deduplicate.golden_record import acquisitions, check_rules, filled, golden_record
from leadlist.operations.deduplicate.reasons import reason
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules


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
    of all matches that were compared at all."""

    merges: Sequence[Pair] = ()
    possible: Sequence[Pair] = ()
    rows: Sequence[RowCluster] = ()
    merge_at: float = 0.0
    review_at: float = 0.0
    expected_errors: float = 0.0
    expected_precision: float = 1.0
    recall: float = 1.0
    linkage: Linkage | None = field(default=None, compare=False, repr=False)


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    today: date | None = None,
    new_id: Callable[[], str] = new_lead_id,
) -> Plan:
    """Merge every cluster into its most complete record. Counts: read = single + survivors + merged.

    `today` is the day of the merge for lists that keep `updated_on`. Raises UserError where `[match]` makes no sense.
    """
    check_rules(rules)
    columns = match_columns(leads, rules)
    if not columns or not len(leads):
        return Plan("dedupe", counts={"read": len(leads), "single": len(leads), "survivors": 0, "merged": 0})
    linkage = link(columns, settings(rules))
    clusters = _clusters(linkage)
    survivors = {rows[0]: max(rows, key=lambda row: (filled(leads, row), -row)) for rows in clusters}
    merges = _merges(leads, linkage, clusters, survivors)
    changes = _changes(leads, rules, clusters, survivors, merges, today)
    possible = _possible(leads, linkage)
    findings = _findings(leads, possible)
    if changes:
        changes, more = _with_ids(leads, rules, changes, new_id)
        findings = [*findings, *more]
    merged, kept = len(merges), len(clusters)
    details = Deduplication(
        merges,
        possible,
        _rows(linkage),
        linkage.merge_at,
        linkage.review_at,
        linkage.expected_errors,
        linkage.expected_precision,
        linkage.block_recall,
        linkage,
    )
    counts = {"read": len(leads), "single": len(leads) - merged - kept, "survivors": kept, "merged": merged}
    return Plan("dedupe", changes, findings, counts, details)


def settings(rules: Rules) -> Settings:
    """What `[match]` fixes."""
    return Settings(rules.match.merge_precision, rules.match.merge_at, rules.match.review_at)


def _clusters(linkage: Linkage) -> list[list[RowRef]]:
    members: dict[int, list[RowRef]] = defaultdict(list)
    for row, cluster in enumerate(linkage.cluster.tolist()):
        members[cluster].append(RowRef(row))
    return [rows for rows in members.values() if len(rows) > 1]


def _merges(
    leads: LeadList, linkage: Linkage, clusters: Sequence[Sequence[RowRef]], survivors: Mapping[RowRef, RowRef]
) -> list[Pair]:
    pairs = [(row, survivors[rows[0]]) for rows in clusters for row in rows if row != survivors[rows[0]]]
    weights = linkage.weigh_all(pairs)
    return [
        Pair(row, other, weight.total, reason(leads, linkage, row, other, weight))
        for (row, other), weight in zip(pairs, weights, strict=True)
    ]


def _possible(leads: LeadList, linkage: Linkage) -> list[Pair]:
    pairs = [(RowRef(row), RowRef(other)) for row, other, _weight in linkage.possible]
    weights: list[MatchWeight] = linkage.weigh_all(pairs)
    return [
        Pair(row, other, weight.total, reason(leads, linkage, row, other, weight))
        for (row, other), weight in zip(pairs, weights, strict=True)
    ]


def _changes(
    leads: LeadList,
    rules: Rules,
    clusters: Sequence[Sequence[RowRef]],
    survivors: Mapping[RowRef, RowRef],
    merges: Sequence[Pair],
    today: date | None,
) -> list[Change]:
    changes: list[Change] = []
    history = {rows[0]: acquisitions(leads, rows) for rows in clusters}
    added = "provenance" not in leads.fields and any("\n" in text for text in history.values())
    column = ColumnRef(len(leads.headings))
    if added:
        changes.append(AddColumn(FIELDS["provenance"].heading(rules.language), "provenance", "provenance"))
    for rows in clusters:
        survivor = survivors[rows[0]]
        for at, (text, rule) in golden_record(leads, rules, rows, survivor).items():
            changes.append(SetCell(survivor, at, leads.cell(survivor, at), text, rule))
        if added and history[rows[0]]:
            changes.append(SetCell(survivor, column, "", history[rows[0]], "provenance"))
        updated = leads.fields.get("updated_on")
        if today is not None and updated is not None:
            changes = [c for c in changes if not (isinstance(c, SetCell) and c[:2] == (survivor, updated))]
            if (before := leads.cell(survivor, updated)) != today.isoformat():
                changes.append(SetCell(survivor, updated, before, today.isoformat(), "updated_on"))
    changes.extend(RemoveRow(pair.row, pair.reason, pair.other, "match") for pair in merges)
    return changes


def _with_ids(
    leads: LeadList, rules: Rules, changes: Sequence[Change], new_id: Callable[[], str]
) -> tuple[list[Change], list[Finding]]:
    """The changes, with an id for every lead that stays."""
    leaving = {change.row for change in changes if isinstance(change, RemoveRow)}
    added = sum(isinstance(change, AddColumn) for change in changes)
    ids, findings = identify(
        leads, rules.language, new_id, leaving=leaving, column=ColumnRef(len(leads.headings) + added)
    )
    return [*changes, *ids], findings


def _findings(leads: LeadList, possible: Sequence[Pair]) -> list[Finding]:
    return [
        Finding(
            pair.row,
            "",
            None,
            "MATCH-001",
            Severity.INFO,
            _("Perhaps the same lead as row {row}: {reason}.").format(
                row=leads.row_numbers[pair.other], reason=pair.reason
            ),
            _("Look at both rows and decide."),
        )
        for pair in possible
    ]


def _rows(linkage: Linkage) -> list[RowCluster]:
    strongest: dict[int, float] = {}
    for pairs in (linkage.possible, linkage.links):
        best: dict[int, float] = {}
        for row, other, weight in pairs:
            best[row] = max(best.get(row, weight), weight)
            best[other] = max(best.get(other, weight), weight)
        strongest |= best
    review = {row for row, other, _weight in linkage.possible for row in (row, other)}
    sizes: dict[int, int] = defaultdict(int)
    for cluster in linkage.cluster.tolist():
        sizes[cluster] += 1
    return [
        RowCluster(
            RowRef(row),
            RowRef(cluster),
            "merge" if sizes[cluster] > 1 else "review" if row in review else "leave",
            round(strongest.get(row, 0.0), 2),
        )
        for row, cluster in enumerate(linkage.cluster.tolist())
    ]
