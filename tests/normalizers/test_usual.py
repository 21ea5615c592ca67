"""What is folded at once is what the normalizer gives, and nobody's concern."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leadlist.normalizers import LONGEST, concerns, normalize, recognised, split, text, usual
from leadlist.rules import load_rules
from tests.normalizers.test_recognised import FIELDS

RULES = load_rules()


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
        ("acquired_on", "2024-03-0５", "2024-03-05"),
        ("acquired_on", "2024/12/05", "2024-12-05"),
        ("phone", "TEL:03-1234-5678", "03-1234-5678"),
        ("phone", "ＴＥＬ．０３−１２３４−５６７８", "03-1234-5678"),
        ("phone", "電話: 0120-123-456", "0120-123-456"),
        ("email", "Taro@EXAMPLE.jp", "Taro@example.jp"),
        ("url", "HTTPS://WWW.Example.jp/A.html", "https://www.example.jp/A.html"),
        ("address", "東京都千代田区千代田１−２ー３　第２ビル", "東京都千代田区千代田1-2-3 第2ビル"),
        ("company", "㈱青葉商事", "株式会社青葉商事"),
        ("company", "青葉商事（株）", "青葉商事株式会社"),
        ("company", "株式会社　ｱｵﾊﾞ", "株式会社アオバ"),
        ("company", "アオバ 株式会社", "アオバ株式会社"),
    ],
)
def test_a_code_that_is_normal_but_for_width_and_blanks_is_folded(field: str, cell: str, after: str) -> None:
    assert usual.folded(field, [cell], RULES) == {cell: after}
    assert normalize(field, cell, RULES) == after


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("phone", "０９０-００００-００００"),
        ("postal_code", "０００-００００"),
        ("email", "ｔａｒｏ@example.test"),
        ("email", "ａ..b@example.jp"),
        ("phone", "TEL:04-2999-9999"),
        ("phone", "電話.03-1234-5678"),
        ("url", "HTTP://LOCALHOST.local/"),
        ("company", "㈱"),
        ("company", "㈱㈱"),
        ("company", "㈱ー"),
        ("company", "ﾅｼ"),
    ],
)
def test_what_the_normalizer_leaves_alone_is_not_folded(field: str, cell: str) -> None:
    assert usual.folded(field, [cell, "x"], RULES) == {}
    assert normalize(field, cell, RULES) == cell


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize("kind", sorted(usual._STEPS))
def test_folding_a_column_gives_what_the_normalizer_gives(kind: str) -> None:
    pattern = recognised.pattern_of(kind, RULES)

    @settings(max_examples=15, deadline=None)
    @given(st.from_regex(pattern, fullmatch=True), st.booleans(), st.sampled_from(["", " ", "\u3000", "\u200b"]))
    def law(text: str, wide: bool, blank: str) -> None:
        cell = blank + (text.translate(_WIDE) if wide else text) + blank
        assume(len(cell) <= LONGEST)  # longer ones are never asked for
        for typed, after in usual.folded(FIELDS[kind], [cell], RULES).items():
            assert normalize(FIELDS[kind], typed, RULES) == after

    law()


USUAL = {
    "phone": st.from_regex("(TEL|tel|電話)?[:.：]? ?0[0-9-]{9,12}", fullmatch=True),
    "fax": st.from_regex("(TEL|fax|電話)?:?0[0-9-]{9,12}", fullmatch=True),
    "email": st.from_regex("[A-Za-z.+]{1,4}@[A-Za-z-]{1,3}(\\.[A-Za-z-]{1,4}){1,2}", fullmatch=True),
    "url": st.from_regex(
        "(https?|HTTPS?|Http):?//?[A-Za-z.-]{1,6}(\\.jp|\\.COM|\\.local)(/[A-Za-z.,]{0,4})?", fullmatch=True
    ),
    "address": st.builds(
        "{}{}{}{}".format,
        st.sampled_from(("東京都千代田区", "神奈川県", "千代田区", "京都府京都市北区", "〒100-0001 東京都港区")),
        st.text("千代田ーァ 北条Ａb・上る", max_size=4),
        st.text("１2-−ー‐ 丁目番地の", max_size=7),
        st.sampled_from(("", " 第２ビル3F", "ビル", "　ABC-1")),
    ),
    "company": st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(("", "㈱", "(株)", "（有）", "株式会社", "一般社団法人", "( 株 )", "(合)", "㈲")),
        st.sampled_from(("", " ", "　")),
        st.text("青葉ｱｵﾊﾞアー・AＢ1 様", max_size=4),
        st.sampled_from(("", " ", "　")),
        st.sampled_from(("", "㈱", "(株)", "（同）", "株式会社", "(社)", "(株) 東京支店", "(医)", "御中", "本社")),
    ),
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
        for after in usual.folded(field, [typed], RULES).values():
            assert normalize(field, typed, RULES) == after
            assert split(field, typed, RULES)[1] == {}
            assert concerns.concern(field, typed, after, RULES) is None

    law()


@given(
    st.lists(
        st.text(
            st.characters(exclude_characters="\n") | st.sampled_from("ｶﾞﾊ゛゜アー-‐\u200d\u0301 　　Ａ～"), max_size=6
        )
    )
)
def test_lines_are_cleaned_as_each_of_them_is(cells: list[str]) -> None:
    assert text.clean_lines("\n".join(cells)).split("\n") == [text.clean(cell) for cell in cells] or not cells
