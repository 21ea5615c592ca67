"""import: lists of refusals are no leads, whichever service wrote them."""

import pytest

from leadlist.errors import ExitStatus, Refused
from leadlist.leads import LeadList, lead_list
from leadlist.operations.import_ import Batch, plan
from leadlist.permission import refuses
from leadlist.plans import Plan, apply
from leadlist.recognition import recognize
from tests.operations.test_import import FAIR, LIST, RULES, TODAY

ALIKE = "氏名,メールアドレス\n鈴木 次郎,taro@example.jp"
REFUSED = {
    "SendGrid unsubscribes": ("x.csv", "email,created\ntaro@example.jp,1791763200"),
    "SendGrid bounces": ("x.csv", "created,email,reason,status\n1791763200,taro@example.jp,550 no such user,5.1.1"),
    "SendGrid spam reports": ("x.csv", "created,email,ip\n1791763200,taro@example.jp,192.0.2.1"),
    "HubSpot opt-out list": ("hubspot-opt-out-list.csv", "Email\ntaro@example.jp"),
    "HubSpot bounces": ("hard bounces 2026.csv", "Email,Recipient\ntaro@example.jp,x"),
    "Optimizely": ("unsubscribers.csv", "email\ntaro@example.jp"),
    "hashes": ("x.csv", "email_sha256,channel\n" + "0" * 64 + ",email"),
    "hashes of phones": ("x.csv", "phone_sha256,expires\n" + "0" * 64 + ",2030-01-01"),
    "配信停止": ("配信停止リスト.csv", "メールアドレス\ntaro@example.jp"),
}
TAKEN = {
    "Mailchimp, unsubscribed": (
        "unsubscribed_segment_export.csv",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME\n"
        "taro@example.jp,Taro,Yamada,2,2023-01-01 10:00:00,2026-10-01 09:00:00",
    ),
    "a list with an opt-out of all, and their names": (
        "a.csv",
        "氏名,メールアドレス,配信停止\n山田 太郎,t@example.jp,停止",
    ),
    "bare addresses": ("fair.csv", "Email\ntaro@example.jp"),
    "signed up on a form": ("form.csv", "email,created_at\ntaro@example.jp,2026-10-01"),
    "addresses, and a column that says no": (
        "a.csv",
        "メールアドレス,配信停止\ntaro@example.jp,停止\nhana@example.jp,",
    ),
}


def table(text: str) -> LeadList:
    headings, *rows = [line.split(",") for line in text.splitlines()]
    return recognize(lead_list(headings, rows), RULES).leads


def importing(name: str, text: str) -> Plan:
    return plan(LIST, RULES, batches=[Batch(name, table(text))], acquired=FAIR, today=TODAY)


@pytest.mark.parametrize("case", REFUSED, ids=list(REFUSED))
def test_a_list_of_refusals_is_refused_with_the_way_to_use_it(case: str) -> None:
    with pytest.raises(Refused) as refused:
        importing(*REFUSED[case])
    assert refused.value.status is ExitStatus.REFUSED
    assert "leadlist optout LIST" in refused.value.hint


@pytest.mark.parametrize("case", TAKEN, ids=list(TAKEN))
def test_a_list_of_people_is_taken_in(case: str) -> None:
    made = importing(*TAKEN[case])
    assert made.counts["refused"] == made.counts["skipped"] == 0 < made.counts["read"]


@pytest.mark.parametrize("heading", ["メール配信停止", "メール配信希望"])
def test_whoever_may_have_refused_refuses_in_the_column_that_the_list_has(heading: str) -> None:
    known = recognize(lead_list(["氏名", "メールアドレス", heading], []), RULES).leads
    rows = f"氏名,メールアドレス,{heading}\n山田 太郎,taro@example.jp,{'停止' if '停止' in heading else '不可'}"
    refusing, like = (Batch(name, table(text)) for name, text in (("a", rows), ("b", ALIKE)))
    after = apply(known, plan(known, RULES, batches=[refusing, like], acquired=FAIR, today=TODAY).changes)
    assert after.headings.count("メール配信停止") + after.headings.count("メール配信希望") == 1
    (name,) = {"opt_out_email", "subscribe_email"} & after.fields.keys()
    assert [refuses(name, text) for text in after.values(name)] == [True, True]
