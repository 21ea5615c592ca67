"""A list that is not held gets the plan of one that is: refusals, consents, exports."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.errors import Refused
from leadlist.leads import LeadList, lead_list
from leadlist.operations.identifying import Known
from leadlist.operations.optout import in_clear, plan, plan_consent
from leadlist.operations.optouts import Refusal
from leadlist.recognition import recognize
from leadlist.rules import load_rules

RULES = load_rules()
DAY, LATER = date(2026, 11, 19), date(2026, 11, 25)
HEADINGS = ["会社名", "氏名", "メールアドレス", "電話番号", "携帯電話", "FAX", "メール配信停止", "DM可否"]
ROW = st.tuples(
    st.sampled_from(["", "山田商事", "(株)山田商事", "別会社"]),
    st.sampled_from(["山田 太郎", "山田太郎", "佐藤 花子", "山田"]),
    st.sampled_from(["", "taro@example.jp", "ＴＡＲＯ＠example.jp", "hanako@example.jp; info@example.jp"]),
    st.sampled_from(["", "03-1234-5678", "090-1111-2222"]),
    st.sampled_from(["", "090-1234-5678", "０９０１２３４５６７８"]),
    st.sampled_from(["", "03-1234-5679"]),
    st.sampled_from(["", "停止", "希望しない", "2026-11-01"]),
    st.sampled_from(["", "可", "不可"]),
)


@dataclass
class Since:
    """Who refused before, as something that can be sent to another process."""

    refused: frozenset[tuple[str, str]]

    def __call__(self, channel: str, key: str) -> date | None:
        return DAY if (key, channel) in self.refused else None


def nobody(keys: frozenset[str]) -> bool:
    return False


def known(*refused: tuple[str, str]) -> Known:
    return Known(Since(frozenset(refused)), nobody, RULES, erases=False)


def in_blocks(leads: LeadList, rows: int) -> LeadList:
    return replace(leads, stored=tuple(leads.blocks(rows)))


def elsewhere(work: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
    """As `map`, with everything sent to another process and back."""
    return [pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(job))))) for job in jobs]


def leads_of(rows: list[tuple[str, ...]]) -> LeadList:
    return recognize(lead_list(HEADINGS, rows), RULES).leads


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=12), st.integers(1, 5), st.booleans())
def test_refusals_are_written_into_the_same_cells(rows: list[tuple[str, ...]], size: int, before: bool) -> None:
    leads = leads_of(rows)
    refusals = [
        Refusal("taro@example.jp", "email", DAY),
        Refusal("+81312345679", "fax", DAY),
        Refusal("nobody@example.com", "all", DAY),
    ]
    asked = known(("+819011112222", "post"), ("hanako@example.jp", "email")) if before else None
    whole = plan(leads, RULES, refusals, asked)
    assert plan(in_blocks(leads, size), RULES, refusals, asked, spread=elsewhere) == whole


@settings(deadline=None, max_examples=25)
@given(st.lists(ROW, min_size=1, max_size=12), st.integers(1, 5))
def test_a_consent_lifts_the_same_refusals(rows: list[tuple[str, ...]], size: int) -> None:
    leads = leads_of(rows)
    asked = known(("taro@example.jp", "email"))

    def lifted(leads: LeadList, spread: Any) -> object:
        try:
            return plan_consent(leads, RULES, ["taro@example.jp"], asked, channels=["email"], on=LATER, spread=spread)
        except Refused as error:
            return error.problem

    assert lifted(in_blocks(leads, size), elsewhere) == lifted(leads, map)


@pytest.mark.parametrize("channel", ["email", "phone", "fax", "all"])
def test_the_same_addresses_are_exported(channel: str) -> None:
    rows = [
        ("", "山田 太郎", "taro@example.jp", "03-1234-5678", "", "", "停止", ""),
        ("", "佐藤 花子", "hanako@example.jp", "", "090-1234-5678", "03-1234-5679", "", "不可"),
        ("", "鈴木 一郎", "ichiro@example.jp", "", "", "", "", "可"),
    ]
    leads, asked = leads_of(rows), known(("ichiro@example.jp", "email"), ("+81312345679", "fax"))
    whole = in_clear(leads, RULES, asked, channel)
    assert in_clear(in_blocks(leads, 1), RULES, asked, channel, spread=elsewhere) == whole
    assert bool(whole) is (channel in ("email", "fax"))
