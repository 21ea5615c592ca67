"""import: every row of every source becomes a new lead, an update, nothing, or something for a person to look at."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from leadlist.identity import PATTERN, new_lead_id
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.import_ import drafts, incoming, people, values
from leadlist.operations.import_.acquired import Acquired, checked, source_label
from leadlist.operations.import_.alike import likely
from leadlist.operations.import_.assembly import changes_of, known_places
from leadlist.operations.import_.deciding import decided, unknown
from leadlist.operations.import_.drafts import Draft
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.messages import about_acquisition, about_columns, about_refusals
from leadlist.operations.import_.people import Decision, Handle, Keys, People
from leadlist.operations.import_.state import Batch, Entry, Outcome, Run, draft_of, fill
from leadlist.operations.import_.suppressions import refuse_suppressions
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules

COUNTS = ("added", "updated", "unchanged", "doubtful", "repeated", "refused", "skipped")
"""The parts of `read`. doubtful: added and marked 要確認; repeated: stands in the sources more than once; refused:
was erased on request; skipped: says nothing about anybody. `opted_out` counts besides who of all these refused."""

TELLING = ("name", "family_name", "given_name", "email", "company", "phone", "mobile")


class Details(NamedTuple):
    """For the import's own report."""

    outcomes: Sequence[Outcome]
    opted_out: int


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
    was erased on request. Raises Refused for a vague purpose and for people who unsubscribed, UserError for an unknown
    source or purpose code.
    """
    known = People(Keys(rules))
    run = Run(leads, rules, checked(acquired, rules, today), today, suppressed, erased, set(leads.fields), known)
    run.height = len(leads)
    run.places = known_places(leads)
    run.headed = {leads.headings[column].strip(): name for name, column in leads.fields.items()}
    _remember_list(run)
    read = [_read(run, batch) for batch in batches]
    _settle_columns(run, [row for rows in read for row in rows])
    entries = [_entry(run, row)._replace(batch=number) for number, rows in enumerate(read) for row in rows]
    run.likely = likely(leads, run.people, unknown(run, entries), run.have, rules)
    seen: dict[int, set[Handle]] = defaultdict(set)
    for place, entry in enumerate(entries):
        run.outcomes.append(entry.out or _take_row(run, place, entry, seen[entry.batch]))
    sources = [(batch.leads, batch.preset.source if batch.preset else "") for batch in batches]
    run.findings.extend(about_acquisition(sources, run.acquired, rules))
    run.findings.extend(about_refusals(len(run.opted_out)))
    changes, findings = changes_of(leads, rules.language, run.drafts, new_id)
    tally = Counter(outcome.result for outcome in run.outcomes)
    counts = {"read": len(run.outcomes), **{name: tally[name] for name in COUNTS}, "opted_out": len(run.opted_out)}
    return Plan("import", changes, [*run.findings, *findings], counts, Details(run.outcomes, len(run.opted_out)))


def _remember_list(run: Run) -> None:
    for row in run.leads.rows():

        def text(name: str, row: RowRef = row) -> str:
            return run.leads.value(row, name)

        _remember(run, row, text)
        if PATTERN.fullmatch(text("lead_id")):
            run.ids.setdefault(text("lead_id"), row)


def _remember(run: Run, handle: Handle, text: Callable[[str], str]) -> None:
    run.people.add(handle, people.identity(text, run.people.keys)._replace(signature=people.signature(text)))


def _read(run: Run, batch: Batch) -> list[Incoming]:
    refuse_suppressions(batch.name, batch.leads)
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


def _settle_columns(run: Run, rows: Sequence[Incoming]) -> None:
    """The columns there will be, before any row is fitted to them: so that the same rows fit alike the next time."""
    language = run.rules.language
    while True:
        needed = {name for row in rows for name in values.fitted(row.values, run.have, language)[0]}
        if needed <= run.have:
            return
        run.have |= needed


def _entry(run: Run, row: Incoming) -> Entry:
    if not any(row.values.get(name) for name in TELLING):
        return Entry(
            row, out=Outcome(row.batch, row.number, "skipped", _("no name, company, e-mail address or number"))
        )
    if run.erased and run.erased(row.values):
        _say(run, row, "IMPORT-007", Severity.INFO, _("this person was erased on request and is not taken in again"))
        return Entry(row, out=Outcome(row.batch, row.number, "refused", _("erased on request")))
    row.values, doubts = values.fitted(row.values, run.have, run.rules.language)
    row.doubts = {**values.followed(row.doubts, row.values), **doubts}
    who = people.identity(row.sure, run.people.keys)
    return Entry(row, who._replace(signature=people.signature(lambda name: row.values.get(name, ""))))


def _take_row(run: Run, place: int, entry: Entry, seen: set[Handle]) -> Outcome:
    answer = decided(run, place, entry)
    if answer.decision is Decision.KNOWN and answer.handle is not None:
        run.people.add_keys(answer.handle, entry.who)
        return _update(run, entry, answer.handle, seen, answer.reason)
    if answer.decision is Decision.DOUBTFUL:
        entry.row.doubts[""] = answer.reason
    return _add(run, entry, answer.handle, seen)


def _add(run: Run, entry: Entry, other: Handle | None, seen: set[Handle]) -> Outcome:
    """A new lead; `other` is the one it may be. Until a person has decided, that one's refusals are its own."""
    row, who = entry.row, entry.who
    handle = run.height
    run.height += 1
    draft = run.drafts[handle] = Draft(lambda key: "", known=False)
    seen.add(handle)
    fill(run, draft, row)
    draft.put("created_on", run.today.isoformat())
    draft.put("updated_on", run.today.isoformat())
    if PATTERN.fullmatch(given := row.values.get("lead_id", "")):
        draft.put("lead_id", given)
        run.ids[given] = handle
    run.people.add(handle, who)
    if other is not None:
        drafts.take_refusals(draft, draft_of(run, other), run.have, run.rules.language)
    if draft.refused():
        run.opted_out.add(handle)
    near = RowRef(other) if other is not None and other < len(run.leads) else None
    if row.doubts:
        reason = "; ".join(dict.fromkeys(row.doubts.values()))
        _say(run, row, "IMPORT-001", Severity.WARNING, reason, near)
        return Outcome(row.batch, row.number, "doubtful", reason, near)
    return Outcome(row.batch, row.number, "added")


