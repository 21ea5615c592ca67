"""import: who is known, what is filled, replaced or kept, and what a person has to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from leadlist.changes import AddColumn, SetCell
from leadlist.errors import ExitStatus, Refused, UserError
from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.operations.import_ import COUNTS, Acquired, Batch, Handover, new_list, plan
from leadlist.plans import Plan, apply
from leadlist.rules import load_rules
from leadlist.rules.schema import Purpose

RULES = replace(load_rules(), purposes={"P01": Purpose("自社製計測機器の新製品を電子メールで案内するため")})
ENGLISH = load_rules("international")
TODAY = date(2026, 11, 22)
FAIR = Acquired(source="fair", event="機械展", on=date(2026, 11, 19), purpose="P01")


def table(rows: Sequence[Mapping[str, str]], fields: Sequence[str] = ()) -> LeadList:
    """A list whose headings are the names of its fields."""
    names = list(dict.fromkeys([*fields, *(name for row in rows for name in row)]))
    at = {name: ColumnRef(c) for c, name in enumerate(names) if not name.startswith("*")}
    return lead_list(names, [[row.get(name, "") for name in names] for row in rows], fields=at)


def importing(
    leads: LeadList, *rows: Mapping[str, str], acquired: Acquired = FAIR, rules=RULES, **more: object
) -> tuple[Plan, LeadList]:
    numbers = count()
    made = plan(
        leads,
        rules,
        batches=[Batch("a.csv", table(rows))],
        acquired=acquired,
        today=TODAY,
        new_id=lambda: f"L-{next(numbers):010d}",
        **more,  # type: ignore[arg-type]
    )
    assert sum(made.counts[name] for name in COUNTS) == made.counts["read"] == len(rows)
    return made, apply(leads, made.changes)


def row(leads: LeadList, at: int = -1) -> dict[str, str]:
    """A row's filled cells by field, or by heading where it is no field."""
    at = range(len(leads))[at]
    named = {column: name for name, column in leads.fields.items()}
    cells = {named.get(ColumnRef(c), text): leads.columns[c][at] for c, text in enumerate(leads.headings)}
    return {name: text for name, text in cells.items() if text}


YAMADA = {"company": "株式会社山田", "name": "山田 太郎", "email": "t.yamada@example.jp", "phone": "03-5550-1111"}
LIST = table([YAMADA, {"company": "甲社", "name": "乙 一", "email": "k.otsu@example.jp", "phone": "03-5550-2222"}])


def result(made: Plan) -> str:
    """The one count that is not 0."""
    return " ".join(name for name in COUNTS if made.counts[name])


@pytest.mark.parametrize(
    ("incoming", "expected"),
    [
        ({"email": "T.YAMADA@EXAMPLE.JP "}, "updated"),
        ({"email": "ｔ.yamada＠example.jp", "name": "山田太郎"}, "updated"),
        ({"email": "t.yamada+fair@example.jp", "name": "山田太郎"}, "updated"),
        ({"company": "(株)山田", "name": "山田　太郎"}, "updated"),
        ({"name": "山田太郎", "phone": "０３（５５５０）１１１１"}, "updated"),
        ({"name": "山田太郎 様", "phone": "+81-3-5550-1111", "company": "別会社"}, "updated"),
        ({"name": "Taro Yamada", "email": "t.yamada@example.jp"}, "updated"),
        ({"name": "山田", "email": "t.yamada@example.jp"}, "updated"),
        ({"name": "山田 花子", "company": "株式会社山田", "phone": "03-5550-1111"}, "added"),
        ({"name": "山田 太郎", "company": "丙社", "email": "other@example.jp"}, "added"),
        ({"name": "山田 花子", "email": "t.yamada@example.jp"}, "doubtful"),
        ({"name": "乙 一", "company": "甲社", "email": "t.yamada@example.jp"}, "doubtful"),
        (
            {"name": "山田 太郎", "company": "株式会社山田", "email": "x@example.jp", "phone": "06-6550-9999"},
            "doubtful",
        ),
        ({"note": "ただのメモ"}, "skipped"),
    ],
)
def test_people_are_known_by_exact_keys_and_contradictions_are_doubtful(
    incoming: dict[str, str], expected: str
) -> None:
    made, after = importing(LIST, incoming)
    assert result(made) == expected
    assert len(after) == len(LIST) + (expected in ("added", "doubtful"))
    assert ("doubtful" in row(after)) == (expected == "doubtful")
    if expected == "doubtful":
        assert any(f.code == "IMPORT-001" and f.row is not None for f in made.findings)


