"""The day a command takes for today: the one place that asks the clock for it."""

import os
from datetime import UTC, date, datetime, timedelta

from leadlist.errors import Refused, UserError
from leadlist.locale import _

CLOCK_SLACK = timedelta(minutes=5)  # two computers on one network folder are never quite agreed


def today(as_of: datetime | None = None) -> date:
    """The day named by `--as-of`, else by `LEADLIST_TODAY` (for rehearsals: YYYY-MM-DD), else the clock's.

    The log keeps the clock's own time in any case. Raises UserError where the variable holds no day.
    """
    if as_of is not None:
        return as_of.date()
    named = os.environ.get("LEADLIST_TODAY", "")
    if not named:
        return date.today()
    try:
        return date.fromisoformat(named)
    except ValueError:
        raise UserError(
            _("LEADLIST_TODAY is “{text}”, which is no day.").format(text=named), hint=_("Write it as 2026-11-22.")
        ) from None


def refuse_wrong_clock(last: datetime | None) -> None:
    """A clock that is earlier than the newest record or backup would judge retention by a day that is over."""
    if last is not None and datetime.now(UTC) < last - CLOCK_SLACK:
        raise Refused(
            _("This computer's clock is earlier than the newest record or backup of the list ({time}).").format(
                time=f"{last.astimezone():%Y-%m-%d %H:%M}"
            ),
            hint=_("Set the clock right and run this again; move a backup with a wrong date elsewhere."),
        )
