"""Comparing free text and the names of firms: typing errors, words left out, in another order, or abbreviated."""

import re

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.matching.columns import ENOUGH, Codes, Column
from leadlist.matching.names import DIFFER, FAINT, STRONG, WEAK, similarity

Levels = NDArray[np.uint8]
WORD = re.compile(r"[^\W_]+")
VOWELS = frozenset("aeiou")
BEHIND = "‥後株"  # ends the key of a firm whose legal form stands behind its name, where another's stands in front
LEAST_INSIDE = 0.79  # of the shorter string's letters need no edit where 0.95 of it stand in the longer one


def words_of(text: str) -> str:
    """The words of a text, in small letters."""
    return " ".join(WORD.findall(text.casefold()))


def begins(left: list[str], right: list[str], likely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where one string begins with the other, of those where it may."""
    found = np.zeros(len(left), bool)
    for at in np.flatnonzero(likely).tolist():
        found[at] = left[at].startswith(right[at]) or right[at].startswith(left[at])
    return found


def _inside(left: list[str], right: list[str], likely: Codes) -> NDArray[np.float32]:
    """How much of the shorter string the longer one holds, of those where it may be 0.95 or more; else 0.

    It is, only if the two are no more edits apart than the longer one has letters, less 0.8 of those of the shorter: a
    tenth of these may be edits, and a tenth more may be missing.
    """
    found = np.zeros(len(left), np.float32)
    some = likely.tolist()
    found[likely] = similarity(fuzz.partial_ratio, [left[at] for at in some], [right[at] for at in some]) / 100
    return found


def text(column: Column, a: Codes, b: Codes) -> Levels:
    """Free text: typing errors, words left out, words in another order.

    Where both sides have words that the other lacks, the rest they share says little: "A bank, north branch" and
    "A bank, cash desk".
    """
    left, right = column.key_array[a].tolist(), column.key_array[b].tolist()
    distance = similarity(OSA.distance, left, right)
    shorter = np.minimum(column.lengths[a], column.lengths[b])
    longest = np.maximum(column.lengths[a], column.lengths[b])
    near = 1 - distance / longest
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    part = _inside(left, right, np.flatnonzero(distance <= longest - LEAST_INSIDE * shorter))
    longer = begins(left, right, part >= 0.99)
    plain = column.each(words_of, texts=True)
    left, right = plain[a].tolist(), plain[b].tolist()
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


def company(column: Column, a: Codes, b: Codes) -> Levels:
    """Names of firms: as free text, and STRONG where their words are the same but for abbreviations.

    A word more in the middle makes another firm more often than a slip: Midnight Oak Design beside Midnight Design.
    """
    levels = text(column, a, b)
    if "firm" not in column.known:
        column.known["firm"] = _words_and_initials(column)
    words, initials = column.known["firm"]
    for at in np.flatnonzero((initials[a] == initials[b]) & (initials[a] != 0) & (levels < STRONG)).tolist():
        if all(x == y or _short_for(x, y) or _short_for(y, x) for x, y in zip(words[a[at]], words[b[at]], strict=True)):
            levels[at] = STRONG
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    for at in np.flatnonzero(
        (levels == STRONG) & (sizes[a] != sizes[b]) & (np.minimum(sizes[a], sizes[b]) > 1)
    ).tolist():
        shorter, longer = sorted((words[a[at]], words[b[at]]), key=len)
        if shorter[0] == longer[0] and shorter[-1] == longer[-1] and set(shorter) < set(longer):
            levels[at] = WEAK
    levels[_two_firms(column, a, b)] = FAINT
    return levels


def _two_firms(column: Column, a: Codes, b: Codes) -> NDArray[np.bool_]:
    """株式会社青葉 and 青葉株式会社, 青葉 and 若葉: two firms of a short list, whatever letters they have in common."""
    if column.rows >= ENOUGH:
        return np.zeros(len(a), bool)
    two = (column.lengths[a] <= 2) & (column.lengths[b] <= 2) & ~column.flagged(str.isascii)[a]
    name = column.coded(without_place)
    result: NDArray[np.bool_] = two | (name[a] == name[b])
    return result


def without_place(key: str) -> str:
    """A firm's key without what says where its legal form stands."""
    return key.removesuffix(BEHIND)


def _words_and_initials(column: Column) -> tuple[list[list[str]], Codes]:
    """For each firm the words of its name, and a code of their first letters, 0 for one word."""
    words = list(map(name_words, column.keys, column.texts))
    codes: dict[str, int] = {"": 0}
    letters = ("".join(word[0] for word in each) if len(each) > 1 else "" for each in words)
    return words, np.array([codes.setdefault(each, len(codes)) for each in letters], dtype=np.int64)


def name_words(key: str, text: str) -> list[str]:
    """The words of a firm's name that its key has as well, without its legal form."""
    found, rest = [], key
    for word in WORD.findall(text.casefold().replace(".", "")):
        if rest.startswith(word):
            found.append(word)
            rest = rest.removeprefix(word)
    return found


def _short_for(short: str, long: str) -> bool:
    """True where a word is another one cut short or with letters left out: ind, intl, bros; not pine for pioneer."""
    letters = iter(long)
    cut = long.startswith(short) or short[-1] == long[-1] or not VOWELS & set(short[1:])
    return cut and 3 <= len(short) < len(long) and short[0] == long[0] and all(letter in letters for letter in short)
