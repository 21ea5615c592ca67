"""What one operation did to each lead, as JSON-able records: what `undo.jsonl` holds and `leadlist log --show` prints.

One record a lead: `{"lead": id or "", "row": the row a person sees, "changes": […]}`. A change is one of

    {"kind": "set", "position": 3, "column": "メール", "before": "…", "after": "…", "rule": "email"}
    {"kind": "remove", "cells": [[position, heading, text], …], "reason": "…", "into": lead id or row, "rule": "…"}
    {"kind": "add", "cells": [[position, heading, text], …], "rule": "…"}
    {"kind": "column", "position": 15, "column": "リードID", "rule": "lead_id"}

Added columns stand in one record of their own, with `"row": 0`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter
from typing import Any, NamedTuple, TypedDict

from leadlist.changes import (
    AddRow,
    BlockChanges,
    Cell,
    Change,
    Packed,
    RemoveRow,
    SetCell,
    added_columns,
    in_order,
    in_rows,
)
from leadlist.leads import Block, ColumnRef, LeadList, RowRef

Cells = list[tuple[int, str, str]]
"""Position, heading and text of each cell that is not empty."""


class Record(TypedDict):
    """What happened to one lead."""

    lead: str
    row: int
    changes: list[dict[str, Any]]


def records(leads: LeadList, changes: Sequence[Change]) -> Iterator[Record]:
    """One record for each lead that the changes touch, in the order of the list; then the added ones.

    Each is made when it is asked for: a million of them need no memory.
    """
    headings = list(leads.headings)
    columns: list[dict[str, Any]] = []
    for column in added_columns(changes):
        columns.append({"kind": "column", "position": len(headings), "column": column.heading, "rule": column.rule})
        headings.append(column.heading)
    added = [change for change in changes if isinstance(change, AddRow)]
    ids = _Ids(leads, changes)
    if columns:
        yield {"lead": "", "row": 0, "changes": columns}
    for row, changed in groupby(in_order(changes), key=itemgetter(0)):
        own = list(changed)
        entries = [_entry(leads, headings, ids, change) for change in own]
        yield {"lead": ids.of(row, own), "row": leads.row_numbers[row], "changes": entries}
    last = leads.row_numbers[-1] if len(leads) else 1
    id_at = _id_column(leads, changes)
    for number, new in enumerate(added, start=last + 1):
        cells: Cells = [(int(c), headings[c], text) for c, text in sorted(new.cells.items()) if text]
        lead = next((text for position, _heading, text in cells if position == id_at), "")
        yield {"lead": lead, "row": number, "changes": [{"kind": "add", "cells": cells, "rule": new.rule}]}


class ReadyRecord(TypedDict):
    """A record whose changes may be JSON already, in the store's one spelling: keys sorted, no blanks, ASCII."""

    lead: str
    row: int
    changes: list[dict[str, Any]] | str


class BlockJob(NamedTuple):
    """A block of a list and its changes."""

    block: Block
    fields: Mapping[str, ColumnRef]
    headings: tuple[str, ...]
    changes: Sequence[Packed]


def block_jobs(leads: LeadList, changes: BlockChanges) -> Iterator[BlockJob]:
    """What `block_records` needs of each block that changes."""
    parts = zip(leads.stored, changes.of_blocks, strict=True)
    return (BlockJob(block, leads.fields, leads.headings, own) for block, own in parts if own)


def block_records(job: BlockJob) -> Iterator[ReadyRecord]:
    """The records of one block, which is read again only where its leads have ids."""
    _first, read, numbers = job.block
    if "lead_id" in job.fields:
        leads = read().with_fields(job.fields)
    else:
        leads = LeadList(job.headings, ((),) * len(job.headings), row_numbers=numbers)
    return _quick_records(leads, in_rows(job.changes))


def ready_records(leads: LeadList, changes: Sequence[Change]) -> Iterator[ReadyRecord]:
    """As `records`, where cells are all that changes; of a million leads each would else be written as a dict first."""
    if not all(isinstance(change, SetCell) for change in changes):
        for record in records(leads, changes):
            yield {"lead": record["lead"], "row": record["row"], "changes": record["changes"]}
        return
    cells = [change for change in changes if isinstance(change, SetCell)]
    yield from _quick_records(leads, sorted(cells, key=itemgetter(0)))


def _quick_records(leads: LeadList, cells: Sequence[Cell]) -> Iterator[ReadyRecord]:
    """The records of changed cells, which are in the order of the rows."""
    headings = [quoted(heading) for heading in leads.headings]
    at = leads.fields.get("lead_id")
    ids = {} if at is None else {row: after for row, column, _before, after, _rule in cells if column == at}
    ends: dict[tuple[int, str], str] = {}
    for row, own in groupby(cells, key=itemgetter(0)):
        entries: list[str] = []
        for _row, column, before, after, rule in own:
            end = ends.get((column, rule))
            if end is None:
                end = f'"column":{headings[column]},"kind":"set","position":{column},"rule":{quoted(rule)}'
                ends[column, rule] = end
            entries.append(f'{{"after":{quoted(after)},"before":{quoted(before)},{end}}}')
        lead = ids[row] if row in ids else "" if at is None else leads.columns[at][row]
        yield {"lead": lead, "row": leads.row_numbers[row], "changes": f"[{','.join(entries)}]"}


class _Ids:
    """Each row's lead id after the changes; the new ones of rows that others are merged into are kept."""

    def __init__(self, leads: LeadList, changes: Sequence[Change]) -> None:
        self._column = _id_column(leads, changes)
        into = {c.into for c in changes if isinstance(c, RemoveRow) and c.into is not None}
        self._new = (
            {c.row: c.after for c in changes if isinstance(c, SetCell) and c.column == self._column and c.row in into}
            if into
            else {}
        )
        known = self._column is not None and self._column < len(leads.headings)
        self._old = leads.columns[self._column] if known and self._column is not None else None

    def of(self, row: RowRef, own: Iterable[Change] = ()) -> str:
        """The id of a row, or `""`; `own` are its changes, unless others are merged into it."""
        new = next((c.after for c in own if isinstance(c, SetCell) and c.column == self._column), self._new.get(row))
        return new if new is not None else "" if self._old is None else self._old[row]


def _entry(leads: LeadList, headings: Sequence[str], ids: _Ids, change: SetCell | RemoveRow) -> dict[str, Any]:
    """One change as a record holds it."""
    if isinstance(change, SetCell):
        return {
            "kind": "set",
            "position": int(change.column),
            "column": headings[change.column],
            "before": change.before,
            "after": change.after,
            "rule": change.rule,
        }
    row, reason, into, rule = change
    cells: Cells = [(c, headings[c], column[row]) for c, column in enumerate(leads.columns) if column[row]]
    target = "" if into is None else ids.of(into) or str(leads.row_numbers[into])
    return {"kind": "remove", "cells": cells, "reason": reason, "into": target, "rule": rule}


def _id_column(leads: LeadList, changes: Sequence[Change]) -> ColumnRef | None:
    for position, column in enumerate(added_columns(changes), len(leads.headings)):
        if column.field == "lead_id":
            return ColumnRef(position)
    return leads.fields.get("lead_id")
