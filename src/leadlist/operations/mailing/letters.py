"""What stands in the mailer's file: only the columns it needs (個人情報保護法18条; GDPR 5: data minimisation)."""

import re
from collections.abc import Callable, Mapping, Sequence

from leadlist.leads import LeadList, RowRef
from leadlist.operations.import_.values import full_name
from leadlist.operations.mailing.reasons import Recipient
from leadlist.rules.mailers import NAMED, Mailer


def letters(leads: LeadList, recipients: Sequence[Recipient], mailer: Mailer) -> list[tuple[str, ...]]:
    """One row a recipient, under the mailer's headings. Besides fields there are `{to}`, the address that was chosen,
    `{place}`, the address without its building, and a name in one or two parts, whichever the list has."""
    return [tuple(_filled(text, leads, recipient) for text in mailer.columns.values()) for recipient in recipients]


def _filled(template: str, leads: LeadList, recipient: Recipient) -> str:
    def value(match: re.Match[str]) -> str:
        made = _MADE.get(match[1])
        if match[1] == "to":
            return recipient.address
        return made(leads, recipient.row) if made else leads.value(recipient.row, match[1])

    return NAMED.sub(value, template)


def _name(leads: LeadList, row: RowRef) -> str:
    family, given = leads.value(row, "family_name"), leads.value(row, "given_name")
    return leads.value(row, "name") or full_name(family, leads.value(row, "middle_name"), given)


def _part(first: bool) -> Callable[[LeadList, RowRef], str]:
    """A part of the name: its own column, else the whole name cut at its only blank, else nothing is invented."""
    own = "family_name" if first else "given_name"

    def part(leads: LeadList, row: RowRef) -> str:
        parts = leads.value(row, "name").split()
        if leads.value(row, own) or len(parts) != 2:
            return leads.value(row, own) or (leads.value(row, "name") if first else "")
        latin = "".join(parts).isascii()  # John Smith, 山田 太郎
        return parts[0 if first is not latin else 1]

    return part


def _place(leads: LeadList, row: RowRef) -> str:
    """The first line of an address: with the prefecture, which some lists keep apart, and without the building."""
    whole, prefecture = leads.value(row, "address"), leads.value(row, "prefecture")
    if not whole:
        return "".join(leads.value(row, name) for name in ("prefecture", "city", "street"))
    building = leads.value(row, "building")
    if building and whole.endswith(building):
        whole = whole.removesuffix(building).rstrip()
    return whole if not prefecture or whole.startswith(prefecture) or not _japanese(whole) else prefecture + whole


def _japanese(text: str) -> bool:
    return not text.isascii()


def _honorific(leads: LeadList, row: RowRef) -> str:
    """様 for a person, 御中 for a firm: never both."""
    if held := leads.value(row, "honorific"):
        return held
    return "様" if _name(leads, row) else "御中"


_MADE: Mapping[str, Callable[[LeadList, RowRef], str]] = {
    "name": _name,
    "family_name": _part(True),
    "given_name": _part(False),
    "place": _place,
    "honorific": _honorific,
}
