"""Where things are: whether the addresses of two records say that they stand at two places."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column
from leadlist.matching.comparisons import STRONG

Levels = NDArray[np.uint8]

UNKNOWN, ELSEWHERE, HERE = range(3)
"""The more two clusters are at one place, the higher: of their pairs the highest counts."""
NUMBER = re.compile(r"\d+")


def first_number(key: str) -> str:
    """The first number of an address: that of the house, or of the quarter."""
    found = NUMBER.search(key)
    return found[0] if found else ""


def second_number(key: str) -> str:
    """The second number of an address."""
    return next(iter(NUMBER.findall(key)[1:]), "")


def where(columns: Sequence[Column], left: Codes, right: Codes, levels: Levels) -> NDArray[np.uint8]:
    """UNKNOWN, ELSEWHERE or HERE for each pair of records with these levels.

    Two addresses are one place where they are the same but for a slip, or where their first two numbers are, as far as
    both have them: 2820 N Leavitt St and 2905 N Leavitt St are alike, and two places.
    """
    found = np.full(len(left), UNKNOWN, np.uint8)
    for at, column in enumerate(columns):
        if column.kind is not Kind.ADDRESS or not column.numbered:
            continue
        a, b = column.codes[left], column.codes[right]
        first, second = column.coded(first_number), column.coded(second_number)
        known = (a != NO_VALUE) & (b != NO_VALUE)
        known &= (first[a] != 0) & (first[b] != 0)
        further = (second[a] == second[b]) | (second[a] == 0) | (second[b] == 0)
        here = (levels[:, at] >= STRONG) | (first[a] == first[b]) & further
        found = np.maximum(found, np.where(known, np.where(here, HERE, ELSEWHERE), UNKNOWN).astype(np.uint8))
    return found
