"""How characters of given names sound, and names that sound alike."""

import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, encode
from leadlist.matching.names import sound_alike
from leadlist.operations.deduplicate.characters import told
from leadlist.operations.deduplicate.sounds import with_sounds

TAUGHT = {
    "友恵": "トモエ",
    "友子": "トモコ",
    "由香": "ユカ",
    "里香": "リカ",
    "由加": "ユカ",
    "千加": "チカ",
    "隆彦": "タカヒコ",
    "隆夫": "タカオ",
    "和夫": "カズオ",
    "和彦": "カズヒコ",
    "健一": "ケンイチ",
}


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("友香", "トモカ"),
        ("友加", "トモカ"),
        ("隆和", "タカカズ"),
        ("友一", ""),  # 一 stands in one name only
        ("友絵", ""),
        ("友", ""),
        ("友香里", ""),
    ],
)
def test_characters_are_heard_in_the_names_of_the_list(name: str, reading: str) -> None:
    assert told(TAUGHT, [name]).get(name, "") == reading


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("滝島 友加", "滝島 友香", True),
        ("滝島 友加", "滝島 友子", False),
        ("滝島 友加", "岡島 友香", False),
        ("滝島 浩", "滝島 弘", False),  # one kanji of one sound: as likely two people
    ],
)
def test_given_names_of_the_same_sound_are_known(one: str, other: str, alike: bool) -> None:
    names = [*(f"森 {given}" for given in TAUGHT), "滝島 由加", "森 浩", "森 弘", one, other]
    kana = [*(f"モリ {reading}" for reading in TAUGHT.values()), "タキシマ ユカ", "モリ ヒロシ", "モリ ヒロシ", "", ""]
    keys = [[cell.replace(" ", "") for cell in cells] for cells in (names, kana)]
    name, _kana = with_sounds(
        [
            MatchColumn("氏名", Kind.PERSON_NAME, Group.PERSON, names, keys[0]),
            MatchColumn("フリガナ", Kind.KANA, Group.PERSON, kana, keys[1]),
        ]
    )
    column = encode(name)
    assert sound_alike(column.names, column.codes[[-2]], column.codes[[-1]]).tolist() == [alike]
