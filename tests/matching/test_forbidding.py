"""Evidence that forbids a merge, whatever the names weigh: a pattern of levels a row."""

from dataclasses import replace

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import Column, MatchColumn, encode
from leadlist.matching.comparisons import DIFFER, MISSING, SAME, STRONG, WEAK
from leadlist.matching.forbidding import forbidden

COLUMNS = [
    encode(MatchColumn(name, kind, group, ["赤坂1-2", "栄3-4"], ["赤坂1-2", "栄3-4"]))
    for name, kind, group in (
        ("氏名", Kind.PERSON_NAME, Group.PERSON),
        ("フリガナ", Kind.KANA, Group.PERSON),
        ("会社名", Kind.COMPANY, Group.COMPANY),
        ("部署", Kind.TEXT, Group.PERSON),
        ("メール", Kind.EMAIL, Group.PERSON),
        ("電話", Kind.PHONE, Group.PERSON),
        ("住所", Kind.ADDRESS, Group.ADDRESS),
    )
]

CASES = [
    ("namesakes in two firms", [SAME, SAME, DIFFER, MISSING, DIFFER, MISSING, DIFFER], True),
    ("namesakes in two firms, nothing else known", [SAME, MISSING, DIFFER, MISSING, MISSING, MISSING, MISSING], True),
    ("a person who changed firms and kept the number", [SAME, SAME, DIFFER, MISSING, DIFFER, SAME, DIFFER], False),
    ("a firm that was renamed and stayed", [SAME, SAME, DIFFER, MISSING, MISSING, MISSING, STRONG], False),
    ("names alike, another address", [WEAK, MISSING, SAME, MISSING, DIFFER, MISSING, SAME], True),
    ("names alike, address the same", [STRONG, MISSING, SAME, MISSING, SAME, MISSING, SAME], False),
    ("小林 and 林 at one switchboard", [STRONG, WEAK, SAME, MISSING, WEAK, SAME, SAME], True),
    ("two of one name in one firm", [SAME, SAME, SAME, DIFFER, DIFFER, MISSING, SAME], True),
    ("one name and switchboard, another department and address", [SAME, SAME, SAME, DIFFER, DIFFER, SAME, SAME], True),
    ("the same person twice", [SAME, SAME, SAME, SAME, SAME, SAME, SAME], False),
]


@pytest.mark.parametrize(("levels", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_person_must_judge(levels: list[int], expected: bool) -> None:
    assert forbidden(COLUMNS, np.array([levels], np.uint8)).tolist() == [expected]


def test_lists_without_names_of_persons_are_left_to_the_weights() -> None:
    levels = np.array([[DIFFER] * 5], np.uint8)
    assert not forbidden(COLUMNS[2:], levels).any()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(COLUMNS[:1], True), (COLUMNS[:2], True), (COLUMNS[2:3], True), (COLUMNS[:3], False), (COLUMNS[2:5], False)],
)
def test_a_list_of_names_alone_proves_nobody_the_same(columns: list[Column], expected: bool) -> None:
    levels = np.array([[SAME] * len(columns)], np.uint8)
    assert forbidden(columns, levels).tolist() == [expected]


def test_another_phone_number_alone_does_not_speak_against_an_initial() -> None:
    levels = np.array([[WEAK, MISSING, SAME, MISSING, MISSING, DIFFER, SAME]], np.uint8)
    assert forbidden(COLUMNS, levels).tolist() == [False]


def test_two_of_one_name_and_firm_with_two_addresses_and_birthdays_are_two_also_in_a_long_list() -> None:
    born = encode(MatchColumn("生年月日", Kind.DATE, Group.PERSON, ["1980-01-01", "1975-02-03"], ["1980", "1975"]))
    columns = [replace(column, scale=5000) for column in (*COLUMNS, born)]
    mail, birthday = 4, 7
    levels = np.full((3, len(columns)), SAME, np.uint8)
    levels[:, mail], levels[:, birthday] = [DIFFER, DIFFER, SAME], [DIFFER, SAME, DIFFER]
    assert forbidden(columns, levels).tolist() == [True, False, False]
