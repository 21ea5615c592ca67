"""One name at two firms, with a number or a mail address that is somebody's own and not a firm's.

It may be one person who works for another firm now, or one who holds a post in both (兼務): these rows look alike, and
the one is one lead and the other two. So a person is asked, however little the pair weighs for all that differs.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import FAINT, SAME_COMMON, STRONG, WEAK
from leadlist.matching.evidence import unlike_levels
from leadlist.matching.forbidding import other_firm, telling
from leadlist.matching.weights import Patterns

MOST_NAMES = 6  # that one person's name is written in

Mask = NDArray[np.bool_]


def at_two_firms(records: Records, left: Codes, right: Codes, found: Patterns) -> Codes:
    """Which pairs have one whole name, two firms at two places, and a number or mail address that is one person's."""
    columns, levels = records.columns, found.levels
    names = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    if len(names) != 1:
        return np.zeros(0, np.int64)
    places = np.array([c.kind in (Kind.ADDRESS, Kind.POSTAL_CODE) and telling(c) for c in columns], bool)
    mails = [i for i, c in enumerate(columns) if c.kind is Kind.EMAIL]
    phones = [i for i, c in enumerate(columns) if c.kind is Kind.PHONE]
    wanted = (levels[:, names[0]] >= STRONG) & other_firm(columns, levels) & ~(levels[:, places] >= WEAK).any(axis=1)
    wanted &= (levels[:, mails + phones] >= SAME_COMMON).any(axis=1)
    pairs = np.flatnonzero(wanted[found.of_pair])
    name = columns[names[0]]
    a, b = name.codes[left[pairs]], name.codes[right[pairs]]
    whole = (_given(name)[a] > 1) & (_given(name)[b] > 1)
    by_mail: Mask = np.asarray((levels[:, mails] >= SAME_COMMON).any(axis=1))[found.of_pair[pairs]]
    at = np.flatnonzero(whole & ~by_mail)
    by_mail[at] = _own_number(name, [columns[i] for i in phones], left[pairs[at]], right[pairs[at]])
    return pairs[whole & by_mail]


def _given(name: Column) -> Codes:
    """How many letters the given name of every name has, one more where it is Japanese; 0 where it has none."""
    names = name.names
    letters: Codes = names.words.length[names.given] + np.where(names.japanese, 1, 0)
    found: Codes = np.where(names.given == 0, 0, letters)
    return found


def _own_number(name: Column, phones: Sequence[Column], left: Codes, right: Codes) -> Mask:
    """Pairs that have a number in common which nobody of another name has."""
    common = [
        {_key(c, int(one)) for c in phones} & {_key(c, int(other)) for c in phones} - {""}
        for one, other in zip(left, right, strict=True)
    ]
    bearers: dict[str, set[int]] = {number: set() for numbers in common for number in numbers}
    for column in phones:
        codes = [code for number in bearers if (code := _code(column, number)) != NO_VALUE]
        for record in np.flatnonzero(np.isin(column.codes, codes)).tolist():
            bearers[_key(column, record)].add(int(name.codes[record]))
    own = {number for number, names in bearers.items() if _one_name(name, sorted(names - {NO_VALUE}))}
    return np.array([bool(numbers & own) for numbers in common], dtype=bool)


def _key(column: Column, record: int) -> str:
    code = int(column.codes[record])
    return "" if code == NO_VALUE else column.keys[code]


def _code(column: Column, key: str) -> int:
    """A key's code in a column, whose keys are sorted; NO_VALUE where it has none."""
    code = bisect_left(column.keys, key)
    return code if code < len(column.keys) and column.keys[code] == key else NO_VALUE


def _one_name(name: Column, codes: Sequence[int]) -> bool:
    """True where all of these names may be one."""
    if len(codes) > MOST_NAMES:
        return False
    pairs = np.array(list(combinations(codes, 2)), dtype=np.int64).reshape(-1, 2)
    return bool((unlike_levels(name, pairs[:, 0], pairs[:, 1]) > FAINT).all())
