"""What is recognised as normal at a glance is what its normalizer would leave alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.normalizers import concerns, normalize, recognised, split
from leadlist.rules import load_rules

RULES = load_rules()
FIELDS = {
    "person_name": "name",
    "kana": "name_kana",
    "date": "acquired_on",
    **{kind: kind for kind in ("company", "email", "postal_code", "url", "address", "phone")},
}


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_recognised_text_is_written_as_it_is_and_is_nobodys_concern(kind: str) -> None:
    field = FIELDS[kind]
    pattern = recognised.pattern_of(kind, RULES)

    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(pattern, fullmatch=True))
    def law(text: str) -> None:
        assert recognised.doubtful(field, {text}, RULES) == []
        assert normalize(field, text, RULES) == text
        assert split(field, text, RULES)[1] == {}
        assert concerns.concern(field, text, text, RULES) is None

    law()


def test_everything_else_is_doubtful_line_breaks_included() -> None:
    cells = {"03-1234-5678", "0312345678", "03-1234\n-5678", "042-251-5131", "なし", "090-1234-5678", "0120-123-456"}
    found = recognised.doubtful("phone", cells, RULES)
    assert sorted(found) == ["03-1234\n-5678", "0312345678", "042-251-5131", "なし"]


@given(st.sets(st.text(min_size=1, max_size=12), max_size=8))
def test_no_value_is_lost_on_the_way(cells: set[str]) -> None:
    for field in FIELDS.values():
        found = recognised.doubtful(field, cells, RULES)
        assert set(found) <= cells
        assert len(found) == len(set(found))
        for cell in cells - set(found):
            assert normalize(field, cell, RULES) == cell
