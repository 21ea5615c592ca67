"""Addresses in Latin script: one key for Street and St., North and N, Seventh and 7th, Suite 12 and # 12."""

import re
from functools import cache

from leadlist.normalizers import folding
from leadlist.rules.tables import table

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLANK = re.compile("(?<![0-9]) | (?![0-9])")  # one between two numbers stays
_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)\Z")
_DIGIT = re.compile("[0-9]")
_ENDINGS = ("st", "nd", "rd", "th")


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


def is_plain(part: str) -> bool:
    """True for a part of an address as most are written, which has a match key, and that in plain letters."""
    return (
        part.isascii()
        and part[:1].isalnum()
        and _DIGIT.search(part) is not None
        and len(part) < 100
        and "  " not in part
        and part.isprintable()
    )


def _plain(word: str) -> str:
    word = word.replace("'", "").replace("’", "")
    return _ORDINAL.sub(r"\1", word) if word.endswith(_ENDINGS) else word
