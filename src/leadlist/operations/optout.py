"""optout: people who said no, into the suppression file and the cells of the list; and the way back, by consent."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from leadlist.changes import Change, SetCell
from leadlist.errors import Refused
from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Sent, Spread
from leadlist.locale import _
from leadlist.operations.identifying import PERSONAL, Known, address_keys, is_personal
from leadlist.operations.optouts import Refusal, row_addresses, suspects, with_optouts
from leadlist.operations.person import reader
from leadlist.permission import fields_for, refuses
from leadlist.plans import Plan
from leadlist.rules import Rules
from leadlist.rules.days import latest_day


class OptedOut(NamedTuple):
    """What is to be written down: the refusals that were asked for, and those of the same people's other addresses;
    how many of the addresses asked for stand in the list."""

    refusals: Sequence[Refusal]
    in_list: int


@dataclass
class _Days:
    """Since when an address refuses a channel: by what is given, else by what was known before."""

    given: Mapping[tuple[str, str], date]
    before: Callable[[str, str], date | None] | None = None

    def __call__(self, channel: str, key: str) -> date | None:
        found = self.given.get((channel, key)) or self.given.get(("all", key))
        return found or (self.before(channel, key) if self.before else None)


def _nobody(keys: frozenset[str]) -> bool:
    return False


def plan(
    leads: LeadList,
    rules: Rules,
    refusals: Sequence[Refusal],
    known: Known | None,
    *,
    spread: Spread[Any, Any] = map,
) -> Plan:
    """Refuse for every row that one of the addresses stands in. Counts: read = changed + unchanged.

    Where an address that identifies a person stands in the list, the person's other addresses are refused with it, so
    that they stay so when they come in again by telephone. `known` are the refusals there were before.
    """
    days = {(each.channel, each.address): each.on for each in refusals}
    asked = Known(_Days(days), _nobody, rules, erases=False)
    before = known.refused_on if known else None
    everybody = replace(asked, refused_on=_Days(days, before), told={})
    rows = suspects(leads, everybody, spread)
    all_days, hit = _with_others(leads.picked(rows), days, asked, rules)
    if len(all_days) > len(days):
        others = _Days({place: day for place, day in all_days.items() if place not in days})
        rows = sorted({*rows, *suspects(leads, replace(asked, refused_on=others, told={}), spread)})
    everybody = replace(asked, refused_on=_Days(all_days, before), told={})
    changes, rows = with_optouts(leads, [], everybody, rules.language, everywhere=True, among=rows, spread=spread)
    all_refusals = [Refusal(key, channel, on) for (channel, key), on in all_days.items()]
    counts = {"read": len(leads), "changed": len(rows), "unchanged": len(leads) - len(rows)}
    return Plan("optout", changes, (), counts, OptedOut(all_refusals, len({a for _c, a in days} & hit)))


Places = dict[tuple[str, str], date]
"""Channel and address -> since when it is refused."""


def _with_others(suspected: LeadList, days: Places, asked: Known, rules: Rules) -> tuple[Places, set[str]]:
    """The refusals, and with them those of the other addresses of people who are known by one of theirs; and the
    addresses of all rows that one of them stands in."""
    found, hit = dict(days), set[str]()
    order = {place: at for at, place in enumerate(days)}
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for channel, key in days:
        places[key].append((channel, key))
    for row in suspected.rows():
        if not asked.refused_by_row(reader(suspected, row)):
            continue
        keys = {key for name in (*PERSONAL, "fax") for key in address_keys(name, suspected.value(row, name), rules)}
        hit |= keys
        own = (place for key in keys if is_personal(key) for place in places.get(key, ()))
        for channel, key in sorted(own, key=order.__getitem__):
            for other in row_addresses(suspected, row, [channel], rules):
                found.setdefault((channel, other), days[channel, key])
    return found, hit


class Lifted(NamedTuple):
    """The addresses whose refusal of a channel a consent lifts."""

    addresses: Sequence[str]
    channels: Sequence[str]


def plan_consent(
    leads: LeadList,
    rules: Rules,
    addresses: Sequence[str],
    known: Known | None,
    *,
    channels: Sequence[str],
    on: date,
    spread: Spread[Any, Any] = map,
) -> Plan:
    """Empty the cells that refuse these channels in the rows of these addresses, because of a consent of the day `on`.

    Raises Refused where a refusal, in the suppression file or a cell, is not older than the consent, has no date, or
    concerns all channels while the consent does not.
    """
    named = Known(_Days({("all", address): on for address in addresses}), _nobody, rules, erases=False)
    rows = suspects(leads, named, spread)
    lifted = dict.fromkeys(addresses)
    for row in rows:
        lifted.update(dict.fromkeys(row_addresses(leads, row, channels, rules)))
    refused = [day for key in lifted for channel in channels if known and (day := known.refused_on(channel, key))]
    if refused and max(refused) >= on:
        raise _not_newer(max(refused))
    changes: list[Change] = []
    for row in rows:
        changes += _emptied(leads, row, channels, on, max(refused, default=None))
    touched = {change.row for change in changes if isinstance(change, SetCell)}
    counts = {"read": len(leads), "changed": len(touched), "unchanged": len(leads) - len(touched)}
    return Plan("consent", changes, (), counts, Lifted(list(lifted), channels))


def _emptied(
    leads: LeadList, row: RowRef, channels: Sequence[str], on: date, known_since: date | None
) -> list[SetCell]:
    cells: list[SetCell] = []
    for name in [n for channel in channels for n in fields_for(channel) if n in leads.fields]:
        text = leads.value(row, name)
        if not refuses(name, text):
            continue
        if name.removesuffix("_on").endswith("_all") and "all" not in channels:
            raise Refused(
                _("A cell in row {row} refuses all channels; a consent for one does not lift that.").format(
                    row=leads.row_numbers[row]
                ),
                hint=_("Add --channel all if the consent says so."),
            )
        since = latest_day(text) or latest_day(leads.value(row, f"{name.removesuffix('_on')}_on")) or known_since
        if since is None:
            raise Refused(
                _("Nothing says since when row {row} refuses, so no consent is surely newer.").format(
                    row=leads.row_numbers[row]
                ),
                hint=_("Say it first: leadlist optout LIST ADDRESS --on DAY"),
            )
        if since >= on:
            raise _not_newer(since)
        cells.append(SetCell(row, leads.fields[name], text, "", "optout.consent"))
    return list(dict.fromkeys(cells))


def _not_newer(since: date) -> Refused:
    return Refused(
        _("The refusal of {day} is not older than the consent.").format(day=since.isoformat()),
        hint=_("Only a consent of a later day lifts a refusal."),
    )


def in_clear(
    leads: LeadList, rules: Rules, known: Known | None, channel: str, *, spread: Spread[Any, Any] = map
) -> list[str]:
    """The addresses of the list that refuse a channel, by cell or suppression file: their match keys, sorted."""
    sent = Sent((rules, known))
    found: set[str] = set()
    for part in spread(_in_clear, (_Exported(block, leads.fields, channel, sent) for block in leads.blocks())):
        found |= part
    kinds: Mapping[str, bool] = {"email": True, "phone": False, "sms": False, "fax": False}
    return sorted(key for key in found if kinds.get(channel) in (None, "@" in key))


class _Exported(NamedTuple):
    """A block whose addresses that refuse a channel are wanted."""

    block: Block
    fields: Mapping[str, ColumnRef]
    channel: str
    sent: Sent[tuple[Rules, Known | None]]


def _in_clear(job: _Exported) -> set[str]:
    leads, channel = job.block.read().with_fields(job.fields), job.channel
    rules, known = job.sent.value
    found: set[str] = set()
    names = ("fax",) if channel == "fax" else PERSONAL
    for row in leads.rows():
        cells = any(refuses(name, leads.value(row, name)) for name in fields_for(channel) if name in leads.fields)
        for name in names:
            text = leads.value(row, name)
            if text and (cells or (known and known.suppressed(channel, text))):
                found.update(address_keys(name, text, rules))
    return found
