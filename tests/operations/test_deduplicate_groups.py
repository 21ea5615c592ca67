"""Grouping without merging, two lists held against each other, and the waterfall of a pair."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.deduplicate.against import compare
from leadlist.operations.deduplicate.explaining import waterfall
from leadlist.operations.deduplicate.grouping import by_company, by_household
from leadlist.operations.deduplicate.planning import linkage_of
from leadlist.operations.deduplicate.reasons import ground_words, reason
from leadlist.recognition import recognize
from leadlist.rules import load_rules

COMPANY = ["会社名", "法人番号", "メールアドレス", "電話番号", "住所"]
AOBA = ["株式会社青葉商事", "", "a@aoba.example.jp", "03-1111-2222", "東京都港区赤坂1-2-3"]


def listed(headings: list[str], rows: list[list[str]]) -> LeadList:
    return recognize(lead_list(headings, rows), load_rules()).leads


@pytest.mark.parametrize(
    ("other", "together", "why"),
    [
        (["㈱青葉商事", "", "b@aoba.example.jp", "", ""], True, "name and domain"),
        (["青葉商事(株)", "", "", "03-1111-2222", ""], True, "name and phone, the form behind or before"),
        (["株式会社青葉商事", "", "", "", ""], True, "nothing speaks against the name"),
        (["株式会社青葉商事", "", "b@aoba-osaka.example.com", "06-9999-8888", "大阪府大阪市北区梅田2-4-6"], False, "another domain"),
        (["", "", "c@aoba.example.jp", "", ""], True, "the domain of one company only"),
        (["Aoba Trading", "", "d@aoba.example.jp", "03-1111-2222", ""], True, "its English name"),
        (["株式会社青葉印刷", "", "e@aoba.example.jp", "03-5555-6666", ""], False, "another company of the group"),
        (["有限会社山川", "", "x@yamakawa.example.jp", "06-1111-2222", ""], False, "another company"),
        (["", "", "somebody@gmail.com", "", ""], False, "a free mail address says nothing"),
    ],
)  # fmt: skip
def test_rows_of_one_company(other: list[str], together: bool, why: str) -> None:
    groups = by_company(listed(COMPANY, [AOBA, other]), load_rules())
    assert (len(groups) == 1) is together, why


def test_the_corporate_number_decides_over_the_name() -> None:
    numbered = [["青葉商事", "6999900000011"], ["青葉ホールディングス", "6999900000011"], ["青葉商事", "6999900000028"]]
    leads = listed(["会社名", "法人番号"], numbered)
    groups = by_company(leads, load_rules())
    assert not any({0, 2} <= set(group.rows) for group in groups)


HOME = ["氏名", "郵便番号", "住所"]


@pytest.mark.parametrize(
    ("other", "together"),
    [
        (["山田 花子", "150-0001", "東京都渋谷区神宮前１丁目２番３号"], True),
        (["山田 花子", "150-0001", "東京都渋谷区神宮前1-2-4"], False),
        (["鈴木 花子", "150-0001", "東京都渋谷区神宮前1-2-3"], False),
        (["山田 花子", "", ""], False),
        (["山田 花子", "", "東京都渋谷区"], False),
    ],
)
def test_rows_of_one_household(other: list[str], together: bool) -> None:
    first = ["山田 太郎", "150-0001", "東京都渋谷区神宮前1-2-3"]
    assert (len(by_household(listed(HOME, [first, other]), load_rules())) == 1) is together


CELL = st.sampled_from(["", "青葉商事", "㈱青葉商事", "山川"])
ROW = st.tuples(CELL, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "a@x.example.jp", "b@y.example.jp"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, max_size=8))
def test_every_row_is_in_one_group_and_no_group_has_two_corporate_numbers(rows: list[tuple[str, str, str]]) -> None:
    numbers = {"": "", "1": "6999900000011", "2": "6999900000028"}
    leads = listed(["会社名", "法人番号", "メールアドレス"], [[a, numbers[b], c] for a, b, c in rows])
    groups = by_company(leads, load_rules())
    assert sorted(row for group in groups for row in group.rows) == list(range(len(rows)))
    for group in groups:
        assert len({rows[row][1] for row in group.rows} - {""}) <= 1


# --- two lists

LIST = ["氏名", "会社名", "メールアドレス", "電話番号"]
CLEAN = [
    ["L-0000000001", "髙橋", "健太", "株式会社青葉商事", "k.takahashi@aoba.example.jp", "03-3344-5566"],
    ["L-0000000002", "中村", "花子", "有限会社山川", "h.nakamura@yamakawa.example.jp", "06-1111-2222"],
]
FRESH = [
    ["高橋健太", "㈱青葉商事", "k.takahashi@aoba.example.jp", ""],
    ["井上 誠", "千歳農園", "inoue@chitose.example.jp", "011-222-3333"],
    ["井上誠", "千歳農園", "inoue@chitose.example.jp", "011-222-3333"],
]


def clean(rows: list[list[str]]) -> LeadList:
    return listed(["リードID", "姓", "名", "会社名", "メールアドレス", "電話番号"], rows)


def test_what_is_in_the_other_list_is_named_by_its_lead_id() -> None:
    found = compare(listed(LIST, FRESH), clean(CLEAN), load_rules()).rows
    assert [known.band for known in found] == ["merge", "leave", "leave"]
    assert [known.cluster for known in found] == ["L-0000000001", "new 3", "new 3"]
    assert found[0].pair is not None
    assert found[0].pair.other == 0
    assert found[0].pair.reason


def test_what_a_clean_list_holds_keeps_its_name_whatever_comes_with_it() -> None:
    first = compare(listed(LIST, FRESH[:1]), clean(CLEAN), load_rules()).rows[0]
    later = compare(listed(LIST, FRESH[::-1]), clean(CLEAN[::-1]), load_rules()).rows[2]
    assert first.cluster == later.cluster == "L-0000000001"


@pytest.mark.parametrize("rows", [[], CLEAN])
def test_an_empty_list_has_nothing_and_is_nothing(rows: list[list[str]]) -> None:
    assert not compare(listed(LIST, []), clean(rows), load_rules()).rows
    assert all(known.band == "leave" for known in compare(listed(LIST, FRESH), clean([]), load_rules()).rows)


# --- the waterfall

PAIRS = [
    ["髙橋 健太", "株式会社青葉商事", "k.takahashi@aoba.example.jp", "03-3344-5566"],
    ["高橋健太", "㈱青葉商事", "k.takahashi@aoba.example.jp", "03-3344-5566"],
    ["高橋 大輔", "㈱青葉商事", "", "03-3344-5566"],
]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_a_waterfall_adds_up_to_the_weight(one: int, other: int) -> None:
    leads = listed(LIST, PAIRS)
    linkage = linkage_of(leads, load_rules())
    assert linkage is not None
    found = waterfall(leads, linkage, RowRef(one), RowRef(other))
    total = found.prior + sum(step.bits for step in found.steps) + found.others + found.forbidden
    assert total == pytest.approx(found.total)
    assert found.total == pytest.approx(linkage.weigh(one, other).total)


def test_colleagues_are_held_back_and_the_waterfall_says_so() -> None:
    leads = listed(LIST, PAIRS)
    linkage = linkage_of(leads, load_rules())
    assert linkage is not None
    assert waterfall(leads, linkage, RowRef(0), RowRef(1)).band == "merge"
    assert waterfall(leads, linkage, RowRef(0), RowRef(2)).band != "merge"


FORBIDDEN = {
    "a colleague": (["高橋 大輔", "㈱青葉商事", "", "03-3344-5566"], "another name"),
    "a namesake": (["髙橋 健太", "有限会社別物", "", "06-1111-2222"], "a namesake in another company"),
    "a name alone": (["髙橋 健太", "", "", ""], "nothing but the name is known to agree"),
    "another address": (
        ["高橋 健太郎", "㈱青葉商事", "x@other.example.com", ""],
        "a name that is only alike, with another mail address, number or birthday",
    ),
}


@pytest.mark.parametrize("case", FORBIDDEN, ids=list(FORBIDDEN))
def test_reason_and_waterfall_name_the_ground_that_the_engine_heeded(case: str) -> None:
    other, words = FORBIDDEN[case]
    leads = listed(LIST, [PAIRS[0], other, ["佐藤 誠", "株式会社山川", "s@yamakawa.example.jp", "052-111-2222"]])
    linkage = linkage_of(leads, load_rules())
    assert linkage is not None
    weight = linkage.weigh(0, 1)
    assert weight.total < linkage.merge_at
    told = tuple(ground_words()[ground] for ground in weight.forbidden)
    assert told[0] == words
    assert reason(leads, RowRef(0), RowRef(1), weight).endswith(words)
    held = waterfall(leads, linkage, RowRef(0), RowRef(1))
    assert held.against == (told if held.forbidden else ())
