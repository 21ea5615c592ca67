"""Take an older operation back, cell by cell: where a cell still holds what that operation wrote, it gets back what was
there before; everything else is a conflict for a person to look at.

Undo of the last operation puts the backup's bytes back; this is for one that others came after.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from leadlist.changes import AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.permission import PERMISSION_FIELDS, refuses, strictest
from leadlist.plans import Finding, Plan, Severity
from leadlist.provenance import merged

RULE = "undo"
CODE = "UNDO-001"
Record = Mapping[str, Any]


@dataclass
class _State:
    """What has been decided so far. Positions in the records are those of the list when it was changed."""

    leads: LeadList
    erased: Callable[[Mapping[str, str]], bool] | None = None
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    restored: set[RowRef] = field(default_factory=set)
    conflicts: set[RowRef] = field(default_factory=set)

    @cached_property
    def by_cells(self) -> Mapping[tuple[str, ...], list[RowRef]]:
        """The rows that hold the same cells."""
        rows: dict[tuple[str, ...], list[RowRef]] = defaultdict(list)
        for row, cells in enumerate(zip(*self.leads.columns, strict=True)):
            rows[cells].append(RowRef(row))
        return rows

    def conflict(self, row: RowRef | None, column: ColumnRef | None, message: str, hint: str = "") -> None:
        name = "" if column is None else self.leads.field_of(column)
        self.findings.append(
            Finding(row, name, column, CODE, Severity.WARNING, message, hint or _("Decide by hand; the log has both."))
        )
        if row is not None:
            self.conflicts.add(row)


def plan(
    leads: LeadList, records: Sequence[Record], *, erased: Callable[[Mapping[str, str]], bool] | None = None
) -> Plan:
    """Revert the changes of one operation, given its records (`undo.jsonl`: lead, row, changes).

    A lead is found by its id, else by the row it stood in where that row still holds what the operation wrote. Rows
    that the operation removed are appended with their lead id; rows it added are removed where nobody touched them
    since; columns it added stay, emptied of what it wrote. An opt-out that came since stays, and no line of 取得履歴
    is lost; who was `erased` on request does not come back.

    Counts: read = restored + conflicts + unchanged, in leads of the list; added are the rows appended.
    """
    state = _State(leads, erased)
    at_id = _rows_by_id(leads)
    at_row = {number: RowRef(row) for row, number in enumerate(leads.row_numbers)}
    for record in records:
        row = at_id.get(record["lead"]) if record["lead"] else at_row.get(record["row"])
        cells = [change for change in record["changes"] if change["kind"] == "set"]
        if cells:
            _revert_cells(state, record, row, cells)
        for change in record["changes"]:
            if change["kind"] == "remove":
                _bring_back(state, record, row, change)
            elif change["kind"] == "add":
                _take_out(state, record, row, change)
    removed = {change.row for change in state.changes if isinstance(change, RemoveRow)}
    changes = [c for c in state.changes if not (isinstance(c, SetCell) and c.row in removed)]
    restored = state.restored | removed
    conflicts = state.conflicts - restored
    counts = {
        "read": len(leads),
        "restored": len(restored),
        "conflicts": len(conflicts),
        "unchanged": len(leads) - len(restored) - len(conflicts),
        "added": sum(isinstance(change, AddRow) for change in changes),
    }
    return Plan("undo", changes, state.findings, counts)


def _rows_by_id(leads: LeadList) -> dict[str, RowRef]:
    rows: dict[str, RowRef] = {}
    for row, text in enumerate(leads.values("lead_id")):
        if text:
            rows.setdefault(text, RowRef(row))
    return rows


def _revert_cells(state: _State, record: Record, row: RowRef | None, cells: Sequence[Record]) -> None:
    if row is None:
        hint = _("It was removed or merged since. Undo that first, or take the values from the log.")
        state.conflict(None, None, _("The lead of row {row} is no longer in the list.").format(row=record["row"]), hint)
        return
    leads = state.leads
    placed = [(change, _column(leads, change["column"], change["position"])) for change in cells]
    if not record["lead"] and not any(
        column is not None and leads.cell(row, column) == change["after"] for change, column in placed
    ):
        message = _("Row {row} holds another lead now, or was edited since.").format(row=record["row"])
        state.conflict(row, None, message)
        return
    for change, column in placed:
        if column is None:
            message = _("The column “{column}” is no longer in the list.").format(column=change["column"])
            state.conflict(row, None, message)
        else:
            _revert_cell(state, row, column, change)


def _revert_cell(state: _State, row: RowRef, column: ColumnRef, change: Record) -> None:
    now, before, name = state.leads.cell(row, column), change["before"], state.leads.field_of(column)
    if name == "lead_id" and now == change["after"]:
        return  # an id stays: the log and other operations speak of the lead by it
    if now == before:
        return
    if now != change["after"]:
        state.conflict(row, column, _("The cell was changed again since; it was left as it is."))
        return
    back = _safe(name, before, now)
    if back != before:
        message = _("The cell records a refusal or where the lead came from; that is not taken back.")
        state.conflict(row, column, message, _("Only proof of a newer consent lifts a refusal."))
    if back != now:
        state.changes.append(SetCell(row, column, now, back, RULE))
        state.restored.add(row)


def _safe(name: str, before: str, now: str) -> str:
    """What may be put back: a refusal survives every undo, and so does each line of the history."""
    if name in PERMISSION_FIELDS and refuses(name, now):
        return strictest(name, [before, now])
    if name == "provenance":
        return merged([before, now])
    return str(before)


def _bring_back(state: _State, record: Record, row: RowRef | None, change: Record) -> None:
    """Append a row that the operation removed, unless its lead is in the list again."""
    if record["lead"] and row is not None:
        state.conflict(row, None, _("The lead is in the list again; the row that was removed is not appended."))
        return
    cells: dict[ColumnRef, str] = {}
    lost = []
    for heading, text, position in _cells_of(change):
        column = _column(state.leads, heading, position)
        if column is None:
            lost.append(heading)
        elif text:
            cells[column] = text
    if lost:
        message = _("Columns of a removed row are no longer in the list: {columns}.").format(columns=", ".join(lost))
        state.conflict(None, None, message)
    at = state.leads.fields.get("lead_id")
    if at is not None and record["lead"]:
        cells[at] = record["lead"]
    named = {name: cells[column] for name, column in state.leads.fields.items() if column in cells}
    if state.erased and state.erased(named):
        state.conflict(None, None, _("Somebody in a removed row was erased on request and stays so."))
        return
    if _whole(state.leads, cells) in state.by_cells:
        state.conflict(None, None, _("A row that was removed is in the list again; it is not appended twice."))
        return
    state.changes.append(AddRow(cells, RULE))


def _take_out(state: _State, record: Record, row: RowRef | None, change: Record) -> None:
    """Remove a row that the operation added, where it still is what was added."""
    wanted: dict[ColumnRef, str] = {}
    for heading, text, position in _cells_of(change):
        column = _column(state.leads, heading, position)
        if column is not None:
            wanted[column] = text
    places = state.by_cells.get(_whole(state.leads, wanted), [])
    same = row in places
    if not same and not record["lead"] and len(places) == 1:
        row, same = places[0], True
    if row is None:
        state.conflict(
            None, None, _("The row {row} that was added is no longer in the list.").format(row=record["row"])
        )
    elif not same:
        state.conflict(row, None, _("The row was added, and edited since; it was left as it is."))
    elif _refuses_any(state.leads, row):
        state.conflict(row, None, _("The row was added and holds a refusal; it was left as it is."))
    else:
        state.changes.append(RemoveRow(row, _("added by the operation that is undone"), None, RULE))


def _whole(leads: LeadList, cells: Mapping[ColumnRef, str]) -> tuple[str, ...]:
    return tuple(cells.get(ColumnRef(at), "") for at in range(len(leads.headings)))


def _refuses_any(leads: LeadList, row: RowRef) -> bool:
    return any(refuses(name, leads.value(row, name)) for name in PERMISSION_FIELDS if name in leads.fields)


def _cells_of(change: Record) -> Iterator[tuple[str, str, int]]:
    """Heading, text and position of each cell of a row; rows are kept as a list, or as heading -> text."""
    cells = change["cells"]
    if isinstance(cells, Mapping):
        yield from ((heading, text, -1) for heading, text in cells.items())
    else:
        yield from ((heading, text, position) for position, heading, text in cells)


def _column(leads: LeadList, heading: str, position: int) -> ColumnRef | None:
    """Where a column stands now: at its old place if the heading is still there, else at the heading's only place."""
    if 0 <= position < len(leads.headings) and leads.headings[position] == heading:
        return ColumnRef(position)
    places = [at for at, text in enumerate(leads.headings) if text == heading]
    return ColumnRef(places[0]) if len(places) == 1 else None
