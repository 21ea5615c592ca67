"""A second process that holds some of the columns, and compares and files their values while the first does the rest.

What is worked out is the same in either: how many processes there are changes no result.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import Codes, Column, Encoding, MatchColumn, distinct_keys, encode, encoding
from leadlist.matching.evidence import unlike_levels
from leadlist.matching.freed import give_back
from leadlist.matching.packed import Packed
from leadlist.matching.saved import Weights, known_columns
from leadlist.matching.spelt import Spelt
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
    """What the other process holds of a list. It encodes its share of the columns while we encode ours, and files each
    as soon as we have it as well."""

    def __init__(self, submit: Submit | None) -> None:
        self._submit = submit
        self._begin = submit or _nobody
        self._filing: dict[int, tuple[int, Future[list[Numbered]]]] = {}  # by the list of the column's keys
        self._keys: list[list[str]] = []  # kept, so that no other list gets its place
        _let_go(submit)  # it loads what it needs meanwhile

    def encoded(self, columns: Sequence[MatchColumn], weights: Weights | None) -> list[Column]:
        """The columns as codes, those that `weights` know if there are any; the other process begins with its share."""
        chosen = share(columns) if self._submit else []
        asked = {at: self._asked(at, columns[at]) for at in chosen}
        ours = (at for at in range(len(columns)) if at not in asked)
        found: dict[int, Column] = {}
        for at in chain(ours, _taken_back(asked), chosen):  # the second are told when ours are done
            if at not in found:
                told = _told(asked.get(at))
                column = encode(columns[at], told)
                known = known_columns(weights, [column]) if weights else [column]
                found |= {at: known[0]} if known and column.keys else {}
                if at in asked and at in found:
                    self._lend(at, known[0], told)
        for number in (number for number, _filing in self._filing.values()):
            with suppress(*GONE):
                self._begin(_get_ready, number)
        if chosen:
            give_back()
        return [found[at] for at in sorted(found)]

    def _asked(self, number: int, column: MatchColumn) -> "Future[Encoding] | None":
        texts = column.keys.texts if isinstance(column.keys, Spelt) else column.values
        try:
            return self._begin(
                _encode, number, column._replace(keys=Packed(distinct_keys(column)), values=Packed(texts))
            )
        except GONE:
            return None

    def _lend(self, number: int, column: Column, told: Encoding | None) -> None:
        """Let the other process file a column: what only we know of one that it has encoded, or else all of it."""
        with suppress(*GONE):
            if told:
                filing = self._begin(_file, number, column.counts, column.scale)
            else:
                packed = replace(column, keys=Packed(column.keys), texts=Packed(column.texts), codes=column.codes[:0])
                filing = self._begin(_take, number, packed)
            self._filing[id(column.keys)] = number, filing
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


def _taken_back(asked: "Mapping[int, Future[Encoding] | None]") -> Iterator[int]:
    """The columns that the other process has not begun to encode, the last one first."""
    for at, future in [*asked.items()][::-1]:
        if future and not future.cancel():
            return
        yield at


def _told(asked: "Future[Encoding] | None") -> Encoding | None:
    """What the other process made of a column, if it did."""
    if asked is None or asked.cancelled():
        return None
    try:
        return asked.result()
    except GONE:
        return None


def _forget() -> None:
    _held.clear()
    give_back()


def share(columns: Sequence[MatchColumn]) -> list[int]:
    """The positions of columns that make about four fifths of the effort, for the rest of a linkage is ours: the costly
    ones first, each to where there is less to do."""
    sizes = [len(c.keys.texts if isinstance(c.keys, Spelt) else set(c.keys)) for c in columns]
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


def _encode(number: int, column: MatchColumn) -> Encoding:
    told = encoding(column.keys, column.values)
    _held[number] = encode(column, told)
    return told


def _file(number: int, counts: Codes, scale: int) -> list[Numbered]:
    column = _held[number]
    return _take(number, replace(column, counts=counts, codes=column.codes[:0], scale=scale))


def _take(number: int, column: Column) -> list[Numbered]:
    _held[number] = column
    return numbered_views(column)


def _get_ready(number: int) -> None:
    """What the comparisons will begin with, while nothing else is asked."""
    if _held[number].kind in (Kind.PERSON_NAME, Kind.KANA):
        _held[number].names  # noqa: B018


def _levels(number: int, first: Codes, second: Codes) -> NDArray[np.uint8]:
    return unlike_levels(_held[number], first, second)
