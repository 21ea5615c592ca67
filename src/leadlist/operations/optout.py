"""optout: people who said no, into the suppression file and the cells of the list; and the way back, by consent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from leadlist.changes import Change, SetCell
from leadlist.errors import Refused
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.identifying import PERSONAL, Known, address_keys, is_personal
from leadlist.operations.optouts import Refusal, row_addresses, suspects, with_optouts
from leadlist.permission import fields_for, refuses
from leadlist.plans import Plan
from leadlist.rules import Rules
from leadlist.rules.days import latest_day


class OptedOut(NamedTuple):
    """What is to be written down: the refusals that were asked for, and those of the same people's other addresses;
    how many of the addresses asked for stand in the list."""

    refusals: Sequence[Refusal]
    in_list: int


def plan(leads: LeadList, rules: Rules, refusals: Sequence[Refusal], known: Known | None) -> Plan:
    """Refuse for every row that one of the addresses stands in. Counts: read = changed + unchanged.

    Where an address that identifies a person stands in the list, the person's other addresses are refused with it, so
    that they stay so when they come in again by telephone. `known` are the refusals there were before.
    """
    days = {(each.channel, each.address): each.on for each in refusals}
    asked = Known(
        lambda channel, key: days.get((channel, key)) or days.get(("all", key)), lambda keys: False, rules, erases=False
    )
    spread = dict(days)
    hit: set[str] = set()
    for row in suspects(leads, asked):
        keys = [key for name in (*PERSONAL, "fax") for key in address_keys(name, leads.value(row, name), rules)]
        hit.update(keys)
        for channel, key in [place for place in days if place[1] in keys and is_personal(place[1])]:
            for other in row_addresses(leads, row, [channel], rules):
                spread.setdefault((channel, other), days[channel, key])
    before = known or asked
    everybody = replace(
        asked,
        refused_on=lambda channel, key: (
            spread.get((channel, key)) or spread.get(("all", key)) or before.refused_on(channel, key)
        ),
        told={},
    )
    changes, rows = with_optouts(leads, [], everybody, rules.language, everywhere=True)
    all_refusals = [Refusal(key, channel, on) for (channel, key), on in spread.items()]
    counts = {"read": len(leads), "changed": len(rows), "unchanged": len(leads) - len(rows)}
    return Plan("optout", changes, (), counts, OptedOut(all_refusals, len({a for _c, a in days} & hit)))


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
) -> Plan:
    """Empty the cells that refuse these channels in the rows of these addresses, because of a consent of the day `on`.

    Raises Refused where a refusal, in the suppression file or a cell, is not older than the consent, has no date, or
    concerns all channels while the consent does not.
    """
    wanted = set(addresses)
    rows = [row for row in leads.rows() if wanted & _keys(leads, row, rules)]
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


def _keys(leads: LeadList, row: RowRef, rules: Rules) -> set[str]:
    return {key for name in (*PERSONAL, "fax") for key in address_keys(name, leads.value(row, name), rules)}


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


def in_clear(leads: LeadList, rules: Rules, known: Known | None, channel: str) -> list[str]:
    """The addresses of the list that refuse a channel, by cell or suppression file: their match keys, sorted."""
    found: set[str] = set()
    names = ("fax",) if channel == "fax" else PERSONAL
    for row in leads.rows():
        cells = any(refuses(name, leads.value(row, name)) for name in fields_for(channel) if name in leads.fields)
        for name in names:
            text = leads.value(row, name)
            if text and (cells or (known and known.suppressed(channel, text))):
                found.update(address_keys(name, text, rules))
    kinds: Mapping[str, bool] = {"email": True, "phone": False, "sms": False, "fax": False}
    return sorted(key for key in found if kinds.get(channel) in (None, "@" in key))
