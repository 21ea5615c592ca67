"""What would send a mailing to the wrong people or with the wrong words is found before anything is written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from leadlist.checks import MAILING_CHECKS
from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, lead_list
from leadlist.operations.mailing import Last, Request, checked, plan
from leadlist.plans import Finding, Severity
from leadlist.rules import Rules, load_rules
from leadlist.rules.mailers import Mailer, load_mailers
from leadlist.rules.schema import MailingRules

RULES = load_rules()
FIELDS = ["name", "company", "email", "url", "honorific", "purpose", "consent", "country", "note", "address"]
SOUND = {
    "name": "架空 太郎",
    "company": "架空商事",
    "email": "taro@kaku.example.jp",
    "purpose": "P01",
    "consent": "同意あり",
}
HANA = SOUND | {"name": "見本 花子", "company": "見本工業", "email": "hana@mihon.example.jp"}
LAWFUL = "株式会社架空商事 東京都千代田区丸の内1-9-1 03-1234-5678 配信停止 https://example.jp/stop"


def _list(*rows: Mapping[str, str]) -> LeadList:
    leads = lead_list(FIELDS, [[row.get(name, "") for name in FIELDS] for row in rows])
    return leads.with_fields({name: ColumnRef(at) for at, name in enumerate(FIELDS)})


def _found(
    *rows: Mapping[str, str],
    mailing: Mapping[str, object] | None = None,
    mailer: str | Mailer = "plain",
    channel: str = "email",
    template: str | None = None,
    last: Last | None = None,
) -> list[Finding]:
    rules: Rules = replace(RULES, mailing=replace(MailingRules(), **(mailing or {})))  # type: ignore[arg-type]
    leads = _list(*rows)
    layout = load_mailers()[mailer] if isinstance(mailer, str) else mailer
    made = plan(leads, rules, Request(channel, "P01"), today=date(2026, 11, 22))
    return list(checked(made, leads, rules, layout, template=template, last=last).findings)


def _codes(*rows: Mapping[str, str], **more: object) -> list[str]:
    return [each.code for each in _found(*rows, **more)]  # type: ignore[arg-type]


def test_a_list_with_nothing_odd_has_no_finding() -> None:
    assert _codes(SOUND, HANA, template="{氏名} 様 " + LAWFUL) == []


CASES: list[tuple[list[Mapping[str, str]], dict[str, object], list[str]]] = [
    ([SOUND], {"mailing": {"own_domains": ("kaku.example.jp",)}}, ["MAIL-001"]),
    ([SOUND], {"mailing": {"own_domains": ("@example.jp",)}}, ["MAIL-001"]),
    ([SOUND], {"mailing": {"own_domains": ("aku.example.jp",)}}, []),
    ([SOUND], {"mailing": {"competitors": ("Kaku.Example.JP",)}}, ["MAIL-002"]),
    ([SOUND | {"url": "https://www.mihon-kogyo.jp/"}], {}, ["MAIL-003"]),
    ([SOUND | {"url": "https://kaku.example.jp/"}], {}, []),
    # the firm's mail has another domain than its site
    ([SOUND | {"url": "https://kaku-shoji.jp/", "email": f"{n}@kaku.example.jp"} for n in "ab"], {}, []),
    ([SOUND | {"url": "https://www.mihon.co.jp/", "email": "taro@gmail.com"}], {}, []),
    # 見本工業's row carries an address of 架空商事, though 見本工業 has a domain of its own
    (
        [
            SOUND,
            SOUND | {"email": "jiro@kaku.example.jp"},
            HANA,
            HANA | {"email": "saki@mihon.example.jp"},
            HANA | {"email": "mio@kaku.example.jp"},
        ],
        {},
        ["MAIL-003"],
    ),
    (
        [
            *(SOUND | {"email": f"{n}@kaku.example.jp"} for n in "abc"),
            *(HANA | {"email": f"{n}@mihon.example.jp"} for n in "abc"),
            *(HANA | {"email": f"{n}@kaku.example.jp"} for n in "de"),
        ],
        {},
        ["MAIL-003", "MAIL-003"],
    ),
    ([SOUND, HANA | {"email": "hana@kaku.example.jp"}], {}, ["MAIL-004"]),
    ([SOUND, HANA | {"email": "hana@kaku.example.jp", "company": "架空商事 東京支店"}], {}, []),
    ([SOUND | {"email": "a@gmail.com"}, HANA | {"email": "b@gmail.com"}], {}, []),
    ([SOUND | {"name": ""}], {}, ["MAIL-006"]),
    ([SOUND | {"name": ""}], {"template": "ご担当者様 " + LAWFUL}, []),
    ([SOUND | {"name": ""}], {"template": "{氏名} 様 " + LAWFUL}, ["MAIL-006"]),
    ([SOUND | {"name": ""}], {"channel": "post", "mailer": "labels"}, []),
    ([SOUND | {"name": "Taro YAMADA"}], {}, ["MAIL-007"]),
    ([SOUND | {"name": "架空 太郎 様"}], {}, ["MAIL-008"]),
    ([SOUND | {"company": "架空商事御中"}], {"template": "{会社名} 御中 " + LAWFUL}, ["MAIL-008"]),
    ([SOUND], {"template": "{会社名} 御中 {氏名} 様 " + LAWFUL}, ["MAIL-008"]),
    ([SOUND | {"email": "a@example.jp; b@example.jp"}], {}, ["MAIL-009"]),
    ([SOUND], {"template": "{部門} {氏名} 様 " + LAWFUL}, ["MAIL-011"]),
    ([SOUND], {"template": "{役職} {氏名} 様 " + LAWFUL}, ["MAIL-012"]),
    ([SOUND], {"template": "ご案内 03-1234-5678 配信停止 https://example.jp"}, ["MAIL-013", "MAIL-014"]),
    ([SOUND], {"template": "株式会社架空商事 東京都千代田区1-1 https://example.jp/停止"}, ["MAIL-015", "MAIL-016"]),
    ([SOUND | {"country": "US"}], {"template": "Widgets Inc. unsubscribe https://example.com"}, ["MAIL-014"]),
    ([SOUND | {"country": "DE"}], {"template": "Müller GmbH info@example.de"}, ["MAIL-016"]),
    ([SOUND | {"name": ""}], {"channel": "phone"}, []),
]


@pytest.mark.parametrize(("rows", "more", "codes"), CASES)
def test_what_would_go_wrong_is_found(rows: list[Mapping[str, str]], more: dict[str, object], codes: list[str]) -> None:
    if more.get("channel") in ("post", "phone"):
        rows = [row | {"address": "東京都千代田区丸の内1-9-1"} for row in rows]
    assert _codes(*rows, **more) == codes


def test_several_addresses_in_a_cell_of_the_file_forbid_to_send() -> None:
    mailer = Mailer("own", columns={"宛先": "{to}", "備考": "{note}"})
    (found,) = _found(SOUND | {"note": "CC: b@example.jp, c@example.jp"}, mailer=mailer)
    assert (found.code, found.severity) == ("MAIL-010", Severity.ERROR)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [(10, 16, True), (10, 15, False), (10, 4, True), (10, 5, False), (1, 3, False), (0, 9, True)],
)
def test_a_sudden_jump_against_the_last_mailing_is_found(before: int, now: int, found: bool) -> None:
    rows = [SOUND | {"email": f"a{at}@kaku.example.jp"} for at in range(now)]
    assert ("MAIL-005" in _codes(*rows, last=Last("2026-10-01", before))) is found


def test_where_the_address_must_be_shown_its_lack_is_an_error_and_elsewhere_a_warning() -> None:
    text = "株式会社架空商事 03-1234-5678 配信停止 https://example.jp/stop"
    assert [each.severity for each in _found(SOUND, template=text)] == [Severity.WARNING]
    both = _found(SOUND, HANA | {"country": "US"}, template=text)
    assert [each.severity for each in both] == [Severity.ERROR]
    assert "CAN-SPAM" in both[0].message
    assert "recipients: 2" in both[0].message


def test_the_rules_say_what_forbids_to_send() -> None:
    rows = [SOUND | {"name": ""}]
    assert [each.severity for each in _found(*rows)] == [Severity.WARNING]
    assert [each.severity for each in _found(*rows, mailing={"severity": {"MAIL-006": "error"}})] == [Severity.ERROR]
    assert _found(*rows, mailing={"severity": {"MAIL-006": "off"}}) == []


@pytest.mark.parametrize(
    "mailing", [{"severity": {"MAIL-999": "error"}}, {"severity": {"MAIL-001": "loud"}}, {"jump": "viel"}]
)
def test_rules_that_cannot_be_meant_are_refused(mailing: dict[str, object]) -> None:
    with pytest.raises(UserError):
        _found(SOUND, mailing=mailing)


def test_what_half_of_the_recipients_have_in_common_is_one_finding() -> None:
    rows = [SOUND | {"name": "", "email": f"a{at}@kaku.example.jp"} for at in range(12)]
    (found,) = _found(*rows)
    assert "12 leads" in found.message


def test_every_check_has_words_and_a_case_here() -> None:
    tried = {code for _rows, _more, codes in CASES for code in codes} | {"MAIL-005", "MAIL-010"}
    assert tried == set(MAILING_CHECKS)
    for check in MAILING_CHECKS.values():
        assert all(check.words())
