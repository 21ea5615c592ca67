"""normalize: what is planned for a whole list."""

import os
from dataclasses import replace
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.changes import SetCell
from leadlist.cli.cores import workers
from leadlist.cli.normalize import planned
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.normalize import NormalizeDetails, plan
from leadlist.plans import Plan, Severity, apply
from leadlist.rules import load_rules

RULES = load_rules()
HEADINGS = ("会社名", "氏名", "フリガナ", "電話番号", "FAX", "郵便番号", "住所", "取得日", "社内メモ")
FIELDS = ("company", "name", "name_kana", "phone", "fax", "postal_code", "address", "acquired_on")


def leads_of(*rows: tuple[str, ...]) -> LeadList:
    """A list of these rows; the last column is unknown to leadlist."""
    made = lead_list(HEADINGS, rows)
    return made.with_fields({name: ColumnRef(at) for at, name in enumerate(FIELDS)})


def after(made: Plan, leads: LeadList) -> list[tuple[str, ...]]:
    return list(zip(*apply(leads, made.changes).columns, strict=True))


def codes(made: Plan) -> list[str]:
    return [finding.code for finding in made.findings]


def test_each_known_column_is_written_by_its_normalizer() -> None:
    leads = leads_of(
        (
            "㈱山田商事",
            "山田　太郎",
            "ﾔﾏﾀﾞ ﾀﾛｳ",
            "０３－１２３４－５６７８",
            "",
            "〒1630001",
            "新宿区西新宿２－８－１",
            "令和6年3月5日",
            "㈱はそのまま",
        ),
        (
            "株式会社鈴木",
            "鈴木 花子",
            "スズキ ハナコ",
            "06-6123-4567",
            "",
            "530-0001",
            "大阪府大阪市北区梅田1-1-1",
            "2024-03-05",
            "",
        ),
    )
    made = plan(leads, RULES)
    assert after(made, leads) == [
        (
            *("株式会社山田商事", "山田 太郎", "ヤマダ タロウ", "03-1234-5678", "", "163-0001"),
            *("東京都新宿区西新宿2-8-1", "2024-03-05", "㈱はそのまま"),
        ),
        tuple(column[1] for column in leads.columns),
    ]
    assert made.counts == {"read": 2, "changed": 1, "unchanged": 1}
    assert isinstance(made.details, NormalizeDetails)
    assert made.details.fields["company"] == 1
    assert {change.rule for change in made.changes} == {
        *("company", "person_name", "kana", "phone", "postal_code", "address", "date"),
    }


def test_a_clean_list_needs_no_change() -> None:
    leads = leads_of(
        (
            "株式会社山田",
            "山田 太郎",
            "ヤマダ タロウ",
            "03-1234-5678",
            "",
            "100-0001",
            "東京都千代田区千代田1-1",
            "2024-03-05",
            "",
        )
    )
    made = plan(leads, RULES)
    assert not made
    assert not made.findings
    assert plan(leads_of(), RULES).counts == {"read": 0, "changed": 0, "unchanged": 0}


def test_what_belongs_elsewhere_moves_into_an_empty_column() -> None:
    leads = leads_of(
        (
            "",
            "山田太郎（ヤマダタロウ）",
            "",
            "TEL 03-1234-5678 FAX 03-1234-5679",
            "",
            "",
            "〒163-8001 東京都新宿区西新宿2-8-1",
            "",
            "",
        )
    )
    made = plan(leads, RULES)
    assert after(made, leads) == [
        ("", "山田太郎", "ヤマダタロウ", "03-1234-5678", "03-1234-5679", "163-8001", "東京都新宿区西新宿2-8-1", "", "")
    ]
    assert made.counts["changed"] == 1


def test_what_belongs_elsewhere_stays_whole_where_the_column_is_full_or_missing() -> None:
    leads = leads_of(
        (
            "",
            "山田太郎（ヤマダタロウ）",
            "ヤマダ ジロウ",
            "TEL 03-1234-5678 FAX 03-1234-5679",
            "03-9999-1111",
            "",
            "",
            "",
            "",
        )
    )
    made = plan(leads, RULES)
    assert not made
    assert codes(made) == ["NORM-003", "NORM-003"]
    phones_only = lead_list(["電話"], [["TEL 03-1234-5678 FAX 03-1234-5679"]]).with_fields({"phone": ColumnRef(0)})
    assert not plan(phones_only, RULES)
    assert codes(plan(phones_only, RULES)) == ["NORM-003"]


