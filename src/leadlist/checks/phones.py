"""Checks of phone numbers."""

import re
import unicodedata
from functools import cache, lru_cache

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck
from leadlist.checks.prefectures import NEIGHBOURS, prefecture_at
from leadlist.checks.shapes import shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.rules.tables import table

PHONES = fields_of_kind(Kind.PHONE)
FIXED = ("phone", "phone_company", "phone_direct", "phone_2")
PLAIN = re.compile(r"0[1-9]\d{0,3}-\d{1,4}-\d{3,4}|0[1-9]\d{8,9}")
"""Japanese numbers as they are usually written; every other text is asked of the normalizer."""

QUICK = re.compile(
    r"(?!0(\d)(?:-?\1)+$|0123-45|(?:\d-?){3}(?:(?:0-?)+|(?:9-?)+)$)(?:(?=(?:-?\d){10}$)0(?![5-9]0-|20-)[1-9]\d{0,3}-\d{1,4}-\d{4}$|0[5-9]0-\d{4}-\d{4}$)"
)
"""Japanese numbers with their hyphens, of the right length and no dummies: nearly all there are."""

_NORTH_AMERICAN = re.compile(r"(?:\+?1[-. ]?)?[(]?[2-9]\d\d[)]?[-. ]{0,2}[2-9]\d\d[-. ]?\d{4}$")
"""Area code, exchange, line: neither of the first two begins with 0 or 1 (North American Numbering Plan)."""

_LETTERS = re.compile(r"[^\W\d_]")
_FLOAT = re.compile(r"\d(?:\.\d+)?[eE][+]?\d{1,2}")
_LOST_ZERO = re.compile(r"[1-9]\d{0,3}-\d{1,4}-\d{4}|[1-9]\d{8,9}(?:\.0)?")
_MOBILE_PREFIXES = ("070", "080", "090", "060")


@lru_cache(maxsize=16384)
def digits_of(text: str) -> str:
    """The digits of a text, half width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdigit())


def _national(text: str) -> bool:
    """Whether the digits can be a Japanese number: 10, or 11 behind 020, 050-090 and 0800 (総務省 電気通信番号計画)."""
    digits = text.replace("-", "")
    if digits.startswith(("020", "050", "060", "070", "080", "090")):
        return len(digits) == 11
    return len(digits) == 10


def is_dummy(digits: str) -> bool:
    """Numbers typed to fill the cell: one digit behind the first, 0 or 9 alone behind the area code, counting up."""
    if len(digits) <= 5:
        return False
    area = 2 if len(digits) == 10 and digits.startswith(("03", "06")) else 3
    filled = len(set(digits[1:])) == 1 or (set(digits[area:]) in ({"0"}, {"9"}) and digits.startswith("0"))
    return filled or digits in "012345678901234" or digits in "987654321098"


def _impossible(field: str, text: str, context: Context) -> Detail:
    if QUICK.match(text) or (context.rules.country in ("US", "CA") and _NORTH_AMERICAN.match(text)):
        return None
    if PLAIN.fullmatch(text) and _national(text):
        return FOUND if is_dummy(text.replace("-", "")) else None
    if context.is_nothing(text) or shape_of(text) not in ("", "phone") or _FLOAT.fullmatch(text):
        return None
    digits = digits_of(text)
    if is_dummy(digits):
        return FOUND
    if context.rules.country == "JP" and not _LETTERS.search(text):
        digits = re.sub("^810?", "0", digits)
        if digits.startswith("0") and not digits.startswith("00") and _national(digits):
            return None
    return None if context.match_key(field, text) else FOUND


def _lost_zero(field: str, text: str, context: Context) -> Detail:
    if context.rules.country != "JP" or text.startswith("0") or not _LOST_ZERO.fullmatch(text):
        return None
    return FOUND if _national("0" + text.removesuffix(".0")) else None


def _mangled(field: str, text: str, context: Context) -> Detail:
    return FOUND if _FLOAT.fullmatch(text) else None


def _no_mobile(field: str, text: str, context: Context) -> Detail:
    if context.rules.country != "JP":
        return None
    digits = digits_of(text)
    if digits.startswith("81"):
        digits = "0" + digits[2:]
    return FOUND if len(digits) == 10 and digits.startswith("0") and not digits.startswith(_MOBILE_PREFIXES) else None


def _far_away(texts: tuple[str, ...], context: Context) -> Detail:
    """A fixed line whose area code belongs neither to the address' prefecture nor to one beside it."""
    of_phone = area_of(texts[0]) if texts[0] and context.rules.country == "JP" else ""
    if of_phone and texts[1] in ("", of_phone) and texts[2].startswith(of_phone):
        return None
    prefecture = (prefecture_at(texts[1]) or prefecture_at(texts[2])) if of_phone else ""
    if not prefecture or of_phone == prefecture or of_phone in NEIGHBOURS[prefecture]:
        return None
    return {"area": of_phone}


