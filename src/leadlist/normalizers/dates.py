"""Dates: western and Japanese eras to ISO 8601. A year or a day that is not there is never invented."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from leadlist.normalizers import eras, months, numbers, text
from leadlist.rules import Rules

_NORMAL = re.compile(r"(?:18|19|20|21)[0-9][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])")
_MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_N = r"(\d{1,2})"
_Y = r"(\d{4})"
_SEP = r"\s*[-/.]\s*"
_KANJI_DATE = re.compile(rf"({numbers.NUMERAL}|元)(?=\s*[年月日])")
_WEEKDAY = re.compile(
    r"\s*[(（]\s*(?:[月火水木金土日祝・]+|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\s*(?:曜日?)?[)）]|\s*[月火水木金土日]曜日?"
    r"|(?:(?<=日)|(?<=[-/.][0-9])|(?<=[-/.][0-9]{2}))\s+[月火水木金土日]$|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+|,?\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:[\sT]+|(?<=日))(?P<half>午前|午後|[AaPp]\.?[Mm]\.?)?\s*(?P<hour>\d{1,2})\s*[:時]\s*(?P<minute>\d{1,2})?\s*"
    r"(?:[:分]\s*(?P<second>\d{1,2})?(?:\.\d+)?\s*秒?)?\s*(?P<after>[AaPp]\.?[Mm]\.?)?"
    r"(?P<zone>\s*(?:Z|[+-]\d\d:?\d\d))?$"
)
_KOREAN = str.maketrans("년월일", "年月日")
_CHINESE_DAY = re.compile("(?<=[0-9一二三四五六七八九十])号(?!.*日)")
_LABEL = re.compile(r"^(?:日付|取得日|受付日|登録日|生年月日)\s*[:：]\s*")


class Parsed(NamedTuple):
    """A date as it was read: parts that are not there are 0.

    `note` says why a person should look at it: "serial", "float" (20240305.0), "era_over".
    """

    year: int
    month: int = 0
    day: int = 0
    time: str = ""
    note: str = ""

    def iso(self) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


def write_date(cell: str, rules: Rules, order: str = "") -> str:
    """An ISO date, with its time where one is given; the cell as it is where the date is impossible or ambiguous.

    `order` ("dmy" or "mdy") is what the column as a whole says about 03/05/2024.
    """
    if _NORMAL.fullmatch(cell):
        return cell
    if text.is_nothing(cell):
        return cell.strip()
    found = parse(cell, order)
    if found is None:
        return cell
    return f"{found.iso()} {found.time}" if found.time else found.iso()


def date_key(cell: str, rules: Rules) -> str:
    """The ISO date without its time, `""` where none can be told."""
    found = parse(cell)
    return found.iso() if found else ""


@lru_cache(maxsize=4096)  # who writes a date and who looks at it for a person ask for the same one, one after the other
def parse(cell: str, order: str = "") -> Parsed | None:
    """Read one date; None for what is none, is impossible, or could be two."""
    bare = _LABEL.sub("", text.codes(cell)).removeprefix("'").removesuffix(".")
    bare = re.sub("(?<=日)(?:生まれ|生)$", "", bare)
    if not bare.isascii():
        bare = re.sub(f"(?<=[0-9])[{text.DASHES}ー](?=[0-9])", "-", bare)
        bare = _CHINESE_DAY.sub("日", bare.translate(_KOREAN))
    if not bare:
        return None
    serial = re.fullmatch(r"([2-7]\d{4})(?:\.(\d+))?", bare)
    if serial:
        return _serial(int(serial[1]), float(f"0.{serial[2] or 0}"))
    floated = re.fullmatch(r"([12]\d{7})\.0+", bare)
    day, time = _timed(floated[1] if floated else _WEEKDAY.sub("", bare).strip())
    if day is None:
        return None
    day = _KANJI_DATE.sub(_arabic, _WEEKDAY.sub("", day).strip())
    found = _calendar(day, order)
    if found is None or (time and not found.day):
        return None
    return found._replace(time=time, note="float" if floated else found.note)


def _arabic(numeral: re.Match[str]) -> str:
    return "1" if numeral[1] == "元" else str(numbers.from_kanji(numeral[1]) or 0)


def _timed(bare: str) -> tuple[str | None, str]:
    """The date part, and the time as HH:MM or HH:MM:SS ("" for midnight as spreadsheets write it)."""
    match = _TIME.search(bare)
    if match is None:
        return bare, ""
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), match["second"]
    half = (match["half"] or match["after"] or "").strip().lower().replace(".", "")
    if half and (hour > 12 or (hour == 0 and half in ("am", "pm"))):
        return None, ""
    if half:
        hour = hour % 12 + (12 if half in ("pm", "午後") else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None, ""
    zone = (match["zone"] or "").strip()
    time = f"{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "")
    return bare[: match.start()].strip(), "" if not zone and time.strip("0:") == "" else time + zone


def _serial(days: int, fraction: float) -> Parsed:
    """A day number of the 1900 system, as a date cell shows it when its format is lost (ECMA-376 part 1, 18.17.4)."""
    found = date(1899, 12, 30) + timedelta(days=days)
    minutes = round(fraction * 1440)
    time = f"{minutes // 60:02d}:{minutes % 60:02d}" if 0 < minutes < 1440 else ""
    return Parsed(found.year, found.month, found.day, time, "serial")


def _calendar(bare: str, order: str) -> Parsed | None:
    era = eras.parse(bare)
    if era is not None:
        return _checked(*era) if era[0] else None
    for pattern in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match:
            given = {part: _value(part, typed) for part, typed in match.groupdict().items()}
            found = _checked(given["year"], given.get("month", 0), given.get("day", 0))
            return found if all(given.values()) else None  # 2024-00-00 is no date
    worded = months.parse(bare)
    return _checked(*worded) if worded else _slashed(bare, order)


_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_SHORT_YEAR = r"'?(?P<year>\d{4}|\d\d)"
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}{_SEP}{_MONTH}{_SEP}{_DAY}",
        rf"(?:西暦|AD)?\s*{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*日",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_YEAR}\s+{_MONTH}\s+{_DAY}",
        rf"(?:西暦)?\s*{_YEAR}\s*年\s*{_MONTH}\s*月",
        rf"{_YEAR}\s*[-/.]\s*{_MONTH}",
        rf"(?:西暦)?\s*{_YEAR}\s*年?",
        rf"{_DAY}(?:st|nd|rd|th)?[\s.,/-]*(?:of\s+)?{_NAME}[\s.,/-]*{_SHORT_YEAR}",
        rf"{_NAME}[\s.,/-]*{_DAY}(?:st|nd|rd|th)?[\s.,/-]+{_SHORT_YEAR}",
        rf"{_YEAR}[\s.,/-]*{_NAME}[\s.,/-]*{_DAY}",
        rf"{_NAME}[\s.,/-]+{_YEAR}",
    )
)


def _value(part: str, typed: str) -> int:
    """A part of a date as a number; a year of two digits, beside a month's name, is from 1930 to 2029, as in Excel."""
    if not typed.isdigit():
        return _MONTHS[typed[:3].lower()]
    if part == "year" and len(typed) == 2:
        return int(typed) + (2000 if int(typed) < 30 else 1900)
    return int(typed)


