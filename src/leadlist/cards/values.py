"""A value of a card: where it stood, how it was read, and why a person should look at it."""

from typing import NamedTuple

from leadlist.cards.lines import Box


class Value(NamedTuple):
    """One field of a card.

    `text` is what goes into the list, `raw` what was read, `score` (0 to 1) the weakest character's, `box` its place on
    the upright card, `scores` one figure a letter of `raw`. `doubt` says why the value must be looked at; `""` where it
    is accepted as it is.
    """

    text: str
    raw: str
    score: float
    box: Box
    doubt: str = ""
    scores: tuple[float, ...] = ()

    def doubted(self, reason: str) -> "Value":
        """The same value, marked; the first reason stays in front."""
        return self._replace(doubt=self.doubt or reason)


Values = dict[str, Value]
