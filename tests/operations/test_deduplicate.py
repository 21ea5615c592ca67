"""The plan of a deduplication: what survives, what never widens, what adds up."""

import itertools
import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.changes import AddColumn, RemoveRow, SetCell
from leadlist.cli import cores
from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.matching.linkage import STAGES
from leadlist.operations.deduplicate import columns, plan
from leadlist.operations.deduplicate.against import compare
from leadlist.operations.deduplicate.columns import KeyPart, match_columns
from leadlist.operations.deduplicate.planning import KEYS
from leadlist.permission import refuses
from leadlist.plans import apply
from leadlist.recognition import recognize
from leadlist.rules import load_rules
from leadlist.rules.schema import MatchRules, Rules

HEADINGS = [
    "氏名",
    "会社名",
    "メールアドレス",
    "電話番号",
    "メール配信停止",
    "メルマガ希望",
    "取得日",
    "取得元",
    "取得履歴",
    "備考",
]
SAME = ["髙橋 健太", "株式会社青葉商事", "k.takahashi@aoba.example.jp", "03-3344-5566"]
TODAY = date(2026, 11, 22)


def ids() -> object:
    numbers = itertools.count()
    return lambda: f"L-{next(numbers):010d}"


def leads_of(*rows: list[str], headings: list[str] = HEADINGS) -> LeadList:
    return recognize(lead_list(headings, rows), load_rules()).leads


def merged(*rows: list[str], rules: Rules | None = None) -> LeadList:
    leads = leads_of(*rows)
    found = plan(leads, rules or load_rules(), today=TODAY, new_id=ids())  # type: ignore[arg-type]
    return apply(leads, found.changes)


def test_an_empty_list_and_a_single_lead_stay_as_they_are() -> None:
    for rows in ([], [[*SAME, "", "", "", "", "", ""]]):
        found = plan(leads_of(*rows), load_rules(), today=TODAY)
        assert not found.changes
        assert found.counts["read"] == len(rows) == found.counts["single"]


def test_empty_columns_and_equal_columns_do_no_harm() -> None:
    rows = [["", "株式会社青葉商事", "", "", "", "", "", "", "", ""] for _row in range(5)]
    assert plan(leads_of(*rows), load_rules(), today=TODAY).counts["read"] == 5


def test_a_merge_keeps_every_acquisition_and_the_newest_is_shown() -> None:
    after = merged(
        [*SAME, "", "", "2024-05-01", "名刺", "2024-05-01 | 名刺 | 機械要素展", ""],
        [*SAME, "", "", "2026-02-03", "フォーム", "2026-02-03 | フォーム | ", ""],
    )
    assert len(after) == 1
    history = after.values("provenance")[0].splitlines()
    assert [line[:10] for line in history] == ["2024-05-01", "2026-02-03"]
    assert after.values("acquired_on")[0] == "2026-02-03"


def test_a_merge_without_a_history_column_adds_one() -> None:
    leads = leads_of(
        ["髙橋 健太", "株式会社青葉商事", "k@aoba.example.jp", "2024-05-01", "名刺"],
        ["高橋健太", "㈱青葉商事", "k@aoba.example.jp", "2026-02-03", "フォーム"],
        headings=["氏名", "会社名", "メールアドレス", "取得日", "取得元"],
    )
    found = plan(leads, load_rules(), today=TODAY, new_id=ids())  # type: ignore[arg-type]
    assert [change.field for change in found.changes if isinstance(change, AddColumn)] == ["provenance", "lead_id"]
    after = apply(leads, found.changes)
    assert after.values("provenance")[0].count("\n") == 1
    assert after.values("lead_id")[0].startswith("L-")


def test_notes_are_joined_and_none_is_lost() -> None:
    after = merged([*SAME, "", "", "2024-05-01", "", "", "見積依頼"], [*SAME, "", "", "2025-01-01", "", "", "再訪"])
    assert after.values("note")[0] == "見積依頼; 再訪"