def _slashed(bare: str, order: str) -> Parsed | None:
    """d/m/y or m/d/y, where only one is possible, both are the same, or the column has decided."""
    match = re.fullmatch(rf"{_N}{_SEP}{_N}{_SEP}{_Y}", bare)
    if match is None:
        month_year = re.fullmatch(rf"{_N}\s*[/-]\s*{_Y}", bare)
        return _checked(int(month_year[2]), int(month_year[1]), 0) if month_year else None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    readings = {found for found in (_checked(year, second, first), _checked(year, first, second)) if found}
    if len(readings) == 2 and order:
        return _checked(year, second, first) if order == "dmy" else _checked(year, first, second)
    return readings.pop() if len(readings) == 1 else None


def _checked(year: int, month: int, day: int, note: str = "") -> Parsed | None:
    """The date if there is such a day between 1868 and 2199."""
    if not 1868 <= year <= 2199 or (month and not 1 <= month <= 12) or (day and not month):
        return None
    if day:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return Parsed(year, month, day, "", note)


def orders(cells: Iterable[str]) -> frozenset[str]:
    """What some cells of a column say about dates such as 03/05/2024: "dmy" for 25/03/2024, "mdy" for 03/25/2024."""
    found: set[str] = set()
    lines = text.codes_of_lines("\n".join([cell.replace("\n", " ") for cell in cells]))
    for one, other in set(_DAY_OR_MONTH_FIRST.findall(lines)):
        first, second = int(one), int(other)
        found |= ({"dmy"} if first > 12 >= second else set()) | ({"mdy"} if second > 12 >= first else set())
    return frozenset(found)


_DAY_OR_MONTH_FIRST = re.compile(r"^(\d{1,2}) *[-/.] *(\d{1,2}) *[-/.] *\d{4}(?: |$)", re.MULTILINE)
"""In a line of `text.codes`, which knows no blank but the usual one."""


def decided(found: Collection[str]) -> str:
    """The order of a whole column, from the `orders` of its parts: "" where they say nothing or both."""
    return next(iter(found)) if len(found) == 1 else ""
