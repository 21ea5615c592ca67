"""What holds for every text: hypothesis looks for the one that breaks it."""

import os
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leadlist
from leadlist.fields import FIELDS, Kind
from leadlist.normalizers import (
    MATCH_KEYS,
    NORMALIZERS,
    SPLITTERS,
    UNTOUCHED,
    loose_key,
    match_key,
    normalize,
    recognised,
    split,
)
from leadlist.rules import load_rules

RULES = load_rules()
HYPHEN = replace(RULES, normalize=replace(RULES.normalize, address_numbers="hyphen"))
TESTED = (
    *(
        "name",
        "name_kana",
        "company",
        "department",
        "title",
        "phone",
        "fax",
        "email",
        "postal_code",
        "address",
        "street",
    ),
    *("url", "acquired_on", "corporate_number", "invoice_number", "note", "status", "phone_ext"),
)
PIECES = (
    *(
        "株式会社",
        "(株)",
        "㈱",
        "（有）",
        " ",
        "　",
        "山田",
        "様",
        "殿",
        "さん",
        "御中",
        "サマ",
        "カ)",
        "ヤマダ",
        "(",
        ")",
        "支店",
        "営業部",
    ),
    *(
        "東京都",
        "新宿区",
        "西新宿",
        "府中市",
        "郡",
        "北",
        "条",
        "の",
        "字",
        "2",
        "丁目",
        "8",
        "番",
        "1号",
        "-",
        "－",
        "ー",
        "ビル",
        "〒",
        "100",
    ),
    *(
        "03",
        "1234",
        "5678",
        "90",
        "0",
        "FAX",
        "内線",
        "+81",
        "taro",
        "@",
        "example",
        ".",
        "jp",
        "https://",
        "www",
        "; ",
        "、",
        "\n",
    ),
    *(
        "令和",
        "6年",
        "3月",
        "5日",
        "10:30",
        "/",
        "午後",
        "T",
        "5010401067252",
        "Inc",
        "Co., Ltd.",
        "GmbH",
        "ﾞ",
        "゛",
        "ガ",
        "\u200b",
        "神",
    ),
)
texts = st.one_of(st.text(max_size=24), st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("field", TESTED)
def test_normalizing_twice_is_once_and_keeps_the_key(field: str) -> None:
    @many
    @given(texts)
    def law(text: str) -> None:
        for rules in (RULES, HYPHEN):
            written = normalize(field, text, rules)
            assert normalize(field, written, rules) == written
            assert match_key(field, written, rules) == match_key(field, text, rules)
        loose_key(field, text, RULES)
        kept, rest = split(field, text, RULES)
        assert rest or kept == text

    law()


@pytest.mark.parametrize("field", ["phone", "postal_code", "corporate_number"])
def test_every_digit_written_stands_in_the_input_or_is_a_national_prefix(field: str) -> None:
    @many
    @given(texts)
    def law(text: str) -> None:
        written = normalize(field, text, RULES)
        if written != text:
            given_digits = Counter(re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text)))
            added = Counter(re.sub("[^0-9]", "", written)) - given_digits
            assert set(added) <= {"0"}
            assert added["0"] <= written.count(";") + 1

    law()


@many
@given(texts)
def test_the_kanji_of_a_name_are_never_changed(text: str) -> None:
    def kanji(name: str) -> list[str]:
        return re.findall(
            "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]?", name
        )

    written = kanji(normalize("name", text, RULES))
    typed = kanji(text)
    assert written == typed[: len(written)]
    assert set(typed[len(written) :]) <= set("様殿方御中")


def test_each_compatibility_ideograph_survives_in_a_name() -> None:
    for code in (*range(0xF900, 0xFAD9), *range(0x2F800, 0x2FA1E)):
        name = f"{chr(code)}　太郎"
        assert normalize("name", name, RULES) == f"{chr(code)} 太郎"


def test_every_field_has_a_normalizer_and_a_key_or_is_left_alone_on_purpose() -> None:
    for name, field in FIELDS.items():
        if field.kind is Kind.CODE or name in UNTOUCHED:
            continue
        assert name in NORMALIZERS or field.kind in NORMALIZERS
        assert name in MATCH_KEYS or field.kind in MATCH_KEYS
    assert set(SPLITTERS) <= set(FIELDS)


HOSTILE = (
    "1F",
    "1-",
    "(",
    "a.",
    "a@",
    "東",
    "丁目1",
    "http://",
    "東京都新宿区1ア",
    " ",
    "ﾞ",
    "令和1",
    "、",
    "1 ",
    "\u200d",
    "株",
)


@pytest.mark.parametrize("field", TESTED)
def test_no_text_however_made_takes_long(field: str) -> None:
    started = time.process_time()
    for piece in HOSTILE:
        for length in (600, 20_000):
            for end in ("", "。", "!"):
                text = piece * (length // len(piece)) + end
                normalize(field, text, RULES)
                match_key(field, text, RULES)
                split(field, text, RULES)
                recognised.doubtful(field, {text}, RULES)
    assert time.process_time() - started < 10


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        normalize("no_such_field", "x")
    with pytest.raises(KeyError):
        match_key("no_such_field", "x")


def test_the_public_api_is_loaded_when_it_is_used() -> None:
    assert leadlist.normalize("company", "㈱山田") == "株式会社山田"
    assert leadlist.match_key("phone", "03-1234-5678") == "+81312345678"
    assert leadlist.split("name", "山田") == ("山田", {})
    assert leadlist.load_rules().country == "JP"
    with pytest.raises(AttributeError):
        _ = leadlist.no_such_thing  # type: ignore[attr-defined]
    code = "import sys, leadlist; bad = {m for m in sys.modules if m.startswith(('leadlist.', 'phonenumbers'))}; assert not bad, bad"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_phones_of_japan_need_no_libphonenumber() -> None:
    code = (
        "import sys, leadlist; leadlist.normalize('phone', '0312345678'); leadlist.normalize('email', 'taro@example.jp');"
        "assert not {'phonenumbers', 'email_validator'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


SHARED = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[3] / "shared")) / "cases"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of cases are not beside this checkout (LEADLIST_SHARED)")
def test_the_shared_cases_are_right() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    from normalize_cases import cases, outcome

    wrong = [case for case in cases(SHARED) if outcome(case, RULES) != (case.written, case.key)]
    assert not wrong
