"""Who somebody is, as far as rows tell: the card of a row, the person behind several, and what ties the two.

Sure is what belongs to one person (lead id, e-mail address, mobile number) without a contradicting name, or a whole
name and company. A switchboard, info@ or a name alone ties nobody.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import loose_key, match_key
from leadlist.operations.identifying import PERSONAL, address_keys, is_personal, whole_name
from leadlist.operations.import_.people import is_office
from leadlist.operations.import_.values import LATIN, full_name
from leadlist.rules import Rules

NAMES = (
    ("name", ("family_name", "middle_name", "given_name")),
    ("name_kana", ("family_name_kana", "", "given_name_kana")),
    ("name_en", ()),
)
MOST_KNOWN = 3_000_000  # texts whose match keys are remembered
_SIMILAR = 0.75  # share of letters alike from which two names of one company may be one person's


class Match(NamedTuple):
    """A row that is the person's (`sure`), or may be, and why."""

    row: RowRef
    sure: bool
    reason: str


class Card(NamedTuple):
    """What a row says about who somebody is, as match keys."""

    lead: str
    forms: frozenset[str]  # the name, its reading, its Latin spelling
    whole: bool  # the name says family and given name
    loose: frozenset[str]
    company: str
    personal: frozenset[str]  # addresses of one person
    shared: frozenset[str]  # switchboards, info@

    def identifying(self) -> Iterator[str]:
        """What the ledger of erasures knows a person by; the same texts as `person_keys`."""
        yield from (f"address {key}" for key in self.personal)
        if self.lead:
            yield f"lead {self.lead}"
        if self.whole and self.company:
            yield from (f"name {form} {self.company}" for form in self.forms)


@dataclass
class Cards:
    """Reads rows as cards; each distinct text once, through many old lists of the same people."""

    rules: Rules
    most: int = MOST_KNOWN
    _known: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def of(self, texts: Callable[[str], str]) -> Card:
        """The card of a row; `texts` gives a field's text."""
        forms: list[str] = []
        loose: list[str] = []
        for whole, parts in NAMES:
            text = (
                texts(whole) or full_name(*((texts(part) if part else "") for part in parts)) if parts else texts(whole)
            )
            forms += self._keys("match", whole, text)
            loose += self._keys("loose", whole, text)
        addresses = [key for name in (*PERSONAL, "fax") for key in self._keys("address", name, texts(name))]
        personal = frozenset(key for key in addresses if is_personal(key))
        return Card(
            texts("lead_id"),
            frozenset(forms),
            bool(whole_name(texts)) or any(LATIN.search(form) and " " in form for form in forms),
            frozenset(loose),
            "".join(self._keys("match", "company", texts("company"))[:1]),
            personal,
            frozenset(addresses) - personal,
        )

    def _keys(self, way: str, name: str, text: str) -> tuple[str, ...]:
        if not text:
            return ()
        place = way, name, text
        if place not in self._known:
            if len(self._known) >= self.most:
                self._known.clear()
            if way == "address":
                found = address_keys(name, text, self.rules)
            else:
                key = (match_key if way == "match" else loose_key)(name, text, self.rules)
                found = (key,) if key else ()
            self._known[place] = found
        return self._known[place]


@dataclass(frozen=True)
class Person:
    """What somebody is known by: lead ids, names, companies under each of them, addresses of their own and shared."""

    ids: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cards: Iterable[Card]) -> "Person":
        """All that these rows, which are one person's, say."""
        cards = list(cards)
        return cls(
            frozenset(card.lead for card in cards if card.lead),
            frozenset(form for card in cards if card.whole for form in card.forms),
            frozenset(form for card in cards for form in card.loose),
            frozenset(card.company for card in cards if card.company),
            frozenset(key for card in cards for key in card.personal),
            frozenset(key for card in cards for key in card.shared),
        )

    @cached_property
    def families(self) -> frozenset[str]:
        """The beginnings of the names: what a card that has only the family name may hold."""
        return frozenset(form[:length] for form in self.forms for length in range(1, len(form)))


def link(row: RowRef, card: Card, person: Person) -> Match | None:
    """What ties a row to a person."""
    same_name = bool(card.forms & person.forms)
    if card.lead and card.lead in person.ids:
        return Match(row, True, _("same lead ID"))
    if card.personal & person.personal:
        if not card.forms or same_name or card.forms & person.families or alike(card, person):
            return Match(row, True, _("same e-mail address or mobile number"))
        return Match(row, False, _("same address, another name"))
    if same_name and card.company and card.company in person.companies:
        return Match(row, True, _("same name and company"))
    if same_name and {key for key in card.shared & person.shared if not is_office(key)}:
        return Match(row, True, _("same name and number"))
    if same_name:
        return Match(row, False, _("same name, another company"))
    if card.company in person.companies and (card.loose & person.loose or alike(card, person)):
        return Match(row, False, _("a similar name"))
    return None


def alike(card: Card, other: Card | Person) -> bool:
    """Whether the names may be one, typed or spelled otherwise: 山田太朗, Taro Yamada."""
    from rapidfuzz.fuzz import ratio

    if not other.forms or not card.forms:
        return False
    scripts = {bool(LATIN.search(form)) for form in card.forms}, {bool(LATIN.search(form)) for form in other.forms}
    if not scripts[0] & scripts[1]:
        return bool(card.personal & other.personal)  # in two scripts nothing contradicts
    return any(ratio(one, two) >= 100 * _SIMILAR for one in card.forms for two in other.forms)


def reader(leads: LeadList, row: RowRef) -> Callable[[str], str]:
    """Gives the text of a field of one row."""
    return lambda name: leads.value(row, name)


def values_of(leads: LeadList, row: RowRef) -> dict[str, str]:
    """The texts of one row by field, the empty ones left out."""
    return {name: text for name in leads.fields if (text := leads.value(row, name))}
