"""What mailers' exports say: each export is known by its headings, each row read once, and what is unclear is named."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.errors import UserError
from leadlist.leads import LeadList, lead_list
from leadlist.operations.identifying import Known
from leadlist.operations.mailing.outcomes import Outcome, Outcomes, export_of, read
from leadlist.operations.mailing.results import Returned, plan
from leadlist.plans import apply
from leadlist.recognition import recognize
from leadlist.rules import load_rules
from leadlist.rules.results import EVENTS, load_results, named_result
from leadlist.rules.tables import table

RULES = load_rules()
EXPORTS = load_results()
TODAY = date(2026, 11, 26)
DAY = date(2026, 11, 20)


def _table(headings: Sequence[str], *rows: Sequence[str]) -> LeadList:
    return recognize(lead_list(list(headings), [list(row) for row in rows]), RULES).leads


def _read(headings: Sequence[str], *rows: Sequence[str], event: str = "", on: date | None = None) -> Outcomes:
    leads = _table(headings, *rows)
    return read(leads, export_of(headings, EXPORTS.values()), RULES, today=TODAY, event=event, on=on)


A = "a@example.co.jp"
CASES = [
    # export, headings, cells, event, day
    ("mailchimp-audience", "Email Address|MEMBER_RATING|UNSUB_TIME", f"{A}|2|2026-11-20 10:00:00", "unsubscribe", DAY),
    ("mailchimp-audience", "Email Address|MEMBER_RATING|CLEAN_TIME", f"{A}|2|2026-11-20 10:00:00", "hard", DAY),
    ("mailchimp-audience", "Email Address|MEMBER_RATING|UNSUB_TIME", f"{A}|2|", None, None),
    ("mailchimp-report", "Email Address|First Name|Opens", f"{A}|Taro|3", "open", None),
    ("mailchimp-report", "Email Address|First Name|Clicks", f"{A}|Taro|1", "click", None),
    ("mailchimp-report", "Email Address|First Name|Clicks", f"{A}|Taro|0", None, None),
    ("mailchimp-report", "Email Address|Bounce Type", f"{A}|Hard", "hard", None),
    ("mailchimp-report", "Email Address|Bounce Type", f"{A}|Soft", "soft", None),
    ("sendgrid-bounces", "status|reason|email|created", f"5.1.1|550 5.1.1 unknown|{A}|1763600000", "hard", None),
    ("sendgrid-bounces", "status|reason|email|created", f"4.2.2|452 mailbox full|{A}|2026-11-20", "soft", DAY),
    ("sendgrid-bounces", "status|reason|email|created", f"|550 user unknown|{A}|2026-11-20", "hard", DAY),
    ("sendgrid-bounces", "status|reason|email|created", f"|we do not know|{A}|2026-11-20", "soft", DAY),
    ("sendgrid-activity", "event|email|timestamp", f"bounce|{A}|2026-11-20T01:02:03Z", "hard", DAY),
    ("sendgrid-activity", "event|email|timestamp|type", f"bounce|{A}|2026-11-20|blocked", "soft", DAY),
    ("sendgrid-activity", "event|email|timestamp", f"click|{A}|1795132800", "click", DAY),
    ("sendgrid-activity", "event|email|timestamp", f"group_unsubscribe|{A}|2026-11-20", "unsubscribe", DAY),
    ("sendgrid-activity", "event|email|timestamp", f"spamreport|{A}|2026-11-20", "complaint", DAY),
    ("sendgrid-activity", "event|email|timestamp", f"dropped|{A}|2026-11-20", None, None),
    (
        "hubspot-optouts",
        "Email|Portal Bounce|Portal Unsubscribe|Portal Spam Report",
        f"{A}|TRUE|FALSE|FALSE",
        "hard",
        None,
    ),
    ("hubspot-optouts", "Email|Portal Bounce|Portal Unsubscribe", f"{A}|UNKNOWN_USER|", "hard", None),
    ("hubspot-optouts", "Email|Portal Bounce|Portal Unsubscribe", f"{A}|FALSE|TRUE", "unsubscribe", None),
    ("hubspot-recipients", "Recipient|Event|Created", f"{A}|Bounce|2026/11/20 9:00", "hard", DAY),
    ("hubspot-recipients", "Recipient|Event|Created", f"{A}|Deferred|2026/11/20 9:00", "soft", DAY),
    ("hubspot-recipients", "Recipient|Event|Created", f"{A}|Click|2026/11/20 9:00", "click", DAY),
    (
        "salesforce-marketing",
        "EmailAddress|EventDate|EventType",
        f"{A}|11/20/2026 9:00:00 AM|Unsubscribe",
        "unsubscribe",
        DAY,
    ),
    ("salesforce-marketing", "EmailAddress|EventDate|BounceCategory", f"{A}|2026-11-20|Hard bounce", "hard", DAY),
    ("salesforce-marketing", "EmailAddress|EventDate|BounceCategory", f"{A}|2026-11-20|Block bounce", "soft", DAY),
    ("benchmark", "Email|エラータイプ|日付", f"{A}|ハードエラー|2026年11月20日", "hard", DAY),
    ("benchmark", "Email|エラータイプ|日付", f"{A}|ソフトエラー|2026年11月20日", "soft", DAY),
    ("haihai", "メールアドレス|会社名|配信結果|クリック日時", f"{A}|架空商事|配信成功|2026/11/20 10:00", "click", DAY),
    ("haihai", "メールアドレス|会社名|配信結果|エラー日時", f"{A}|架空商事|エラー停止|2026/11/20 10:00", "hard", DAY),
    ("blastmail", "登録日|E-Mail|エラー回数|状態", f"2020-01-01|{A}|3|エラー停止", "hard", None),
    ("blastmail", "登録日|E-Mail|エラー回数|状態", f"2020-01-01|{A}|0|解除", "unsubscribe", None),
    ("blastmail", "登録日|E-Mail|エラー回数|状態", f"2020-01-01|{A}|0|配信中", None, None),
    ("any", "氏名|メールアドレス|イベント|日時", f"架空 太郎|{A}|返信|2026-11-20", "reply", DAY),
    ("any", "メールアドレス|種別|エラー内容", f"{A}|エラー|550 No such user", "hard", None),
    ("any", "メールアドレス|種別|エラー内容", f"{A}|エラー|450 try later", "soft", None),
]


@pytest.mark.parametrize(("export", "headings", "cells", "event", "day"), CASES)
def test_an_export_is_known_by_its_headings_and_says_what_happened(
    export: str, headings: str, cells: str, event: str | None, day: date | None
) -> None:
    names = headings.split("|")
    assert export_of(names, EXPORTS.values()).name == export
    found = _read(names, cells.split("|"))
    assert [each.event for each in found.outcomes] == ([event] if event else [])
    assert found.counts == {event or "nothing": 1}
    if day:
        assert found.outcomes[0].on == day


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_names_its_source_and_known_events(name: str) -> None:
    assert EXPORTS[name].source
    assert name == "any" or EXPORTS[name].headings


def test_every_word_means_something_that_can_happen() -> None:
    assert {row["event"] for row in table("result_words")} <= set(EVENTS)


def test_a_row_that_cannot_be_read_is_named_and_the_rest_taken() -> None:
    found = _read(["email", "event"], [A, "click"], ["", "click"], ["b@example.jp", "???"], ["no address", "open"])
    assert [fault.row for fault in found.faults] == [3, 4, 5]
    assert found.counts == {"click": 1, "faulty": 3}
    assert not any("example" in fault.problem for fault in found.faults)


def test_a_list_of_one_kind_needs_to_be_told_what_it_is() -> None:
    with pytest.raises(UserError) as caught:
        _read(["メールアドレス", "名前"], [A, "架空"])
    assert "--event" in caught.value.hint
    found = _read(["メールアドレス", "名前"], [A, "架空"], event="hard", on=DAY)
    assert found.outcomes == [Outcome(A, "hard", DAY)]


def test_a_day_to_come_counts_as_today() -> None:
    assert _read(["email", "event", "timestamp"], [A, "click", "2030-01-01"]).outcomes[0].on == TODAY


def test_a_typing_error_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UserError) as caught:
        named_result("blastmial")
    assert "blastmail" in caught.value.hint


LEADS = _table(
    ["氏名", "メールアドレス", "メールアドレス2", "不達", "最終受信日"],
    ["架空 太郎", "Taro+fair@example.co.jp", "", "", ""],
    ["架空 花子", "hana@example.co.jp", "hana@example.jp", "", "2026-11-25"],
    ["見本 次郎", "jiro@example.jp", "", "以前", "2026-10-01"],
)


def _outcomes(*found: Outcome) -> Outcomes:
    return Outcomes("x.csv", list(found), {}, [])


@pytest.mark.parametrize(
    ("outcome", "row", "field", "text"),
    [
        (Outcome("taro@example.co.jp", "hard", DAY), 0, "bounce", "ハードバウンス 2026-11-20"),
        (Outcome("taro@example.co.jp", "hard", None), 0, "bounce", "ハードバウンス"),
        (Outcome("taro@example.co.jp", "soft", DAY), 0, "bounce", ""),
        (Outcome("hana@example.jp", "hard", DAY), 1, "bounce", ""),  # mail goes to her other address
        (Outcome("jiro@example.jp", "hard", DAY), 2, "bounce", "以前"),
        (Outcome("taro@example.co.jp", "click", DAY), 0, "last_inbound_on", "2026-11-20"),
        (Outcome("hana@example.jp", "reply", DAY), 1, "last_inbound_on", "2026-11-25"),
        (Outcome("jiro@example.jp", "reply", DAY), 2, "last_inbound_on", "2026-11-20"),
        (Outcome("taro@example.co.jp", "open", DAY), 0, "last_inbound_on", ""),
        (Outcome("taro@example.co.jp", "click", None), 0, "last_inbound_on", ""),
        (Outcome("taro@example.co.jp", "unsubscribe", DAY), 0, "opt_out_email", "停止"),
        (Outcome("taro@example.co.jp", "complaint", DAY), 0, "opt_out_email", "停止"),
    ],
)
def test_what_came_back_stands_in_the_list(outcome: Outcome, row: int, field: str, text: str) -> None:
    found = plan(LEADS, RULES, _outcomes(outcome), None, today=TODAY)
    after = apply(LEADS, found.changes)
    assert (after.value(row, field) if field in after.fields else "") == text  # type: ignore[arg-type]
    assert not plan(after, RULES, _outcomes(outcome), None, today=TODAY).changes


def test_a_bounce_of_the_address_that_is_written_to_counts_though_it_is_not_the_first() -> None:
    leads = _table(["氏名", "メールアドレス", "メールアドレス2"], ["架空 太郎", "taro@@example", "taro@example.co.jp"])
    found = plan(leads, RULES, _outcomes(Outcome("taro@example.co.jp", "hard", DAY)), None, today=TODAY)
    assert apply(leads, found.changes).value(0, "bounce") == "ハードバウンス 2026-11-20"  # type: ignore[arg-type]


def test_a_click_without_a_day_is_a_finding_and_an_unknown_address_only_a_number() -> None:
    found = plan(
        LEADS,
        RULES,
        _outcomes(Outcome("taro@example.co.jp", "click", None), Outcome("who@example.jp", "hard", DAY)),
        None,
        today=TODAY,
    )
    assert [finding.code for finding in found.findings] == ["RESULT-002"]
    assert isinstance(found.details, Returned)
    assert found.details.unknown == 1
    assert not found.changes


def test_a_refusal_is_refused_for_all_addresses_of_the_person() -> None:
    found = plan(LEADS, RULES, _outcomes(Outcome("hana@example.jp", "unsubscribe", DAY)), None, today=TODAY)
    assert isinstance(found.details, Returned)
    assert {each.address for each in found.details.refusals} == {"hana@example.jp", "hana@example.co.jp"}
    assert {each.on for each in found.details.refusals} == {DAY}


def test_who_has_refused_already_stays_refused() -> None:
    known = Known(lambda channel, key: DAY if key == "taro@example.co.jp" else None, lambda keys: False, RULES)
    found = plan(LEADS, RULES, _outcomes(Outcome("taro@example.co.jp", "click", DAY)), known, today=TODAY)
    assert [change.after for change in found.changes if hasattr(change, "after")] == ["2026-11-20"]


ADDRESSES = st.sampled_from(
    ["taro@example.co.jp", "hana@example.co.jp", "hana@example.jp", "jiro@example.jp", "no@example.jp"]
)


def _by_heading(leads: LeadList) -> dict[str, list[str]]:
    return {heading: list(column) for heading, column in zip(leads.headings, leads.columns, strict=True)}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.builds(Outcome, ADDRESSES, st.sampled_from(EVENTS[:-1]), st.none() | st.dates(date(2026, 1, 1), TODAY)))
)
def test_the_same_results_twice_change_nothing_and_in_any_order_the_same(found: list[Outcome]) -> None:
    once = plan(LEADS, RULES, _outcomes(*found), None, today=TODAY)
    after = apply(LEADS, once.changes)
    assert once.counts["changed"] + once.counts["unchanged"] == once.counts["read"] == len(LEADS)
    assert not plan(after, RULES, _outcomes(*found), None, today=TODAY).changes
    other = apply(LEADS, plan(LEADS, RULES, _outcomes(*reversed(found)), None, today=TODAY).changes)
    assert _by_heading(other) == _by_heading(after)
    for row in LEADS.rows():
        assert not LEADS.value(row, "bounce") or after.value(row, "bounce") == LEADS.value(row, "bounce")
