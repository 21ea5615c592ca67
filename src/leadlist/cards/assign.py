"""The lines of a card -> its fields. Pure: the same lines give the same fields, on any machine, without any reader.

First what has a pattern (numbers, mail, address), which takes its letters away; of what is left then, by words, size of
type and place, company, department, title, name and reading. Nothing is filled in that does not stand on the card.
"""

from typing import NamedTuple

from leadlist.cards.contacts import take_contacts
from leadlist.cards.lines import CardText, Line, columns_completed
from leadlist.cards.places import take_place
from leadlist.cards.roles import roles
from leadlist.cards.rows import rows_of
from leadlist.cards.values import Values
from leadlist.cards.words import JAPANESE
from leadlist.rules import Rules


class Assigned(NamedTuple):
    """The fields of one side of a card, and the lines that belong to none."""

    values: Values
    left: tuple[Line, ...]


def assign(text: CardText, rules: Rules) -> Assigned:
    """The fields of a card, each with its raw text, score and place."""
    rows = rows_of(columns_completed(text.lines))
    national = any(JAPANESE.search(line.text) for line in text.lines)
    values = take_contacts(rows, rules, national=national)
    values.update(take_place(rows))
    rest = [line for row in rows for line in row.rest()]
    email, url = (values[name].text if name in values else "" for name in ("email", "url"))
    found, left = roles(rest, email, url)
    return Assigned({**values, **found}, tuple(left))
