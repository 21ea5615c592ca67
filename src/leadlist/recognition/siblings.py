"""What a heading means because of those beside it: 注文者姓 and 注文者名, or 請求先氏名 where nobody else is named."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from leadlist.recognition.meanings import ASIDE, BARE, EXACT, PARTS, Meaning, meanings
from leadlist.recognition.words import key

_READING = re.compile("カナ|かな|フリガナ|ふりがな|ヨミ|よみ|kana")
_PAYER = re.compile("請求先|ご?請求者|支払者|billing|^bill(?:to)?(?=[a-z])")
_PAIRS = {"名前": ("名字", "苗字"), "名": ("姓", "氏")}  # the given name, and its family name
_CUSTOMERS = frozenset(("name", "family_name", "company"))


def of_pairs(headings: Sequence[str], known: Sequence[tuple[Meaning, ...]]) -> list[tuple[Meaning, ...]]:
    """The meanings, with X姓 and X名 as family and given name where a list has both; so with X姓カナ and X名カナ."""
    found = list(known)
    plain = [unicodedata.normalize("NFKC", heading) for heading in headings]
    places = {key(heading): column for column, heading in enumerate(plain)}
    for column, heading in enumerate(plain):
        if ASIDE.search(key(heading)) or any(m.sureness == EXACT for m in found[column]):
            continue
        for given, at in _given_words(heading):
            others = (key(heading[:at] + sign + heading[at + len(given) :]) for sign in _PAIRS[given])
            partner = next((places[other] for other in others if other in places), None)
            if partner is not None:
                ending = "_kana" if _READING.search(heading) else ""
                found[column] = (Meaning(f"given_name{ending}", frozenset(), BARE),)
                found[partner] = (Meaning(f"family_name{ending}", frozenset(), BARE),)
    return found


def _given_words(heading: str) -> Iterable[tuple[str, int]]:
    """Each word for a given name in a heading, and where it begins."""
    return ((given, match.start()) for given in _PAIRS for match in re.finditer(given, heading))


def of_payers(headings: Sequence[str], held: frozenset[str]) -> dict[int, tuple[Meaning, ...]]:
    """Meanings of 氏(請求先), Billing Name …, in a list that names nobody else: who pays is the customer there."""
    if held & _CUSTOMERS:
        return {}
    found: dict[int, tuple[Meaning, ...]] = {}
    for column, heading in enumerate(headings):
        plain = unicodedata.normalize("NFKC", heading)
        rest = _PAYER.sub("", plain.casefold())
        if rest != plain.casefold() and key(rest):
            found[column] = tuple(m._replace(sureness=PARTS) for m in meanings(rest))
    return found
