"""People whose family name changed."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, collapse, encode
from leadlist.matching.evidence import compare
from leadlist.matching.renamed import MOST, as_renamed, renamed_pairs, share_of_renamed
from leadlist.matching.weights import patterns

NAMES = [
    "鈴木 花子",
    "黒永 花子",
    "鈴木 太郎",
    "斎藤 花子",
    "斉藤 花子",
    "Ann Lee",
    "Ann Hollis",
    "A. Lee",
    "A. Hollis",
]


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("鈴木 花子", "黒永 花子", True),
        ("鈴木 花子", "鈴木 太郎", False),
        ("斎藤 花子", "斉藤 花子", False),  # a family name that is only alike
        ("Ann Lee", "Ann Hollis", True),
        ("A. Lee", "A. Hollis", False),  # an initial is no given name
        ("Ann Lee", "黒永 花子", False),
    ],
)
def test_who_may_have_another_family_name(one: str, other: str, may_be: bool) -> None:
    keys = [name.replace(" ", "") if not name.isascii() else name.replace(".", "").casefold() for name in NAMES]
    records = collapse([encode(MatchColumn("name", Kind.PERSON_NAME, Group.PERSON, NAMES, keys))], len(NAMES))
    left, right = (records.record_of[[NAMES.index(name)]] for name in (one, other))
    pairs, often = renamed_pairs(records, left, right, patterns(compare(records.columns, left, right)))
    assert (len(pairs) == 1) is may_be
    assert (often > 0).all()
    assert (often < 1).all()


def test_how_many_have_another_name_is_learned() -> None:
    sure, unlikely = np.full(12, 30.0), np.full(500, -10.0)
    assert share_of_renamed(np.concatenate((sure, unlikely)), 1000) == pytest.approx(0.012, abs=0.001)
    assert share_of_renamed(unlikely, 1000) < 1e-6
    assert share_of_renamed(np.full(500, 30.0), 1000) == MOST
    assert as_renamed(np.array([0.0, 100.0]), 0.01).tolist() == [pytest.approx(np.log2(0.01) - 4.0), 8.0]
