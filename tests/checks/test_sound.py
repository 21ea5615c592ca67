"""What is taken for right at a glance is what every check of single cells has nothing to say to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.checks import ANY, CHECKS, CellCheck, Context
from leadlist.checks.columns import Texts
from leadlist.checks.sound import SOUND
from leadlist.normalizers import match_key
from leadlist.normalizers.text import is_nothing
from leadlist.rules import load_rules

TODAY = date(2026, 11, 22)
CONTEXTS = [
    Context(rules, TODAY, lambda field, text, rules=rules: match_key(field, text, rules), is_nothing)  # type: ignore[misc]
    for rules in (load_rules(), replace(load_rules(), country="US"), load_rules("international"))
]
LABEL = st.from_regex(r"[a-z0-9]{1,9}(?:-[a-z0-9]{1,3})?", fullmatch=True)
PART = st.one_of(
    LABEL, st.sampled_from(["info", "no-reply", "gmial", "gmail", "mailinator", "con", "co", "test", "x.", ".."])
)
DOMAIN = st.lists(st.one_of(PART, st.sampled_from(["jp", "com", "ne", "co"])), min_size=2, max_size=4).map(".".join)
DIGITS = st.text("0123456789-", max_size=14)
SIGNS = st.text("=＝+@|cmd?？&<#$B縺隨々県市区東京都千代田1-２ 　\n\t\u200b\ue000é", max_size=8)
TEXTS = {
    "email": st.builds("{}@{}".format, st.lists(PART, min_size=1, max_size=3).map(".".join), DOMAIN),
    "phone": st.builds("0{}".format, DIGITS),
    "mobile": st.builds("0{}0-{}".format, st.sampled_from("6789012"), DIGITS),
    "postal_code": st.one_of(st.from_regex(r"\d{3}-\d{4}", fullmatch=True), st.sampled_from(["100-0005", "060-0001"])),
    "url": st.builds("{}{}/{}".format, st.sampled_from(["https://", "HTTPS://WWW.", "http://www.", ""]), DOMAIN, SIGNS),
    "address": st.builds(
        "{}{}{}".format, SIGNS, st.sampled_from(["東京都", "青森県", "千代田区", "山縺県", "cmd県"]), SIGNS
    ),
}


def cell_checks(field: str) -> list[CellCheck]:
    return [c for c in CHECKS.values() if isinstance(c, CellCheck) and (c.fields is ANY or field in c.fields)]


@pytest.mark.parametrize("field", TEXTS)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_check_objects_to_a_text_taken_for_sound(field: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(TEXTS[field], *TEXTS.values()))
    if SOUND[field](text):
        asked = [c for c in cell_checks(field) if not c.signs or c.signs.search(text)]
        found = [c.code for c in asked for context in CONTEXTS if c.test(field, text, context) is not None]
        assert not found, (text, found)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "hanako.yamada@aoba.example.co.jp"),
        ("email", "taro@gmail.com"),
        ("phone", "03-3212-4455"),
        ("mobile", "090-3212-4455"),
        ("postal_code", "100-0005"),
        ("url", "https://www.aoba.example.jp/"),
        ("address", "東京都千代田区丸の内1-9-1 青葉ビル3F"),
    ],
)
def test_usual_texts_are_told_at_a_glance(field: str, text: str) -> None:
    assert SOUND[field](text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "info@aoba.example.jp"),
        ("email", "taro@gmial.com"),
        ("email", "taro@aoba.example.con"),
        ("email", "taro@post.mailinator.com"),
        ("email", "noreply@aoba.example.jp"),
        ("email", "taro@aoba.test"),
        ("mobile", "03-3212-4455"),
        ("phone", "000-0000-0000"),
        ("postal_code", "000-0000"),
        ("address", "東京都千代田区丸の内?"),
        ("address", "=東京都"),
    ],
)
def test_doubtful_texts_are_left_to_the_checks(field: str, text: str) -> None:
    assert not SOUND[field](text)


@given(st.lists(st.text("ab\n1", min_size=1, max_size=4).filter(str.strip), max_size=8))
def test_searching_all_texts_as_one_finds_those_that_hold_the_sign(texts: list[str]) -> None:
    import re

    for sign in (re.compile("a.*1"), re.compile("^1", re.MULTILINE), re.compile(r"b\s*$", re.MULTILINE)):
        assert list(Texts(texts).holding(sign)) == [text for text in texts if sign.search(text)]
