"""Mobile numbers, and columns of them."""

import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, encode
from leadlist.matching.numbers import is_mobile, personal


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+819012345678", True),
        ("09012345678", True),
        ("+447911123456", True),
        ("07911123456", True),
        ("+81312345678", False),
        ("0312345678", False),
        ("01392123456", False),
        ("07012345", False),
        ("+14155261831", False),
    ],
)
def test_a_mobile_number_is_known_by_its_range(number: str, mobile: bool) -> None:
    assert is_mobile(number) is mobile


@pytest.mark.parametrize(
    ("kind", "mobiles", "own"),
    [(Kind.PHONE, 19, True), (Kind.PHONE, 17, False), (Kind.CODE, 20, False), (Kind.PHONE, 0, False)],
)
def test_a_column_of_mobile_numbers_is_personal(kind: Kind, mobiles: int, own: bool) -> None:
    keys = [f"+8190{n:08}" if n < mobiles else f"+813{n:08}" for n in range(20)]
    assert personal(encode(MatchColumn("携帯", kind, Group.PERSON, keys, keys))) is own


def test_an_empty_column_is_nobodys() -> None:
    assert not personal(encode(MatchColumn("携帯", Kind.PHONE, Group.PERSON, [""], [""])))
