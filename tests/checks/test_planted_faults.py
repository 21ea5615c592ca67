"""A second list to judge the checks by: written from what people get wrong, before anyone looked at how checks work.

`clean_leads.csv`: 500 leads with nothing wrong, half of them Japanese, odd but legitimate values among them.
`planted_faults.csv`: 200 faults of 40 kinds, each of which spoils one of these leads.
"""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leadlist.leads import LeadList, lead_list
from leadlist.operations.validate import plan
from leadlist.plans import Severity
from leadlist.recognition import recognize
from leadlist.rules import load_rules

TODAY = date(2026, 11, 22)
MADE = Path(__file__).parent
SHIPPED = load_rules()
RULES = replace(SHIPPED, validate=replace(SHIPPED.validate, required=("company",), stale_months=24))
MAIL, MOBILE = "メールアドレス", "携帯電話"

CODES = {
    "mail without @": {"EMAIL-001"},
    "mail dots": {"EMAIL-001"},
    "mail signs": {"EMAIL-001"},
    "disposable": {"EMAIL-003"},
    "role address": {"EMAIL-004"},
    "mail domain typo": {"EMAIL-002"},
    "phone impossible": {"PHONE-001"},
    "phone lost zero": {"PHONE-002"},
    "area code of another prefecture": {"PHONE-005"},
    "phone dummy": {"PHONE-001"},
    "postal code unknown": {"POST-002"},
    "postal code of elsewhere": {"POST-004", "POST-005"},
    "corporate number check digit": {"CORP-001"},
    "corporate number length": {"CORP-002", "CORP-003"},
    "date in the future": {"DATE-002"},
    "date impossible": {"DATE-001"},
    "era over": {"DATE-003", "DATE-001"},
    "kana is no kana": {"KANA-001", "KANA-005"},
    "kana is not of this name": {"KANA-004"},
    "name is a department": {"NAME-002"},
    "name is a company": {"NAME-003"},
    "name is nobody": {"NAME-001"},
    "mail domain against URL": {"EMAIL-007"},
    "cells swapped": {"SWAP-001", "NAME-003", "COMP-003", "KANA-001"},
    "company holds a department": {"COMP-002"},
    "department holds a company or person": {"DEPT-003"},
    "mojibake: UTF-8 read as CP932": {"TEXT-001"},
    "mojibake: UTF-8 read as Latin-1": {"TEXT-001"},
    "mojibake: letters lost": {"TEXT-001"},
    "invisible and private letters": {"TEXT-002", "TEXT-003"},
    "formula": {"TEXT-004"},
    "required value missing": {"REQ-001"},
    "same mail, other name": {"SAME-001"},
    "same mobile, other name": {"SAME-002"},
    "stale": {"STALE-001"},
    "provenance missing": {"PROV-001"},
    "purpose missing": {"PURP-001"},
    "purpose vague": {"PURP-002"},
    "consent missing for bulk mail": {"CONS-004"},
    "opted out and still marked": {"CONS-002"},
}
FOREIGN = ("mail without @", "mail dots", "mail signs", "disposable", "mail domain typo")
"""Kinds that are planted in leads abroad; the others go into Japanese ones."""


def clean() -> list[dict[str, str]]:
    with (MADE / "clean_leads.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def planted() -> tuple[list[dict[str, str]], dict[int, str]]:
    """The list with its faults, and for each spoilt row the kind of its fault."""
    rows, faults = clean(), defaultdict(list)
    with (MADE / "planted_faults.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            faults[line["fault"], line["kind"]].append((line["heading"], line["text"]))
    abroad, at_home = iter(range(300, 400)), iter(range(71, 250))
    mobiles = [number for number in range(70) if rows[number][MOBILE]]
    kinds: dict[int, str] = {}
    for (number, kind), cells in faults.items():
        row = next(abroad if kind in FOREIGN else at_home)
        kinds[row] = kind
        for heading, text in cells:
            other = mobiles[int(number) % 5] if heading == MOBILE else 60 + int(number) % 5
            rows[row][heading] = rows[other][heading] if text == "@other" else text
    return rows, kinds


def list_of(rows: list[dict[str, str]]) -> LeadList:
    return recognize(lead_list(list(rows[0]), [list(row.values()) for row in rows]), RULES).leads


@pytest.fixture(scope="module")
def missed() -> list[tuple[str, dict[str, str], set[str]]]:
    rows, kinds = planted()
    assert (len(kinds), len(set(kinds.values()))) == (200, 40)
    found = defaultdict(set)
    for finding in plan(list_of(rows), RULES, today=TODAY).findings:
        if finding.row is not None:
            found[finding.row].add(finding.code)
    return [(kind, rows[row], found[row]) for row, kind in kinds.items() if not found[row] & CODES[kind]]


def test_the_clean_leads_bring_at_most_one_error() -> None:
    findings = plan(list_of(clean()), SHIPPED, today=TODAY).findings
    errors = [(f.row, f.code, f.field) for f in findings if f.severity is Severity.ERROR]
    assert len(errors) <= 1, errors


def test_nearly_all_planted_faults_are_found_by_the_right_code(
    missed: list[tuple[str, dict[str, str], set[str]]],
) -> None:
    assert len(missed) <= 10, missed
