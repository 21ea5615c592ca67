"""Who may be written to, on what ground, by which law: country x channel x reach x ground."""

import pytest

from leadlist.operations.mailing.grounds import ruling
from leadlist.rules.durations import Duration
from leadlist.rules.tables import table

Y, N = True, False
BULK, SINGLE = True, False
CASES = [
    # JP-TOKUDEN-3: 特定電子メール法3条1項 and 施行規則2条・3条
    ("JP", "email", BULK, "explicit", Y, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "subscribed", Y, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "card", Y, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "contract", Y, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "published", Y, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "inquiry", N, "JP-TOKUDEN-3"),
    ("JP", "email", BULK, "none", N, "JP-TOKUDEN-3"),
    ("JP", "email", SINGLE, "explicit", Y, "JP-TOKUDEN-3"),
    ("JP", "email", SINGLE, "card", Y, "JP-TOKUDEN-3"),
    ("JP", "email", SINGLE, "inquiry", Y, "house rule"),
    ("JP", "email", SINGLE, "none", N, "JP-TOKUDEN-3"),
    ("JP", "sms", BULK, "explicit", Y, "JP-TOKUDEN-3"),
    ("JP", "sms", BULK, "contract", Y, "JP-TOKUDEN-3"),
    ("JP", "sms", BULK, "card", N, "house rule"),
    ("JP", "sms", BULK, "published", N, "house rule"),
    ("JP", "sms", BULK, "inquiry", N, "JP-TOKUDEN-3"),
    ("JP", "sms", SINGLE, "card", Y, "house rule"),
    ("JP", "sms", SINGLE, "inquiry", Y, "house rule"),
    ("JP", "sms", BULK, "none", N, "JP-TOKUDEN-3"),
    ("JP", "phone", BULK, "none", Y, "JP-APPI-18"),
    ("JP", "phone", SINGLE, "card", Y, "JP-APPI-18"),
    ("JP", "post", BULK, "none", Y, "JP-APPI-18"),
    ("JP", "post", SINGLE, "published", Y, "JP-APPI-18"),
    ("JP", "fax", BULK, "explicit", Y, "house rule"),
    ("JP", "fax", BULK, "contract", Y, "house rule"),
    ("JP", "fax", SINGLE, "card", Y, "house rule"),
    ("JP", "fax", BULK, "card", N, "house rule"),
    ("JP", "fax", BULK, "none", N, "house rule"),
    # EU-6-7: GDPR 6, 7
    ("DE", "email", BULK, "explicit", Y, "EU-6-7"),
    ("DE", "email", BULK, "contract", Y, "house rule"),
    ("DE", "email", BULK, "subscribed", N, "EU-6-7"),
    ("DE", "email", BULK, "card", N, "EU-6-7"),
    ("DE", "email", SINGLE, "card", Y, "house rule"),
    ("FR", "email", SINGLE, "inquiry", Y, "house rule"),
    ("FR", "email", BULK, "inquiry", N, "EU-6-7"),
    ("FR", "email", BULK, "published", N, "EU-6-7"),
    ("FR", "email", BULK, "none", N, "EU-6-7"),
    ("IT", "phone", BULK, "explicit", Y, "EU-6-7"),
    ("IT", "phone", BULK, "card", N, "EU-6-7"),
    ("IT", "phone", SINGLE, "card", Y, "house rule"),
    ("ES", "post", BULK, "card", Y, "house rule"),
    ("ES", "post", BULK, "none", N, "EU-6-7"),
    ("NL", "sms", BULK, "explicit", Y, "EU-6-7"),
    ("NL", "sms", SINGLE, "card", N, "EU-6-7"),
    ("NL", "fax", BULK, "contract", N, "EU-6-7"),
    ("GB", "email", BULK, "none", N, "EU-6-7"),
    ("CH", "email", BULK, "explicit", Y, "EU-6-7"),
    # US-CANSPAM: mail may be sent until somebody says no
    ("US", "email", BULK, "none", Y, "US-CANSPAM"),
    ("US", "email", BULK, "card", Y, "US-CANSPAM"),
    ("US", "phone", SINGLE, "none", N, "house rule"),
    ("US", "phone", BULK, "inquiry", Y, "house rule"),
    ("US", "phone", BULK, "published", N, "house rule"),
    ("US", "sms", BULK, "explicit", Y, "house rule"),
    ("US", "sms", BULK, "contract", N, "house rule"),
    ("US", "fax", BULK, "contract", Y, "house rule"),
    ("US", "fax", BULK, "none", N, "house rule"),
    ("US", "post", BULK, "none", Y, "house rule"),
    # CA-CASL
    ("CA", "email", BULK, "explicit", Y, "CA-CASL"),
    ("CA", "email", BULK, "contract", Y, "CA-CASL"),
    ("CA", "email", BULK, "inquiry", Y, "CA-CASL"),
    ("CA", "email", BULK, "card", N, "house rule"),
    ("CA", "email", BULK, "published", N, "house rule"),
    ("CA", "email", SINGLE, "card", Y, "house rule"),
    ("CA", "email", BULK, "none", N, "CA-CASL"),
    ("CA", "email", BULK, "subscribed", N, "CA-CASL"),
    ("CA", "sms", BULK, "none", N, "CA-CASL"),
    ("CA", "sms", BULK, "card", N, "house rule"),
    ("CA", "post", BULK, "none", Y, "house rule"),
    ("CA", "phone", BULK, "none", N, "house rule"),
    # a country whose law no pack knows
    ("BR", "email", BULK, "explicit", Y, "house rule"),
    ("BR", "email", BULK, "card", N, "house rule"),
    ("BR", "email", SINGLE, "card", Y, "house rule"),
    ("BR", "post", BULK, "none", N, "house rule"),
    ("", "email", BULK, "none", N, "house rule"),
]


