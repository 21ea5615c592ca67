"""What a purge has to know of each lead of a block: when it is due, what keeps it, and what is wrong with its dates."""

import pickle
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, overload

from leadlist.leads import Block, ColumnRef, LeadList, RowRef
from leadlist.operations.optouts import refusals_in
from leadlist.operations.pseudonymise import only_statistics, statistic_columns
from leadlist.operations.retention import Due, Schedule
from leadlist.permission import PERMISSION_FIELDS, refuses
from leadlist.provenance import parse, source_kind
from leadlist.rules import Rules
from leadlist.rules.days import latest_day
from leadlist.rules.durations import parse_duration

DATES = ("acquired_on", "last_inbound_on")
"""The fields whose dates must have come."""


class Job(NamedTuple):
    """One block; `rules` are pickled."""

    block: Block
    fields: Mapping[str, ColumnRef]
    rules: bytes
    today: date


class Kept(NamedTuple):
    """A lead whose period is over and that stays, by the keep rule `rule`, for `reason`."""

    due: Due
    rule: str
    reason: str


class Dues(Sequence[Due]):
    """When the periods of many leads end: eight bytes a lead, and once whatever is the same for several."""

    def __init__(self) -> None:
        self._rows, self._places = array("I"), array("I")
        self._ends: dict[Due, int] = {}  # as those of row 0
        self._known: list[Due] = []

    def append(self, due: Due) -> None:
        """Add the lead that follows."""
        end = due._replace(row=RowRef(0))
        place = self._ends.get(end)
        if place is None:
            place = self._ends[end] = len(self._known)
            self._known.append(end)
        self._rows.append(due.row)
        self._places.append(place)

    def add(self, more: "Dues") -> None:
        """Add the leads that follow."""
        for end in more._known:
            if end not in self._ends:
                self._ends[end] = len(self._known)
                self._known.append(end)
        places = [self._ends[end] for end in more._known]
        self._rows.extend(more._rows)
        self._places.extend(map(places.__getitem__, more._places))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Due]:
        ends = map(self._known.__getitem__, self._places)
        return (end._replace(row=RowRef(row)) for row, end in zip(self._rows, ends, strict=True))

    @overload
    def __getitem__(self, at: int) -> Due: ...
    @overload
    def __getitem__(self, at: slice) -> list[Due]: ...
    def __getitem__(self, at: int | slice) -> Due | list[Due]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return self._known[self._places[at]]._replace(row=RowRef(self._rows[at]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass
class Judged:
    """What is known of the leads of a block, or of all blocks that were added.

    `due`: no rule keeps them, `soon`: within `[retention] warn`. `refusing` are leads due that refuse contact, and
    whether that can be kept under an address of theirs. `sources` that no rule knows: first row, and how often.
    """

    due: Dues = field(default_factory=Dues)
    kept: list[Kept] = field(default_factory=list)
    soon: Dues = field(default_factory=Dues)
    undated: list[RowRef] = field(default_factory=list)
    statistics: list[RowRef] = field(default_factory=list)
    refusing: dict[RowRef, bool] = field(default_factory=dict)
    months: Counter[str] = field(default_factory=Counter)
    future: dict[str, list[RowRef]] = field(default_factory=dict)
    sources: dict[str, tuple[RowRef, int]] = field(default_factory=dict)

    def add(self, more: "Judged") -> None:
        """Add the leads that follow."""
        self.due.add(more.due)
        self.soon.add(more.soon)
        for mine, others in (
            (self.kept, more.kept),
            (self.undated, more.undated),
            (self.statistics, more.statistics),
        ):
            mine += others  # type: ignore[operator]
        self.refusing.update(more.refusing)
        self.months.update(more.months)
        for name, rows in more.future.items():
            self.future.setdefault(name, []).extend(rows)
        for source, (row, number) in more.sources.items():
            first, before = self.sources.get(source, (row, 0))
            self.sources[source] = (first, before + number)


def get_ready() -> None:
    """Load what is needed, for a process that is about to get blocks: importing this module has done it."""


def of_block(job: Job) -> Judged:
    """What is to be known of one block, its rows counted in the whole list."""
    leads = job.block.read().with_fields(job.fields)
    rules, first = _rules(job.rules), job.block.first
    found = Judged()
    _judge(leads, first, _schedule(job.rules, job.today), found)
    for end in found.due:
        row = RowRef(end.row - first)
        if any(refuses(name, leads.value(row, name)) for name in PERMISSION_FIELDS if name in leads.fields):
            found.refusing[end.row] = bool(refusals_in(leads, [row], rules, job.today))
    found.future = {name: list(_future(leads, name, first, job.today)) for name in DATES if name in leads.fields}
    found.sources = _strange_sources(leads, first, rules)
    return found


@lru_cache(maxsize=8)
def _rules(pickled: bytes) -> Rules:
    rules: Rules = pickle.loads(pickled)
    return rules


@lru_cache(maxsize=8)
def _schedule(pickled: bytes, today: date) -> Schedule:
    """The schedule, which remembers what it found for the blocks that follow."""
    return Schedule(_rules(pickled), today)


def pseudonymises(rules: Rules) -> bool:
    """Whether some leads are emptied but for statistics."""
    return any(period.then == "pseudonymise" for period in rules.retention.periods.values())


def _judge(leads: LeadList, first: RowRef, schedule: Schedule, found: Judged) -> None:
    """Say of each lead whether it is due, kept, soon due or without a date."""
    rules, today = schedule.rules, schedule.today
    horizon = parse_duration(rules.retention.warn).after(today)
    counted = statistic_columns(leads, rules.retention.statistics) if pseudonymises(rules) else None
    for row in leads.rows():
        place = RowRef(first + row)
        if counted is not None and only_statistics(leads, row, counted):
            found.statistics.append(place)
            continue
        end = schedule.end(leads, row)
        if end is None:
            found.undated.append(place)
            continue
        end = end._replace(row=place)
        keeping = schedule.keeping_rule(leads, row)
        if keeping is None:
            found.months[f"{max(end.due_on, today):%Y-%m}"] += 1
        if end.due_on > today:
            if end.due_on <= horizon and keeping is None:
                found.soon.append(end)
        elif keeping:
            found.kept.append(Kept(end, keeping[0], keeping[1].reason))
        else:
            found.due.append(end)


def _future(leads: LeadList, name: str, first: RowRef, today: date) -> Iterator[RowRef]:
    """The rows with a date that lies in the future."""
    for row, text in enumerate(leads.values(name)):
        day = latest_day(text) if text else None
        if day and day > today:
            yield RowRef(first + row)


def _strange_sources(leads: LeadList, first: RowRef, rules: Rules) -> dict[str, tuple[RowRef, int]]:
    """The sources that `[sources]` does not know, each with its first row and how many leads have it."""
    if not ({"source", "provenance"} & leads.fields.keys()):
        return {}
    known: dict[tuple[str, str], list[str]] = {}
    seen: dict[str, tuple[RowRef, int]] = {}
    for row, texts in enumerate(zip(leads.values("provenance"), leads.values("source"), strict=True)):
        if texts not in known:
            sources = {entry.source for entry in parse(texts[0])} or {texts[1].strip()}
            known[texts] = [source for source in sources if source and not source_kind(rules, source)]
        for source in known[texts]:
            begin, number = seen.get(source, (RowRef(first + row), 0))
            seen[source] = (begin, number + 1)
    return seen
