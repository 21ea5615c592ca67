"""What a mail's text shows: merge fields and honorifics, sender, address, contact and a way out."""

from dataclasses import replace

import pytest

from leadlist.checks.mail_words import column_of, demands, merge_fields, shows
from leadlist.rules import load_rules
from leadlist.rules.tables import table

RULES = load_rules()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{氏名} 様", [("氏名", "様")]),
        ("{{氏名}}　様", [("氏名", "様")]),
        ("*|LNAME|*様 *|UNSUB|* *|LIST:ADDRESS|*", [("LNAME", "様")]),
        ('{{insert name "default=Customer"}} {{unsubscribe}}', [("name", "")]),
        ("{{ contact.firstname }}, {{#if vip}}x{{/if}}", [("contact.firstname", "")]),
        ("{{ first_name | default: 'you' }}", [("first_name", "")]),
        ("%%FirstName%% %%Member_Busname%%", [("FirstName", "")]),
        ("«会社名» 御中 «氏名» 様", [("会社名", "御中"), ("氏名", "様")]),
        ("[[氏名]]さま <<部署>> ${title} ##宛名##殿", [("氏名", "さま"), ("部署", ""), ("title", ""), ("宛名", "殿")]),
        ("{氏名} 様々なご提案", [("氏名", "")]),
        ("{{ contact.lastname }}\xa0様", [("contact.lastname", "様")]),
        ("{業界}様式のご案内", [("業界", "")]),
        ("50%引き、100%満足 {配信停止}", []),
        ("", []),
    ],
)
def test_merge_fields_are_found_with_the_honorific_behind_them(text: str, found: list[tuple[str, str]]) -> None:
    assert [tuple(each) for each in merge_fields(text)] == found


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("FNAME", 1),
        ("first_name", 1),
        ("contact.firstname", 1),
        ("EMAIL", 0),
        ("Email Address", 0),
        ("氏名", 2),
        ("氏　名", 2),
        ("部署", None),
        ("・", None),
    ],
)
def test_a_merge_field_names_a_column_whatever_its_spelling(name: str, place: int | None) -> None:
    assert column_of(name, ["Email Address", "First Name", "氏名"]) == place


@pytest.mark.parametrize(
    "text", ["{{" + " " * 200_000, "a" * 200_000, "##" * 100_000, "0-" * 100_000, "1 Aa " * 50_000]
)
def test_no_text_takes_long(text: str) -> None:
    assert list(merge_fields(text)) == []
    assert not shows("opt_out", text, RULES)


SHOWN = [
    ("sender", "株式会社架空商事 営業部", True),
    ("sender", "送信者：架空商事", True),
    ("sender", "Sent by Example Widgets", True),
    ("sender", "*|LIST:COMPANY|*", True),
    ("sender", "新製品のご案内です", False),
    ("address", "〒100-0005 東京都千代田区丸の内1-9-1", True),
    ("address", "神奈川県横浜市西区みなとみらい2-2-1", True),
    ("address", "123 Main Street, Springfield, IL 62701", True),
    ("address", "Musterstraße 1, 10115 Berlin", True),
    ("address", "{{Sender_Address}}", True),
    ("address", "東京都からお届けします", False),
    ("contact", "03-1234-5678", True),
    ("contact", "support@example.jp", True),
    ("contact", "お問い合わせはこちら https://example.jp/form", True),
    ("contact", "お問い合わせください", False),
    ("opt_out", "配信停止はこちら https://example.jp/stop", True),
    ("opt_out", "メールの配信を希望されない方は stop@example.jp まで", True),
    ("opt_out", "Unsubscribe: mailto:stop@example.com", True),
    ("opt_out", "Newsletter abmelden https://example.de", True),
    ("opt_out", "*|UNSUB|*", True),
    ("opt_out", "{{{unsubscribe}}}", True),
    ("opt_out", "<%asm_group_unsubscribe_raw_url%>", True),
    ("opt_out", "配信停止をご希望の方はご連絡ください", False),
    ("opt_out", "くわしくは https://example.jp", False),
]


@pytest.mark.parametrize(("item", "text", "shown"), SHOWN)
def test_what_the_law_wants_is_recognised(item: str, text: str, shown: bool) -> None:
    assert shows(item, text, RULES) is shown


def test_what_the_rules_say_must_be_there_word_for_word() -> None:
    rules = replace(RULES, mailing=replace(RULES.mailing, sender="株式会社 架空商事", sender_contact="03-1234-5678"))
    assert shows("sender", "㈱ではなく 株式会社架空商事", rules)
    assert not shows("sender", "株式会社見本工業", rules)
    assert shows("contact", "電話 ０３−１２３４−５６７８", rules)
    assert not shows("contact", "電話 03-9999-9999", rules)


def test_every_law_asks_for_a_way_out_of_mails_and_nothing_of_letters() -> None:
    for pack in ("JP", "EU", "US", "CA", "*"):
        assert ("opt_out", "error") in [each[:2] for each in demands(pack, "email")]
        assert demands(pack, "post") == []


def test_every_demand_names_its_article_and_fact() -> None:
    assert all(row["article"] and row["fact"] for row in table("mailing_templates"))
