"""Durations of the rules: "2 years", "18 months", "90d", "2年", "6か月"."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from leadlist.errors import UserError
from leadlist.locale import _, ngettext

_UNITS = {
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "年", "年間"), "years"),
    **dict.fromkeys(("m", "mo", "mon", "month", "months", "か月", "ヶ月", "ケ月", "カ月", "ヵ月", "ヶ月間"), "months"),
    **dict.fromkeys(("箇月", "か月間", "カ月間", "ヵ月間"), "months"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "週", "週間"), "weeks"),
    **dict.fromkeys(("d", "day", "days", "日", "日間"), "days"),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PART = re.compile(rf"(\d{{1,5}})\s*({_UNIT})(半)?(?=$|[\s,、と\d])[\s,、と]*")


@dataclass(frozen=True, order=True)
class Duration:
    """Years and months of the calendar, and days."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day this long after `day`; a month that is too short gives its last day (29 February + 1 year: 28)."""
        return _shifted(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The day this long before `day`; a month that is too short gives its last day."""
        return _shifted(day, -self.months) - timedelta(days=self.days)

    def __bool__(self) -> bool:
        return bool(self.months or self.days)


def parse_duration(text: str) -> Duration:
    """The duration a rule names; `2 years`, `1 year 6 months`, `90d`, `2年`, `6か月`, `1年半`, `半年`.

    Raises UserError for anything else: a number without a unit, a fraction, a negative one.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in ("半年", "half a year"):
        return Duration(6)
    total = {"years": 0, "months": 0, "weeks": 0, "days": 0}
    at = 0
    while at < len(plain) and (part := _PART.match(plain, at)):
        unit = _UNITS[part[2]]
        total[unit] += int(part[1])
        if part[3]:
            total["months"] += 6 if unit == "years" else 0
            if unit != "years":
                break
        at = part.end()
    if not plain or at < len(plain):
        raise UserError(
            _("“{text}” is not a duration.").format(text=text),
            hint=_("Write a number and a unit: 2 years, 18 months, 90 days, 2年, 6か月."),
        )
    months = total["years"] * 12 + total["months"]
    days = total["weeks"] * 7 + total["days"]
    if months > 12 * 200 or days > 366 * 200:
        raise UserError(
            _("“{text}” is longer than 200 years.").format(text=text),
            hint=_("Write a shorter time."),
        )
    return Duration(months, days)


def duration_words(text: str) -> str:
    """A duration of the rules in the user's language: of 3年 3 years. Raises UserError where it is none."""
    found = parse_duration(text)
    years, months = divmod(found.months, 12)
    parts = (
        (years, ngettext("{count} year", "{count} years", years)),
        (months, ngettext("{count} month", "{count} months", months)),
        (found.days, ngettext("{count} day", "{count} days", found.days)),
    )
    return " ".join(words.format(count=number) for number, words in parts if number) or text


def _shifted(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < 1:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
