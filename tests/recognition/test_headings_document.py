"""docs/headings.md tells the truth."""

import re
from pathlib import Path

import pytest

from leadlist.leads import lead_list
from leadlist.recognition import recognize
from leadlist.rules import load_rules

TEXT = (Path(__file__).parents[2] / "docs" / "headings.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `(\w+)`", TEXT, re.MULTILINE)
SHOWN = re.findall(r"^\d+ +(\S+) +(\S+) {2,}", TEXT, re.MULTILINE)
VALUES = {"アドレス": ["t@example.jp"] * 3, "No": ["1", "2", "3"]}


@pytest.mark.parametrize(("heading", "field"), ROWS)
def test_a_heading_of_the_tables_is_the_field_they_say(heading: str, field: str) -> None:
    assert recognize(lead_list([heading], []), load_rules()).columns[0].field == field


def test_the_example_is_what_leadlist_recognises() -> None:
    assert len(ROWS) == 15
    assert len(SHOWN) == 10
    headings = [heading for heading, _field in SHOWN]
    rows = [[VALUES.get(heading, [""] * 3)[row] for heading in headings] for row in range(3)]
    columns = recognize(lead_list(headings, rows), load_rules()).columns
    assert [column.field or "–" for column in columns] == [field for _heading, field in SHOWN]
