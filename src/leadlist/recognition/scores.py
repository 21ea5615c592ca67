"""How much a row of cells looks like headings: what `formats` needs to find the list on a sheet."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from leadlist.recognition.meanings import LONGEST, meanings
from leadlist.recognition.words import key
from leadlist.rules import Rules

DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|https?://.*|[-+(\d][-+()\d.,/:\s年月日%¥$]{2,}")  # never a heading
ENOUGH = 2  # known headings a row of several cells must have


def heading_score(cells: Sequence[str]) -> float:
    """How much a row looks like headings: 0 to 1, the share of known headings, less for cells that are data."""
    return _score(cells, frozenset())


def scorer(rules: Rules) -> Callable[[Sequence[str]], float]:
    """`heading_score` that also knows the headings which the rules' `[columns]` name."""
    named = frozenset(key(heading) for heading in rules.columns.values()) - {""}
    return lambda cells: _score(cells, named)


def _score(cells: Sequence[str], named: frozenset[str]) -> float:
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return 0.0
    known: float = sum(_is_known(cell) or (bool(named) and key(cell) in named) for cell in filled)
    data = sum(_is_data(cell) for cell in filled)
    if known < ENOUGH <= len(filled) and known < len(filled) and not (named and known):
        known = known / 2 if len(set(filled)) == len(filled) else 0.0
    return max(0.0, (known - 2 * data) / len(filled))


@lru_cache(maxsize=1 << 15)
def _is_known(cell: str) -> bool:
    return bool(meanings(cell.strip()))


@lru_cache(maxsize=1 << 14)
def _is_data(cell: str) -> bool:
    return len(cell) > LONGEST or DATA.fullmatch(cell.strip()) is not None
