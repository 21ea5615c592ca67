"""Opt-outs in the list's own columns: what the suppression file refuses is written there, and what leaves is kept.

In force is cell or suppression file. So that a person who opens the list sees it, every operation that merges, brings
back or takes in rows writes the refusal into the cell of the row that holds the address.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell, removed_rows
from leadlist.fields import CHANNELS, FIELDS
from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Sent, Spread
from leadlist.locale import _
from leadlist.operations.identifying import PERSONAL, Known, address_keys, is_personal
from leadlist.operations.import_.values import NO, STOP
from leadlist.permission import PERMISSION_FIELDS, fields_for, is_known, refuses
from leadlist.plans import Finding, Plan, Severity, column_after, outcome
from leadlist.rules import Rules
from leadlist.rules.days import latest_day, read_day

RULE = "suppression"
Refused = Mapping[str, date]
"""The channels a row refuses, and since when."""


class Refusal(NamedTuple):
    """An address (its match key) that refuses a channel since a day."""

    address: str
    channel: str
    on: date


def with_optouts(
    leads: LeadList,
    changes: Sequence[Change],
    known: Known,
    language: str,
    *,
    everywhere: bool = False,
    among: Iterable[RowRef] | None = None,
    spread: Spread[Any, Any] = map,
) -> tuple[Sequence[Change], list[RowRef]]:
    """The changes, and a refusal in every row that the plan merges others into or adds and that the suppression file
    knows; `everywhere`: in every row of the outcome. A merge carries the refusals of the rows that go.

    `among` are the rows that may hold an address of somebody who refuses, where that is known already.

    Also the rows that get one, by their position before the changes (added rows counted on from there).
    """
    merged: dict[RowRef, dict[str, date]] = {}
    leaving = sorted((c.row, c.into) for c in changes if isinstance(c, RemoveRow) and c.into is not None)
    read = leads.picked([row for row, _into in leaving])
    for at, (_row, into) in enumerate(leaving):
        refused = known.refused_by_row(_reader(read, RowRef(at)))
        merged[into] = _newest(merged.get(into, {}), refused)
    if not (everywhere or merged or any(isinstance(change, AddRow) for change in changes)):
        return changes, []
    wide = _suspects(leads, changes, known, among, spread) if everywhere else ()
    rows = sorted({*merged, *wide} - set(removed_rows(changes)))
    after = outcome(leads, changes, rows)
    origins = [*rows, *map(RowRef, range(len(leads), len(leads) + len(after) - len(rows)))]
    wanted: dict[RowRef, Refused] = {}
    for place, origin in enumerate(origins):
        refused = _newest(merged.get(origin, {}), known.refused_by_row(_reader(after, RowRef(place))))
        if refused:
            wanted[RowRef(place)] = refused

    def own_word(name: str) -> str:
        return _own_word(column_after(leads, changes, after.fields[name]), name, language)

    return _folded(leads, changes, origins, list(refusal_cells(after, wanted, own_word, language)), language)


def _suspects(
    leads: LeadList, changes: Sequence[Change], known: Known, among: Iterable[RowRef] | None, spread: Spread[Any, Any]
) -> Iterator[RowRef]:
    """The rows that may hold an address that refuses something after the changes."""
    yield from suspects(leads, known, spread) if among is None else among
    yield from (change.row for change in changes if isinstance(change, SetCell))


def heeding(plan: Plan, leads: LeadList, known: Known, language: str) -> Plan:
    """The plan `with_optouts`, and a finding for each row that gets one."""
    changes, rows = with_optouts(leads, plan.changes, known, language)
    return replace(plan, changes=changes, findings=[*plan.findings, *map(_finding, rows)]) if rows else plan


def _finding(row: RowRef) -> Finding:
    message = _("An address of this lead has opted out; the cell says so now.")
    hint = _("Only a newer consent lifts it: leadlist optout remove")
    return Finding(row, "", None, "OPTOUT-001", Severity.INFO, message, hint)


class Suspecting(NamedTuple):
    """A block of a list, and what is known of people who said no."""

    block: Block
    fields: Mapping[str, ColumnRef]
    known: Sent[Known]


def get_ready() -> None:
    """Load what is needed, for a process that is about to get blocks: importing this module has done it."""


def suspects(leads: LeadList, known: Known, spread: Spread[Suspecting, list[RowRef]] = map) -> list[RowRef]:
    """The rows with an address that refuses anything."""
    sent = Sent(known)
    parts = spread(_suspects_of, (Suspecting(block, leads.fields, sent) for block in leads.blocks()))
    return list(chain.from_iterable(parts))


def _suspects_of(job: Suspecting) -> list[RowRef]:
    """Those of one block; each distinct address is looked at once."""
    leads, known = job.block.read(), job.known.value
    found: set[int] = set()
    for name in (*PERSONAL, "fax"):
        column = job.fields.get(name)
        if column is None:
            continue
        refusing = {text for text in set(leads.columns[column]) if known.refused(text, fax=name == "fax")}
        if refusing:
            found.update(row for row, text in enumerate(leads.columns[column]) if text in refusing)
    return [RowRef(job.block.first + row) for row in sorted(found)]


class Cell(NamedTuple):
    """A cell that a refusal goes into. `column` may be one behind the last, which `added` then names the field of."""

    row: RowRef
    column: ColumnRef
    text: str
    added: str = ""


def refusal_cells(
    leads: LeadList, wanted: Mapping[RowRef, Refused], own_word: Callable[[str], str], language: str
) -> Iterator[Cell]:
    """The cells that write these refusals into a list, in its own columns and words; rows that refuse already say it.

    `own_word` gives the word of a field's column. A list without a column for a channel gets one, `opt_out_<channel>`.
    """
    new: dict[str, ColumnRef] = {}
    words: dict[str, str] = {}
    for row, refused in sorted(wanted.items()):
        for channel in ("all",) if "all" in refused else [c for c in CHANNELS if c in refused]:
            if _refuses(leads, row, channel):
                continue
            name = next((n for n in (f"opt_out_{channel}", f"subscribe_{channel}") if n in leads.fields), "")
            if name:
                text = words.get(name) or words.setdefault(name, own_word(name))
                yield Cell(row, leads.fields[name], text)
            else:
                name = f"opt_out_{channel}"
                column = new.setdefault(name, ColumnRef(len(leads.headings) + len(new)))
                yield Cell(row, column, STOP[language], name)
            day = leads.fields.get(f"opt_out_{channel}_on")
            if day is not None and not read_day(leads.cell(row, day)):
                yield Cell(row, day, refused[channel].isoformat())


def _refuses(leads: LeadList, row: RowRef, channel: str) -> bool:
    """Whether the cells say so already; for all channels, only those that speak of all."""
    return any(refuses(name, leads.value(row, name)) for name in fields_for(channel) if name in leads.fields)


def _own_word(column: Iterable[str], name: str, language: str) -> str:
    """The word this column refuses with most, so that its filters and drop-downs go on to work."""
    texts = Counter(column)
    own = [t for t, _n in texts.most_common() if t and refuses(name, t) and is_known(name, t) and not read_day(t)]
    return own[0] if own else (STOP if name.startswith("opt_out_") else NO)[language]


def refusing(leads: LeadList) -> list[RowRef]:
    """The rows with a cell that refuses anything; each distinct text is read once."""
    found: set[RowRef] = set()
    for name in PERMISSION_FIELDS:
        column = leads.fields.get(name)
        if column is None:
            continue
        words = {text for text in set(leads.columns[column]) if text and refuses(name, text)}
        if words:
            found.update(RowRef(row) for row, text in enumerate(leads.columns[column]) if text in words)
    return sorted(found)


def refusals_in(leads: LeadList, rows: Iterable[RowRef], rules: Rules, today: date) -> list[Refusal]:
    """What the cells of these rows refuse, by address, for keeping where it outlives the rows.

    A channel is refused by the channel's own addresses and by every one that identifies the person. Without a date in
    the list it counts from `today`.
    """
    found: dict[Refusal, None] = {}
    for row in rows:
        for channel in CHANNELS:
            names = (f"opt_out_{channel}", f"opt_out_{channel}_on", f"subscribe_{channel}")
            if any(refuses(name, leads.value(row, name)) for name in names if name in leads.fields):
                day = latest_day(leads.value(row, names[1]))
                on = min(day, today) if day else today
                found.update((Refusal(key, channel, on), None) for key in row_addresses(leads, row, [channel], rules))
    return list(found)


def with_cells(known: Known | None, leads: LeadList, rules: Rules, today: date) -> Known | None:
    """What is known, and what the cells of the list refuse: who comes in again stays opted out, as whoever."""
    held = {(each.channel, each.address): each.on for each in refusals_in(leads, refusing(leads), rules, today)}
    if not held:
        return known
    asked = known or Known(lambda channel, key: None, lambda keys: False, rules, erases=False)
    return replace(
        asked,
        refused_on=lambda channel, key: (
            asked.refused_on(channel, key) or held.get((channel, key)) or held.get(("all", key))
        ),
        told={},
    )


def row_addresses(leads: LeadList, row: RowRef, channels: Collection[str], rules: Rules) -> list[str]:
    """The match keys of a row's addresses that a refusal of these channels concerns: those of the channels
    themselves, and every one that identifies the person."""
    own = {"email": "@", "phone": "+", "sms": "+", "all": ""}
    found: dict[str, None] = {}
    for name in PERSONAL:
        for key in address_keys("phone", leads.value(row, name), rules):
            kind = "@" if "@" in key else "+"
            if is_personal(key) or any(own.get(channel) in (kind, "") for channel in channels):
                found[key] = None
    if {"fax", "all"} & set(channels):
        found.update(dict.fromkeys(address_keys("fax", leads.value(row, "fax"), rules)))
    return list(found)


def _newest(one: Mapping[str, date], other: Refused) -> dict[str, date]:
    return {channel: max(one.get(channel, day), day) for channel, day in {**one, **other}.items()}


def _reader(leads: LeadList, row: RowRef) -> Callable[[str], str]:
    return lambda name: leads.value(row, name)


def _folded(
    leads: LeadList, changes: Sequence[Change], origins: Sequence[RowRef], cells: Sequence[Cell], language: str
) -> tuple[Sequence[Change], list[RowRef]]:
    """The changes with these cells of their outcome worked in; `origins` are the rows of the cells in the list."""
    if not cells:
        return changes, []
    result = list(changes)
    own = {origins[cell.row] for cell in cells}
    at = {c[:2]: place for place, c in enumerate(result) if isinstance(c, SetCell) and c.row in own}
    new_rows = [place for place, c in enumerate(result) if isinstance(c, AddRow)]
    columns = {cell.column: cell.added for cell in cells if cell.added}
    for column in sorted(columns):
        result.append(AddColumn(FIELDS[columns[column]].heading(language), columns[column], RULE))
    touched: dict[RowRef, None] = {}
    for cell in cells:
        row = origins[cell.row]
        touched[row] = None
        if row >= len(leads):
            place = new_rows[row - len(leads)]
            old = result[place]
            assert isinstance(old, AddRow)
            result[place] = AddRow({**old.cells, cell.column: cell.text}, old.rule)
        elif (row, cell.column) in at:
            before = result[at[row, cell.column]]
            assert isinstance(before, SetCell)
            result[at[row, cell.column]] = before._replace(after=cell.text, rule=RULE)
        else:
            before_text = leads.cell(row, cell.column) if cell.column < len(leads.headings) else ""
            result.append(SetCell(row, cell.column, before_text, cell.text, RULE))
    return result, list(touched)