def _places(texts: tuple[str, ...], context: Context) -> tuple[str, str] | None:
    """The prefecture of the number and that of the address; None where there is no number, or they are the same."""
    area = area_of(texts[0]) if texts[0] and context.rules.country == "JP" else ""
    if not area or (texts[1] in ("", area) and texts[2].startswith(area)):
        return None
    return area, prefecture_at(texts[1]) or prefecture_at(texts[2])


def area_of(text: str) -> str:
    """The prefecture of a Japanese fixed line's area code; `""` for mobile, free and unknown numbers.

    The codes are those of `rules/tables/area_codes.csv`, made from the geocoding data of phonenumbers.
    """
    digits = text.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        digits = digits_of(text)
    if digits.startswith("81") and "+" in text:
        digits = "0" + digits[2:]
    if len(digits) != 10 or not digits.startswith("0") or digits.startswith(("0120", "0570", "0990", "0800")):
        return ""
    return _area(digits[:6])


@lru_cache(maxsize=16384)
def _area(digits: str) -> str:
    codes = _area_codes()
    return next((codes[digits[:size]] for size in range(6, 1, -1) if digits[:size] in codes), "")


@cache
def _area_codes() -> dict[str, str]:
    return {row["prefix"]: row["prefecture"] for row in table("area_codes")}


CHECKS = (
    CellCheck(
        "PHONE-001",
        Severity.ERROR,
        PHONES,
        _impossible,
        lambda: (
            _("This cannot be a phone number."),
            _("Count the digits: 10 in Japan, 11 for mobile and 050; abroad with + and the country code."),
            _("It has too many or too few digits, an area code that does not exist, or is a dummy (000-0000-0000)."),
        ),
        national=True,
    ),
    CellCheck(
        "PHONE-002",
        Severity.WARNING,
        PHONES,
        _lost_zero,
        lambda: (
            _("The leading zero is missing."),
            _("leadlist normalize puts it back; format the column as text so that Excel keeps it."),
            _("Excel takes 0312345678 for a number and drops the zero."),
        ),
        re.compile("^[1-9]", re.MULTILINE),
        national=True,
    ),
    CellCheck(
        "PHONE-003",
        Severity.ERROR,
        PHONES,
        _mangled,
        lambda: (
            _("Excel turned this number into a power of ten; digits may be lost."),
            _("Look the number up in the source, and format the column as text."),
            _("Long numbers in a cell of the format General are shown and exported as 8.19012E+11."),
        ),
        re.compile("[eE]"),
    ),
    CellCheck(
        "PHONE-004",
        Severity.INFO,
        ("mobile",),
        _no_mobile,
        lambda: (
            _("This is no mobile number."),
            _("Move it to the column of fixed lines."),
            _("Japanese mobile numbers begin with 060, 070, 080 or 090. Only mobiles receive SMS."),
        ),
        national=True,
    ),
    RowCheck(
        "PHONE-005",
        Severity.WARNING,
        ("phone", "prefecture", "address"),
        ("phone",),
        ("phone",),
        _far_away,
        lambda: (
            _("The area code belongs to {area}, the address does not."),
            _("Check whether number and address are of the same office."),
            _(
                "Neighbouring prefectures share area codes and are not reported. A head office's number beside a "
                "branch's address is legitimate."
            ),
        ),
        _places,
    ),
)
