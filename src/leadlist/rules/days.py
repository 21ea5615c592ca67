"""Days as people type them, read for comparing: ISO, 2024/5/1, 2024年5月1日, 令和6年5月1日, R6.5.1, 5 Mar 2024.

Writing dates is the normalizers' business; here a text only has to be placed in time.
"""

import calendar
import re
import unicodedata
from datetime import date
from functools import lru_cache

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""Year 0 of each era (元号): 令和1年 is 2019."""
_INITIALS = {"r": 2018, "h": 1988, "s": 1925, "t": 1911, "m": 1867}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_TIME = r"(?:\s*[T ]?\s*\d{1,2}[:時]\d{2}.*)?"
_WEEKDAY = r"(?:\s*[(][^)]{1,9}[)])?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_WEEKDAY}{_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_ERA = re.compile(
    rf"(令和|平成|昭和|大正|明治|[rhstm])\s*(元|1?\d{{1,2}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_WEEKDAY}{_TIME}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}){_TIME}")
_DAY_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+([a-z]{{3,9}})[\s.,-]+(\d{{4}}){_TIME}", re.IGNORECASE)
_MONTH_NAMED = re.compile(rf"([a-z]{{3,9}})[\s.]+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}}){_TIME}", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月)")


@lru_cache(maxsize=65536)
def read_day(text: str) -> date | None:
    """The one day a text means; None where it is no date, no whole date, or could be two days (03/05/2024)."""
    days = _days(unicodedata.normalize("NFKC", text).strip())
    return days[0] if len(days) == 1 else None


@lru_cache(maxsize=65536)
def latest_day(text: str) -> date | None:
    """The last day a text can mean, so that nothing is erased too early: 2024年5月 is 2024-05-31."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if days := _days(plain):
        return max(days)
    if found := _MONTH_ONLY.fullmatch(plain):
        year, month = int(found[1]), int(found[2] or found[3])
        if year and 1 <= month <= 12:
            return date(year, month, calendar.monthrange(year, month)[1])
    return None


def _days(text: str) -> list[date]:
    """The days a text can mean: none, one, or two where day and month could change places."""
    text = with_arabic_digits(text)
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _ERA.fullmatch(text):
        start = ERAS.get(found[1]) or _INITIALS[found[1].lower()]
        return _day(start + (1 if found[2] == "元" else int(found[2])), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day_first = _day(year, second, first)
        return day_first if found[2] == "." else sorted({*day_first, *_day(year, first, second)})
    if found := _DAY_NAMED.fullmatch(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_NAMED.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return []


_DIGITS = "〇一二三四五六七八九"
_NUMERAL = re.compile(f"[{_DIGITS}十]+(?=[年月日])")


def with_arabic_digits(text: str) -> str:
    """令和六年十二月三十一日 as 令和6年12月31日; other texts as they are."""
    return _NUMERAL.sub(_arabic, text) if "月" in text else text


def _arabic(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].rpartition("十")
    if not ten:
        return "".join(str(_DIGITS.index(digit)) for digit in numeral[0])
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return numeral[0]
    return str(10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0))


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
