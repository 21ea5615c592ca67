"""Checks of dates."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck
from leadlist.checks.shapes import shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.rules.days import latest_day, read_day, with_arabic_digits

DATES = fields_of_kind(Kind.DATE)
PAST = tuple(name for name in DATES if name != "next_action_on")
"""Dates of what has happened; only the next action lies ahead."""
HAPPENED = tuple(name for name in PAST if name not in ("birthday", "established"))

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_AMBIGUOUS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})")
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d+)?")
_NO_YEAR = re.compile(r"\d{1,2}(?:[-/.]|月)\d{1,2}日?")
_PARTIAL = re.compile(r"(?:\d{4}|(?:令和|平成|昭和|[RHS])\s*[元\d]{1,2})\s*(?:[-/.年]\s*\d{0,2}\s*月?)?", re.IGNORECASE)
_ERA = re.compile(r"(平成|昭和|大正|明治|[HSTM])[.\s]*(元|1?\d{1,2})\D+(\d{1,2})\D+(\d{1,2})", re.IGNORECASE)
_LAST_DAY = {
    "平成": date(2019, 4, 30),
    "昭和": date(1989, 1, 7),
    "大正": date(1926, 12, 25),
    "明治": date(1912, 7, 30),
    "h": date(2019, 4, 30),
    "s": date(1989, 1, 7),
    "t": date(1926, 12, 25),
    "m": date(1912, 7, 30),
}
"""The last day of each era (元号)."""


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return with_arabic_digits(unicodedata.normalize("NFKC", text).strip())


def _is_date(field: str, text: str, context: Context) -> bool:
    return read_day(text) is not None or bool(context.match_key(field, text))


def _no_date(field: str, text: str, context: Context) -> Detail:
    if _is_date(field, text, context) or context.is_nothing(text):
        return None
    if shape_of(text) not in ("", "date") or _unsure(field, text, context) is not None:
        return None
    plain = _plain(text)
    if _NO_YEAR.fullmatch(plain) or _PARTIAL.fullmatch(plain):
        return None
    if field.startswith("opt_out_") and not any(map(str.isdigit, text)):
        return None  # a word in a column of refusal dates is CONS-003
    return FOUND


def _future(field: str, text: str, context: Context) -> Detail:
    day = latest_day(text) if read_day(text) else None
    return FOUND if day and day > context.today else None


def _ended_era(field: str, text: str, context: Context) -> Detail:
    found = None if text[:1].isdigit() else _ERA.match(_plain(text))
    day = read_day(text) if found else None
    return FOUND if found and day and day > _LAST_DAY[found[1].lower()] else None


def _unsure(field: str, text: str, context: Context) -> Detail:
    """Day and month could change places; dots are read as day.month.year."""
    if read_day(text) or not _AMBIGUOUS.fullmatch(_plain(text)):
        return None
    first, second = (int(part) for part in re.split(r"[-/.]", _plain(text))[:2])
    short_year = len(re.split(r"[-/.]", _plain(text))[2]) == 2
    if not short_year and latest_day(_plain(text)) is None:
        return None  # 31/04/2024 is no day either way
    if first == 0 or second == 0 or (first > 31 and not short_year) or (max(first, second) > 31 and second > 31):
        return None
    return None if context.match_key(field, text) else FOUND


def _incomplete(field: str, text: str, context: Context) -> Detail:
    if field == "established" or read_day(text):
        return None
    plain = _plain(text)
    return FOUND if _NO_YEAR.fullmatch(plain) or (_PARTIAL.fullmatch(plain) and not _SERIAL.fullmatch(plain)) else None


def _serial(field: str, text: str, context: Context) -> Detail:
    return FOUND if _SERIAL.fullmatch(text) else None


def _implausible(field: str, text: str, context: Context) -> Detail:
    day = read_day(text)
    if day is None or day > context.today:
        return None
    if field == "established":
        return FOUND if day.year < 1400 else None
    if field == "birthday":
        return FOUND if not 5 <= context.today.year - day.year <= 115 else None
    return FOUND if day.year < 1950 else None


def _before_acquired(texts: tuple[str, ...], context: Context) -> Detail:
    consent, acquired = read_day(texts[0]), read_day(texts[1])
    return FOUND if consent and acquired and consent < acquired and (acquired - consent).days > 366 else None


CHECKS = (
    CellCheck(
        "DATE-001",
        Severity.ERROR,
        DATES,
        _no_date,
        lambda: (
            _("There is no such day."),
            _("Write it as 2024-03-05."),
            _("Days that no calendar has (30 February, month 13) and words are kept as typed, but cannot be compared."),
        ),
    ),
    CellCheck(
        "DATE-002",
        Severity.WARNING,
        PAST,
        _future,
        lambda: (
            _("The date lies in the future."),
            _("Check the year."),
            _("What this column records has happened. Retention ignores such a date."),
        ),
    ),
    CellCheck(
        "DATE-003",
        Severity.INFO,
        DATES,
        _ended_era,
        lambda: (
            _("The era was over on this day."),
            _("leadlist normalize counts on; check the year."),
            _("平成31年5月1日 was printed on papers made ahead; 昭和 for 平成 is a slip of the pen."),
        ),
        re.compile(r"^\D", re.MULTILINE),
    ),
    CellCheck(
        "DATE-004",
        Severity.WARNING,
        DATES,
        _unsure,
        lambda: (
            _("Day, month and year can be read in more than one way."),
            _("Write it as 2024-03-05."),
            _("03/05/2024 is 5 March or 3 May, 24/03/05 is 2024 or 平成24. It is left unless its column decides."),
        ),
        re.compile(r"^\s*\d{1,2}[-/.]|[０-９]", re.MULTILINE),
    ),
    CellCheck(
        "DATE-005",
        Severity.INFO,
        DATES,
        _incomplete,
        lambda: (
            _("The date is not complete."),
            _("Add year, month and day where they are known."),
            _("A day or year is never invented; for retention a month counts as its last day."),
        ),
    ),
    CellCheck(
        "DATE-006",
        Severity.WARNING,
        DATES,
        _serial,
        lambda: (
            _("This is Excel's number of a day, not a date."),
            _("leadlist normalize writes it as a date."),
            _("Excel counts days from 1900; 45356 is 2024-03-05. It shows when a cell loses its date format."),
        ),
        re.compile("^[2-5]", re.MULTILINE),
    ),
    CellCheck(
        "DATE-007",
        Severity.WARNING,
        PAST,
        _implausible,
        lambda: (
            _("The year is implausible here."),
            _("Check the century."),
            _("Leads are not taken in before 1950, and nobody on a list is under 5 or over 115."),
        ),
    ),
    RowCheck(
        "DATE-008",
        Severity.INFO,
        ("consent_on", "acquired_on"),
        ("consent_on", "acquired_on"),
        ("consent_on",),
        _before_acquired,
        lambda: (
            _("The consent is more than a year older than the lead."),
            _("Check both dates; a consent is given when a lead comes in, or later."),
            _("A consent needs a date that can be proved (特定電子メール法施行規則4条)."),
        ),
    ),
)
