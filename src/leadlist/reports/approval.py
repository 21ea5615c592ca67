"""The plan of a purge as a sheet that a second person approves row by row, and what that person decided.

Each row carries a check over the list's bytes, the rules, the day and the row: where any of them is another when the
plan is applied, the plan is stale, and nothing of it counts.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from leadlist.errors import Refused, UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.reports.retention import DueLead, Retention
    from leadlist.rules import Rules

HEADINGS = {
    "row": ("行", "row"),
    "since": ("起算日", "since"),
    "due_on": ("期限", "due on"),
    "ground": ("根拠", "ground"),
    "then": ("処置", "what is done"),
    "as_of": ("判定日", "as of"),
    "approved": ("承認", "approved"),
    "check": ("照合", "check"),
}
"""In the list's own language, Japanese or English; a plan is read in either."""

SHOWN = ("lead_id", "company", "name", "email", "source")
CHOICES = {"ja": ("承認", "却下"), "en": ("yes", "no")}
YES = frozenset(("承認", "承認済", "承認済み", "可", "○", "〇", "◯", "はい", "yes", "y", "ok", "approved", "true", "1"))
NO = frozenset(("", "却下", "否", "否認", "不可", "×", "x", "いいえ", "保留", "no", "n", "rejected", "false", "0"))
_THEN = {"erase": ("削除", "erase"), "pseudonymise": ("仮名化", "pseudonymise")}


class Judged(NamedTuple):
    """What a plan was made for: the SHA-256 of the list's bytes, the digest of the rules, the day."""

    list_sha256: str
    rules_digest: str
    day: date

    def check(self, row: int, then: str) -> str:
        """What stands in the row's column 照合."""
        text = f"{self.list_sha256} {self.rules_digest} {self.day} {row} {then}"
        return sha256(text.encode()).hexdigest()[:20]


def headings(language: str) -> dict[str, str]:
    """The columns of a plan, in their order: what each holds, and its heading in that language."""
    own = {name: pair[language != "ja"] for name, pair in HEADINGS.items()}
    shown = {name: FIELDS[name].heading(language) for name in SHOWN}
    return {"row": own.pop("row"), **shown, **own}


def approval_rows(leads: LeadList, plan: Plan, language: str, judged: Judged) -> list[tuple[str, ...]]:
    """One row for each lead that is due, the column 承認 empty. It holds personal data."""
    details: Retention = plan.details  # type: ignore[assignment]
    return [_row(leads, due, language, judged) for due in details.due]


def _row(leads: LeadList, due: "DueLead", language: str, judged: Judged) -> tuple[str, ...]:
    number = leads.row_numbers[due.row]
    name = leads.value(due.row, "name") or " ".join(
        filter(None, (leads.value(due.row, "family_name"), leads.value(due.row, "given_name")))
    )
    values = {
        "row": str(number),
        **{field: leads.value(due.row, field) for field in SHOWN},
        "name": name,
        "since": due.since.isoformat(),
        "due_on": due.due_on.isoformat(),
        "ground": due.ground,
        "then": _THEN[due.then][language != "ja"],
        "as_of": judged.day.isoformat(),
        "approved": "",
        "check": judged.check(number, due.then),
    }
    return tuple(values[column] for column in headings(language))


def day_of(table: LeadList) -> date:
    """The day a plan judges by. Raises UserError where the table is no plan of a purge."""
    columns = _columns(table)
    days = {table.cell(row, columns["as_of"]) for row in table.rows()}
    try:
        (day,) = days
        return date.fromisoformat(day)
    except ValueError:
        raise _no_plan(table) from None


def approved_rows(table: LeadList, leads: LeadList, rules: "Rules", judged: Judged) -> set[RowRef]:
    """The rows of the list that a person approved in a plan.

    Raises Refused where the plan is stale: made for other bytes, other rules, or altered; UserError where a decision
    is neither yes nor no.
    """
    columns = _columns(table)
    places = {number: RowRef(at) for at, number in enumerate(leads.row_numbers)}
    approved: set[RowRef] = set()
    for row in table.rows():
        number = table.cell(row, columns["row"])
        place = places.get(int(number)) if number.isdecimal() else None
        checks = {judged.check(int(number), then) for then in _THEN} if place is not None else set()
        if place is None or table.cell(row, columns["check"]) not in checks:
            raise Refused(
                _("The plan is stale: list, rules or plan were changed since it was made (row {row}).").format(
                    row=table.row_numbers[row]
                ),
                hint=_("Make a new plan: leadlist purge LIST --plan FILE.xlsx"),
            )
        if _agreed(table, row, columns["approved"]):
            approved.add(place)
    return approved


def _agreed(table: LeadList, row: RowRef, column: ColumnRef) -> bool:
    text = table.cell(row, column)
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if folded in YES or text.strip() in YES:
        return True
    if folded in NO or text.strip() in NO:
        return False
    raise UserError(
        _("Row {row} of the plan says “{text}”, which is neither yes nor no.").format(
            row=table.row_numbers[row], text=text
        ),
        hint=_("Write 承認 or 却下 (yes or no); an empty cell is no."),
    )


def _columns(table: LeadList) -> Mapping[str, ColumnRef]:
    found = {}
    for name, pair in HEADINGS.items():
        places = [at for at, heading in enumerate(table.headings) if heading.strip() in pair]
        if len(places) != 1:
            raise _no_plan(table)
        found[name] = ColumnRef(places[0])
    return found


def _no_plan(table: LeadList) -> UserError:
    return UserError(
        _("“{file}” is no plan of a purge.").format(file=table.name),
        hint=_("Make one: leadlist purge LIST --plan FILE.xlsx"),
    )


def known_headings() -> Sequence[str]:
    """Every heading a plan may have, so that its heading row is found."""
    return [heading for pair in HEADINGS.values() for heading in pair]
