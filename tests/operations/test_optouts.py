"""Who is known to have said no, and how that gets into the cells of a list."""

from datetime import date

import pytest

from leadlist.changes import AddRow, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.identifying import Known, person_keys
from leadlist.operations.optouts import Refusal, heeding, refusals_in, with_optouts
from leadlist.plans import Plan, apply
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules

DAY = date(2026, 11, 19)
TODAY = date(2026, 11, 25)
RULES = load_rules()


def known(*refusals: tuple[str, str], erased: frozenset[str] = frozenset(), rules: Rules = RULES) -> Known:
    held = set(refusals)
    return Known(
        lambda channel, key: DAY if {(key, channel), (key, "all")} & held else None,
        lambda keys: bool(keys & erased),
        rules,
    )


def leads_of(*lines: str) -> LeadList:
    headings, *rows = [line.split(",") for line in lines]
    return recognize(lead_list(headings, rows), RULES).leads


@pytest.mark.parametrize(
    ("held", "channel", "text", "suppressed"),
    [
        (("taro@example.jp", "email"), "email", "taro@example.jp", True),
        (("taro@example.jp", "email"), "email", "ＴＡＲＯ＠ＥＸＡＭＰＬＥ．ＪＰ", True),
        (("taro@example.jp", "email"), "email", "山田太郎 <Taro@Example.jp>", True),
        (("taro@example.jp", "email"), "email", "taro+fair2026@example.jp", True),
        (("taro@example.jp", "email"), "email", "hanako@example.jp; taro@example.jp", True),
        (("taro@example.jp", "email"), "phone", "taro@example.jp", False),
        (("taro@example.jp", "post"), "post", "taro@example.jp", True),
        (("taro@example.jp", "all"), "sms", "taro@example.jp", True),
        (("+819012345678", "email"), "email", "０９０－１２３４－５６７８", True),
        (("+819012345678", "phone"), "phone", "+81 90 1234 5678", True),
        (("+81312345678", "all"), "phone", "03-1234-5678", True),
        (("+81312345678", "all"), "email", "03-1234-5678", False),  # a switchboard is nobody
        (("info@example.jp", "all"), "email", "info@example.jp", True),
        (("info@example.jp", "all"), "post", "info@example.jp", False),
        (("+81312345679", "fax"), "fax", "FAX 03-1234-5679", True),
        (("not@valid", "email"), "email", " Not@Valid ", True),
        (("taro@example.jp", "email"), "email", "", False),
    ],
)
def test_suppressed(held: tuple[str, str], channel: str, text: str, suppressed: bool) -> None:
    assert known(held).suppressed(channel, text) is suppressed


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"email": "Taro@example.jp", "name": "山田"}, {"address taro@example.jp"}),
        ({"email": "info@example.jp"}, set()),
        ({"phone": "03-1234-5678", "fax": "03-1234-5679"}, set()),
        ({"phone": "090-1234-5678"}, {"address +819012345678"}),
        ({"name": "山田　太郎 様", "company": "（株）山田商事"}, {"name 山田太郎 山田商事"}),
        ({"family_name": "山田", "given_name": "太郎", "company": "山田商事株式会社"}, {"name 山田太郎 山田商事"}),
        ({"name": "佐々木", "company": "山田商事"}, set()),  # colleagues share a family name
        ({"lead_id": "L-0123456789", "name": "山田 太郎"}, {"lead L-0123456789"}),
        ({"lead_id": "42"}, set()),
        ({"email": "tar?@example.jp"}, set()),
    ],
)
def test_what_identifies_a_person(values: dict[str, str], keys: set[str]) -> None:
    assert person_keys(values, RULES) == keys


def test_a_merge_carries_the_refusal_of_an_address_that_goes() -> None:
    leads = leads_of("氏名,メールアドレス", "山田 太郎,taro@example.jp", "山田 太郎,old@example.jp")
    merge = [RemoveRow(RowRef(1), "", RowRef(0), "match")]
    changes, rows = with_optouts(leads, merge, known(("old@example.jp", "email")), "ja")
    after = apply(leads, changes)
    assert rows == [0]
    assert after.headings == ("氏名", "メールアドレス", "メール配信停止")
    assert after.value(RowRef(0), "opt_out_email") == "停止"


def test_rows_that_a_plan_does_not_merge_or_add_stay_as_they_are() -> None:
    leads = leads_of("氏名,メールアドレス", "山田 太郎,taro@example.jp")
    plan = Plan("normalize", [SetCell(RowRef(0), ColumnRef(0), "山田 太郎", "山田太郎", "name")])
    assert heeding(plan, leads, known(("taro@example.jp", "email")), "ja") == plan


def test_an_added_row_says_that_its_address_opted_out() -> None:
    leads = leads_of("氏名,メールアドレス,配信停止", "佐藤 花子,hanako@example.jp,×")
    plan = Plan("undo", [AddRow({ColumnRef(0): "山田 太郎", ColumnRef(1): "taro@example.jp"}, "undo")])
    heeded = heeding(plan, leads, known(("taro@example.jp", "email")), "ja")
    assert [finding.code for finding in heeded.findings] == ["OPTOUT-001"]
    after = apply(leads, heeded.changes)
    assert after.values("opt_out_email")[1] not in ("", None)


@pytest.mark.parametrize(
    ("heading", "cells", "word"),
    [
        ("メール配信停止", ["済", "済", ""], "済"),  # the column's own word
        ("メール配信停止", ["", "", ""], "停止"),
        ("メール配信可否", ["可", "不可", "可"], "不可"),
        ("メール配信可否", ["可", "可", "可"], "不可"),
    ],
)
def test_a_refusal_is_written_in_the_columns_own_words(heading: str, cells: list[str], word: str) -> None:
    rows = [f"{name}@example.jp,{cell}" for name, cell in zip(("a", "b", "taro"), cells, strict=True)]
    leads = leads_of(f"メールアドレス,{heading}", *rows)
    changes, rows_set = with_optouts(leads, [], known(("taro@example.jp", "email")), "ja", everywhere=True)
    assert rows_set == [2]
    assert apply(leads, changes).cell(RowRef(2), ColumnRef(1)) == word
    again, none = with_optouts(apply(leads, changes), [], known(("taro@example.jp", "email")), "ja", everywhere=True)
    assert (again, none) == ([], [])


def test_the_day_is_filled_in_where_the_list_has_a_column_for_it() -> None:
    leads = leads_of("メールアドレス,メール配信停止,メール配信停止日", "taro@example.jp,,")
    changes, _rows = with_optouts(leads, [], known(("taro@example.jp", "email")), "ja", everywhere=True)
    assert apply(leads, changes).cell(RowRef(0), ColumnRef(2)) == "2026-11-19"


def test_the_cells_of_rows_that_leave_name_each_address_of_the_person() -> None:
    leads = leads_of(
        "メールアドレス,電話番号,携帯電話,メール配信停止,メール配信停止日",
        "taro@example.jp,03-1234-5678,090-1234-5678,停止,2026-01-05",
        "hanako@example.jp,03-1234-5678,,,",
        "info@example.jp,,,停止,",
    )
    assert refusals_in(leads, leads.rows(), RULES, TODAY) == [
        Refusal("taro@example.jp", "email", date(2026, 1, 5)),
        Refusal("+819012345678", "email", date(2026, 1, 5)),
        Refusal("info@example.jp", "email", TODAY),
    ]
