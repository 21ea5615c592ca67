"""Comparing names of people: parts in either order, initials, short forms, typing errors; Latin and Japanese."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.columns import Codes, Column, Strings
from leadlist.matching.name_parts import KANA, MOST_WORDS, Names, Words, forms, nicknames

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

MISSING, DIFFER, FAINT, WEAK, STRONG, EQUIVALENT = range(6)
UNKNOWN, OTHER, DOUBTFUL, CLOSE, INITIAL, NEAR, EQUAL = range(7)
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
SIGNS = ("&", "＆", "・", "、", " and ", " AND ")
SEVERAL = re.compile(r"(?<=\w) *[&＆] *(?=\w)|(?<=\w) and (?=\w)|(?<=[一-龥]) ?[・、] ?(?=[一-龥])", re.IGNORECASE)
REAL_NAME = 3  # a part that so many names have is no slip of the finger …
SLIP_RATE = 0.005  # … unless another part is so much more frequent that one slip in it is bound to happen so often


def same_person_name(left: str, right: str) -> bool:
    """True where one given name is a short form of the other, or both of a third."""
    known = nicknames()
    return bool(known.get(left, frozenset((left,))) & known.get(right, frozenset((right,))))


def undoubled(name: str) -> str:
    """A name with each letter that stands twice in a row once: 安安木 is a slip of 安木."""
    return "".join(letter for letter, before in zip(name, " " + name, strict=False) if letter != before)


def initial_of_long_form(left: str, right: str) -> bool:
    """True where one is the initial of a name that the other is a short form of: R. and Bob, of Robert."""
    letter, name = sorted((left, right), key=len)
    return any(long.startswith(letter) for long in nicknames().get(name, ()))


def pet_name(short: str, long: str) -> bool:
    """True where one name is the beginning of the other with an ending of endearment: Maddie, Steffi, Kathy."""
    stem = next((short.removesuffix(end) for end in ("ie", "ey", "y", "i") if short.endswith(end)), "")
    stem = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    return len(stem) >= 3 and long.startswith(stem) and len(long) > len(stem) + 1


def similarity(scorer: Callable[..., float], left: list[str], right: list[str]) -> NDArray[np.float32]:
    """A rapidfuzz scorer over two lists, pair by pair."""
    return process.cpdist(left, right, scorer=scorer, dtype=np.float32)


def part_levels(words: Words, x: Codes, y: Codes, japanese: Mask, *, family: bool = False) -> Levels:
    """How alike two parts of names are: UNKNOWN (one is missing), OTHER, DOUBTFUL, CLOSE, INITIAL, NEAR, EQUAL.

    Each pair of parts is looked at once, for many people share a family name. Two parts that are known well from other
    names are two names, however alike they look: Roger and Robert, 和江 and 和恵.
    """
    low, high = np.minimum(x, y), np.maximum(x, y)
    distinct, inverse = np.unique((low * len(words.texts) + high) * 2 + japanese, return_inverse=True)
    first, second = np.divmod(distinct // 2, len(words.texts))
    levels = np.full(len(distinct), EQUAL, np.uint8)
    levels[first == 0] = UNKNOWN
    other = np.flatnonzero((first != second) & (first != 0))
    if len(other):
        levels[other] = _unequal(words, first[other], second[other], distinct[other] % 2 == 1, family)
    return levels[inverse]


def _unequal(words: Words, x: Codes, y: Codes, japanese: Mask, family: bool) -> Levels:
    left, right = words.texts[x].tolist(), words.texts[y].tolist()
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    distance = similarity(OSA.distance, left, right)
    shorter, longer = np.minimum(words.length[x], words.length[y]), np.maximum(words.length[x], words.length[y])
    half = 1 - distance / longer
    alike = words.first[x] == words.first[y]
    short = np.zeros(len(x), bool)
    for at in np.flatnonzero(alike & (shorter > 2) & (distance == longer - shorter)).tolist():
        short[at] = left[at].startswith(right[at]) or right[at].startswith(left[at])
    nick = alike & ~japanese & (shorter >= 4) & (half < 0.75)
    for at in np.flatnonzero(nick).tolist():
        nick[at] = pet_name(left[at], right[at]) or pet_name(right[at], left[at])
    for at in np.flatnonzero(words.listed[x] & words.listed[y]).tolist():
        nick[at] = same_person_name(left[at], right[at])
    initial = (shorter == 1) & alike
    for at in np.flatnonzero((shorter == 1) & ~alike & (words.listed[x] | words.listed[y])).tolist():
        initial[at] = initial_of_long_form(left[at], right[at])
    levels = np.full(len(x), OTHER, np.uint8)
    levels[alike | (half >= 0.5) | (japanese & (shorter == 1))] = DOUBTFUL  # one kanji: as likely of the same sound
    levels[(start >= 0.82) | (half >= 0.6)] = CLOSE
    levels[initial & ~japanese] = INITIAL
    levels[(shorter == 1) & japanese] = np.minimum(levels, DOUBTFUL)[(shorter == 1) & japanese]  # 茂, 茂雄
    near = ((distance <= 1) & (shorter >= 3)) | ((start >= 0.9) & (distance <= 2) & (shorter >= 4)) | short | nick
    levels[near & ~japanese] = NEAR
    listed = words.listed[x] & words.listed[y]
    levels[~japanese & ~nick & ~short & (shorter == longer) & ((longer == 3) | listed) & (distance == 1)] = DOUBTFUL
    levels[japanese & (distance <= 1) & (shorter >= 4)] = NEAR
    for at in np.flatnonzero(japanese & (longer - shorter == 1) & (shorter >= 2) & (distance == 1)).tolist():
        if undoubled(left[at]) == undoubled(right[at]):
            levels[at] = NEAR
    kana = (words.script[x] == KANA) & (words.script[y] == KANA)
    for at in np.flatnonzero(kana & (levels >= CLOSE) & (shorter == longer)).tolist():
        if left[at][:-1] == right[at][:-1]:  # ハルヨ and ハルタ are two names
            levels[at] = DOUBTFUL
    heard = _heard(words, x, y) if words.sounds.any() else np.zeros(len(x), np.uint8)
    levels[(heard == OTHER) & japanese & (shorter == 1) & ~alike & (half < 0.5)] = OTHER
    one, other = words.number[x], words.number[y]  # who is numbered has another number, and is another
    levels[(levels >= DOUBTFUL) & (one != 0) & (other != 0) & (one != other)] = OTHER
    fewer, more = np.minimum(words.counts[x], words.counts[y]), np.maximum(words.counts[x], words.counts[y])
    two = (fewer >= np.maximum(REAL_NAME, SLIP_RATE * more)) & ~nick
    levels[two & (levels == CLOSE)] = DOUBTFUL
    levels[two & (levels == NEAR) & ~short] = CLOSE
    if family:
        levels[(heard == EQUAL) & japanese & (levels < CLOSE)] = CLOSE
    return levels


def sound_alike(names: Names, a: Codes, b: Codes) -> Mask:
    """Names of one family whose given names, of two kanji and more, are other ones of the same sound: 友加 and 友香."""
    one, other = names.given[a], names.given[b]
    found: Mask = names.japanese[a] & (names.family[a] == names.family[b]) & (one != other)
    found &= np.minimum(names.words.length[one], names.words.length[other]) > 1
    found[found] = _heard(names.words, one[found], other[found]) == EQUAL
    return found


def as_heard(columns: Sequence[Column], left: Codes, right: Codes, wanted: Mask) -> Mask:
    """Of the pairs of records that are wanted those whose names sound alike."""
    found = np.zeros(len(left), bool)
    wanted_at = np.flatnonzero(wanted)
    for column in columns:
        if column.kind is Kind.PERSON_NAME and column.sounds:
            a, b = column.codes[left[wanted_at]], column.codes[right[wanted_at]]
            both = (a != NO_VALUE) & (b != NO_VALUE)
            found[wanted_at[both]] |= sound_alike(column.names, a[both], b[both])
    return found


def _heard(words: Words, x: Codes, y: Codes) -> Levels:
    """EQUAL where two parts sound the same, OTHER where they do not, UNKNOWN where that is not known of one."""
    one, other = words.sounds[x], words.sounds[y]
    same = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] != 0)).any(axis=(1, 2))
    levels = np.where(same, EQUAL, OTHER).astype(np.uint8)
    levels[(one[:, 0] == 0) | (other[:, 0] == 0)] = UNKNOWN
    return levels


def person_name(column: Column, a: Codes, b: Codes) -> Levels:
    """Levels for pairs of different names.

    EQUIVALENT is the same name, once without its middle name; STRONG has a slip, a short form, its parts exchanged, or
    goes by a middle name; WEAK has another middle name, initials, a second slip, one part missing, or two of three
    words; FAINT is alike in some way. One part equal and the other another name is DIFFER: a brother, a colleague, a
    namesake.
    """
    names = column.names
    japanese = names.japanese[a] & names.japanese[b]
    straight, clash = _parts(names, a, b, japanese, swap=False)
    crossed, _clash = _parts(names, a, b, japanese, swap=True)
    parted = (names.given[a] != 0) & (names.given[b] != 0)
    whole = np.zeros(len(a), np.uint8)
    if not parted.all():
        whole[~parted] = _whole(column.key_array, a[~parted], b[~parted], japanese[~parted])
    best = np.maximum(straight, np.minimum(crossed, STRONG))
    levels = np.maximum(np.maximum(best, whole), DIFFER)
    levels[clash & (best < WEAK)] = DIFFER
    turned = column.coded(letters)
    for at in np.flatnonzero(japanese & (levels <= FAINT) & (turned[a] == turned[b]) & (turned[a] != 0)).tolist():
        if OSA.distance(column.keys[a[at]], column.keys[b[at]]) == 1:  # 山田修, 山修田
            levels[at] = WEAK
    middle_a, middle_b = names.words.first[names.middle[a]], names.words.first[names.middle[b]]
    levels[(middle_a != 0) & (middle_b != 0) & (middle_a != middle_b) & (levels > WEAK)] = WEAK
    levels[(levels == EQUIVALENT) & (names.middle[a] == names.middle[b])] = STRONG
    scripts = np.flatnonzero(names.words.script[names.family[a]] != names.words.script[names.family[b]])
    if len(scripts):  # letters tell nothing of kanji, but for their sound
        levels[scripts] = _by_sound(names, a[scripts], b[scripts])
    many = np.flatnonzero(((names.middle[a] != 0) | (names.middle[b] != 0)) & ~japanese & parted & (levels < STRONG))
    if len(many):
        levels[many] = np.maximum(levels[many], _word_by_word(names, a[many], b[many]))
    return levels


def generation(text: str) -> str:
    """Which of a family's bearers of one name a name says it is of: jr, sr, ii; "" where it does not say."""
    last = text.rstrip(" .").rpartition(" ")[2].lower()
    return last if last in GENERATIONS else ""


