"""The parts of people's names, Latin and Japanese."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from leadlist.rules.tables import table

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


class Names(NamedTuple):
    """The parts of a column's distinct names, and in how many of them each part occurs: a slip makes a rare one."""

    parts: list[Name]
    counts: Counter[str]


def names_of(keys: Sequence[str], texts: Sequence[str]) -> Names:
    """Names in parts. One written without a blank is divided after a family name that others of the list have."""
    parts = [parse(key, text) for key, text in zip(keys, texts, strict=True)]
    families = {name.family for name in parts if name.given and is_cjk(name.family)}
    for at, (key, name) in enumerate(zip(keys, parts, strict=True)):
        if not name.given and is_cjk(name.family):
            size = next((size for size in (2, 3, 1) if len(key) > size and key[:size] in families), 0)
            parts[at] = Name(key[:size], key[size:], "") if size else name
    counts = Counter(part for name in parts for part in {name.family, name.given})
    return Names(parts, counts)
