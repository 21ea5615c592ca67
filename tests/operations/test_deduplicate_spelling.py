"""What people add to a name, a firm or a street, and names that are written by their sound."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, collapse, encode
from leadlist.matching.comparisons import SAME_COMMON
from leadlist.matching.evidence import compare
from leadlist.matching.nameless import anybody
from leadlist.matching.spelt import spelt
from leadlist.matching.weights import patterns
from leadlist.normalizers import match_key
from leadlist.operations.deduplicate.spelling import one_a_cell, wider_key, with_readings
from leadlist.rules import load_rules

RULES = load_rules("japan")


def key(kind: Kind, field: str, value: str) -> str:
    return wider_key(kind, match_key(field, value, RULES), value)


@pytest.mark.parametrize(
    ("kind", "field", "one", "other", "same"),
    [
        (Kind.PERSON_NAME, "name", "John Smith, PhD", "John Smith", True),
        (Kind.PERSON_NAME, "name", "Md Rahman", "Rahman", False),
        (Kind.PERSON_NAME, "name", "浜森貴志 部長", "浜森 貴志", True),
        (Kind.PERSON_NAME, "name", "浜森 貴志", "浜森 貴", False),
        (Kind.COMPANY, "company", "The Beacon Foods Inc.", "Beacon Foods", True),
        (Kind.COMPANY, "company", "Thermo Foods", "rmo Foods", False),
        (Kind.ADDRESS, "address", "1 Park Street", "1 Park St.", True),
    ],
)
def test_what_is_added_to_a_value_is_no_part_of_its_key(
    kind: Kind, field: str, one: str, other: str, same: bool
) -> None:
    assert (key(kind, field, one) == key(kind, field, other)) is same


def column(kind: Kind, values: list[str]) -> MatchColumn:
    field = {"person_name": "name", "kana": "name_kana"}.get(kind, str(kind))
    return MatchColumn(str(kind), kind, Group.PERSON, values, [match_key(field, value, RULES) for value in values])


def test_a_name_in_kana_stands_with_the_readings_too_if_it_says_no_other() -> None:
    names = column(Kind.PERSON_NAME, ["山田 太郎", "ヤマダ タロウ", "やまだたろう", "ジョン", "さくら"])
    readings = column(Kind.KANA, ["ヤマダ タロウ", "", "ヤマダタロウ", "ケン", ""])
    name, reading = with_readings([names, readings])
    assert name == names
    assert reading.keys == ["ヤマダタロウ", "ヤマダタロウ", "ヤマダタロウ", "ケン", "サクラ"]
    _name, again = with_readings([c._replace(keys=spelt(c.values, c.values, c.keys)) for c in (names, readings)])
    assert list(again.keys) == reading.keys
    assert encode(again).texts == encode(reading).texts


@pytest.mark.parametrize(
    ("name", "mail", "may_be_anybody"),
    [
        ("John Smith", "jsmith@a.example.com", False),
        ("John Smith", "john.smith12@a.example.com", False),
        ("John Smith", "john.smit@a.example.com", False),  # a slip
        ("John Smith", "jane.smith@a.example.com", True),
        ("John Smith", "peter.jones@a.example.com", True),
        ("John Smith", "info@a.example.com", True),
        ("John Smith", "", True),
        ("", "jsmith@a.example.com", False),  # twice the same office
    ],
)
def test_a_row_without_a_name_may_be_anybodys_unless_its_mail_address_tells(
    name: str, mail: str, may_be_anybody: bool
) -> None:
    columns = [
        column(Kind.PERSON_NAME, [name, "", "Ann Lee"]),
        column(Kind.EMAIL, ["", mail, "ann@b.example.com"]),
        column(Kind.PHONE, ["+13125550100", "+13125550100", "+13125550199"]),
    ]
    records = collapse([encode(c) for c in columns], 3)
    left, right = records.record_of[[0]], records.record_of[[1]]
    found = patterns(compare(records.columns, np.minimum(left, right), np.maximum(left, right)))
    assert anybody(records, left, right, found).tolist() == [may_be_anybody]


def test_numbers_are_found_in_whatever_column_and_cell_they_stand() -> None:
    phones = column(Kind.PHONE, ["03-3344-5566", "090-1234-5678", "03-3344-5566 / 090-1234-5678", "06-6344-5566"])
    mobiles = phones._replace(name="mobile", values=["090-1234-5678", "", "", ""], keys=["+819012345678", "", "", ""])
    columns = one_a_cell([phones, mobiles])
    assert [c.name for c in columns] == ["phone", "phone 2", "mobile"]
    encoded = [encode(c) for c in columns]
    levels = compare(encoded, np.array([0, 0, 1, 0]), np.array([2, 1, 2, 3])).max(axis=1) >= SAME_COMMON
    assert levels.tolist() == [True, True, True, False]


def test_a_name_written_with_blanks_alone_has_no_post() -> None:
    assert wider_key(Kind.PERSON_NAME, "山田", "\u3000") == "山田"
