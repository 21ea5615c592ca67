"""Plan: what an operation would do to a list, and what a person should look at. Made without touching a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, repeat
from typing import NamedTuple

from leadlist.changes import (
    AddColumn,
    AddRow,
    BlockChanges,
    Change,
    RemoveRow,
    SetCell,
    added_columns,
    in_order,
    in_rows,
)
from leadlist.leads import Block, ColumnRef, LeadList, RowRef
from leadlist.locale import _


class Severity(StrEnum):
    """How much a finding matters; `error` means the lead cannot be used as it is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def severity_word(severity: Severity) -> str:
    """The severity in the user's language."""
    return {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}[severity]


class Finding(NamedTuple):
    """Something a person should look at. `row` and `column` are None where it concerns more than one.

    `code` is stable (`EMAIL-002`); `message` says what is wrong and `hint` what to do, both in the user's language.
    """

    row: RowRef | None
    field: str
    column: ColumnRef | None
    code: str
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Plan:
    """An operation's answer. `counts` add up: the parts of `read` in it sum to the number of rows read.

    `details` carries what only this operation's own report shows (links of a deduplication, due dates of a purge).
    """

    operation: str
    changes: Sequence[Change] = ()
    findings: Sequence[Finding] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    details: object = None

    def __bool__(self) -> bool:
        """True where something would change."""
        return bool(self.changes)


def changed_leads(plan: Plan) -> int:
    """How many leads the plan adds, removes or rewrites."""
    rows: set[RowRef] = set()
    added = 0
    for change in plan.changes:
        if isinstance(change, SetCell | RemoveRow):
            rows.add(change.row)
        elif isinstance(change, AddRow):
            added += 1
    return len(rows) + added


def apply(leads: LeadList, changes: Iterable[Change]) -> LeadList:
    """The list after the changes: what the written file must hold when it is read again.

    Raises ValueError where a `SetCell` does not find the text it expects.
    """
    leads = leads.held()
    whole: list[Sequence[str]] = list(leads.columns)
    headings = list(leads.headings)
    fields = dict(leads.fields)
    added: list[AddRow] = []
    removed: set[RowRef] = set()
    height = len(leads)
    pending: list[SetCell] = []
    for change in changes:
        match change:
            case AddColumn(heading, field_name, _):
                if field_name:
                    fields.setdefault(field_name, ColumnRef(len(headings)))
                headings.append(heading)
                whole.append([""] * height)
            case SetCell():
                pending.append(change)
            case AddRow():
                added.append(change)
            case RemoveRow():
                removed.add(change.row)
    touched = {cell.column for cell in pending}  # the others need no copy
    columns = [
        list(column) if added or at in touched or not isinstance(column, list) else column
        for at, column in enumerate(whole)
    ]
    for cell in pending:
        if columns[cell.column][cell.row] != cell.before:
            raise ValueError(f"row {cell.row}, column {cell.column}: not what the plan was made for")
        columns[cell.column][cell.row] = cell.after
    last = leads.row_numbers[-1] if height else 1
    numbers = [*leads.row_numbers, *range(last + 1, last + 1 + len(added))]
    for position, column in enumerate(columns):
        column.extend(row.cells.get(ColumnRef(position), "") for row in added)
    if removed:
        kept = [row for row in range(height + len(added)) if row not in removed]
        columns = [[column[row] for row in kept] for column in columns]
        numbers = numbers[: len(kept)]
    return replace(
        leads,
        headings=tuple(headings),
        columns=tuple(columns),
        fields=fields,
        row_numbers=numbers,
        formulas=frozenset(),
    )


def outcome(leads: LeadList, changes: Iterable[Change], rows: Sequence[RowRef]) -> LeadList:
    """What `apply` makes of these rows, which stay and are in order, and of those that are added; the rest left out."""
    places = {row: RowRef(at) for at, row in enumerate(rows)}
    own: list[Change] = []
    for change in changes:
        if isinstance(change, SetCell):
            if change.row in places:
                own.append(change._replace(row=places[change.row]))
        elif not isinstance(change, RemoveRow):
            own.append(change)
    return apply(leads.picked(rows), own)


def column_after(leads: LeadList, changes: Iterable[Change], column: ColumnRef) -> Iterator[str]:
    """The texts of one column after the changes, one by one."""
    new: dict[RowRef, str | None] = {}
    added: list[str] = []
    for change in changes:
        if isinstance(change, RemoveRow):
            new[change.row] = None
        elif isinstance(change, SetCell):
            if change.column == column and change.row not in new:
                new[change.row] = change.after
        elif isinstance(change, AddRow):
            added.append(change.cells.get(column, ""))
    texts = leads.columns[column] if column < len(leads.headings) else repeat("", len(leads))
    for row, text in enumerate(texts):
        after = new.get(RowRef(row), text)
        if after is not None:
            yield after
    yield from added


def applied_rows(leads: LeadList, changes: Sequence[Change]) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """The headings and, one after the other, the rows after the changes. Of a list that is not held, only one block is.

    Raises as `apply`, in the midst of the rows.
    """
    if not leads.stored:
        after = apply(leads, changes)
        return after.headings, zip(*after.columns, strict=True)
    columns = added_columns(changes)
    headings = (*leads.headings, *(column.heading for column in columns))
    return headings, chain.from_iterable(
        zip(*apply(block.read(), [*columns, *own]).columns, strict=True) for block, own in _by_block(leads, changes)
    )


def _by_block(leads: LeadList, changes: Sequence[Change]) -> Iterator[tuple[Block, list[Change]]]:
    """Each block of a list with its changes, rows counted from its first; new rows follow the last."""
    if isinstance(changes, BlockChanges):
        for block, parts in zip(leads.stored, changes.of_blocks, strict=True):
            yield block, [SetCell._make(cell) for cell in in_rows(parts)]
        return
    added: list[Change] = [change for change in changes if isinstance(change, AddRow)]
    touched = in_order(changes)
    waiting = next(touched, None)
    for block in leads.stored:
        own: list[Change] = []
        while waiting is not None and waiting.row < block.first + len(block.numbers):
            own.append(waiting._replace(row=RowRef(waiting.row - block.first)))
            waiting = next(touched, None)
        yield block, own + added if block is leads.stored[-1] else own


def without(plan: Plan, blocked: Mapping[tuple[RowRef, ColumnRef], Finding]) -> Plan:
    """The plan without the `SetCell`s that hit a blocked cell; each becomes its finding."""
    hit = [change for change in plan.changes if isinstance(change, SetCell) and change[:2] in blocked]
    if not hit:
        return plan
    dropped = {change[:2] for change in hit}
    return replace(
        plan,
        changes=[c for c in plan.changes if not (isinstance(c, SetCell) and c[:2] in dropped)],
        findings=[*plan.findings, *(blocked[change[:2]] for change in hit)],
    )
