"""The rows of a list as cards, to be gone through again and again until all that is one person's is found.

Of a list that is held every card is kept. Of one that is not, a single pass notes four bytes for each thing that a row
is known by; whoever shares one of them is read again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Sent, Spread
from leadlist.operations.person import Card, Cards, Person, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OF_A_BLOCK = 60_000  # texts whose match keys a process remembers for the blocks that follow

Erased = Callable[[frozenset[str]], bool]
"""Whether one of some texts that identify a person belongs to somebody who was erased."""


class Job(NamedTuple):
    """A block of which all rows are to be noted; `sent` reads them and knows who was erased."""

    block: Block
    fields: Mapping[str, ColumnRef]
    sent: Sent[tuple[Cards, Erased | None]]


class Noted(NamedTuple):
    """Of the rows of a block: a mark for each thing they are known by, how many each has, and who was erased."""

    marks: bytes
    numbers: bytes
    erased: "Sequence[RowRef]"


def get_ready() -> None:
    """Load what is needed, for a process that is about to get blocks: importing this module has done it."""


def of_block(job: Job) -> Noted:
    """What is to be noted of one block."""
    from array import array

    leads = job.block.read().with_fields(job.fields)
    cards, has_erased = job.sent.value
    marks, numbers = array("I"), array("H")
    erased: list[RowRef] = []
    for row in leads.rows():
        card = cards.of(reader(leads, row))
        own = _marks(card)
        marks.extend(own)
        numbers.append(len(own))
        if has_erased and any(has_erased(frozenset((each,))) for each in card.identifying()):
            erased.append(RowRef(job.block.first + row))
    return Noted(marks.tobytes(), numbers.tobytes(), erased)


def _marks(known: Card | Person) -> set[int]:
    """Four bytes for each thing a row or a person is known by; another thing may happen to have the same."""
    if isinstance(known, Card):
        single: Iterable[str] = filter(None, (known.lead, known.company))
    else:
        single = known.ids | known.companies
    things = chain(single, known.forms, known.loose, known.personal, known.shared)
    return {crc32(each.encode("utf-8", "surrogatepass")) for each in things}


class Deck:
    """The cards of a list. `has_erased` asks a ledger; who it knows is among those that `walk` gives."""

    def __init__(
        self, leads: LeadList, cards: Cards, has_erased: Erased | None = None, spread: Spread[Job, Noted] = map
    ) -> None:
        self._leads, self._cards = leads, cards
        self._known: dict[RowRef, Card] = {}
        if leads.stored:
            self._note(has_erased, spread)
        else:
            self._known = {row: cards.of(reader(leads, row)) for row in leads.rows()}

    def _note(self, has_erased: Erased | None, spread: Spread[Job, Noted]) -> None:
        import numpy as np

        sent = Sent((Cards(self._cards.rules, MOST_OF_A_BLOCK), has_erased))
        jobs = (Job(block, self._leads.fields, sent) for block in self._leads.blocks())
        found = list(spread(of_block, jobs))
        self._marks = np.frombuffer(b"".join(each.marks for each in found), dtype=np.uint32)
        numbers = np.frombuffer(b"".join(each.numbers for each in found), dtype=np.uint16)
        self._ends = np.cumsum(numbers, dtype=np.uint32)  # of each row's marks
        self._erased = frozenset(row for each in found for row in each.erased)

    def card(self, row: RowRef) -> Card:
        """What a row says about who somebody is."""
        if row not in self._known:
            self._read([row])
        return self._known[row]

    def walk(self, wanted: Callable[[], Card | Person]) -> Iterator[tuple[RowRef, Card]]:
        """In their order the rows that share something with somebody, and others; `wanted` may grow meanwhile."""
        if not self._leads.stored:
            yield from self._known.items()
            return
        row, known = RowRef(-1), None
        waiting: list[RowRef] = []
        while True:
            if (now := wanted()) is not known:
                known = now
                waiting = [each for each in self._sharing(known) if each > row][::-1]
                self._read(sorted(set(waiting) - self._known.keys()))
            if not waiting:
                return
            row = waiting.pop()
            yield row, self._known[row]

    def _sharing(self, known: Card | Person) -> list[RowRef]:
        """The rows that share a mark, and those that were erased."""
        import numpy as np

        places = np.flatnonzero(np.isin(self._marks, np.array(list(_marks(known)), dtype=np.uint32)))
        rows: list[Any] = np.searchsorted(self._ends, places, side="right").tolist()
        return sorted({*map(RowRef, rows), *self._erased})

    def _read(self, rows: "Sequence[RowRef]") -> None:
        read = self._leads.picked(rows)
        self._known.update((row, self._cards.of(reader(read, RowRef(at)))) for at, row in enumerate(rows))