def couple(text: str) -> str:
    """The cell, where it names more people than one: Mr & Mrs Forbes, 木村 博・明子. ジョン・スミス is one."""
    return text if any(sign in text for sign in SIGNS) and SEVERAL.search(text) else ""


def letters(key: str) -> str:
    """The letters of a name of three or more, sorted: the same where two are exchanged."""
    return "".join(sorted(key)) if len(key) > 2 else ""


def _word_by_word(names: Names, a: Codes, b: Codes) -> Levels:
    """Levels of names of three words or more by the words they share, wherever these stand: who is called by a middle
    name, or has a second family name."""
    x, y = names.each[a], names.each[b]
    fewer, other = ((x != 0).sum(axis=1), (y != 0).sum(axis=1))
    swap = fewer > other
    x[swap], y[swap] = y[swap], x[swap]
    fewer = np.minimum(fewer, other)
    one, two = np.broadcast_to(x.T[:, None], (MOST_WORDS, *y.T.shape)), np.broadcast_to(y.T, (MOST_WORDS, *y.T.shape))
    pairs = part_levels(names.words, one.ravel(), two.ravel(), np.zeros(one.size, bool)).reshape(one.shape)
    letters = (names.words.length[x].T[:, None] == 1) & (pairs == EQUAL)
    best = np.where(letters, INITIAL, pairs).max(axis=1)
    same, near = (best == EQUAL).sum(axis=0), (best >= NEAR).sum(axis=0)
    short = (best >= INITIAL).sum(axis=0)
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(near >= 2) & (same >= 1)] = WEAK
    levels[(short == fewer) & (near >= 2) & (same >= 1)] = WEAK
    levels[(near == fewer) & (near >= 2) & (same >= near - 1)] = STRONG
    return levels


