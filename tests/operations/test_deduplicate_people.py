"""What people say about pairs: it counts, it may not contradict itself, and it widens no permission."""

import itertools
import unicodedata
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.changes import AddColumn, RemoveRow
from leadlist.errors import Refused, UserError
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.deduplicate import Deduplication, Edit, Judgements, Pair, plan
from leadlist.operations.deduplicate.decisions import INDEX_HEADINGS, index_rows, read_decisions
from leadlist.operations.deduplicate.judgements import settle
from leadlist.operations.deduplicate.planning import linkage_of
from leadlist.operations.deduplicate.reviewing import Block, Difference, blocks, told_columns
from leadlist.operations.deduplicate.session import Session
from leadlist.operations.deduplicate.who import identities, identities_after, recalled
from leadlist.permission import PERMISSION_FIELDS, may_contact
from leadlist.plans import Plan, apply
from leadlist.recognition import recognize
from leadlist.records import records
from leadlist.rules import load_rules
from leadlist.rules.schema import MatchRules, Rules

TODAY = date(2026, 11, 22)
HEADINGS = ["氏名", "フリガナ", "会社名", "部署", "メールアドレス", "電話番号", "メール配信停止", "取得日", "備考"]
ROWS = [
    ["髙橋 健太", "タカハシ ケンタ", "株式会社青葉商事", "営業部", "k.takahashi@aoba.example.jp", "03-3344-5566", "", "2024-05-01", "見積"],
    ["高橋健太", "", "㈱青葉商事", "", "k.takahashi@aoba.example.jp", "０３－３３４４－５５６６", "×", "2026-02-03", ""],
    ["高橋 健太", "", "株式会社青葉商事", "総務部", "kenta@aoba.example.jp", "", "", "2025-01-01", ""],
    ["中村 花子", "ナカムラ ハナコ", "有限会社山川", "", "h.nakamura@yamakawa.example.jp", "06-1111-2222", "", "2026-01-01", ""],
]  # fmt: skip


def row(position: int) -> RowRef:
    return RowRef(position)


def pair(one: int, other: int) -> tuple[RowRef, RowRef]:
    return RowRef(one), RowRef(other)


def listed(rows: Sequence[Sequence[str]] = ROWS, headings: Sequence[str] = HEADINGS) -> LeadList:
    return recognize(lead_list(headings, rows, name="見込み客.xlsx"), load_rules()).leads


def planned(leads: LeadList, rules: Rules | None = None, **more: object) -> Plan:
    numbers = itertools.count()
    return plan(leads, rules or load_rules(), today=TODAY, new_id=lambda: f"L-{next(numbers):010d}", **more)  # type: ignore[arg-type]


def found(leads: LeadList, **more: object) -> Deduplication:
    details = planned(leads, **more).details
    assert isinstance(details, Deduplication)
    return details


def clusters(leads: LeadList, **more: object) -> list[int]:
    return [int(each.cluster) for each in found(leads, **more).rows]


def test_what_a_person_calls_the_same_is_merged_and_what_is_called_different_is_not() -> None:
    leads = listed()
    assert clusters(leads)[:2] == [0, 0]
    assert clusters(leads, judgements=Judgements(different=[pair(0, 1)]))[:2] == [0, 1]
    assert clusters(leads, judgements=Judgements(merge=[pair(2, 3)]))[3] == clusters(leads)[2]


def test_a_decision_of_before_is_never_asked_again_until_it_is_taken_back() -> None:
    leads = listed()
    apart = {pair(0, 1)}
    known = found(leads, known_apart=lambda one, other: (one, other) in apart)
    assert known.apart == 1
    assert not any(p[:2] in (pair(0, 1), pair(1, 0)) for p in [*known.merges, *known.possible])
    again = clusters(leads, known_apart=lambda one, other: (one, other) in apart, judgements=Judgements([pair(0, 1)]))
    assert again[:2] == [0, 0]


def test_decisions_that_contradict_each_other_name_their_rows() -> None:
    said = Judgements(merge=[pair(0, 1), pair(1, 3)], different=[pair(0, 3)])
    with pytest.raises(UserError) as caught:
        planned(listed(), judgements=said)
    assert all(number in caught.value.problem for number in ("2", "3", "5"))


