"""A list that is not held gets the plan of one that is: refusals, consents, exports, erasures."""

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.erasing import Eraser, staying
from leadlist.operations.forget import Query, plan_again
from leadlist.operations.forget import plan as forget
from leadlist.operations.identifying import Known, person_keys
from leadlist.operations.optout import in_clear, plan, plan_consent
from leadlist.operations.optouts import Refusal
from leadlist.operations.person import Cards, Person, reader
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


@settings(deadline=None, max_examples=25)
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


QUERIES = [
    Query(emails=["taro@example.jp"]),
    Query(phones=["03-1234-5678"], names=["山田 太郎"]),
    Query(names=["佐藤花子"]),
    Query(names=["山田"], rows=[3]),
]


@settings(deadline=None, max_examples=25)
@given(st.lists(ROW, min_size=2, max_size=14), st.integers(1, 5), st.sampled_from(QUERIES))
def test_the_same_person_is_forgotten(rows: list[tuple[str, ...]], size: int, query: Query) -> None:
    leads = leads_of(rows)

    def forgotten(leads: LeadList, spread: Any) -> object:
        try:
            return forget(leads, RULES, query, reason="R-1", spread=spread)
        except UserError as error:
            return error.problem

    assert forgotten(in_blocks(leads, size), elsewhere) == forgotten(leads, map)


@dataclass
class Erased:
    """A ledger of people who were erased, as something that can be sent to another process."""

    keys: frozenset[str]

    def __call__(self, keys: frozenset[str]) -> bool:
        return bool(keys & self.keys)

    def has(self, values: Mapping[str, str]) -> bool:
        return self(person_keys(values, RULES))


@settings(deadline=None, max_examples=25)
@given(st.lists(ROW, min_size=2, max_size=14), st.integers(1, 5), st.sets(st.integers(0, 13)))
def test_the_same_rows_leave_a_backup(rows: list[tuple[str, ...]], size: int, gone: set[int]) -> None:
    leads = leads_of(rows)
    now = leads_of([row for at, row in enumerate(rows) if at not in gone and "山田" not in row[1]])
    ledger = Erased(frozenset({"address +819012345678"}))

    def left(older: LeadList, now: LeadList, spread: Any) -> object:
        ids, signatures = staying(now, spread)
        person = Person.of([Cards(RULES).of(reader(leads, RowRef(0)))])
        eraser = Eraser(RULES, person, ledger, ids, signatures, frozenset())
        return eraser.rows(older, spread), eraser.person, eraser.learnt, eraser.texts

    assert left(in_blocks(leads, size), in_blocks(now, size), elsewhere) == left(leads, now, map)


def test_the_same_people_go_again_where_an_erasure_was_interrupted() -> None:
    leads = leads_of(
        [("", "山田 太郎", "taro@example.jp", "", "", "", "", ""), ("", "佐藤", "", "", "", "", "", "")] * 3
    )
    erased = Erased(frozenset({"address taro@example.jp"})).has
    whole = plan_again(leads, erased, reason="R-1")
    assert plan_again(in_blocks(leads, 2), erased, reason="R-1", spread=elsewhere) == whole
    assert whole.counts["removed"] == 3


def test_a_row_that_is_not_held_is_read_with_others_or_alone() -> None:
    leads = leads_of([("会社", f"田中 {at}郎", "", "", "", "", "", "") for at in range(100)])
    cut = in_blocks(leads, 40)
    for rows in ([0], [3, 4, 39, 40, 99], list(range(0, 100, 3)), []):
        assert cut.picked(list(map(RowRef, rows))) == leads.picked(list(map(RowRef, rows)))
