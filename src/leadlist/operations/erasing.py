"""Taking a person out of old lists and of the records of old operations: what backups hold."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leadlist.leads import LeadList, RowRef
from leadlist.operations.forget import texts_of
from leadlist.operations.identifying import PERSONAL, person_keys
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
    ids: frozenset[str]
    signatures: frozenset[tuple[str, ...]]
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

    def rows(self, leads: LeadList) -> list[RowRef]:
        """The person's rows in an old list."""
        self.know(leads)
        deck = [self._cards.of(reader(leads, row)) for row in leads.rows()]
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
    signatures = {signature(reader(leads, row)) for row in leads.rows()}
    ids = frozenset(text for text in leads.values("lead_id") if text)
    return ids, frozenset(each for each in signatures if any(each[1:]))
