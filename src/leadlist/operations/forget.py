"""forget: find one person under every spelling of theirs, and take them out of the list and of old ones.

Sure is who is tied by something that belongs to one person (lead id, e-mail address, mobile number) without a
contradicting name, or by whole name and company. Everything in between is shown with its reason and stays, unless
somebody names its row.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from leadlist.changes import Change, RemoveRow
from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import loose_key, match_key, normalize
from leadlist.operations.identifying import PERSONAL, address_keys, is_personal, person_keys, whole_name
from leadlist.operations.import_.people import is_office, signature
from leadlist.operations.import_.values import LATIN, full_name
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules

Record = Mapping[str, Any]
NAMES = (
    ("name", ("family_name", "middle_name", "given_name")),
    ("name_kana", ("family_name_kana", "", "given_name_kana")),
    ("name_en", ()),
)
_SIMILAR = 0.75  # share of letters alike from which two names of one company may be one person's


class Query(NamedTuple):
    """By what somebody asks: texts as they typed them, and numbers of rows as a person sees them."""

    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    names: Sequence[str] = ()
    rows: Sequence[int] = ()


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
            if way == "address":
                found = address_keys(name, text, self.rules)
            else:
                key = (match_key if way == "match" else loose_key)(name, text, self.rules)
                found = (key,) if key else ()
            self._known[place] = found
        return self._known[place]


def find(leads: LeadList, rules: Rules, query: Query, cards: Cards | None = None) -> list[Match]:
    """The rows that are, or may be, the person's. Raises UserError for a row that the list does not have."""
    cards = cards or Cards(rules)
    asked = _asked(query, rules)
    deck = [cards.of(_reader(leads, row)) for row in leads.rows()]
    found: dict[RowRef, Match] = {row: Match(row, True, _("this row was named")) for row in _named(leads, query.rows)}
    for row, card in enumerate(deck):
        match = _seed(RowRef(row), card, asked)
        if match:
            found.setdefault(RowRef(row), match)
    _settle_names(found, deck, asked)
    _settle_addresses(found, deck, asked)
    _spread(found, deck)
    return [found[row] for row in sorted(found)]


def _asked(query: Query, rules: Rules) -> Card:
    addresses = [key for text in (*query.emails, *query.phones) for key in address_keys("phone", text, rules)]
    forms = {match_key(name, text, rules) for text in query.names for name, _parts in NAMES} - {""}
    loose = {loose_key(name, text, rules) for text in query.names for name, _parts in NAMES} - {""}
    personal = frozenset(key for key in addresses if is_personal(key))
    return Card("", frozenset(forms), True, frozenset(loose), "", personal, frozenset(addresses) - personal)


def _named(leads: LeadList, numbers: Sequence[int]) -> list[RowRef]:
    places = {number: RowRef(row) for row, number in enumerate(leads.row_numbers)}
    missing = [number for number in numbers if number not in places]
    if missing:
        raise UserError(
            _("There is no row {row} in the list.").format(row=missing[0]), hint=_("Rows are numbered as in Excel.")
        )
    return [places[number] for number in numbers]


def _seed(row: RowRef, card: Card, asked: Card) -> Match | None:
    """What ties a row to what was asked for."""
    same_name = bool(card.forms & asked.forms)
    if card.personal & asked.personal:
        if asked.forms and card.forms and not same_name and not _alike(card, asked):
            return Match(row, False, _("same address, another name"))
        return Match(row, True, _("same e-mail address or mobile number"))
    if card.shared & asked.shared:
        sure = same_name and card.whole
        reason = _("same name and number") if same_name else _("an address that several people share")
        return Match(row, sure, reason)
    if same_name:
        return Match(row, False, _("same name"))
    return Match(row, False, _("a similar name")) if card.loose & asked.loose else None