def test_a_reading_that_stands_in_both_columns_is_only_taken_off() -> None:
    leads = leads_of(("", "山田太郎（ヤマダタロウ）", "ﾔﾏﾀﾞﾀﾛｳ", "", "", "", "", "", ""))
    assert after(plan(leads, RULES), leads)[0][1:3] == ("山田太郎", "ヤマダタロウ")


def test_two_values_never_move_into_one_cell() -> None:
    made = lead_list(["電話", "直通", "FAX"], [["03-1234-5678 FAX 03-1234-5679", "03-1234-5670 FAX 03-1234-5671", ""]])
    leads = made.with_fields({"phone": ColumnRef(0), "phone_direct": ColumnRef(1), "fax": ColumnRef(2)})
    result = plan(leads, RULES)
    assert after(result, leads) == [("03-1234-5678", "03-1234-5670 FAX 03-1234-5671", "03-1234-5679")]
    assert codes(result) == ["NORM-003"]


def test_a_repair_is_written_with_a_finding() -> None:
    leads = leads_of(("", "", "", "312345678", "", "", "", "45356", ""))
    made = plan(leads, RULES)
    assert after(made, leads)[0][3:8] == ("03-1234-5678", "", "", "", "2024-03-05")
    assert codes(made) == ["NORM-001", "NORM-001"]
    assert {finding.severity for finding in made.findings} == {Severity.INFO}


def test_dates_that_can_be_read_in_two_ways_are_decided_by_their_column_or_left() -> None:
    alone = lead_list(["取得日"], [["03/05/2024"]]).with_fields({"acquired_on": ColumnRef(0)})
    assert not plan(alone, RULES)
    assert codes(plan(alone, RULES)) == ["NORM-002"]
    decided = lead_list(["取得日"], [["03/05/2024"], ["25/03/2024"]]).with_fields({"acquired_on": ColumnRef(0)})
    assert after(plan(decided, RULES), decided) == [("2024-05-03",), ("2024-03-25",)]
    assert codes(plan(decided, RULES)) == []


def test_a_date_past_its_era_is_written_with_a_finding() -> None:
    leads = lead_list(["取得日"], [["平成35年3月31日"]]).with_fields({"acquired_on": ColumnRef(0)})
    assert after(plan(leads, RULES), leads) == [("2023-03-31",)]
    assert codes(plan(leads, RULES)) == ["NORM-005"]


def test_a_formula_is_a_finding_and_keeps_its_cell() -> None:
    leads = replace(
        leads_of(("㈱山田", "山田　太郎", "", "", "", "", "", "", "")), formulas=frozenset({(RowRef(0), ColumnRef(0))})
    )
    made = plan(leads, RULES)
    assert [change.column for change in made.changes if isinstance(change, SetCell)] == [1]
    assert codes(made) == ["NORM-004"]
    only = replace(
        leads_of(("㈱山田", "", "", "", "", "", "", "", "")), formulas=frozenset({(RowRef(0), ColumnRef(0))})
    )
    assert plan(only, RULES).counts == {"read": 1, "changed": 0, "unchanged": 1}


def test_a_value_does_not_leave_its_cell_where_a_formula_would_receive_it() -> None:
    leads = leads_of(("", "山田太郎（ヤマダタロウ）", "", "", "", "", "", "", ""))
    blocked = replace(leads, formulas=frozenset({(RowRef(0), ColumnRef(2))}))
    assert not plan(blocked, RULES)
    blocked = replace(leads, formulas=frozenset({(RowRef(0), ColumnRef(1))}))
    assert not plan(blocked, RULES)


def test_fields_that_the_rules_skip_are_left_alone() -> None:
    skipping = replace(RULES, normalize=replace(RULES.normalize, skip=("company",)))
    assert not plan(leads_of(("㈱山田", "", "", "", "", "", "", "", "")), skipping)


def test_a_phone_is_read_by_the_country_of_its_row() -> None:
    rows = [["020 7946 0958", "イギリス", "10115"], ["030 123456", "Germany", "10115"], ["0312345678", "", "1000001"]]
    rows += [["020 7946 0958", "アトランティス", "1000001"]]
    made = lead_list(["電話", "国", "郵便番号"], rows)
    leads = made.with_fields({"phone": ColumnRef(0), "country": ColumnRef(1), "postal_code": ColumnRef(2)})
    assert after(plan(leads, RULES), leads) == [
        ("+44 20 7946 0958", "イギリス", "10115"),
        ("+49 30 123456", "Germany", "10115"),
        ("03-1234-5678", "", "100-0001"),
        ("020 7946 0958", "アトランティス", "1000001"),
    ]