@pytest.mark.parametrize(("country", "channel", "bulk", "kind", "may", "fact"), CASES)
def test_a_ground_allows_what_its_law_says(
    country: str, channel: str, bulk: bool, kind: str, may: bool, fact: str
) -> None:
    found = ruling(country, channel, kind, bulk=bulk)
    assert (found.may, found.fact) == (may, fact)
    assert found.article


def test_implied_consent_ends_in_canada() -> None:
    lasts = {kind: ruling("CA", "email", kind, bulk=True).lasts for kind in ("explicit", "contract", "inquiry")}
    assert lasts["explicit"] is None
    assert lasts["contract"] == Duration(24)
    assert lasts["inquiry"] == Duration(6)


FACTS = {
    "JP-TOKUDEN-3": "特定電子メール法3条1項",
    "JP-APPI-18": "個人情報保護法18条",
    "EU-6-7": "GDPR 6",
    "US-CANSPAM": "CAN-SPAM",
    "CA-CASL": "CASL",
    "JP-TOKUDEN-4": "特定電子メール法4条",
    "EU-15-17-21": "GDPR 21",
}
"""The facts that rulings may rest on (ids of the collection of legal facts), and the article each of them is about."""


@pytest.mark.parametrize("name", ["mailing_grounds", "mailing_templates"])
def test_every_ruling_names_the_article_its_fact_is_about_or_is_a_house_rule(name: str) -> None:
    for row in table(name):
        assert row["article"]
        if row["fact"] == "house rule":
            assert not any(article in row["article"] for article in ("特定電子メール法", "CAN-SPAM", "CASL", "GDPR 6"))
        else:
            assert FACTS[row["fact"]] in row["article"]


def test_the_table_of_cases_is_long_enough_and_marks_house_rules() -> None:
    assert len(CASES) >= 60
    assert {fact for *_case, fact in CASES} == {"house rule", *FACTS} - {"JP-TOKUDEN-4", "EU-15-17-21"}