def _parts(names: Names, a: Codes, b: Codes, japanese: Mask, *, swap: bool) -> tuple[Levels, Mask]:
    """Levels of names part by part, and where one part is the same and the other clearly another."""
    second, first = (names.given, names.family) if swap else (names.family, names.given)
    family = part_levels(names.words, names.family[a], second[b], japanese, family=not swap)
    given = part_levels(names.words, names.given[a], first[b], japanese)
    if not swap:
        _misspelt_short_forms(names.words, names.given[a], names.given[b], (family == EQUAL) & ~japanese, given)
    low, high = np.minimum(family, given), np.maximum(family, given)
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[high >= NEAR] = FAINT
    levels[(high >= NEAR) & ((low == CLOSE) | (low == INITIAL) | (low == UNKNOWN))] = WEAK
    levels[(high == NEAR) & (low == NEAR)] = WEAK
    levels[(high == EQUAL) & (low >= NEAR)] = STRONG
    levels[low == EQUAL] = EQUIVALENT
    if not swap:
        single = (names.given[a] == 0) & (names.given[b] == 0)
        levels[single & (family == NEAR)] = STRONG
        levels[single & (family == INITIAL)] = WEAK
        levels[single & (family == CLOSE)] = FAINT
    return levels, (low == OTHER) & (high >= CLOSE)


