"""A mailing that is given to somebody: may it be, and what the record says of it (個人情報保護法27条-29条)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from leadlist.errors import UserError
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.cli.mailing_files import Written
    from leadlist.cli.mailing_wish import Wish
    from leadlist.operations.mailing import Mailing
    from leadlist.rules import Rules
    from leadlist.rules.mailers import Mailer
    from leadlist.store import ListStore


def require_party(wish: "Wish", rules: "Rules") -> None:
    """Raises UserError for a party that the rules do not know and for a list without a log, Refused for one that may
    not be given these columns."""
    from leadlist.cli.reading import STDIN
    from leadlist.operations.parties import party_of, require_items

    if not wish.request.to:
        return
    party = party_of(rules, wish.request.to)
    if wish.list_file == STDIN and wish.out:
        raise UserError(
            _("A list from stdin has no log, and what is given to a party must stand in one."),
            hint=_("Name the list's file."),
        )
    require_items(party, fields_given(wish.mailer, wish.request.channel), rules)


def fields_given(mailer: "Mailer", channel: str) -> tuple[str, ...]:
    """The fields that stand in a mailer's file; 様 or 御中 tells nothing about anybody and is none of them."""
    from leadlist.fields import FIELDS
    from leadlist.operations.mailing.addresses import FIELDS as ADDRESSES
    from leadlist.rules.mailers import NAMED

    named = [name for text in mailer.columns.values() for name in NAMED.findall(text)]
    made = {"to": ADDRESSES[channel][0], "place": "address", "honorific": ""}
    return tuple(dict.fromkeys(name for each in named if (name := made.get(each, each)) in FIELDS))


def given(
    store: "ListStore", wish: "Wish", rules: "Rules", leads: LeadList, plan: Plan, written: "Written"
) -> Mapping[str, str | Sequence[str]]:
    """The record's facts: to whom, what, on what ground, which files; whose, where the law asks for it (29条1項)."""
    from leadlist.operations.parties import facts, is_recorded
    from leadlist.store import people_marks

    details: Mailing = plan.details  # type: ignore[assignment]
    code = wish.request.to
    found = dict(facts(code, rules, fields_given(wish.mailer, wish.request.channel)))
    found["files"] = [part.sha256 for part in written.parts]
    if is_recorded(rules.parties[code], rules):
        found["people"] = people_marks(person_texts(leads, [each.row for each in details.recipients], rules), store.key)
    return found


def person_texts(leads: LeadList, rows: Sequence[RowRef], rules: "Rules") -> Iterator[str]:
    """What the people of these rows are known by: lead ID, e-mail address, mobile number; else name and company."""
    from leadlist.operations.identifying import own_keys, person_keys

    for row in rows:
        values = {name: leads.value(row, name) for name in leads.fields}
        yield from own_keys(values, rules) or person_keys(values, rules)
