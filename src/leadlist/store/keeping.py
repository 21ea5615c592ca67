"""Which backups stay: restic's meaning of keep, under a greatest age that wins over everything. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from leadlist.locale import _

MAX_AGE = timedelta(days=90)
_Bucket = Callable[[datetime, int], object]
_PERIODS: dict[str, tuple[_Bucket, timedelta]] = {
    "last": (lambda time, place: place, timedelta(0)),
    "daily": (lambda time, place: time.date(), timedelta(days=1)),
    "weekly": (lambda time, place: time.isocalendar()[:2], timedelta(weeks=1)),
    "monthly": (lambda time, place: (time.year, time.month), timedelta(days=30)),
    "yearly": (lambda time, place: time.year, timedelta(days=365)),
}


class Keep(NamedTuple):
    """How many scheduled backups stay: the last ones, and the last of so many days, weeks, months and years.

    With no number at all every scheduled backup stays. `max_age` holds for every backup, whatever it was made for;
    None is no limit.
    """

    last: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0
    max_age: timedelta | None = MAX_AGE

    def counts(self) -> dict[str, int]:
        """The numbers that were given, by period."""
        return {name: getattr(self, name) for name in _PERIODS if getattr(self, name)}


class Dated(NamedTuple):
    """A backup to decide on; days and weeks are those of the time's own zone. `scheduled`: it belongs to no change."""

    name: str
    time: datetime
    scheduled: bool


class Decision(NamedTuple):
    """Whether a backup stays, and the rule that says so ("daily", "before a change", "max-age", "no rule" …)."""

    name: str
    stays: bool
    reason: str


def decide(backups: Iterable[Dated], keep: Keep, now: datetime) -> list[Decision]:
    """What happens to each backup, newest first.

    As restic does it: for each rule the newest backups of so many different days (weeks …) stay; while a rule is not
    used up, the oldest one too. What was made before a change stays until `max_age`.
    """
    newest_first = sorted(backups, key=lambda each: each.time, reverse=True)
    scheduled = [each for each in newest_first if each.scheduled]
    reasons = _reasons(scheduled, keep)
    return [_decision(each, keep, now, reasons) for each in newest_first]


def _decision(backup: Dated, keep: Keep, now: datetime, reasons: dict[str, str]) -> Decision:
    if keep.max_age is not None and now - backup.time > keep.max_age:
        return Decision(backup.name, False, "max-age")
    if not backup.scheduled:
        return Decision(backup.name, True, "before a change")
    if not keep.counts():
        return Decision(backup.name, True, "no rule")
    reason = reasons.get(backup.name)
    return Decision(backup.name, reason is not None, reason or "no rule keeps it")


def _reasons(newest_first: Sequence[Dated], keep: Keep) -> dict[str, str]:
    """The first rule that keeps a backup, by the backup's name."""
    reasons: dict[str, str] = {}
    for rule, left in keep.counts().items():
        bucket, seen = _PERIODS[rule][0], None
        for place, backup in enumerate(newest_first):
            found = bucket(backup.time, place)
            if left and (found != seen or place == len(newest_first) - 1):
                reasons.setdefault(backup.name, rule)
                seen, left = found, left - 1
    return reasons


def impossible(keep: Keep) -> list[str]:
    """A sentence for each rule that asks for backups older than `max_age` allows."""
    if keep.max_age is None:
        return []
    return [
        _("--keep-{rule} {count} reaches back further than the greatest age of {days} days, which wins.").format(
            rule=rule, count=count, days=keep.max_age.days
        )
        for rule, count in keep.counts().items()
        if _PERIODS[rule][1] * (count - 1) > keep.max_age
    ]
