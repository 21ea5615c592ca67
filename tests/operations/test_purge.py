"""Purge: who is due, who is kept although due, who cannot be judged; and that nobody goes too early."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.changes import RemoveRow, SetCell
from leadlist.errors import Refused, UserError
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.purge import plan
from leadlist.plans import Severity, apply
from leadlist.rules import load_rules
from leadlist.rules.schema import KeepRule, Period, Purpose, Rules

TODAY = date(2026, 11, 22)
HEADINGS = {
    "name": "氏名",
    "source": "取得元",
    "acquired_on": "取得日",
    "last_inbound_on": "最終受信日",
    "last_contact_on": "最終接触日",
    "status": "ステータス",
    "purpose": "利用目的",
    "provenance": "取得履歴",
    "opt_out_email": "配信停止",
    "email": "メールアドレス",
}
JAPAN = load_rules()


def list_of(*rows: dict[str, str], fields: tuple[str, ...] = tuple(HEADINGS)) -> LeadList:
    return lead_list(
        [HEADINGS[name] for name in fields],
        [[row.get(name, "") for name in fields] for row in rows],
        fields={name: ColumnRef(at) for at, name in enumerate(fields)},
    )


def with_retention(**more: Any) -> Rules:
    return replace(JAPAN, retention=replace(JAPAN.retention, at_most="100%", **more))


LOOSE = with_retention()


def due_on(row: dict[str, str], rules: Rules = LOOSE) -> date | None:
    """The day the plan of 2099 says the lead was due."""
    result = plan(list_of(row), rules, today=date(2099, 1, 1))
    return result.details.due[0].due_on if result.details.due else None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ({"source": "名刺", "acquired_on": "2023-11-22"}, date(2026, 11, 22)),
        ({"source": "card", "acquired_on": "2023/11/22"}, date(2026, 11, 22)),
        ({"source": "展示会2023春", "acquired_on": "令和5年11月22日"}, date(2026, 11, 22)),
        ({"source": "セミナー", "acquired_on": "2024-02-29"}, date(2026, 2, 28)),
        ({"source": "リスト購入", "acquired_on": "2024-02-29", "last_inbound_on": "2026-01-01"}, date(2025, 2, 28)),
        ({"source": "お問い合わせ", "acquired_on": "2024-01-31"}, date(2026, 1, 31)),
        ({"source": "名刺", "acquired_on": "2020-01-01", "last_inbound_on": "2024-06-30"}, date(2027, 6, 30)),
        ({"source": "名刺", "acquired_on": "2024-06-30", "last_inbound_on": "2020-01-01"}, date(2027, 6, 30)),
        ({"last_inbound_on": "2020-01-01"}, date(2022, 1, 1)),
        ({"source": "見学会", "acquired_on": "2024-01-01"}, date(2026, 1, 1)),
        ({"source": "名刺", "acquired_on": "2024年5月"}, date(2027, 5, 31)),
        ({"source": "名刺", "acquired_on": "03/05/2024"}, date(2027, 5, 3)),
        ({"source": "名刺", "acquired_on": "不明"}, None),
        ({"source": "名刺"}, None),
        ({"last_contact_on": "2020-01-01"}, None),
    ],
)
def test_a_lead_is_due_when_the_first_period_that_fits_is_over(row: dict[str, str], day: date | None) -> None:
    assert due_on(row) == day


def test_of_several_acquisitions_the_one_that_ends_last_decides() -> None:
    history = "2019-01-01 | list |  |  |  |\n2022-03-01 | card | 展示会 |  |  |\n2023-06-01 | form | 資料請求 |  |  |"
    assert due_on({"provenance": history, "source": "list", "acquired_on": "2019-01-01"}) == date(2026, 6, 1)


def test_a_form_filled_in_later_is_a_contact_from_their_side() -> None:
    assert due_on({"provenance": "2020-01-01 | card |\n2022-05-05 | form |"}) == date(2025, 5, 5)


def test_a_period_of_ones_own_for_a_purpose_comes_before_the_shipped_ones() -> None:
    newsletter = Period("6 months", "社内規程 第3条", purposes=("P02",))
    rules = replace(
        with_retention(periods={**JAPAN.retention.periods, "newsletter": newsletter}),
        purposes={"P02": Purpose("メールマガジンの配信")},
    )
    mine = {"acquired_on": "2026-01-31", "purpose": "P01; P02"}
    assert due_on(mine, rules) == date(2026, 7, 31)
    assert due_on({**mine, "purpose": "メールマガジンの配信"}, rules) == date(2026, 7, 31)
    assert due_on({**mine, "purpose": "P01"}, rules) == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("today", "removed"), [(date(2026, 11, 21), 0), (date(2026, 11, 22), 1), (date(2026, 11, 23), 1)]
)
def test_the_last_day_of_the_period_is_the_day_it_is_due(today: date, removed: int) -> None:
    result = plan(list_of({"source": "名刺", "acquired_on": "2023-11-22"}), LOOSE, today=today)
    assert result.counts["due"] == removed


@pytest.mark.parametrize("status", ["顧客", " 取引中 ", "CUSTOMER", "商談中"])
def test_a_lead_that_a_rule_keeps_stays_and_the_rule_is_named(status: str) -> None:
    leads = list_of({"source": "名刺", "acquired_on": "2010-01-01", "status": status})
    result = plan(leads, LOOSE, today=TODAY)
    assert result.counts == {"read": 1, "due": 0, "kept_by_rule": 1, "not_due": 0, "undated": 0}
    assert not result.changes
    assert "retention.keep." in next(f.hint for f in result.findings if f.code == "RET-005")


def test_any_text_keeps_where_the_rule_says_so_and_a_heading_serves_as_well_as_a_field() -> None:
    rules = with_retention(keep={"hold": KeepRule("訴訟", ("*",), "legal hold")})
    old = {"source": "名刺", "acquired_on": "2010-01-01"}
    leads = list_of(old, old)
    leads = replace(leads, headings=(*leads.headings, "訴訟"), columns=(*leads.columns, ["令和4年(ワ)", ""]))
    assert plan(leads, rules, today=TODAY).counts["kept_by_rule"] == 1
    with pytest.raises(UserError, match="訴訟"):
        plan(list_of(old), rules, today=TODAY)


def test_the_plan_names_period_day_and_ground_and_gives_the_others_an_id() -> None:
    leads = list_of(
        {"name": "高橋一郎", "source": "名刺", "acquired_on": "2020-02-29"},
        {"name": "﨑山花子", "source": "名刺", "acquired_on": "2026-10-01"},
    )
    result = plan(leads, LOOSE, today=TODAY, new_id=lambda: "L-0000000001")
    (removed,) = [change for change in result.changes if isinstance(change, RemoveRow)]
    assert (removed.row, removed.into, removed.rule) == (0, None, "retention.periods.card")
    for part in ("3 years", "2020-02-29", "2023-02-28", "no statute"):
        assert part in removed.reason
    assert [c.after for c in result.changes if isinstance(c, SetCell)] == ["L-0000000001"]
    after = apply(leads, result.changes)
    assert list(after.values("name")) == ["﨑山花子"]


def test_more_than_the_rules_allow_in_one_run_is_refused_unless_told_otherwise() -> None:
    old = {"source": "名刺", "acquired_on": "2010-01-01"}
    leads = list_of(*[old] * 3, *[{"source": "名刺", "acquired_on": "2026-01-01"}] * 7)
    with pytest.raises(Refused) as error:
        plan(leads, JAPAN, today=TODAY)
    assert error.value.status == 5
    assert plan(leads, JAPAN, today=TODAY, at_most="30%").counts["due"] == 3
    assert plan(leads, JAPAN, today=TODAY, at_most="3").counts["due"] == 3
    with pytest.raises(Refused):
        plan(leads, JAPAN, today=TODAY, at_most="2")
    assert "--at-most 3 " in error.value.hint
    assert plan(leads, JAPAN, today=TODAY, at_most="100%").counts["due"] == 3


@pytest.mark.parametrize("text", ["lots", "500%", "100.5%", "2.5", "-1", ""])
def test_a_limit_that_is_no_share_and_no_number_is_named_where_it_was_written(text: str) -> None:
    leads = list_of({"source": "名刺", "acquired_on": "2010-01-01"})
    if text:
        with pytest.raises(UserError, match=text) as asked:
            plan(leads, JAPAN, today=TODAY, at_most=text)
        assert "--at-most 20%" in asked.value.hint
    rules = replace(JAPAN, retention=replace(JAPAN.retention, at_most=text))
    with pytest.raises(UserError) as ruled:
        plan(leads, rules, today=TODAY)
    assert 'at_most = "20%"' in ruled.value.hint


def test_a_rehearsal_shows_who_is_due_and_says_that_a_run_would_be_refused() -> None:
    old = {"source": "名刺", "acquired_on": "2010-01-01"}
    leads = list_of(*[old] * 3, *[{"source": "名刺", "acquired_on": "2026-01-01"}] * 7)
    result = plan(leads, JAPAN, today=TODAY, rehearsal=True)
    assert result.counts["due"] == 3
    told = next(finding for finding in result.findings if finding.code == "RET-008")
    assert (told.row, told.severity) == (None, Severity.WARNING)
    assert "20%" in told.message
    assert "at_most" in told.hint
    allowed = plan(leads, JAPAN, today=TODAY, at_most="30%", rehearsal=True)
    assert "RET-008" not in {finding.code for finding in allowed.findings}


def test_one_lead_of_a_short_list_may_always_go() -> None:
    leads = list_of({"source": "名刺", "acquired_on": "2010-01-01"}, {"source": "名刺", "acquired_on": "2026-01-01"})
    assert plan(leads, JAPAN, today=TODAY).counts["due"] == 1


def test_findings_tell_what_is_soon_due_undated_unclear_in_the_future_unknown_and_refused() -> None:
    leads = list_of(
        {"source": "名刺", "acquired_on": "2023-12-10"},
        {"source": "名刺", "acquired_on": "いつか", "last_contact_on": "2020-01-01"},
        {"source": "名刺", "acquired_on": "2062-01-01"},
        {"source": "見学会", "acquired_on": "2026-01-01"},
        {"source": "名刺", "acquired_on": "2010-01-01", "opt_out_email": "1"},
    )
    result = plan(leads, LOOSE, today=TODAY)
    assert ["“見学会”" in finding.message for finding in result.findings if finding.code == "RET-007"] == [True]
    found = {(finding.code, finding.row) for finding in result.findings}
    assert found == {
        ("RET-001", 0),
        ("RET-002", 1),
        ("RET-002", 2),
        ("RET-003", None),
        ("RET-004", 2),
        ("RET-007", 3),
        ("RET-006", 4),
    }
    assert result.counts == {"read": 5, "due": 1, "kept_by_rule": 0, "not_due": 2, "undated": 2}


def test_a_refusal_that_has_an_address_is_kept_and_needs_no_finding() -> None:
    lead = {"source": "名刺", "acquired_on": "2010-01-01", "opt_out_email": "1", "email": "taro@example.jp"}
    leads = list_of(lead)
    assert [finding.code for finding in plan(leads, LOOSE, today=TODAY).findings] == []


def test_a_list_without_any_date_column_is_told_once() -> None:
    result = plan(list_of({"name": "田中"}, {"name": "佐藤"}, fields=("name",)), JAPAN, today=TODAY)
    assert [(f.code, f.row) for f in result.findings] == [("RET-002", None)]
    assert result.counts["undated"] == 2
    assert not result


def test_an_empty_list_has_nothing_due() -> None:
    assert plan(lead_list(["氏名"], []), JAPAN, today=TODAY).counts["read"] == 0


def test_the_forecast_counts_leads_by_the_month_they_become_due() -> None:
    leads = list_of(
        {"source": "名刺", "acquired_on": "2024-01-10"},
        {"source": "名刺", "acquired_on": "2024-01-20"},
        {"source": "名刺", "acquired_on": "2024-03-01"},
        {"source": "名刺", "acquired_on": "2001-03-01"},
        {"source": "名刺", "acquired_on": "2024-03-01", "status": "顧客"},
    )
    assert plan(leads, LOOSE, today=TODAY).details.forecast == {"2026-11": 1, "2027-01": 2, "2027-03": 1}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "period", [Period("0 days", "x"), Period("soon", "x"), Period("1 year", "x", since="last_outbound")]
)
def test_a_period_that_makes_no_sense_is_told_before_anything_is_removed(period: Period) -> None:
    with pytest.raises(UserError) as error:
        plan(list_of({}), with_retention(periods={"card": period}), today=TODAY)
    assert error.value.hint


DAY = st.one_of(st.dates(date(2010, 1, 1), date(2030, 1, 1)).map(str), st.sampled_from(["", "不明", "2024年5月"]))
ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["", "名刺", "フォーム", "list", "見学会"]),
        "acquired_on": DAY,
        "last_inbound_on": DAY,
        "status": st.sampled_from(["", "顧客", "見込み", "保留"]),
    }
)


@given(st.lists(ROW, max_size=12), st.dates(date(2020, 1, 1), date(2032, 1, 1)))
def test_no_kept_undated_or_recent_lead_is_ever_removed_and_the_counts_add_up(rows: list[Any], today: date) -> None:
    leads = list_of(*rows, fields=("source", "acquired_on", "last_inbound_on", "status"))
    result = plan(leads, LOOSE, today=today)
    removed = {change.row for change in result.changes if isinstance(change, RemoveRow)}
    assert result.counts["read"] == len(rows) == sum(n for name, n in result.counts.items() if name != "read")
    assert len(removed) == result.counts["due"]
    for row in removed:
        assert rows[row]["status"] not in ("顧客", "保留")
        days = [text for text in (rows[row]["acquired_on"], rows[row]["last_inbound_on"]) if text[4:5] == "-"]
        assert days or "2024年5月" in rows[row].values()
        newest = max((day for day in days if day <= str(today)), default="")
        if rows[row]["source"] != "list":
            assert newest <= str(
                today.replace(year=today.year - 2, day=min(today.day, 28) if today.month == 2 else today.day)
            )
    kept = {entry.due.row for entry in result.details.kept}  # type: ignore[attr-defined]
    assert not removed & kept


@given(st.lists(ROW, min_size=1, max_size=12), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 700))
def test_who_is_due_today_is_due_on_any_later_day_that_brings_no_new_contact(
    rows: list[Any], today: date, days: int
) -> None:
    past = [{k: "" if v[:2] == "20" and v[:10] > str(today) else v for k, v in row.items()} for row in rows]
    past = [{k: "" if v == "2024年5月" else v for k, v in row.items()} for row in past]
    leads = list_of(*past, fields=("source", "acquired_on", "last_inbound_on", "status"))

    def due(day: date) -> set[RowRef]:
        return {entry.row for entry in plan(leads, LOOSE, today=day).details.due}  # type: ignore[attr-defined]

    assert due(today) <= due(date.fromordinal(today.toordinal() + days))


BUSY = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["", "名刺", "フォーム", "list", "見学会", "どこか"]),
        "acquired_on": DAY,
        "last_inbound_on": DAY,
        "last_contact_on": st.sampled_from(["", "2020-01-01"]),
        "status": st.sampled_from(["", "顧客", "見込み"]),
        "provenance": st.sampled_from(["", "2020-01-01 | 見学会 | | | |", "2099-01-01 | 名刺 | | | |"]),
        "opt_out_email": st.sampled_from(["", "停止"]),
        "email": st.sampled_from(["", "y@example.jp"]),
    }
)
EMPTYING = with_retention(
    periods={"card": Period(sources=("card",), keep="1 year", ground="house", then="pseudonymise")}
)


def elsewhere(work: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
    """As `map`, with everything sent to another process and back."""
    return [pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(job))))) for job in jobs]


@settings(deadline=None)
@given(st.lists(BUSY, max_size=20), st.integers(1, 7), st.sampled_from([LOOSE, EMPTYING]))
def test_a_list_that_is_not_held_is_judged_as_one_that_is(rows: list[Any], size: int, rules: Rules) -> None:
    leads = list_of(*rows, fields=tuple(HEADINGS)[1:])
    in_blocks = replace(leads, stored=tuple(leads.blocks(size)))
    one, other = count(), count()
    whole = plan(leads, rules, today=TODAY, new_id=lambda: f"L-{next(one)}")
    assert plan(in_blocks, rules, today=TODAY, new_id=lambda: f"L-{next(other)}", spread=elsewhere) == whole
