"""What several checks ask of a column, found once: its distinct texts, and which of them hold a sign."""

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from leadlist.checks.check import Context

Answer = TypeVar("Answer")


def once(context: Context, question: str, about: object, answer: Callable[[], Answer], more: Hashable = None) -> Answer:
    """What `answer` says of an object, asked once in a validation."""
    key = (question, id(about), more)
    if key not in context.answers:
        context.answers[key] = (about, answer())  # the object stays alive, and its id its own
    found: Answer = context.answers[key][1]
    return found


def distinct(cells: Sequence[str], context: Context) -> list[str]:
    """The different texts of a column that are not blank, in the order they come in."""
    return once(context, "distinct", cells, lambda: filled(cells))


def filled(cells: Sequence[str]) -> list[str]:
    """The different texts among cells that are not blank, in the order they come in."""
    return [text for text in dict.fromkeys(cells) if text and not text.isspace()]


def said(cells: Sequence[str], context: Context) -> int:
    """How many cells of a column are not blank."""
    return once(context, "said", cells, lambda: len(cells) - cells.count("") - sum(map(str.isspace, cells)))


class Texts:
    """Distinct texts that are searched for one pattern after another."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _starts(self) -> list[int]:
        """Where in the joined text each text begins."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    def holding(self, signs: re.Pattern[str]) -> Iterator[str]:
        """The texts in which a pattern is found; all of them are searched as one, which spares a call for each."""
        at = 0
        while found := signs.search(self._joined, at):
            index = bisect_right(self._starts, found.start()) - 1
            if index >= len(self.texts):
                return
            if signs.search(self.texts[index]):
                yield self.texts[index]
            at = self._starts[index + 1]
