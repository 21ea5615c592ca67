"""import: every row of every source becomes a new lead, an update, nothing, or something for a person to look at."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from leadlist.identity import PATTERN, new_lead_id
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.import_ import drafts, incoming, people, values
from leadlist.operations.import_.acquired import Acquired, acquisition, checked, source_kind, source_label, trust
from leadlist.operations.import_.assembly import changes_of, known_places
from leadlist.operations.import_.drafts import Draft
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.messages import about_acquisition, about_columns, about_refusals
from leadlist.operations.import_.people import Decision, Handle, Identity, Keys, People
from leadlist.plans import Finding, Plan, Severity
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


COUNTS = ("added", "updated", "unchanged", "doubtful", "repeated", "refused", "skipped")
"""The parts of `read`. doubtful: added and marked 要確認; repeated: stands in the sources more than once; refused:
was erased on request; skipped: says nothing about anybody. `opted_out` counts besides who of all these refused."""

TELLING = ("name", "family_name", "given_name", "email", "company", "phone", "mobile")


class Details(NamedTuple):
    """For the import's own report."""

    outcomes: Sequence[Outcome]
    opted_out: int


@dataclass
class _Run:
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
    height: int = 0


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    batches: Sequence[Batch],
    acquired: Acquired,
    today: date,
    new_id: Callable[[], str] = new_lead_id,
    suppressed: Callable[[str, str], bool] | None = None,
    erased: Callable[[Mapping[str, str]], bool] | None = None,
) -> Plan:
    """What importing the batches does to the list.

    `suppressed(channel, address)` says whether an address has opted out, `erased(values by field)` whether a person
    was erased on request. Raises Refused for a vague purpose, UserError for an unknown source or purpose code.
    """
    known = People(Keys(rules))
    run = _Run(leads, rules, checked(acquired, rules, today), today, suppressed, erased, set(leads.fields), known)
    run.height = len(leads)
    run.places = known_places(leads)
    run.headed = {leads.headings[column].strip(): name for name, column in leads.fields.items()}
    _remember_list(run)
    read = [_read(run, batch) for batch in batches]
    _settle_columns(run, [row for rows in read for row in rows])
    for rows in read:
        seen: set[Handle] = set()
        run.outcomes.extend(_take_row(run, row, seen) for row in rows)
    sources = [(batch.leads, batch.preset.source if batch.preset else "") for batch in batches]
    run.findings.extend(about_acquisition(sources, run.acquired, rules))
    run.findings.extend(about_refusals(len(run.opted_out)))
    changes, findings = changes_of(leads, rules.language, run.drafts, new_id)
    tally = Counter(outcome.result for outcome in run.outcomes)
    counts = {"read": len(run.outcomes), **{name: tally[name] for name in COUNTS}, "opted_out": len(run.opted_out)}
    return Plan("import", changes, [*run.findings, *findings], counts, Details(run.outcomes, len(run.opted_out)))


def _remember_list(run: _Run) -> None:
    for row in run.leads.rows():

        def text(name: str, row: RowRef = row) -> str:
            return run.leads.value(row, name)

        _remember(run, row, text)
        if PATTERN.fullmatch(text("lead_id")):
            run.ids.setdefault(text("lead_id"), row)


def _remember(run: _Run, handle: Handle, text: Callable[[str], str]) -> None:
    run.people.add(handle, people.identity(text, run.people.keys)._replace(signature=people.signature(text)))


def _read(run: _Run, batch: Batch) -> list[Incoming]:
    how = incoming.reading(batch.leads, batch.preset)
    rows = list(incoming.rows(batch.name, batch.leads, how, run.rules, as_printed=batch.as_printed))
    kept = dict.fromkeys(heading for row in rows for heading in row.extras)
    run.findings.extend(about_columns(batch.name, how.dropped, kept))
    source = batch.preset.source if batch.preset and not run.acquired.source else ""
    for position, row in enumerate(rows):
        row.doubts.update(batch.doubts.get(position, {}))
        if source:
            row.values.setdefault("source", source_label(source, run.rules))
        for heading in [heading for heading in row.extras if heading in run.headed]:
            row.values.setdefault(run.headed[heading], row.extras.pop(heading))
    return rows


def _settle_columns(run: _Run, rows: Sequence[Incoming]) -> None:
    """The columns there will be, before any row is fitted to them: so that the same rows fit alike the next time."""
    language = run.rules.language
    while True:
        needed = {name for row in rows for name in values.fitted(row.values, run.have, language)[0]}
        if needed <= run.have:
            return
        run.have |= needed


