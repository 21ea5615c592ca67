"""Find what is wrong with a list: every check over every cell, row and column; nothing is changed."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from leadlist.checks import ANY, CHECKS, CellCheck, Check, Context, ListCheck, RowCheck, country_code
from leadlist.checks.columns import Texts
from leadlist.checks.emails import mail_domains
from leadlist.checks.sound import doubtful
from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef, Spread
from leadlist.locale import _
from leadlist.normalizers import match_key
from leadlist.normalizers.text import is_nothing
from leadlist.operations.row_checks import found_in_rows
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules

LEVELS = (*(severity.value for severity in Severity), "off")
WHOLE_COLUMN = 0.5
"""From this share of a column's cells on, and from ten cells on, what a check finds is said once for the column."""


@dataclass(frozen=True)
class Quality:
    """What a validation counted: findings by severity and code, and how many leads have each field filled."""

    by_severity: Mapping[str, int] = field(default_factory=dict)
    by_code: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)


TakesMail = Callable[[str], bool | None]
"""Whether a mail domain takes mail; None where nobody could say."""


class Job(NamedTuple):
    """What the checks of single cells need, for another process: one column `at` of a list, and that of countries."""

    leads: LeadList
    at: ColumnRef
    rules: Rules
    today: date


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    today: date,
    takes_mail: TakesMail | None = None,
    spread: Spread[Job, list[Finding]] = map,
) -> Plan:
    """Every finding of every check that the rules leave on; no changes. Without `takes_mail` nobody is asked.

    Counts: read = with_findings + clean, in leads; findings that concern a column or the list count for no lead.
    Raises UserError where `[validate] severity` names an unknown check or level.
    """
    checks = _in_force(rules)
    elsewhere = [] if spread is map else spread(cell_findings, _jobs(leads, rules, today))
    context = _context(rules, today, takes_mail)
    columns = [ColumnRef(at) for at in range(len(leads.headings))]
    findings = list(_of_cells(leads, columns, checks, context)) if spread is map else []
    for check, severity in checks:
        if isinstance(check, RowCheck):
            findings.extend(_rows(leads, check, severity, context))
        elif isinstance(check, ListCheck):
            findings.extend(_list(leads, check, severity, context))
    for found in elsewhere:
        findings.extend(found)
    findings.sort(key=lambda f: (-1 if f.row is None else f.row, -1 if f.column is None else f.column, f.code))
    wrong = len({finding.row for finding in findings if finding.row is not None})
    counts = {"read": len(leads), "with_findings": wrong, "clean": len(leads) - wrong}
    return Plan("validate", (), findings, counts, _quality(leads, findings))


def cell_findings(job: Job) -> list[Finding]:
    """What the checks of single cells find in one column."""
    found = _of_cells(job.leads, [ColumnRef(0)], _in_force(job.rules), _context(job.rules, job.today))
    return [finding._replace(column=job.at) for finding in found]


def _jobs(leads: LeadList, rules: Rules, today: date) -> Iterator[Job]:
    for at in map(ColumnRef, range(len(leads.headings))):
        countries = leads.fields.get("country", at)
        places = [at] if countries == at else [at, countries]
        fields = {name: ColumnRef(place) for place, own in enumerate(places) if (name := leads.field_of(own))}
        headings = tuple(leads.headings[own] for own in places)
        yield Job(LeadList(headings, tuple(leads.columns[own] for own in places), fields), at, rules, today)


def _of_cells(
    leads: LeadList, columns: Sequence[ColumnRef], checks: Sequence[tuple[Check, Severity]], context: Context
) -> Iterator[Finding]:
    countries = _countries(leads, context)
    for column in columns:
        name = leads.field_of(column)
        asked = [(c, s) for c, s in checks if isinstance(c, CellCheck) and (c.fields is ANY or name in c.fields)]
        if countries[0][1] is None:
            yield from _cells(leads, column, asked, context)
            continue
        yield from _cells(leads, column, [pair for pair in asked if not pair[0].national], context)
        for national, rows in countries:
            yield from _cells(leads, column, [pair for pair in asked if pair[0].national], national, rows)


def _in_force(rules: Rules) -> list[tuple[Check, Severity]]:
    """The checks that are on, each with the severity the rules give it."""
    asked = rules.validate.severity
    for code, level in asked.items():
        if code not in CHECKS:
            near = difflib.get_close_matches(code, CHECKS, n=1, cutoff=0.5)
            hint = _("Did you mean “{near}”?").format(near=near[0]) if near else _("leadlist rules explain lists them.")
            raise UserError(_("[validate] severity names an unknown check, “{code}”.").format(code=code), hint=hint)
        if level not in LEVELS:
            raise UserError(
                _("[validate] severity gives “{code}” the level “{level}”.").format(code=code, level=level),
                hint=_("Known: {names}.").format(names=", ".join(LEVELS)),
            )
    levels = {code: asked.get(code, check.severity.value) for code, check in CHECKS.items()}
    return [(check, Severity(levels[code])) for code, check in CHECKS.items() if levels[code] != "off"]


