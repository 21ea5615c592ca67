"""On what ground leads may be used: consent, take-over from another firm, terms of platforms, one-to-one cards."""

from collections.abc import Sequence
from datetime import date

import pytest

from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, lead_list
from leadlist.operations.import_ import Acquired, Batch, Handover, plan
from leadlist.plans import Plan, apply
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules

RULES = load_rules()
ENGLISH = load_rules("international")
TODAY = date(2026, 11, 22)


def listed(headings: Sequence[str], *rows: Sequence[str]) -> LeadList:
    return recognize(lead_list(headings, rows), RULES).leads


SOURCE = listed(["氏名", "メールアドレス"], ["山田 太郎", "taro@example.jp"])
EMPTY = listed(["氏名", "メールアドレス"])


def imported(acquired: Acquired, rules: Rules = RULES, source: LeadList = SOURCE) -> tuple[Plan, LeadList]:
    made = plan(EMPTY, rules, batches=[Batch("a.csv", source)], acquired=acquired, today=TODAY)
    return made, apply(EMPTY, made.changes)


def codes(made: Plan) -> set[str]:
    return {finding.code for finding in made.findings}


@pytest.mark.parametrize(
    ("word", "rules", "written"),
    [
        ("explicit", RULES, "同意あり"),
        ("EXPLICIT", ENGLISH, "consented"),
        ("card", RULES, "名刺交換"),
        ("名刺交換", RULES, "名刺交換"),
        ("contract", RULES, "取引関係"),
        ("published", RULES, "公表アドレス"),
        ("none", RULES, "なし"),
    ],
)
def test_a_consent_is_one_of_the_grounds_of_the_law(word: str, rules: Rules, written: str) -> None:
    _made, after = imported(Acquired(consent=word), rules)
    assert after.values("consent") == [written]


@pytest.mark.parametrize(
    ("word", "near"), [("explict", "explicit"), ("cards", "card"), ("はい", "explicit (同意あり)")]
)
def test_any_other_consent_is_refused_with_what_was_meant(word: str, near: str) -> None:
    with pytest.raises(UserError) as caught:
        imported(Acquired(consent=word))
    assert word in caught.value.problem
    assert near in caught.value.hint


@pytest.mark.parametrize(
    "handover",
    [
        Handover(),
        Handover("consent"),
        Handover("notified", "株式会社名簿社、東京都、代表 甲"),
        Handover("consent", "", "公開情報"),
    ],
)
def test_a_list_from_another_firm_is_refused_until_the_take_over_is_known(handover: Handover) -> None:
    with pytest.raises(Refused) as caught:
        imported(Acquired(source="list", handover=handover))
    assert "--handover" in caught.value.hint or "--supplier" in caught.value.hint


def test_a_take_over_is_kept_in_the_evidence_of_every_lead() -> None:
    handover = Handover("consent", "株式会社名簿社、東京都千代田区、代表 甲 一", "同社のセミナー申込フォーム")
    _made, after = imported(Acquired(source="list", evidence="契約書.pdf sha256:00", handover=handover))
    evidence = after.values("evidence")[0]
    assert evidence == (
        "契約書.pdf sha256:00 / 本人同意による第三者提供 / 提供元: 株式会社名簿社、東京都千代田区、代表 甲 一 / "
        "取得の経緯: 同社のセミナー申込フォーム"
    )
    assert evidence in after.values("provenance")[0]


@pytest.mark.parametrize("kind", ["processor", "succession", "joint"])
def test_who_is_no_third_party_needs_no_supplier(kind: str) -> None:
    _made, after = imported(Acquired(source="list", handover=Handover(kind)), ENGLISH)
    assert after.values("evidence")[0]


def test_a_kind_of_take_over_that_does_not_exist_is_named_with_what_was_meant() -> None:
    with pytest.raises(UserError) as caught:
        imported(Acquired(source="fair", handover=Handover("sucession")))
    assert "succession" in caught.value.hint


def test_rows_that_say_they_come_from_another_firm_are_told() -> None:
    source = listed(["氏名", "メールアドレス", "取得元"], ["山田 太郎", "taro@example.jp", "購入リスト"])
    made, _after = imported(Acquired(), source=source)
    assert "IMPORT-009" in codes(made)


@pytest.mark.parametrize(
    ("acquired", "expected"),
    [
        (Acquired(source="sns"), {"IMPORT-010", "IMPORT-011"}),
        (Acquired(source="personal"), {"IMPORT-011"}),
        (Acquired(source="個別に交換した名刺", consent="card"), {"IMPORT-011"}),
        (Acquired(source="personal", consent="explicit"), set()),
        (Acquired(source="card"), set()),
    ],
)
def test_sources_for_single_letters_and_with_terms_of_their_own_say_so(acquired: Acquired, expected: set[str]) -> None:
    made, _after = imported(acquired)
    assert codes(made) & {"IMPORT-009", "IMPORT-010", "IMPORT-011"} == expected