def _settle_names(found: dict[RowRef, Match], deck: Sequence[Card], asked: Card) -> None:
    """Where only a name was given: sure if all rows of that name are one person's, by company or address."""
    if any(match.sure for match in found.values()) or asked.personal or asked.shared:
        return
    same = [row for row in found if deck[row].forms & asked.forms and deck[row].whole]
    if not same:
        return
    group, cards = {same[0]}, [deck[same[0]]]
    grown = True
    while grown:
        more = [row for row in same if row not in group and any(_tied(deck[row], card) for card in cards)]
        group.update(more)
        cards += [deck[row] for row in more]
        grown = bool(more)
    if len(group) == len(same):
        found.update({row: Match(row, True, _("the only person of that name")) for row in same})


def _settle_addresses(found: dict[RowRef, Match], deck: Sequence[Card], asked: Card) -> None:
    """Where only an address was given and rows of different people hold it: whose name stands there most is meant."""
    if asked.forms:
        return
    groups: list[list[RowRef]] = []
    for row in [row for row, match in found.items() if match.sure and deck[row].personal & asked.personal]:
        card = deck[row]
        if not card.whole or all(LATIN.search(form) for form in card.forms):
            continue  # a family name, or another script: it contradicts nobody
        near = [group for group in groups if any(card.forms & deck[o].forms or _alike(card, deck[o]) for o in group)]
        groups = [group for group in groups if group not in near] + [[row, *(each for group in near for each in group)]]
    most = max(map(len, groups), default=0)
    meant = [group for group in groups if len(group) == most]
    for group in groups:
        if len(meant) > 1 or group != meant[0]:
            found.update({row: Match(row, False, _("same address, another name")) for row in group})


def _tied(one: Card, other: Card) -> bool:
    """Whether two rows of one name are one person."""
    return bool(one.company and one.company == other.company) or bool(one.personal & other.personal)


def _spread(found: dict[RowRef, Match], deck: Sequence[Card]) -> None:
    """Who is tied to a sure row is sure too, until nothing new is found; then who is merely like one."""
    sure = [row for row, match in found.items() if match.sure]
    while sure:
        person = Person.of([deck[row] for row, match in found.items() if match.sure])
        sure = []
        for at, card in enumerate(deck):
            row = RowRef(at)
            if row in found and found[row].sure:
                continue
            match = _link(row, card, person)
            if match and (match.sure or row not in found):
                found[row] = match
                sure += [row] if match.sure else []


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


def _link(row: RowRef, card: Card, person: Person) -> Match | None:
    """What ties a row to a person."""
    same_name = bool(card.forms & person.forms)
    if card.lead and card.lead in person.ids:
        return Match(row, True, _("same lead ID"))
    if card.personal & person.personal:
        if not card.forms or same_name or card.forms & person.families or _alike(card, person):
            return Match(row, True, _("same e-mail address or mobile number"))
        return Match(row, False, _("same address, another name"))
    if same_name and card.company and card.company in person.companies:
        return Match(row, True, _("same name and company"))
    if same_name and {key for key in card.shared & person.shared if not is_office(key)}:
        return Match(row, True, _("same name and number"))
    if same_name:
        return Match(row, False, _("same name, another company"))
    if card.company in person.companies and (card.loose & person.loose or _alike(card, person)):
        return Match(row, False, _("a similar name"))
    return None


def _alike(card: Card, other: Card | Person) -> bool:
    """Whether the names may be one, typed or spelled otherwise: 山田太朗, Taro Yamada."""
    from rapidfuzz.fuzz import ratio

    if not other.forms or not card.forms:
        return False
    scripts = {bool(LATIN.search(form)) for form in card.forms}, {bool(LATIN.search(form)) for form in other.forms}
    if not scripts[0] & scripts[1]:
        return bool(card.personal & other.personal)  # in two scripts nothing contradicts
    return any(ratio(one, two) >= 100 * _SIMILAR for one in card.forms for two in other.forms)


class Forgetting(NamedTuple):
    """What a plan to forget somebody found: the person, the rows and why, what identifies them for the ledger, and the
    texts that must stand nowhere any more."""

    person: Person
    matches: Sequence[Match]
    identifying: frozenset[str]
    texts: frozenset[str]


