"""Comparing names of people: parts in either order, initials, short forms, typing errors; Latin and Japanese."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.matching.columns import Codes
from leadlist.rules.tables import table

DIFFER, FAINT, WEAK, STRONG = 1, 2, 3, 4
UNKNOWN, OTHER, INITIAL, NEAR, EQUAL = range(5)

_TITLES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "hon",
        "herr",
        "frau",
        "mme",
        "mlle",
    )
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba"))
_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")


class Name(NamedTuple):
    """A name in parts; `family` alone is filled where it has one part."""

    family: str
    given: str
    middle: str


def is_cjk(text: str) -> bool:
    """True where a text holds kana or kanji."""
    return _CJK.search(text) is not None


def parse(key: str, text: str) -> Name:
    """The parts of a name. A Japanese name without a blank between its parts stays whole, in `family`."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if is_cjk(plain):
        parts = plain.split()
        return Name(key[: len(parts[0])], key[len(parts[0]) :], "") if len(parts) == 2 else Name(key, "", "")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    before, comma, after = plain.partition(",")
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", after + " " + before if comma else plain)
    words = [w for w in words if w not in _TITLES and w not in _SUFFIXES] or words
    if not words:
        return Name(key, "", "")
    if len(words) == 1:
        return Name(words[0], "", "")
    return Name(words[-1], words[0], " ".join(words[1:-1]))


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """For a given name or short form the names it can stand for (`bob` -> robert; `robert` -> robert)."""
    found: dict[str, set[str]] = {}
    for row in table("match_nicknames"):
        for word in (row["name"], *row["short"].split()):
            found.setdefault(word, {word}).add(row["name"])
    return {word: frozenset(names) for word, names in found.items()}


def same_person_name(left: str, right: str) -> bool:
    """True where one given name is a short form of the other, or both of a third."""
    known = nicknames()
    return bool(known.get(left, frozenset((left,))) & known.get(right, frozenset((right,))))


def _cpdist(scorer: Callable[..., float], left: list[str], right: list[str]) -> NDArray[np.float32]:
    return process.cpdist(left, right, scorer=scorer, dtype=np.float32)


def part_levels(left: list[str], right: list[str], japanese: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """How alike two parts of names are: UNKNOWN where one is missing, then OTHER, INITIAL, NEAR, EQUAL."""
    start = _cpdist(JaroWinkler.normalized_similarity, left, right)
    distance = _cpdist(OSA.distance, left, right)
    pairs = list(zip(left, right, strict=True))
    shorter = np.fromiter((min(len(x), len(y)) for x, y in pairs), np.int64, len(pairs))
    initial = np.fromiter(((len(x) == 1 or len(y) == 1) and x[:1] == y[:1] for x, y in pairs), bool, len(pairs))
    short = np.fromiter(
        (len(x) > 2 and len(y) > 2 and (x.startswith(y) or y.startswith(x)) for x, y in pairs), bool, len(pairs)
    )
    nick = np.fromiter((x != y and same_person_name(x, y) for x, y in pairs), bool, len(pairs))
    levels = np.full(len(pairs), OTHER, np.uint8)
    levels[initial & ~japanese] = INITIAL
    near = ((distance <= 1) & (shorter >= 3)) | ((start >= 0.9) & (distance <= 2) & (shorter >= 4)) | short | nick
    levels[near & ~japanese] = NEAR
    levels[japanese & (distance <= 1) & (shorter >= 2)] = NEAR
    levels[distance == 0] = EQUAL
    levels[shorter == 0] = UNKNOWN
    return levels


def person_name(keys: Sequence[str], texts: Sequence[str], a: Codes, b: Codes) -> NDArray[np.uint8]:
    """Levels for pairs of different names: STRONG the same name with a slip, a nickname, a missing middle name or its
    parts exchanged; WEAK initials or half of it missing; FAINT one part alone is the same."""
    parsed = [parse(key, text) for key, text in zip(keys, texts, strict=True)]
    left, right = [parsed[i] for i in a.tolist()], [parsed[i] for i in b.tolist()]
    cjk = np.fromiter((is_cjk(k) for k in keys), bool, len(keys))
    japanese = cjk[a] & cjk[b]
    straight = _parts(left, right, japanese, swap=False)
    crossed = _parts(left, right, japanese, swap=True)
    levels = np.maximum(straight, crossed)
    return np.maximum(levels, _whole(keys, a, b, japanese))


def _parts(left: list[Name], right: list[Name], japanese: NDArray[np.bool_], *, swap: bool) -> NDArray[np.uint8]:
    other = [Name(n.given, n.family, n.middle) for n in right] if swap else right
    family = part_levels([n.family for n in left], [n.family for n in other], japanese)
    given = part_levels([n.given for n in left], [n.given for n in other], japanese)
    single = np.fromiter((not x.given and not y.given for x, y in zip(left, right, strict=True)), bool, len(left))
    levels = np.full(len(left), DIFFER, np.uint8)
    one = (family >= NEAR) | (given >= NEAR)
    levels[one] = FAINT
    half = ((family >= NEAR) & (given == UNKNOWN)) | ((given >= NEAR) & (family == UNKNOWN))
    levels[half | ((family >= NEAR) & (given == INITIAL)) | ((given >= NEAR) & (family == INITIAL))] = WEAK
    levels[(family == NEAR) & (given == NEAR)] = WEAK
    levels[((family == EQUAL) & (given >= NEAR)) | ((family >= NEAR) & (given == EQUAL))] = STRONG
    if not swap:
        levels[single & (family == NEAR)] = STRONG
        levels[single & (family == INITIAL)] = WEAK
    return levels


def _whole(keys: Sequence[str], a: Codes, b: Codes, japanese: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Names compared as they stand, for those that do not fall into parts."""
    left, right = [keys[i] for i in a.tolist()], [keys[i] for i in b.tolist()]
    near = _cpdist(OSA.normalized_similarity, left, right)
    start = _cpdist(JaroWinkler.normalized_similarity, left, right)
    words = _cpdist(fuzz.token_set_ratio, left, right) / 100
    ordered = _cpdist(fuzz.token_sort_ratio, left, right) / 100
    distance = _cpdist(OSA.distance, left, right)
    length = np.fromiter((min(len(x), len(y)) for x, y in zip(left, right, strict=True)), np.int64, len(left))
    family = np.fromiter((x[:2] == y[:2] for x, y in zip(left, right, strict=True)), bool, len(left))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(start >= 0.8) | (japanese & family) | (words >= 0.75)] = FAINT
    levels[((words >= 0.95) | (start >= 0.92)) & ~japanese & (length >= 4)] = WEAK
    levels[~japanese & ((near >= 0.85) | (ordered >= 0.9)) & (length >= 4)] = STRONG
    levels[japanese & (distance <= 1) & (length == 3)] = WEAK
    levels[japanese & (distance <= 1) & (length >= 4)] = STRONG
    return levels
