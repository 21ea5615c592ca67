"""Who of the rows that no exact key finds may be known all the same: the deduplicator, asked about these rows only.

Pairs are weighed that share a name, a reading, a company, a number, an address or the part before the @; of those that
share an office only, such as have something of the name in common. So the work grows with the rows that come in.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.operations.deduplicate.nearest import nearest
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.people import Identity, Keys, People
from leadlist.operations.import_.values import LATIN, PLACES, full_name
from leadlist.rules import Rules

LARGEST_BLOCK = 200  # what more rows than this share says too little (matching.blocking has the same bound)
OFFICE = frozenset("cpe")  # blocks that colleagues share

Texts = Callable[[str], str]
"""The text of a field in one row."""


class Coming(NamedTuple):
    """A row that comes in: its place among all of them, its keys, and whether they say for sure which lead it is."""

    place: int
    row: Incoming
    who: Identity
    known: bool


class Likely(NamedTuple):
    """What a row may be: a row of the list, or (`incoming`) an earlier one that comes in, by its place.

    `band` is "merge" or "review", `reason` in words.
    """

    at: int
    incoming: bool
    band: str
    reason: str


def likely(
    leads: LeadList, people: People, coming: Sequence[Coming], have: Collection[str], rules: Rules
) -> Mapping[int, Sequence[Likely]]:
    """For places of rows that no key finds for sure what they may be, likeliest first.

    `have`: the fields there will be.
    A row that is known already is none to ask about, but one that others may be: the same whenever it is imported.
    """
    pairs = _pairs(leads, people, coming, rules)
    if not pairs:
        return {}
    old = sorted({other for _new, other in pairs if other < len(leads)})
    at = {row: RowRef(place) for place, row in enumerate(old)}
    at |= {len(leads) + number: RowRef(len(old) + number) for number in range(len(coming))}
    together = _stacked(leads, [RowRef(row) for row in old], coming, have, rules)
    found = nearest(together, [(at[new], at[other]) for new, other in pairs], len(leads) + len(coming), rules)

    def told(place: RowRef) -> tuple[int, bool]:
        return (old[place], False) if place < len(old) else (coming[place - len(old)].place, True)

    return {
        told(row)[0]: [Likely(*told(near.pair.other), near.band, near.pair.reason) for near in others]
        for row, others in found.items()
    }


def _pairs(leads: LeadList, people: People, coming: Sequence[Coming], rules: Rules) -> list[tuple[int, int]]:
    """Pairs worth weighing: a row that comes in (its number after the list's rows) with one before it."""
    keys, named = people.keys, _named(leads, rules)
    filed: dict[str, list[int]] = defaultdict(list)
    asked = {number for number, each in enumerate(coming) if not each.known}
    for number, each in enumerate(coming) if asked else ():
        for block in _blocks(each.who, each.row.sure, [each.row.extras.get(heading, "") for heading in named], keys):
            filed[block].append(number)
    wanted = {block: numbers for block, numbers in filed.items() if not asked.isdisjoint(numbers)}
    held: dict[str, list[int]] = defaultdict(list)
    for lead in leads.rows() if wanted else ():
        who = people.identities[lead]
        further = [leads.cell(lead, column) for column in named.values()]
        for block in _blocks(who, lambda name, lead=lead: leads.value(lead, name), further, keys):  # type: ignore[misc]
            if block in wanted:
                held[block].append(lead)
    found: set[tuple[int, int]] = set()
    for block, numbers in wanted.items():
        others = [*held[block], *(len(leads) + number for number in numbers)]
        if len(others) > LARGEST_BLOCK:
            continue
        for number in asked.intersection(numbers):
            for other in others:
                if other >= len(leads) + number:
                    break
                theirs = people.identities[other] if other < len(leads) else coming[other - len(leads)].who
                if block[0] not in OFFICE or _something_of(coming[number].who.name, theirs.name):
                    found.add((len(leads) + number, other))
    return sorted(found)


def _named(leads: LeadList, rules: Rules) -> dict[str, ColumnRef]:
    """The list's columns that are no field, but to which `[match.kinds]` gives a kind; by heading."""
    taken = set(leads.fields.values())
    return {
        heading: ColumnRef(at)
        for at, heading in enumerate(leads.headings)
        if at not in taken and heading in rules.match.kinds
    }


def _blocks(who: Identity, text: Texts, further: Sequence[str], keys: Keys) -> Iterator[str]:
    """What a row is filed under, each with a letter for its sort; `further` are cells of columns that are no field."""
    for number, cell in enumerate(further):
        if plain := re.sub(r"\W", "", unicodedata.normalize("NFKC", cell).casefold()):
            yield f"x{number} {plain}"
    if who.name:
        yield "n" + who.name
    if kana := text("name_kana") or full_name(text("family_name_kana"), "", text("given_name_kana")):
        yield "k" + keys.of("name_kana", kana)
    if who.company:
        yield "c" + who.company
    yield from ("e" + email for email in who.emails)
    yield from ("l" + email.partition("@")[0] for email in who.personal_emails)
    yield from ("p" + phone for phone in who.phones)
    place = text("postal_code") + "/" + (text("address") or "".join(text(part) for part in PLACES))
    digits = re.sub(r"\D+", "-", unicodedata.normalize("NFKC", place)).strip("-")
    if digits.count("-") > 1:
        yield "a" + digits


def _something_of(one: str, other: str) -> bool:
    """Whether two names share a sign (Latin ones: two pairs of letters), or cannot be compared by signs."""
    if not one or not other or bool(LATIN.search(one)) != bool(LATIN.search(other)):
        return True
    if not LATIN.search(one):
        return bool(set(one) & set(other))
    return len(set(pairwise(one)) & set(pairwise(other))) > 1


def _stacked(
    leads: LeadList, rows: Sequence[RowRef], coming: Sequence[Coming], have: Collection[str], rules: Rules
) -> LeadList:
    """The rows of the list, then those that come in, with a column for every field there will be, and for those of
    the list's further columns to which the rules give a kind."""
    named = [name for name in FIELDS if name in have and name != "lead_id"]
    headings: list[str] = []
    columns: list[list[str]] = []
    for name in named:
        column = leads.fields.get(name)
        headings.append(FIELDS[name].heading(rules.language) if column is None else leads.headings[column])
        columns.append([*(leads.value(row, name) for row in rows), *(each.row.sure(name) for each in coming)])
    for heading, column in _named(leads, rules).items():
        headings.append(heading)
        old = [leads.cell(row, column) for row in rows]
        columns.append([*old, *(each.row.extras.get(heading, "") for each in coming)])
    fields = {name: ColumnRef(place) for place, name in enumerate(named)}
    return LeadList(tuple(headings), tuple(columns), fields, name=leads.name)
