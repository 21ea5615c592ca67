"""Erase, or pseudonymise, the leads whose retention is over: who is due, who is kept, who cannot be judged."""

import math
import pickle
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadlist.changes import AddColumn, Change, Gathered, Removed, RemoveRow, RowSet
from leadlist.errors import Refused, UserError
from leadlist.identity import identify, new_lead_id
from leadlist.leads import ColumnRef, LeadList, RowRef, Spread
from leadlist.locale import _, ngettext
from leadlist.operations.pseudonymise import emptied, statistic_columns
from leadlist.operations.purge_block import DATES, Job, Judged, Kept, of_block, pseudonymises
from leadlist.operations.retention import Due, Schedule, check_keep_rules
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules
from leadlist.rules.durations import duration_words, parse_duration

__all__ = ["Due", "Kept", "Retention", "plan"]

DATED = frozenset(("acquired_on", "last_inbound_on", "provenance"))
"""The fields a period can be counted from."""


@dataclass(frozen=True)
class Retention:
    """What a purge found out about every lead; `forecast` counts leads by the month they become due (`2027-03`).

    `waiting` are due, but were not approved; `statistics` were pseudonymised before and hold no person.
    """

    due: Sequence[Due] = ()
    waiting: Sequence[Due] = ()
    statistics: Sequence[RowRef] = ()
    kept: Sequence[Kept] = ()
    soon: Sequence[Due] = ()
    undated: Sequence[RowRef] = ()
    refusing: Sequence[RowRef] = ()
    forecast: Mapping[str, int] = field(default_factory=dict)


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    today: date,
    at_most: str = "",
    approved: Collection[RowRef] | None = None,
    new_id: Callable[[], str] = new_lead_id,
    rehearsal: bool = False,
    spread: Spread[Job, Judged] = map,
) -> Plan:
    """Remove, or pseudonymise, every lead that is due on `today` and that no rule keeps.

    `at_most` ("30%", or a number of leads) overrides `[retention] at_most`. With `approved` only those of them go.
    Counts: read = due + pseudonymised + not_approved + kept_by_rule + not_due + undated + statistics, where what
    cannot occur is left out. Raises Refused where more leads would go than that (in a `rehearsal` a finding says so),
    and where a lead was approved that is not due; UserError where the rules make no sense.
    """
    limit = _limit(at_most, rules.retention.at_most, len(leads))
    check_keep_rules(leads, rules)
    found = _summed_up(leads, rules, today, spread)
    result = _retention(found, approved)
    findings = _findings(leads, found, result)
    if len(result.due) > limit:
        refused = _too_many(len(result.due), len(leads), at_most or rules.retention.at_most)
        if not rehearsal:
            raise refused
        message = _("{problem} A run would be refused.").format(problem=refused.problem)
        findings.insert(0, Finding(None, "", None, "RET-008", Severity.WARNING, message, refused.hint))
    changes, doubled = _changes(leads, rules, result.due, new_id)
    return Plan("purge", changes, [*findings, *doubled], _counts(leads, rules, result, approved), result)


def _counts(leads: LeadList, rules: Rules, result: Retention, approved: Collection[RowRef] | None) -> Mapping[str, int]:
    emptied = sum(due.then == "pseudonymise" for due in result.due)
    counts = {"read": len(leads), "due": len(result.due) - emptied}
    if pseudonymises(rules):
        counts["pseudonymised"] = emptied
    if approved is not None:
        counts["not_approved"] = len(result.waiting)
    counts["kept_by_rule"] = len(result.kept)
    counts["not_due"] = 0
    counts["undated"] = len(result.undated)
    if pseudonymises(rules):
        counts["statistics"] = len(result.statistics)
    counts["not_due"] = len(leads) - sum(number for name, number in counts.items() if name != "read")
    return counts