def _take_row(run: _Run, row: Incoming, seen: set[Handle]) -> Outcome:
    if not any(
        row.values.get(name) for name in ("name", "family_name", "given_name", "email", "company", "phone", "mobile")
    ):
        return Outcome(row.batch, row.number, "skipped", _("no name, company, e-mail address or number"))
    if run.erased and run.erased(row.values):
        _say(run, row, "IMPORT-007", Severity.INFO, _("this person was erased on request and is not taken in again"))
        return Outcome(row.batch, row.number, "refused", _("erased on request"))
    row.values, doubts = values.fitted(row.values, run.have, run.rules.language)
    row.doubts = {**values.followed(row.doubts, row.values), **doubts}
    who = people.identity(row.sure, run.people.keys)
    who = who._replace(signature=people.signature(lambda name: row.values.get(name, "")))
    known_id = run.ids.get(row.values.get("lead_id", ""))
    answer = people.Answer(Decision.KNOWN, known_id) if known_id is not None else run.people.find(who)
    several = answer.others if len(answer.others) > 1 or answer.decision is not Decision.KNOWN else ()
    sure = answer.decision is not Decision.NEW  # by the name alone, nothing may contradict either
    told = next((handle for handle in several if _says_nothing_new(run, row, handle, kept=sure)), None)
    if told is not None:
        return _update(run, row, told, who, seen)
    if answer.decision is Decision.KNOWN and answer.handle is not None:
        return _update(run, row, answer.handle, who, seen)
    if answer.decision is Decision.DOUBTFUL:
        row.doubts[""] = answer.reason
    return _add(run, row, who, answer.handle, seen)


def _add(run: _Run, row: Incoming, who: Identity, other: Handle | None, seen: set[Handle]) -> Outcome:
    handle = run.height
    run.height += 1
    draft = run.drafts[handle] = Draft(lambda key: "", known=False)
    seen.add(handle)
    _fill(run, draft, row)
    draft.put("created_on", run.today.isoformat())
    draft.put("updated_on", run.today.isoformat())
    if PATTERN.fullmatch(given := row.values.get("lead_id", "")):
        draft.put("lead_id", given)
        run.ids[given] = handle
    run.people.add(handle, who)
    if draft.refused():
        run.opted_out.add(handle)
    near = RowRef(other) if other is not None and other < len(run.leads) else None
    if row.doubts:
        reason = "; ".join(dict.fromkeys(row.doubts.values()))
        _say(run, row, "IMPORT-001", Severity.WARNING, reason, near)
        return Outcome(row.batch, row.number, "doubtful", reason, near)
    return Outcome(row.batch, row.number, "added")


def _update(run: _Run, row: Incoming, handle: Handle, who: Identity, seen: set[Handle]) -> Outcome:
    at = RowRef(handle) if handle < len(run.leads) else None
    draft = run.drafts[handle] = _draft(run, handle)
    before = dict(draft.cells)
    draft.kept, draft.former = [], []
    _fill(run, draft, row)
    for name in draft.kept:
        column = run.leads.fields.get(name)
        message = _("{file}, row {number}: says something else; the list's value was kept.")
        message = message.format(file=row.batch, number=row.number)
        run.findings.append(Finding(at, name, column, "IMPORT-002", Severity.INFO, message))
    changed = draft.cells != before
    if changed:
        draft.put("updated_on", run.today.isoformat())
        _remember(run, handle, draft.get)
    if draft.refused():
        run.opted_out.add(handle)
    repeated = handle in seen
    seen.add(handle)
    result = "repeated" if repeated or at is None else "updated" if changed else "unchanged"
    return Outcome(row.batch, row.number, result, row=at)


def _draft(run: _Run, handle: Handle) -> Draft:
    return run.drafts.get(handle) or Draft(_reader(run, RowRef(handle)), known=True)


def _says_nothing_new(run: _Run, row: Incoming, handle: Handle, *, kept: bool) -> bool:
    """True where a row gives a lead nothing, so that it was taken in before; `kept`: though it may say otherwise."""
    draft = _draft(run, handle)
    trial = replace(draft, cells=dict(draft.cells), kept=[], former=[])
    _fill(run, trial, row)
    return trial.cells == draft.cells and (kept or not trial.kept)


def _reader(run: _Run, row: RowRef) -> Callable[[str], str]:
    def read(key: str) -> str:
        column = run.places.get(key)
        return "" if column is None else run.leads.cell(row, column)

    return read


def _fill(run: _Run, draft: Draft, row: Incoming) -> None:
    """Everything a row gives a lead, whether it is new or known."""
    before = drafts.acquisitions(draft)
    new, dated = acquisition(row.values, run.acquired, before, run.today, run.rules)
    fresher = dated and drafts.is_fresher(new, before, lambda text: trust(text, run.rules))
    filled = {name for name in row.doubts if name and not draft.get(name)}
    drafts.take_values(draft, row, fresher, run.rules)
    drafts.take_permission(draft, row)
    kind = source_kind(new.source, run.rules)
    drafts.take_acquisition(draft, new, row, kind in run.rules.sources and run.rules.sources[kind].inbound)
    draft.fill("policy_version", run.acquired.policy_version)
    draft.fill("owner", run.acquired.owner)
    if run.suppressed:
        drafts.take_suppression(draft, run.suppressed, run.rules.language)
    if doubts := {name: text for name, text in row.doubts.items() if name in filled or not draft.known}:
        drafts.mark(draft, doubts, run.rules.language)


def _say(run: _Run, row: Incoming, code: str, severity: Severity, reason: str, near: RowRef | None = None) -> None:
    message = _("{file}, row {number}: {reason}.").format(file=row.batch, number=row.number, reason=reason)
    hint = _("Added, marked to be checked: compare it with that row.") if near is not None else ""
    run.findings.append(Finding(near, "", None, code, severity, message, hint))
