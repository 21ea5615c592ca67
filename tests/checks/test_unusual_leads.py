"""A fourth list to judge the checks by: an unusual mix that is right, and faults of 79 kinds (`unusual_faults.csv`)."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from leadlist.leads import lead_list
from leadlist.operations.validate import plan
from leadlist.plans import Finding, Severity
from leadlist.recognition import recognize
from leadlist.rules import load_rules
from tests.checks.unusual_leads import HEADINGS, Row, clean

RULES = load_rules()
FIRST = 20  # rows before it are copied from


def findings(rows: list[Row]) -> tuple[Finding, ...]:
    rules = replace(RULES, validate=replace(RULES.validate, required=("company",)))
    leads = recognize(lead_list(HEADINGS, [list(row.values()) for row in rows]), rules).leads
    return plan(leads, rules, today=date(2026, 11, 26)).findings


def faults() -> list[list[dict[str, str]]]:
    """The cells of each fault; `@row3` is the value of row 3, `@all3` that whole row."""
    cells = defaultdict(list)
    with Path(__file__).with_name("unusual_faults.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            cells[line["fault"]].append(line)
    return list(cells.values())


def test_an_unusual_mix_that_is_right_brings_no_error_and_no_warning() -> None:
    told = [(f.row, f.code, f.field) for f in findings(clean()) if f.severity is not Severity.INFO]
    assert not told


def test_faults_of_79_kinds_are_found_by_the_right_code() -> None:
    rows, planted = clean(), faults()
    for at, lines in enumerate(planted, FIRST):
        for line in lines:
            text = line["text"]
            if text.startswith("@all"):
                rows[at] = dict(rows[int(text[4:])])
            else:
                rows[at][line["heading"]] = rows[int(text[4:])][line["heading"]] if text.startswith("@row") else text
    found = defaultdict(set)
    for finding in findings(rows):
        if finding.row is not None:
            found[finding.row].add(finding.code)
    missed = [
        (lines[0]["kind"], [line["text"] for line in lines], found[at])
        for at, lines in enumerate(planted, FIRST)
        if not found[at] & set(lines[0]["codes"].split("+"))
    ]
    assert len({lines[0]["kind"] for lines in planted}) == 79
    assert not missed
