"""Checks of postal codes, prefectures and addresses."""

import re

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck
from leadlist.checks.phones import digits_of
from leadlist.checks.prefectures import nearest_prefecture, prefecture_at
from leadlist.checks.shapes import shape_of
from leadlist.checks.towns import beginnings, cities_of, city_at, prefectures_of, strange_towns, town_beginnings
from leadlist.locale import _
from leadlist.plans import Severity

_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_NORMAL = re.compile(r"\d{3}-\d{4}", re.ASCII)
_MISTYPED = re.compile(r"(?=(?:\D*\d){5})[0-9A-Za-z]{3}-[0-9A-Za-z]{4}|[A-Za-z]{2,}", re.ASCII)
"""100-000A, 16O-0023, abc: a Japanese code with a letter, or nothing but letters, which no country's code is."""

_CUT_ELSEWHERE = re.compile(r"(?!\d{3}-)\d+-\d+", re.ASCII)
"""10-00011: seven digits, but not as a code is cut; one of them may be lost and another too many."""

MISCALLED = re.compile("東京[道府県]|大阪[都道県]|京都[道県]|北海[都府県]")
"""How an address begins whose prefecture is called what it is not: 東京県, 大阪県."""

_SIX = re.compile(r"\d{2}-?\d{4}|\d{6}|\d{2}-\d{3}-?\d?")


def _in_japan(context: Context, *texts: str) -> bool:
    return context.rules.country == "JP" or any(map(_JAPANESE.search, texts))


def _digits(code: str) -> str:
    """A code's digits; quick where it is written 100-0001."""
    return code[:3] + code[4:] if _NORMAL.fullmatch(code) else digits_of(code)


def _malformed(field: str, text: str, context: Context) -> Detail:
    if _MISTYPED.fullmatch(text) and not text.isdigit() and len(_digits(text)) < 7:
        return FOUND
    if context.rules.country == "JP" and _CUT_ELSEWHERE.fullmatch(text) and len(_digits(text)) == 7:
        return FOUND
    if len(_digits(text)) == 7 or not _in_japan(context, text) or context.is_nothing(text):
        return None
    if shape_of(text) not in ("", "postal_code") or _lost_zero(field, text, context) is not None:
        return None
    return None if context.match_key(field, text) else FOUND


def _lost_zero(field: str, text: str, context: Context) -> Detail:
    if not _in_japan(context) or not _SIX.fullmatch(text) or len(digits_of(text)) != 6:
        return None
    return FOUND if prefectures_of("0" + digits_of(text)) else None


def _unassigned(field: str, text: str, context: Context) -> Detail:
    digits = _digits(text)
    if len(digits) != 7 or prefectures_of(digits) or not _in_japan(context, text):
        return None
    return FOUND if shape_of(text) in ("", "postal_code") else None


def _doubtful(texts: tuple[str, ...], context: Context) -> tuple[str, ...] | None:
    """The texts, unless the address begins as its code wants it, down to the town."""
    code, *parts, address = texts
    if not code:
        return None
    digits = code[:3] + code[4:] if code[3:4] == "-" else code
    return None if address.startswith(town_beginnings().get(digits, ())) and not any(parts) else texts


def _elsewhere(texts: tuple[str, ...], context: Context) -> Detail:
    code, prefecture, address = texts
    digits = _digits(code)
    if not prefecture and address.startswith(beginnings().get(digits, ("\0",))):
        return None
    there = (prefecture_at(prefecture) or prefecture_at(address)) if len(digits) == 7 else ""
    if not there:
        return None
    possible = prefectures_of(digits)
    return {"prefecture": "・".join(sorted(possible))} if possible and there not in possible else None


def _other_city(texts: tuple[str, ...], context: Context) -> Detail:
    """The code's city is not the one the address begins with, in the same prefecture."""
    code, prefecture, city, address = texts
    digits = _digits(code)
    if not city and address.startswith(beginnings().get(digits, ("\0",))):
        return None
    there = (prefecture_at(prefecture) or prefecture_at(address)) if len(digits) == 7 else ""
    if not there:
        return None
    rest = (city.strip() or address.strip()).removeprefix(there).lstrip()
    found, expected = city_at(there, rest), cities_of(digits)
    if not found or not expected or found & expected or there not in prefectures_of(digits):
        return None
    return {"city": "・".join(sorted(city.name for city in expected))}


