"""Headings as keys for look-up: the same word however it was typed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

REMARK = re.compile(  # what a form or a template says about filling in a column
    r"[(\[{【<〔「][^()\[\]{}【】<>〔〕「」]{0,40}?"
    r"(?:必須|任意|必ず|半角|全角|入力|記入|例[)::]|例えば|省略|選択|形式|なし可|ハイフン|改行|桁|required|"
    r"optional|mandatory|e\.g\.|ex[.:]|[0-9]\s*[:：=＝]\s*\S)"
    r"[^()\[\]{}【】<>〔〕「」]{0,60}?[)\]}】>〕」]"
    r"|[※|｜].*|(?<=.)(?:必須|任意)$|^(?:必須|任意)(?=.)|\((?:必|任|\*)\)",
    re.IGNORECASE | re.DOTALL,
)
ASKED = re.compile(  # what numbers a question of a form, and what asks for the answer
    r"^\s*(?:(?:Q|問|設問|質問)\s*[0-9]{1,2}\s*[.:)、]?|[(\[]?[0-9]{1,2}[.:)\]、])\s*(?=[^\s0-9])"
    r"|(?:(?:が|は)(?:あれば|ありましたら|ございましたら)[、,]?)?(?:を|は)?[ごお]?(?:入力|記入|選択|選び|教え|聞かせ)(?:して|て)?(?:ください|下さい)[。.]?\s*$|(?<=.)欄\s*$",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"[(\[{【<〔「][^()\[\]{}【】<>〔〕「」]*[)\]}】>〕」]")

_CIRCLED = re.compile(r"^\s*[①-⑳]\s*(?=.)")  # NFKC would leave a bare digit


@lru_cache(maxsize=1 << 16)
def key(heading: str) -> str:
    """The heading folded for look-up: NFKC, case, blanks, line breaks, signs, brackets, numbers of questions, and
    remarks such as (必須).

    "" where nothing is left, as for `***`.
    """
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", heading))
    bare = ASKED.sub("", REMARK.sub("", text))
    return _letters(bare) or _letters(text)


def named_in(names: Iterable[str], headings: Sequence[str]) -> dict[str, list[str]]:
    """The headings that each of the rules' names means: the one written so, else all of its letters. Others are left
    out."""
    found = {name: [name] if name in headings else _alike(name, headings) for name in names}
    return {name: meant for name, meant in found.items() if meant}


def _alike(name: str, headings: Sequence[str]) -> list[str]:
    wanted = key(name)
    return [heading for heading in headings if wanted and key(heading) == wanted]


@lru_cache(maxsize=1 << 14)
def bare_key(heading: str) -> str:
    """`key` of the heading without anything in brackets: 役職(肩書) is 役職."""
    return key(BRACKETED.sub("", unicodedata.normalize("NFKC", _CIRCLED.sub("", heading))))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum() or character in "〒ー")


def without_number(folded: str) -> tuple[str, int]:
    """A folded heading without its trailing number, and the number: ("email", 2) for "email2"; 0 for none."""
    stem = folded.rstrip("0123456789")
    digits = folded[len(stem) :]
    return (stem, int(digits)) if stem and digits and len(digits) < 3 else (folded, 0)
