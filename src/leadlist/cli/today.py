"""The day a command takes for today: the one place that asks the clock for it."""

import os
from datetime import date, datetime

from leadlist.errors import UserError
from leadlist.locale import _


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