def test_the_reason_names_what_agrees_in_words() -> None:
    leads = leads_of([*SAME, *[""] * 6], ["高橋健太", "㈱青葉商事", SAME[2], "０３－３３４４－５５６６", *[""] * 6])
    reasons = [c.reason for c in plan(leads, load_rules(), today=TODAY).changes if isinstance(c, RemoveRow)]
    assert len(reasons) == 1
    assert "氏名" in reasons[0]
    assert "髙橋 健太" in reasons[0]


def test_what_a_shared_mail_address_takes_away_is_not_called_a_difference() -> None:
    leads = leads_of(
        ["田中 一", "北斗電機株式会社", "info@hokuto.example.jp", "011-333-4444", *[""] * 6],
        ["田中", "北斗電機株式会社", "info@hokuto.example.jp", "011-333-4444", *[""] * 6],
    )
    details = plan(leads, load_rules(), today=TODAY).details
    reasons = [pair.reason for pair in (*details.merges, *details.possible)]  # type: ignore[union-attr, attr-defined]
    assert len(reasons) == 1
    assert "メールアドレス differs" not in reasons[0]
    assert "会社名 the same" in reasons[0], "what colleagues share, too, is told behind the rest"


def test_a_running_number_of_records_equally_full_stays_that_of_the_record_that_stays() -> None:
    headings = ["No", *HEADINGS]
    leads = leads_of(
        ["7", *SAME, "", "", "2026-02-02", "紹介", "", ""],
        ["8", *SAME, "", "", "2026-03-02", "紹介", "", ""],
        headings=headings,
    )
    after = apply(leads, plan(leads, load_rules(), today=TODAY).changes)
    assert list(after.columns[0]) == ["7"]


def test_a_field_of_a_unit_keeps_all_of_its_values_where_the_rules_name_it() -> None:
    headings = ["氏名", "会社名", "メールアドレス", "部署", "役職", "取得日"]
    leads = leads_of(
        [*SAME[:3], "営業部", "課長", "2025-01-01"], [*SAME[:3], "営業部", "部長", "2026-01-01"], headings=headings
    )
    after = apply(leads, plan(leads, Rules(match=MatchRules(survivorship={"title": "all"})), today=TODAY).changes)
    assert list(after.values("title")) == ["課長; 部長"]
    assert list(after.values("department")) == ["営業部"]


def test_every_stage_is_told_from_the_match_keys_on() -> None:
    leads = leads_of([*SAME, *[""] * 6], ["佐藤 花子", "㈲藤", "", "", *[""] * 6])
    told: list[str] = []
    plan(leads, load_rules(), today=TODAY, told=told.append)
    assert told == [KEYS, *STAGES]
    compared: list[str] = []
    compare(leads, leads, load_rules(), compared.append)
    assert compared == told


def test_an_unknown_rule_of_survivorship_is_refused_with_the_known_ones() -> None:
    rules = Rules(match=MatchRules(survivorship={"name": "newst"}))
    with pytest.raises(UserError) as caught:
        plan(leads_of([*SAME, *[""] * 6]), rules, today=TODAY)
    assert "recent" in caught.value.hint


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    rules = Rules(match=MatchRules(kinds={"氏名": "nmae"}))
    with pytest.raises(UserError) as caught:
        plan(leads_of([*SAME, *[""] * 6]), rules, today=TODAY)
    assert "person_name" in caught.value.hint


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "1", "0", "停止", "2025-03-01"]), st.sampled_from(["", "○", "×", "希望しない"])),
        min_size=2,
        max_size=4,
    )
)
def test_no_merge_widens_a_permission(cells: list[tuple[str, str]]) -> None:
    after = merged(*([*SAME, stop, wish, "", "", "", ""] for stop, wish in cells))
    assert len(after) == 1
    for field, texts in (("opt_out_email", [c[0] for c in cells]), ("subscribe_email", [c[1] for c in cells])):
        if any(refuses(field, text) for text in texts):
            assert refuses(field, after.values(field)[0]) is True


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [
        [*SAME, *[""] * 6],
        ["高橋健太", "㈱青葉商事", SAME[2], "", *[""] * 6],
        ["井上 誠", "株式会社青葉商事", "inoue@aoba.example.jp", SAME[3], *[""] * 6],
        ["中村 花子", "有限会社山川", "h.nakamura@yamakawa.example.jp", "06-1111-2222", *[""] * 6],
        ["中村花子", "(有)山川", "h.nakamura@yamakawa.example.jp", "", *[""] * 6],
        ["", "千歳農園", "", "011-222-3333", *[""] * 6],
    ]
    found = plan(leads_of(*(rows[i] for i in order)), load_rules(), today=TODAY)
    labels = [row.cluster for row in found.details.rows]  # type: ignore[attr-defined]
    together = {frozenset(order[i] for i, label in enumerate(labels) if label == wanted) for wanted in set(labels)}
    assert together == {frozenset({0, 1}), frozenset({2}), frozenset({3, 4}), frozenset({5})}


