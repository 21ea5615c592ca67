"""Phone numbers of the United States and Canada, read without libphonenumber's detours: most of many lists."""

import re
from functools import cache

_TYPED = re.compile(
    r"(?P<plus>\+)?(?:1[ -]?)?(?:\((?P<a>[2-9]\d\d)\) ?|(?P<b>[2-9]\d\d)[ -]?)(?P<c>[2-9]\d\d)[ -]?(?P<d>\d{4})",
    re.ASCII,
)
"""A number of the United States or Canada and nothing else, as most people write it."""
_DIGIT = re.compile("[0-9]")


def digits(typed: str, country: str | None) -> str:
    """The ten digits of a number that libphonenumber's table of the United States holds; `""` for any other."""
    match = _TYPED.fullmatch(typed)
    if match is None or not (match["plus"] or country == "US") or (match["plus"] and typed[1] != "1"):
        return ""
    found = (match["a"] or match["b"]) + match["c"] + match["d"]
    return found if assigned().fullmatch(found) else ""


def is_short(typed: str) -> bool:
    """True for what has too few digits for a number dialled in the United States: no area code, or a digit lost.

    Canada has short numbers, 310-1234, and what begins with 011 is abroad.
    """
    digits = "".join(_DIGIT.findall(typed))
    return not typed.startswith("+") and len(digits) < 10 and not digits.startswith(("011", "3", "13", "113"))


@cache
def assigned() -> re.Pattern[str]:
    """The assigned numbers of every sort, from libphonenumber's own table."""
    import phonenumbers

    known = phonenumbers.PhoneMetadata.metadata_for_region("US")
    assert known is not None
    sorts = (known.fixed_line, known.mobile, known.toll_free, known.premium_rate, known.personal_number)
    patterns = [sort.national_number_pattern for sort in sorts if sort and sort.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in dict.fromkeys(patterns)), re.ASCII)
