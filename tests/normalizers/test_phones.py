"""Phones: Japanese numbers in their own groups, others in international form, nothing guessed."""

import random
from dataclasses import replace

import phonenumbers
import pytest

from leadlist.normalizers import emails, loose_key, match_key, normalize, phones, split
from leadlist.rules import load_rules


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("０３－１２３４－５６７８", "03-1234-5678"),
        ("03(1234)5678", "03-1234-5678"),
        ("03ー1234ー5678", "03-1234-5678"),
        ("03・1234・5678", "03-1234-5678"),
        ("電話：03-1234-5678", "03-1234-5678"),
        ("03-1234-5678（代表）", "03-1234-5678"),
        ("+81 (0)3-1234-5678", "03-1234-5678"),
        ("0081-3-1234-5678", "03-1234-5678"),
        ("81312345678", "03-1234-5678"),
        ("312345678.0", "03-1234-5678"),
        ("9012345678", "090-1234-5678"),
        ("0422515131", "0422-51-5131"),
        ("0499823111", "04998-2-3111"),
        ("0120123456", "0120-123-456"),
        ("0570-00-1234", "0570-00-1234"),
        ("0120-12-3456", "0120-12-3456"),
        ("03-1234-5678 ext.123", "03-1234-5678 内線123"),
        ("03-1234-5678~9", "03-1234-5678"),
        ("03-1234-5678／090-1234-5678", "03-1234-5678; 090-1234-5678"),
        ("03-1234-5678\n090-1234-5678", "03-1234-5678; 090-1234-5678"),
        ("'03-1234-5678", "03-1234-5678"),
        ("+49 (0)30 123456", "+49 30 123456"),
        ("0044 20 7946 0958", "+44 20 7946 0958"),
        ("TEL/FAX 03-1234-5678", "03-1234-5678"),
    ],
)
def test_a_number_is_written_in_its_groups(typed: str, written: str) -> None:
    assert normalize("phone", typed) == written
    assert match_key("phone", typed) == match_key("phone", written) != ""


@pytest.mark.parametrize(
    "typed",
    [
        "03-12345-5678",
        "000-0000-0000",
        "090-0000-0000",
        "なし",
        "－",
        "O3-1234-5678",
        "1234-5678",
        "110",
        "0120-FLOWER",
        "03-1234-5678 山田",
    ],
)
def test_what_is_no_number_stays_and_never_matches(typed: str) -> None:
    assert normalize("phone", typed) == typed
    assert match_key("phone", typed) == ""


def test_a_fax_number_is_not_taken_for_a_phone() -> None:
    assert normalize("phone", "FAX 03-1234-5679") == "FAX 03-1234-5679"
    assert split("phone", "FAX 03-1234-5679") == ("", {"fax": "03-1234-5679"})
    assert split("phone", "TEL 03-1234-5678 FAX 03-1234-5679") == ("03-1234-5678", {"fax": "03-1234-5679"})
    assert normalize("fax", "FAX 03-1234-5679") == "03-1234-5679"
    assert normalize("fax", "TEL 03-1234-5678 FAX 03-1234-5679") == "03-1234-5679"
    assert split("fax", "TEL 03-1234-5678 FAX 03-1234-5679") == ("03-1234-5679", {"phone": "03-1234-5678"})


def test_the_table_of_groups_agrees_with_libphonenumber() -> None:
    kind = phonenumbers.PhoneNumberFormat
    for area in range(100, 1000, 3):
        for length, rest in ((10, "234567"), (10, "876543"), (11, "2345678")):
            digits = f"0{area:03d}{rest}"[:length]
            number = phonenumbers.parse(digits, "JP")
            expected = phonenumbers.format_number(number, kind.NATIONAL) if phonenumbers.is_valid_number(number) else ""
            assert "-".join(map(str, phones.groups(digits))) == "-".join(
                str(len(part)) for part in expected.split("-") if part
            )


def test_the_rules_choose_style_and_country() -> None:
    rules = load_rules()
    abroad = replace(rules, normalize=replace(rules.normalize, phone_style="international"))
    assert normalize("phone", "03-1234-5678", abroad) == "+81 3-1234-5678"
    american = load_rules("international")
    assert normalize("phone", "(650) 253-0000", american) == "+1 650-253-0000"
    assert normalize("phone", "+81 3-1234-5678", american) == "+81 3-1234-5678"


