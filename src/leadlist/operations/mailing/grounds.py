"""On what ground a lead may be written to: by the law of its country, the channel, and whether many are written to.

The rulings are the rows of `rules/tables/mailing_grounds.csv`, the first that fits decides; each names its article, and
the fact it rests on or that it is a house rule. A refusal is another question (`permission`): it wins over any ground.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.permission import ground, refuses
from leadlist.provenance import Acquisition, source_kind
from leadlist.rules import Rules
from leadlist.rules.countries import EEA
from leadlist.rules.days import latest_day, read_day
from leadlist.rules.durations import Duration, parse_duration
from leadlist.rules.tables import table

EXPLICIT, CARD, CONTRACT, PUBLISHED, INQUIRY, NONE = "explicit", "card", "contract", "published", "inquiry", "none"
SUBSCRIBED = "subscribed"
"""A cell of メルマガ希望 or 配信可否 says yes: they asked for it, but nothing proves it."""
_WISH = re.compile("希望|購読|同意|申込|subscri|opt.?in|wish", re.IGNORECASE)
CARD_SOURCES = ("card", "fair")
"""Source kinds whose leads told their address in writing (特定電子メール法施行規則2条)."""

PACKS = {"JP": "JP", "US": "US", "CA": "CA", **dict.fromkeys((*EEA, "GB", "CH"), "EU")}  # the last two: house rule
"""Country -> the law pack that rules it; any other country is ruled by `*`."""


class Ground(NamedTuple):
    """Why a lead may be written to, and since when; `since` None where no day is known."""

    kind: str
    since: date | None


class Ruling(NamedTuple):
    """Whether a ground allows it, how long (None: until it is withdrawn), by which article, resting on which fact."""

    may: bool
    lasts: Duration | None
    article: str
    fact: str


@cache
def ruling(country: str, channel: str, kind: str, *, bulk: bool) -> Ruling:
    """What the law of a country (ISO 3166 code) says of a ground. Raises LookupError for an unknown channel."""
    wanted = (PACKS.get(country, "*"), channel, "bulk" if bulk else "single", kind)
    for key, found in _rulings():
        if all(part in ("*", asked) for part, asked in zip(key, wanted, strict=True)):
            return found
    raise LookupError(channel)


def grounds_of(
    leads: LeadList, row: RowRef, rules: Rules, acquired: Sequence[Acquisition], channel: str
) -> Sequence[Ground]:
    """Every ground a row tells of for a channel: recorded consent, the wish to get mails, customers, and how the lead
    was taken in (`acquired`).

    A recorded “none” leaves customers only. The strongest come first.
    """
    found: list[Ground] = []
    told = ground(leads.value(row, "consent"))
    if told and told != NONE:
        since = read_day(leads.value(row, "consent_on")) or (latest_day(acquired[-1].on) if acquired else None)
        found.append(Ground(told, since))
    if told != NONE and (asked := _subscribed(leads, row, channel)):
        found.append(asked)
    customers = rules.retention.keep.get("customer")
    if customers is not None and leads.value(row, customers.field).casefold() in map(str.casefold, customers.values):
        found.append(Ground(CONTRACT, read_day(leads.value(row, "last_inbound_on"))))
    if told != NONE:
        for entry in acquired:
            kind = ground(entry.consent) or _by_source(source_kind(rules, entry.source), rules)
            if kind and kind != NONE:
                found.append(Ground(kind, latest_day(entry.on)))
    order = (EXPLICIT, SUBSCRIBED, CONTRACT, CARD, PUBLISHED, INQUIRY)
    return sorted(set(found), key=lambda each: (order.index(each.kind), -(each.since or date.min).toordinal()))


def _subscribed(leads: LeadList, row: RowRef, channel: str) -> Ground | None:
    """メルマガ希望 = 希望する: the lead asked for it. A column 配信可否 says what we may, not what they asked for."""
    for name in (f"subscribe_{channel}", "subscribe_all"):
        column = leads.fields.get(name)
        if column is not None and _WISH.search(leads.headings[column]):
            text = leads.columns[column][row]
            if text and refuses(name, text) is False:
                return Ground(SUBSCRIBED, read_day(text))
    return None


def personal_card(acquired: Sequence[Acquisition], rules: Rules) -> bool:
    """Whether the lead came only by sources whose leads are written to one by one, such as cards given in person."""
    kinds = [source_kind(rules, entry.source) for entry in acquired]
    return bool(kinds) and all(kind and not rules.sources[kind].bulk for kind in kinds)


def _by_source(kind: str, rules: Rules) -> str:
    if kind in CARD_SOURCES or (kind and not rules.sources[kind].bulk):
        return CARD
    return INQUIRY if kind and rules.sources[kind].inbound else ""


@cache
def _rulings() -> tuple[tuple[tuple[str, str, str, str], Ruling], ...]:
    return tuple(
        (
            (row["country"], row["channel"], row["reach"], row["ground"]),
            Ruling(
                row["may"] == "yes",
                parse_duration(row["lasts"]) if row["lasts"] else None,
                row["article"],
                row["fact"],
            ),
        )
        for row in table("mailing_grounds")
    )
