"""normalize: every cell that the normalizer of its field would write differently.

A list is worked on block by block, so that several processes can share it and none has to hold it, and each column of
a block by its distinct values, so that a thousand leads of one city cost one look at the city.
"""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from leadlist.changes import BlockChanges, Cell, Packed, SetCell, packed, packed_column
from leadlist.fields import FIELDS, Kind
from leadlist.leads import Block, ColumnRef, LeadList, RowRef, Spread
from leadlist.locale import _
from leadlist.normalizers import concerns, dates, normalize, normalizer, split
from leadlist.normalizers.columns import Memory, Moved, Rewriting
from leadlist.plans import Finding, Plan, Severity, without
from leadlist.rules import Rules
from leadlist.rules.country_names import country_code

Place = tuple[ColumnRef, str]
"""A column, and the country by whose rules some of its rows are read."""


@dataclass(frozen=True)
class NormalizeDetails:
    """What the command's report adds: changed cells by field, in the order of the columns, and by rule."""

    fields: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)


class Job(NamedTuple):
    """One block, and what is known of the whole list.

    `rules` are pickled: the same bytes are the same rules, under which what was made of a value is remembered.
    `orders` is what the whole list decided about the dates of a field.
    """

    block: Block
    fields: Mapping[str, ColumnRef]
    rules: bytes
    orders: Mapping[str, str] = {}


class Part(NamedTuple):
    """What was found in one column of a block, by the rules of one country."""

    changes: Packed
    findings: Sequence[Finding]
    rules: Mapping[str, int]  # how often each rule asked for a change


class Found(NamedTuple):
    """What was found in one block, and how many of its rows change.

    `orders` is what its dates say about day and month; `open` are the fields of which a date was not read.
    """

    parts: Mapping[Place, Part]
    changed: int
    orders: Mapping[str, frozenset[str]]
    open: frozenset[str]


class _Column(NamedTuple):
    """A column under work, or those `rows` of it for which the same rules hold.

    `taken` holds the empty cells that something has moved into, and what.
    """

    leads: LeadList
    name: str
    at: ColumnRef
    rules: Rules
    rows: Sequence[RowRef] | None
    taken: dict[tuple[RowRef, ColumnRef], str]

    def cells(self) -> Sequence[str]:
        """The texts under work."""
        whole = self.leads.columns[self.at]
        return whole if self.rows is None else [whole[row] for row in self.rows]


def plan(leads: LeadList, rules: Rules, *, spread: Spread[Job, Found] = map) -> Plan:
    """Every cell that its field's normalizer would write differently, and what a person should look at.

    Unknown columns, formulas and the fields of `[normalize] skip` are left alone. What belongs to another field moves
    there only where that column is known and the cell empty; otherwise the cell stays whole and is a finding. Phones
    and postal codes are read by the country of their row where the list has such a column.
    """
    ready = pickle.dumps(rules)
    jobs = (Job(block, leads.fields, ready) for block in leads.blocks())
    found = _decided(list(spread(of_block, jobs)), leads, ready, spread)
    places = sorted({place for each in found for place in each.parts})
    groups = [[each.parts[place] for each in found if place in each.parts] for place in places]
    changes = BlockChanges(
        [[part.changes for part in group] for group in groups],
        [[part.changes for part in each.parts.values()] for each in found],
    )
    findings = [finding for group in groups for part in group for finding in part.findings]
    by_field, by_rule = Counter(dict.fromkeys((name for name, _at in _columns(leads, rules)), 0)), Counter[str]()
    for (at, _country), group in zip(places, groups, strict=True):
        by_field[leads.field_of(at)] += sum(part.changes.number for part in group)
        for part in group:
            by_rule.update(part.rules)
    counts = _counts(leads, sum(each.changed for each in found))
    details = NormalizeDetails(by_field, by_rule)
    held = changes if leads.stored else list(changes)
    return _spared(Plan("normalize", held, findings, counts, details), leads)


def _decided(found: list[Found], leads: LeadList, rules: bytes, spread: Spread[Job, Found]) -> list[Found]:
    """The same, done again for blocks with a date that the order of day and month in the whole column may tell."""
    said: dict[str, set[str]] = {}
    for each in found:
        for name, seen in each.orders.items():
            said.setdefault(name, set()).update(seen)
    orders = {name: order for name, seen in said.items() if (order := dates.decided(seen))}
    again = [at for at, each in enumerate(found) if not each.open.isdisjoint(orders)]
    blocks = list(leads.blocks()) if again else []
    jobs = (Job(blocks[at], leads.fields, rules, orders) for at in again)
    for at, better in zip(again, spread(of_block, jobs), strict=True):
        found[at] = better
    return found


