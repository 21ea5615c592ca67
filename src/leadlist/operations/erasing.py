"""Taking a person out of old lists and of the records of old operations: what backups hold."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Spread
from leadlist.operations.deck import Deck
from leadlist.operations.forget import texts_of
from leadlist.operations.identifying import MOST_TOLD, PERSONAL, person_keys
from leadlist.operations.import_.people import signature
from leadlist.operations.person import Card, Cards, Person, link, reader, values_of
from leadlist.rules import Rules

Record = Mapping[str, Any]
"""What an operation did to a lead, as `leadlist.records` keeps it."""


@dataclass
class Eraser:
    """Takes a person out of old lists and out of the records of old operations; what those know more is learnt.

    `has_erased` asks the ledger, so that an interrupted erasure can go on without its person. `ids` and `signatures`
    are those of the list as it is now (`staying`): who is in it was left there on purpose; `others` is what identifies
    them, for rows of other sheets.
    """

    rules: Rules
    person: Person
    has_erased: Callable[[frozenset[str]], bool]
    ids: Container[str]
    signatures: Container[tuple[str, ...]]
    texts: frozenset[str]
    learnt: set[str] = field(default_factory=set)
    others: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._cards = Cards(self.rules)
        self._fields: dict[str, str] = {}
        self._told: dict[str, bool] = {}

    def know(self, leads: LeadList) -> None:
        """Learn the headings of a list, for reading the records of its operations."""
        self._fields |= {leads.headings[column]: name for name, column in leads.fields.items()}

    def is_gone(self, key: str) -> bool:
        """Whether something that identifies somebody is the person's."""
        return key in self.learnt or self._is_erased(key)

    def rows(self, leads: LeadList, spread: Spread[Any, Any] = map) -> list[RowRef]:
        """The person's rows in an old list."""
        self.know(leads)
        deck = Deck(leads, self._cards, self.has_erased, spread)
        mine: dict[RowRef, None] = {}
        grown = True
        while grown:
            grown = False
            for row, card in deck.walk(lambda: self.person):
                if row in mine or not self._is_theirs(card, leads, row):
                    continue
                mine[row] = None
                if card.forms or card.personal or card.lead:
                    self._learn(card, values_of(leads, row))
                    grown = True
        return sorted(mine)

    def _is_theirs(self, card: Card, leads: LeadList, row: RowRef) -> bool:
        if not self._fits(card):
            return False
        return card.lead not in self.ids and signature(reader(leads, row)) not in self.signatures

    def _fits(self, card: Card) -> bool:
        match = link(RowRef(0), card, self.person)
        return bool(match and match.sure) or any(map(self._is_erased, card.identifying()))

    def _is_erased(self, text: str) -> bool:
        if text not in self._told:
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
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


Present = tuple[Container[Any], Container[Any]]
"""The lead ids and the signatures of everybody in a list."""


def staying(leads: LeadList, spread: Spread[Any, Any] = map) -> Present:
    """The lead ids and signatures of everybody in the list; of one that is not held, eight bytes of a hash of each."""
    if not leads.stored:
        ids, signatures = _present(leads)
        return frozenset(ids), frozenset(signatures)
    parts = list(spread(_present_in, ((block, leads.fields) for block in leads.blocks())))
    return Hashed(ids for ids, _signatures in parts), Hashed(signatures for _ids, signatures in parts)


def _present(leads: LeadList) -> tuple[set[str], set[tuple[str, ...]]]:
    signatures = {signature(reader(leads, row)) for row in leads.rows()}
    return {text for text in leads.values("lead_id") if text}, {each for each in signatures if any(each[1:])}


def _present_in(job: tuple[Block, Mapping[str, ColumnRef]]) -> tuple[bytes, bytes]:
    """The hashes of those of one block."""
    ids, signatures = _present(job[0].read().with_fields(job[1]))
    return b"".join(map(_hash, ids)), b"".join(map(_hash, signatures))


def _hash(what: str | tuple[str, ...]) -> bytes:
    text = what if isinstance(what, str) else "\x1f".join(what)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


class Hashed(Container[Any]):
    """Texts, or several together, of which only hashes are kept. That two have one hash does not happen: of a million
    and a million, once in ten million lists."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        import numpy as np

        self._sorted = np.sort(np.frombuffer(b"".join(parts), dtype=np.uint64))

    def __contains__(self, what: Any) -> bool:
        import numpy as np

        wanted = np.frombuffer(_hash(what), dtype=np.uint64)[0]
        at = int(np.searchsorted(self._sorted, wanted))
        return at < len(self._sorted) and bool(self._sorted[at] == wanted)