def test_a_cluster_falls_apart_only_where_somebody_said_so() -> None:
    rows = [ROWS[0], ROWS[1], [*ROWS[0][:8], "三"]]
    leads = listed(rows)
    assert clusters(leads) == [0, 0, 0]
    labels = clusters(leads, judgements=Judgements(different=[pair(0, 1)]))
    assert labels[0] != labels[1]
    assert labels[2] in labels[:2]


def test_what_was_decided_goes_before_what_only_weighs_more() -> None:
    """B is somebody else than A, C is A: then C is not joined to B first, however alike they are."""
    rows = [ROWS[0], ROWS[1], [*ROWS[1][:8], "三"]]
    labels = clusters(listed(rows), judgements=Judgements(merge=[pair(0, 2)], different=[pair(0, 1)]))
    assert labels == [0, 1, 0]


def test_a_sure_pair_that_is_left_open_is_neither_merged_nor_remembered() -> None:
    details = found(listed(ROWS[:2]), judgements=Judgements(open=[pair(0, 1)]))
    assert [each.cluster for each in details.rows] == [0, 1]
    assert details.apart == 0


def test_an_own_value_goes_before_every_rule_but_not_before_a_refusal() -> None:
    leads = listed()
    department = leads.fields["department"]
    said = Judgements(merge=[pair(0, 1)], edits=[Edit(pair(0, 1), department, "営業二部")])
    after = apply(leads, planned(leads, judgements=said).changes)
    assert after.values("department")[0] == "営業二部"
    with pytest.raises(UserError):
        planned(leads, judgements=Judgements([pair(0, 1)], edits=[Edit(pair(0, 1), leads.fields["opt_out_email"], "")]))
    two = [Edit(pair(0, 1), department, "甲"), Edit(pair(0, 1), department, "乙")]
    with pytest.raises(UserError):
        planned(leads, judgements=Judgements([pair(0, 1)], edits=two))


def test_a_sitting_skips_what_is_settled_and_refuses_what_contradicts() -> None:
    leads = listed([ROWS[0], ROWS[3], ["井上 誠", "", "千歳農園", "", "inoue@chitose.example.jp", "", "", "", ""]])
    linkage = linkage_of(leads, load_rules())
    assert linkage is not None
    questions = [Pair(row(a), row(b), 1.0, "") for a, b in ((0, 1), (1, 2), (0, 2))]
    session = Session(leads, linkage, questions)
    assert session.next() == 0
    session.answer(0, "merge")
    session.answer(1, "merge")
    assert session.next(1) is None  # 0 and 2 are one lead by now
    with pytest.raises(UserError):
        session.answer(2, "different")
    assert session.judgements.merge == [pair(0, 1), pair(1, 2)]
    session.take_back(1)
    assert session.next(1) == 2
    session.answer(2, "different")
    assert session.judgements.different == [pair(0, 2)]


def test_values_that_lose_go_into_the_note_where_the_rules_say_so() -> None:
    rules = Rules(match=MatchRules(survivorship={"keep": "all", "note": "all", "department": "recent"}))
    rows = [ROWS[0], [*ROWS[1][:3], "購買部", *ROWS[1][4:]]]
    after = apply(listed(rows), planned(listed(rows), rules).changes)
    note = after.values("note")[0]
    assert "見積" in note
    assert "部署: 営業部" in note
    assert "会社名" not in note or "株式会社青葉商事" not in after.values("company")[0]
    assert "電話番号" not in note  # the same number in other letters has not lost


def test_a_list_without_a_note_gets_one_for_the_values_that_lose() -> None:
    rules = Rules(match=MatchRules(survivorship={"keep": "all"}))
    rows = [
        ["髙橋 健太", "青葉商事", "k@aoba.example.jp", "課長"],
        ["高橋 健太", "青葉商事", "k@aoba.example.jp", "部長"],
    ]
    leads = listed(rows, ["氏名", "会社名", "メールアドレス", "役職"])
    changes = planned(leads, rules).changes
    assert "note" in [change.field for change in changes if isinstance(change, AddColumn)]
    after = apply(leads, changes)
    kept, note = after.values("title")[0], after.values("note")[0]
    assert f"役職: {'課長' if kept == '部長' else '部長'}" in note
    assert kept not in note


