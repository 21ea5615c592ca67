"""On a list with nothing wrong the checks keep quiet; of 200 planted faults of 40 kinds nearly all are found."""

from collections import Counter
from dataclasses import replace
from datetime import date

from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.operations.validate import plan
from leadlist.plans import Plan, Severity
from leadlist.rules import load_rules
from leadlist.rules.schema import Purpose
from tests.checks.made_lists import FAULTS, HEADINGS, Row, clean, planted

TODAY = date(2026, 11, 22)
RULES = replace(
    load_rules(), purposes={"P01": Purpose("展示会で名刺をいただいた方へ計測機器の案内を電子メールで送るため")}
)


def leads_of(rows: list[Row]) -> LeadList:
    return lead_list(
        list(HEADINGS.values()),
        [list(row.values()) for row in rows],
        fields={name: ColumnRef(at) for at, name in enumerate(HEADINGS)},
    )


def judged(rows: list[Row]) -> Plan:
    return plan(leads_of(rows), RULES, today=TODAY)


def test_a_clean_list_has_next_to_no_findings() -> None:
    findings = judged(clean()).findings
    told = [(f.row, f.code, f.field) for f in findings]
    assert sum(f.severity is Severity.ERROR for f in findings) == 0, told
    assert sum(f.severity is Severity.WARNING for f in findings) <= 3, told
    assert len(findings) <= 10, told


def test_at_least_95_of_100_planted_faults_are_found_by_the_right_code() -> None:
    rows, faults = planted()
    found = {(f.row, f.code) for f in judged(rows).findings}
    missed = [(row, field, code, rows[row][field]) for row, field, code in faults if (row, code) not in found]
    assert len(faults) == 200
    assert len(FAULTS) == 40
    assert len(missed) <= 10, missed


def test_faults_bring_few_findings_besides_their_own() -> None:
    rows, faults = planted()
    places = {row for row, _field, _code in faults}
    strangers = Counter(f.code for f in judged(rows).findings if f.row is not None and f.row not in places)
    assert strangers.total() <= 10, strangers