def _other_town(texts: tuple[str, ...], context: Context) -> Detail:
    """The address names another town than the code's, both in the one city of the code."""
    code, prefecture, city, address = texts
    expected = cities_of(_digits(code)) if len(_digits(code)) == 7 else frozenset()
    if len(expected) != 1 or not address:
        return None
    (home,) = expected
    rest = address.strip().removeprefix(home.prefecture if not prefecture else "").lstrip()
    if city.strip():
        fits = city.strip().endswith(home.name)
    else:
        fits, rest = rest.startswith(home.name), rest[len(home.name) :].lstrip()
    if not fits:
        return None
    towns = strange_towns(_digits(code), home, rest.removeprefix("大字").removeprefix("字"))
    return {"town": "・".join(towns[:3])} if towns else None


def _no_prefecture(field: str, text: str, context: Context) -> Detail:
    if context.rules.country != "JP" or not _JAPANESE.search(text) or context.is_nothing(text):
        return None
    plain = text.strip()
    if field == "address" and not MISCALLED.match(plain):
        return None
    if prefecture_at(text) in (plain, plain + prefecture_at(text)[-1:]):
        return None
    return {"near": nearest_prefecture(text) or "東京都"}


def _contradicts(texts: tuple[str, ...], context: Context) -> Detail:
    one, other = prefecture_at(texts[0]), prefecture_at(texts[1])
    return FOUND if one and other and one != other else None


CHECKS = (
    CellCheck(
        "POST-001",
        Severity.ERROR,
        ("postal_code",),
        _malformed,
        lambda: (
            _("This is no postal code."),
            _("A Japanese postal code has seven digits: 100-0001."),
            _("Codes with too few or too many digits cannot be delivered; foreign codes are not judged."),
        ),
        national=True,
    ),
    CellCheck(
        "POST-002",
        Severity.WARNING,
        ("postal_code",),
        _unassigned,
        lambda: (
            _("No town has this postal code."),
            _("Look it up from the address; towns change their codes."),
            _("Compared with the postal data that ship with leadlist."),
        ),
        national=True,
    ),
    CellCheck(
        "POST-003",
        Severity.WARNING,
        ("postal_code",),
        _lost_zero,
        lambda: (
            _("The postal code has lost its leading zero."),
            _("Write it with the zero, and format the column as text so that Excel keeps it."),
            _("Codes of Hokkaido and the north-east begin with 0, which Excel drops from numbers."),
        ),
        re.compile(r"^(?:\d{6}|\d\d-\d{3,4}-?\d?)$", re.MULTILINE),
        national=True,
    ),
    RowCheck(
        "POST-004",
        Severity.WARNING,
        ("postal_code", "prefecture", "address"),
        ("postal_code",),
        ("postal_code",),
        _elsewhere,
        lambda: (
            _("The postal code lies in {prefecture}, the address does not."),
            _("Correct whichever is wrong."),
            _("In the postal data that ship with leadlist, the code lies in another prefecture than the address."),
        ),
        _doubtful,
    ),
    RowCheck(
        "POST-005",
        Severity.WARNING,
        ("postal_code", "prefecture", "city", "address"),
        ("postal_code",),
        ("postal_code",),
        _other_city,
        lambda: (
            _("The postal code lies in {city}, the address does not."),
            _("Correct whichever is wrong."),
            _("The code's city is compared with the one the address begins with."),
        ),
        _doubtful,
    ),
    RowCheck(
        "POST-006",
        Severity.WARNING,
        ("postal_code", "prefecture", "city", "address"),
        ("postal_code", "address"),
        ("postal_code",),
        _other_town,
        lambda: (
            _("The postal code is that of {town}, the address is not."),
            _("Correct whichever is wrong."),
            _(
                "Code and address are of the same city, but the address names another of its towns. Towns in another "
                "spelling, codes of large businesses and Kyoto's streets are not judged."
            ),
        ),
        _doubtful,
    ),
    CellCheck(
        "ADDR-001",
        Severity.WARNING,
        ("prefecture", "address"),
        _no_prefecture,
        lambda: (
            _("There is no such prefecture."),
            _("Write one of the 47, such as {near}."),
            _("Lists are sorted and mailed by prefecture; a misspelt one falls out of every filter."),
        ),
        national=True,
    ),
    RowCheck(
        "ADDR-002",
        Severity.WARNING,
        ("prefecture", "address"),
        ("prefecture", "address"),
        ("address",),
        _contradicts,
        lambda: (
            _("The address begins with another prefecture than the column beside it."),
            _("Correct whichever is wrong."),
            _("Both columns are printed on the label."),
        ),
    ),
)
