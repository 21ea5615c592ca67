"""A third list to judge the checks by: odd leads that are right, and faults of 63 kinds in them (`odd_faults.csv`)."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from leadlist.leads import LeadList, lead_list
from leadlist.operations.validate import plan
from leadlist.plans import Severity
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules
from tests.checks.odd_leads import HEADINGS, Row, clean

TODAY = date(2026, 11, 22)
SHIPPED = load_rules()
RULES = replace(SHIPPED, validate=replace(SHIPPED.validate, required=("company",), stale_months=24))


def list_of(rows: list[Row], rules: Rules) -> LeadList:
    return recognize(lead_list(HEADINGS, [list(row.values()) for row in rows]), rules).leads


def faults() -> dict[str, list[dict[str, str]]]:
    """The cells of each fault."""
    cells = defaultdict(list)
    with Path(__file__).with_name("odd_faults.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            cells[line["fault"]].append(line)
    return cells


def missed(cells: list[list[dict[str, str]]]) -> list[tuple[str, str, set[str]]]:
    """The faults that no check of their codes finds; each is planted in a row of its own, `@3` is row 3's value."""
    rows = clean()
    abroad, at_home = iter(range(260, 500)), iter(range(10, 250))
    planted = {next(abroad if lines[0]["abroad"] else at_home): lines for lines in cells}
    for row, lines in planted.items():
        for line in lines:
            copied = line["text"][:1] == "@" and line["text"][1:].isdigit()
            rows[row][line["heading"]] = rows[int(line["text"][1:])][line["heading"]] if copied else line["text"]
    found = defaultdict(set)
    for finding in plan(list_of(rows, RULES), RULES, today=TODAY).findings:
        if finding.row is not None:
            found[finding.row].add(finding.code)
    return [
        (lines[0]["kind"], lines[0]["text"], found[row])
        for row, lines in planted.items()
        if not found[row] & set(lines[0]["codes"].split())
    ]


def test_odd_leads_that_are_right_bring_no_error_and_hardly_a_warning() -> None:
    findings = plan(list_of(clean(), SHIPPED), SHIPPED, today=TODAY).findings
    told = [(f.row, f.code, f.field) for f in findings if f.severity is not Severity.INFO]
    assert not told


def test_nearly_all_faults_of_63_kinds_are_found_by_the_right_code() -> None:
    every = list(faults().values())
    assert len({lines[0]["kind"] for lines in every}) == 63
    assert not missed(every[:150]) + missed(every[150:])
