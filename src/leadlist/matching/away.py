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
from leadlist.matching.columns import Codes, Column, MatchColumn, distinct_keys, encode
from leadlist.matching.evidence import unlike_levels
from leadlist.matching.saved import Weights, known_columns
from leadlist.matching.views import Numbered, numbered_views

Submit = Callable[..., "Future[Any]"]
"""`submit(function, *arguments)` of the other process."""

GONE = (BrokenProcessPool, OSError)  # what is raised where the other process was killed

EFFORT = {Kind.PERSON_NAME: 4, Kind.KANA: 4, Kind.COMPANY: 3, Kind.TEXT: 3, Kind.ADDRESS: 2, Kind.EMAIL: 2}
"""What a value of a kind costs, in relation to the others."""

THEIRS = 4  # times our effort: the rest of a linkage is ours

_held: dict[int, Column] = {}  # in the other process: the columns that it works on, by number


class Away(NamedTuple):
    """A column that the other process holds, by its number there, and its views, which it began with at once. Where
    that process was killed, we do its work."""

    submit: Submit
    number: int
    column: Column
    filing: "Future[list[Numbered]]"

    def levels(self, first: Codes, second: Codes) -> Callable[[], NDArray[np.uint8]]:
        """Begins to compare pairs of values; what is given back waits for their levels."""
        here = lambda: unlike_levels(self.column, first, second)  # noqa: E731
        try:
            return _answer(self.submit(_levels, self.number, first, second), here)
        except GONE:
            return here

    def views(self) -> Callable[[], list[Numbered]]:
        """What is given back waits for the views."""
        return _answer(self.filing, lambda: numbered_views(self.column))


def _answer(asked: "Future[Any]", here: Callable[[], Any]) -> Callable[[], Any]:
    def answer() -> Any:
        try:
            return asked.result()
        except GONE:
            return here()

    return answer


class Lent:
    """What the other process holds of a list: each column is sent as soon as it is encoded, so that it is filed while
    we encode the next one."""

    def __init__(self, submit: Submit | None) -> None:
        self._submit = submit
        self._begin = submit or _nobody
        self._filing: dict[int, tuple[int, Future[list[Numbered]]]] = {}  # by the list of the column's keys
        self._keys: list[list[str]] = []  # kept, so that no other list gets its place
        _let_go(submit)  # it loads what it needs meanwhile

    def encoded(self, columns: Sequence[MatchColumn], weights: Weights | None) -> list[Column]:
        """The columns as codes, those that `weights` know if there are any; the other process begins with its share."""
        chosen = share(columns) if self._submit else []
        found: dict[int, Column] = {}
        for at in sorted(range(len(columns)), key=lambda at: at not in chosen):
            column = encode(columns[at])
            known = known_columns(weights, [column]) if weights else [column]
            if known and column.keys:
                found[at] = known[0]
                if at in chosen:
                    self._lend(known[0])
        for number in range(len(self._keys)):
            with suppress(*GONE):
                self._begin(_get_ready, number)
        return [found[at] for at in sorted(found)]

    def _lend(self, column: Column) -> None:
        with suppress(*GONE):
            filing = self._begin(_take, len(self._keys), replace(column, codes=column.codes[:0]))
            self._filing[id(column.keys)] = len(self._keys), filing
            self._keys.append(column.keys)

    @contextmanager
    def held(self, columns: Sequence[Column]) -> Iterator[None]:
        """Leaves the work on the columns that were lent to the other process, as long as the context lasts."""
        lent = [column for column in columns if id(column.keys) in self._filing]
        for column in lent:
            number, filing = self._filing[id(column.keys)]
            column.away.append(Away(self._begin, number, column, filing))
        try:
            yield
        finally:
            for column in lent:
                column.away.clear()
            _let_go(self._submit)


def _let_go(submit: Submit | None) -> None:
    if submit:
        with suppress(*GONE):
            submit(_forget)


def _nobody(*_asked: Any) -> "Future[Any]":
    raise OSError("there is no other process")


def _forget() -> None:
    _held.clear()


def share(columns: Sequence[MatchColumn]) -> list[int]:
    """The positions of columns that make about four fifths of the effort, for the rest of a linkage is ours: the costly
    ones first, each to where there is less to do."""
    sizes = [len(set(distinct_keys(column))) for column in columns]
    efforts = {at: EFFORT.get(column.kind, 1) * sizes[at] for at, column in enumerate(columns)}
    chosen: list[int] = []
    ours = theirs = 0
    for at in sorted(efforts, key=efforts.__getitem__, reverse=True):
        if theirs <= THEIRS * ours:
            chosen.append(at)
            theirs += efforts[at]
        else:
            ours += efforts[at]
    return chosen


def _take(number: int, column: Column) -> list[Numbered]:
    _held[number] = column
    return numbered_views(column)


def _get_ready(number: int) -> None:
    """What the comparisons will begin with, while nothing else is asked."""
    if _held[number].kind in (Kind.PERSON_NAME, Kind.KANA):
        _held[number].names  # noqa: B018


def _levels(number: int, first: Codes, second: Codes) -> NDArray[np.uint8]:
    return unlike_levels(_held[number], first, second)
