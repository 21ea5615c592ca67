"""The purpose of use: vague wordings are refused, specific ones and codes pass."""

import re
from dataclasses import replace

import pytest

from leadlist import purposes
from leadlist.errors import ExitStatus, Refused, UserError
from leadlist.rules import load_rules
from leadlist.rules.schema import Purpose

RULES = replace(
    load_rules(),
    purposes={
        "P01": Purpose("自社製計測機器の新製品と導入事例セミナーを電子メールで案内するため"),
        "P02": Purpose("見積りの送付"),
    },
)


@pytest.mark.parametrize(
    "text",
    [
        "マーケティング活動に利用するため",
        "マーケティング活動に用いるため",
        "マーケティング目的",
        "マーケティングのため",
        "ﾏｰｹﾃｨﾝｸﾞ活動のため。",
        "事業活動",
        "事業活動に用いるため",
        "当社の事業活動のため",
        "お客様のサービスの向上",
        "お客様へのサービス向上のため",
        "サービスの改善のため",
        "営業活動に使用します",
        "営業のため",
        "業務上の目的のため",
        "顧客管理のため",
        "見込み客の管理",
        "各種ご案内",
        "事業活動、マーケティング活動に利用するため",
        "その他",
        "Marketing",
        "marketing purposes",
        "For marketing and sales activities",
        "to improve our services",
        "business purposes",
    ],
)
def test_a_vague_purpose_is_told_why(text: str) -> None:
    assert purposes.lint(text)


@pytest.mark.parametrize(
    "text",
    [
        "自社製計測機器の新製品と導入事例セミナーを電子メールで案内するため",
        "展示会でご請求いただいた資料をお送りするため",
        "メールマガジン「現場改善だより」を月1回配信するため",
        "見積書の送付と納期のご連絡",
        "マーケティング活動のうち、新製品カタログの郵送と電話によるご案内のため",
        "採用選考のご連絡のため",
        "セミナー参加者への受講票の送付",
        "To send our monthly newsletter about sailing boats by e-mail",
        "Answering quotation requests for packaging machines by phone",
        purposes.example("ja"),
        purposes.example("en"),
    ],
)
def test_a_specific_purpose_passes(text: str) -> None:
    assert purposes.lint(text) is None


@pytest.mark.parametrize("given", ["P01", "p01", "Ｐ０１", " P01 ", RULES.purposes["P01"].text])
def test_a_code_or_its_very_wording_is_written_as_the_code(given: str) -> None:
    assert purposes.resolve(given, RULES) == "P01"


def test_a_wording_of_ones_own_is_written_as_it_is() -> None:
    assert purposes.resolve("ご請求の資料を郵送するため", RULES) == "ご請求の資料を郵送するため"
    assert purposes.resolve("", RULES) == ""


def test_a_vague_wording_is_refused_with_a_good_example() -> None:
    with pytest.raises(Refused) as caught:
        purposes.resolve("マーケティング活動に利用するため", RULES)
    assert caught.value.status == ExitStatus.REFUSED
    assert purposes.proposal("マーケティング活動に利用するため", "ja") in caught.value.hint


def test_a_code_whose_wording_is_vague_is_refused_too() -> None:
    with pytest.raises(Refused):
        purposes.resolve("P09", replace(RULES, purposes={"P09": Purpose("事業活動のため")}))


def test_an_unknown_code_names_the_nearest_one() -> None:
    with pytest.raises(UserError) as caught:
        purposes.resolve("P011", RULES)
    assert "P01" in caught.value.hint
    assert caught.value.status == ExitStatus.UNUSABLE


def test_an_unknown_code_without_any_purposes_says_how_to_add_it() -> None:
    with pytest.raises(UserError, match="P01") as caught:
        purposes.resolve("P01", replace(RULES, purposes={}))
    assert "leadlist purpose add P01" in caught.value.hint


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "text", ["マーケティングのため", "事業活動", "サービスの向上", "顧客管理のため", "その他", "business purposes"]
)
def test_a_better_wording_is_proposed_and_does_once_its_blanks_are_filled_in(text: str, language: str) -> None:
    better = purposes.proposal(text, language)
    assert purposes.lint(better) is not None
    assert purposes.lint(re.sub("〔.*?〕", "計測機器展", better)) is None


def test_what_is_proposed_goes_by_what_was_meant() -> None:
    assert len({purposes.proposal(text, "ja") for text in ("販促", "事業活動", "サービスの向上", "顧客管理")}) == 4
