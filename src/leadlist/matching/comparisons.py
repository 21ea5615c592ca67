"""Comparison levels: how alike two different match keys of one kind are. One function a kind, named in `COMPARERS`.

A function gets a column and pairs of positions of its distinct values, and gives a level for each pair. Whatever is
expensive is done once for each pair of distinct values, however many pairs of records have them.
"""

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.fields import Kind
from leadlist.matching import mails, names, texts
from leadlist.matching.columns import Codes, Column
from leadlist.matching.names import similarity
from leadlist.matching.texts import begins

Levels = NDArray[np.uint8]

MISSING, DIFFER, FAINT, WEAK, STRONG, SAME_COMMON, SAME_FREQUENT, SAME, SAME_RARE = range(9)
LEVELS = 9
NUMBER = re.compile(r"\d+")


def _shorter_and_longer(column: Column, a: Codes, b: Codes) -> tuple[Codes, Codes]:
    one, other = column.lengths[a], column.lengths[b]
    return np.minimum(one, other), np.maximum(one, other)


def code(column: Column, a: Codes, b: Codes) -> Levels:
    """Numbers and codes: one slip of a finger, two, or half of the code."""
    distance = similarity(OSA.distance, column.key_array[a].tolist(), column.key_array[b].tolist())
    length = np.maximum(column.lengths[a], column.lengths[b])
    near = 1 - distance / length
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[near >= 0.5] = FAINT
    levels[(near >= 0.7) | ((distance <= 2) & (length >= 6))] = WEAK
    levels[((distance <= 1) & (length >= 4)) | ((distance <= 2) & (length >= 12))] = STRONG
    return levels


def all_but_four(key: str) -> str:
    """A number without its last four digits."""
    return key[:-4]


def last_four(key: str) -> str:
    """The last four digits."""
    return key[-4:]


def all_but_one(key: str) -> str:
    """A number without its last digit."""
    return key[:-1]


def phone(column: Column, a: Codes, b: Codes) -> Levels:
    """Phone numbers. A neighbouring number (the fax, the next extension) is not a slip of the finger."""
    distance = similarity(OSA.distance, column.key_array[a].tolist(), column.key_array[b].tolist())
    head, tail, last = (column.coded(of)[a] == column.coded(of)[b] for of in (all_but_four, last_four, all_but_one))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[distance <= 2] = FAINT
    levels[head] = WEAK
    levels[(distance <= 1) & ~last | tail & (distance <= 2)] = STRONG
    return levels


def date(column: Column, a: Codes, b: Codes) -> Levels:
    """Dates: a slip in one digit or in one part, day and month exchanged."""
    left, right = column.key_array[a].tolist(), column.key_array[b].tolist()
    distance = similarity(OSA.distance, left, right)
    parts = np.fromiter((_date_parts(x, y) for x, y in zip(left, right, strict=True)), np.int64, len(left))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[parts >= 1] = FAINT
    levels[(distance <= 2) | (parts >= 2)] = WEAK
    levels[(distance <= 1) | (parts >= 3)] = STRONG
    return levels


def _date_parts(left: str, right: str) -> int:
    """How many of year, month and day agree; 3 where only month and day are exchanged."""
    x, y = ((s[:4], s[4:6], s[6:8]) for s in (left.replace("-", ""), right.replace("-", "")))
    same = sum(p == q != "" for p, q in zip(x, y, strict=True))
    return 3 if x[0] == y[0] and x[1:] == (y[2], y[1]) else same if x[0] == y[0] or same > 1 else 0


def host(key: str) -> str:
    """The host of a web address."""
    return key.partition("/")[0]


def url(column: Column, a: Codes, b: Codes) -> Levels:
    """Web addresses: the same host, a typing error in it, or the same name in another domain."""
    hosts = column.each(host)
    left, right = hosts[a].tolist(), hosts[b].tolist()
    distance = similarity(OSA.distance, left, right)
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[similarity(JaroWinkler.normalized_similarity, left, right) >= 0.88] = FAINT
    levels[distance <= 2] = WEAK
    levels[distance <= 1] = STRONG
    return levels


def first_numbers(key: str) -> str:
    """The first two numbers of an address."""
    return " ".join(NUMBER.findall(key)[:2])


def address(column: Column, a: Codes, b: Codes) -> Levels:
    """Addresses: the same numbers in the same street, or one address that goes on where the other ends."""
    left, right = column.key_array[a].tolist(), column.key_array[b].tolist()
    near = similarity(OSA.normalized_similarity, left, right)
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    numbers = column.coded(first_numbers)
    same_numbers = (numbers[a] == numbers[b]) & (numbers[a] != 0)
    shorter, longer = _shorter_and_longer(column, a, b)
    prefix = begins(left, right, near >= shorter / longer - 1e-6)
    sorted_words = similarity(fuzz.token_sort_ratio, column.text_array[a].tolist(), column.text_array[b].tolist()) / 100
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(near >= 0.6) | (start >= 0.85) | (sorted_words >= 0.7)] = FAINT
    levels[(near >= 0.8) | prefix | (sorted_words >= 0.85) | (same_numbers & (near >= 0.5))] = WEAK
    levels[(near >= 0.92) | (same_numbers & (near >= 0.7)) | (prefix & (near >= 0.7))] = STRONG
    return levels


def category(column: Column, a: Codes, b: Codes) -> Levels:
    """Values out of a short list: a typing error, one inside the other, or another value."""
    left, right = column.key_array[a].tolist(), column.key_array[b].tolist()
    near = similarity(OSA.normalized_similarity, left, right)
    inside = np.fromiter((x in y or y in x for x, y in zip(left, right, strict=True)), bool, len(left))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[inside] = WEAK
    levels[near >= 0.75] = STRONG
    return levels


Comparer = Callable[[Column, Codes, Codes], Levels]

COMPARERS: dict[Kind, Comparer] = {
    Kind.PERSON_NAME: names.person_name,
    Kind.KANA: names.person_name,
    Kind.COMPANY: texts.company,
    Kind.EMAIL: mails.email,
    Kind.PHONE: phone,
    Kind.CODE: code,
    Kind.DATE: date,
    Kind.ADDRESS: address,
    Kind.POSTAL_CODE: code,
    Kind.URL: url,
    Kind.TEXT: texts.text,
    Kind.CATEGORY: category,
}