def plan(leads: LeadList, rules: Rules, query: Query, *, reason: str) -> Plan:
    """Remove the rows that are surely the person's. Counts: read = removed + unchanged; `perhaps` of the latter.

    Raises UserError where rows only may be theirs and none surely is: somebody must say which.
    """
    matches = find(leads, rules, query)
    sure = [match.row for match in matches if match.sure]
    if matches and not sure:
        numbers = ", ".join(str(leads.row_numbers[match.row]) for match in matches[:10])
        raise UserError(
            _("Rows {rows} may be this person's, but none surely is.").format(rows=numbers),
            hint=_("Name those that are: --row NUMBER; or an e-mail address or mobile number of the person."),
        )
    asked = {"email": query.emails, "phone": query.phones}
    identifying = set().union(
        *(person_keys(_values(leads, row), rules) for row in sure),
        *(person_keys({name: text}, rules) for name, texts in asked.items() for text in texts),
    )
    cards = Cards(rules)
    person = Person.of(cards.of(_reader(leads, row)) for row in sure)
    person = replace(person, personal=person.personal | _asked(query, rules).personal)
    texts = texts_of((_values(leads, row) for row in sure), rules)
    texts |= {text for text in (*query.emails, *query.phones) if len(text) >= 6}
    changes: list[Change] = [RemoveRow(row, reason, None, "forget") for row in sure]
    counts = {"read": len(leads), "removed": len(sure), "unchanged": len(leads) - len(sure)}
    findings = [_perhaps(match) for match in matches if not match.sure] + _elsewhere(
        leads, {match.row for match in matches}, texts
    )
    return Plan("forget", changes, findings, counts, Forgetting(person, matches, frozenset(identifying), texts))


def plan_again(leads: LeadList, erased: Callable[[Mapping[str, str]], bool], *, reason: str) -> Plan:
    """Remove the rows of people whose erasure was written down and then interrupted."""
    rows = [row for row in leads.rows() if erased(_values(leads, row))]
    changes: list[Change] = [RemoveRow(row, reason, None, "forget") for row in rows]
    counts = {"read": len(leads), "removed": len(rows), "unchanged": len(leads) - len(rows)}
    matches = [Match(row, True, _("erased on request")) for row in rows]
    return Plan("forget", changes, (), counts, Forgetting(Person(), matches, frozenset(), frozenset()))


def _perhaps(match: Match) -> Finding:
    message = _("This row may be the person's and stays: {reason}.").format(reason=match.reason)
    return Finding(match.row, "", None, "FORGET-001", Severity.WARNING, message, _("If it is theirs, add --row."))


def _elsewhere(leads: LeadList, gone: Collection[RowRef], texts: Collection[str]) -> list[Finding]:
    """Cells of other rows that speak of the person: a note that names them."""
    found = []
    message = _("This cell holds a text of the person.")
    hint = _("leadlist does not change it: look at it, and take out what speaks of them.")
    for at, column in enumerate(leads.columns):
        place = ColumnRef(at)
        holding = {text for text in set(column) if any(each in text for each in texts)}
        for row, text in enumerate(column) if holding else ():
            if text in holding and row not in gone:
                name = leads.field_of(place)
                found.append(Finding(RowRef(row), name, place, "FORGET-002", Severity.WARNING, message, hint))
    return found


def texts_of(rows: Iterable[Mapping[str, str]], rules: Rules) -> frozenset[str]:
    """The texts that belong to one person: addresses, numbers and whole names, as they stand and normalized."""
    found: set[str] = set()
    for values in rows:
        for name in (*PERSONAL, "name", "name_kana", "name_en"):
            text = values.get(name, "")
            keys = address_keys(name, text, rules) if name in PERSONAL and text else ()
            if not text or (keys and not any(is_personal(key) for key in keys)):
                continue
            if name in PERSONAL or len(text.replace(" ", "").replace("\u3000", "")) >= 3:
                found.update((text, normalize(name, text, rules)))
    return frozenset(found)


