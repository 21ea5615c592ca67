"""Dates of both calendars; what is impossible, ambiguous or incomplete is never filled in."""

import pytest

from leadlist.normalizers import dates, match_key, normalize, split
from leadlist.rules import load_rules

RULES = load_rules()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2024/3/5", "2024-03-05"),
        ("２０２４年３月５日（火）", "2024-03-05"),
        ("2024‐3‐5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("45356", "2024-03-05"),
        ("45356.4375", "2024-03-05 10:30"),
        ("2024/3/5 0:00", "2024-03-05"),
        ("2024年3月5日 午後3時", "2024-03-05 15:00"),
        ("2024-03-05T10:30:00+09:00", "2024-03-05 10:30:00+09:00"),
        ("05-Mar-24", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("05-Mar-85", "1985-03-05"),
        ("03/25/2024", "2024-03-25"),
        ("25/03/2024", "2024-03-25"),
        ("05/05/2024", "2024-05-05"),
        ("令和六年三月五日", "2024-03-05"),
        ("R6.3.5", "2024-03-05"),
        ("Ｒ６．３．５", "2024-03-05"),
        ("令和元年5月1日", "2019-05-01"),
        ("H31/4/30", "2019-04-30"),
        ("S64.1.7", "1989-01-07"),
        ("平成35年3月31日", "2023-03-31"),
        ("㋿6年3月5日", "2024-03-05"),
        ("R060305", "2024-03-05"),
        ("2024年3月", "2024-03"),
        ("2024", "2024"),
    ],
)
def test_dates_are_written_in_iso(typed: str, written: str) -> None:
    assert normalize("acquired_on", typed) == written
    assert match_key("acquired_on", typed) == written.split(" ")[0]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "令和5年2月29日",
            "令和6年13月1日",
            "2024/0/5",
            "令和0年1月1日",
            "3月5日",
            "24/03/05",
            "03/05/2024",
            "2024-02-30",
        ),
        *(
            "令和元年4月30日",
            "明治5年12月2日",
            "2024年3月上旬",
            "2024/3/5～2024/3/7",
            "未定",
            "－",
            "2024/3/5 25:00",
            "99999",
            "2024年度",
        ),
    ],
)
def test_what_is_impossible_or_ambiguous_stays(typed: str) -> None:
    assert (normalize("acquired_on", typed), match_key("acquired_on", typed)) == (typed, "")


def test_a_column_decides_between_day_and_month() -> None:
    assert dates.decided(dates.orders(["03/05/2024", "25/03/2024"])) == "dmy"
    assert dates.decided(dates.orders(["03/05/2024", "03/25/2024"])) == "mdy"
    assert dates.decided(dates.orders(["25/03/2024", "03/25/2024"])) == ""
    assert dates.decided(dates.orders(["03/05/2024"])) == ""
    assert dates.write_date("03/05/2024", RULES, "dmy") == "2024-05-03"
    assert dates.write_date("03/05/2024", RULES, "mdy") == "2024-03-05"


@pytest.mark.parametrize(
    ("typed", "written", "key"),
    [
        ("HTTP://WWW.EXAMPLE.CO.JP/Path", "http://www.example.co.jp/Path", "example.co.jp/Path"),
        ("example.co.jp", "example.co.jp", "example.co.jp"),
        ("HP: www.example.co.jp", "www.example.co.jp", "example.co.jp"),
        ("http//www.example.co.jp", "http://www.example.co.jp", "example.co.jp"),
        ("http://http://www.example.co.jp", "http://www.example.co.jp", "example.co.jp"),
        ("http://www.example.co.jp:80/", "http://www.example.co.jp/", "example.co.jp"),
        ("https://example.co.jp/a b", "https://example.co.jp/a%20b", "example.co.jp/a%20b"),
        (
            "https://example.jp、https://example.com",
            "https://example.jp; https://example.com",
            "example.jp;example.com",
        ),
        ("www.example.co.jp（準備中）", "www.example.co.jp（準備中）", "example.co.jp"),
        ("https://日本語.jp/", "https://日本語.jp/", "xn--wgv71a119e.jp"),
        ("hxxps://www.example.co.jp", "hxxps://www.example.co.jp", ""),
        ("https://localhost/", "https://localhost/", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("準備中", "準備中", ""),
    ],
)
def test_web_addresses(typed: str, written: str, key: str) -> None:
    assert (normalize("url", typed), match_key("url", typed)) == (written, key)


def test_a_mail_address_among_web_addresses_is_offered_to_its_column() -> None:
    assert split("url", "info@example.co.jp") == ("", {"email": "info@example.co.jp"})
    assert split("url", "https://example.co.jp") == ("https://example.co.jp", {})


@pytest.mark.parametrize(
    ("typed", "written", "key"),
    [
        ("５０１０４０１０６７２５２", "5010401067252", "5010401067252"),
        ("T5-0104-0106-7252", "5010401067252", "5010401067252"),
        ("5010401067252.0", "5010401067252", "5010401067252"),
        ("5010401067252、7000012050002", "5010401067252; 7000012050002", "5010401067252;7000012050002"),
        ("010401067252", "010401067252", ""),
        ("5010401067253", "5010401067253", ""),
        ("9999999999999", "9999999999999", ""),
        ("なし", "なし", ""),
    ],
)
def test_corporate_numbers(typed: str, written: str, key: str) -> None:
    assert (normalize("corporate_number", typed), match_key("corporate_number", typed)) == (written, key)


def test_invoice_numbers_carry_their_t() -> None:
    assert normalize("invoice_number", "5010401067252") == "T5010401067252"
    assert match_key("invoice_number", "Ｔ5010-4010-67252") == "T5010401067252"