def test_a_mobile_number_alone_is_enough_and_an_office_address_is_not() -> None:
    leads = table([{"name": "山田 太郎", "mobile": "090-1234-5678", "email": "info@example.jp", "company": "山田商店"}])
    assert result(importing(leads, {"phone": "０９０１２３４５６７８"})[0]) == "updated"
    assert result(importing(leads, {"name": "鈴木 次郎", "mobile": "090-1234-5678"})[0]) == "doubtful"
    assert (
        result(importing(leads, {"name": "鈴木 次郎", "email": "info@example.jp", "company": "山田商店"})[0]) == "added"
    )


def test_the_same_person_twice_in_the_sources_becomes_one_lead() -> None:
    made, after = importing(
        LIST, {"name": "新 人", "email": "n@example.jp"}, {"email": "N@example.jp", "title": "課長"}
    )
    assert (made.counts["added"], made.counts["repeated"]) == (1, 1)
    assert row(after)["title"] == "課長"


def test_empty_cells_are_filled_and_columns_added_only_where_something_goes_in() -> None:
    made, after = importing(LIST, {**YAMADA, "mobile": "０９０-1234-5678", "fax": "", "department": "営業部"})
    added = [change.field for change in made.changes if isinstance(change, AddColumn)]
    assert added[:2] == ["department", "mobile"]
    assert "fax" not in added
    assert row(after, 0)["mobile"] == "090-1234-5678"
    assert next(c.heading for c in made.changes if isinstance(c, AddColumn)) == "部署"


def test_columns_are_added_in_the_lists_own_language() -> None:
    made, _after = importing(
        LIST, {**YAMADA, "mobile": "090-1234-5678"}, rules=ENGLISH, acquired=Acquired(source="fair")
    )
    headings = [c.heading for c in made.changes if isinstance(c, AddColumn)]
    assert headings[0] == "Mobile"
    assert row(_after, 0)["source"] == "fair"


DATED = table([{**YAMADA, "title": "課長", "acquired_on": "2025-05-01", "source": "名刺"}])


def test_a_fresher_value_replaces_an_older_one_and_the_old_one_stays_in_the_note() -> None:
    made, after = importing(DATED, {**YAMADA, "title": "部長", "company": "株式会社新山田"})
    lead = row(after)
    assert result(made) == "updated"
    assert (lead["title"], lead["company"], lead["acquired_on"]) == ("部長", "株式会社新山田", "2026-11-19")
    assert lead["note"] == "旧: 株式会社山田 課長" or lead["note"] == "旧: 課長 株式会社山田"


@pytest.mark.parametrize(
    "acquired",
    [
        replace(FAIR, on=date(2024, 1, 1)),
        replace(FAIR, on=date(2025, 5, 1)),
        replace(FAIR, on=None),
        replace(FAIR, source="list", handover=Handover("joint")),
    ],
)
def test_an_older_undated_or_less_trusted_value_never_replaces_one(acquired: Acquired) -> None:
    made, after = importing(DATED, {**YAMADA, "title": "係長"}, acquired=acquired)
    assert row(after)["title"] == "課長"
    assert any(f.code == "IMPORT-002" and f.field == "title" for f in made.findings)


def test_a_list_that_does_not_say_its_dates_keeps_its_values() -> None:
    assert row(importing(LIST, {**YAMADA, "phone": "06-6550-1234"})[1], 0)["phone"] == "03-5550-1111"


def test_an_empty_value_never_empties_anything() -> None:
    made, after = importing(DATED, {"email": YAMADA["email"], "title": "", "company": " "})
    assert row(after).items() >= {**YAMADA, "title": "課長"}.items()
    assert all(change.after for change in made.changes if isinstance(change, SetCell))


