"""By what a lead is recognised again later: texts that stand for it, to be kept as keyed hashes only."""

import json
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from leadlist.changes import AddColumn, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.normalizers import match_key
from leadlist.operations.deduplicate.judgements import KnownApart
from leadlist.rules import Rules

MAILS = ("email", "email_2", "email_3")
PHONES = ("phone", "phone_company", "phone_direct", "phone_home", "phone_2", "mobile")


def row_mark(leads: LeadList, row: RowRef) -> str:
    """A row's fingerprint: SHA-256 over headings and texts of its filled cells, without the lead's id, which the first
    change of a list adds."""
    own_id = leads.fields.get("lead_id")
    cells = sorted(
        (heading, column[row])
        for at, (heading, column) in enumerate(zip(leads.headings, leads.columns, strict=True))
        if column[row] and at != own_id
    )
    return sha256(json.dumps(cells).encode()).hexdigest()[:32]


def identities(leads: LeadList, rules: Rules, row: RowRef) -> tuple[str, ...]:
    """What a lead is recognised by: its lead_id; its name, company, mail addresses and numbers together; its cells.

    Spelling does not matter; a new number does, for then the question is another one.
    """

    def keys(*names: str) -> list[str]:
        return sorted({match_key(name, text, rules) for name in names if (text := leads.value(row, name))} - {""})

    name = leads.value(row, "name") or f"{leads.value(row, 'family_name')} {leads.value(row, 'given_name')}".strip()
    parts = [[match_key("name", name, rules)] if name else [], keys("company"), keys(*MAILS), keys(*PHONES)]
    found = [f"row {row_mark(leads, row)}"]
    if own_id := leads.value(row, "lead_id"):
        found.append(f"id {own_id}")
    if sum(map(bool, parts)) >= 2:
        found.append("lead " + "\x1f".join(";".join(part) for part in parts))
    return tuple(found)


def recalled(leads: LeadList, rules: Rules, holds: Callable[[Sequence[str], Sequence[str]], bool]) -> KnownApart:
    """Whether two rows were called two people before, by a memory that `holds` pairs of what leads are known by."""
    known: dict[RowRef, tuple[str, ...]] = {}

    def who(row: RowRef) -> tuple[str, ...]:
        if row not in known:
            known[row] = identities(leads, rules, row)
        return known[row]

    return lambda row, other: holds(who(row), who(other))


def identities_after(leads: LeadList, rules: Rules, changes: Iterable[Change]) -> Callable[[RowRef], tuple[str, ...]]:
    """What a row is recognised by before and after the changes: also by the id it gets, or that its survivor has."""
    into = {change.row: change.into for change in changes if isinstance(change, RemoveRow) and change.into is not None}
    column = _id_column(leads, changes)
    given = {c.row: c.after for c in changes if isinstance(c, SetCell) and c.column == column}

    def who(row: RowRef) -> tuple[str, ...]:
        own = identities(leads, rules, row)
        stays = into.get(row, row)
        new_id = given.get(stays) or leads.value(stays, "lead_id")
        return own if not new_id or f"id {new_id}" in own else (*own, f"id {new_id}")

    return who


def _id_column(leads: LeadList, changes: Iterable[Change]) -> ColumnRef | None:
    added = [change for change in changes if isinstance(change, AddColumn)]
    at = next((place for place, change in enumerate(added) if change.field == "lead_id"), None)
    return leads.fields.get("lead_id") if at is None else ColumnRef(len(leads.headings) + at)
