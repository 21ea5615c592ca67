"""Which product wrote an export, told by its headings: it decides what `Title` or `TEL` means there."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from leadlist.recognition.meanings import dictionary

LEAST_COMMON = 4  # headings that list and product share
LEAST_SHARE = 0.6  # of the list's headings known to any product
RARE = 3  # a heading of at most so many products is a hint to one of them


@cache
def _products() -> dict[str, frozenset[str]]:
    """Product -> its folded headings."""
    found: dict[str, set[str]] = {}
    for folded, meanings in dictionary().items():
        for meaning in meanings:
            for product in meaning.products:
                found.setdefault(product, set()).add(folded)
    return {product: frozenset(headings) for product, headings in found.items()}


@cache
def _spread() -> Counter[str]:
    return Counter(folded for headings in _products().values() for folded in headings)


def product_of(folded: Iterable[str]) -> str:
    """The product whose export has these folded headings; `""` where none, or more than one as well, would."""
    own = {heading for heading in folded if _spread()[heading]}
    if len(own) < LEAST_COMMON:
        return ""
    ranks = sorted(
        (
            (len(own & headings), sum(1 / _spread()[h] for h in own & headings), name)
            for name, headings in _products().items()
        ),
        reverse=True,
    )
    common, weight, name = ranks[0]
    enough = common >= LEAST_COMMON and common >= LEAST_SHARE * len(own)
    telling = any(_spread()[heading] <= RARE for heading in own & _products()[name])
    alone = len(ranks) == 1 or (common, weight) > ranks[1][:2]
    return name if enough and telling and alone else ""
