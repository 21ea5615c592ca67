"""One name at two firms, with a number or mail address that stayed: a person is asked."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.leads import lead_list
from leadlist.matching.columns import MatchColumn, Records, collapse, encode
from leadlist.matching.evidence import compare
from leadlist.matching.linkage import REVIEW_BITS, held_down, link
from leadlist.matching.shipped import shipped_model
from leadlist.matching.two_firms import at_two_firms
from leadlist.matching.weights import patterns
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.recognition import recognize
from leadlist.rules import load_rules

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


def asked_about(records: Records) -> bool:
    """Whether a person is asked about the first two rows."""
    left, right = records.record_of[:1], records.record_of[1:2]
    levels = patterns(compare(records.columns, left, right))
    return at_two_firms(records, left, right, levels).tolist() == [0]


def now(**cells: str) -> tuple[str, ...]:
    """The row of the new job, with some cells changed."""
    row = dict(zip((name for name, _kind, _group in COLUMNS), BEFORE, strict=True))
    new = {"company": "北斗電機", "title": "課長", "address": "高崎市岩押町4-5-6"}
    return tuple({**row, **new, **cells}.values())


@pytest.mark.parametrize(("old", "new", "is_one"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_works_for_two_firms_or_for_another_now(old: dict[str, str], new: dict[str, str], is_one: bool) -> None:
    before = tuple({**dict(zip((c[0] for c in COLUMNS), BEFORE, strict=True)), **old}.values())
    assert asked_about(listed(before, now(**new))) is is_one


def test_a_number_that_somebody_else_has_too_is_nobodys_own() -> None:
    assert not asked_about(listed(BEFORE, now(**MOBILE), ("大谷 健一", "青葉商事", "", "", BEFORE[4], "")))
    assert asked_about(listed(BEFORE, now(**MOBILE), ("山村由香", "北斗電機", "", "", BEFORE[4], "")))


def test_such_a_pair_is_lifted_into_the_review_band_however_little_it_weighs() -> None:
    records = listed(BEFORE, now(**MOBILE))
    left, right = records.record_of[:1], records.record_of[1:2]
    levels = patterns(compare(records.columns, left, right))
    model = shipped_model(records.columns, len(records))
    assert held_down(model, records, left, right, levels, np.array([-20.0])).tolist() == [REVIEW_BITS]


def test_such_a_pair_is_asked_about_and_never_merged_by_that_alone() -> None:
    firms = [f"会社{n % 60}" for n in range(240)]
    rows = [
        (
            f"森 {n}子",
            firms[n],
            f"mori{n}@{n % 60}.example.jp",
            f"0901000{n:04}",
            f"{n % 60:013}",
            f"高崎市栄町{n % 60}-5",
        )
        for n in range(240)
    ]
    rows += [("山村 由香", "青葉商事", "yamamura@aoba.example.jp", "09012345678", "1180001000001", "松本市中央1-2-3")]
    rows += [("山村 由香", "北斗電機", "yuka@hokuto.example.jp", "09012345678", "1180001000002", "札幌市北区9-8")]
    headings = ("氏名", "会社名", "メールアドレス", "携帯電話", "法人番号", "住所")
    rules = load_rules("japan")
    found = link(match_columns(recognize(lead_list(headings, rows), rules).leads, rules))
    assert len(set(found.cluster[-2:].tolist())) == 2
    assert (240, 241) in [(row, other) for row, other, _weight in found.possible]