def test_keep_has_two_words() -> None:
    with pytest.raises(UserError):
        planned(listed(), Rules(match=MatchRules(survivorship={"keep": "everything"})))


LOSING = ["部署", "役職", "電話番号", "携帯電話", "住所", "備考", "ステータス", "メール配信停止", "取得日", "社内区分"]
VALUES = (
    ["", "営業部", "総務部", "総務 部"],
    ["", "課長", "部長"],
    ["", "03-3344-5566", "０３－３３４４－５５６６", "03-1111-2222"],
    ["", "090-1111-2222", "080-3333-4444"],
    ["", "東京都港区赤坂1-2-3", "大阪府大阪市北区梅田1-1"],
    ["", "見積", "再訪", "見積; 来社"],
    ["", "新規", "顧客"],
    ["", "×", "○"],
    ["", "2024-05-01", "2026-02-03"],
    ["", "A", "B", "A; B"],
)
COMPUTED = ("メール配信停止", "取得日")  # worked out from all records; what they were is in the log alone


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.tuples(*map(st.sampled_from, VALUES)), min_size=2, max_size=4),
    st.sampled_from(["recent", "complete", "longest", "frequent", "all", "trusted"]),
    st.sampled_from(["log", "all"]),
)
def test_a_merge_loses_no_value_and_its_counts_add_up(rows: list[tuple[str, ...]], rule: str, keep: str) -> None:
    """Each value is in the list still, or in the record of the merge; with keep = all in the merged lead itself."""
    base = ["髙橋 健太", "株式会社青葉商事", "k.takahashi@aoba.example.jp"]
    leads = listed([[*base, *row] for row in rows], ["氏名", "会社名", "メールアドレス", *LOSING])
    everybody = Judgements(merge=[pair(0, at) for at in range(1, len(rows))])
    rules = Rules(match=MatchRules(survivorship={"default": rule, "keep": keep}))
    made = planned(leads, rules, judgements=everybody)
    after = apply(leads, made.changes)
    assert len(after) == 1
    stays = [column[0] for column in after.columns]
    told = {(heading, text) for heading, text in zip(after.headings, stays, strict=True) if text}
    for record in records(leads, made.changes):
        for change in record["changes"]:
            if change["kind"] == "set":
                told.add((change["column"], change["before"]))
            told |= {(heading, text) for _position, heading, text in change.get("cells", ())}
    for heading, column in zip(leads.headings, leads.columns, strict=True):
        for text in filter(None, column):
            assert (heading, text) in told
            if keep == "all" and heading not in COMPUTED:
                parts = text.split("; ") if heading == "備考" else [text]
                assert all(plain(part) in plain(" ".join(stays)) for part in parts), heading
    counts = made.counts
    assert counts["read"] == len(leads) == counts["single"] + counts["survivors"] + counts["merged"]
    assert counts["merged"] == len(leads) - len(after)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


# --- permissions over random histories

