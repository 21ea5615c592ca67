"""Comparison levels: how alike two different match keys of one kind are. One function a kind, named in `COMPARERS`.

A function gets a column and pairs of positions of its distinct values, and gives a level for each pair. Whatever is
expensive is done once for each pair of distinct values, however many pairs of records have them.
"""

import re
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.fields import Kind
from leadlist.matching import names
from leadlist.matching.columns import Codes, Column, Strings
from leadlist.matching.names import similarity
from leadlist.rules.tables import table

Levels = NDArray[np.uint8]

MISSING, DIFFER, FAINT, WEAK, STRONG, SAME_COMMON, SAME_FREQUENT, SAME, SAME_RARE = range(9)
LEVELS = 9
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+")
PUNCTUATION = str.maketrans("", "", "._-")


@cache
def free_domains() -> frozenset[str]:
    """Domains whose addresses say nothing about a company."""
    return frozenset(row["domain"] for row in table("mail_domains"))


@cache
def role_names() -> frozenset[str]:
    """What stands before the @ of an address that belongs to a company, not to a person."""
    return frozenset(row["word"] for row in table("role_addresses"))


def is_role(address: str) -> bool:
    """True for addresses like info@ and sales2@: evidence for the company, not for the person."""
    return address.rpartition("@")[0].rstrip("0123456789-_.") in role_names()


def pick(strings: Strings, at: Codes) -> list[str]:
    """The strings at some positions."""
    found: list[str] = strings[at].tolist()
    return found


def flags(column: Column, of: Callable[[str], bool]) -> NDArray[np.bool_]:
    """For every key whether something holds; worked out once."""
    if of.__name__ not in column.known:
        column.known[of.__name__] = np.fromiter(map(of, column.keys), bool, len(column.keys))
    found: NDArray[np.bool_] = column.known[of.__name__]
    return found


def _shorter_and_longer(column: Column, a: Codes, b: Codes) -> tuple[Codes, Codes]:
    one, other = column.lengths[a], column.lengths[b]
    return np.minimum(one, other), np.maximum(one, other)


def words_of(text: str) -> str:
    """The words of a text, in small letters."""
    return " ".join(WORD.findall(text.casefold()))


