"""A second process that holds some of the columns, and compares and files their values while the first does the rest.

What is worked out is the same in either: how many processes there are changes no result.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import Codes, Column
from leadlist.matching.evidence import unlike_levels
from leadlist.matching.views import Numbered, numbered_views

Submit = Callable[..., "Future[Any]"]
"""`submit(function, *arguments)` of the other process."""

GONE = (BrokenProcessPool, OSError)  # what is raised where the other process was killed

EFFORT = {Kind.PERSON_NAME: 4, Kind.KANA: 4, Kind.COMPANY: 3, Kind.TEXT: 3, Kind.ADDRESS: 2, Kind.EMAIL: 2}
"""What a value of a kind costs, in relation to the others."""

_held: list[Column] = []  # in the other process: the columns that it works on


class Away(NamedTuple):
    """A column that the other process holds, by its number there. Where that process was killed, we do its work."""

    submit: Submit
    number: int
    column: Column

    def levels(self, first: Codes, second: Codes) -> Callable[[], NDArray[np.uint8]]:
        """Begins to compare pairs of values; what is given back waits for their levels."""
        return self._ask(_levels, lambda: unlike_levels(self.column, first, second), first, second)

    def views(self) -> Callable[[], list[Numbered]]:
        """Begins to file the values; what is given back waits for the views."""
        return self._ask(_views, lambda: numbered_views(self.column))

    def _ask(self, there: Callable[..., Any], here: Callable[[], Any], *arguments: Codes) -> Callable[[], Any]:
        try:
            asked = self.submit(there, self.number, *arguments)
        except GONE:
            return here

        def answer() -> Any:
            try:
                return asked.result()
            except GONE:
                return here()

        return answer


def begin(submit: Submit | None) -> None:
    """Lets the other process load what it needs; it holds no columns."""
    if submit:
        with suppress(*GONE):
            submit(_hold, [])


@contextmanager
def shared(columns: Sequence[Column], submit: Submit | None) -> Iterator[None]:
    """Leaves the work on some columns to the other process, as long as the context lasts."""
    chosen = share(columns) if submit else []
    if submit and chosen:
        with suppress(*GONE):
            submit(_hold, [replace(column, codes=column.codes[:0]) for column in chosen])
            for number, column in enumerate(chosen):
                column.away.append(Away(submit, number, column))
    try:
        yield
    finally:
        for column in chosen:
            column.away.clear()
        begin(submit)  # and lets go of what it held


def share(columns: Sequence[Column]) -> list[Column]:
    """Columns that make about two thirds of the effort, for the rest of a linkage is ours: the costly ones first, each
    to where there is less to do."""
    chosen: list[Column] = []
    ours = theirs = 0
    for column in sorted(columns, key=lambda c: EFFORT.get(c.kind, 1) * len(c.keys), reverse=True):
        effort = EFFORT.get(column.kind, 1) * len(column.keys)
        if theirs <= 2 * ours:
            chosen.append(column)
            theirs += effort
        else:
            ours += effort
    return chosen


def _hold(columns: Sequence[Column]) -> None:
    _held[:] = columns


def _levels(number: int, first: Codes, second: Codes) -> NDArray[np.uint8]:
    return unlike_levels(_held[number], first, second)


def _views(number: int) -> list[Numbered]:
    return numbered_views(_held[number])