CELLS = st.sampled_from(["", "", "×", "○", "1", "0", "停止", "済", "2025-03-01", "TRUE", "不明な語"])
DAYS = st.sampled_from(["", "2024-01-05", "2025-07-01", "2026/02/03", "R6.4.1"])
CONSENTS = st.tuples(
    st.sampled_from(["", "あり", "なし", "同意", "未確認"]), DAYS, st.sampled_from(["", "Webフォーム", "書面"])
)
STATE = [
    "メール配信停止",
    "メール配信停止日",
    "メルマガ希望",
    "電話配信停止",
    "すべて配信停止",
    "同意",
    "同意日",
    "同意方法",
]
HISTORIES = st.lists(st.tuples(CELLS, DAYS, CELLS, CELLS, CELLS, CONSENTS), min_size=2, max_size=5)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.data())
def test_no_merge_widens_a_permission_whatever_people_decide(
    histories: list[tuple[object, ...]], data: st.DataObject
) -> None:
    """Rows of random refusals and consents are merged in random steps; nobody becomes reachable who was not."""
    base = ["髙橋 健太", "株式会社青葉商事", "k.takahashi@aoba.example.jp", "03-3344-5566"]
    rows = [[*base, *(str(cell) for cell in history[:5]), *history[5]] for history in histories]  # type: ignore[misc]
    leads = listed(rows, ["氏名", "会社名", "メールアドレス", "電話番号", *STATE])
    reachable = {
        channel: all(may_contact(leads, at, channel) for at in leads.rows()) for channel in ("email", "phone", "post")
    }
    triples = {tuple(leads.value(at, name) for name in ("consent", "consent_on", "consent_how")) for at in leads.rows()}
    while len(leads) > 1:
        one, other = data.draw(st.lists(st.sampled_from(range(len(leads))), min_size=2, max_size=2, unique=True))
        rest = [pair(a, b) for a, b in itertools.combinations(range(len(leads)), 2) if {a, b} != {one, other}]
        together = Judgements(merge=[pair(one, other)], different=[p for p in rest if not {one, other} & set(p)])
        changes = planned(leads, judgements=together).changes
        after = apply(leads, changes)
        assert len(after) < len(leads)
        for channel, allowed in reachable.items():
            if not allowed and len(after) == 1:
                assert not may_contact(after, row(0), channel)
        leads = after
    kept = tuple(leads.value(row(0), name) for name in ("consent", "consent_on", "consent_how"))
    assert kept in triples, "consent keeps its own date and evidence"
    assert set(leads.fields) >= {name for name in PERMISSION_FIELDS if name in leads.fields}


# --- the review, without a workbook


def review_of(leads: LeadList, *, sure: bool = False) -> tuple[list[Block], LeadList, LeadList]:
    """Blocks, the index and a sheet as they would be read back, undecided."""
    details = found(leads)
    chosen = [*details.questions, *details.merges]
    made = blocks(leads, load_rules(), details, chosen, merges=sure)
    columns, _telling = told_columns(leads, made)
    index = lead_list(INDEX_HEADINGS, index_rows(leads, columns, made))
    lines = []
    for number, block in enumerate(made, 1):
        cells = [[leads.cell(at, column) for column in columns] for at in block.rows]
        cells.append([block.proposed[column] for column in columns])
        labels = [*(str(leads.row_numbers[at]) for at in block.rows), "統合後"]
        for at, (label, texts) in enumerate(zip(labels, cells, strict=True)):
            lines.append([str(number) if at == 0 else "", "", label, "", "", *texts])
    headings = ["組", "判定", "行", "重み", "理由", *(leads.headings[column] for column in columns)]
    return made, index, lead_list(headings, lines, name="確認")


def written(sheet: LeadList, line: int, column: int, text: str) -> LeadList:
    columns = [list(cells) for cells in sheet.columns]
    columns[column][line] = text
    return lead_list(sheet.headings, list(zip(*columns, strict=True)), name=sheet.name)


def test_a_review_that_nobody_touched_decides_nothing() -> None:
    leads = listed()
    made, index, sheet = review_of(leads)
    decided = read_decisions(leads, index, [sheet])
    assert (decided.merge, decided.different, decided.later) == (0, 0, len(made))
    assert not decided.judgements.edits


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("統合", "merge"),
        ("別人", "different"),
        ("保留", "later"),
        ("Merge", "merge"),
        (" different ", "different"),
        ("", "later"),
    ],
)
def test_decisions_are_read_in_both_languages(word: str, verdict: str) -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    decided = read_decisions(leads, index, [written(sheet, 0, 1, word)])
    counts = {"merge": decided.merge, "different": decided.different, "later": decided.later}
    assert counts[verdict] >= 1
    assert sum(counts.values()) == len(sheet) // 3


def test_a_sure_pair_whose_decision_is_taken_out_is_left_open() -> None:
    leads = listed()
    made, index, sheet = review_of(leads, sure=True)
    assert read_decisions(leads, index, [sheet]).judgements.open == [block.rows for block in made]