def _begins(left: list[str], right: list[str], likely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where one string begins with the other, of those where it may."""
    found = np.zeros(len(left), bool)
    for at in np.flatnonzero(likely).tolist():
        found[at] = left[at].startswith(right[at]) or right[at].startswith(left[at])
    return found


def text(column: Column, a: Codes, b: Codes) -> Levels:
    """Free text and company names: typing errors, words left out, words in another order.

    Where both sides have words that the other lacks, the rest they share says little: "A bank, north branch" and
    "A bank, cash desk".
    """
    left, right = pick(column.key_array, a), pick(column.key_array, b)
    distance = similarity(OSA.distance, left, right)
    shorter, longest = (
        np.minimum(column.lengths[a], column.lengths[b]),
        np.maximum(column.lengths[a], column.lengths[b]),
    )
    near = 1 - distance / longest
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    part = similarity(fuzz.partial_ratio, left, right) / 100
    longer = _begins(left, right, part >= 0.99)
    plain = column.each(words_of, texts=True)
    left, right = pick(plain, a), pick(plain, b)
    words = similarity(fuzz.token_set_ratio, left, right) / 100
    order = similarity(fuzz.token_sort_ratio, left, right) / 100
    spaced = np.fromiter((" " in text for text in plain), bool, len(plain))
    many = spaced[a] & spaced[b]
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(near >= 0.5) | (start >= 0.75) | (words >= 0.7)] = FAINT
    inside = ((words >= 0.95) & (shorter >= 3)) | ((part >= 0.95) & (shorter >= 4))
    levels[(near >= 0.7) | ((start >= 0.88) & ~many) | inside | (order >= 0.8)] = WEAK
    levels[
        (near >= 0.86) | ((distance <= 1) & (shorter >= 4)) | ((start >= 0.96) & (near >= 0.75)) | (order >= 0.92)
    ] = STRONG
    levels[longer & (shorter >= 8)] = STRONG  # the name, and something behind it
    return levels


def code(column: Column, a: Codes, b: Codes) -> Levels:
    """Numbers and codes: one slip of a finger, two, or half of the code."""
    distance = similarity(OSA.distance, pick(column.key_array, a), pick(column.key_array, b))
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
    distance = similarity(OSA.distance, pick(column.key_array, a), pick(column.key_array, b))
    head, tail, last = (column.coded(of)[a] == column.coded(of)[b] for of in (all_but_four, last_four, all_but_one))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[distance <= 2] = FAINT
    levels[head] = WEAK
    levels[(distance <= 1) & ~last | tail & (distance <= 2)] = STRONG
    return levels


def date(column: Column, a: Codes, b: Codes) -> Levels:
    """Dates: a slip in one digit or in one part, day and month exchanged."""
    left, right = pick(column.key_array, a), pick(column.key_array, b)
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


def local_part(address: str) -> str:
    """What stands before the @."""
    return address.rpartition("@")[0]


def own_domain(address: str) -> str:
    """What stands behind the @, "" where it says nothing about a company."""
    domain = address.rpartition("@")[2]
    return "" if domain in free_domains() else domain


def email(column: Column, a: Codes, b: Codes) -> Levels:
    """Mail addresses: STRONG a typing error, WEAK the same person's name elsewhere, FAINT the same company."""
    distance = similarity(OSA.distance, pick(column.key_array, a), pick(column.key_array, b))
    local = column.each(local_part)
    local_left, local_right = pick(local, a), pick(local, b)
    near = similarity(JaroWinkler.normalized_similarity, local_left, local_right)
    lengths = np.fromiter(map(len, local), np.int64, len(local))
    short = np.minimum(lengths[a], lengths[b])
    company = column.coded(own_domain)
    domain = (company[a] == company[b]) & (company[a] != 0)
    role = flags(column, is_role)[a] | flags(column, is_role)[b]
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[domain] = FAINT
    levels[(near >= 0.9) & (short >= 4) & ~role] = WEAK
    levels[(distance <= 1) | ((distance <= 2) & (short >= 6))] = STRONG
    slips = np.flatnonzero((levels == STRONG) & ~role)
    apart = [one_letter_apart(local_left[at], local_right[at]) for at in slips.tolist()]
    levels[slips[np.array(apart, dtype=bool)]] = WEAK
    levels[role] = np.where(domain, FAINT, MISSING)[role]
    return levels


def one_letter_apart(x: str, y: str) -> bool:
    """True where only the first or last letter is another, or an initial is added or moved: smitha and smithj, t.sato
    and sato, rsmith and smithr are two people, or two ways to write one, more often than a slip."""
    x, y = x.translate(PUNCTUATION), y.translate(PUNCTUATION)
    ends = x.endswith(y) or y.endswith(x) or x.startswith(y) or y.startswith(x)
    added = x != y and (ends or x[1:] + x[:1] == y or y[1:] + y[:1] == x)
    return added or (len(x) == len(y) and (x[1:] == y[1:]) != (x[:-1] == y[:-1]))


def host(key: str) -> str:
    """The host of a web address."""
    return key.partition("/")[0]


def url(column: Column, a: Codes, b: Codes) -> Levels:
    """Web addresses: the same host, a typing error in it, or the same name in another domain."""
    hosts = column.each(host)
    left, right = pick(hosts, a), pick(hosts, b)
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
    left, right = pick(column.key_array, a), pick(column.key_array, b)
    near = similarity(OSA.normalized_similarity, left, right)
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    numbers = column.coded(first_numbers)
    same_numbers = (numbers[a] == numbers[b]) & (numbers[a] != 0)
    shorter, longer = _shorter_and_longer(column, a, b)
    prefix = _begins(left, right, near >= shorter / longer - 1e-6)
    sorted_words = similarity(fuzz.token_sort_ratio, pick(column.text_array, a), pick(column.text_array, b)) / 100
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(near >= 0.6) | (start >= 0.85) | (sorted_words >= 0.7)] = FAINT
    levels[(near >= 0.8) | prefix | (sorted_words >= 0.85) | (same_numbers & (near >= 0.5))] = WEAK
    levels[(near >= 0.92) | (same_numbers & (near >= 0.7)) | (prefix & (near >= 0.7))] = STRONG
    return levels


def category(column: Column, a: Codes, b: Codes) -> Levels:
    """Values out of a short list: a typing error, one inside the other, or another value."""
    left, right = pick(column.key_array, a), pick(column.key_array, b)
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
    Kind.COMPANY: text,
    Kind.EMAIL: email,
    Kind.PHONE: phone,
    Kind.CODE: code,
    Kind.DATE: date,
    Kind.ADDRESS: address,
    Kind.POSTAL_CODE: code,
    Kind.URL: url,
    Kind.TEXT: text,
    Kind.CATEGORY: category,
}
