"""normalize: every cell that the normalizer of its field would write differently.

Each column is worked on by its distinct values, so that a million leads of one city cost one look at the city.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from leadlist.changes import SetCell
from leadlist.checks import country_code
from leadlist.fields import FIELDS, Kind
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import concerns, normalize, normalizer, split
from leadlist.normalizers.columns import Moved, Part, Rewriting, parts, rewritten
from leadlist.plans import Finding, Plan, Severity, without
from leadlist.rules import Rules


@dataclass(frozen=True)
class NormalizeDetails:
    """What the command's report adds: changed cells by field, in the order of the columns, and by rule."""

    fields: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)


Spread = Callable[[Callable[[Part], Rewriting], Iterable[Part]], Iterable[Rewriting]]
"""`map`, or one that shares the work out over processes."""


class _Column(NamedTuple):
    """A column under work, or those `rows` of it for which the same rules hold.

    `taken` holds the empty cells that something has moved into.
    """

    leads: LeadList
    name: str
    at: ColumnRef
    rules: Rules
    rows: Sequence[RowRef] | None
    taken: set[tuple[RowRef, ColumnRef]]

    def cells(self) -> Sequence[str]:
        """The texts under work."""
        whole = self.leads.columns[self.at]
        return whole if self.rows is None else [whole[row] for row in self.rows]


def plan(leads: LeadList, rules: Rules, *, spread: Spread = map) -> Plan:
    """Every cell that its field's normalizer would write differently, and what a person should look at.

    Unknown columns, formulas and the fields of `[normalize] skip` are left alone. What belongs to another field moves
    there only where that column is known and the cell empty; otherwise the cell stays whole and is a finding. Phones
    and postal codes are read by the country of their row where the list has such a column.
    """
    changes: list[SetCell] = []
    findings: list[Finding] = []
    by_field: Counter[str] = Counter()
    columns = list(_work(leads, rules))
    made = [spread(rewritten, parts(column.name, column.cells(), column.rules)) for column in columns]
    for column, rewritings in zip(columns, made, strict=True):
        found, problems = _column_changes(column, list(rewritings))
        changes.extend(found)
        findings.extend(problems)
        by_field[column.name] += len(found)
    by_rule = Counter(map(itemgetter(4), changes))
    return _spared(Plan("normalize", changes, findings, {}, NormalizeDetails(by_field, by_rule)), leads)


def _work(leads: LeadList, rules: Rules) -> Iterator[_Column]:
    """Every column that normalize works on, in the list's order, and its rows where their rules differ."""
    regions = _regions(leads, rules)
    taken: set[tuple[RowRef, ColumnRef]] = set()
    for name, at in _columns(leads, rules):
        regional = FIELDS[name].kind in (Kind.PHONE, Kind.POSTAL_CODE)
        for own, rows in regions if regional else [(rules, None)]:
            yield _Column(leads, name, at, own, rows, taken)


def _regions(leads: LeadList, rules: Rules) -> list[tuple[Rules, Sequence[RowRef] | None]]:
    """The rules for each country of the list and its rows; None: all rows, where no column names a country.

    A row without a country is one of the rules' own; a name that no table knows makes nothing a local number.
    """
    column = leads.fields.get("country")
    if column is None or not any(leads.columns[column]):
        return [(rules, None)]
    rows: dict[str, list[RowRef]] = {}
    for position, cell in enumerate(leads.columns[column]):
        code = country_code(cell) if cell.strip() else rules.country
        rows.setdefault(code, []).append(RowRef(position))
    return [(replace(rules, country=code), found) for code, found in rows.items()]


def _columns(leads: LeadList, rules: Rules) -> list[tuple[str, ColumnRef]]:
    """The columns that normalize works on, in the list's order."""
    chosen = [
        (name, at)
        for name, at in leads.fields.items()
        if name not in rules.normalize.skip and normalizer(name) is not None
    ]
    return sorted(chosen, key=lambda pair: pair[1])


def _column_changes(column: _Column, made: Sequence[Rewriting]) -> tuple[list[SetCell], list[Finding]]:
    """The changes and findings of one column."""
    texts = {before: after for part in made for before, after in part.texts.items()}
    moves = {before: moved for part in made for before, moved in part.moves.items()}
    noted = {before: concern for part in made for before, concern in part.concerns.items()}
    changes: list[SetCell] = []
    findings: list[Finding] = []
    looked_at = texts.keys() | moves.keys() | noted.keys()
    if not looked_at:
        return changes, findings
    name, at, rule = column.name, column.at, concerns.rule_of(column.name)
    cells = column.cells()
    rows = column.rows if column.rows is not None else range(len(cells))
    for place, cell in compress(zip(rows, cells, strict=True), map(looked_at.__contains__, cells)):
        row = RowRef(place)
        if cell in moves:
            moved, problem = _move(column, row, cell, moves[cell])
            changes.extend(moved)
            findings.extend(problem)
            continue
        if cell in texts:
            changes.append(SetCell(row, at, cell, texts[cell], rule))
        if cell in noted:
            findings.append(Finding(row, name, at, *noted[cell]))
    return changes, findings


def _move(column: _Column, row: RowRef, cell: str, moved: Moved) -> tuple[list[SetCell], list[Finding]]:
    """The rest goes to its columns if all of them are there and empty; if one already says the same, that will do."""
    leads, name, at, rules, _rows, taken = column
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
    """The plan without what would hit a formula, and with counts that say what remains."""
    hint = _("Change the cells that the formula reads.")
    message = _("A formula makes this value; leadlist does not rewrite formulas.")
    hit = (
        [(change.row, change.column) for change in made.changes if isinstance(change, SetCell)]
        if leads.formulas
        else []
    )
    blocked = {
        (row, at): Finding(row, leads.field_of(at), at, "NORM-004", Severity.INFO, message, hint)
        for row, at in hit
        if (row, at) in leads.formulas
    }
    spared = without(made, blocked) if blocked else made
    changed = len(set(map(itemgetter(0), spared.changes)))  # every change is of a cell
    return replace(spared, counts={"read": len(leads), "changed": changed, "unchanged": len(leads) - changed})
