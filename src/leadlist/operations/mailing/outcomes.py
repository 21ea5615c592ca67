"""What a mailer's export says of each address: bounced, unsubscribed, clicked. A row that cannot be read is named."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.identifying import address_keys
from leadlist.operations.import_.people import EMAILS
from leadlist.recognition.words import key
from leadlist.rules import Rules
from leadlist.rules.days import latest_day
from leadlist.rules.results import ANY, ResultFile
from leadlist.rules.tables import table

ORDER = ("hard", "complaint", "unsubscribe", "reply", "click", "soft", "open", "nothing")
"""A row counts as the first of what it says."""
_UNSET = {"", "0", "0.0", "false", "no", "n", "-", "–", "none", "null", "いいえ", "なし", "無", "×"}
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # seconds since 1970, or milliseconds
_HARD = re.compile(r"(?:^|[^\d.])5(?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")  # RFC 5321 4.2.1, RFC 3463: 5 is permanent
_SOFT = re.compile(r"(?:^|[^\d.])4(?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")


class Outcome(NamedTuple):
    """What happened to the mail to an address (its match key), and on which day where that is known."""

    address: str
    event: str
    on: date | None


class Fault(NamedTuple):
    """A row of the export that cannot be read, as a person sees its number, and why."""

    row: int
    problem: str


class Outcomes(NamedTuple):
    """All that an export says; `counts` has each row once: by its first event, or under "faulty"."""

    file: str
    outcomes: Sequence[Outcome]
    counts: Mapping[str, int]
    faults: Sequence[Fault]


def export_of(headings: Sequence[str], exports: Iterable[ResultFile]) -> ResultFile:
    """The export that a file with these headings is: of those that fit the one told by most headings, else `any`."""
    there = set(map(key, headings)) - {""}
    known = list(exports)
    fitting = [
        each
        for each in known
        if each.headings and all(any(key(one) in there for one in entry.split("|")) for entry in each.headings)
    ]
    return max(fitting, key=lambda each: len(each.headings), default=next(each for each in known if each.name == ANY))


def read(
    table_: LeadList, export: ResultFile, rules: Rules, *, today: date, event: str = "", on: date | None = None
) -> Outcomes:
    """What each row says. `event` is what every row means (“these are the hard bounces”) and `on` when it happened:
    both go before what the file says.

    Raises UserError where no column holds addresses or nothing says what happened.
    """
    reader = _Reader(table_, export, event)
    outcomes: dict[Outcome, None] = {}
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    for row in table_.rows():
        number = table_.row_numbers[row]
        text = reader.address(row)
        keys = [each for each in address_keys("email", text, rules) if "@" in each]
        events = reader.events(row)
        if not keys or isinstance(events, str):
            faults.append(Fault(number, events if keys and isinstance(events, str) else _("no e-mail address")))
            counts["faulty"] += 1
            continue
        counts[next((name for name in ORDER if name in events), "nothing")] += 1
        for name, own in events.items():
            day = on or own or reader.day(row)
            found = min(day, today) if day else None
            outcomes.update((Outcome(each, name, found), None) for each in keys if name != "nothing")
    return Outcomes(table_.name, list(outcomes), dict(counts), faults)


class _Reader:
    """The columns of one file, and what their cells say."""

    def __init__(self, table_: LeadList, export: ResultFile, event: str) -> None:
        self._table, self._export = table_, export
        self._always = event or export.always
        places: dict[str, ColumnRef] = {}
        for at, heading in enumerate(table_.headings):
            places.setdefault(key(heading), ColumnRef(at))

        def columns(headings: Iterable[str]) -> list[ColumnRef]:
            return list(dict.fromkeys(places[key(each)] for each in headings if key(each) in places))

        known = [table_.fields[name] for name in EMAILS if name in table_.fields]
        self._addresses = columns(export.address) or known
        self._days, self._details = columns(export.day), columns(export.detail)
        self._events = [] if event else columns(export.event)
        self._marks = {} if event else {places[key(h)]: e for h, e in export.marks.items() if key(h) in places}
        self._words = {_folded(word): meaning for word, meaning in export.words.items()}
        if not self._addresses:
            raise UserError(
                _("No column of “{file}” holds e-mail addresses.").format(file=table_.name),
                hint=_("Name the export with --preset, or your own as a TOML file."),
            )
        if not (self._always or self._events or self._marks):
            raise UserError(
                _("Nothing in “{file}” says what happened to the mails.").format(file=table_.name),
                hint=_("Say what every row means with --event: {names}.").format(
                    names="hard, soft, unsubscribe, complaint, click, reply, open"
                ),
            )

    def address(self, row: RowRef) -> str:
        """The first filled cell of the address."""
        return next(filter(None, (self._table.cell(row, at).strip() for at in self._addresses)), "")

    def events(self, row: RowRef) -> dict[str, date | None] | str:
        """What happened, each with its own day where it has one; or what is wrong with a cell nobody knows."""
        found: dict[str, date | None] = {self._always: None} if self._always else {}
        for at in self._events:
            text = self._table.cell(row, at).strip()
            if not text:
                continue
            meaning = self._meaning(text)
            if not meaning:
                return _("nobody knows what its “{heading}” says").format(heading=self._table.headings[at])
            found.setdefault(meaning, None)
        for at, event in self._marks.items():
            text = self._table.cell(row, at).strip()
            if text.casefold() not in _UNSET:
                found[event] = _day(text)
        if found.keys() & {"hard", "bounce"}:
            self._settle(row, found)
        return found or {"nothing": None}

    def _settle(self, row: RowRef, found: dict[str, date | None]) -> None:
        """Say of a bounce whether it is hard: by the details, else as the word said; one of no known kind is soft, so
        that no address is given up without need."""
        details = [self._meaning(text) for at in self._details if (text := self._table.cell(row, at).strip())]
        kind = next((each for each in details if each in ("hard", "soft")), "hard" if "hard" in found else "soft")
        days = [found.pop(name, None) for name in ("hard", "bounce", "soft")]
        found[kind] = next(filter(None, days), None)

    def _meaning(self, text: str) -> str:
        word = _folded(text)
        known = self._words.get(word) or _known_words().get(word, "")
        if known in ("", "bounce") and (_HARD.search(text) or _SOFT.search(text)):
            return "hard" if _HARD.search(text) else "soft"
        return known

    def day(self, row: RowRef) -> date | None:
        """The first day that the row's columns of days hold."""
        return next(filter(None, (_day(self._table.cell(row, at)) for at in self._days)), None)


def _day(text: str) -> date | None:
    plain = text.strip()
    if _EPOCH.fullmatch(plain):
        return datetime.fromtimestamp(int(plain[:10]), UTC).date()
    return latest_day(plain) or latest_day(plain[:10])


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


@cache
def _known_words() -> Mapping[str, str]:
    return {_folded(row["word"]): row["event"] for row in table("result_words")}
