"""What may be written and what is only compared, case by case: `policy_cases.csv`.

Addresses run with `address_numbers = "hyphen"`, everything else with the rules `japan` as they ship.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from leadlist.normalizers import match_key, normalize
from leadlist.rules import load_rules

RULES = load_rules()
HYPHENED = replace(RULES, normalize=replace(RULES.normalize, address_numbers="hyphen"))
FIELDS = (
    *("name", "name_kana", "company", "title", "department", "phone", "fax", "email", "postal_code", "acquired_on"),
    *("url", "corporate_number", "address"),
)


def cases(field: str) -> list[dict[str, str]]:
    with Path(__file__).with_name("policy_cases.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["field"] == field]


@pytest.mark.parametrize("field", FIELDS)
def test_the_policy_holds_for_every_case(field: str) -> None:
    rules = HYPHENED if field == "address" else RULES
    rows = cases(field)
    assert rows
    found = {
        row["input"]: (normalize(field, row["input"], rules), match_key(field, row["input"], rules)) for row in rows
    }
    wanted = {row["input"]: (row["written"], row["key"]) for row in rows}
    assert found == wanted
