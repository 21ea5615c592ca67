"""The sums over all blocks of a list, and what follows from them: one finding for a lead, or one for a whole column."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from leadlist.checks import Check, Context, ListCheck, Place, RepeatCheck, RowCheck, Sum
from leadlist.leads import Block, ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.repeats import Marks
from leadlist.operations.validate_block import Asked, Hits, Part
from leadlist.plans import Finding, Severity

WHOLE_COLUMN = 0.5
"""From this share of a column's cells on, and from ten cells on, what a check finds is said once for the column."""


class _Found(NamedTuple):
    """What a check found in one block."""

    first: RowRef
    hits: Hits


class Sums:
    """What was found in the blocks of a list, and noted for the checks of the whole list."""

    def __init__(self, leads: LeadList, checks: Sequence[tuple[Check, Severity]]) -> None:
        self._leads = leads
        self._checks = {check.code: (check, severity) for check, severity in checks}
        self._cells: Counter[tuple[ColumnRef, str]] = Counter()
        self._hits: dict[Asked, list[_Found]] = defaultdict(list)
        self._notes: dict[str, list[Sum]] = defaultdict(list)
        self._days: dict[str, Counter[int]] = {name: Counter() for name in leads.fields}
        self.marks: dict[str, list[Sequence[Marks]]] = defaultdict(list)
        self.filled: Counter[str] = Counter(dict.fromkeys(leads.fields, 0))
        self.said: Counter[str] = Counter(dict.fromkeys(leads.fields, 0))

    def add(self, block: Block, part: Part) -> None:
        """Add what is known of the next block."""
        self._cells.update(part.cells)
        for asked, hits in part.hits.items():
            self._hits[asked].append(_Found(block.first, hits))
        for code, note in part.sums.items():
            self._notes[code].append(Sum(block.first, note))
        for code, marks in part.marks.items():
            self.marks[code].append(marks)
        for name, fill in part.fill.items():
            self.filled[name] += fill.filled
            self.said[name] += fill.said
            self._days[name].update(fill.days)

    def days(self) -> dict[str, Mapping[date, int]]:
        """For each field of dates, how often each day stands in it."""
        found = {name: days for name, days in self._days.items() if days}
        return {name: {date.fromordinal(day): number for day, number in days.items()} for name, days in found.items()}

    def of_cells_and_rows(self) -> Iterator[Finding]:
        """What checks of cells and rows found: for each lead, or once where it is most of a column."""
        order = {place: at for at, place in enumerate(self._cells)}
        for asked in sorted(self._hits, key=lambda asked: order[asked.column, asked.country]):
            check, severity = self._checks[asked.code]
            field, found = self._leads.field_of(asked.column), self._hits[asked]
            number = sum(each.hits.number for each in found)
            total = len(self._leads) if isinstance(check, RowCheck) else self._cells[asked.column, asked.country]
            if number >= 10 and number >= WHOLE_COLUMN * total:
                detail, _rows = found[0].hits.said[0]
                yield _of_column(finding_of(check, severity, field, asked.column, detail), number, total)
                continue
            for first, hits in found:
                for detail, rows in hits.said:
                    yield from _in_rows(
                        finding_of(check, severity, field, asked.column, detail), map(first.__add__, rows)
                    )

    def of_list(self, context: Context) -> Iterator[Finding]:
        """What checks of the whole list find."""
        for code, (check, _severity) in self._checks.items():
            if isinstance(check, ListCheck):
                for place in check.test(self._leads, self._notes[code], context):
                    yield from self.at(check, place)

    def repeats(self) -> list[RepeatCheck]:
        """The checks of rows against each other."""
        return [check for check, _severity in self._checks.values() if isinstance(check, RepeatCheck)]

    def at(self, check: Check, place: Place) -> Iterator[Finding]:
        """What a check says of a place."""
        finding = finding_of(check, self._checks[check.code][1], place.field, place.column, place.detail)
        if place.rows is None:
            yield finding
        else:
            yield from _in_rows(finding, place.rows)


def finding_of(
    check: Check, severity: Severity, field: str, column: ColumnRef | None, detail: Mapping[str, str]
) -> Finding:
    """What a check says, of no row yet."""
    message, hint, _why = check.words()
    return Finding(None, field, column, check.code, severity, message.format(**detail), hint.format(**detail))


def _in_rows(finding: Finding, rows: Iterable[int]) -> Iterator[Finding]:
    return (finding._replace(row=RowRef(row)) for row in rows)


def _of_column(finding: Finding, number: int, filled: int) -> Finding:
    message = _("{count} of {total} cells, the first of them: {message}").format(
        count=number, total=filled, message=finding.message
    )
    return finding._replace(message=message)