def _changes(
    leads: LeadList, rules: Rules, leaving: Sequence[Due], new_id: Callable[[], str]
) -> tuple[Sequence[Change], list[Finding]]:
    """The changes for the leads that go, and lead ids for those that stay, with what is wrong with ids they had."""
    if not leaving:
        return [], []
    gone = RowSet((due.row for due in leaving), len(leads))
    identified, doubled = identify(leads, rules.language, new_id, leaving=gone)
    names = {period: f"retention.periods.{period}" for period in rules.retention.periods}
    reasons: dict[Due, str] = {}  # a million leads have some thousand reasons

    def removed(due: Due) -> tuple[RowRef, str, str]:
        why = due._replace(row=RowRef(0))
        if why not in reasons:
            reasons[why] = _reason(rules, why)
        return due.row, reasons[why], names[due.period]

    if not pseudonymises(rules):
        return Gathered(identified, Removed(map(removed, leaving))), doubled
    added = any(isinstance(change, AddColumn) for change in identified)
    id_column = ColumnRef(len(leads.columns)) if added else leads.fields["lead_id"]
    kept = statistic_columns(leads, rules.retention.statistics)
    changes: list[Change] = []
    for due in leaving:
        if due.then == "pseudonymise":
            changes.extend(emptied(leads, due.row, kept, id_column, new_id, names[due.period]))
        else:
            row, reason, rule = removed(due)
            changes.append(RemoveRow(row, reason, None, rule))
    return Gathered(identified, changes), doubled


def _summed_up(leads: LeadList, rules: Rules, today: date, spread: Spread[Job, Judged]) -> Judged:
    """What there is to say about every lead, judged block by block."""
    Schedule(rules, today)  # raises, as the next lines do, where the rules make no sense
    parse_duration(rules.retention.warn)
    if pseudonymises(rules):
        statistic_columns(leads, rules.retention.statistics)
    ready = pickle.dumps(rules)
    whole = Judged()
    for part in spread(of_block, (Job(block, leads.fields, ready, today) for block in leads.blocks())):
        whole.add(part)
    return whole


def _retention(found: Judged, approved: Collection[RowRef] | None) -> Retention:
    going: Sequence[Due] = found.due if approved is None else _approved(found.due, approved)
    waiting = [] if approved is None else [end for end in found.due if end.row not in approved]
    return Retention(
        due=going,
        waiting=waiting,
        statistics=found.statistics,
        kept=found.kept,
        soon=found.soon,
        undated=found.undated,
        refusing=[end.row for end in going if end.row in found.refusing],
        forecast=dict(sorted(found.months.items())),
    )


def _approved(due: Sequence[Due], approved: Collection[RowRef]) -> list[Due]:
    """Those of the leads that are due which were approved. Raises Refused where others were approved, too."""
    going = [end for end in due if end.row in approved]
    if len(going) < len(approved):
        raise Refused(
            ngettext(
                "{count} of the approved leads is not due.",
                "{count} of the approved leads are not due.",
                len(approved) - len(going),
            ).format(count=len(approved) - len(going)),
            hint=_("Make a new plan: leadlist purge LIST --plan FILE.xlsx"),
        )
    return going


def _reason(rules: Rules, due: Due) -> str:
    keep = duration_words(rules.retention.periods[due.period].keep)
    return _("kept {keep} since {since}, until {until} ({ground})").format(
        keep=keep, since=due.since, until=due.due_on, ground=due.ground
    )


def _limit(asked: str, ruled: str, leads: int) -> int:
    """How many leads one run may remove: a share of the list, rounded down but at least one, or a number; as asked for
    or, where that is `""`, as the rules say. Raises UserError for what is neither, or more than the whole."""
    text = asked or ruled
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([%％]?)\s*", text)
    if not found or (not found[2] and "." in found[1]) or (found[2] and float(found[1]) > 100):
        raise UserError(
            _("“{text}” is neither a share of the list nor a number of leads.").format(text=text),
            hint=_("Write --at-most 20%, or a number such as --at-most 50.")
            if asked
            else _('Write at_most = "20%", or a number such as "50".'),
        )
    share = float(found[1])
    if not found[2]:
        return int(share)
    return max(1, math.floor(leads * share / 100)) if share else 0


