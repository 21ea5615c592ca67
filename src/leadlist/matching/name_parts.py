"""The parts of people's names, Latin and Japanese."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.rules.tables import table

_TITLES = frozenset(
    """mr mrs ms miss dr prof sir dame lord lady rev hon herr frau mme mlle the right maj gen col capt lt cpt adm brig
    major general colonel captain lieutenant admiral baron baroness baronet bart bt earl count viscount marquess duke
    duchess 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th nee née""".split()  # noqa: SIM905
)
"""Words that are no names: forms of address, ranks, and the ordinals of peers."""
_PARTICLES = frozenset("van von der den ter ten de del della di da dos du la le el al bin ibn ben st san".split())  # noqa: SIM905
"""Words that begin a family name: Van der Berg, de la Cruz."""
DEGREES = frozenset(("phd", "md", "esq", "mba", "msc", "bsc", "cpa", "dds"))
_SUFFIXES = DEGREES | {"jr", "sr", "ii", "iii", "iv"}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
Sounds = Mapping[str, tuple[str, ...]]
"""How parts of names sound, in Latin letters: each has its readings, the same whatever script it is written in."""
NO_SOUNDS: Sounds = {}
MOST_SOUNDS = 2  # of one part
SHORTEST_PART = 3  # letters of a given or family name by which a name written in one is divided
MOST_WORDS = 5  # of a name that are looked at one by one
LATIN, KANA, KANJI = range(3)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
_NATIVE = re.compile("([一-龥々ぁ-んァ-ヶー]+)[ 　][一-龥々ぁ-んァ-ヶー]+")
"""A name in two parts, of letters that no folding changes."""

_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")


class Name(NamedTuple):
    """A name in parts; `family` alone is filled where it has one part."""

    family: str
    given: str
    middle: str


def is_cjk(text: str) -> bool:
    """True where a text holds kana or kanji."""
    return not text.isascii() and _CJK.search(text) is not None


def parse(key: str, text: str) -> Name:
    """The parts of a name. A Japanese name without a blank between its parts stays whole, in `family`."""
    if not text.isascii() and (native := _NATIVE.fullmatch(text)) and len(text) - 1 <= len(key):
        size = native.end(1)
        return Name(key[:size], key[size:], "")
    return _parsed(key, text)


@lru_cache(maxsize=1 << 16)
def _parsed(key: str, text: str) -> Name:
    """The same, where it takes a while."""
    plain = text.lower().strip() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().strip()
    if is_cjk(plain):
        parts = plain.split()
        while len(parts) > 1 and len("".join(parts)) > len(key):  # 山田太郎 様, 山田太郎 部長
            parts.pop()
        size = len(parts[0]) if len(parts) == 2 else 0 if key in _family_names() else family_length(key)
        return Name(key[:size], key[size:], "") if size else Name(key, "", "")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    before, comma, after = plain.partition(",")
    words = _WORD.findall(after + " " + before if comma else plain)
    words = [w for w in words if w not in _TITLES and w not in _SUFFIXES] or words
    if not words:
        return Name(key, "", "")
    if len(words) == 1:
        return Name(words[0], "", "")
    words = _with_particles(words) if len(words) > 2 else words
    return Name(words[-1], words[0], " ".join(words[1:-1]))


def _with_particles(words: list[str]) -> list[str]:
    """The words of a name, given name first, a family name of several words as one: van der berg, in either order."""
    if words[0] in _PARTICLES:
        size = next(i for i, word in enumerate([*words, ""]) if word not in _PARTICLES) + 1
        return [*words[size:], " ".join(words[:size])] if size < len(words) else words
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return [*words[:start], " ".join(words[start:])]


@cache
def _family_names() -> frozenset[str]:
    return frozenset(row["surname"] for row in table("surname_readings"))


def is_family(key: str) -> bool:
    """True for a usual Japanese family name."""
    return key in _family_names()


def family_length(key: str) -> int:
    """How many characters of a Japanese name written in one are its family name, 0 where no known name begins it.

    Two characters go before three and one, for most family names have two.
    """
    known, longest = _family_names(), len(key) - 1
    if longest >= 2 and key[:2] in known:
        return 2
    if longest >= 3 and key[:3] in known:
        return 3
    return 1 if longest >= 1 and key[:1] in known else 0


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """For a given name or short form the names it can stand for (`bob` -> robert; `robert` -> robert)."""
    found: dict[str, set[str]] = {}
    for row in table("match_nicknames"):
        for word in (row["name"], *row["short"].split()):
            found.setdefault(word, {word}).add(row["name"])
    return {word: frozenset(names) for word, names in found.items()}


@cache
def forms(name: str) -> frozenset[str]:
    """The long forms of a given name, and all that these are shortened to."""
    meant = nicknames().get(name, frozenset())
    return meant | {short for short, names in nicknames().items() if names & meant}


def long_form(name: str) -> str:
    """The given name that one may be a short form of, itself where none is known; of several the first."""
    return min(nicknames().get(name, frozenset()) - {name}, default=name)


class Words(NamedTuple):
    """The distinct words of a column's names; the first is "". `counts` says in how many distinct names each word
    occurs: a slip makes a rare one. `first` is a word's first character, 0 where it has none. `number` is a code of the
    figures in a word that has letters as well, 0 where it has none; `listed` are the words that `nicknames` knows.
    `sounds` are codes of how a word sounds, 0 where that is not known; `script` is KANJI, KANA or LATIN."""

    texts: NDArray[np.object_]
    counts: NDArray[np.int64]
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    number: NDArray[np.int64]
    listed: NDArray[np.bool_]
    sounds: NDArray[np.int64]
    script: NDArray[np.int64]


class Names(NamedTuple):
    """A column's distinct names as positions in `words`: one array a part, and all words of each, filled up with 0.

    `japanese` is true where the family name is written in kana or kanji.
    """

    words: Words
    family: NDArray[np.int64]
    given: NDArray[np.int64]
    middle: NDArray[np.int64]
    each: NDArray[np.int64]
    japanese: NDArray[np.bool_]


def names_of(keys: Sequence[str], texts: Sequence[str], sounds: Sounds = NO_SOUNDS) -> Names:
    """Names in parts. One written without a blank is divided after a family name that others of the list have."""
    parts = [parse(key, text) for key, text in zip(keys, texts, strict=True)]
    cjk = [is_cjk(name.family) for name in parts]
    families = {name.family for name, japanese in zip(parts, cjk, strict=True) if name.given and japanese}
    for at, (key, name) in enumerate(zip(keys, parts, strict=True)):
        if not name.given and cjk[at] and key not in families:
            likely = range(len(key) - 1, 1, -1) if _KANA.fullmatch(key) else (2, 3, 1)  # ハラウラ before ハラ
            size = next((size for size in likely if len(key) > size and key[:size] in families), 0)
            parts[at] = Name(key[:size], key[size:], "") if size else name
    _part_unparted(parts, cjk)
    codes = {"": 0}
    flat = [codes.setdefault(part, len(codes)) for name in parts for part in name]
    family, given, middle = np.array(flat, dtype=np.int64).reshape(-1, 3).T
    each = np.zeros((len(parts), MOST_WORDS), np.int64)
    each[:, 0], each[:, 1] = np.where(given, given, family), np.where(given, family, 0)
    for at in np.flatnonzero((middle != 0) & (given != 0)).tolist():
        words = [parts[at].given, *parts[at].middle.split()[: MOST_WORDS - 2], parts[at].family]
        each[at, : len(words)] = [codes.setdefault(word, len(codes)) for word in words]
    counts = np.bincount(family, minlength=len(codes)) + np.bincount(given[given != family], minlength=len(codes))
    found = list(codes)
    return Names(
        Words(
            np.array(found, dtype=object),
            counts,
            np.array([ord(word[0]) if word else 0 for word in found], dtype=np.int64),
            np.array([len(word) for word in found], dtype=np.int64),
            _numbers(found),
            np.array([word in nicknames() for word in found], dtype=bool),
            _sounds(found, sounds),
            np.array([script(word) for word in found], dtype=np.int64),
        ),
        family,
        given,
        middle,
        each,
        np.array(cjk, dtype=bool),
    )


def _part_unparted(parts: list[Name], cjk: Sequence[bool]) -> None:
    """Divide names of Latin letters that lost their blank (DanMartin) where others of the list have the family name,
    and the rest is a given name that is known."""
    single = [
        at for at, name in enumerate(parts) if not name.given and not cjk[at] and len(name.family) >= 2 * SHORTEST_PART
    ]
    if not single:
        return
    families = {name.family for name in parts if name.given}
    for at in single:
        key = parts[at].family
        sizes = range(len(key) - SHORTEST_PART, SHORTEST_PART - 1, -1)
        if key not in families and key not in nicknames():
            size = next((size for size in sizes if key[:size] in nicknames() and key[size:] in families), 0)
            parts[at] = Name(key[size:], key[:size], "") if size else parts[at]


def _numbers(words: Sequence[str]) -> NDArray[np.int64]:
    codes: dict[tuple[str, ...], int] = {(): 0}
    figures = (_DIGITS.findall(word) if word.isalnum() and not word.isalpha() else () for word in words)
    return np.array([codes.setdefault(tuple(each), len(codes)) for each in figures], dtype=np.int64)


def script(word: str) -> int:
    """Which letters a word is written in: KANJI as soon as it has one, else KANA or LATIN."""
    if not is_cjk(word):
        return LATIN
    return KANA if _KANA.fullmatch(word) else KANJI


def _sounds(words: Sequence[str], sounds: Sounds) -> NDArray[np.int64]:
    codes = {"": 0}
    found = np.zeros((len(words), MOST_SOUNDS), np.int64)
    if sounds:
        for at, word in enumerate(words):
            for place, heard in enumerate(sounds.get(word, ())[:MOST_SOUNDS]):
                found[at, place] = codes.setdefault(heard, len(codes))
    return found