def _update(run: Run, entry: Entry, handle: Handle, seen: set[Handle], alike: str) -> Outcome:
    """More about a known lead; `alike` says why it is taken for that one where no key does."""
    row = entry.row
    at = RowRef(handle) if handle < len(run.leads) else None
    draft = run.drafts[handle] = draft_of(run, handle)
    before = dict(draft.cells)
    draft.kept, draft.former = [], []
    fill(run, draft, row)
    for name in draft.kept:
        column = run.leads.fields.get(name)
        message = _("{file}, row {number}: says something else; the list's value was kept.")
        message = message.format(file=row.batch, number=row.number)
        run.findings.append(Finding(at, name, column, "IMPORT-002", Severity.INFO, message))
    changed = draft.cells != before
    if changed and alike:
        _say(run, row, "IMPORT-013", Severity.INFO, _("taken for this lead: {reason}").format(reason=alike), at)
    if changed:
        draft.put("updated_on", run.today.isoformat())
        _remember(run, handle, draft.get)
    if draft.refused():
        run.opted_out.add(handle)
    repeated = handle in seen
    seen.add(handle)
    result = "repeated" if repeated or at is None else "updated" if changed else "unchanged"
    return Outcome(row.batch, row.number, result, alike, at)


def _say(run: Run, row: Incoming, code: str, severity: Severity, reason: str, near: RowRef | None = None) -> None:
    message = _("{file}, row {number}: {reason}.").format(file=row.batch, number=row.number, reason=reason)
    asked = near is not None and severity is Severity.WARNING
    hint = _("Added, marked to be checked: compare it with that row.") if asked else ""
    run.findings.append(Finding(near, "", None, code, severity, message, hint))
