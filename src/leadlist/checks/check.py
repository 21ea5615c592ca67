"""What a check is: a stable code, how severe, its words, and pure functions over a cell, a row or the whole list."""

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.plans import Severity
from leadlist.rules import Rules
from leadlist.rules.tables import table

Detail = Mapping[str, str] | None
"""None: nothing to find. Otherwise what the message and the hint name; empty where they name nothing."""

FOUND: Mapping[str, str] = {}
Words = Callable[[], tuple[str, str, str]]
"""Message, hint and explanation in the user's language; `{names}` in the first two are filled in from the Detail."""

ANY = ("*",)
"""Every column, known or not."""


class Whole(NamedTuple):
    """What the checks of some rows must know of all rows of the list.

    `counting` are columns that number the rows, `by_country` says whether the country's column names any, `no_mail` are
    mail domains of which a name server said that they take none.
    """

    counting: frozenset[ColumnRef] = frozenset()
    by_country: bool = False
    no_mail: frozenset[str] = frozenset()


NOTHING_MORE = Whole()


@dataclass(frozen=True)
class Context:
    """What checks may ask: the rules, the day, and the normalizers (which they must not import)."""

    rules: Rules
    today: date
    match_key: Callable[[str, str], str]  # (field, text) -> what is compared; "" where the text is not valid
    is_nothing: Callable[[str], bool]  # なし, 非公開, －: an answer that says there is no value
    whole: Whole = NOTHING_MORE
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False)  # what checks share; see `columns.once`


class Place(NamedTuple):
    """Where a check over the whole list found the same of these rows; `rows` None means the column or the list."""

    rows: Sequence[int] | None
    field: str
    column: ColumnRef | None
    detail: Mapping[str, str]


class Sum(NamedTuple):
    """What a check has to know of some rows of a list, of which the first stands at `first`."""

    first: RowRef
    value: Any


def rows_of(sums: Iterable[Sum], rows: Callable[[Any], Iterable[int]] = lambda value: value) -> Sequence[int]:
    """Rows that were noted block by block, as rows of the whole list."""
    return array("Q", [each.first + row for each in sums for row in rows(each.value)])


@dataclass(frozen=True)
class CellCheck:
    """Judges one cell's text at a time, of any of `fields` (`ANY`: of every column). Blank cells are not asked.

    A `national` check is asked with the rules' country replaced by the row's, where the list has such a column; the
    rows whose country nobody knows are left out.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    test: Callable[[str, str, Context], Detail]  # (field, text, context)
    words: Words
    signs: re.Pattern[str] | None = None  # what a text must contain to be asked at all; saves time
    national: bool = False


@dataclass(frozen=True)
class RowCheck:
    """Judges the texts of `fields` of a row together, where the list has all of `needs` and one of `at`.

    What it finds is reported in the first column of `at` that the list has. `gist` says what of a row's texts the
    verdict depends on, None where there is nothing to find; it must be quick, and spares most tests.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    needs: tuple[str, ...]
    at: tuple[str, ...]
    test: Callable[[tuple[str, ...], Context], Detail]
    words: Words
    gist: Callable[[tuple[str, ...], Context], Hashable] | None = None


@dataclass(frozen=True)
class ListCheck:
    """Judges the list as a whole, which may be too large to be held: by sums over its blocks.

    `of_block` says of some rows all that matters, in plain data; `test` judges by what was said of all of them, in
    order. It may ask the list itself for its length, headings and fields only.
    """

    code: str
    severity: Severity
    of_block: Callable[[LeadList, Context], Any]
    test: Callable[[LeadList, Sequence[Sum], Context], Iterable[Place]]
    words: Words


class Shared(NamedTuple):
    """For each row the text it may share with others (`""`: none), and the text that must differ then (`""`: differs
    from none); where `who` is None, it is enough that `what` stands twice. `most`: one `who` must stand in this share
    of the rows at least."""

    what: Sequence[str]
    who: Sequence[str] | None = None
    most: float = 0.0


@dataclass(frozen=True)
class RepeatCheck:
    """Judges rows against each other: what stands twice, or beside different things.

    `test` gets a list of those rows only that share something, with the columns of `fields` (`ANY`: all of them);
    further rows change nothing. Which they are is found out by what `shared` says of the rows of each block.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    shared: Callable[[LeadList, Context], Iterable[Shared]]
    test: Callable[[LeadList, Context], Iterable[Place]]
    words: Words


Check = CellCheck | RowCheck | ListCheck | RepeatCheck


@cache
def words(name: str, column: str) -> frozenset[str]:
    """One column of a shipped table as a set."""
    return frozenset(row[column] for row in table(name) if row[column])
