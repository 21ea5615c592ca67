"""Reading who unsubscribed, as services and people write it down."""

from datetime import date

import pytest

from leadlist.errors import Refused
from leadlist.leads import LeadList, lead_list
from leadlist.operations.optouts import Refusal
from leadlist.operations.unsubscribes import Unsubscribes, is_plain, read, typed
from leadlist.recognition import recognize
from leadlist.rules import load_rules

TODAY = date(2026, 11, 25)
RULES = load_rules()


def table(text: str) -> LeadList:
    headings, *rows = [line.split(",") for line in text.strip().splitlines()]
    return recognize(lead_list(headings, rows), RULES).leads


def taken(leads: LeadList, channel: str = "", on: date | None = None) -> Unsubscribes:
    return read(leads, RULES, channel=channel, on=on, today=TODAY, reason="")


FILES = {
    "Mailchimp": (
        "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,LEID\n"
        "Taro@example.jp,Taro,2,2023-01-01 10:00:00,2026-10-01 09:00:00,News,SPAM,1",
        [Refusal("taro@example.jp", "email", date(2026, 10, 1))],
        ["spam"],
    ),
    "SendGrid": (
        "email,created\ntaro@example.jp,1791763200\nhanako@example.jp,2026-10-13T01:02:03Z",
        [
            Refusal("taro@example.jp", "email", date(2026, 10, 12)),
            Refusal("hanako@example.jp", "email", date(2026, 10, 13)),
        ],
        ["unsubscribed", "unsubscribed"],
    ),
    "Benchmark": (
        "Email,First Name,Last Name,Unsubscribe Date,Reason\n"
        "taro@example.jp,Taro,Yamada,10/13/2026,I am Taro and I am busy",
        [Refusal("taro@example.jp", "email", date(2026, 10, 13))],
        ["unsubscribed"],  # what somebody typed may name them
    ),
    "HubSpot contacts": (
        "Record ID,Email,Unsubscribed from all email\n1,taro@example.jp,true\n2,hanako@example.jp,false",
        [Refusal("taro@example.jp", "email", TODAY)],
        ["unsubscribed"],
    ),
    "HubSpot opt-out list": ("Email\ntaro@example.jp", [Refusal("taro@example.jp", "email", TODAY)], ["unsubscribed"]),
    "配信解除": (
        "メールアドレス,解除日,理由\ntaro@example.jp,2026年10月1日,不要になった",
        [Refusal("taro@example.jp", "email", date(2026, 10, 1))],
        ["unsubscribed"],
    ),
    "status": (
        "email,status\na@example.jp,unsubscribed\nb@example.jp,subscribed\nc@example.jp,bounced",
        [Refusal("a@example.jp", "email", TODAY)],
        ["unsubscribed"],
    ),
    "電話": ("電話番号\n03-1234-5678", [Refusal("+81312345678", "phone", TODAY)], ["unsubscribed"]),
    "e-mail and mobile": (
        "email,mobile\ntaro@example.jp,090-1234-5678",
        [Refusal("taro@example.jp", "email", TODAY), Refusal("+819012345678", "email", TODAY)],
        ["unsubscribed", "unsubscribed"],
    ),
}


@pytest.mark.parametrize(("text", "refusals", "reasons"), FILES.values(), ids=FILES.keys())
def test_who_unsubscribed(text: str, refusals: list[Refusal], reasons: list[str]) -> None:
    found = taken(table(text))
    assert found.refusals == refusals
    assert found.reasons == reasons
    assert found.read == found.taken + found.subscribed + found.bounced + found.unreadable


@pytest.mark.parametrize(
    "text",
    [
        "Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,LEID\ntaro@example.jp,Taro,2023-01-01 10:00:00,,1",
        "Email Address,First Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\ntaro@example.jp,Taro,,2026-10-01,News",
    ],
)
def test_an_export_of_subscribers_or_of_bounces_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        taken(table(text))


def test_a_list_without_headings_has_one_address_a_line() -> None:
    text = "taro@example.jp\n\n山田 <Hanako@example.jp>,メモ\n090-1234-5678\n"
    assert is_plain(text)
    assert not is_plain("email\ntaro@example.jp")
    found = taken(typed(text.splitlines()))
    assert [each[:2] for each in found.refusals] == [
        ("taro@example.jp", "email"),
        ("hanako@example.jp", "email"),
        ("+819012345678", "phone"),
    ]


def test_channel_and_day_can_be_told() -> None:
    found = taken(typed(["taro@example.jp"]), channel="all", on=date(2026, 1, 2))
    assert found.refusals == [Refusal("taro@example.jp", "all", date(2026, 1, 2))]


def test_a_day_in_the_future_counts_from_today() -> None:
    found = taken(table("email,date\ntaro@example.jp,2031-01-01"))
    assert found.refusals[0].on == TODAY
