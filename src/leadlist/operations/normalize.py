"""normalize: every cell that the normalizer of its field would write differently.

Each column is worked on by its distinct values, so that a million leads of one city cost one look at the city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from leadlist.changes import Change, SetCell
from leadlist.fields import FIELDS, Kind
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import concerns, dates, normalize, normalizer, recognised, settled, split
from leadlist.plans import Finding, Plan, Severity, without
from leadlist.rules import Rules


@dataclass(frozen=True)
class NormalizeDetails:
    """What the command's report adds: changed cells by field, in the order of the columns, and by rule."""

    fields: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)


class Moved(NamedTuple):
    """A value that holds something of another field: what stays, and what goes where."""

    kept: str
    rest: Mapping[str, str]


class Rewriting(NamedTuple):
    """What happens to the distinct values of one column."""

    texts: Mapping[str, str]  # only values that change
    moves: Mapping[str, Moved]
    concerns: Mapping[str, concerns.Concern]


def plan(leads: LeadList, rules: Rules) -> Plan:
    """Every cell that its field's normalizer would write differently, and what a person should look at.

    Unknown columns, formulas and the fields of `[normalize] skip` are left alone. What belongs to another field moves
    there only where that column is known and the cell empty; otherwise the cell stays whole and is a finding.
    """
    changes: list[Change] = []
    findings: list[Finding] = []
    by_field: dict[str, int] = {}
    rewritings = {name: rewriting(name, leads.columns[at], rules) for name, at in _columns(leads, rules)}
    taken: set[tuple[RowRef, ColumnRef]] = set()
    for name, at in _columns(leads, rules):
        found, problems = _column_changes(leads, name, at, rewritings[name], rules, taken)
        by_field[name] = len(found)
        changes.extend(found)
        findings.extend(problems)
    rows = {change.row for change in changes if isinstance(change, SetCell)}
    by_rule: dict[str, int] = {}
    for change in changes:
        by_rule[change.rule] = by_rule.get(change.rule, 0) + 1
    counts = {"read": len(leads), "changed": len(rows), "unchanged": len(leads) - len(rows)}
    return _spared(Plan("normalize", changes, findings, counts, NormalizeDetails(by_field, by_rule)), leads)


def _columns(leads: LeadList, rules: Rules) -> list[tuple[str, ColumnRef]]:
    """The columns that normalize works on, in the list's order."""
    chosen = [
        (name, at)
        for name, at in leads.fields.items()
        if name not in rules.normalize.skip and normalizer(name) is not None
    ]
    return sorted(chosen, key=lambda pair: pair[1])


def rewriting(name: str, cells: Sequence[str], rules: Rules) -> Rewriting:
    """What the normalizer of a field makes of the distinct values of a column. Pure; may run in another process."""
    write = normalizer(name)
    assert write is not None
    whole = set(cells)
    whole.discard("")
    distinct = recognised.doubtful(name, whole, rules)
    if FIELDS[name].kind is Kind.DATE and (order := dates.column_order(distinct)):
        texts = {cell: after for cell in distinct if (after := dates.write_date(cell, rules, order)) != cell}
    else:
        order = ""
        texts = {cell: after for cell in distinct if (after := settled(write, cell, rules)) != cell}
    moves: dict[str, Moved] = {}
    noted: dict[str, concerns.Concern] = {}
    for cell in concerns.suspects(name, distinct, texts):
        kept, rest = split(name, cell, rules)
        if rest:
            moves[cell] = Moved(kept, rest)
            continue
        concern = concerns.concern(name, cell, texts.get(cell, cell), rules, order)
        if concern:
            noted[cell] = concern
    return Rewriting(texts, moves, noted)


def _column_changes(
    leads: LeadList,
    name: str,
    at: ColumnRef,
    rewritten: Rewriting,
    rules: Rules,
    taken: set[tuple[RowRef, ColumnRef]],
) -> tuple[list[SetCell], list[Finding]]:
    """The changes and findings of one column; `taken` holds the empty cells that something has moved into."""
    changes: list[SetCell] = []
    findings: list[Finding] = []
    texts, moves, noted = rewritten
    rule = concerns.rule_of(name)
    looked_at = texts.keys() | moves.keys() | noted.keys()
    if not looked_at:
        return changes, findings
    for position, cell in enumerate(leads.columns[at]):
        if cell not in looked_at:
            continue
        row = RowRef(position)
        if cell in moves:
            moved, problem = _move(leads, row, at, name, cell, moves[cell], rules, taken)
            changes.extend(moved)
            findings.extend(problem)
            continue
        if cell in texts:
            changes.append(SetCell(row, at, cell, texts[cell], rule))
        if cell in noted:
            code, severity, message, hint = noted[cell]
            findings.append(Finding(row, name, at, code, severity, message, hint))
    return changes, findings


def _move(
    leads: LeadList,
    row: RowRef,
    at: ColumnRef,
    name: str,
    cell: str,
    moved: Moved,
    rules: Rules,
    taken: set[tuple[RowRef, ColumnRef]],
) -> tuple[list[SetCell], list[Finding]]:
    """The rest goes to its columns if all of them are there and empty; if one already says the same, that will do."""
    rule = f"{concerns.rule_of(name)}.split"
    changes = [SetCell(row, at, cell, moved.kept, rule)]
    if (row, at) in leads.formulas:
        return changes, []  # what hits a formula becomes a finding later, and nothing may move without it
    for other, value in moved.rest.items():
        target = leads.fields.get(other)
        held = "" if target is None else leads.cell(row, target)
        if held and _says(other, held, value, rules):
            continue
        if target is None or held or (row, target) in taken or (row, target) in leads.formulas:
            message = _("Holds something that belongs to “{field}”.").format(
                field=FIELDS[other].heading(rules.language)
            )
            hint = _("Add that column, or move it by hand: leadlist moves it only into an empty cell.")
            return [], [Finding(row, name, at, "NORM-003", Severity.WARNING, message, hint)]
        changes.append(SetCell(row, target, "", value, rule))
    taken.update((change.row, change.column) for change in changes[1:])
    return changes, []


def _says(field_name: str, held: str, value: str, rules: Rules) -> bool:
    """True where a cell already holds the value, be it in another notation or together with something else."""
    kept, rest = split(field_name, held, rules)
    return normalize(field_name, kept if rest else held, rules) == normalize(field_name, value, rules)


def _spared(made: Plan, leads: LeadList) -> Plan:
    """The plan without what would hit a formula; its counts say what remains."""
    if not leads.formulas:
        return made
    hint = _("Change the cells that the formula reads.")
    message = _("A formula makes this value; leadlist does not rewrite formulas.")
    blocked = {
        (change.row, change.column): Finding(
            change.row, leads.field_of(change.column), change.column, "NORM-004", Severity.INFO, message, hint
        )
        for change in made.changes
        if isinstance(change, SetCell) and (change.row, change.column) in leads.formulas
    }
    spared = without(made, blocked)
    rows = {change.row for change in spared.changes if isinstance(change, SetCell)}
    return replace(spared, counts={"read": len(leads), "changed": len(rows), "unchanged": len(leads) - len(rows)})
