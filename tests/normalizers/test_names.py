"""Names and readings: what is written, what is compared, what is offered to another column."""

import pytest

from leadlist.normalizers import loose_key, match_key, normalize, split


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("山田　太郎", "山田 太郎"),
        (" 山田  太郎\t", "山田 太郎"),
        ("山田\n太郎", "山田 太郎"),
        ("山\u200b田\ufeff", "山田"),
        ("山田太郎様", "山田太郎"),
        ("山田 太郎 殿", "山田 太郎"),
        ("山田太郎　御中", "山田太郎"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("ＪＯＨＮ　ＳＭＩＴＨ", "JOHN SMITH"),
        ("サリ－", "サリー"),
        ("Jose\u0301", "José"),
    ],
)
def test_blanks_width_and_courtesy_are_put_right(typed: str, written: str) -> None:
    assert normalize("name", typed) == written


@pytest.mark.parametrize(
    "name",
    [
        *(
            "髙橋 一郎",
            "山﨑 賢",
            "神谷 薫",
            "葛\U000e0100西 純",
            "𠮷田 茂",
            "佐々木 希",
            "真殿",
            "鵜殿",
            "りさん",
            "さとう はなこ",
        ),
        *("ジョン＝スミス", "McDONALD", "van der Berg", "Smith, John", "O’Brien", "Nguyễn Văn A", "김철수"),
        *("山田太郎（ヤマダタロウ）", "ご担当者様", "なし", "－", "尊氏"),
    ],
)
def test_a_persons_own_spelling_stays(name: str) -> None:
    assert normalize("name", name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋一郎", "高橋 一郎"),
        ("渡邉 花子", "渡辺花子"),
        ("神谷 薫", "神谷薫"),
        ("さとう はなこ", "サトウハナコ"),
        ("ジョン・スミス", "ジョン　スミス"),
        ("Smith, John", "John Smith"),
        ("José García", "GARCIA JOSE"),
        ("Mr. John Smith", "john smith"),
        ("O'Brien Sean", "Sean O’Brien"),
        ("김 철수", "김철수"),
        ("山田太郎（ヤマダタロウ）", "山田太郎"),
    ],
)
def test_two_spellings_of_a_name_share_a_key(one: str, other: str) -> None:
    assert match_key("name", one) == match_key("name", other) != ""


def test_saito_with_either_kanji_share_only_the_loose_key() -> None:
    assert match_key("name", "斎藤") != match_key("name", "斉藤")
    assert loose_key("name", "斎藤") == loose_key("name", "斉藤")


def test_umlauts_spelled_out_share_only_the_loose_key() -> None:
    assert match_key("name", "Müller") != match_key("name", "Mueller")
    assert loose_key("name", "Jürgen Müller") == loose_key("name", "Juergen Mueller")


@pytest.mark.parametrize(
    "name", ["ご担当者様", "担当者", "経理部ご担当者様", "各位", "なし", "－", "ー", "N/A", "不明", ""]
)
def test_what_names_nobody_never_matches(name: str) -> None:
    assert match_key("name", name) == ""


def test_a_reading_in_brackets_is_offered_to_the_kana_column() -> None:
    assert split("name", "山田太郎（ﾔﾏﾀﾞﾀﾛｳ）") == ("山田太郎", {"name_kana": "ヤマダタロウ"})
    assert split("name", "山田太郎（営業部）") == ("山田太郎（営業部）", {})


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ヤマタ゛", "ヤマダ"),
        ("ﾊﾟﾝ", "パン"),
        ("ハ゜ン", "パン"),
        ("ヤマタ\u3099", "ヤマダ"),
        ("サト―", "サトー"),
        ("やまだ たろう", "やまだ たろう"),
        ("ヤマダ タロウ サマ", "ヤマダ タロウ"),
        ("いすゞ", "いすゞ"),
        ("あ゛", "あ゛"),
        ("山田太郎", "山田太郎"),
    ],
)
def test_a_reading_is_whole_full_width_kana(typed: str, written: str) -> None:
    assert normalize("name_kana", typed) == written


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("やまだ たろう", "ヤマダタロウ"),
        ("ショウダ", "シヨウダ"),
        ("いすゞ", "イスズ"),
        ("ヰノウエ", "イノウエ"),
        ("ヤマダ,タロウ", "ヤマダタロウ"),
        ("カブシキガイシャヤマダショウジ", "ヤマダシヨウジ"),
        ("カ)ヤマダ", "ヤマダ"),
        ("ヤマダ(ユ", "ヤマダ"),
        ("YAMADA TARO", "taro yamada"),
        ("山田太郎", ""),
    ],
)
def test_the_key_of_a_reading(typed: str, key: str) -> None:
    assert match_key("name_kana", typed) == key


def test_long_vowels_differ_in_the_strict_key_and_not_in_the_loose_one() -> None:
    assert match_key("name_kana", "オオタ") != match_key("name_kana", "オータ")
    assert loose_key("name_kana", "オオタ") == loose_key("name_kana", "オータ")