def test_a_repair_is_told_from_a_rewriting() -> None:
    rules = load_rules()
    for typed, repaired in (
        ("312345678", True),
        ("81-3-1234-5678", True),
        ("０３－１２３４－５６７８", False),
        ("+81-3-1234-5678", False),
    ):
        assert phones.is_repaired(typed, normalize("phone", typed), rules) is repaired


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ", "taro@example.co.jp"),
        ("Taro@Example.CO.JP", "Taro@example.co.jp"),
        ("mailto:taro@example.jp", "taro@example.jp"),
        ("<taro@example.jp>", "taro@example.jp"),
        ("taro @example.jp", "taro@example.jp"),
        ("taro@example.jp.", "taro@example.jp"),
        ("taro@example,co.jp", "taro@example.co.jp"),
        ("taro(at)example.jp", "taro@example.jp"),
        ("a@example.jp、b@example.jp", "a@example.jp; b@example.jp"),
        ("da.me..@docomo.ne.jp", "da.me..@docomo.ne.jp"),
        ("taro@yaho.co.jp", "taro@yaho.co.jp"),
        ("taro@日本語.jp", "taro@日本語.jp"),
    ],
)
def test_mail_addresses_that_work(typed: str, written: str) -> None:
    assert normalize("email", typed) == written
    assert match_key("email", typed) == match_key("email", written) != ""


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "taro★example.co.jp",
            "a..b@example.com",
            "taro@example",
            "ta ro@example.jp",
            "taro@-example.jp",
            "taro@ex_ample.jp",
        ),
        *("太郎@example.jp", "@example.jp", "taro@", "test@test.test", "taro@@example.jp", "taro@.example.jp", "なし"),
    ],
)
def test_mail_addresses_that_cannot_work_stay_and_never_match(typed: str) -> None:
    assert (normalize("email", typed), match_key("email", typed)) == (typed, "")


def test_a_repaired_mail_address_is_told_from_a_rewritten_one() -> None:
    for typed in ("taro @example.jp", "taro@example,jp", "taro(at)example.jp", "taro@example.jp."):
        assert emails.is_repaired(typed), typed
    for typed in (
        "TARO@EXAMPLE.JP",
        "ｔａｒｏ＠example.jp",
        "a@example.jp;b@example.jp",
        "taro",
        "mailto:taro@example.jp",
    ):
        assert not emails.is_repaired(typed), typed


def test_keys_of_mail_addresses() -> None:
    assert match_key("email", "taro@example.jp（個人）") == "taro@example.jp"
    assert match_key("email", "taro@日本語.jp") == "taro@xn--wgv71a119e.jp"
    assert match_key("email", "Taro+News@example.jp") == "taro+news@example.jp"
    assert loose_key("email", "Taro+News@example.jp") == "taro@example.jp"
    assert loose_key("email", "ta.ro@googlemail.com") == loose_key("email", "taro@gmail.com")
    assert split("email", "山田太郎 <taro@example.jp>") == ("taro@example.jp", {"name": "山田太郎"})


def test_an_american_number_is_read_as_libphonenumber_reads_it() -> None:
    rules = load_rules("international")
    chosen = random.Random(3)
    shapes = ("{}{}{}", "({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "1 {} {} {}", "+1 {}-{}-{}", "+1({}){}-{}", "{} {}{}")
    for _number in range(1500):
        parts = [str(chosen.randint(*bounds)).zfill(n) for *bounds, n in ((200, 999, 3), (0, 999, 3), (0, 9999, 4))]
        typed = chosen.choice(shapes).format(*parts)
        number = phonenumbers.parse(typed, "US")
        found = phones.parse(typed, rules)
        if phonenumbers.is_valid_number(number):
            form = phonenumbers.PhoneNumberFormat
            assert [(p.written, p.e164) for p in found] == [
                (phonenumbers.format_number(number, form.INTERNATIONAL), phonenumbers.format_number(number, form.E164))
            ], typed
        else:
            assert found == [], typed


def test_without_a_country_code_ten_digits_are_american_only_for_american_rules() -> None:
    assert normalize("phone", "(212) 555-2368", load_rules("international")) == "+1 212-555-2368"
    assert normalize("phone", "(212) 555-2368", load_rules("japan")) == "(212) 555-2368"
    assert normalize("phone", "+1 (212) 555-2368", load_rules("japan")) == "+1 212-555-2368"
