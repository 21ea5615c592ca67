"""The fields of one card as a row for the list; front and back of a card as one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leadlist.cards.assign import assign
from leadlist.cards.crosscheck import checked
from leadlist.cards.lines import CardText
from leadlist.cards.values import Values
from leadlist.cards.words import JAPANESE, flat
from leadlist.locale import _
from leadlist.normalizers import match_key
from leadlist.rules import Rules

SHARED = ("email", "mobile", "phone", "url", "fax")
"""Fields by which the back of a card shows that it belongs to the front before it."""
TWINS = {"name": "name_en", "company": "company_en"}
"""Where the Latin value of an English back goes."""


class Side(NamedTuple):
    """One side of a card: where it is (file, page and card on the page, from 1), its picture's JPEG, its text."""

    file: str
    page: int
    number: int
    jpeg: bytes
    text: CardText


@dataclass
class Card:
    """One card: its sides and what was read on them. `missing` says why a field one would expect is blank."""

    sides: list[Side]
    values: Values
    on_side: dict[str, int] = field(default_factory=dict)  # field -> index of the side it stands on
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, str]:
        """Field -> text, as it goes into the list."""
        return {name: value.text for name, value in self.values.items() if value.text}

    @property
    def doubts(self) -> dict[str, str]:
        """Field -> why it is to be checked; under `""` what concerns the whole card."""
        found = {name: value.doubt for name, value in self.values.items() if value.doubt and value.text}
        unread = [f"{value.raw}: {value.doubt}" for value in self.values.values() if not value.text]
        if self.missing or unread:
            found[""] = "; ".join([*self.missing.values(), *unread])
        return found


def read_card(side: Side, rules: Rules) -> Card:
    """The fields of one side, checked against each other."""
    values = checked(assign(side.text, rules).values, side.text)
    return Card([side], values, dict.fromkeys(values, 0))


def cards_of(sides: Sequence[Side], rules: Rules, per_card: int = 0) -> list[Card]:
    """The cards of a stack. `per_card` 2: sides come in pairs; 1: each side is a card; 0: backs are found by matching.

    A back is one that shares an address or number with the front before it, and names nobody else.
    """
    cards: list[Card] = []
    for side in sides:
        card = read_card(side, rules)
        if not card.values and per_card != 2:
            continue
        paired = per_card == 2 and len(cards) > 0 and len(cards[-1].sides) == 1
        matches = per_card == 0 and len(cards) > 0 and len(cards[-1].sides) == 1 and _is_back(cards[-1], card, rules)
        if paired or matches:
            _join(cards[-1], card)
        else:
            cards.append(card)
    found = [card for card in cards if card.values]
    for card in found:
        _tell_missing(card)
    return found


def _is_back(front: Card, back: Card, rules: Rules) -> bool:
    shared = any(
        name in front.row
        and match_key(name, front.row[name], rules) == match_key(name, back.row.get(name, ""), rules) != ""
        for name in SHARED
    )
    one, other = (card.values.get("name") for card in (front, back))
    if not shared or one is None or other is None:
        return shared and (one is None) != (other is None)
    latin = bool(JAPANESE.search(one.text)) != bool(JAPANESE.search(other.text))
    names_en = [value.text for value in (front.values.get("name_en"), other) if value]
    return latin and (len(names_en) < 2 or flat(names_en[0]).casefold() == flat(names_en[1]).casefold())


def _join(front: Card, back: Card) -> None:
    """The front's values stand; the back fills in what is blank, its Latin name and company as such."""
    side = len(front.sides)
    front.sides.extend(back.sides)
    for name, value in back.values.items():
        place = name
        if name in TWINS and name in front.values and not JAPANESE.search(value.text):
            place = TWINS[name]
        if place not in front.values:
            front.values[place] = value
            front.on_side[place] = side


def _tell_missing(card: Card) -> None:
    if "name" not in card.values:
        card.missing["name"] = _("no name could be read on the card")
    if "company" not in card.values:
        card.missing["company"] = _("no company could be read on the card")
    if not set(SHARED) & set(card.row):
        card.missing["phone"] = _("no number or address could be read on the card")
