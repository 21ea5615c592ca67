"""What a person reads in a number cell, and which number reads as a given text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.formats.excel.formatcodes import Kind, kind_of
from leadlist.formats.excel.numberformats import shown
from leadlist.formats.excel.styles import Styles, iso_text
from leadlist.formats.excel.wholenumbers import whole_number, whole_numbers


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("80", "General", "80"),
        ("80.0", "General", "80"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234567890123", "General", "1234567890123"),
        ("1E+20", "General", "100000000000000000000"),
        ("1.5E-7", "General", "0.00000015"),
        ("1E+25", "General", "1E+25"),
        ("-0", "General", "0"),
        ("1234567", "000-0000", "123-4567"),
        ("123456", r"000\-0000", "012-3456"),
        ("9012345678", "[<=9999999]000-0000;000-0000-0000", "090-1234-5678"),
        ("312345678", "00-0000-0000", "03-1234-5678"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234567", "#,##0", "1,234,567"),
        ("12345", "#,##0,", "12"),
        ("-3", "0;(0)", "(3)"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("0.256", "0.0%", "25.6%"),
        ("1.5", "0.##", "1.5"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("5", "[$¥-411]#,##0", "¥5"),
        ("12", '"No."0000', "No.0012"),
        ("3", 'G/標準"人"', "3人"),
        ("1", '"あり";;"なし"', "あり"),
        ("0", '"あり";;"なし"', "なし"),
        ("7", "@", "7"),
        ("7", ";;;", "7"),
        ("nonsense", "0", "nonsense"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


@given(
    st.integers(1, 10**15 - 1), st.sampled_from(["General", "@", "#,##0", "000-0000", "0", '"No."0', "0;(0)", "0_ "])
)
def test_the_fast_way_reads_whole_numbers_as_the_thorough_one(number: int, code: str) -> None:
    assert whole_number(str(number), code) in {"", shown(str(number), code)}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("yyyy/m/d", Kind.DATE),
        ('ggge"年"m"月"d"日"', Kind.DATE),
        ("[$-411]ge.m.d", Kind.DATE),
        ("mmm", Kind.DATE),
        ("aaa", Kind.DATE),
        ("h:mm", Kind.TIME),
        ("mm:ss.0", Kind.TIME),
        ("[h]:mm", Kind.ELAPSED),
        ("[DBNum1]0", Kind.NUMBER),
        ("0.00E+00", Kind.NUMBER),
        ("[Red]General", Kind.NUMBER),
        ('"日付"0', Kind.NUMBER),
        (r"\d0", Kind.NUMBER),
    ],
)
def test_a_format_shows_dates_times_or_numbers(code: str, kind: Kind) -> None:
    assert kind_of(code) is kind


STYLES = ["General", "yyyy/m/d", "h:mm", "000-0000", "#,##0", "yyyy/m/d h:mm", "0%", "[h]:mm", "@"]


@pytest.mark.parametrize(
    ("style", "stored", "text"),
    [
        ("1", "45524", "2024-08-20"),
        ("1", "1", "1900-01-01"),
        ("1", "59", "1900-02-28"),
        ("1", "60", "1900-02-29"),
        ("1", "61", "1900-03-01"),
        ("1", "2958465", "9999-12-31"),
        ("1", "-3", "-3"),
        ("1", "45524.75", "2024-08-20 18:00"),
        ("5", "45524.500011574", "2024-08-20 12:00:01"),
        ("5", "45524", "2024-08-20"),
        ("2", "0.5", "12:00"),
        ("7", "1.5", "36:00"),
        ("99", "45524", "45524"),
    ],
)
def test_dates_read_in_iso_form(style: str, stored: str, text: str) -> None:
    assert Styles(STYLES).text(style, stored) == text


def test_dates_of_the_1904_system_read_as_the_days_they_are() -> None:
    assert Styles(STYLES, from_1904=True).text("1", "44651") == "2026-04-01"
    assert Styles(STYLES, from_1904=True).stored("1", "2026-04-01") == "44651"


@pytest.mark.parametrize(
    ("style", "text", "stored"),
    [
        ("0", "80", "80"),
        ("0", "3.14", "3.14"),
        ("0", "080", None),
        ("0", "090-1234-5678", None),
        ("0", "12345678901234567", None),
        ("0", "=1+1", None),
        ("0", "", None),
        ("3", "150-0001", "1500001"),
        ("4", "1,234", "1234"),
        ("4", "1234", None),
        ("6", "80%", "0.8"),
        ("1", "2026-11-22", "46348"),
        ("1", "2026/11/22", None),
        ("1", "2026-02-30", None),
        ("5", "2026-11-22 10:30", "46348.4375"),
        ("2", "12:00", "0.5"),
    ],
)
def test_a_text_becomes_a_number_only_where_it_reads_back_the_same(style: str, text: str, stored: str | None) -> None:
    assert Styles(STYLES).stored(style, text) == stored


@given(
    st.sampled_from([str(n) for n in range(9)]),
    st.one_of(st.text(max_size=12), st.dates().map(str), st.integers().map(str)),
)
def test_what_is_stored_always_reads_back(style: str, text: str) -> None:
    styles = Styles(STYLES)
    stored = styles.stored(style, text)
    assert stored is None or styles.text(style, stored) == text


def test_an_iso_cell_reads_as_other_dates_do() -> None:
    assert iso_text("2026-11-22T00:00:00") == "2026-11-22"
    assert iso_text("2026-11-22T09:05:00.000Z") == "2026-11-22 09:05"


CODES = [
    "General",
    "@",
    "#,##0",
    "0",
    "000-0000",
    '"No."0000',
    r"00\/0000",
    "00-0000-0000",
    '0"%"',
    "0-0-0-0",
    "0 ",
    "0;-0",
    '0"a\\"',
]


@given(
    st.sampled_from(CODES), st.lists(st.integers(0, 10**16).map(str) | st.sampled_from(["", "007", "1.5", "５", "-3"]))
)
def test_a_column_is_shown_as_its_cells_are(code: str, stored: list[str]) -> None:
    styles = Styles([code])
    assert list(styles.texts(["0"] * len(stored), stored)) == [styles.text("0", each) for each in stored]


def test_whole_numbers_are_taken_many_at_a_time() -> None:
    for code in CODES[:9]:
        assert whole_numbers(["1500001", "12", "340"], code) is not None, code
