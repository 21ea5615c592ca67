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
from leadlist.operations.deduplicate.checking import kinds_here
from leadlist.operations.deduplicate.nearest import nearest
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.people import Handle, Identity, Keys, People
from leadlist.operations.import_.values import LATIN, PLACES, full_name
from leadlist.rules import Rules

LARGEST_BLOCK = 200  # what more rows than this share says too little (matching.blocking has the same bound)
OFFICE = frozenset("cpe")  # blocks that colleagues share

Texts = Callable[[str], str]
"""The text of a field in one row."""


class Unknown(NamedTuple):
    """A row that no key finds for sure: its place among all rows that come in, and its keys."""

    place: int
    row: Incoming
    who: Identity


class Likely(NamedTuple):
    """What a row may be: a row of the list. `band` is "merge" or "review", `reason` in words."""

    at: Handle
    band: str
    reason: str


def likely(
    leads: LeadList, people: People, unknown: Sequence[Unknown], have: Collection[str], rules: Rules
) -> Mapping[int, Sequence[Likely]]:
    """For places of rows that come in what they may be, likeliest first; `have`: the fields there will be.

    They are not held against each other: what one of them is must not hang on which others come with it.
    """
    pairs = _pairs(leads, people, unknown, rules)
    if not pairs:
        return {}
    old = sorted({other for _number, other in pairs})
    at = {row: RowRef(place) for place, row in enumerate(old)}
    together = _stacked(leads, [RowRef(row) for row in old], unknown, have, rules)
    first = len(old)  # of the rows that come in
    placed = [(RowRef(first + number), at[other]) for number, other in pairs]
    found = nearest(together, placed, len(leads) + len(unknown), rules)
    return {
        unknown[row - first].place: [Likely(old[near.pair.other], near.band, near.pair.reason) for near in others]
        for row, others in found.items()
    }


def _pairs(leads: LeadList, people: People, unknown: Sequence[Unknown], rules: Rules) -> list[tuple[int, int]]:
    """Pairs worth weighing: the number of a row that comes in, and a row of the list."""
    keys, named = people.keys, _named(leads, rules)
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, (_place, row, who) in enumerate(unknown):
        for block in _blocks(who, row.sure, [row.extras.get(heading, "") for heading in named], keys):
            wanted[block].append(number)
    held: dict[str, list[int]] = defaultdict(list)
    for lead in leads.rows() if wanted else ():
        further = [leads.cell(lead, column) for column in named.values()]
        own = _blocks(people.identities[lead], lambda name, lead=lead: leads.value(lead, name), further, keys)  # type: ignore[misc]
        for block in own:
            if block in wanted:
                held[block].append(lead)
    return sorted(
        {
            (number, other)
            for block, others in held.items()
            if len(others) <= LARGEST_BLOCK
            for number in wanted[block]
            for other in others
            if block[0] not in OFFICE or _something_of(unknown[number].who.name, people.identities[other].name)
        }
    )


def _named(leads: LeadList, rules: Rules) -> dict[str, ColumnRef]:
    """The list's columns that are no field, but to which `[match.kinds]` gives a kind; by heading."""
    taken, kinds = set(leads.fields.values()), kinds_here(rules, leads.headings)
    return {h: ColumnRef(at) for at, h in enumerate(leads.headings) if at not in taken and h in kinds}


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
    leads: LeadList, rows: Sequence[RowRef], unknown: Sequence[Unknown], have: Collection[str], rules: Rules
) -> LeadList:
    """The rows of the list, then those that come in, with a column for every field there will be, and for those of
    the list's further columns to which the rules give a kind."""
    named = [name for name in FIELDS if name in have and name != "lead_id"]
    headings: list[str] = []
    columns: list[list[str]] = []
    for name in named:
        column = leads.fields.get(name)
        headings.append(FIELDS[name].heading(rules.language) if column is None else leads.headings[column])
        columns.append([*(leads.value(row, name) for row in rows), *(each.row.sure(name) for each in unknown)])
    for heading, column in _named(leads, rules).items():
        headings.append(heading)
        old = [leads.cell(row, column) for row in rows]
        columns.append([*old, *(each.row.extras.get(heading, "") for each in unknown)])
    fields = {name: ColumnRef(place) for place, name in enumerate(named)}
    return LeadList(tuple(headings), tuple(columns), fields, name=leads.name)
