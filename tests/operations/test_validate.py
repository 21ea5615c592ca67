"""Validate: rules choose the checks and their severity, what concerns a column is one finding, and counts add up."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.operations.validate import Job, domains, plan
from leadlist.plans import Finding, Severity
from leadlist.rules import load_rules
from leadlist.rules.schema import Rules

TODAY = date(2026, 11, 22)
JAPAN = load_rules()


def list_of(names: list[str], rows: list[list[str]]) -> LeadList:
    fields = {name: ColumnRef(at) for at, name in enumerate(names) if name in FIELDS}
    return lead_list([FIELDS[name].ja if name in FIELDS else name for name in names], rows, fields=fields)


def with_severity(**levels: str) -> Rules:
    severity = {code.replace("_", "-"): level for code, level in levels.items()}
    return replace(JAPAN, validate=replace(JAPAN.validate, severity=severity))


WRONG = list_of(["name", "email"], [["高橋 一郎", "ichiro"], ["﨑山 花子", "hanako@example.jp"]])


def test_findings_name_row_field_column_code_and_what_to_do() -> None:
    (finding,) = [f for f in plan(WRONG, JAPAN, today=TODAY).findings if f.row is not None]
    assert finding[:5] == (0, "email", 1, "EMAIL-001", Severity.ERROR)
    assert finding.message
    assert finding.hint
    assert "ichiro" not in finding.message + finding.hint


def test_nothing_is_changed_and_the_counts_add_up() -> None:
    result = plan(WRONG, JAPAN, today=TODAY)
    assert not result.changes
    assert result.counts == {"read": 2, "with_findings": 1, "clean": 1}
    assert result.details.by_severity["error"] == 1  # type: ignore[attr-defined]
    assert result.details.filled == {"name": 2, "email": 2}  # type: ignore[attr-defined]


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_the_rules_say_how_severe_a_check_is(level: str) -> None:
    found = plan(WRONG, with_severity(EMAIL_001=level), today=TODAY).findings
    assert [f.severity for f in found if f.code == "EMAIL-001"] == [Severity(level)]


def test_the_rules_can_turn_a_check_off() -> None:
    assert "EMAIL-001" not in {f.code for f in plan(WRONG, with_severity(EMAIL_001="off"), today=TODAY).findings}


def test_a_misspelt_check_or_level_is_told_with_what_was_meant() -> None:
    with pytest.raises(UserError) as error:
        plan(WRONG, with_severity(EMIAL_001="off"), today=TODAY)
    assert "EMAIL-001" in error.value.hint
    with pytest.raises(UserError) as error:
        plan(WRONG, with_severity(EMAIL_001="fatal"), today=TODAY)
    assert "warning" in error.value.hint


def test_what_concerns_a_whole_column_is_one_finding() -> None:
    rows = [[f"山田 {'一二三四五六七八九十'[at % 10]}郎", f"info{at}@example.jp"] for at in range(40)]
    found = [f for f in plan(list_of(["name", "email"], rows), JAPAN, today=TODAY).findings if f.code == "EMAIL-004"]
    assert [(f.row, f.column) for f in found] == [(None, 1)]
    assert "40" in found[0].message


def test_findings_come_in_the_order_of_the_list() -> None:
    rows = [["", "x"], ["テスト", "y@example.con"], ["総務部", "info@example.jp"]]
    found = plan(list_of(["name", "email"], rows), JAPAN, today=TODAY).findings
    places = [(-1 if f.row is None else f.row, -1 if f.column is None else f.column) for f in found]
    assert places == sorted(places)


def test_columns_that_nobody_knows_are_checked_for_what_any_text_can_have() -> None:
    leads = list_of(["メモその他"], [["#REF!"], ["縺薙ｓ縺ｫ縺｡縺ｯ"], ["ok"]])
    assert {(f.row, f.code) for f in plan(leads, JAPAN, today=TODAY).findings if f.column == 0} == {
        (0, "TEXT-005"),
        (1, "TEXT-001"),
    }


@pytest.mark.parametrize("leads", [lead_list([], []), lead_list(["氏名"], []), list_of(["name", "email"], [["", ""]])])
def test_lists_with_nothing_in_them_can_be_judged(leads: LeadList) -> None:
    result = plan(leads, JAPAN, today=TODAY)
    assert result.counts["read"] == len(leads)


NAMES = st.lists(st.sampled_from([*FIELDS, "その他"]), min_size=1, max_size=8, unique=True)
TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "03-1234-5678", "a@b.jp", "2024-02-30", "株式会社", "1", "○", "100-0001", "令和6年3月5日", "=1+1", "{x}"]
    ),
)


@st.composite
def any_list(draw: st.DrawFn) -> LeadList:
    names = draw(NAMES)
    rows = draw(st.lists(st.lists(TEXT, min_size=len(names), max_size=len(names)), max_size=6))
    return list_of(names, rows)


@settings(deadline=None)  # the first example reads the postal data
@given(any_list(), st.sampled_from(["japan", "international", "strict"]))
def test_any_text_in_any_column_can_be_judged(leads: LeadList, rules: str) -> None:
    result: Any = plan(leads, load_rules(rules), today=TODAY)
    assert result.counts["read"] == len(leads) == result.counts["with_findings"] + result.counts["clean"]
    assert sum(result.details.by_severity.values()) == len(result.findings) == sum(result.details.by_code.values())
    for finding in result.findings:
        assert finding.row is None or 0 <= finding.row < len(leads)
        assert finding.column is None or 0 <= finding.column < len(leads.headings)
        assert "{" not in finding.message.replace("{x}", "")


def test_a_domain_that_takes_no_mail_is_a_finding_only_where_somebody_was_asked() -> None:
    leads = lead_list(["メール"], [["a@example.jp"], ["b@gone.example.jp"], ["c@unknown.example.jp"]])
    leads = leads.with_fields({"email": ColumnRef(0)})
    assert domains(leads, JAPAN, today=TODAY) == {"example.jp", "gone.example.jp", "unknown.example.jp"}
    answers: dict[str, bool | None] = {"example.jp": True, "gone.example.jp": False}
    found = [f for f in plan(leads, JAPAN, today=TODAY, takes_mail=answers.get).findings if f.code == "EMAIL-010"]
    assert [finding.row for finding in found] == [1]
    assert not [f for f in plan(leads, JAPAN, today=TODAY).findings if f.code == "EMAIL-010"]


def test_another_process_judges_the_cells_as_this_one_would() -> None:
    def elsewhere(work: Callable[[Job], list[Finding]], jobs: Iterable[Job]) -> list[list[Finding]]:
        return [pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(job))))) for job in jobs]

    abroad = list_of(["country", "phone", "note"], [["DE", "1", "\u200b"], ["日本", "1", ""], ["", "03-1", "=A1"]])
    for leads in (WRONG, abroad, lead_list(["x", "x"], [["\u200b", ""]])):
        here = plan(leads, JAPAN, today=TODAY)
        assert plan(leads, JAPAN, today=TODAY, spread=elsewhere) == here
        assert here.findings