def test_every_change_of_a_cell_names_the_rule_that_asked() -> None:
    leads = leads_of([*SAME, "", "○", "2024-05-01", "名刺", "", "a"], [*SAME, "1", "", "2025-05-01", "", "", "b"])
    rules = {c.rule for c in plan(leads, load_rules(), today=TODAY).changes if isinstance(c, SetCell)}
    assert {"survivorship.permission", "survivorship.all", "lead_id"} <= rules


def test_keys_made_elsewhere_give_the_same_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "PART", 2)
    rows = [[f"山田 {n}郎", SAME[1], f"t{n}@aoba.example.jp", f"03-3344-{n:04d}", *[""] * 6] for n in range(5)]

    def spread(keys_of: Callable[[KeyPart], list[str]], parts: Iterable[KeyPart]) -> list[list[str]]:
        sent = [pickle.loads(pickle.dumps(part)) for part in parts]
        assert max(len(part.values) for part in sent) == 2
        return [keys_of(part) for part in sent]

    leads = leads_of(*rows)
    assert match_columns(leads, load_rules(), spread) == match_columns(leads, load_rules())
    assert [len(set(column.keys)) for column in match_columns(leads, load_rules(), spread)] == [5, 1, 5, 5]


def test_where_no_process_may_be_started_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_allowed(count: int) -> object:
        raise OSError("no processes here")

    monkeypatch.setattr(cores, "cores", lambda: 2)
    monkeypatch.setattr(cores, "_pool", none_allowed)
    with cores.helper() as submit:
        assert submit is None
        assert cores.shared_out(submit, len, iter(["a", "bc"])) == [1, 2]


def test_what_the_other_process_has_not_begun_we_do_and_the_order_is_kept() -> None:
    begun: Future[int] = Future()
    begun.set_result(1)

    def submit(function: Callable[[str], int], job: str) -> "Future[int]":
        return begun if job == "a" else Future()

    assert cores.shared_out(submit, len, iter(["a", "bc", "def"])) == [1, 2, 3]


def test_what_a_process_was_to_do_that_was_killed_we_do() -> None:
    def killed(function: Callable[[str], int], job: str) -> "Future[int]":
        raise BrokenProcessPool

    assert cores.shared_out(killed, len, ["a", "bc"]) == [1, 2]


def test_rows_of_a_list_that_has_nothing_but_names_go_to_a_person() -> None:
    leads = lead_list(["氏名", "数"], [["歯車 二郎", str(n)] for n in range(30)], fields={"name": ColumnRef(0)})
    made = plan(leads, load_rules())
    assert not made.changes
    assert made.findings


@pytest.mark.parametrize(
    "names",
    [("田中 一郎", "田中 次郎", "田中"), ("John Smith", "Jane Smith", "J. Smith"), ("佐藤 浩", "佐藤 弘", "佐藤")],
)
def test_nobody_is_merged_through_a_row_that_fits_two_people(names: tuple[str, ...]) -> None:
    mails = ("a.one@aoba.example.jp", "b.two@aoba.example.jp", "")
    rows = [[name, "株式会社青葉", mail, "03-3333-4444"] for name, mail in zip(names, mails, strict=True)]
    made = plan(leads_of(*rows, headings=HEADINGS[:4]), load_rules(), today=TODAY)
    assert not [change for change in made.changes if isinstance(change, RemoveRow)]