def test_an_edit_counts_only_where_the_pair_is_merged() -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    department = list(sheet.headings).index("部署")
    edited = written(sheet, 2, department, "営業三部")
    assert read_decisions(leads, index, [written(edited, 0, 1, "統合")]).judgements.edits[0].text == "営業三部"
    assert not read_decisions(leads, index, [written(edited, 0, 1, "別人")]).judgements.edits


@pytest.mark.parametrize(
    ("line", "column", "text", "said"),
    [
        (0, 1, "たぶん", "判定"),
        (0, 5, "別の人", "氏名"),
        (1, 2, "99", "行"),
    ],
)
def test_nonsense_in_a_review_is_named_by_row_and_column(line: int, column: int, text: str, said: str) -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    with pytest.raises(UserError) as caught:
        read_decisions(leads, index, [written(sheet, line, column, text)])
    assert said in caught.value.problem
    assert f"row {sheet.row_numbers[line]}" in caught.value.problem


def test_two_decisions_for_one_pair_are_no_decision() -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    with pytest.raises(UserError):
        read_decisions(leads, index, [written(written(sheet, 0, 1, "統合"), 1, 1, "別人")])


def test_a_review_of_a_list_that_was_changed_is_refused() -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    other = listed([[*ROWS[0][:4], "new@aoba.example.jp", *ROWS[0][5:]], *ROWS[1:]])
    with pytest.raises(Refused) as caught:
        read_decisions(other, index, [sheet])
    assert caught.value.status == 5


def test_a_review_finds_its_rows_after_others_were_added_above_and_ids_given() -> None:
    leads = listed()
    _made, index, sheet = review_of(leads)
    more = [["井上 誠", *[""] * 8], *ROWS]
    moved = listed([[*each, f"L-{at:010d}"] for at, each in enumerate(more)], [*HEADINGS, "リードID"])
    decided = read_decisions(moved, index, [written(sheet, 0, 1, "統合")])
    assert all(at > 0 for at in decided.judgements.merge[0])


def test_blocks_say_how_cells_differ() -> None:
    leads = listed(ROWS[:2])
    made, _index, _sheet = review_of(leads)
    told = {leads.headings[column]: how for column, how in made[0].differences.items()}
    assert told["氏名"] is Difference.SPELLING
    assert told["会社名"] is Difference.SPELLING
    assert told["フリガナ"] is Difference.ONE_EMPTY
    assert told["取得日"] is Difference.VALUE
    assert leads.fields["opt_out_email"] in made[0].by_rule


# --- who is recognised again


def test_a_lead_is_recognised_by_its_id_its_cells_or_its_name_and_numbers() -> None:
    leads = listed()
    rules = load_rules()
    spelled = listed(
        [["高橋　健太", "", "（株）青葉商事", "", "K.Takahashi@aoba.example.jp", "0333445566", "", "", ""]]
    )
    assert set(identities(leads, rules, row(0))) & set(identities(spelled, rules, row(0)))
    assert not set(identities(leads, rules, row(0))) & set(identities(leads, rules, row(3)))
    after = identities_after(leads, rules, planned(leads).changes)
    assert any(text.startswith("id L-") for text in after(row(0)))
    known = recalled(leads, rules, lambda one, other: bool(one and other))
    assert known(row(0), row(1))


def test_merging_what_was_asked_leaves_counts_that_add_up() -> None:
    result = planned(listed(), judgements=Judgements(merge=[pair(2, 3)]))
    counts = result.counts
    assert counts["read"] == counts["single"] + counts["survivors"] + counts["merged"]
    assert counts["merged"] == sum(isinstance(change, RemoveRow) for change in result.changes)


def test_settling_an_untouched_linkage_changes_nothing() -> None:
    leads = listed()
    linkage = linkage_of(leads, load_rules())
    assert linkage is not None
    assert settle(leads, linkage, Judgements(), None).cluster == linkage.cluster.tolist()
    assert ColumnRef(0) in told_columns(leads, review_of(leads)[0])[0]
