"""How much a row of cells looks like headings: what `formats` needs to find the list on a sheet."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from leadlist.fields import FIELDS, Kind
from leadlist.recognition.meanings import meanings
from leadlist.recognition.words import key
from leadlist.rules import Rules

DATA = re.compile(  # never a heading: addresses, phones, long numbers, whole dates (2026/4 may head a column)
    r"[^@\s]+@[^@\s]+\.\w+|https?://.*|[-+()\d\s]{6,}|\d+[,.]\d{3}.*|\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\s.*)?"
)
NOBODY = 0.1  # what the share counts in a row under which no person or company can be found
STRONG_KINDS = (Kind.PERSON_NAME, Kind.KANA, Kind.COMPANY, Kind.EMAIL, Kind.PHONE, Kind.POSTAL_CODE, Kind.ADDRESS)
STRONG = frozenset(name for name, field in FIELDS.items() if field.kind in STRONG_KINDS) | {"lead_id"}


def heading_score(cells: Sequence[str]) -> float:
    """How much a row looks like headings: 0 to 1, the share of known headings, less for cells that are data."""
    return _score(cells, frozenset())


def scorer(rules: Rules, more: Iterable[str] = ()) -> Callable[[Sequence[str]], float]:
    """`heading_score` that also knows the headings which the rules name (`[columns]`, `[match.kinds]`), and `more`."""
    named = frozenset(map(key, (*rules.columns.values(), *rules.match.kinds, *more))) - {""}
    return lambda cells: _score(cells, named)


def _score(cells: Sequence[str], named: frozenset[str]) -> float:
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return 0.0
    own = [bool(named) and key(cell) in named for cell in filled]
    known = sum(mine or _is_known(cell) for cell, mine in zip(filled, own, strict=True))
    data = sum(_is_data(cell) for cell in filled)
    share = max(0.0, (known - data) / len(filled))
    return share if any(own) or any(map(_names_somebody, filled)) else share * NOBODY


@lru_cache(maxsize=1 << 15)
def _is_known(cell: str) -> bool:
    """True for a known heading; a single Latin letter is as often a value."""
    text = cell.strip()
    return bool(meanings(text)) and not (len(text) == 1 and text.isascii())


@lru_cache(maxsize=1 << 15)
def _names_somebody(cell: str) -> bool:
    """True for a heading under which one looks for a person or a company."""
    return _is_known(cell) and not STRONG.isdisjoint(meaning.field for meaning in meanings(cell.strip()))


@lru_cache(maxsize=1 << 14)
def _is_data(cell: str) -> bool:
    return DATA.fullmatch(cell.strip()) is not None