def test_what_the_sales_people_filled_in_is_never_replaced() -> None:
    leads = table(
        [{**YAMADA, "acquired_on": "2025-01-01", "status": "商談中", "owner": "佐伯", "note": "甲", "tags": "A"}]
    )
    incoming = {**YAMADA, "status": "新規", "owner": "内藤", "note": "乙", "tags": "A, B"}
    lead = row(importing(leads, incoming, acquired=replace(FAIR, owner="森下"))[1])
    assert (lead["status"], lead["owner"], lead["note"], lead["tags"]) == ("商談中", "佐伯", "甲 / 乙", "A, B")


def test_a_new_lead_says_where_when_and_for_what_it_was_taken_in() -> None:
    acquired = replace(FAIR, owner="佐伯", consent="card", evidence="booth.jpg sha256:00", policy_version="2026-04")
    lead = row(importing(LIST, {"name": "新 人", "email": "n@example.jp"}, acquired=acquired)[1])
    assert lead["provenance"] == "2026-11-19 | 展示会 | 機械展 | P01 | 名刺交換 | booth.jpg sha256:00"
    shown = {"source": "展示会", "event": "機械展", "acquired_on": "2026-11-19", "purpose": "P01", "owner": "佐伯"}
    assert lead.items() >= shown.items()
    assert lead.items() >= {"created_on": "2026-11-22", "updated_on": "2026-11-22", "policy_version": "2026-04"}.items()
    assert lead["lead_id"].startswith("L-")
    assert "last_inbound_on" not in lead


def test_an_acquisition_before_the_import_stays_in_the_history() -> None:
    lead = row(importing(DATED, YAMADA)[1])
    assert lead["provenance"].splitlines() == [
        "2025-05-01 | 名刺 |  |  |  |",
        "2026-11-19 | 展示会 | 機械展 | P01 |  |",
    ]
    older = row(importing(DATED, YAMADA, acquired=replace(FAIR, on=date(2024, 1, 1)))[1])
    assert older["provenance"].splitlines()[0].startswith("2024-01-01 | 展示会")
    assert (older["acquired_on"], older["source"]) == ("2025-05-01", "名刺")


def test_what_a_row_says_itself_goes_before_the_options() -> None:
    incoming = {
        "name": "新 人",
        "email": "n@example.jp",
        "acquired_on": "2026/3/5",
        "source": "web",
        "purpose": "見積りの送付",
    }
    lead = row(importing(LIST, incoming)[1])
    assert lead.items() >= {"acquired_on": "2026-03-05", "source": "フォーム", "purpose": "見積りの送付"}.items()


@pytest.mark.parametrize(("source", "inbound"), [("form", True), ("seminar", True), ("fair", False), ("list", False)])
def test_forms_seminars_and_calls_are_contacts_from_their_side(source: str, inbound: bool) -> None:
    lead = row(importing(LIST, YAMADA, acquired=replace(FAIR, source=source, handover=Handover("joint")))[1], 0)
    assert lead.get("last_inbound_on", "") == ("2026-11-19" if inbound else "")


@pytest.mark.parametrize(
    "incoming",
    [
        {"email": "T.Yamada@example.jp"},
        {"email": "ｔ.ｙａｍａｄａ＠ｅｘａｍｐｌｅ.ｊｐ"},
        {"email": "t.yamada+a@example.jp"},
        {"email": " t.yamada@example.jp;"},
        {"email": "mailto:t.yamada@example.jp"},
        {"email": "山田太郎 <t.yamada@example.jp>"},
        {"name": "山田太郎", "phone": "0355501111"},
        {"name": "ヤマダ　太郎", "email": "t.yamada@example.jp"},
        {"name": "山田　太郎", "company": "㈱山田"},
        {"name": "山田太郎", "company": "別会社", "email": "t.yamada@example.jp"},
        {"email": "t.yamada@example.jp", "subscribe_email": "希望する"},
        {"email": "t.yamada@example.jp", "opt_out_email": "0"},
        {"email": "new@example.jp", "email_2": "t.yamada@example.jp"},
        {"name": "山田 太郎", "mobile": "+81 90 1111 2222"},
        {"mobile": "09011112222"},
    ],
)
def test_a_person_who_opted_out_stays_so_however_they_come_back(incoming: dict[str, str]) -> None:
    leads = table([{**YAMADA, "mobile": "090-1111-2222", "opt_out_email": "停止", "acquired_on": "2020-01-01"}])
    _made, after = importing(leads, incoming)
    opted_out = [after.value(at, "opt_out_email") for at in after.rows()]
    assert opted_out[0] == "停止"
    assert len(after) == 1 or row(after).get("doubtful")


