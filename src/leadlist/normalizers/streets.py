"""Addresses in Latin script: one key for Street and St., North and N, Seventh and 7th, Suite 12 and # 12."""

import re
from collections.abc import Sequence
from functools import cache

from leadlist.normalizers import folding
from leadlist.normalizers.recognised import strange
from leadlist.rules.tables import table

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLANK = re.compile("(?<![0-9]) | (?![0-9])")  # one between two numbers stays
_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)\Z")
_ENDINGS = ("st", "nd", "rd", "th")
_APOSTROPHE = re.compile("(?<=[a-z0-9])'(?=[a-z0-9])")
_ENDING = re.compile("(?:st|nd|rd|th)(?<=[0-9]..)(?![a-z0-9])")
_PLAIN = "(?=[^0-9\n]*+[0-9])(?!.{100})[A-Za-z0-9][!-~]*+(?: [!-~]++)*+ ?"
_SIGNS = str.maketrans(dict.fromkeys((chr(code) for code in range(0x20, 0x7F) if not chr(code).isalnum()), " "))


@cache
def _words() -> dict[str, str]:
    return {row["word"]: row["key"] for row in table("street_words")}


def street_key(address: str) -> str:
    """The address folded, its usual words as the post abbreviates them, without blanks; numbers stay apart (156-2ave).

    A word that is all there is keeps its own form, or the city of First would have no key.
    """
    folded = folding.latin(address)
    if not folded.isascii():
        return re.sub(r"[^\w-]|_", "", folded)
    known = _words()
    words = " ".join(known.get(word, word) for word in map(_plain, _WORD.findall(folded))).split()
    key = _BLANK.sub("", "-".join(words) if all(map(str.isdigit, words)) else " ".join(words))
    return key.replace(" ", "-") or re.sub(r"[^\w-]|_", "", folded)


def plain_street_keys(parts: Sequence[str]) -> dict[str, str]:
    """The keys of those parts of addresses that are written as most are, which have a match key, and that in plain
    letters: in ASCII, with a number."""
    lines = [part for part in parts if part and "\n" not in part]
    odd = strange(_PLAIN, "\n".join(lines))
    plain = [part for part in lines if part not in odd] if odd else lines
    return dict(zip(plain, _keys(plain), strict=True)) if plain else {}


def _keys(addresses: Sequence[str]) -> list[str]:
    """As `street_key` for each, told together."""
    folded = _APOSTROPHE.sub("", "\0".join(addresses).lower()).translate(_SIGNS)
    known = _words()
    words = _ENDING.sub("", folded.replace("\0", " \0 ")).split()
    keys = _BLANK.sub("", " ".join(filter(None, map(known.get, words, words)))).replace(" ", "-").split("\0")
    return [key or street_key(address) for key, address in zip(keys, addresses, strict=True)]


def _plain(word: str) -> str:
    word = word.replace("'", "").replace("’", "")
    return _ORDINAL.sub(r"\1", word) if word.endswith(_ENDINGS) else word
