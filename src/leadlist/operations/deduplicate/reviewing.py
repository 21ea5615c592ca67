"""What a person is asked: pairs side by side, where they differ, and what their golden record would hold."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import current
from leadlist.matching.comparisons import SAME_COMMON
from leadlist.matching.linkage import MatchWeight
from leadlist.operations.deduplicate.compared import columns_of, parts_of
from leadlist.operations.deduplicate.found import Deduplication, Pair
from leadlist.operations.deduplicate.golden_record import golden_record
from leadlist.operations.deduplicate.own_values import is_by_rule
from leadlist.operations.deduplicate.planning import survivor_of
from leadlist.rules import Rules

TELLING = {"name", "family_name", "given_name", "company", "email", "phone", "mobile"}
"""The fields that say who a lead is: in a review they stand first."""


class Difference(StrEnum):
    """How two cells of a pair differ."""

    VALUE = "value"
    SPELLING = "spelling"  # the same value in other letters: 髙橋 and 高橋, ㈱ and 株式会社
    ONE_EMPTY = "one_empty"


class Block(NamedTuple):
    """One question. `rows` are the pair, `merges` whether the merge band already joins them, `proposed` the golden
    record's text for every column, `by_rule` the columns whose text no person writes."""

    rows: tuple[RowRef, RowRef]
    merges: bool
    weight: float
    reason: str
    differences: Mapping[ColumnRef, Difference]
    proposed: Sequence[str]
    by_rule: frozenset[ColumnRef]


def blocks(leads: LeadList, rules: Rules, found: Deduplication, pairs: Sequence[Pair], *, merges: bool) -> list[Block]:
    """A block for each pair; the golden record is that of all rows that would be one lead then."""
    if found.linkage is None or not pairs:
        return []
    members: dict[RowRef, list[RowRef]] = defaultdict(list)
    cluster = {row.row: row.cluster for row in found.rows}
    for row, first in cluster.items():
        members[first].append(row)
    by_rule = frozenset(column for column in map(ColumnRef, range(len(leads.headings))) if is_by_rule(leads, column))
    weights = found.linkage.weigh_all([pair[:2] for pair in pairs])
    made: list[Block] = []
    for pair, weight in zip(pairs, weights, strict=True):
        rows = sorted({*members[cluster[pair.row]], *members[cluster[pair.other]]})
        proposed = proposal(leads, rules, rows)
        differences = differing(leads, pair.row, pair.other, weight)
        made.append(Block(pair[:2], merges, pair.weight, pair.reason, differences, proposed, by_rule))
    return made


def proposal(leads: LeadList, rules: Rules, rows: Sequence[RowRef]) -> list[str]:
    """What the golden record of these rows would hold, column by column."""
    survivor = survivor_of(leads, rows)
    changed = golden_record(leads, rules, rows, survivor)
    columns = map(ColumnRef, range(len(leads.headings)))
    return [changed[column][0] if column in changed else leads.cell(survivor, column) for column in columns]


def differing(leads: LeadList, row: RowRef, other: RowRef, weight: MatchWeight) -> dict[ColumnRef, Difference]:
    """The columns in which two rows differ, and how."""
    found: dict[ColumnRef, Difference] = {}
    levels = _levels(leads, weight)
    for column in map(ColumnRef, range(len(leads.headings))):
        left, right = leads.cell(row, column), leads.cell(other, column)
        if left == right:
            continue
        same = levels.get(column, 0) >= SAME_COMMON or _folded(left) == _folded(right)
        found[column] = (
            Difference.ONE_EMPTY if not left or not right else Difference.SPELLING if same else Difference.VALUE
        )
    return found


def _levels(leads: LeadList, weight: MatchWeight) -> dict[ColumnRef, int]:
    """How well a pair agrees in each column of the list; two columns that are compared as one agree as well as both."""
    own = columns_of(leads.headings)
    found: dict[ColumnRef, int] = {}
    for name, level in weight.levels.items():
        for part in parts_of(name, leads):
            column = own.get(part, leads.fields.get(part))
            if column is not None:
                found[column] = max(level, found.get(column, 0))
    return found


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def told_columns(leads: LeadList, made: Sequence[Block]) -> tuple[list[ColumnRef], int]:
    """The columns that hold anything in these blocks, without the lead's id: first those that say who it is, then
    those that differ (in the most blocks first), then the others; and how many the first two kinds are."""
    told = [
        column
        for column in map(ColumnRef, range(len(leads.headings)))
        if leads.field_of(column) != "lead_id" and any(leads.cell(row, column) for block in made for row in block.rows)
    ]
    differ = Counter(column for block in made for column in block.differences)
    who = [column for column in told if leads.field_of(column) in TELLING]
    others = sorted((column for column in told if column not in who), key=lambda column: -differ[column])
    return [*who, *others], len(who) + sum(column in differ for column in others)


def heading_of(leads: LeadList, column: ColumnRef) -> str:
    """A column's heading on one line; a column without one is named by its field or its number."""
    field = FIELDS.get(leads.field_of(column))
    return " ".join(leads.headings[column].split()) or (field.heading(current()) if field else f"#{column + 1}")