@pytest.mark.parametrize(
    ("field", "text", "have", "expected"),
    [
        ("opt_out_email", "○", ["opt_out_email"], {"opt_out_email": "○"}),
        ("subscribe_email", "×", ["opt_out_email"], {"opt_out_email": "停止"}),
        ("opt_out_email", "済", ["subscribe_email"], {"subscribe_email": "不可"}),
        (
            "opt_out_email_on",
            "2026-10-01",
            ["opt_out_email"],
            {"opt_out_email": "停止", "opt_out_email_on": "2026-10-01"},
        ),
        ("subscribe_email", "希望する", ["opt_out_email"], {}),
        ("opt_out_email", "0", ["subscribe_email"], {}),
        ("subscribe_post", "不可", [], {"opt_out_post": "停止"}),
    ],
)
def test_an_opt_out_of_the_source_arrives_in_whatever_column_the_list_has(
    field: str, text: str, have: list[str], expected: dict[str, str]
) -> None:
    for incoming in (YAMADA, {"name": "新 人", "email": "n@example.jp"}):
        _made, after = importing(table([YAMADA], have), {**incoming, field: text})
        lead = row(after, -1)
        assert {name: cell for name, cell in lead.items() if name.startswith(("opt_out", "subscribe"))} == expected


def test_addresses_in_the_suppression_file_are_marked_and_erased_people_refused() -> None:
    made, after = importing(
        LIST,
        {"name": "新 人", "email": "no@example.jp"},
        {"name": "消 去", "email": "gone@example.jp"},
        suppressed=lambda channel, address: channel == "email" and address == "no@example.jp",
        erased=lambda values: values.get("email") == "gone@example.jp",
    )
    assert (made.counts["added"], made.counts["refused"]) == (1, 1)
    assert row(after)["opt_out_email"] == "停止"
    assert made.details.opted_out == 1  # type: ignore[attr-defined]
    assert "消" not in str([list(column) for column in after.columns])


def test_unknown_columns_are_kept_under_their_own_heading_and_told() -> None:
    made, after = importing(
        LIST, {**YAMADA, "*アンケートQ1": "はい"}, {"name": "新 人", "email": "n@example.jp", "*空": ""}
    )
    assert row(after, 0)["*アンケートQ1"] == "はい"
    assert "*空" not in after.headings
    assert any(f.code == "IMPORT-003" and "アンケートQ1" in f.message for f in made.findings)


def test_an_unknown_column_that_the_list_has_too_is_used_and_never_overwritten() -> None:
    leads = table([{**YAMADA, "*来場回数": ""}, {**YAMADA, "email": "z@example.jp", "name": "丁 四", "*来場回数": "3"}])
    _made, after = importing(leads, {**YAMADA, "*来場回数": "1"}, {"email": "z@example.jp", "*来場回数": "9"})
    assert after.headings.count("*来場回数") == 1
    assert list(after.columns[4]) == ["1", "3"]


def test_row_numbers_of_the_source_are_left_out_and_told() -> None:
    source = lead_list(["No", "氏名"], [["1", "新 人"], ["2", "別 人"]], fields={"name": ColumnRef(1)})
    made = plan(LIST, RULES, batches=[Batch("a.csv", source)], acquired=FAIR, today=TODAY)
    assert "No" not in apply(LIST, made.changes).headings
    assert any(f.code == "IMPORT-004" and "No" in f.message for f in made.findings)


