"""Comparing names of people: parts in either order, initials, short forms, typing errors; Latin and Japanese."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.matching.columns import Codes, Column
from leadlist.matching.name_parts import Name, is_cjk
from leadlist.rules.tables import table

DIFFER, FAINT, WEAK, STRONG, EQUIVALENT = 1, 2, 3, 4, 5
UNKNOWN, OTHER, DOUBTFUL, CLOSE, INITIAL, NEAR, EQUAL = range(7)
REAL_NAME = 3  # a part that so many names have is no slip of the finger …
SLIP_RATE = 0.005  # … unless another part is so much more frequent that one slip in it is bound to happen so often


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


def part_levels(
    left: list[str], right: list[str], japanese: NDArray[np.bool_], known: Mapping[str, int]
) -> NDArray[np.uint8]:
    """How alike two parts of names are: UNKNOWN where one is missing, then OTHER, INITIAL, NEAR, EQUAL. Two parts that
    are `known` well from other names are two names, however alike they look: Roger and Robert, 和江 and 和恵."""
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
    two = np.fromiter((_two_names(known.get(x, 0), known.get(y, 0)) for x, y in pairs), bool, len(pairs)) & ~nick
    levels[two & (levels == CLOSE)] = DOUBTFUL
    levels[two & (levels == NEAR)] = np.where(short, NEAR, CLOSE)[two & (levels == NEAR)]
    levels[distance == 0] = EQUAL
    levels[shorter == 0] = UNKNOWN
    return levels


def _two_names(one: int, other: int) -> bool:
    return min(one, other) >= max(REAL_NAME, SLIP_RATE * max(one, other))


def person_name(column: Column, a: Codes, b: Codes) -> NDArray[np.uint8]:
    """Levels for pairs of different names.

    EQUIVALENT is the same name, once without its middle name; STRONG has a slip, a short form or its parts exchanged;
    WEAK has another middle name,
    initials, a second slip, or one part missing; FAINT is alike in some way. One part equal and the other another name
    is DIFFER: a brother, a colleague, a namesake.
    """
    parts, known = column.names
    left, right = [parts[i] for i in a.tolist()], [parts[i] for i in b.tolist()]
    both = zip(left, right, strict=True)
    japanese = np.fromiter((is_cjk(x.family) and is_cjk(y.family) for x, y in both), bool, len(left))
    straight, clash = _parts(left, right, japanese, known, swap=False)
    crossed, _clash = _parts(left, right, japanese, known, swap=True)
    parted = np.fromiter((bool(x.given and y.given) for x, y in zip(left, right, strict=True)), bool, len(left))
    crossed = np.minimum(crossed, STRONG)
    whole = np.where(parted, DIFFER, _whole(column.keys, a, b, japanese)).astype(np.uint8)
    levels = np.maximum(np.maximum(straight, crossed), whole)
    levels[clash & (np.maximum(straight, crossed) < WEAK)] = DIFFER
    middles = [(x.middle, y.middle) for x, y in zip(left, right, strict=True)]
    other = np.fromiter((bool(x and y) and x[0] != y[0] for x, y in middles), bool, len(left))
    levels[other & (levels > WEAK)] = WEAK
    levels[(levels == EQUIVALENT) & np.fromiter((x == y for x, y in middles), bool, len(left))] = STRONG
    return levels


def _distinct_levels(
    left: list[str], right: list[str], japanese: NDArray[np.bool_], known: Mapping[str, int]
) -> NDArray[np.uint8]:
    """`part_levels`, each pair of parts looked at once: many people share a family name."""
    codes: dict[str, int] = {}
    a = np.fromiter((codes.setdefault(part, len(codes)) for part in left), np.int64, len(left))
    b = np.fromiter((codes.setdefault(part, len(codes)) for part in right), np.int64, len(right))
    parts = list(codes)
    width = max(len(codes), 1)
    distinct, inverse = np.unique((a * width + b) * 2 + japanese, return_inverse=True)
    first, second = np.divmod(distinct // 2, width)
    left, right = [parts[i] for i in first.tolist()], [parts[i] for i in second.tolist()]
    found = part_levels(left, right, distinct % 2 == 1, known)
    return found[inverse]


def _parts(
    left: list[Name], right: list[Name], japanese: NDArray[np.bool_], known: Mapping[str, int], *, swap: bool
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Levels of names part by part, and where one part is the same and the other clearly another."""
    other = [Name(n.given, n.family, n.middle) for n in right] if swap else right
    family = _distinct_levels([n.family for n in left], [n.family for n in other], japanese, known)
    given = _distinct_levels([n.given for n in left], [n.given for n in other], japanese, known)
    single = np.fromiter((not x.given and not y.given for x, y in zip(left, right, strict=True)), bool, len(left))
    low, high = np.minimum(family, given), np.maximum(family, given)
    levels = np.full(len(left), DIFFER, np.uint8)
    levels[high >= NEAR] = FAINT
    levels[(high >= NEAR) & ((low == CLOSE) | (low == INITIAL) | (low == UNKNOWN))] = WEAK
    levels[(high == NEAR) & (low == NEAR)] = WEAK
    levels[(high == EQUAL) & (low >= NEAR)] = STRONG
    levels[low == EQUAL] = EQUIVALENT
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
