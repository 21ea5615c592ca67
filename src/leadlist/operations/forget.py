"""forget: find one person under every spelling of theirs, and take them out of the list.

Everything between sure and nothing is shown with its reason and stays, unless somebody names its row.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from leadlist.changes import Change, RemoveRow
from leadlist.errors import UserError
from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Sent, Spread
from leadlist.locale import _
from leadlist.normalizers import loose_key, match_key, normalize
from leadlist.operations.deck import Deck
from leadlist.operations.identifying import PERSONAL, address_keys, is_personal, person_keys
from leadlist.operations.import_.values import LATIN
from leadlist.operations.person import NAMES, Card, Cards, Match, Person, alike, link, reader, values_of
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules


class Query(NamedTuple):
    """By what somebody asks: texts as they typed them, and numbers of rows as a person sees them."""

    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    names: Sequence[str] = ()
    rows: Sequence[int] = ()


def find(leads: LeadList, rules: Rules, query: Query, spread: Spread[Any, Any] = map) -> list[Match]:
    """The rows that are, or may be, the person's. Raises UserError for a row that the list does not have."""
    asked = _asked(query, rules)
    found: dict[RowRef, Match] = {row: Match(row, True, _("this row was named")) for row in _named(leads, query.rows)}
    deck = Deck(leads, Cards(rules), spread=spread)
    for row, card in deck.walk(lambda: asked):
        match = _seed(row, card, asked)
        if match:
            found.setdefault(row, match)
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
    wanted = set(numbers)
    places = {number: RowRef(row) for row, number in enumerate(leads.row_numbers) if number in wanted} if wanted else {}
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
        if asked.forms and card.forms and not same_name and not alike(card, asked):
            return Match(row, False, _("same address, another name"))
        return Match(row, True, _("same e-mail address or mobile number"))
    if card.shared & asked.shared:
        sure = same_name and card.whole
        reason = _("same name and number") if same_name else _("an address that several people share")
        return Match(row, sure, reason)
    if same_name:
        return Match(row, False, _("same name"))
    return Match(row, False, _("a similar name")) if card.loose & asked.loose else None


def _settle_names(found: dict[RowRef, Match], deck: Deck, asked: Card) -> None:
    """Where only a name was given: sure if all rows of that name are one person's, by company or address."""
    if any(match.sure for match in found.values()) or asked.personal or asked.shared:
        return
    same = [row for row in found if deck.card(row).forms & asked.forms and deck.card(row).whole]
    if not same:
        return
    group, cards = {same[0]}, [deck.card(same[0])]
    grown = True
    while grown:
        more = [row for row in same if row not in group and any(_tied(deck.card(row), card) for card in cards)]
        group.update(more)
        cards += [deck.card(row) for row in more]
        grown = bool(more)
    if len(group) == len(same):
        found.update({row: Match(row, True, _("the only person of that name")) for row in same})


def _settle_addresses(found: dict[RowRef, Match], deck: Deck, asked: Card) -> None:
    """Where only an address was given and rows of different people hold it: whose name stands there most is meant."""
    if asked.forms:
        return
    groups: list[list[RowRef]] = []
    for row in [row for row, match in found.items() if match.sure and deck.card(row).personal & asked.personal]:
        card = deck.card(row)
        if not card.whole or all(LATIN.search(form) for form in card.forms):
            continue  # a family name, or another script: it contradicts nobody
        near = [
            group
            for group in groups
            if any(card.forms & deck.card(o).forms or alike(card, deck.card(o)) for o in group)
        ]
        groups = [group for group in groups if group not in near] + [[row, *(each for group in near for each in group)]]
    most = max(map(len, groups), default=0)
    meant = [group for group in groups if len(group) == most]
    for group in groups:
        if len(meant) > 1 or group != meant[0]:
            found.update({row: Match(row, False, _("same address, another name")) for row in group})


def _tied(one: Card, other: Card) -> bool:
    """Whether two rows of one name are one person."""
    return bool(one.company and one.company == other.company) or bool(one.personal & other.personal)


def _spread(found: dict[RowRef, Match], deck: Deck) -> None:
    """Who is tied to a sure row is sure too, until nothing new is found; then who is merely like one."""
    sure = [row for row, match in found.items() if match.sure]
    while sure:
        person = Person.of([deck.card(row) for row, match in found.items() if match.sure])
        sure = []
        for row, card in deck.walk(lambda now=person: now):  # type: ignore[misc]
            if row in found and found[row].sure:
                continue
            match = link(row, card, person)
            if match and (match.sure or row not in found):
                found[row] = match
                sure += [row] if match.sure else []


