"""What a heading means because of those beside it: 注文者姓 and 注文者名, or 請求先氏名 where nobody else is named."""

import re
import unicodedata
from collections.abc import Sequence

from leadlist.recognition.meanings import ASIDE, BARE, EXACT, PARTS, Meaning, meanings
from leadlist.recognition.words import key

_READING = re.compile("カナ|かな|フリガナ|ふりがな|ヨミ|よみ|kana")
_PAYER = re.compile("請求先|ご?請求者|支払者|billing")
_CUSTOMERS = frozenset(("name", "family_name", "company"))


def of_pairs(headings: Sequence[str], known: Sequence[tuple[Meaning, ...]]) -> list[tuple[Meaning, ...]]:
    """The meanings, with X姓 and X名 as family and given name where a list has both; so with X姓カナ and X名カナ."""
    found = list(known)
    plain = [unicodedata.normalize("NFKC", heading) for heading in headings]
    places = {key(heading): column for column, heading in enumerate(plain)}
    for column, heading in enumerate(plain):
        if ASIDE.search(key(heading)) or any(m.sureness == EXACT for m in found[column]):
            continue
        for at in (at for at, letter in enumerate(heading) if letter == "名"):
            partner = next((places[k] for sign in "姓氏" if (k := _with(heading, at, sign)) in places), None)
            if partner is not None:
                ending = "_kana" if _READING.search(heading) else ""
                found[column] = (Meaning(f"given_name{ending}", frozenset(), BARE),)
                found[partner] = (Meaning(f"family_name{ending}", frozenset(), BARE),)
    return found


def _with(heading: str, at: int, sign: str) -> str:
    return key(heading[:at] + sign + heading[at + 1 :])


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
