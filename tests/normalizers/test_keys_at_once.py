"""Match keys that are told of a whole column are the keys of each value by the long way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.fields import FIELDS
from leadlist.normalizers import (
    MATCH_KEYS,
    PLAIN_KEYS,
    company_forms,
    normalize,
    normalizer,
    phones,
    postal_data,
    serving,
    text,
)
from leadlist.normalizers.columns import match_keys
from leadlist.normalizers.keys_at_once import _AT_ONCE, keys_at_once, let_go, told_late
from leadlist.rules import load_rules

JAPAN, WORLD = load_rules("japan"), load_rules("international")
FORMS = (
    "",
    "株式会社",
    "㈱",
    "(株)",
    "（有） ",
    "株式会社 ",
    "合同会社",
    "一般社団法人",
    "株式會社",
    "カブシキガイシャ",
    "有限公司",
    "㈳",
)
USUAL = {
    "company": ("㈱青葉商事", "青葉商事 株式会社", "(有)ABC青葉 大阪支店", "青葉商事（株）　東京本社 営業部", "Aoba Trading Co., Ltd."),
    "name": ("山田　太郎", "髙橋 いすず子", "Mr. Taro Yamada", "O'Hara, Ann-Lee", "山田太郎"),
    "name_kana": ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダタロウ"),
    "phone": ("０３－１２３４－５６７８", "0312345678", "090-1234-5678", "03-0123-4567"),
    "fax": ("03ー1234ー5678",),
    "address": ("東京都千代田区千代田１－２－３　第２ビル5F", "東京都港区赤坂1丁目3-22", "愛知県名古屋市中村区名駅6－14-3 青葉ビル10階"),
}  # fmt: skip
UNUSUAL = {
    "company": ("株式会社", "個人", "㈱ (株)", "法人", "青葉 株式会社 様", "青葉商事 御中", "カブシキガイシャアオバ", "青葉歯科 田中歯科",
                "青葉商事 有限会社緑支店", "有限公司青葉", "青葉有限公司", "なし", "none", "n/a.", "なし(NPO)", "有限責任青葉監査法人", "有限責任 青葉監査法人", "社名 不明", "社名不明 東京支店", "非公開 株式会社", "NPO法人", "The Aoba", "青葉\n緑"),
    "name": ("山田 太郎 様", "営業担当", "担当 太郎", "なし", "各位", "no ne", "山田 先生", "山田 太郎 君", "佐藤さん", "佐藤 さん", "n ull.", "氏名 非公開", "役職 なし",),
    "name_kana": ("ナシ", "ヤマダ サマ", "山田", "カブシキガイシャ アオバ", "アオバ(カ"),
    "phone": ("'0312345678'", "0101234567", "0312345678-0", "03-0000-0000", "0312345678 内線 2", "212-555-0147"),
    "fax": ("FAX 03-1234-5678", "TEL 03-1234-5678 FAX 03-1234-5679"),
    "address": ("北海道札幌市中央区北1条西2-3-4", "京都府京都市下京区四条通烏丸東入る長刀鉾町1-2", "東京都千代田区三番町6-1", "千代田区千代田1-2",
                "京都府京都市中京区1-2 上る", "東京都千代田区千代田1-2 3号室", "東京都千代田区千代田字1-2", "東京都港区赤坂1-2 以下省略"),
}  # fmt: skip


def long_way(field: str, value: str, rules: object) -> str:
    """The key of what may be written for a value."""
    make = serving(MATCH_KEYS, field)
    assert make is not None
    return make(normalize(field, value, rules), rules)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", USUAL)
def test_usual_values_are_told_at_once_and_others_at_most_rightly(field: str) -> None:
    plain = PLAIN_KEYS.get(field, lambda _value, _rules: None)
    for rules in (JAPAN, WORLD):
        values = [*USUAL[field], *UNUSUAL[field]]
        found = keys_at_once(field, values, rules)
        assert found == {value: long_way(field, value, rules) for value in found}
        if rules is JAPAN:
            told = set(found) | {value for value in values if plain(value, rules) is not None}
            assert set(USUAL[field]) <= told


def test_who_makes_a_key_at_once_has_one_normalizer() -> None:
    for make in _AT_ONCE:
        fields = [field for field in FIELDS if serving(MATCH_KEYS, field) is make]
        assert len({normalizer(field) for field in fields}) == 1
        assert None not in map(normalizer, fields)


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(FORMS),
        st.text("青葉商店アがァーAb1 ・法会社様中御", min_size=1, max_size=5),
        st.sampled_from((*FORMS, " 株式会社", " (株)")),
        st.sampled_from(("", " 東京支店", "　本社 営業部", " 田中歯科", "東京支店", " 有限会社緑支店")),
    )
)
def test_so_is_any_company(value: str) -> None:
    found = keys_at_once("company", [value], JAPAN)
    assert found.get(value, long_way("company", value, JAPAN)) == long_way("company", value, JAPAN)


@settings(max_examples=200, deadline=None)
@given(
    st.text("山髙々太いゞサマさん様 氏君先生担当ーな無しA.n'o-e,(", max_size=7),
    st.text("ヤマダがゞナシー　ホウジン ｻﾏさん", max_size=7),
)
def test_so_is_any_name_and_reading(name: str, reading: str) -> None:
    for field, value in (("name", name), ("name_kana", reading), ("name_kana", name)):
        found = keys_at_once(field, [value] if value else [], JAPAN)
        assert found.get(value, "") == (long_way(field, value, JAPAN) if value in found else "")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        (
            "東京都千代田区千代田",
            "京都府京都市北区小山",
            "大阪府大阪市北区梅田",
            "北海道札幌市中央区北",
            "東京都千代田区",
            "",
        )
    ),
    st.text("123番町-－ー丁目 字線の四号", max_size=8),
    st.sampled_from(("", " 第2ビル", "　青葉ビル5階", " A棟 2F", " 上る", " 1条ビル", "-5F")),
)
def test_so_is_any_address(town: str, numbers: str, building: str) -> None:
    value = f"{town}{numbers}{building}"
    found = keys_at_once("address", [value] if value else [], JAPAN)
    assert found.get(value, "") == (long_way("address", value, JAPAN) if value in found else "")


@settings(max_examples=150, deadline=None)
@given(st.text("0123９-－ー+() 0120'", max_size=14))
def test_so_is_any_number(value: str) -> None:
    found = keys_at_once("phone", [value] if value else [], JAPAN)
    assert found.get(value, "") == (long_way("phone", value, JAPAN) if value in found else "")


@settings(max_examples=150, deadline=None)
@given(st.text("ａ１＝～（ ㈱　\u200b\u200c\u2060aア\uff9e", max_size=12))
def test_lines_are_as_clean_as_a_text_alone(line: str) -> None:
    assert text.clean_lines(line) == text.clean(line)
    assert text.codes_of_lines(line) == text.codes(line)


def test_the_ends_of_forms_are_those_of_the_forms() -> None:
    end, start = company_forms.world()
    last, first = company_forms.world_edges()
    assert all(words and words[-1] in last for words in end)
    assert all(words and words[0] in first for words in start)


def test_who_has_made_all_match_keys_forgets_the_postal_data() -> None:
    values = ["北海道札幌市中央区北一条西2-3", "東京都港区赤坂1-2-3"]
    before = match_keys("address", values, JAPAN)
    let_go()
    assert postal_data.snapshot.cache_info().currsize == 0
    assert match_keys("address", values, JAPAN) == before
    assert all(before)


def test_the_beginning_of_a_number_tells_as_much_as_all_of_it() -> None:
    for prefix, length in phones.plan():
        for digits in (prefix.ljust(length, "0"), prefix.ljust(length, "7")):
            beginning = digits[:7] if digits[:5] in told_late() else digits[:5]
            assert phones.groups(beginning.ljust(length, "0")) == phones.groups(digits)
