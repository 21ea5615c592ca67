"""Comparison levels: tables of pairs, a line each."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, encode
from leadlist.matching.comparisons import COMPARERS, DIFFER, FAINT, MISSING, STRONG, WEAK
from leadlist.matching.names import EQUIVALENT

CASES = [
    (Kind.PERSON_NAME, "john smith", "John Smith", "jon smith", "Jon Smith", STRONG),
    (Kind.PERSON_NAME, "maggie smith", "Maggie Smith", "margaret smith", "Margaret Smith", STRONG),
    (Kind.PERSON_NAME, "john smith", "John Smith", "j smith", "J Smith", WEAK),
    (Kind.PERSON_NAME, "john smith", "John Smith", "walter smith", "Walter Smith", DIFFER),
    (Kind.PERSON_NAME, "john smith", "John Smith", "laura hollis", "Laura Hollis", DIFFER),
    (Kind.PERSON_NAME, "b david wagner", "David B. Wagner", "david wagner", "Wagner, David", EQUIVALENT),
    (Kind.PERSON_NAME, "joe noel paton", "Joe Noel Paton", "noel paton", "Noel Paton", STRONG),
    (Kind.PERSON_NAME, "arthur temple clay", "Arthur Temple Clay", "temple clay", "Temple Felix Clay", WEAK),
    (
        Kind.PERSON_NAME,
        "jan van der berg",
        "Jan van der Berg",
        "berg der madeleine van",
        "Van der Berg Madeleine",
        DIFFER,
    ),
    (Kind.PERSON_NAME, "jan van der berg", "Jan van der Berg", "berg der jan van", "Van der Berg, Jan", STRONG),
    (Kind.PERSON_NAME, "madeleine hollis", "Madeleine Hollis", "hollis maddie", "Hollis, Maddie", STRONG),
    (Kind.PERSON_NAME, "william e taylor", "William E. Taylor", "william e holwick", "William E. Holwick", DIFFER),
    (Kind.PERSON_NAME, "john black", "Maj.-Gen. John Black", "john black 1st earl", "John Black, 1st Earl", STRONG),
    (Kind.PERSON_NAME, "山本久美10000", "山本 久美10000", "山本久美10004", "山本 久美10004", DIFFER),
    (Kind.PERSON_NAME, "guest 17", "Guest 17", "guest 18", "Guest 18", DIFFER),
    (Kind.PERSON_NAME, "渡辺", "渡辺", "渡辺由彦", "渡辺 由彦", WEAK),
    (Kind.PERSON_NAME, "高橋一郎", "高橋 一郎", "高橋二郎", "高橋 二郎", FAINT),
    (Kind.PERSON_NAME, "高橋健太", "高橋健太", "高橋大輔", "高橋 大輔", DIFFER),
    (Kind.PERSON_NAME, "高橋健太", "高橋健太", "高橋", "高橋", WEAK),
    (Kind.COMPANY, "青葉商事", "青葉商事", "青葉建設", "青葉建設", FAINT),
    (Kind.COMPANY, "beaconfoods", "Beacon Foods", "beaconfods", "Beacon Fods", STRONG),
    (
        Kind.COMPANY,
        "browninternationalfoods",
        "Brown International Foods Inc.",
        "brownintlfoods",
        "Brown Intl Foods",
        STRONG,
    ),
    (
        Kind.COMPANY,
        "beaconintltools",
        "Beacon Intl Tools",
        "beacongraniteinternational",
        "Beacon Granite International",
        FAINT,
    ),
    (Kind.COMPANY, "pinetools", "Pine Tools", "pioneertools", "Pioneer Tools LLC", WEAK),
    (Kind.COMPANY, "midnightoakdesign", "Midnight Oak Design", "midnightdesign", "Midnight Design", WEAK),
    (Kind.PERSON_NAME, "山田修", "山田 修", "山修田", "山修田", WEAK),
    (Kind.KANA, "ミズツカハルヨ", "ミズツカハルヨ", "ミズツカハルタ", "ミズツカハルタ", FAINT),
    (Kind.KANA, "ミズツカハルヨ", "ミズツカハルヨ", "ミズツハルヨ", "ミズツハルヨ", STRONG),
    (Kind.COMPANY, "beaconfoods", "Beacon Foods", "granitetools", "Granite Tools", DIFFER),
    (Kind.EMAIL, "k.sato@a.example.jp", "", "ksato@a.example.jp", "", STRONG),
    (Kind.EMAIL, "smitha@a.example.jp", "", "smithj@a.example.jp", "", WEAK),
    (Kind.EMAIL, "matsube-m@a.example.jp", "", "matsube@a.example.jp", "", WEAK),
    (Kind.EMAIL, "info@a.example.jp", "", "sato@a.example.jp", "", FAINT),
    (Kind.EMAIL, "info@a.example.jp", "", "sato@b.example.jp", "", MISSING),
    (Kind.EMAIL, "mori@gmail.com", "", "abe@gmail.com", "", DIFFER),
    (Kind.PHONE, "+81312345678", "", "+81312345679", "", WEAK),
    (Kind.PHONE, "+81312345678", "", "+81372345678", "", STRONG),
    (Kind.PHONE, "+81312345678", "", "+81698765432", "", DIFFER),
    (Kind.DATE, "1980-05-03", "", "1980-03-05", "", STRONG),
    (Kind.DATE, "1980-05-03", "", "1980-05-08", "", STRONG),
    (Kind.DATE, "1980-05-03", "", "1942-11-27", "", DIFFER),
    (Kind.ADDRESS, "東京都港区赤坂1-2-3", "", "東京都港区赤坂1-2-8", "", STRONG),
    (Kind.ADDRESS, "東京都港区赤坂1-2-3", "", "大阪府大阪市北区梅田4-5-6", "", DIFFER),
    (Kind.CODE, "1234567", "", "1234576", "", STRONG),
    (Kind.CODE, "1234567", "", "9876540", "", DIFFER),
    (Kind.URL, "aoba.example.jp", "", "aobo.example.jp", "", STRONG),
    (Kind.CATEGORY, "french", "", "french (new)", "", WEAK),
]


MANY = ["Robert Golker", "Daniel Martin", "Matthew Harris", "Bob Denby", "Jackson Elby", "Daniel Jackson", "安木 伸菜"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("R Golker", "Bob Golker", WEAK),  # the initial of Robert
        ("K Golker", "Bob Golker", DIFFER),
        ("atthew Harris", "Matt Harris", WEAK),  # a slip in the long form of the other
        ("Bbo Golker", "Robert Golker", WEAK),
        ("Bab Golker", "Robert Golker", DIFFER),  # one letter of three is another name
        ("Elmer Harris", "Matt Harris", DIFFER),
        ("DanMartin", "Daniel Martin", STRONG),
        ("DanMartin", "Bob Denby", DIFFER),
        ("Jackson", "Jackson Elby", WEAK),  # no Jack of a family Son
        ("安安木 伸菜", "安木 伸菜", STRONG),  # a character twice
    ],
)
def test_names_are_compared_through_slips_and_short_forms(one: str, other: str, level: int) -> None:
    texts = [*dict.fromkeys((one, other, *MANY))]
    keys = [text.casefold() if text.isascii() else text.replace(" ", "") for text in texts]
    column = encode(MatchColumn("name", Kind.PERSON_NAME, Group.PERSON, texts, keys))
    left, right = (np.array([column.keys.index(keys[texts.index(text)])]) for text in (one, other))
    assert int(COMPARERS[Kind.PERSON_NAME](column, left, right)[0]) == level


def level_of(kind: Kind, *values: tuple[str, str]) -> int:
    keys = [key for key, _text in values]
    column = encode(MatchColumn("column", kind, Group.PERSON, [text or key for key, text in values], keys))
    left, right = (np.array([column.keys.index(key)]) for key in keys)
    return int(COMPARERS[kind](column, left, right)[0])


@pytest.mark.parametrize(("kind", "key", "text", "other", "other_text", "level"), CASES)
def test_two_values_have_their_level(kind: Kind, key: str, text: str, other: str, other_text: str, level: int) -> None:
    assert level_of(kind, (key, text), (other, other_text)) == level


@pytest.mark.parametrize(("kind", "key", "text", "other", "other_text", "level"), CASES)
def test_the_order_of_two_values_does_not_matter(
    kind: Kind, key: str, text: str, other: str, other_text: str, level: int
) -> None:
    assert level_of(kind, (other, other_text), (key, text)) == level
