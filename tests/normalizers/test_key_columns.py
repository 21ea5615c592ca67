"""Match keys that are made of many values at once, or by a short way, are those of one value by the long way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.normalizers import address_numbers, addresses, companies, folding, match_key, postal_data, text
from leadlist.normalizers.columns import match_keys
from leadlist.rules import load_rules

JAPAN, WORLD = load_rules("japan"), load_rules("international")
CASES = {
    "company": ("㈱青葉商事", "株式会社　青葉商事", "青葉商事（株） 大阪支店", "青葉商事 御中", "なし", "ABC Inc.", "㈱", "", "あ" * 1001),
    "name": ("山田　太郎", "山田 太郎 様", "髙橋 いすゞ", "担当者", "Dr. Ann Lee", "山田 太郎（ヤマダ タロウ）", "高橋\n太郎"),
    "name_kana": ("やまだ たろう", "ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "カ)アオバ", "山田", "Taro Yamada"),
    "address": ("東京都千代田区千代田１－２ー３　第２ビル", "千代田区千代田1-1", "〒100-0001 東京都千代田区千代田1-1", "なし", "1 Elm St"),
    "phone": ("０３‐１２３４－５６７８", "03-0123-4567", "03-0000-0000", "0101234567", "TEL 03-1234-5678 FAX 03-1234-5679"),
    "person_name": ("山田　太郎", ""),
    "external_id": ("Ａ-1", ""),
}  # fmt: skip


@pytest.mark.parametrize("field", CASES)
def test_many_keys_at_once_are_those_of_each(field: str) -> None:
    for rules in (JAPAN, WORLD):
        assert match_keys(field, CASES[field], rules) == [match_key(field, value, rules) for value in CASES[field]]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text("株式会社(㈱)（有）青葉アあｱ　 様12-－ー丁目東京都A.@/\n\u200b", max_size=9), unique=True, max_size=6
    )
)
def test_so_are_those_of_any_texts(values: list[str]) -> None:
    for field in ("company", "name", "name_kana", "address", "phone", "email", "url", "title", "building", "birthday"):
        assert match_keys(field, values, JAPAN) == [match_key(field, value, JAPAN) for value in values]


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("東京都千代田区千代田1-2-3 第2ビル", True),
        ("東京都港区赤坂1丁目3-22", True),
        ("東京都千代田区三番町6-1", True),
        ("東京都千代田区3番町6-1", False),  # the number belongs to the town
        ("北海道樺戸郡浦臼町字浦臼第4-12", False),
        ("北海道札幌市中央区北1条西2丁目", False),
        ("千代田区千代田1-2-3", False),
        ("東京都千代田区千代田字1-2", False),
    ],
)
def test_what_stands_before_the_numbers_is_looked_up_once_where_it_is_a_town(address: str, short: bool) -> None:
    head = addresses.BEFORE_NUMBER.match(address)
    assert bool(head and addresses.town_of(head[0])) is short
    assert addresses.parse(address) == addresses._cut(address)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(("東京都千代田区", "東京都", "北海道札幌市中央区", "京都府京都市北区", "北海道樺戸郡浦臼町")),
    st.sampled_from(("千代田", "三番町", "大字千代田", "北", "浦臼第", "北1条西", "小山西大野町", "")),
    st.text("123番町-条丁目 字線第", max_size=8),
)
def test_so_any_address_is_cut_at_the_same_places(city: str, town: str, rest: str) -> None:
    assert addresses.parse(city + town + rest) == addresses._cut(city + town + rest)


def test_no_name_of_a_city_goes_on_with_a_number() -> None:
    assert not [name for name in postal_data.snapshot().cities if set(name[1:]) & set("0123456789")]  # 3条市 begins so


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.from_regex("(?:[0-9]{1,2}丁目)?[0-9]{1,2}(?:-[0-9]{1,2}){1,3}(?: .*)?", fullmatch=True),
        st.text("123- 丁目番地号のF階室北区条線第二ビ", max_size=12),
        st.builds("1-2-3{}".format, st.text(" 123-丁目番地号のF階室北区条線第二ビ", max_size=6)),
    )
)
def test_numbers_without_their_building_are_the_same_by_the_short_way(rest: str) -> None:
    rest = text.clean(rest)
    assert address_numbers.bare(rest) == address_numbers.without_building(address_numbers.hyphened(rest))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text("髙﨑々ゝヽあいがゞヴァヶー ・Ａé１A゙", max_size=8), st.text(max_size=8)))
def test_letters_that_are_folded_one_by_one_are_folded_as_a_text_is(name: str) -> None:
    assert folding.compared(name) == folding._compared(name)
    assert folding.compared_large(name) == folding._compared_large(name)


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "カブシキガイシャ", "かぶしきがいしゃ ", "カ)", "ユウゲン ガイシャ")),
        st.text("アヴァがゞー ・青髙()１a", max_size=5),
        st.sampled_from(("", "カブシキカイシャ", " ユウゲンガイシャ", "(カ", "(カ)")),
    )
)
def test_plain_letters_sound_as_any_do(name: str) -> None:
    upper = folding.large_kana(folding.katakana(folding.kanji(name)))
    assert companies.sounding(name) == folding.latin(folding.solid(companies.without_kana_form(upper)))


def test_every_word_for_nothing_is_known_in_brackets_and_in_full_width() -> None:
    for word in text.placeholders("anything"):
        for typed in (word, f"({word})", f"（{word}）", word.upper(), f" {word} "):
            assert text.is_nothing(typed) or len(typed) > text._LONGEST


@pytest.mark.parametrize(("kind", "field"), [("person_name", "name"), ("company", "company"), ("email", "email")])
def test_a_column_of_a_kind_has_the_keys_of_each_value(kind: str, field: str) -> None:
    values = ["山田　太郎", "Ann Lee", "㈱青葉商事", "Acme Inc.", "a.b@example.co.jp", "なし", "", "あ" * 1001]
    for rules in (JAPAN, WORLD):
        assert match_keys(kind, values, rules) == [match_key(kind, value, rules) for value in values]
        assert match_keys(field, values, rules) == [match_key(field, value, rules) for value in values]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError):
        match_keys("nmae", ["a"], JAPAN)
