"""What a text looks like, whatever column it stands in: for values that got into the wrong one."""

import re
import unicodedata
from functools import lru_cache

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_POSTAL = re.compile(r"〒\s*\d{3}-?\d{4}|\d{3}-\d{4}")
_PHONE = re.compile(r"(?:\+\d{1,3}[- ]?(?:\(0\))?|[(]?0)\d{0,4}[)]?[- ]?\d{1,4}[- ]?\d{3,4}(?:[- ]\d{2,4})?")
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d\d.*)?|"
    r"(?:(?:19|20)\d\d|(?:令和|平成|昭和)[元\d]{1,2})年\d{1,2}月\d{1,2}日"
)
_ADDRESS = re.compile(r"(?:〒\s*\d{3}-?\d{4}\s*)?(?:北海道|(?:東京|京都|大阪|.{2,3})[都府県])\S{1,8}[市区町村郡].*\d.*")


LEGAL_FORM = re.compile(
    r"(?:株式|有限|合同|合資|合名|相互)会社|株式會社|[㈱㈲㍿]|[(（][株有同資名][)）]|(?:一般|公益)?(?:社団|財団)法人|"
    r"(?:医療|学校|宗教|社会福祉|特定非営利活動|監査|税理士|弁護士|独立行政|国立大学|[NＮ][PＰ][OＯ])法人|\b(?:Inc|Ltd|LLC|GmbH|Corp|Corporation|K\.K|S\.A|Limited|PLC|Pty|Sdn|SARL)\b",
    re.IGNORECASE,
)
"""A legal form anywhere in a text: what holds one is a company."""


SIGNS = re.compile(r"\d|@|＠|www|://", re.IGNORECASE)
"""What every shape holds at least one of."""


def shape_of(text: str) -> str:
    """`email`, `url`, `postal_code`, `phone`, `date` or `address`; `""` for a text that is none of them for certain."""
    return _shape(text) if SIGNS.search(text) else ""


@lru_cache(maxsize=16384)
def _shape(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    for name, pattern in _SHAPES:
        if pattern.fullmatch(plain):
            return name if name != "phone" or _is_phone(plain) else ""
    return ""


_SHAPES = (
    ("email", _EMAIL),
    ("url", _URL),
    ("postal_code", _POSTAL),
    ("date", _DATE),
    ("phone", _PHONE),
    ("address", _ADDRESS),
)


def _is_phone(text: str) -> bool:
    """Ten or eleven digits behind a zero, or up to fifteen behind a plus; a bare number needs its separators."""
    digits = sum(character.isdigit() for character in text)
    if text.startswith("+"):
        return 9 <= digits <= 15
    return digits in (10, 11) and ("-" in text or "(" in text or " " in text or text.startswith("0"))
