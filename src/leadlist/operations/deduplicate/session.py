"""Going through possible links one by one: what is asked next, and what the answers come to so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.matching.linkage import Linkage
from leadlist.operations.deduplicate.decisions import DIFFERENT, MERGE
from leadlist.operations.deduplicate.found import Pair
from leadlist.operations.deduplicate.judgements import Judgements, KnownApart, RowPair, settle


@dataclass
class Session:
    """The questions of one sitting, strongest first, and the answers given so far."""

    leads: LeadList
    linkage: Linkage
    questions: Sequence[Pair]
    known_apart: KnownApart | None = None
    answers: dict[RowPair, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cluster: Sequence[int] = settle(self.leads, self.linkage, Judgements(), self.known_apart).cluster

    @property
    def judgements(self) -> Judgements:
        """What was answered so far."""
        return Judgements(self._pairs(MERGE), self._pairs(DIFFERENT))

    def next(self, after: int = -1) -> int | None:
        """The next question from a place on that other answers have not settled; None at the end."""
        for at in range(after + 1, len(self.questions)):
            pair = self.questions[at]
            if self._cluster[pair.row] != self._cluster[pair.other]:
                return at
        return None

    def answer(self, at: int, verdict: str) -> None:
        """Keep an answer. Raises UserError where it contradicts those before; it is not kept then."""
        before = dict(self.answers)
        self.answers[self.questions[at][:2]] = verdict
        try:
            self._cluster = settle(self.leads, self.linkage, self.judgements, self.known_apart).cluster
        except UserError:
            self.answers = before
            raise

    def take_back(self, at: int) -> None:
        """Forget the answer to a question."""
        self.answers.pop(self.questions[at][:2], None)
        self._cluster = settle(self.leads, self.linkage, self.judgements, self.known_apart).cluster

    def _pairs(self, verdict: str) -> list[RowPair]:
        return [pair for pair, given in self.answers.items() if given == verdict]