class Forgetting(NamedTuple):
    """What a plan to forget somebody found: the person, the rows and why, what identifies them for the ledger, and the
    texts that must stand nowhere any more."""

    person: Person
    matches: Sequence[Match]
    identifying: frozenset[str]
    texts: frozenset[str]


def plan(leads: LeadList, rules: Rules, query: Query, *, reason: str, spread: Spread[Any, Any] = map) -> Plan:
    """Remove the rows that are surely the person's. Counts: read = removed + unchanged; `perhaps` of the latter.

    Raises UserError where rows only may be theirs and none surely is: somebody must say which.
    """
    matches = find(leads, rules, query, spread)
    sure = [match.row for match in matches if match.sure]
    if matches and not sure:
        numbers = ", ".join(str(leads.row_numbers[match.row]) for match in matches[:10])
        raise UserError(
            _("Rows {rows} may be this person's, but none surely is.").format(rows=numbers),
            hint=_("Name those that are: --row NUMBER; or an e-mail address or mobile number of the person."),
        )
    asked = {"email": query.emails, "phone": query.phones}
    identifying = set().union(
        *(person_keys(values_of(leads, row), rules) for row in sure),
        *(person_keys({name: text}, rules) for name, texts in asked.items() for text in texts),
    )
    cards = Cards(rules)
    person = Person.of(cards.of(reader(leads, row)) for row in sure)
    person = replace(person, personal=person.personal | _asked(query, rules).personal)
    texts = texts_of((values_of(leads, row) for row in sure), rules)
    texts |= {text for text in (*query.emails, *query.phones) if len(text) >= 6}
    changes: list[Change] = [RemoveRow(row, reason, None, "forget") for row in sure]
    counts = {"read": len(leads), "removed": len(sure), "unchanged": len(leads) - len(sure)}
    findings = [_perhaps(match) for match in matches if not match.sure] + _elsewhere(
        leads, {match.row for match in matches}, texts, spread
    )
    return Plan("forget", changes, findings, counts, Forgetting(person, matches, frozenset(identifying), texts))


def plan_again(
    leads: LeadList, erased: Callable[[Mapping[str, str]], bool], *, reason: str, spread: Spread[Any, Any] = map
) -> Plan:
    """Remove the rows of people whose erasure was written down and then interrupted."""
    sent = Sent(erased)
    parts = spread(_erased_of, (_Looking(block, leads.fields, sent) for block in leads.blocks()))
    rows = list(chain.from_iterable(parts))
    changes: list[Change] = [RemoveRow(row, reason, None, "forget") for row in rows]
    counts = {"read": len(leads), "removed": len(rows), "unchanged": len(leads) - len(rows)}
    matches = [Match(row, True, _("erased on request")) for row in rows]
    return Plan("forget", changes, (), counts, Forgetting(Person(), matches, frozenset(), frozenset()))


class _Looking(NamedTuple):
    """A block that is gone through, and what its rows or cells are asked."""

    block: Block
    fields: Mapping[str, ColumnRef]
    sent: Sent[Any]


def _erased_of(job: _Looking) -> list[RowRef]:
    """The rows of a block that belong to people who were erased."""
    leads, erased = job.block.read().with_fields(job.fields), job.sent.value
    return [RowRef(job.block.first + row) for row in leads.rows() if erased(values_of(leads, row))]


def _perhaps(match: Match) -> Finding:
    message = _("This row may be the person's and stays: {reason}.").format(reason=match.reason)
    return Finding(match.row, "", None, "FORGET-001", Severity.WARNING, message, _("If it is theirs, add --row."))


def _elsewhere(
    leads: LeadList, gone: Collection[RowRef], texts: Collection[str], spread: Spread[Any, Any]
) -> list[Finding]:
    """Cells of other rows that speak of the person: a note that names them."""
    message = _("This cell holds a text of the person.")
    hint = _("leadlist does not change it: look at it, and take out what speaks of them.")
    if not texts:
        return []
    sent = Sent(sorted(texts))
    parts = spread(_holding, (_Looking(block, leads.fields, sent) for block in leads.blocks()))
    places = sorted((column, row) for column, row in chain.from_iterable(parts) if row not in gone)
    return [
        Finding(row, leads.field_of(column), column, "FORGET-002", Severity.WARNING, message, hint)
        for column, row in places
    ]


def _holding(job: _Looking) -> list[tuple[ColumnRef, RowRef]]:
    """The cells of a block that hold one of some texts."""
    found = []
    for at, column in enumerate(job.block.read().columns):
        whole = "\n".join(column)
        texts = [text for text in job.sent.value if text in whole]
        for row, cell in enumerate(column) if texts else ():
            if any(text in cell for text in texts):
                found.append((ColumnRef(at), RowRef(job.block.first + row)))
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
