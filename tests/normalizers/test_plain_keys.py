"""Values as most people write them get their match key at once: the very key that the long way gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.fields import Kind
from leadlist.leads import ColumnRef
from leadlist.normalizers import MATCH_KEYS, PLAIN_KEYS, normalize, streets
from leadlist.operations.deduplicate.columns import KeyPart, keys_of
from leadlist.operations.deduplicate.spelling import wider_key
from leadlist.rules import load_rules

JAPAN, WORLD = load_rules("japan"), load_rules("international")
RULES = (JAPAN, WORLD)
CASES = {
    "phone": ("212-555-0147", "(212) 555.0147", "+1 212 555 0147", "1-212-555-0147", "03-1234-5678", "０３１２３４５６７８",
              "0120-444-444", "03-0000-0000", "'0312345678'", "0312345678 内線 2", "03-0123-4567", "０３－０１２３－４５６７",
              "0101234567-0", "0100212555014", "0301234567-0", "0301234567.0-", "TEL 03-1234-5678 FAX 03-1234-5679"),
    "url": ("https://www.example.jp", "example.com/", "http://www.jp/a//", "www.example.com/a_b/c-d", "http://localhost",
            "https://10.0.0.1/", "https://example.jp/?a=1", "HP http://example.jp", "http.example.jp"),
}  # fmt: skip
STREETS = (
    "12 Elm Street",
    "5th Ave.",
    "1-2-3",
    "12 Elm St  Suite 7",
    "Elm",
    "O'Hara Rd 9",
    "7-",
    "12a Elm",
    "第1ビル",
    "",
)


def long_way(field: str, value: str, at: int) -> str:
    """The key of what may be written for a value."""
    return MATCH_KEYS[field](normalize(field, value, RULES[at]), RULES[at])


@pytest.mark.parametrize("at", range(len(RULES)))
@pytest.mark.parametrize("field", CASES)
def test_a_plain_value_has_the_key_of_the_long_way(field: str, at: int) -> None:
    found = {value: PLAIN_KEYS[field](value, RULES[at]) for value in CASES[field]}
    assert any(found.values())
    sure = {value: key for value, key in found.items() if key is not None}
    assert sure == {value: long_way(field, value, at) for value in sure}


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789+-(). 0120９ー\"'", max_size=16), st.text("htps:/w.jp-_a1#?", max_size=24))
def test_so_has_any_other(phone: str, url: str) -> None:
    for field, value in (("phone", phone), ("fax", phone), ("url", url), ("url", f"https://www.example.{url}")):
        for at, rules in enumerate(RULES):
            found = PLAIN_KEYS[field](value, rules)
            assert found is None or found == long_way(field, value, at)


@pytest.mark.parametrize("value", STREETS)
def test_a_plain_street_has_a_key_in_plain_letters(value: str) -> None:
    for rules in RULES:
        key = MATCH_KEYS["street"](normalize("street", value, rules), rules)
        assert (bool(key) and key.isascii()) or not streets.plain_street_keys([value])
        if key:
            part = KeyPart(ColumnRef(0), "street", Kind.ADDRESS, [value], rules)
            assert keys_of(part) == [wider_key(Kind.ADDRESS, key, value)]
