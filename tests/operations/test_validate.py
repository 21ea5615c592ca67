"""Validate: rules choose the checks and their severity, what concerns a column is one finding, and counts add up."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partialmethod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.operations.validate import domains, plan
from leadlist.plans import Severity
from leadlist.rules import load_rules
from leadlist.rules.schema import Rules
from tests.checks.made_lists import HEADINGS, clean, planted

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


def in_blocks(leads: LeadList, rows: int) -> LeadList:
    """The same list as one that is not held: whoever wants its rows has to read them block by block."""
    return replace(leads, stored=tuple(leads.blocks(rows)))


def elsewhere(work: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
    """As `map`, with everything sent to another process and back."""
    return [pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(job))))) for job in jobs]


MADE = [
    lead_list(
        list(HEADINGS.values()),
        [list(row.values()) for row in rows],
        fields=dict(zip(HEADINGS, map(ColumnRef, range(99)), strict=False)),
    )
    for rows in (planted()[0], [*clean(60), *clean(40)])
]
ABROAD = list_of(
    ["country", "phone", "postal_code", "note"],
    [["", "03-1", "1", "x"]] * 12
    + [["DE", "1", "1", "\u200b"], ["日本", "1", "", ""], ["Elbonia", "1", "x", "=A1"]] * 12,
)
NUMBERED = list_of(["No", "email", "name"], [[str(at), f"a{at % 3}@example.jp", "山田 太郎"] for at in range(60)])


@pytest.mark.parametrize("rows", [9, 100])
@pytest.mark.parametrize("leads", [WRONG, *MADE, ABROAD, NUMBERED, lead_list(["x", "x", ""], [["\u200b", "", "y"]])])
def test_a_list_that_is_not_held_is_judged_as_one_that_is(leads: LeadList, rows: int) -> None:
    whole = plan(leads, JAPAN, today=TODAY)
    assert whole.findings
    assert plan(in_blocks(leads, rows), JAPAN, today=TODAY, spread=elsewhere) == whole


def test_a_held_list_that_several_processes_share_is_judged_as_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plan(MADE[0], JAPAN, today=TODAY)
    monkeypatch.setattr(LeadList, "blocks", partialmethod(LeadList.blocks, rows=50))
    assert plan(MADE[0], JAPAN, today=TODAY, spread=elsewhere) == whole


WHO = st.lists(
    st.tuples(
        st.sampled_from(["山田 太郎", "山田太郎", "佐藤 花子", "さとう", "", " "]),
        st.sampled_from(["青葉商事", "青葉商事㈱", "若葉産業", ""]),
        st.sampled_from(["y@aoba.co.jp", "Y@aoba.co.jp", "z@aoba.co.jp", "info@aoba.co.jp", "x", ""]),
        st.sampled_from(["090-1111-2222", "09011112222", "03-1111-2222", "+81 3-1111-2222", "1", ""]),
        st.sampled_from(["サトウ", "さとう", "", "佐藤"]),
        st.sampled_from(["展示会", "しらない", "どこか", ""]),
        st.sampled_from(["日本", "DE", "Elbonia", ""]),
        st.sampled_from(["L-0123456789", "L-0123456788", ""]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=40)
@given(WHO, st.integers(1, 9), st.sampled_from(["japan", "international", "strict"]))
def test_no_cut_into_blocks_changes_a_finding(rows: list[tuple[str, ...]], size: int, rules: str) -> None:
    names = ["name", "company", "email", "phone", "name_kana", "source", "country", "lead_id"]
    leads = list_of(names, list(map(list, rows)))
    whole = plan(leads, load_rules(rules), today=TODAY)
    assert plan(in_blocks(leads, size), load_rules(rules), today=TODAY) == whole


@settings(deadline=None, max_examples=40)
@given(any_list(), st.integers(1, 3))
def test_no_text_is_judged_otherwise_in_blocks(leads: LeadList, size: int) -> None:
    assert plan(in_blocks(leads, size), JAPAN, today=TODAY) == plan(leads, JAPAN, today=TODAY)


def test_domains_are_asked_of_each_block(monkeypatch: pytest.MonkeyPatch) -> None:
    leads = list_of(["email"], [[f"a@{name}.example.jp"] for name in "abc"])
    assert domains(in_blocks(leads, 1), JAPAN, today=TODAY, spread=elsewhere) == domains(leads, JAPAN, today=TODAY)
    answers = {"b.example.jp": False}
    found = plan(in_blocks(leads, 2), JAPAN, today=TODAY, takes_mail=answers.get, spread=elsewhere).findings
    names = domains(leads, JAPAN, today=TODAY)
    monkeypatch.setattr("leadlist.operations.validate.domains", None)  # nobody goes through the list for them again
    assert plan(leads, JAPAN, today=TODAY, takes_mail=answers.get, names=names).findings == found
    assert [finding.row for finding in found if finding.code == "EMAIL-010"] == [1]
