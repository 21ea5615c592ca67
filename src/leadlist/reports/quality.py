"""The quality of a list: what a validation found, by check and by field, and how fresh its dates are."""

from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Finding, Plan, Severity, severity_word
from leadlist.reports.report import Cell, Report, Table
from leadlist.rules.durations import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Protocol

    class Counted(Protocol):
        """The details of a validation's plan: leads that have a field filled, and how often each day stands in it."""

        said: Mapping[str, int]
        days: Mapping[str, Mapping[date, int]]


_ORDER = list(Severity)


def quality(leads: LeadList, plan: Plan, *, today: "date", list_file: str = "", sheet: str = "") -> Report:
    """The report of a validation of `leads`. It names rows, columns and checks, and holds no value of any cell.

    `list_file` and `sheet` are where a finding's link leads: the list as seen from the report, and its worksheet.
    """
    tables = [
        *(_summary(leads, plan), _by_check(plan), _filled(leads, plan), _freshness(leads, plan, today)),
        _findings(leads, plan, sheet),
    ]
    return Report(quality_title(leads.name), tables, list_file=list_file)


def quality_title(name: str) -> str:
    """The title of a report on a list of that name, or on one that has none."""
    return _("Quality of {name}").format(name=name) if name else _("Quality of the list")


def _summary(leads: LeadList, plan: Plan) -> Table:
    number = Counter(finding.severity for finding in plan.findings)
    rows = [
        (_("leads read"), len(leads)),
        (_("leads with findings"), plan.counts["with_findings"]),
        (_("leads without findings"), plan.counts["clean"]),
        *((_("findings: {severity}").format(severity=severity_word(level)), number[level]) for level in _ORDER),
    ]
    return Table(_("Summary"), (_("what"), _("count")), rows)


def _by_check(plan: Plan) -> Table:
    number = Counter(finding.code for finding in plan.findings)
    first: dict[str, Finding] = {}
    for finding in plan.findings:
        first.setdefault(finding.code, finding)
    ranked = sorted(first.values(), key=lambda f: (_ORDER.index(f.severity), -number[f.code], f.code))
    rows = [(f.code, severity_word(f.severity), number[f.code], f.message) for f in ranked]
    headings = (_("check"), _("severity"), _("count"), _("the first of them"))
    return Table(_("Findings by check"), headings, rows, bars=(2,), label=(0, 3))


def _filled(leads: LeadList, plan: Plan) -> Table:
    counted: Counted = plan.details  # type: ignore[assignment]
    rows = []
    for name, column in sorted(leads.fields.items(), key=lambda entry: entry[1]):
        filled = counted.said[name]
        share = round(100 * filled / len(leads), 1) if len(leads) else 0.0
        rows.append((_heading(leads, column), name, filled, share))
    headings = (_("column"), _("field"), _("filled"), _("percent"))
    return Table(_("Fill rate by field"), headings, rows, bars=(3,), total=100)


def _freshness(leads: LeadList, plan: Plan, today: "date") -> Table:
    """Each column of dates: from when to when, and how many are how old."""
    counted: Counted = plan.details  # type: ignore[assignment]
    rows: list[tuple[Cell, ...]] = []
    limits = [Duration(months=months).before(today) for months in AGES]
    for name, column in sorted(leads.fields.items(), key=lambda entry: entry[1]):
        days = sorted(counted.days.get(name, {}).items())
        if not days:
            continue
        number = sum(count for _day, count in days)
        older = [sum(count for day, count in days if day < limit) for limit in limits]
        ages = [newer - old for newer, old in pairwise((number, *older))] + [older[-1]]
        upto = accumulate(count for _day, count in days)
        middle = next(day for (day, _count), so_far in zip(days, upto, strict=True) if so_far >= (number + 1) // 2)
        first, median, last = (day.isoformat() for day in (days[0][0], middle, days[-1][0]))
        rows.append((_heading(leads, column), name, number, first, median, last, *ages))
    spans = (_("up to 6 months"), _("up to 1 year"), _("up to 2 years"), _("older"))
    headings = (_("column"), _("field"), _("dates"), _("oldest"), _("median"), _("newest"), *spans)
    return Table(_("Freshness by field"), headings, rows, bars=(6, 7, 8, 9))


AGES = (6, 12, 24)
"""Months that part fresh dates from stale ones in the report."""


def _findings(leads: LeadList, plan: Plan, sheet: str) -> Table:
    rows, links = [], []
    for finding in plan.findings:
        cell = _cell_name(leads, finding)
        row = "" if finding.row is None else leads.row_numbers[finding.row]
        column = finding.field if finding.column is None else _heading(leads, finding.column)
        words = (finding.code, severity_word(finding.severity), finding.message, finding.hint)
        rows.append((row, column, cell, *words))
        links.append(f"{_quoted(sheet)}{cell}" if cell else "")
    headings = (_("row"), _("column"), _("cell"), _("check"), _("severity"), _("what"), _("what to do"))
    return Table(_("Findings"), headings, rows, links=links)


def _cell_name(leads: LeadList, finding: Finding) -> str:
    """`C12`; the row's first cell or the column's heading where the finding is about more than a cell."""
    if finding.row is None and finding.column is None:
        return ""
    number = 1 if finding.column is None else leads.column_number(finding.column)
    row = (leads.row_numbers[0] - 1 if len(leads) else 1) if finding.row is None else leads.row_numbers[finding.row]
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{max(1, row)}"


def _quoted(sheet: str) -> str:
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!" if sheet else ""


def _heading(leads: LeadList, column: int) -> str:
    return " ".join(leads.headings[column].split())
