"""leadlist provenance: what leads lack is found, and filled where it is empty."""

from datetime import date

import pytest

from leadlist.errors import Refused
from leadlist.leads import LeadList, lead_list
from leadlist.operations.import_ import Acquired, plan_missing
from leadlist.plans import apply
from leadlist.provenance import parse
from leadlist.recognition import recognize
from leadlist.rules import load_rules

RULES = load_rules()
TODAY = date(2026, 11, 22)
PURPOSE = "展示会でお名刺を交換した方に、新製品情報を電子メールでお送りするため"
FAIR = Acquired(source="fair", event="機械展", on=date(2024, 6, 19), purpose=PURPOSE, consent="card")
HEADINGS = ["氏名", "メールアドレス", "取得元", "取得日", "利用目的", "取得履歴"]
BARE = ["甲 一", "a@example.jp", "", "", "", ""]
WHOLE = ["乙 二", "b@example.jp", "フォーム", "2025-01-02", PURPOSE, ""]
FORM = ["丙 三", "c@example.jp", "フォーム", "2025-01-02", "", ""]
LINED = ["丁 四", "d@example.jp", "", "", "", f"2025-01-02 | 名刺 | | {PURPOSE} | |"]
HALF = ["戊 五", "e@example.jp", "展示会", "", "", "2023-04-05 | 展示会 | 春の展 | | |"]


def listed(*rows: list[str]) -> LeadList:
    return recognize(lead_list(HEADINGS, rows), RULES).leads


def filled(leads: LeadList, acquired: Acquired = FAIR) -> LeadList:
    return apply(leads, plan_missing(leads, RULES, acquired=acquired, today=TODAY).changes)


def test_what_is_lacking_is_a_finding_a_lead_and_nothing_changes_while_nothing_is_said() -> None:
    leads = listed(BARE, WHOLE, FORM, LINED)
    made = plan_missing(leads, RULES, acquired=Acquired(), today=TODAY)
    assert not made.changes
    assert made.counts == {"read": 4, "complete": 2, "filled": 0, "lacking": 2}
    assert [(finding.row, finding.code, finding.field) for finding in made.findings] == [
        (0, "IMPORT-012", "source"),
        (2, "IMPORT-012", "purpose"),
    ]


def test_what_is_about_to_be_filled_is_not_told_as_lacking() -> None:
    leads = listed(BARE, WHOLE, FORM)
    made = plan_missing(leads, RULES, acquired=FAIR, today=TODAY)
    assert made.counts == {"read": 3, "complete": 1, "filled": 2, "lacking": 0}
    assert not [finding for finding in made.findings if finding.code == "IMPORT-012"]
    half = plan_missing(leads, RULES, acquired=Acquired(source="fair"), today=TODAY)
    assert {finding.row: finding.field for finding in half.findings if finding.code == "IMPORT-012"} == {
        0: "acquired_on",
        2: "purpose",
    }


def test_empty_cells_are_filled_and_the_history_gets_a_line() -> None:
    after = filled(listed(BARE))
    assert [after.values(name)[0] for name in ("source", "acquired_on", "purpose", "event", "consent")] == [
        "展示会", "2024-06-19", PURPOSE, "機械展", "名刺交換",
    ]  # fmt: skip
    assert after.values("provenance") == [f"2024-06-19 | 展示会 | 機械展 | {PURPOSE} | 名刺交換 |"]


def test_of_a_lead_from_another_source_only_the_purpose_is_filled() -> None:
    after = filled(listed(FORM))
    assert [after.values(name)[0] for name in ("source", "acquired_on", "purpose")] == [
        "フォーム",
        "2025-01-02",
        PURPOSE,
    ]
    assert "event" not in after.fields
    assert "consent" not in after.fields


def test_what_the_history_says_already_stays_and_is_completed() -> None:
    after = filled(listed(HALF))
    assert (after.values("acquired_on"), after.values("purpose")) == (["2023-04-05"], [PURPOSE])
    lines = parse(after.values("provenance")[0])
    assert len(lines) == 2
    assert lines[0].event == "春の展"


@pytest.mark.parametrize("row", [BARE, WHOLE, FORM, LINED, HALF])
def test_filling_in_twice_changes_nothing_more(row: list[str]) -> None:
    once = filled(listed(row))
    again = plan_missing(once, RULES, acquired=FAIR, today=TODAY)
    assert not again.changes
    assert again.counts["complete"] == 1


def test_a_vague_purpose_is_refused_here_too() -> None:
    with pytest.raises(Refused):
        filled(listed(BARE), Acquired(purpose="マーケティングのため"))
