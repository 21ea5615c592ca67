"""Durations of the rules, and days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist import locale
from leadlist.errors import UserError
from leadlist.rules.days import latest_day, read_day
from leadlist.rules.durations import Duration, duration_words, parse_duration


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("3年", "3 years", "3年"),
        ("1 year 6 months", "1 year 6 months", "1年 6か月"),
        ("90d", "90 days", "90日"),
        ("0 days", "0 days", "0 days"),
    ],
)
def test_a_duration_is_told_in_the_language_of_the_user(text: str, en: str, ja: str) -> None:
    assert duration_words(text) == en
    locale.use("ja")
    try:
        assert duration_words(text) == ja
    finally:
        locale.use("en")


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("2 years", 24, 0),
        ("1 year", 12, 0),
        ("18 months", 18, 0),
        ("90d", 0, 90),
        ("90 days", 0, 90),
        ("2年", 24, 0),
        ("2年間", 24, 0),
        ("２年", 24, 0),
        ("6か月", 6, 0),
        ("6ヶ月", 6, 0),
        ("6ヵ月", 6, 0),
        ("6カ月", 6, 0),
        ("6 箇月", 6, 0),
        ("半年", 6, 0),
        ("1年半", 18, 0),
        ("1年6か月", 18, 0),
        ("1 year 6 months", 18, 0),
        ("1y6m", 18, 0),
        ("2週間", 0, 14),
        ("4 weeks", 0, 28),
        ("30日", 0, 30),
        ("0 days", 0, 0),
        (" 3 Years ", 36, 0),
    ],
)
def test_a_duration_is_read_in_both_languages(text: str, months: int, days: int) -> None:
    assert parse_duration(text) == Duration(months, days)


@pytest.mark.parametrize(
    "text", ["", "2", "two years", "-1 year", "1.5 years", "2 yearss", "year", "6か月半", "999 years", "2 年 ほど"]
)
def test_what_is_no_duration_says_how_one_looks(text: str) -> None:
    with pytest.raises(UserError) as error:
        parse_duration(text)
    assert error.value.hint


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2023, 2, 28), "1 year", date(2024, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2023, 8, 31), "18 months", date(2025, 2, 28)),
        (date(2024, 12, 15), "1 month", date(2025, 1, 15)),
        (date(2024, 11, 22), "2年", date(2026, 11, 22)),
        (date(2024, 12, 31), "90d", date(2025, 3, 31)),
    ],
)
def test_months_follow_the_calendar(start: date, text: str, end: date) -> None:
    assert parse_duration(text).after(start) == end


def test_before_ends_at_the_last_day_of_a_short_month() -> None:
    assert parse_duration("1 year").before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert parse_duration("1 month").before(date(2024, 3, 31)) == date(2024, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 600), st.integers(0, 4000))
def test_longer_never_ends_earlier_and_before_undoes_after_within_a_month(start: date, months: int, days: int) -> None:
    duration = Duration(months, days)
    assert Duration(months + 1, days).after(start) > duration.after(start) - timedelta(days=1)
    assert abs(Duration(months).before(Duration(months).after(start)) - start) <= timedelta(days=3)
    assert Duration(0, days).before(Duration(0, days).after(start)) == start


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01", date(2024, 5, 1)),
        ("2024/5/1", date(2024, 5, 1)),
        ("2024.05.01", date(2024, 5, 1)),
        ("２０２４／５／１", date(2024, 5, 1)),
        ("2024年5月1日", date(2024, 5, 1)),
        ("2024年5月1日(水)", date(2024, 5, 1)),
        ("2024-05-01 13:45:00", date(2024, 5, 1)),
        ("2024-05-01T13:45:00+09:00", date(2024, 5, 1)),
        ("20240501", date(2024, 5, 1)),
        ("令和6年5月1日", date(2024, 5, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R6.5.1", date(2024, 5, 1)),
        ("H31/4/30", date(2019, 4, 30)),
        ("平成三十年", None),
        ("平成三十年三月十日", date(2018, 3, 10)),
        ("令和元年十二月二十一日", date(2019, 12, 21)),
        ("二〇二四年五月一日", date(2024, 5, 1)),
        ("令和十十年五月一日", None),
        ("5 Mar 2024", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("25/03/2024", date(2024, 3, 25)),
        ("03/25/2024", date(2024, 3, 25)),
        ("05/05/2024", date(2024, 5, 5)),
        ("05.03.2024", date(2024, 3, 5)),
        ("03/05/2024", None),
        ("2024-02-30", None),
        ("2024年5月", None),
        ("12345678", None),
        ("未定", None),
        ("", None),
    ],
)
def test_a_day_is_read_only_where_it_can_be_one_day_alone(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年5月", date(2024, 5, 31)),
        ("2024/2", date(2024, 2, 29)),
        ("03/05/2024", date(2024, 5, 3)),
        ("2024-05-01", date(2024, 5, 1)),
        ("2024年", None),
        ("2024-13", None),
    ],
)
def test_the_latest_day_of_an_unsure_date_is_taken_where_leads_would_be_erased(text: str, day: date | None) -> None:
    assert latest_day(text) == day
