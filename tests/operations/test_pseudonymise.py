"""A period may ask for statistics instead of erasure: the person goes, how they came in stays."""

from dataclasses import replace

import pytest

from leadlist.changes import SetCell
from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.purge import plan
from leadlist.plans import apply
from leadlist.recognition import recognize
from leadlist.rules.schema import Period, Rules
from tests.operations.test_purge import JAPAN, TODAY

EMPTYING = replace(
    JAPAN,
    retention=replace(
        JAPAN.retention,
        at_most="100%",
        periods={
            "seminar": Period("1 year", "自社基準", sources=("seminar",), then="pseudonymise"),
            "other": Period("2 years", "自社基準"),
        },
    ),
)
HEADINGS = ["氏名", "会社名", "メール", "取得元", "取得日", "都道府県", "社内メモ欄", "リードID"]
ROWS = [
    ["山田 太郎", "山野商事", "taro@example.jp", "セミナー", "2024-01-10", "大阪府", "声が大きい", "L-0000000001"],
    ["海野 花子", "海野電機", "hanako@example.jp", "名刺", "2024-01-10", "兵庫県", "", "L-0000000002"],
    ["川野 次郎", "川野工業", "jiro@example.jp", "セミナー", "2026-08-01", "京都府", "", "L-0000000003"],
]


def the_list(rows: list[list[str]] = ROWS, rules: Rules = EMPTYING) -> LeadList:
    return recognize(lead_list(HEADINGS, rows), rules).leads


def test_the_person_goes_also_from_unknown_columns_and_source_day_and_region_stay() -> None:
    leads = the_list()
    result = plan(leads, EMPTYING, today=TODAY, new_id=lambda: "L-9999999999")
    assert result.counts == {
        "read": 3,
        "due": 1,
        "pseudonymised": 1,
        "kept_by_rule": 0,
        "not_due": 1,
        "undated": 0,
        "statistics": 0,
    }
    after = apply(leads, result.changes)
    rows = list(zip(*after.columns, strict=True))
    assert rows[0] == ("", "", "", "セミナー", "2024-01-10", "大阪府", "", "L-9999999999")
    assert rows[1] == tuple(ROWS[2])


def test_what_was_pseudonymised_is_never_due_again() -> None:
    leads = the_list()
    once = apply(leads, plan(leads, EMPTYING, today=TODAY).changes)
    again = plan(once, EMPTYING, today=TODAY)
    assert not again.changes
    assert again.counts["statistics"] == 1
    assert sum(number for name, number in again.counts.items() if name != "read") == again.counts["read"]


def test_a_list_without_lead_ids_gets_them() -> None:
    leads = recognize(lead_list(HEADINGS[:-1], [row[:-1] for row in ROWS]), EMPTYING).leads
    after = apply(leads, plan(leads, EMPTYING, today=TODAY).changes)
    ids = after.values("lead_id")
    assert len(set(ids)) == 2
    assert all(ids)


@pytest.mark.parametrize("field", ["email", "name", "no such field", "note", "provenance"])
def test_a_field_about_a_person_is_no_statistic(field: str) -> None:
    rules = replace(EMPTYING, retention=replace(EMPTYING.retention, statistics=(field,)))
    with pytest.raises(UserError, match="statistics"):
        plan(the_list(), rules, today=TODAY)


def test_what_else_shall_be_done_is_told() -> None:
    rules = replace(JAPAN, retention=replace(JAPAN.retention, periods={"all": Period("1 year", "x", then="burn")}))
    with pytest.raises(UserError, match="burn"):
        plan(the_list(), rules, today=TODAY)


def test_only_approved_leads_go_and_the_limit_counts_them_alone() -> None:
    leads = the_list()
    result = plan(leads, EMPTYING, today=TODAY, approved={RowRef(1)}, at_most="1")
    assert (result.counts["due"], result.counts["pseudonymised"], result.counts["not_approved"]) == (1, 0, 1)
    assert not [change for change in result.changes if isinstance(change, SetCell) and change.row == 0]
    with pytest.raises(Refused, match="not due"):
        plan(leads, EMPTYING, today=TODAY, approved={RowRef(2)})
