"""What was given to whom, and what came from whom: the records of 個人情報保護法29条 and 30条 as a table.

They are kept for three years (規則21条3号, 25条3号); the log they stand in is never cut, so the last day is only told.
"""

from typing import TYPE_CHECKING

from leadlist.locale import _
from leadlist.reports.report import Report, Table
from leadlist.rules.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Protocol

    class Event(Protocol):
        """A record of the log."""

        @property
        def op(self) -> int: ...
        @property
        def time(self) -> datetime: ...
        @property
        def operation(self) -> str: ...
        @property
        def counts(self) -> Mapping[str, int]: ...
        @property
        def facts(self) -> Mapping[str, str | Sequence[str]]: ...


KEPT = "3 years"
GIVEN, RECEIVED = ("mailing", "export"), "received"


def kind_words() -> "Mapping[str, str]":
    """The kinds of parties in the user's language."""
    return {
        "own": _("own department"),
        "processor": _("processor"),
        "joint": _("joint use"),
        "third_party": _("third party"),
    }


def count_of(event: "Event") -> int:
    """How many leads were given or taken over."""
    return event.counts.get("recipients" if event.operation in GIVEN else "received", 0)


def keep_until(event: "Event") -> "date":
    """The last day that the record must be kept."""
    return parse_duration(KEPT).after(event.time.astimezone().date())


def parties(events: "Sequence[Event]", name: str) -> Report:
    """How many leads each party was given, and the records, oldest first."""
    words = kind_words()
    headings = (
        *(_("no."), _("day"), _("given or received"), _("party"), _("party name"), _("address"), _("representative")),
        *(_("kind"), _("country"), _("ground"), _("items"), _("leads"), _("purpose of use"), _("files (SHA-256)")),
        *(_("how it had got them"), _("keep until")),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            each.op,
            each.time.astimezone().date().isoformat(),
            _("received") if each.operation == RECEIVED else _("given"),
            *(_text(each, key) for key in ("party", "party_name", "address", "representative")),
            words.get(_text(each, "kind"), _text(each, "kind")),
            *(_text(each, key) for key in ("country", "ground", "items")),
            count_of(each),
            *(_text(each, key) for key in ("purpose", "files", "obtained")),
            keep_until(each).isoformat(),
        )
        for each in events
    ]
    given: dict[str, int] = {}
    for each in events:
        if each.operation in GIVEN:
            given[_text(each, "party")] = given.get(_text(each, "party"), 0) + count_of(each)
    totals = Table(_("Leads given"), (_("party"), _("leads")), list(given.items()), bars=(1,))
    return Report(_("Given and received: {name}").format(name=name), [totals, Table(_("Records"), headings, rows)])


def _text(event: "Event", key: str) -> str:
    value = event.facts.get(key, "")
    return value if isinstance(value, str) else ", ".join(value)
