"""Names in kanji, kana and Latin letters compared by their sound, as the list itself teaches it."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, encode
from leadlist.matching.comparisons import COMPARERS, DIFFER, FAINT, MISSING, STRONG, WEAK
from leadlist.matching.spelt import spelt
from leadlist.normalizers import match_key
from leadlist.normalizers.romaji import sound
from leadlist.operations.deduplicate.sounds import readings, with_sounds
from leadlist.rules import load_rules

RULES = load_rules("japan")
TAUGHT = [
    ("山田 太郎", "ヤマダ タロウ", ""),
    ("山田 浩", "ヤマダ ヒロシ", ""),
    ("柳沢 弘", "やなぎさわ ひろし", ""),
    ("小野寺 誠", "", "Makoto Onodera"),
    ("小野寺 浩", "", "Hiroshi Onodera"),
    ("小野寺 樹", "オノデラ タツキ", ""),
]


def columns(*names: str) -> list[MatchColumn]:
    rows = [*TAUGHT, *((name, "", "") for name in names)]
    fields = (("name", Kind.PERSON_NAME), ("name_kana", Kind.KANA), ("name_en", Kind.PERSON_NAME))
    texts = [list(column) for column in zip(*rows, strict=True)]
    return [
        MatchColumn(field, kind, Group.PERSON, text, [match_key(field, t, RULES) for t in text])
        for (field, kind), text in zip(fields, texts, strict=True)
    ]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("山田 太郎", "やまだ たろう", STRONG),
        ("山田 太郎", "ヤマダタロウ", STRONG),
        ("山田太郎", "Yamada Tarou", STRONG),
        ("山田 太郎", "TARO YAMADA", STRONG),
        ("山田 太郎", "やまだ ひろし", DIFFER),
        ("山田 太郎", "やまだ", WEAK),
        ("鈴木 徹", "すずき とおる", MISSING),  # nothing tells how 徹 is read
        ("鈴木 徹", "たなか とおる", DIFFER),
        ("山田 浩", "山田 弘", FAINT),  # one sound, perhaps two people
        ("山田 浩", "山田 誠", DIFFER),
        ("山田 徹", "山田 誠", FAINT),
        ("小野寺 誠", "Onodera Makoto", STRONG),
        ("斉藤 徹", "斎藤 徹", WEAK),
        ("やまだ たろう", "Yamada Taro", STRONG),
    ],
)
def test_names_are_compared_by_their_sound(one: str, other: str, level: int) -> None:
    column = encode(with_sounds(columns(one, other))[0])
    left, right = (np.array([column.keys.index(match_key("name", name, RULES))]) for name in (one, other))
    assert int(COMPARERS[Kind.PERSON_NAME](column, left, right)[0]) == level


def test_a_list_teaches_how_its_names_are_read() -> None:
    known = readings(columns())
    assert known["柳沢"] == ("yanagisawa",)
    assert known["小野寺"] == ("onodera",)
    assert known["誠"] == ("makoto",)
    assert known["高橋"] == ("takahashi",)  # from the table of usual family names


def test_a_name_in_kana_in_one_is_parted_in_texts_and_keys_alike() -> None:
    (name, *_others) = with_sounds(columns("ヤマダタロウ"))
    first, *others = columns("ヤマダタロウ")
    keys = spelt(first.values, first.values, [match_key("name", text, RULES) for text in first.values])
    (again, *_others) = with_sounds([first._replace(keys=keys), *others])
    assert encode(again).texts == encode(name).texts
    assert "ヤマダ タロウ" in encode(again).texts


def test_names_in_latin_letters_alone_have_no_sounds() -> None:
    names = MatchColumn("name", Kind.PERSON_NAME, Group.PERSON, ["Ann Lee"], ["ann lee"])
    assert with_sounds([names]) == [names]


@pytest.mark.parametrize("spelling", ["サトウ", "さとう", "Satoh", "SATOU", "Satō", "sato"])
def test_one_sound_has_many_spellings(spelling: str) -> None:
    assert sound(spelling) == "sato"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("シュンジ", "syunzi"),
        ("ツチヤ", "Tuchiya"),
        ("ホンマ", "Homma"),
        ("ナンバ", "Namba"),
        ("フジイ", "huzii"),
        ("チカ", "tika"),
    ],
)
def test_romanisations_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)
