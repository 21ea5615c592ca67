"""Match keys of many values in Latin letters at once are those of each value alone."""

import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.fields import Kind
from leadlist.leads import ColumnRef
from leadlist.normalizers import american_phones, match_key, text
from leadlist.normalizers.columns import match_keys
from leadlist.normalizers.keys_at_once import keys_at_once
from leadlist.normalizers.recognised import strange
from leadlist.normalizers.streets import plain_street_keys, street_key
from leadlist.operations.deduplicate.columns import KeyPart, keys_of
from leadlist.operations.deduplicate.spelling import wider_key
from leadlist.rules import load_rules

RULES = (load_rules("international"), load_rules("japan"))
USUAL = {
    "name": ("Ann Lee", "Dr. Ann Lee", "O'Hara, Ann-Lee", "ann  lee ", "John Smith PhD", "Mr. Dr."),
    "company": ("Acme Corp.", "The S. A. Works", "J.P. Morgan & Co., Inc.", "A. B. C. Holdings Ltd", "SAS Institute", "Inc."),
    "email": ("Ann.Lee+x@example.com", "a_b-c@mail.example.co.jp", "TARO@example.com"),
    "url": ("https://www.acme.example.com/", "acme.example.com", "http://acme.example.com/a_b/c/", "www.www.example.com"),
    "phone": ("212-555-0147", "(212) 555-0147", "+1 212.555.0147", "1 212 555 0147", "２１２ー５５５ー０１４７"),
    "street": ("12 Main Street, Suite 3", "1 2nd Ave", "5'th St. John's Rd", "12 34", "Flat 1", "1 First"),
}  # fmt: skip
UNUSUAL = {
    "name": ("none none", "n a n", "Ann", "山田 太郎", "Ann\nLee", "N. I. L.", "tb d"),
    "company": ("none", "N/A", "n.a", "T.B.D.", "a", "Ltd. Inc.", "青葉 Inc.", "A\nB", "none inc", "A/S Works"),
    "email": ("a@b@example.com", ".a@example.com", "a@example", "a@x.test", "a@-x.com", "a@x--.com", f"{'a' * 60}@x.com"),
    "url": ("www.com", "http://www.com/", "x.local", "1.2.3.4", "https://http://a.com", "a.com//", "ftp://a.com", "-a.com"),
    "phone": ("212-555-014", "112-555-0147", "+2 212 555 0147", "'212-555-0147'", "212-555-0147 ext. 3", "03-1234-5678", "212--555-0147", "310-8252", "555-0147"),
    "street": ("Main Street", "'12 Main", "1  Main", "12 Mäin", "No. 5 ’s", "1\n2", "#5", "12_3rd St", "9" * 101),
}  # fmt: skip


@pytest.mark.parametrize("field", USUAL)
def test_many_latin_values_have_the_keys_of_each(field: str) -> None:
    values = [*USUAL[field], *UNUSUAL[field]]
    for rules in RULES:
        assert match_keys(field, values, rules) == [match_key(field, value, rules) for value in values]
    if field == "street":
        assert set(USUAL[field]) <= set(plain_street_keys(values))
    elif field != "company":  # the last of those is a form alone
        assert set(USUAL[field]) <= set(keys_at_once(field, values, RULES[0]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text("aeNnil. ,'-山", max_size=8), unique=True, max_size=4),
    st.lists(st.text("aS. &,Ico/'山", max_size=9), unique=True, max_size=4),
    st.lists(st.text("aB1.-_+@é", max_size=9).map("{}@a-1.com".format), unique=True, max_size=4),
    st.lists(st.text("htps:/w.a1-_", max_size=12).map("{}a.com".format), unique=True, max_size=4),
    st.lists(st.text("2125550147+1 ()-.１ー", min_size=9, max_size=14), unique=True, max_size=4),
)
def test_so_have_any_others(
    name: list[str], company: list[str], email: list[str], url: list[str], phone: list[str]
) -> None:
    columns = {"name": name, "company": company, "email": email, "url": url, "phone": phone}
    for field, values in columns.items():
        for rules in RULES:
            assert match_keys(field, values, rules) == [match_key(field, value, rules) for value in values]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            "{}{}".format,
            st.text("12 ant'_-#.é", max_size=6),
            st.sampled_from(("", " 1st St.", "2nd", " Suite 5", "'s")),
        ),
        unique=True,
        max_size=5,
    )
)
def test_plain_streets_have_the_keys_of_each_alone(values: list[str]) -> None:
    found = plain_street_keys(values)
    assert found == {value: street_key(value) for value in found}


@pytest.mark.parametrize(
    ("field", "kind", "values"),
    [
        ("name", Kind.PERSON_NAME, ("John Smith PhD", "山田 太郎 部長", "山田 太郎　部長 ", "Ann Lee", "なし", "PhD")),
        ("company", Kind.COMPANY, ("The Aoba", "Theory Works", "青葉商事", "the", "なし")),
        ("address", Kind.ADDRESS, ("12 Main Street", "東京都港区赤坂1-2-3", "なし", "")),
    ],
)
def test_wider_keys_of_a_part_are_those_of_each_value(field: str, kind: Kind, values: tuple[str, ...]) -> None:
    for rules in RULES:
        made = keys_of(KeyPart(ColumnRef(0), field, kind, values, rules))
        keys = [match_key(field, value, rules) for value in values]
        assert made == [wider_key(kind, key, value) if key else "" for key, value in zip(keys, values, strict=True)]


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        "{}{}".format,
        st.sampled_from(("", "1", "3", "310", "1 310", "011", "0")),
        st.text("0123456789 ()-", min_size=1, max_size=12),
    )
)
def test_libphonenumber_knows_no_number_of_america_that_is_short(typed: str) -> None:
    if american_phones.is_short(typed):
        try:
            assert not phonenumbers.is_valid_number(phonenumbers.parse(typed, "US"))
        except phonenumbers.NumberParseException:
            pass


def test_statements_in_plain_letters_say_nothing() -> None:
    assert all(map(text.is_nothing, text.plain_statements()))
    assert not text.is_nothing("nonesuch")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab1 ", max_size=4), max_size=6))
def test_strange_lines_are_those_that_do_not_fit(lines: list[str]) -> None:
    fits = re.compile("[ab]+1?").fullmatch
    assert strange("[ab]+1?", "\n".join(lines)) == {line for line in lines if line and not fits(line)}