def of_block(job: Job) -> Found:
    """What is to be done in one block of a list. For another process: what it gives is packed."""
    leads = job.block.read().with_fields(job.fields)
    first = job.block.first
    parts: dict[Place, Part] = {}
    rows: set[RowRef] = set()
    orders: dict[str, frozenset[str]] = {}
    unread: set[str] = set()
    for column in _work(leads, _rules(job.rules)):
        country = column.rules.country
        memory = _memory(job.rules, column.name, country, job.orders.get(column.name, ""))
        made = memory.rewritten(column.cells())
        part, own = _part(column, made, first)
        if part:
            parts[column.at, country] = part
            rows.update(own)
        if made.orders:
            orders[column.name] = made.orders
        if made.is_open:
            unread.add(column.name)
    return Found(parts, len(rows), orders, frozenset(unread))


def get_ready() -> None:
    """Load what normalizers read, for a process that is about to get blocks."""
    normalize("address", "千代田区千代田１－１")


@lru_cache(maxsize=8)
def _rules(pickled: bytes) -> Rules:
    rules: Rules = pickle.loads(pickled)
    return rules


@lru_cache(maxsize=256)
def _memory(rules: bytes, name: str, country: str, order: str) -> Memory:
    """What this process remembers of a field; what is remembered is only what it would find again."""
    return Memory(name, replace(_rules(rules), country=country), order)


def _work(leads: LeadList, rules: Rules) -> Iterator[_Column]:
    """Every column that normalize works on, in the list's order, and its rows where their rules differ."""
    regions = _regions(leads, rules)
    taken: dict[tuple[RowRef, ColumnRef], str] = {}
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


def _part(column: _Column, made: Rewriting, first: RowRef) -> tuple[Part | None, Iterable[RowRef]]:
    """What is to be done in a column of the block that begins with row `first`, and in which of its rows."""
    if not made.touched:
        return None, ()
    cells, rule = column.cells(), concerns.rule_of(column.name)
    places: Sequence[RowRef] = column.rows if column.rows is not None else range(len(cells))  # type: ignore[assignment]
    if made.moves or made.concerns:
        changes, findings = _column_changes(column, made, cells, places)
        if not changes and not findings:
            return None, ()
        shifted = [f._replace(row=RowRef(first + f.row)) if f.row is not None else f for f in findings]
        asked = Counter(map(itemgetter(4), changes))
        return Part(packed(changes, first), shifted, asked), map(itemgetter(0), changes)
    new = list(map(made.texts.get, cells))
    hits = [text is not None for text in new]
    rows, befores, afters = (list(compress(own, hits)) for own in (places, cells, new))
    done = packed_column(rows, column.at, befores, afters, rule, first)  # type: ignore[arg-type]
    return (Part(done, (), {rule: len(rows)}) if rows else None), rows  # type: ignore[return-value]


def _column_changes(
    column: _Column, made: Rewriting, cells: Sequence[str], rows: Sequence[RowRef]
) -> tuple[list[Cell], list[Finding]]:
    """The changes and findings of one column in which something belongs elsewhere or needs a person's eye."""
    name, at, rule, texts = column.name, column.at, concerns.rule_of(column.name), made.texts
    hits = list(map(made.touched.__contains__, cells))
    changes: list[Cell] = []
    findings: list[Finding] = []
    for row, cell in zip(compress(rows, hits), compress(cells, hits), strict=True):
        if cell in made.moves:
            moved, problem = _move(column, row, cell, made.moves[cell])
            changes.extend(moved)
            findings.extend(problem)
            continue
        if cell in texts:
            changes.append(SetCell(row, at, cell, texts[cell], rule))
        if cell in made.concerns:
            findings.append(Finding(row, name, at, *made.concerns[cell]))
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
        held = "" if target is None else leads.cell(row, target) or taken.get((row, target), "")
        if held and _says(other, held, value, rules):
            continue
        if target is None or held or (row, target) in leads.formulas:
            message = _("Holds something that belongs to “{field}”.").format(
                field=FIELDS[other].heading(rules.language)
            )
            hint = _("Add that column, or move it by hand: leadlist moves it only into an empty cell.")
            return [], [Finding(row, name, at, "NORM-003", Severity.WARNING, message, hint)]
        changes.append(SetCell(row, target, "", value, rule))
    taken.update(((change.row, change.column), change.after) for change in changes[1:])
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
    if not blocked:
        return made
    spared = without(made, blocked)
    return replace(spared, counts=_counts(leads, len(set(map(itemgetter(0), spared.changes)))))


def _counts(leads: LeadList, changed: int) -> dict[str, int]:
    """What becomes of the leads that were read."""
    return {"read": len(leads), "changed": changed, "unchanged": len(leads) - changed}
