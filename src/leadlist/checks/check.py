"""What a check is: a stable code, how severe, its words, and a pure function over a cell, a row or the whole list."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
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


@dataclass(frozen=True)
class Context:
    """What checks may ask: the rules, the day, and the normalizers (which they must not import)."""

    rules: Rules
    today: date
    match_key: Callable[[str, str], str]  # (field, text) -> what is compared; "" where the text is not valid
    is_nothing: Callable[[str], bool]  # なし, 非公開, －: an answer that says there is no value
    takes_mail: Callable[[str], bool | None] | None = None  # domain -> does it; None: not asked, or nobody could say
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False)  # what checks share; see `columns.once`


class Place(NamedTuple):
    """Where a check over the whole list found something; `row` None means the column or the list."""

    row: RowRef | None
    field: str
    column: ColumnRef | None
    detail: Mapping[str, str]


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
    """Judges the list as a whole, or rows against each other."""

    code: str
    severity: Severity
    test: Callable[[LeadList, Context], Iterable[Place]]
    words: Words


Check = CellCheck | RowCheck | ListCheck


@cache
def words(name: str, column: str) -> frozenset[str]:
    """One column of a shipped table as a set."""
    return frozenset(row[column] for row in table(name) if row[column])
