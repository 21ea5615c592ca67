"""When a lead's retention ends: the period that fits, the day it is counted from, and the rule that keeps it anyway.

個人情報保護法22条 asks to erase personal data without delay once they are no longer needed; how long a lead is needed
is the firm's decision, written in `[retention]`. Nothing is erased early: of several acquisitions the one that ends
last decides, an unsure date counts as the latest day it can mean, and a lead without a usable date is never due.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.provenance import COLUMNS, Acquisition, acquisitions, purpose_codes, source_kind
from leadlist.rules import Rules
from leadlist.rules.days import latest_day
from leadlist.rules.durations import Duration, parse_duration
from leadlist.rules.schema import KeepRule, Period

MOST_REMEMBERED = 100_000  # combinations of texts
SINCE = ("last_inbound", "acquired")
THEN = ("erase", "pseudonymise")


class Due(NamedTuple):
    """When a lead's period ends on `due_on`: counted from `since`, by the rule `period` and its `ground`.

    `then` is what the rule wants done, one of THEN.
    """

    row: RowRef
    since: date
    due_on: date
    period: str
    ground: str
    then: str = "erase"


class _End(NamedTuple):
    since: date
    due_on: date
    period: str
    ground: str
    then: str


_COUNTED = ("last_inbound_on", "provenance", *COLUMNS)
"""The fields a lead's end depends on."""


@dataclass(frozen=True)
class _Period:
    name: str
    rule: Period
    keep: Duration


class Schedule:
    """The retention rules of one list, ready to be asked for each lead. Raises UserError where they make no sense."""

    def __init__(self, rules: Rules, today: date) -> None:
        self.rules = rules
        self.today = today
        self.periods = _periods(rules)
        self._ends: dict[tuple[str, ...], _End | None] = {}
        self._kinds: dict[str, str] = {}
        self._keeping = [
            (name, replace(rule, reason=_in_words(rule.reason)), frozenset(map(_folded, rule.values)))
            for name, rule in rules.retention.keep.items()
        ]

    def end(self, leads: LeadList, row: RowRef) -> Due | None:
        """When the lead's retention ends; None where it has no usable date, or no period fits."""
        texts = tuple(leads.value(row, name) for name in _COUNTED)
        if texts not in self._ends:
            if len(self._ends) > MOST_REMEMBERED:
                self._ends.clear()
            self._ends[texts] = self._end(texts)
        end = self._ends[texts]
        return Due(row, *end) if end else None

    def kind(self, source: str) -> str:
        """The kind of a source's text."""
        if source not in self._kinds:
            self._kinds[source] = source_kind(self.rules, source)
        return self._kinds[source]

    def keeping_rule(self, leads: LeadList, row: RowRef) -> tuple[str, KeepRule] | None:
        """The first rule of `[retention.keep]` that holds for a lead, with its name."""
        for name, rule, values in self._keeping:
            text = _cell(leads, row, rule.field)
            if text and (folded := _folded(text)) and ("*" in rule.values or folded in values):
                return name, rule
        return None

    def _end(self, texts: tuple[str, ...]) -> "_End | None":
        inbound, history, *shown = texts
        entries = acquisitions(history, shown) or [Acquisition()]
        days = [self.usable(inbound)]
        for entry in entries:
            source = self.rules.sources.get(self.kind(entry.source))
            if source and source.inbound:
                days.append(self.usable(entry.on))
        contact = max((day for day in days if day), default=None)
        ends = [end for entry in entries if (end := self._judge(entry, contact))]
        return max(ends, key=lambda end: (end.due_on, end.since)) if ends else None

    def usable(self, text: str) -> date | None:
        """The day a cell means, where it is one that has come."""
        day = latest_day(text) if text else None
        return day if day and day <= self.today else None

    def _judge(self, entry: Acquisition, contact: date | None) -> "_End | None":
        kind = self.kind(entry.source)
        purposes = purpose_codes(self.rules, entry.purpose)
        period = next((period for period in self.periods if _fits(period.rule, kind, purposes)), None)
        if period is None:
            return None
        taken_in = self.usable(entry.on)
        days = [taken_in] if period.rule.since == "acquired" else [taken_in, contact]
        since = max((day for day in days if day), default=None)
        if since is None:
            return None
        return _End(since, period.keep.after(since), period.name, period.rule.ground, period.rule.then)


def check_keep_rules(leads: LeadList, rules: Rules) -> None:
    """Raises UserError where a keep rule names neither a field nor a heading of the list: it would keep nobody."""
    for name, rule in rules.retention.keep.items():
        if rule.field not in FIELDS and rule.field not in leads.headings:
            raise UserError(
                _("[retention.keep.{name}] names “{field}”, which is no field and no heading of this list.").format(
                    name=name, field=rule.field
                ),
                hint=_("Name a field such as status, or the column's heading as it stands in the list."),
            )


def _cell(leads: LeadList, row: RowRef, name: str) -> str:
    if name in leads.fields or name in FIELDS:
        return leads.value(row, name)
    return leads.columns[leads.headings.index(name)][row]


def _fits(period: Period, kind: str, purposes: Sequence[str]) -> bool:
    by_source = not period.sources or kind in period.sources
    return by_source and (not period.purposes or not set(period.purposes).isdisjoint(purposes))


def _periods(rules: Rules) -> list[_Period]:
    """The periods in the order they are asked: those that name sources and purposes, those that name one, the rest."""
    periods = []
    for name, rule in rules.retention.periods.items():
        keep = parse_duration(rule.keep)
        if not keep:
            raise UserError(
                _("[retention.periods.{name}] keeps leads for no time at all.").format(name=name),
                hint=_('Write how long they are kept: keep = "2 years".'),
            )
        if rule.since not in SINCE:
            raise UserError(
                _("[retention.periods.{name}] counts since “{since}”.").format(name=name, since=rule.since),
                hint=_("Known: {names}.").format(names=", ".join(SINCE)),
            )
        if rule.then not in THEN:
            raise UserError(
                _("[retention.periods.{name}] says then = “{then}”.").format(name=name, then=rule.then),
                hint=_("Known: {names}.").format(names=", ".join(THEN)),
            )
        periods.append(_Period(name, replace(rule, ground=_in_words(rule.ground)), keep))
    return sorted(periods, key=lambda p: (-bool(p.rule.sources) - bool(p.rule.purposes), not _own(rules, p.name)))


def _in_words(text: str) -> str:
    """A ground or reason of the rules in the user's language: those that ship say it in both, others are as written."""
    shipped = {
        "標準値、法令の定めなし (house default, no statute)": _("house default, no statute"),
        "取引先として保持 (customer)": _("kept as a customer"),
        "対応中のため保持 (open request)": _("kept for an open request"),
    }
    return shipped.get(text, text)


def _own(rules: Rules, name: str) -> bool:
    """Whether a period was written by the firm as a whole; it then comes before the shipped ones of its kind."""
    origins = [where for key, where in rules.origins.items() if key.startswith(f"retention.periods.{name}.")]
    return bool(origins) and all("/" in where or "\\" in where for where in origins)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
