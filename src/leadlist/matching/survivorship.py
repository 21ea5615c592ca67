"""Survivorship: which of several records' values a golden record keeps, field by field, by the rules."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Claim(NamedTuple):
    """One record's value of a field, and what speaks for it.

    `day` is the ISO day of the record's last sign of life, `trust` that of its source, `filled` how many cells it has.
    `order` decides between claims that are equal in all else.
    """

    text: str
    day: str = ""
    trust: int = 0
    filled: int = 0
    order: int = 0


Rule = Callable[[Sequence[Claim]], str]
"""The value that is kept, from claims that all have one."""


def complete(claims: Sequence[Claim]) -> str:
    """The value of the most complete record; of equals that of the one that stays, for a number in it to stay, too."""
    return max(claims, key=lambda c: (c.filled, -c.order)).text


def recent(claims: Sequence[Claim]) -> str:
    """The newest record's value."""
    return max(claims, key=lambda c: (c.day, c.filled, -c.order)).text


def trusted(claims: Sequence[Claim]) -> str:
    """The value that came from the most trusted source."""
    return max(claims, key=lambda c: (c.trust, c.day, c.filled, -c.order)).text


def longest(claims: Sequence[Claim]) -> str:
    """The longest value."""
    return max(claims, key=lambda c: (len(c.text), c.day, c.filled, -c.order)).text


def frequent(claims: Sequence[Claim]) -> str:
    """The value that most records have."""
    times = Counter(claim.text for claim in claims)
    return max(claims, key=lambda c: (times[c.text], c.day, c.filled, -c.order)).text


def earliest(claims: Sequence[Claim]) -> str:
    """The value that sorts first: the first day of ISO days."""
    return min(claim.text for claim in claims)


def every(claims: Sequence[Claim]) -> str:
    """All values, oldest record first, joined by "; "; what one holds already is not said twice."""
    kept: list[str] = []
    for claim in sorted(claims, key=lambda c: (c.day, c.order)):
        parts = [claim.text] if "\n" in claim.text else claim.text.split("; ")
        kept.extend(part for part in parts if part and part not in kept)
    return "; ".join(kept)


RULES: Mapping[str, Rule] = {
    "complete": complete,
    "recent": recent,
    "trusted": trusted,
    "longest": longest,
    "frequent": frequent,
    "earliest": earliest,
    "all": every,
}


def survive(rule: str, claims: Sequence[Claim]) -> str:
    """The value a golden record keeps; `""` where no record has one. Raises KeyError for an unknown rule."""
    filled = [claim for claim in claims if claim.text]
    return RULES[rule](filled) if filled else ""
