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
    pattern = recognised._pattern(kind, RULES)

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


@pytest.mark.parametrize(
    ("field", "cell", "after"),
    [
        ("phone", "０３‐１２３４－５６７８", "03-1234-5678"),
        ("phone", " 090-1234-5678\u3000", "090-1234-5678"),
        ("email", "ｔａｒｏ＠example.jp", "taro@example.jp"),
        ("postal_code", "１００－０００１", "100-0001"),
        ("acquired_on", "２０２４-03-05", "2024-03-05"),
        ("phone", "0312345678", "03-1234-5678"),
        ("phone", "042-251-5131", "0422-51-5131"),
        ("postal_code", "〒1000001", "100-0001"),
        ("acquired_on", "2024年3月5日", "2024-03-05"),
        ("acquired_on", "2024/12/05", "2024-12-05"),
    ],
)
def test_a_code_that_is_normal_but_for_width_and_blanks_is_folded(field: str, cell: str, after: str) -> None:
    assert recognised.folded(field, [cell], RULES) == {cell: after}
    assert normalize(field, cell, RULES) == after


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("phone", "０９０-００００-００００"),
        ("postal_code", "０００-００００"),
        ("email", "ｔａｒｏ@example.test"),
        ("email", "ａ..b@example.jp"),
    ],
)
def test_what_the_normalizer_leaves_alone_is_not_folded(field: str, cell: str) -> None:
    assert recognised.folded(field, [cell, "x"], RULES) == {}
    assert normalize(field, cell, RULES) == cell


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize("kind", ["phone", "email", "postal_code", "date"])
def test_folding_a_column_gives_what_the_normalizer_gives(kind: str) -> None:
    pattern = recognised._pattern(kind, RULES)

    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(pattern, fullmatch=True), st.booleans(), st.sampled_from(["", " ", "\u3000", "\u200b"]))
    def law(text: str, wide: bool, blank: str) -> None:
        cell = blank + (text.translate(_WIDE) if wide else text) + blank
        for typed, after in recognised.folded(FIELDS[kind], [cell], RULES).items():
            assert normalize(FIELDS[kind], typed, RULES) == after

    law()


USUAL = {
    "phone": st.from_regex("0[0-9-]{9,12}", fullmatch=True),
    "postal_code": st.from_regex("〒?[0-9]{3}-?[0-9]{4}", fullmatch=True),
    "acquired_on": st.builds(
        lambda year, month, day, shape: shape.format(year, month, day),
        *(st.integers(1000, 2999), st.integers(0, 14), st.integers(0, 33)),
        st.sampled_from(("{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{}/{:02}/{:02}", "{}年{:02}月{:02}日", "{}/{}.{}")),
    ),
}


@pytest.mark.parametrize("field", USUAL)
def test_what_is_usual_otherwise_is_folded_into_what_the_normalizer_writes(field: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(USUAL[field])
    def law(typed: str) -> None:
        for after in recognised.folded(field, [typed], RULES).values():
            assert normalize(field, typed, RULES) == after
            assert split(field, typed, RULES)[1] == {}
            assert concerns.concern(field, typed, after, RULES) is None

    law()
