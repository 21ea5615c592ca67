"""The mailing: every lead is asked the reasons in their order, and leaves with the first that holds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadlist.checks.permissions import further_refusals
from leadlist.fields import FIELDS as TABLE
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.operations import parties
from leadlist.operations.deduplicate.grouping import Group, by_company, by_household
from leadlist.operations.import_.people import EMAILS, PHONES, is_office
from leadlist.operations.mailing.addresses import Addresses
from leadlist.operations.mailing.grounds import EXPLICIT, SUBSCRIBED, grounds_of, personal_card, ruling
from leadlist.operations.mailing.reasons import LeftOut, Mailing, Reason, Recipient, Request
from leadlist.operations.mailing.segments import outside
from leadlist.permission import fields_for, refuses
from leadlist.plans import Plan
from leadlist.provenance import Acquisition, of_row, purpose_codes
from leadlist.purposes import require_known
from leadlist.rules import Rules

Suppressed = Callable[[str, str], bool]
Erased = Callable[[Mapping[str, str]], bool]
Verdict = tuple[Reason, str] | None


def plan(
    leads: LeadList,
    rules: Rules,
    request: Request,
    *,
    today: date,
    suppressed: Suppressed | None = None,
    erased: Erased | None = None,
    duplicates: Mapping[RowRef, RowRef] | None = None,
) -> Plan:
    """Who may be written to; no changes. Counts: read = recipients + the number left out for each reason.

    `suppressed` and `erased` are the questions of `identifying.Known`; `duplicates` maps a row to the one it would be
    merged into: a no in one of these rows is a no in all of them, as it would be after the merge. Raises UserError for
    a segment that names no field of the list.
    """
    unmet = outside(leads, request.segment)
    judge = _Judge(leads, rules, request, today, suppressed, erased)
    seats = _Seats(leads)
    refused = _refused(leads, judge, duplicates or {})
    if request.to:
        judge.withheld = _withheld(leads, rules, request.to, duplicates or {})
    for row in leads.rows():
        verdict = refused.get(row) or judge.judged(row)
        if isinstance(verdict, Recipient):
            seats.found[row] = verdict
        else:
            seats.leave(row, *verdict)
    _without_duplicates(seats, judge, duplicates or {})
    _within_limits(seats, rules, request)
    for row in list(seats.found):
        if condition := unmet(row):
            seats.leave(row, Reason.SEGMENT, condition)
    details = Mailing(
        request, list(seats.found.values()), [LeftOut(row, *seats.left[row]) for row in sorted(seats.left)]
    )
    reasons = Counter(reason for reason, _detail in seats.left.values())
    counts = {"read": len(leads), **{r.value: reasons[r] for r in Reason}, "recipients": len(seats.found)}
    return Plan("mailing", (), (), counts, details)


def require_purpose(leads: LeadList, rules: Rules, purpose: str) -> None:
    """Raises UserError for a code of a purpose that neither the rules nor any lead knows: nobody was told that one."""
    if not any(purpose in text for name in ("purpose", "provenance") for text in leads.values(name)):
        require_known(purpose.strip(), rules)


@dataclass
class _Seats:
    """The rows that still are recipients, and those that left."""

    leads: LeadList
    found: dict[RowRef, Recipient] = field(default_factory=dict)
    left: dict[RowRef, tuple[Reason, str]] = field(default_factory=dict)

    def leave(self, row: RowRef, reason: Reason, detail: str) -> None:
        """Take a row out."""
        self.found.pop(row, None)
        self.left[row] = reason, detail

    def keep(self, groups: Iterable[Sequence[RowRef]], reason: Reason = Reason.DUPLICATE, most: int = 1) -> None:
        """Of each group only the first rows stay."""
        for rows in groups:
            for row in rows[most:]:
                self.leave(row, reason, _("row {row} stays").format(row=self.leads.row_numbers[rows[0]]))


class _Judge:
    """Asks about one row at a time."""

    def __init__(
        self,
        leads: LeadList,
        rules: Rules,
        request: Request,
        today: date,
        suppressed: Suppressed | None,
        erased: Erased | None,
    ) -> None:
        self._leads, self._rules, self.request, self._today = leads, rules, request, today
        self._suppressed, self._erased = suppressed, erased
        self.addresses = Addresses(leads, rules, request.channel, today)
        self._wanted = frozenset(purpose_codes(rules, request.purpose))
        asked = fields_for(request.channel)
        self._permissions = [(leads.fields[name], name) for name in asked if name in leads.fields]
        self._permissions += [(column, name) for column, name in further_refusals(leads).items() if name in asked]
        self._told: dict[str, tuple[str, ...]] = {}
        self.withheld: Mapping[RowRef, str] = {}  # rows of people who in another row refuse to be given to the party
        self._personal = [name for name in (*EMAILS, *PHONES, "fax") if name in leads.fields]

    def judged(self, row: RowRef) -> Recipient | tuple[Reason, str]:
        """The row, which nobody refused, as a recipient, or the first reason that holds."""
        acquired = of_row(self._leads, row)
        if verdict := self._purpose(row, acquired):
            return verdict
        article, verdict = self._ground(row, acquired)
        if verdict := verdict or self._party(row):
            return verdict
        name, address = self.addresses.of(row)
        return self._address(row, name, address) or Recipient(row, name, address, article)

    def refused(self, row: RowRef) -> Verdict:
        """特定電子メール法3条3項: no refusal is overruled by any ground."""
        leads, channel = self._leads, self.request.channel
        for column, name in self._permissions:
            if refuses(name, text := leads.cell(row, column)):
                heading = leads.headings[column].replace("\n", " ")
                return Reason.OPTED_OUT, f"{heading}: {text}"
        if self._suppressed is not None:
            for name in self._personal:
                text = leads.value(row, name)
                if text and any(self._suppressed(each, text) for each in (channel, "all")):
                    return Reason.OPTED_OUT, _("suppression file")
        if self._erased is not None and self._erased({name: leads.value(row, name) for name in leads.fields}):
            return Reason.ERASED, ""
        return None

    def _purpose(self, row: RowRef, acquired: Sequence[Acquisition]) -> Verdict:
        """個人情報保護法18条: use within the purpose that the person was told."""
        texts = {self._leads.value(row, "purpose"), *(entry.purpose for entry in acquired)}
        told = {code for text in texts if text for code in self._codes(text)}
        if self._wanted <= told:
            return None
        return Reason.PURPOSE, ", ".join(sorted(told)) or _("no purpose is recorded")

    def _codes(self, text: str) -> tuple[str, ...]:
        if text not in self._told:
            self._told[text] = tuple(purpose_codes(self._rules, text))
        return self._told[text]

    def _ground(self, row: RowRef, acquired: Sequence[Acquisition]) -> tuple[str, Verdict]:
        """The article that allows it, or why none does."""
        leads, rules, channel, bulk = self._leads, self._rules, self.request.channel, self.request.bulk
        country = self.addresses.country(row)
        expired = ""
        denied = ruling(country, channel, "none", bulk=bulk)
        one_by_one = bulk and personal_card(acquired, rules)
        for each in grounds_of(leads, row, rules, acquired, channel):
            found = ruling(country, channel, each.kind, bulk=bulk)
            if not found.may or (one_by_one and each.kind not in (EXPLICIT, SUBSCRIBED)):
                denied = found if not found.may else denied
                continue
            if found.lasts is None or (each.since is not None and found.lasts.after(each.since) >= self._today):
                return found.article, None
            expired = f"{found.article}, {each.since or _('without a date')}"
        if expired:
            return "", (Reason.EXPIRED, expired)
        if one_by_one:
            return "", (Reason.NO_GROUND, _("a card given in person allows individual contact only"))
        return (denied.article, None) if denied.may else ("", (Reason.NO_GROUND, denied.article))

    def _party(self, row: RowRef) -> Verdict:
        """個人情報保護法27条, 28条: whether the one who gets the file may get this lead."""
        if not self.request.to:
            return None
        why = parties.refused(self._leads, row, self._rules, self.request.to) or self.withheld.get(row, "")
        return (Reason.PARTY, why) if why else None

    def _address(self, row: RowRef, name: str, address: str) -> Verdict:
        leads = self._leads
        doubtful = leads.value(row, "doubtful")
        if doubtful and self._touches(doubtful, name):
            return Reason.DOUBTFUL, doubtful
        if not address:
            return Reason.ADDRESS, _("missing")
        if fault := self.addresses.fault(row, name, address):
            return Reason.ADDRESS, fault
        key = self.addresses.key(name, address)
        if self.request.channel == "email" and self._rules.mailing.role_addresses == "leave out" and is_office(key):
            return Reason.ROLE, key.partition("@")[0] + "@"
        bounced = leads.value(row, "bounce").strip()
        if self.request.channel == "email" and bounced:
            return Reason.BOUNCED, bounced
        return None

    def _touches(self, marks: str, name: str) -> bool:
        """Whether a cell 要確認 speaks of the address or the name; one that names no field speaks of all."""
        named = {field for field, entry in TABLE.items() for word in (field, entry.ja, entry.en) if word in marks}
        return not named or name in named or bool(named & {"name", "family_name", "given_name", "company"})


def _refused(leads: LeadList, judge: _Judge, duplicates: Mapping[RowRef, RowRef]) -> dict[RowRef, tuple[Reason, str]]:
    """The rows that were refused, and those of the same people."""
    found = {row: verdict for row in leads.rows() if (verdict := judge.refused(row))}
    said = {duplicates.get(row, row): (row, reason) for row, (reason, _detail) in reversed(found.items())}
    for row in (*duplicates, *duplicates.values()):
        if row not in found and (first := said.get(duplicates.get(row, row))):
            same = _("row {row} is of the same person").format(row=leads.row_numbers[first[0]])
            found[row] = first[1], same
    return found


def _withheld(leads: LeadList, rules: Rules, code: str, duplicates: Mapping[RowRef, RowRef]) -> dict[RowRef, str]:
    """The rows of people who refuse in one of their rows to be given to a party."""
    rows = dict.fromkeys((*duplicates, *duplicates.values()))
    said = {duplicates.get(row, row): row for row in rows if parties.says_no(leads, row, rules, code)}
    same = _("row {row} is of the same person")
    return {
        row: same.format(row=leads.row_numbers[said[kept]])
        for row in rows
        if (kept := duplicates.get(row, row)) in said
    }


def _without_duplicates(seats: _Seats, judge: _Judge, duplicates: Mapping[RowRef, RowRef]) -> None:
    """One row a person and one an address: of those that may stay the one into which the others would be merged."""
    if judge.request.one_per == "person":
        people: dict[RowRef, list[RowRef]] = defaultdict(list)
        for row in seats.found:
            people[duplicates.get(row, row)].append(row)
        seats.keep(sorted(rows, key=lambda row: (row in duplicates, row)) for rows in people.values())
    if judge.request.channel == "post":
        return
    addresses: dict[str, list[RowRef]] = defaultdict(list)
    for row, recipient in seats.found.items():
        addresses[judge.addresses.key(recipient.field, recipient.address) or f"row {row}"].append(row)
    seats.keep(addresses.values())


def _within_limits(seats: _Seats, rules: Rules, request: Request) -> None:
    """So many a company as `[mailing] per_company` allows; one a company or household where that is asked."""
    groups: Sequence[Group] = ()
    most = rules.mailing.per_company
    if request.one_per in ("company", "household"):
        groups, most = (by_company if request.one_per == "company" else by_household)(seats.leads, rules), 1
    elif most:
        groups = by_company(seats.leads, rules)
    seats.keep(([row for row in group.rows if row in seats.found] for group in groups), Reason.LIMIT, most)
