"""An import under way: what it reads, what it knows, and the leads as they will be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.operations.import_ import drafts, people
from leadlist.operations.import_.acquired import Acquired, acquisition, source_kind, trust
from leadlist.operations.import_.alike import Likely
from leadlist.operations.import_.drafts import Draft
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.people import Handle, Identity, People
from leadlist.plans import Finding
from leadlist.rules import Rules
from leadlist.rules.presets import Preset


class Batch(NamedTuple):
    """One source: its name as the user typed it, its rows with their fields recognised, and the preset it follows.

    `doubts`: row (from 0) -> field, or `""` for all of it -> why a person should look at it. `as_printed`: its values
    are kept as they stand there, only compared by their keys; a card's own spelling is not rewritten unasked.
    """

    name: str
    leads: LeadList
    doubts: Mapping[int, Mapping[str, str]] = MappingProxyType({})
    as_printed: bool = False
    preset: Preset | None = None


class Outcome(NamedTuple):
    """What became of one row of a source: a word of `COUNTS`, why, and the list's row it concerns."""

    batch: str
    number: int
    result: str
    reason: str = ""
    row: RowRef | None = None


class Entry(NamedTuple):
    """A row fitted to the list, and its keys; `out` is what became of one that is not taken in."""

    row: Incoming
    who: Identity = people.NOBODY
    out: Outcome | None = None
    batch: int = 0


@dataclass
class Run:
    """Everything one import works with."""

    leads: LeadList
    rules: Rules
    acquired: Acquired
    today: date
    suppressed: Callable[[str, str], bool] | None
    erased: Callable[[Mapping[str, str]], bool] | None
    have: set[str]
    people: People
    drafts: dict[Handle, Draft] = field(default_factory=dict)
    ids: dict[str, Handle] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, ColumnRef] = field(default_factory=dict)
    headed: dict[str, str] = field(default_factory=dict)  # heading of the list -> its field
    opted_out: set[Handle] = field(default_factory=set)
    likely: Mapping[int, Sequence[Likely]] = field(default_factory=dict)  # by a row's place in all sources together
    height: int = 0


def draft_of(run: Run, handle: Handle) -> Draft:
    """The lead as it is so far."""
    return run.drafts.get(handle) or _listed(run, handle)


def says_nothing_new(run: Run, row: Incoming, handle: Handle, *, kept: bool) -> bool:
    """True where a row gives a lead nothing, so that it was taken in before; `kept`: though it may say otherwise."""
    return _gives_nothing(run, row, draft_of(run, handle), kept=kept)


def was_taken(run: Run, row: Incoming, handle: Handle) -> bool:
    """True where this lead of the list had all that a row gives before this import, which way it came in among it."""
    return _gives_nothing(run, row, _listed(run, handle), kept=True)


def brings_refusal(run: Run, row: Incoming, handle: Handle) -> bool:
    """True where a row changes what a lead may be contacted for."""
    draft = draft_of(run, handle)
    trial = replace(draft, cells=dict(draft.cells), kept=[], former=[])
    fill(run, trial, row)
    return any(trial.get(name) != draft.get(name) for name in drafts.PERMISSION)


def _listed(run: Run, handle: Handle) -> Draft:
    return Draft(_reader(run, RowRef(handle)), known=True)


def _gives_nothing(run: Run, row: Incoming, draft: Draft, *, kept: bool) -> bool:
    trial = replace(draft, cells=dict(draft.cells), kept=[], former=[])
    fill(run, trial, row)
    return trial.cells == draft.cells and (kept or not trial.kept)


def _reader(run: Run, row: RowRef) -> Callable[[str], str]:
    def read(key: str) -> str:
        column = run.places.get(key)
        return "" if column is None else run.leads.cell(row, column)

    return read


def fill(run: Run, draft: Draft, row: Incoming) -> None:
    """Everything a row gives a lead, whether it is new or known."""
    before = drafts.acquisitions(draft)
    new, dated = acquisition(row.values, run.acquired, before, run.today, run.rules)
    fresher = dated and drafts.is_fresher(new, before, lambda text: trust(text, run.rules))
    filled = {name for name in row.doubts if name and not draft.get(name)}
    for _turn in range(2):  # a number that stood in another column is filled in once that column has a fresher one
        draft.kept.clear()
        drafts.take_values(draft, row, fresher, run.rules)
    drafts.take_permission(draft, row)
    kind = source_kind(new.source, run.rules)
    drafts.take_acquisition(draft, new, row, kind in run.rules.sources and run.rules.sources[kind].inbound)
    draft.fill("policy_version", run.acquired.policy_version)
    draft.fill("owner", run.acquired.owner)
    if run.suppressed:
        drafts.take_suppression(draft, row, run.suppressed, run.have, run.rules.language)
    if doubts := {name: text for name, text in row.doubts.items() if name in filled or not draft.known}:
        drafts.mark(draft, doubts, run.rules.language)
