"""Comparing names of people: parts in either order, initials, short forms, typing errors; Latin and Japanese."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.matching.columns import Codes
from leadlist.rules.tables import table

DIFFER, FAINT, WEAK, STRONG = 1, 2, 3, 4
UNKNOWN, OTHER, DOUBTFUL, CLOSE, INITIAL, NEAR, EQUAL = range(7)

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


@lru_cache(maxsize=1 << 17)
def parse(key: str, text: str) -> Name:
    """The parts of a name. A Japanese name without a blank between its parts stays whole, in `family`."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if is_cjk(plain):
        parts = plain.split()
        size = len(parts[0]) if len(parts) == 2 else family_length(key)
        return Name(key[:size], key[size:], "") if size else Name(key, "", "")
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
def _family_names() -> frozenset[str]:
    return frozenset(row["surname"] for row in table("surname_readings"))


def family_length(key: str) -> int:
    """How many characters of a Japanese name written in one are its family name, 0 where no known name begins it.

    Two characters go before three and one, for most family names have two.
    """
    known = _family_names()
    return next((size for size in (2, 3, 1) if len(key) > size and key[:size] in known), 0)


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
    near = ((distance <= 1) & (shorter >= 3)) | ((start >= 0.9) & (distance <= 2) & (shorter >= 4)) | short | nick
    half = _cpdist(OSA.normalized_similarity, left, right)
    close = (start >= 0.82) | (half >= 0.6) | (japanese & (half >= 0.6))
    maybe = np.fromiter((x[:1] == y[:1] for x, y in pairs), bool, len(pairs)) | (half >= 0.5)
    maybe |= japanese & (shorter == 1)  # one character: as likely another spelling of the same sound
    levels[maybe] = DOUBTFUL
    levels[close] = CLOSE
    levels[initial & ~japanese] = INITIAL
    levels[near & ~japanese] = NEAR
    levels[japanese & (distance <= 1) & (shorter >= 4)] = NEAR
    levels[distance == 0] = EQUAL
    levels[shorter == 0] = UNKNOWN
    return levels


def person_name(keys: Sequence[str], texts: Sequence[str], a: Codes, b: Codes) -> NDArray[np.uint8]:
    """Levels for pairs of different names.

    STRONG is the same name with a slip, a short form, without a middle name or with its parts exchanged; WEAK has
    initials, a second slip, or one part missing; FAINT is alike in some way. One part equal and the other another name
    is DIFFER: a brother, a colleague, a namesake.
    """
    parsed = [parse(key, text) for key, text in zip(keys, texts, strict=True)]
    left, right = [parsed[i] for i in a.tolist()], [parsed[i] for i in b.tolist()]
    cjk = np.fromiter((is_cjk(k) for k in keys), bool, len(keys))
    japanese = cjk[a] & cjk[b]
    straight, clash = _parts(left, right, japanese, swap=False)
    crossed, _clash = _parts(left, right, japanese, swap=True)
    parted = np.fromiter((bool(x.given and y.given) for x, y in zip(left, right, strict=True)), bool, len(left))
    whole = np.where(japanese & parted, DIFFER, _whole(keys, a, b, japanese)).astype(np.uint8)
    levels = np.maximum(np.maximum(straight, crossed), whole)
    levels[clash & (np.maximum(straight, crossed) < WEAK)] = DIFFER
    return levels


def _distinct_levels(left: list[str], right: list[str], japanese: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """`part_levels`, each pair of parts looked at once: many people share a family name."""
    codes: dict[str, int] = {}
    a = np.fromiter((codes.setdefault(part, len(codes)) for part in left), np.int64, len(left))
    b = np.fromiter((codes.setdefault(part, len(codes)) for part in right), np.int64, len(right))
    parts = list(codes)
    width = max(len(codes), 1)
    distinct, inverse = np.unique((a * width + b) * 2 + japanese, return_inverse=True)
    first, second = np.divmod(distinct // 2, width)
    found = part_levels([parts[i] for i in first.tolist()], [parts[i] for i in second.tolist()], distinct % 2 == 1)
    return found[inverse]


def _parts(
    left: list[Name], right: list[Name], japanese: NDArray[np.bool_], *, swap: bool
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Levels of names part by part, and where one part is the same and the other clearly another."""
    other = [Name(n.given, n.family, n.middle) for n in right] if swap else right
    family = _distinct_levels([n.family for n in left], [n.family for n in other], japanese)
    given = _distinct_levels([n.given for n in left], [n.given for n in other], japanese)
    single = np.fromiter((not x.given and not y.given for x, y in zip(left, right, strict=True)), bool, len(left))
    low, high = np.minimum(family, given), np.maximum(family, given)
    levels = np.full(len(left), DIFFER, np.uint8)
    levels[high >= NEAR] = FAINT
    levels[(high >= NEAR) & ((low == CLOSE) | (low == INITIAL) | (low == UNKNOWN))] = WEAK
    levels[(high == NEAR) & (low == NEAR)] = WEAK
    levels[(high == EQUAL) & (low >= NEAR)] = STRONG
    if not swap:
        levels[single & (family == NEAR)] = STRONG
        levels[single & (family == INITIAL)] = WEAK
        levels[single & (family == CLOSE)] = FAINT
    return levels, (low == OTHER) & (high >= CLOSE)


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
    levels[japanese & (distance <= 1) & (length >= 3)] = WEAK
    levels[japanese & (distance <= 1) & (length >= 5)] = STRONG
    return levels