def _too_many(due: int, read: int, limit: str) -> Refused:
    return Refused(
        _("{due} of {read} leads are due, more than the {limit} that one run may remove.").format(
            due=due, read=read, limit=limit
        ),
        hint=_(
            "Check dates and periods first (leadlist rules show). If that many shall go: --at-most {due} for this run, "
            "or a higher at_most in [retention]."
        ).format(due=due),
    )


def _findings(leads: LeadList, found: Judged, result: Retention) -> list[Finding]:
    told = [*_unclear_columns(leads), *_unknown_sources(leads, found)]
    told.extend(_undated(leads, result))
    told.extend(_future_dates(leads, found))
    for entry in result.soon:
        message = _("The lead is due on {day}.").format(day=entry.due_on)
        hint = _("Ask for consent anew before then, or let it go.")
        told.append(Finding(entry.row, "", None, "RET-001", Severity.INFO, message, hint))
    for kept in result.kept:
        message = _("Due since {day}, and kept: {reason}.").format(day=kept.due.due_on, reason=kept.reason)
        hint = _("The rule [retention.keep.{name}] keeps it.").format(name=kept.rule)
        told.append(Finding(kept.due.row, "", None, "RET-005", Severity.INFO, message, hint))
    for row in result.refusing:
        if found.refusing[row]:
            continue  # kept in the suppression file before the row goes
        message = _("The lead refused to be contacted, and has no address to keep that under when it goes.")
        hint = _("If it may come in again, enter the refusal where it outlives the lead.")
        told.append(Finding(row, "", None, "RET-006", Severity.WARNING, message, hint))
    return told


def _undated(leads: LeadList, result: Retention) -> list[Finding]:
    """One finding a lead; where the list has no column for it at all, one for the list."""
    message = _("Nothing usable says when this lead came in, so it is never due.")
    hint = _("Enter the day it was taken in, or of the last contact from their side.")
    column = leads.fields.get("acquired_on")
    if result.undated and not DATED.intersection(leads.fields):
        message = _("No column says when the leads came in, so none of them is ever due.")
        return [Finding(None, "acquired_on", None, "RET-002", Severity.WARNING, message, hint)]
    return [Finding(row, "acquired_on", column, "RET-002", Severity.WARNING, message, hint) for row in result.undated]


def _unclear_columns(leads: LeadList) -> list[Finding]:
    """最終接触日 does not say who contacted whom; it counts as ours, so that it prolongs nothing."""
    column = leads.fields.get("last_contact_on")
    if column is None or not any(leads.columns[column]):
        return []
    message = _("The column does not say who contacted whom; it counts as contact from our side and prolongs nothing.")
    hint = _("If it holds contacts from the lead's side, take it for last_inbound_on: leadlist columns LIST --set.")
    return [Finding(None, "last_contact_on", column, "RET-003", Severity.WARNING, message, hint)]


def _future_dates(leads: LeadList, found: Judged) -> list[Finding]:
    message = _("The date lies in the future; it was not used.")
    hint = _("Correct it.")
    return [
        Finding(row, name, leads.fields[name], "RET-004", Severity.WARNING, message, hint)
        for name in DATES
        for row in found.future.get(name, ())
    ]


def _unknown_sources(leads: LeadList, found: Judged) -> list[Finding]:
    """One finding for each source text that `[sources]` does not know, at its first row."""
    message = _("The rules know no source “{source}” (leads: {count}); the general period counts for it.")
    hint = _("Add the word to a source in [sources], or give it a source and a period of its own.")
    column = leads.fields.get("source", leads.fields.get("provenance"))
    return [
        Finding(row, "source", column, "RET-007", Severity.WARNING, message.format(source=source, count=number), hint)
        for source, (row, number) in found.sources.items()
    ]
