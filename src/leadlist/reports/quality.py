"""The quality of a list: what a validation found, by check and by field, and how fresh its dates are."""

from collections import Counter
from statistics import median_low

from leadlist.fields import FIELDS, Kind
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Finding, Plan, Severity
from leadlist.reports.report import Report, Table
from leadlist.rules.days import read_day

_ORDER = list(Severity)


def quality(leads: LeadList, plan: Plan) -> Report:
    """The report of a validation of `leads`. It names rows, columns and checks, and holds no value of any cell."""
    title = _("Quality of {name}").format(name=leads.name) if leads.name else _("Quality of the list")
    return Report(
        title, [_summary(leads, plan), _by_check(plan), _filled(leads), _freshness(leads), _findings(leads, plan)]
    )


def severity_word(severity: Severity) -> str:
    """The severity in the user's language."""
    return {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}[severity]


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
    return Table(_("Findings by check"), (_("check"), _("severity"), _("count"), _("the first of them")), rows, bar=2)


def _filled(leads: LeadList) -> Table:
    rows = []
    for name, column in sorted(leads.fields.items(), key=lambda entry: entry[1]):
        filled = sum(1 for text in leads.columns[column] if text.strip())
        share = round(100 * filled / len(leads), 1) if len(leads) else 0.0
        rows.append((_heading(leads, column), name, filled, share))
    return Table(_("Fill rate by field"), (_("column"), _("field"), _("filled"), _("percent")), rows, bar=3, total=100)


def _freshness(leads: LeadList) -> Table:
    rows = []
    for name, column in sorted(leads.fields.items(), key=lambda entry: entry[1]):
        if FIELDS[name].kind is not Kind.DATE:
            continue
        days = sorted(day for text in leads.columns[column] if text and (day := read_day(text)))
        if days:
            oldest, middle, newest = (day.isoformat() for day in (days[0], median_low(days), days[-1]))
            rows.append((_heading(leads, column), name, len(days), oldest, middle, newest))
    headings = (_("column"), _("field"), _("dates"), _("oldest"), _("median"), _("newest"))
    return Table(_("Freshness by field"), headings, rows)


def _findings(leads: LeadList, plan: Plan) -> Table:
    rows = [
        (
            "" if finding.row is None else leads.row_numbers[finding.row],
            finding.field if finding.column is None else _heading(leads, finding.column),
            finding.code,
            severity_word(finding.severity),
            finding.message,
            finding.hint,
        )
        for finding in plan.findings
    ]
    headings = (_("row"), _("column"), _("check"), _("severity"), _("what"), _("what to do"))
    return Table(_("Findings"), headings, rows)


def _heading(leads: LeadList, column: int) -> str:
    return " ".join(leads.headings[column].split())