def domains(leads: LeadList, rules: Rules, *, today: date) -> set[str]:
    """The mail domains of a list, for asking whether they take mail."""
    return mail_domains(leads, _context(rules, today))


def _context(rules: Rules, today: date, takes_mail: TakesMail | None = None) -> Context:
    """What the checks may ask; every key is computed once."""
    keys: dict[tuple[str, str], str] = {}

    def key_of(name: str, text: str) -> str:
        known = keys.get((name, text))
        if known is None:
            known = keys[name, text] = match_key(name, text, rules)
        return known

    return Context(rules, today, key_of, is_nothing, takes_mail)


def _countries(leads: LeadList, context: Context) -> list[tuple[Context, Sequence[RowRef] | None]]:
    """A context for each country of the list with its rows; None: all of them, where no column names a country."""
    column = leads.fields.get("country")
    if column is None or not any(leads.columns[column]):
        return [(context, None)]
    rows: dict[str, list[RowRef]] = defaultdict(list)
    for row, text in enumerate(leads.columns[column]):
        rows[country_code(text) if text.strip() else context.rules.country].append(RowRef(row))
    rows.pop("", None)
    return [(_context(replace(context.rules, country=code), context.today), found) for code, found in rows.items()] or [
        (context, [])
    ]


def _cells(
    leads: LeadList,
    column: ColumnRef,
    checks: Sequence[tuple[CellCheck, Severity]],
    context: Context,
    rows: Sequence[RowRef] | None = None,
) -> Iterator[Finding]:
    """What cell checks find in one column, or in these rows of it; each distinct text is judged once."""
    if not checks:
        return
    name = leads.field_of(column)
    cells = leads.columns[column] if rows is None else [leads.columns[column][row] for row in rows]
    texts = doubtful(name, cells, context)
    searched = Texts(texts)
    bad: dict[str, list[Finding]] = defaultdict(list)
    for check, severity in checks:
        asked = searched.holding(check.signs) if check.signs else texts
        found = {text: detail for text in asked if (detail := check.test(name, text, context)) is not None}
        if not found:
            continue
        hits = sum(map(found.__contains__, cells))
        total = len(cells) - sum(map(_is_blank, cells)) if hits >= 10 else 0
        if hits >= 10 and hits >= WHOLE_COLUMN * total:
            detail = next(iter(found.values()))
            yield _of_column(check, severity, name, column, detail, hits, total)
            continue
        for text, detail in found.items():
            bad[text].append(_finding(check, severity, None, name, column, detail))
    if bad:
        places: Iterable[tuple[int, str]] = enumerate(cells) if rows is None else zip(rows, cells, strict=True)
        for row, text in places:
            if text in bad:
                yield from (finding._replace(row=RowRef(row)) for finding in bad[text])


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _rows(leads: LeadList, check: RowCheck, severity: Severity, context: Context) -> Iterator[Finding]:
    """What a row check finds; rows that are equal in what the check looks at are judged once."""
    at = next((name for name in check.at if name in leads.fields), "")
    if not at or not all(name in leads.fields for name in check.needs):
        return
    found = found_in_rows(leads, check, at, context)
    if len(found) >= 10 and len(found) >= WHOLE_COLUMN * len(leads):
        yield _of_column(check, severity, at, leads.fields[at], found[0][1], len(found), len(leads))
        return
    yield from (_finding(check, severity, RowRef(row), at, leads.fields[at], detail) for row, detail in found)


def _list(leads: LeadList, check: ListCheck, severity: Severity, context: Context) -> Iterator[Finding]:
    for place in check.test(leads, context):
        yield _finding(check, severity, place.row, place.field, place.column, place.detail)


def _finding(
    check: Check,
    severity: Severity,
    row: RowRef | None,
    name: str,
    column: ColumnRef | None,
    detail: Mapping[str, str],
) -> Finding:
    message, hint, _why = check.words()
    return Finding(row, name, column, check.code, severity, message.format(**detail), hint.format(**detail))


def _of_column(
    check: Check,
    severity: Severity,
    name: str,
    column: ColumnRef,
    detail: Mapping[str, str],
    hits: int,
    filled: int,
) -> Finding:
    finding = _finding(check, severity, None, name, column, detail)
    message = _("{count} of {total} cells, the first of them: {message}").format(
        count=hits, total=filled, message=finding.message
    )
    return finding._replace(message=message)


def _quality(leads: LeadList, findings: Sequence[Finding]) -> Quality:
    severities = Counter(finding.severity.value for finding in findings)
    filled = {name: sum(map(bool, leads.columns[column])) for name, column in leads.fields.items()}
    return Quality(
        {severity.value: severities[severity.value] for severity in Severity},
        dict(sorted(Counter(finding.code for finding in findings).items())),
        filled,
    )
