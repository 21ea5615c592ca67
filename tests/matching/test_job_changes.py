"""People who work for another firm now."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, Records, collapse, encode
from leadlist.matching.evidence import compare
from leadlist.matching.job_changes import MOST_BITS, SELDOM_BITS, job_changes
from leadlist.matching.weights import patterns

COLUMNS = (
    ("name", Kind.PERSON_NAME, Group.PERSON),
    ("company", Kind.COMPANY, Group.COMPANY),
    ("title", Kind.TEXT, Group.PERSON),
    ("email", Kind.EMAIL, Group.PERSON),
    ("phone", Kind.PHONE, Group.PERSON),
    ("address", Kind.ADDRESS, Group.ADDRESS),
)
BEFORE = ("山村 由香", "青葉商事", "主任", "yamamura@aoba.example.jp", "09012345678", "松本市中央1-2-3")
MOBILE = {"email": "y.yamamura@hokuto.example.jp"}
MAIL = {"email": "yamamura@aoba.example.jp", "phone": "0263111222"}
CASES: list[tuple[str, dict[str, str], dict[str, str], bool]] = [
    ("the number stays", {}, MOBILE, True),
    ("the mail address stays", {}, MAIL, True),
    ("neither stays", {}, {**MAIL, **MOBILE}, False),
    ("another given name", {}, {**MOBILE, "name": "山村 智子"}, False),
    ("the family name alone", {}, {**MOBILE, "name": "山村"}, False),
    ("the firm is the same", {}, {**MOBILE, "company": "青葉商事"}, False),
    ("two firms of one house, perhaps", {}, {**MOBILE, "address": "松本市中央1-2-3"}, False),
    ("an address that all share", {"email": "info@aoba.example.jp"}, {**MAIL, "email": "info@aoba.example.jp"}, False),
]


def listed(*rows: tuple[str, ...]) -> Records:
    """Records of these rows and of some hundred others, in their order."""
    others = [
        (f"森 {n}子", f"会社{n}", "係長", f"mori{n}@x.example.jp", f"0{n}", f"高崎市栄町{n}-5") for n in range(250)
    ]
    cells = list(zip(*rows, *others, strict=True))
    return collapse(
        [encode(MatchColumn(*c, cells[at], [v.replace(" ", "") for v in cells[at]])) for at, c in enumerate(COLUMNS)],
        len(cells[0]),
    )


def found_in(records: Records, bits: float = 10.0) -> list[float]:
    """What the first two rows weigh as a change of firm; nothing where they are none. All else would weigh `bits`."""
    left, right = records.record_of[:1], records.record_of[1:2]
    levels = patterns(compare(records.columns, left, right))
    return job_changes(records, left, right, levels, lambda a, _b, _p: np.full(len(a), bits))[1].tolist()


def now(**cells: str) -> tuple[str, ...]:
    """The row of the new job, with some cells changed."""
    row = dict(zip((name for name, _kind, _group in COLUMNS), BEFORE, strict=True))
    new = {"company": "北斗電機", "title": "課長", "address": "高崎市岩押町4-5-6"}
    return tuple({**row, **new, **cells}.values())


@pytest.mark.parametrize(("old", "new", "is_one"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_has_changed_firm(old: dict[str, str], new: dict[str, str], is_one: bool) -> None:
    before = tuple({**dict(zip((c[0] for c in COLUMNS), BEFORE, strict=True)), **old}.values())
    assert found_in(listed(before, now(**new))) == ([10.0 - SELDOM_BITS] if is_one else [])


def test_a_number_that_somebody_else_has_too_shows_no_change_of_firm() -> None:
    assert found_in(listed(BEFORE, now(**MOBILE), ("大谷 健一", "青葉商事", "", "", BEFORE[4], ""))) == []
    assert found_in(listed(BEFORE, now(**MOBILE), ("山村由香", "北斗電機", "", "", BEFORE[4], "")))


@pytest.mark.parametrize(("one", "other"), [("代表取締役", "社長"), ("主任", "監査役"), ("兼 営業部長", "課長")])
def test_somebody_with_posts_in_two_firms_at_once_is_left_to_a_person(one: str, other: str) -> None:
    before = (*BEFORE[:2], one, *BEFORE[3:])
    assert found_in(listed(before, now(**MOBILE, title=other))) == [-np.inf]


def test_a_change_of_firm_weighs_no_more_than_its_bound_and_nothing_in_a_short_list() -> None:
    assert found_in(listed(BEFORE, now(**MOBILE)), 60.0) == [MOST_BITS]
    cells = list(zip(BEFORE, now(**MOBILE), strict=True))
    columns = [
        encode(MatchColumn(*c, cells[at], [v.replace(" ", "") for v in cells[at]])) for at, c in enumerate(COLUMNS)
    ]
    assert found_in(collapse(columns, 2)) == [-np.inf]
