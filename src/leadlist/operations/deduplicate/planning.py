"""Find the records of one lead and merge them into one golden record; what is doubtful goes to a person."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from leadlist.changes import AddColumn, Change, Gathered, RemoveRow, RowSet, SetCell, added_columns
from leadlist.fields import FIELDS
from leadlist.identity import identify, new_lead_id
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.matching.away import Submit
from leadlist.matching.linkage import Linkage, Settings, link
from leadlist.operations.deduplicate.checking import check_rules, unknown_headings
from leadlist.operations.deduplicate.columns import MakeKeys, in_memory, match_columns
from leadlist.operations.deduplicate.found import Deduplication, Pair, RowClusters
from leadlist.operations.deduplicate.golden_record import acquisitions, filled, golden_record, losers
from leadlist.operations.deduplicate.judgements import (
    NOTHING_SAID,
    Judgements,
    KnownApart,
    Settled,
    settle,
)
from leadlist.operations.deduplicate.own_values import own_values
from leadlist.operations.deduplicate.reasons import reason
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules

KEYS = "keys"
"""The stage before those of the linkage: the match keys of all columns are made."""


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    today: date | None = None,
    new_id: Callable[[], str] = new_lead_id,
    judgements: Judgements = NOTHING_SAID,
    known_apart: KnownApart | None = None,
    linkage: Linkage | None = None,
    told: Callable[[str], None] | None = None,
    spread: MakeKeys = map,
    helper: Submit | None = None,
) -> Plan:
    """Merge every cluster into its most complete record. Counts: read = single + survivors + merged.

    `today` is the day of the merge for lists that keep `updated_on`. `judgements` are what people have just decided,
    `known_apart` what they had decided before; `linkage` is that of the same list, where it is known already; `told`
    hears of the stages of a new one, `spread` makes its match keys, and `helper` does half of the work. Raises
    UserError where `[match]` makes no sense, or where decisions contradict each other.
    """
    check_rules(rules)
    leads = in_memory(leads, rules)
    linkage = linkage or linkage_of(leads, rules, told, spread, helper)
    if linkage is None:
        return Plan("dedupe", counts={"read": len(leads), "single": len(leads), "survivors": 0, "merged": 0})
    settled = settle(leads, linkage, judgements, known_apart)
    clusters = clusters_of(settled)
    doubtful = [(RowRef(row), RowRef(other)) for row, other, _weight in settled.possible]
    leads = leads.remembering(chain(chain.from_iterable(clusters), chain.from_iterable(doubtful)))
    survivors = {rows[0]: survivor_of(leads, rows) for rows in clusters}
    merges = _merges(leads, linkage, clusters, survivors)
    changes: Sequence[Change] = _changes(
        leads, rules, clusters, survivors, merges, today, own_values(leads, clusters, judgements.edits)
    )
    possible = _explained(leads, linkage, doubtful)
    findings = [*unknown_headings(rules, leads.headings), *_findings(leads, possible)]
    if changes:
        changes, more = _with_ids(leads, rules, changes, new_id)
        findings = [*findings, *more]
    merged, kept = len(merges), len(clusters)
    details = Deduplication(
        merges,
        possible,
        _rows(linkage, settled),
        linkage.merge_at,
        linkage.review_at,
        linkage.expected_errors,
        linkage.expected_precision,
        linkage.block_recall,
        settled.apart,
        linkage,
    )
    counts = {"read": len(leads), "single": len(leads) - merged - kept, "survivors": kept, "merged": merged}
    return Plan("dedupe", changes, findings, counts, details)


def linkage_of(
    leads: LeadList,
    rules: Rules,
    told: Callable[[str], None] | None = None,
    spread: MakeKeys = map,
    helper: Submit | None = None,
) -> Linkage | None:
    """The linkage of a list's rows; None where there is nothing to compare. `told` hears of every stage that begins
    (KEYS, then those of `matching.linkage.STAGES`)."""
    if told:
        told(KEYS)
    columns = match_columns(leads, rules, spread)
    return link(columns, replace(settings(rules), told=told, helper=helper)) if columns and len(leads) else None


def settings(rules: Rules) -> Settings:
    """What `[match]` fixes."""
    match = rules.match
    return Settings(match.merge_precision, match.merge_at, match.review_at, weights=match.weights or None)


def survivor_of(leads: LeadList, rows: Sequence[RowRef]) -> RowRef:
    """The row of a cluster that stays: the most complete one, of equals the first."""
    return max(rows, key=lambda row: (filled(leads, row), -row))


def clusters_of(settled: Settled) -> list[list[RowRef]]:
    """The rows of every cluster that has more than one."""
    members: dict[int, list[RowRef]] = defaultdict(list)
    for row, cluster in enumerate(settled.cluster):
        members[cluster].append(RowRef(row))
    return [rows for rows in members.values() if len(rows) > 1]


def _merges(
    leads: LeadList, linkage: Linkage, clusters: Sequence[Sequence[RowRef]], survivors: Mapping[RowRef, RowRef]
) -> list[Pair]:
    pairs = [(row, survivors[rows[0]]) for rows in clusters for row in rows if row != survivors[rows[0]]]
    return _explained(leads, linkage, pairs)


def _explained(leads: LeadList, linkage: Linkage, pairs: Sequence[tuple[RowRef, RowRef]]) -> list[Pair]:
    """Pairs of rows with their weights and the reason in words."""
    weights = linkage.weigh_all(pairs)
    return [
        Pair(row, other, weight.total, reason(leads, row, other, weight))
        for (row, other), weight in zip(pairs, weights, strict=True)
    ]


def _changes(
    leads: LeadList,
    rules: Rules,
    clusters: Sequence[Sequence[RowRef]],
    survivors: Mapping[RowRef, RowRef],
    merges: Sequence[Pair],
    today: date | None,
    own: Mapping[RowRef, Mapping[ColumnRef, str]],
) -> list[Change]:
    changes: list[Change] = []
    width = len(leads.headings)
    history = {rows[0]: acquisitions(leads, rows) for rows in clusters}
    losing = {rows[0]: losers(leads, rules, rows, survivors[rows[0]]) for rows in clusters}
    added: dict[str, ColumnRef] = {}
    for name, wanted in (
        ("provenance", any("\n" in text for text in history.values())),
        ("note", any(losing.values())),
    ):
        if wanted and name not in leads.fields:
            added[name] = ColumnRef(width + len(added))
            changes.append(AddColumn(FIELDS[name].heading(rules.language), name, name))
    for rows in clusters:
        survivor = survivors[rows[0]]
        for at, (text, rule) in golden_record(leads, rules, rows, survivor, today, own.get(rows[0], {})).items():
            changes.append(SetCell(survivor, at, leads.cell(survivor, at), text, rule))
        for name, texts in (("provenance", history), ("note", losing)):
            if name in added and texts[rows[0]]:
                changes.append(SetCell(survivor, added[name], "", texts[rows[0]], name))
    changes.extend(RemoveRow(pair.row, pair.reason, pair.other, "match") for pair in merges)
    return changes


def _with_ids(
    leads: LeadList, rules: Rules, changes: Sequence[Change], new_id: Callable[[], str]
) -> tuple[Sequence[Change], list[Finding]]:
    """The changes, with an id for every lead that stays."""
    leaving = RowSet((change.row for change in changes if isinstance(change, RemoveRow)), len(leads))
    added = len(added_columns(changes))
    ids, findings = identify(
        leads, rules.language, new_id, leaving=leaving, column=ColumnRef(len(leads.headings) + added)
    )
    return Gathered(changes, ids), findings


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
            _("Look at both rows and decide: leadlist dedupe LIST --ask, or --review FILE.xlsx."),
        )
        for pair in possible
    ]


def _rows(linkage: Linkage, settled: Settled) -> RowClusters:
    strongest: dict[int, float] = {}
    for pairs in (settled.possible, linkage.links):
        best: dict[int, float] = {}
        for row, other, weight in pairs:
            best[row] = max(best.get(row, weight), weight)
            best[other] = max(best.get(other, weight), weight)
        strongest |= best
    review = {row for row, other, _weight in settled.possible for row in (row, other)}
    return RowClusters(settled.cluster, review, strongest)