@pytest.mark.parametrize(
    ("incoming", "have", "expected"),
    [
        ({"name": "田中 花子"}, ["family_name", "given_name"], {"family_name": "田中", "given_name": "花子"}),
        ({"family_name": "田中", "given_name": "花子"}, ["name"], {"name": "田中 花子"}),
        ({"family_name": "Smith", "given_name": "John"}, ["name"], {"name": "John Smith"}),
        ({"name": "田中 花子", "family_name": "田中", "given_name": "花子"}, ["name"], {"name": "田中 花子"}),
        (
            {"address": "東京都千代田区丸の内1-8-3 ビル2階"},
            ["prefecture", "city", "street", "building"],
            {"prefecture": "東京都", "city": "千代田区", "street": "丸の内1-8-3", "building": "ビル2階"},
        ),
        (
            {"prefecture": "東京都", "city": "千代田区", "street": "丸の内1-8-3", "building": "ビル2階"},
            ["address"],
            {"address": "東京都千代田区丸の内1-8-3 ビル2階"},
        ),
        ({"city": "Köln", "street": "Hauptstr. 5"}, ["address"], {"address": "Hauptstr. 5, Köln"}),
        ({"phone_company": "03-5550-3333"}, ["phone"], {"phone": "03-5550-3333"}),
        ({"name_kana": "ﾀﾅｶ ﾊﾅｺ"}, ["name", "name_kana"], {"name_kana": "タナカ ハナコ"}),
        ({"name": "田中花子（タナカハナコ）"}, ["name"], {"name": "田中花子", "name_kana": "タナカハナコ"}),
    ],
)
def test_names_addresses_and_numbers_fit_the_columns_the_list_has(
    incoming: dict[str, str], have: list[str], expected: dict[str, str]
) -> None:
    _made, after = importing(table([], ["email", *have]), {"email": "n@example.jp", **incoming})
    lead = row(after)
    wanted = {*incoming, *have, *expected}
    assert {name: text for name, text in lead.items() if name in wanted} == expected
    assert "doubtful" not in lead


def test_a_name_that_cannot_be_parted_is_kept_whole_and_marked() -> None:
    _made, after = importing(
        table([], ["family_name", "given_name", "email"]), {"name": "田中花子", "email": "n@example.jp"}
    )
    assert row(after)["family_name"] == "田中花子"
    assert "doubtful" in row(after)


def test_what_the_app_could_not_read_is_marked_and_is_no_key() -> None:
    source = lead_list(
        ["会社名", "氏名", "e-mail", "'?'を含んだデータ", "再データ化中の名刺"],
        [["株式会社山田", "山?太郎", "t.yamada@example.jp", "1", ""], ["乙社", "丙 三", "h@example.jp", "", "0"]],
        fields={"company": ColumnRef(0), "name": ColumnRef(1), "email": ColumnRef(2)},
    )
    made = plan(LIST, RULES, batches=[Batch("eight.csv", source)], acquired=FAIR, today=TODAY)
    after = apply(LIST, made.changes)
    assert row(after, 0)["name"] == "山田 太郎"
    assert not row(after, 0).get("doubtful")
    assert row(after, 2)["name"] == "丙 三"
    fresh = plan(table([], ["name"]), RULES, batches=[Batch("eight.csv", source)], acquired=FAIR, today=TODAY)
    assert fresh.counts["doubtful"] == 1


@pytest.mark.parametrize(
    ("acquired", "error", "status", "hint"),
    [
        (replace(FAIR, purpose="マーケティング活動に利用するため"), Refused, ExitStatus.REFUSED, "お送りするため"),
        (replace(FAIR, purpose="P02"), UserError, ExitStatus.UNUSABLE, "P01"),
        (replace(FAIR, source="fairr"), UserError, ExitStatus.UNUSABLE, "fair"),
    ],
)
def test_what_cannot_be_said_about_the_leads_is_refused(
    acquired: Acquired, error: type[UserError], status: ExitStatus, hint: str
) -> None:
    with pytest.raises(error) as caught:
        importing(LIST, YAMADA, acquired=acquired)
    assert caught.value.status == status
    assert hint in caught.value.hint