CELLS = st.sampled_from(
    (
        *(
            "",
            "㈱山田",
            "山田　太郎",
            "山田太郎（ヤマダ）",
            "0312345678",
            "312345678",
            "TEL 03-1234-5678 FAX 03-1234-5679",
        ),
        *(
            "〒100-0001 東京都千代田区",
            "令和6年3月5日",
            "03/05/2024",
            "25/03/2024",
            "取得日: 04/05/2024",
            "なし",
            "－",
            "新宿区西新宿2-8-1",
            "府中市1-2-3",
        ),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * len(HEADINGS)), max_size=6))
def test_a_second_run_changes_nothing_and_counts_add_up(rows: list[tuple[str, ...]]) -> None:
    leads = leads_of(*rows)
    made = plan(leads, RULES)
    assert made.counts["changed"] + made.counts["unchanged"] == made.counts["read"] == len(rows)
    assert len({(change.row, change.column) for change in made.changes if isinstance(change, SetCell)}) == len(
        made.changes
    )
    done = apply(leads, made.changes)
    assert list(done.columns[-1]) == list(leads.columns[-1])
    assert not plan(done, RULES).changes


def test_what_two_cells_offer_to_one_column_goes_there_once() -> None:
    both = "03-1234-5678 FAX 03-1234-5679"
    leads = leads_of(("山田商事", "山田 太郎", "", both, "", "", "千代田区丸の内1-1 FAX 03-1234-5679", "", ""))
    made = plan(leads, RULES)
    done = apply(leads, made.changes)
    assert after(made, leads)[0][3:7] == ("03-1234-5678", "03-1234-5679", "", "東京都千代田区丸の内1-1")
    assert not made.findings
    assert not plan(done, RULES).changes


def test_an_address_that_holds_nothing_but_numbers_stays_whole() -> None:
    both = "TEL 03-1234-5678 FAX 03-1234-5679"
    made = plan(leads_of(("山田商事", "山田 太郎", "", both, "", "", both, "", "")), RULES)
    assert [change.column for change in made.changes] == [3, 4]


COUNTRIES = st.sampled_from(["日本", "Germany", "", "ナルニア"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * len(HEADINGS), COUNTRIES), min_size=1, max_size=9), st.integers(1, 4))
def test_a_list_in_blocks_gets_the_plan_of_the_whole(rows: list[tuple[str, ...]], size: int) -> None:
    fields = {**leads_of().fields, "country": ColumnRef(len(HEADINGS))}
    leads = lead_list([*HEADINGS, "国"], rows).with_fields(fields)
    whole = plan(leads, RULES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadlist.leads.ROWS", size)
        assert plan(leads, RULES) == whole
        made = plan(replace(leads, stored=tuple(leads.blocks())), RULES)
    assert list(made.changes) == whole.changes
    assert (made.findings, made.counts, made.details) == (whole.findings, whole.counts, whole.details)
    parts = made.changes.of_blocks  # type: ignore[attr-defined]
    assert sorted(cell for block in parts for part in block for cell in part.cells()) == sorted(whole.changes)


def test_parts_that_other_processes_work_on_make_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlist.cli.normalize.LARGE", 3)
    monkeypatch.setattr("leadlist.leads.ROWS", 2)
    rows = [[f"山田{at}様", f"0312345{at:03}", f"R6.{at % 12 + 1}.3"] for at in range(9)]
    leads = lead_list(["氏名", "電話", "取得日"], rows).with_fields(
        {"name": ColumnRef(0), "phone": ColumnRef(1), "acquired_on": ColumnRef(2)}
    )
    with workers() as spread:
        assert planned(leads, RULES, spread) == plan(leads, RULES)


def test_a_list_is_planned_by_one_process_where_the_system_allows_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_allowed(*arguments: object) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr("leadlist.cli.normalize.LARGE", 1)
    monkeypatch.setattr("leadlist.cli.cores.ProcessPoolExecutor", none_allowed)
    leads = lead_list(["電話"], [["0312345678"]]).with_fields({"phone": ColumnRef(0)})
    with workers() as spread:
        assert planned(leads, RULES, spread) == plan(leads, RULES)


def test_what_a_killed_process_left_undone_is_done_by_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlist.cli.cores.MOST", 1)
    with workers() as spread:
        assert list(spread(_doubled_in, [(os.getpid(), at) for at in range(9)])) == [2 * at for at in range(9)]


def _doubled_in(job: tuple[int, int]) -> int:
    """Twice a number; a process other than the one that is named ends at the fourth."""
    if job[1] == 4 and os.getpid() != job[0]:
        os._exit(1)
    return 2 * job[1]
