"""Which product wrote an export, told by its headings: it decides what `Title` or `TEL` means there."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from leadlist.recognition.meanings import dictionary

LEAST_COMMON = 4  # headings that list and product share
LEAST_SHARE = 0.7  # of the list's headings that the product knows
RARE = 3  # a heading of at most so many products is a hint to one of them
WHOLE = 10  # headings of an export that are enough where none of them tells, if all are the product's


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
def _telling() -> frozenset[str]:
    """Folded headings that only products use, and few of them."""
    spread = Counter(folded for headings in _products().values() for folded in headings)
    everybodys = {folded for folded, meanings in dictionary().items() if any(m.everybodys for m in meanings)}
    return frozenset(folded for folded, products in spread.items() if products <= RARE and folded not in everybodys)


def product_of(folded: Iterable[str]) -> str:
    """The product whose export has these folded headings; `""` where none, or more than one as well, would."""
    own = set(folded) - {""}
    if len(own) < LEAST_COMMON:
        return ""
    ranks = sorted(
        ((len(own & headings), len(own & headings & _telling()), name) for name, headings in _products().items()),
        reverse=True,
    )
    (common, telling, name), (next_common, next_telling, _next) = ranks[:2]
    if common < max(LEAST_COMMON, LEAST_SHARE * len(own)) or (common, telling) == (next_common, next_telling):
        return ""
    return name if telling or common == len(own) >= WHOLE else ""