def test_leads_without_source_date_or_purpose_are_told() -> None:
    made, _after = importing(LIST, YAMADA, acquired=Acquired())
    finding = next(f for f in made.findings if f.code == "IMPORT-005")
    assert "--source, --on, --purpose" in finding.hint
    made, _after = importing(LIST, {**YAMADA, "purpose": "事業活動"}, acquired=replace(FAIR, purpose=""))
    assert any(f.code == "IMPORT-006" for f in made.findings)


def test_an_undated_import_takes_todays_date_and_repeating_it_later_changes_nothing() -> None:
    undated = replace(FAIR, on=None)
    _made, after = importing(LIST, YAMADA, {"name": "新 人", "email": "n@example.jp"}, acquired=undated)
    assert row(after)["acquired_on"] == "2026-11-22"
    batches = [Batch("a.csv", table([YAMADA, {"name": "新 人", "email": "n@example.jp"}]))]
    again = plan(after, RULES, batches=batches, acquired=undated, today=date(2026, 12, 24))
    assert not again.changes


def test_a_lead_id_of_the_list_finds_its_row_whatever_else_changed() -> None:
    leads = table([{**YAMADA, "lead_id": "L-0000000007", "acquired_on": "2025-01-01"}])
    made, after = importing(leads, {"lead_id": "L-0000000007", "name": "山田 太郎", "email": "new@example.jp"})
    assert result(made) == "updated"
    assert row(after)["email"] == "new@example.jp"


def test_a_new_list_gets_the_columns_its_sources_need() -> None:
    cards = table(
        [{"name": "甲 一", "family_name": "甲", "given_name": "一", "company": "A", "address": "東京都", "city": "x"}]
    )
    form = table([{"email": "b@example.jp", "name": "乙 二", "title": ""}])
    batches = [Batch("cards", cards), Batch("form.csv", form)]
    start = new_list(batches, RULES)
    assert start.headings == ("会社名", "氏名", "メールアドレス", "住所", "段階", "取得元", "同意")
    more = ("Stage", "Lead source", "Consent")
    assert new_list(batches, ENGLISH).headings == ("Company", "Name", "Email", "Address", *more)
    made = plan(start, RULES, batches=batches, acquired=FAIR, today=TODAY)
    assert made.counts["added"] == 2
    assert len(apply(start, made.changes)) == 2


def test_an_import_of_nothing_changes_nothing() -> None:
    made, _after = importing(LIST)
    assert not made.changes
    assert made.counts["read"] == 0


def test_a_heading_the_list_has_for_a_field_is_used_for_an_unknown_column_of_the_same_name() -> None:
    leads = lead_list(["氏名", "担当"], [["山田 太郎", ""]], fields={"name": ColumnRef(0), "owner": ColumnRef(1)})
    source = lead_list(
        ["氏名", "会社", "担当"], [["新 人", "甲社", "佐伯"]], fields={"name": ColumnRef(0), "company": ColumnRef(1)}
    )
    after = apply(leads, plan(leads, RULES, batches=[Batch("a.csv", source)], acquired=FAIR, today=TODAY).changes)
    assert row(after)["owner"] == "佐伯"
    assert after.headings.count("担当") == 1


def test_a_row_that_was_taken_into_another_lead_is_found_there_again() -> None:
    first = {"name": "山田 太郎", "company": "甲社", "email": "a@example.jp", "mobile": "090-1111-2222"}
    second = {"name": "山田 太郎", "company": "乙社", "mobile": "090-1111-2222"}
    third = {"name": "山田 太郎", "company": "乙社", "email": "b@example.jp"}
    made, after = importing(table([]), first, second, third)
    assert made.counts["read"] == 3
    batches = [Batch("a.csv", table([first, second, third]))]
    assert not plan(after, RULES, batches=batches, acquired=FAIR, today=TODAY).changes


def test_a_new_lead_keeps_the_id_it_brings() -> None:
    _made, after = importing(LIST, {"name": "新 人", "email": "n@example.jp", "lead_id": "L-00000000ZZ"})
    assert row(after)["lead_id"] == "L-00000000ZZ"
