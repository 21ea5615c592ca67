"""mailing results: what came back from the mailer goes into the list.

A hard bounce goes into 不達, an unsubscribe or a complaint is a refusal as any other (特定電子メール法3条3項), a click
or a reply is a contact from the lead's side. An opened mail is none: mail programs open mails by themselves. Soft
bounces are only counted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadlist.changes import AddColumn, Change, SetCell
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations import optout
from leadlist.operations.identifying import Known, address_keys
from leadlist.operations.import_.people import EMAILS
from leadlist.operations.mailing.addresses import Addresses
from leadlist.operations.mailing.outcomes import Outcome, Outcomes
from leadlist.operations.optouts import Refusal
from leadlist.plans import Finding, Plan, Severity, apply, changed_leads
from leadlist.rules import Rules
from leadlist.rules.days import latest_day, read_day

RULE = "results"
REFUSALS = {"unsubscribe": "unsubscribed", "complaint": "complaint"}
"""Event -> the reason that the suppression file gives."""
CONTACTS = ("click", "reply")
BOUNCED = {"ja": "ハードバウンス", "en": "hard bounce"}


@dataclass(frozen=True)
class Returned:
    """What an export said (`outcomes`), the refusals in it and why, and how many of its addresses the list lacks."""

    outcomes: Outcomes
    refusals: Sequence[Refusal]
    reasons: Mapping[tuple[str, str], str]
    unknown: int


def plan(leads: LeadList, rules: Rules, outcomes: Outcomes, known: Known | None, *, today: date) -> Plan:
    """The changes that what came back asks for. Counts: read = changed + unchanged. Twice the same changes nothing.

    A bounce concerns the address that mail goes to, the first sound one; a click without a day is a finding, for it
    cannot be placed in time.
    """
    refusals, reasons = _refusals(outcomes.outcomes, today)
    refused = optout.plan(leads, rules, refusals, known) if refusals else Plan("optout")
    after = apply(leads, refused.changes)
    places = _places(after, rules)
    findings = [
        *_faults(outcomes),
        *(_undated(after, row) for row in _undated_rows(outcomes, places)),
    ]
    cells = [*_bounces(after, outcomes.outcomes, places, rules, today), *_contacts(after, outcomes.outcomes, places)]
    changes = [*refused.changes, *_written(after, cells, rules.language)]
    changed = changed_leads(Plan("results", changes))
    counts = {"read": len(leads), "changed": changed, "unchanged": len(leads) - changed}
    unknown = len({each.address for each in outcomes.outcomes} - places.keys())
    spread = refused.details.refusals if isinstance(refused.details, optout.OptedOut) else ()
    return Plan("results", changes, findings, counts, Returned(outcomes, spread, reasons, unknown))


def _refusals(found: Sequence[Outcome], today: date) -> tuple[list[Refusal], dict[tuple[str, str], str]]:
    newest: dict[str, date] = {}
    reasons: dict[tuple[str, str], str] = {}
    for each in found:
        if each.event in REFUSALS:
            day = each.on or today
            newest[each.address] = max(newest.get(each.address, day), day)
            reasons.setdefault((each.address, "email"), REFUSALS[each.event])
    return [Refusal(address, "email", day) for address, day in newest.items()], reasons


def _places(leads: LeadList, rules: Rules) -> dict[str, list[RowRef]]:
    """For each address the rows that hold it."""
    columns = [leads.columns[leads.fields[name]] for name in EMAILS if name in leads.fields]
    keys: dict[str, tuple[str, ...]] = {}
    found: dict[str, list[RowRef]] = defaultdict(list)
    for row in leads.rows():
        for text in filter(None, (column[row] for column in columns)):
            if text not in keys:
                keys[text] = address_keys("email", text, rules)
            for each in keys[text]:
                found[each].append(row)
    return dict(found)


Places = Mapping[str, Sequence[RowRef]]
Cell = tuple[str, RowRef, str]


def _bounces(leads: LeadList, found: Sequence[Outcome], places: Places, rules: Rules, today: date) -> Iterator[Cell]:
    """The cells of 不達; what stands there already is left, and so is a bounce of an address that nobody writes to."""
    addresses = Addresses(leads, rules, "email", today)
    days: dict[RowRef, date | None] = {}
    for each in found:
        for row in places.get(each.address, ()) if each.event == "hard" else ():
            _name, text = addresses.of(row)
            if not leads.value(row, "bounce") and each.address in address_keys("email", text, rules):
                days[row] = max(filter(None, [days.get(row), each.on]), default=None)
    for row, day in days.items():
        yield "bounce", row, " ".join(filter(None, [BOUNCED[rules.language], day.isoformat() if day else ""]))


def _contacts(leads: LeadList, found: Sequence[Outcome], places: Places) -> Iterator[Cell]:
    """The newest click or reply, where it is newer than the last contact from the lead's side."""
    days: dict[RowRef, date] = {}
    for each in found:
        for row in places.get(each.address, ()) if each.event in CONTACTS and each.on else ():
            assert each.on is not None
            days[row] = max(days.get(row, each.on), each.on)
    for row, day in days.items():
        text = leads.value(row, "last_inbound_on")
        old = latest_day(text)
        if not text or (read_day(text) and old and old < day):
            yield "last_inbound_on", row, day.isoformat()


def _written(leads: LeadList, cells: Sequence[Cell], language: str) -> Iterator[Change]:
    added: dict[str, ColumnRef] = {}
    for name in dict.fromkeys(name for name, _row, _text in cells if name not in leads.fields):
        added[name] = ColumnRef(len(leads.headings) + len(added))
        yield AddColumn(FIELDS[name].heading(language), name, RULE)
    for name, row, text in cells:
        column = added.get(name, leads.fields.get(name, ColumnRef(0)))
        yield SetCell(row, column, "" if name in added else leads.cell(row, column), text, RULE)


def _undated_rows(outcomes: Outcomes, places: Places) -> list[RowRef]:
    dated = {each.address for each in outcomes.outcomes if each.event in CONTACTS and each.on}
    undated = {each.address for each in outcomes.outcomes if each.event in CONTACTS and not each.on} - dated
    return sorted({row for address in undated for row in places.get(address, ())})


def _undated(leads: LeadList, row: RowRef) -> Finding:
    return Finding(
        row,
        "last_inbound_on",
        leads.fields.get("last_inbound_on"),
        "RESULT-002",
        Severity.WARNING,
        _("This lead clicked or replied, and the file does not say when."),
        _("Give the day of the mailing with --on."),
    )


def _faults(outcomes: Outcomes) -> Iterator[Finding]:
    for fault in outcomes.faults:
        message = _("{file}, row {row}: {problem}.").format(file=outcomes.file, row=fault.row, problem=fault.problem)
        hint = _("Correct the row, or name the export with --preset.")
        yield Finding(None, "email", None, "RESULT-001", Severity.WARNING, message, hint)
