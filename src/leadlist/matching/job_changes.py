"""People who work for another firm now: one name, and a number or a mail address that is theirs and not a firm's.

Company, address, switchboard, the firm's mail address and the post of such a person all differ, for one reason, and
count for nothing. What is left weighs as usual, less how seldom people change. It is no change of firm where both rows
head their firm, or a post is one that is held beside another (顧問, 監査役, 兼): that is one person at two firms at
once, who is two leads, and somebody judges; as they do in short lists.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import FAINT, MISSING, SAME_COMMON, STRONG, WEAK
from leadlist.matching.evidence import unlike_levels
from leadlist.matching.forbidding import other_firm, short, telling
from leadlist.matching.weights import Floats, Patterns, patterns

SELDOM_BITS = 3.0  # one match in some ten is of somebody who has changed firm
MOST_BITS = 8.0  # that such a pair may weigh
MOST_NAMES = 6  # that one person's name is written in
HEADS = re.compile(
    r"代表|社長$|会長$|理事長|オーナー|店主|owner|proprietor|president|chair|founder|ceo\b|chief exec|managing dir",
    re.IGNORECASE,
)
BESIDE = re.compile(r"兼|非常勤|監査役|顧問|相談役|社外|non-?exec|advis[eo]r|trustee|board member", re.IGNORECASE)
ELSEWHERE = (Kind.COMPANY, Kind.ADDRESS, Kind.POSTAL_CODE, Kind.URL, Kind.TEXT, Kind.CATEGORY)
"""Kinds of columns that are of the firm, or of the post there."""

Mask = NDArray[np.bool_]
Weigh = Callable[[Codes, Codes, Patterns], Floats]
"""Match weights in bits of pairs of records with these patterns, whatever forbids."""


def job_changes(records: Records, left: Codes, right: Codes, found: Patterns, weigh: Weigh) -> tuple[Codes, Floats]:
    """The pairs of one person at two firms, and what they weigh; minus infinity where a person judges."""
    pairs = _pairs(records, left, right, found)
    if not len(pairs):
        return pairs, np.zeros(0)
    columns = records.columns
    own = found.levels[found.of_pair[pairs]]
    own[:, [c.kind in ELSEWHERE or c.group in (Group.COMPANY, Group.ADDRESS) for c in columns]] = MISSING
    reached = np.array([c.kind in (Kind.PHONE, Kind.EMAIL) for c in columns], bool)
    own[reached & (own < SAME_COMMON)] = MISSING
    bits: Floats = np.minimum(weigh(left[pairs], right[pairs], patterns(own)) - SELDOM_BITS, MOST_BITS)
    bits[_two_posts(columns, left[pairs], right[pairs]) | short(columns)] = -np.inf
    return pairs, bits


def _pairs(records: Records, left: Codes, right: Codes, found: Patterns) -> Codes:
    """Pairs with one whole name, two firms at two places, and a number or mail address that is one person's."""
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


def _two_posts(columns: Sequence[Column], left: Codes, right: Codes) -> Mask:
    """Pairs of records that both head a firm, or of which one has a post that is held beside another."""
    two = np.zeros(len(left), bool)
    for column in columns:
        if column.kind is not Kind.TEXT:
            continue
        heads, beside = (np.append(column.flagged(of), False) for of in (_heads, _beside))
        one, other = column.codes[left], column.codes[right]
        two |= heads[one] & heads[other] | beside[one] | beside[other]
    return two


def _heads(post: str) -> bool:
    return HEADS.match(post) is not None


def _beside(post: str) -> bool:
    return BESIDE.search(post) is not None