@dataclass
class Eraser:
    """Takes a person out of old lists and out of the records of old operations; what those know more is learnt.

    `has_erased` asks the ledger, so that an interrupted erasure can go on without its person. `ids` and `signatures`
    are those of the list as it is now (`staying`): who is in it was left there on purpose.
    """

    rules: Rules
    person: Person
    has_erased: Callable[[frozenset[str]], bool]
    ids: frozenset[str]
    signatures: frozenset[tuple[str, ...]]
    texts: frozenset[str]
    learnt: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._cards = Cards(self.rules)
        self._fields: dict[str, str] = {}
        self._told: dict[str, bool] = {}

    def know(self, leads: LeadList) -> None:
        """Learn the headings of a list, for reading the records of its operations."""
        self._fields |= {leads.headings[column]: name for name, column in leads.fields.items()}

    def rows(self, leads: LeadList) -> list[RowRef]:
        """The person's rows in an old list."""
        self.know(leads)
        deck = [self._cards.of(_reader(leads, row)) for row in leads.rows()]
        mine: dict[RowRef, None] = {}
        grown = True
        while grown:
            grown = False
            for at, card in enumerate(deck):
                row = RowRef(at)
                if row in mine or not self._is_theirs(card, leads, row):
                    continue
                mine[row] = None
                if card.forms or card.personal or card.lead:
                    self._learn(card, _values(leads, row))
                    grown = True
        return sorted(mine)

    def _is_theirs(self, card: Card, leads: LeadList, row: RowRef) -> bool:
        if not self._fits(card):
            return False
        return card.lead not in self.ids and signature(_reader(leads, row)) not in self.signatures

    def _fits(self, card: Card) -> bool:
        match = _link(RowRef(0), card, self.person)
        return bool(match and match.sure) or any(map(self._is_erased, card.identifying()))

    def _is_erased(self, text: str) -> bool:
        if text not in self._told:
            self._told[text] = self.has_erased(frozenset((text,)))
        return self._told[text]

    def _learn(self, card: Card, values: Mapping[str, str]) -> None:
        one, more = self.person, Person.of([card])
        self.person = Person(*(getattr(one, name) | getattr(more, name) for name in one.__dataclass_fields__))
        self.texts |= texts_of([values], self.rules)
        self.learnt |= person_keys(values, self.rules)

    def lines(self, records: Iterable[Record], numbers: Collection[int]) -> list[int]:
        """Which records of an operation are the person's; `numbers` are the rows that were theirs in its list."""
        return [at for at, record in enumerate(records) if "erased" not in record and self._is_record(record, numbers)]

    def _is_record(self, record: Record, numbers: Collection[int]) -> bool:
        lead = record["lead"]
        if lead and (lead in self.person.ids or self._is_erased(f"lead {lead}")):
            return True
        if lead and lead in self.ids:
            return False
        if record["row"] in numbers and not any(change["kind"] == "add" for change in record["changes"]):
            return True
        return any(map(self._is_change, record["changes"]))

    def _is_change(self, change: Record) -> bool:
        cells = [(heading, text) for _at, heading, text in change.get("cells", ())]
        values = {self._fields[heading]: text for heading, text in cells if heading in self._fields}
        if values and self._fits(self._cards.of(lambda name: values.get(name, ""))):
            return True
        texts = [*(text for _heading, text in cells), change.get("before", ""), change.get("after", "")]
        if any(each in text for text in texts if text for each in self.texts):
            return True
        name = self._fields.get(change.get("column", ""), "")
        return name in PERSONAL and any(
            any(map(self._is_erased, self._cards.of(lambda wanted, t=text: t if wanted == name else "").identifying()))  # type: ignore[misc]
            for text in texts
        )


def staying(leads: LeadList) -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    """The lead ids and signatures of everybody in the list."""
    signatures = {signature(_reader(leads, row)) for row in leads.rows()}
    ids = frozenset(text for text in leads.values("lead_id") if text)
    return ids, frozenset(each for each in signatures if any(each[1:]))


def _reader(leads: LeadList, row: RowRef) -> Callable[[str], str]:
    return lambda name: leads.value(row, name)


def _values(leads: LeadList, row: RowRef) -> dict[str, str]:
    return {name: text for name in leads.fields if (text := leads.value(row, name))}