def _misspelt_short_forms(words: Words, x: Codes, y: Codes, asked: Mask, levels: Levels) -> None:
    """Make CLOSE what is a slip away from a short or long form of the other: atthew and Matt, Bbo and Robert."""
    rare = np.minimum(
        np.where(words.listed[x], REAL_NAME, words.counts[x]), np.where(words.listed[y], REAL_NAME, words.counts[y])
    )
    unlike = (levels != UNKNOWN) & (levels < CLOSE) & (words.listed[x] != words.listed[y]) & (rare < REAL_NAME)
    for at in np.flatnonzero(asked & unlike).tolist():
        one, other = words.texts[x[at]], words.texts[y[at]]
        known, strange = (one, other) if words.listed[x[at]] else (other, one)
        if len(strange) > 2 and any(_slip(strange, form) for form in forms(known)):
            levels[at] = CLOSE


def _slip(strange: str, name: str) -> bool:
    """True where one slip makes a name of three letters or more another, in short ones only two exchanged letters."""
    exchanged = len(strange) == len(name) and sorted(strange) == sorted(name)
    return (exchanged or min(len(strange), len(name)) > 3) and OSA.distance(strange, name) == 1


def _by_sound(names: Names, a: Codes, b: Codes) -> Levels:
    """Levels of names in different scripts: STRONG where they sound the same, in either order, WEAK where one has a
    family name only, DIFFER where they sound otherwise, MISSING where it is not known how."""
    sounds = [
        (_heard(names.words, names.family[a], family), _heard(names.words, names.given[a], given))
        for family, given in ((names.family[b], names.given[b]), (names.given[b], names.family[b]))
    ]
    single = (names.given[a] == 0) | (names.given[b] == 0)
    levels = np.full(len(a), MISSING, np.uint8)
    levels[np.logical_and.reduce([(family == OTHER) | (given == OTHER) for family, given in sounds])] = DIFFER
    levels[np.logical_or.reduce([(family == EQUAL) & (given == EQUAL) for family, given in sounds])] = STRONG
    levels[single & (sounds[0][0] == EQUAL)] = WEAK
    return levels


def _whole(keys: Strings, a: Codes, b: Codes, japanese: Mask) -> Levels:
    """Names compared as they stand, for those that do not fall into parts."""
    left, right = keys[a].tolist(), keys[b].tolist()
    near = similarity(OSA.normalized_similarity, left, right)
    start = similarity(JaroWinkler.normalized_similarity, left, right)
    words = similarity(fuzz.token_set_ratio, left, right) / 100
    ordered = similarity(fuzz.token_sort_ratio, left, right) / 100
    distance = similarity(OSA.distance, left, right)
    length = np.fromiter((min(len(x), len(y)) for x, y in zip(left, right, strict=True)), np.int64, len(left))
    family = np.fromiter((x[:2] == y[:2] for x, y in zip(left, right, strict=True)), bool, len(left))
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[(start >= 0.8) | (japanese & family) | (words >= 0.75)] = FAINT
    levels[((words >= 0.95) | (start >= 0.92)) & ~japanese & (length >= 4)] = WEAK
    levels[~japanese & ((near >= 0.85) | (ordered >= 0.9)) & (length >= 4)] = STRONG
    levels[japanese & (distance <= 1) & (length >= 3)] = WEAK
    levels[japanese & (distance <= 1) & (length >= 5)] = STRONG
    for at in np.flatnonzero(japanese & (levels >= WEAK)).tolist():
        if len(left[at]) == len(right[at]) and left[at][:-1] == right[at][:-1]:
            levels[at] = FAINT
    return levels
