"""Finding one person under every spelling of theirs, and nobody else."""

import pytest

from leadlist.errors import UserError
from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.erasing import Eraser, staying
from leadlist.operations.forget import Forgetting, Query, find, plan
from leadlist.operations.normalize import plan as normalize
from leadlist.operations.person import Cards, Person
from leadlist.recognition import recognize
from leadlist.records import records
from leadlist.rules import load_rules

RULES = load_rules()
HEADINGS = "会社名,氏名,フリガナ,メールアドレス,電話番号,携帯電話,備考"
ROWS = {
    "the person": "株式会社山田商事,山田 太郎,ヤマダ タロウ,taro@example.jp,03-1234-5678,090-1234-5678,",
    "an old card": "(株)山田商事,山田太郎,,t.yamada@example.com,03-1234-5678,,",
    "in kana": ",やまだ たろう,,,,０９０-1234-5678,",
    "in Latin letters": "Yamada Trading,Taro Yamada,,TARO@example.jp,,,",
    "family name alone": "山田商事,山田,,taro@example.jp,,,",
    "misspelt": "山田商事,山田 太朗,,taro+fair@example.jp,,,",
    "moved on": "新会社,山田 太郎,,taro.y@example.net,,090-1234-5678,",
    "a namesake": "別会社,山田 太郎,,other@example.org,03-9999-0000,,",
    "a colleague": "株式会社山田商事,佐藤 花子,,hanako@example.jp,03-1234-5678,,",
    "somebody else at the address": "山田商事,鈴木 一郎,,taro@example.jp,,,",
}
SURE = [name for name in ROWS if name not in ("a namesake", "a colleague", "somebody else at the address")]


def leads_of(*rows: str) -> LeadList:
    return recognize(lead_list(HEADINGS.split(","), [row.split(",") for row in rows]), RULES).leads


def sure(leads: LeadList, query: Query) -> list[int]:
    return [match.row for match in find(leads, RULES, query) if match.sure]


@pytest.mark.parametrize(
    "query",
    [
        Query(emails=["Taro@Example.JP"]),
        Query(phones=["+81 90 1234 5678"]),
        Query(rows=[2]),
        Query(emails=["t.yamada@example.com"]),
        Query(names=["山田太郎"], emails=["taro@example.jp"]),
        Query(names=["ヤマダ タロウ"], phones=["09012345678"]),
    ],
)
def test_everything_of_the_person_is_found_from_any_end(query: Query) -> None:
    leads = leads_of(*ROWS.values())
    assert sure(leads, query) == [list(ROWS).index(name) for name in SURE]


def test_who_only_resembles_is_shown_and_stays() -> None:
    leads = leads_of(*ROWS.values())
    perhaps = {list(ROWS)[m.row]: m.reason for m in find(leads, RULES, Query(emails=["taro@example.jp"])) if not m.sure}
    assert perhaps == {
        "a namesake": "same name, another company",
        "somebody else at the address": "same address, another name",
    }


@pytest.mark.parametrize(
    ("rows", "query", "found"),
    [
        (["A社,山田 太郎,,a@example.jp,,,"], Query(names=["山田太郎"]), [0]),
        (["A社,山田 太郎,,a@example.jp,,,", "A社,山田太郎,,,,,"], Query(names=["山田太郎"]), [0, 1]),
        (["A社,山田 太郎,,a@example.jp,,,", "B社,佐藤 太郎,,b@example.jp,,,"], Query(names=["サトウ"]), []),
        (["A社,佐藤 花子,,info@example.jp,03-1111-2222,,"], Query(names=["佐藤花子"], phones=["03-1111-2222"]), [0]),
    ],
)
def test_a_name_is_enough_where_it_can_mean_one_person_only(rows: list[str], query: Query, found: list[int]) -> None:
    assert sure(leads_of(*rows), query) == found


@pytest.mark.parametrize(
    "query", [Query(names=["山田太郎"]), Query(emails=["info@example.jp"]), Query(phones=["03-1111-2222"])]
)
def test_a_name_of_two_people_a_switchboard_and_an_office_address_name_nobody(query: Query) -> None:
    leads = leads_of("A社,山田 太郎,,info@example.jp,03-1111-2222,,", "B社,山田 太郎,,info@example.jp,03-1111-2222,,")
    with pytest.raises(UserError) as error:
        plan(leads, RULES, query, reason="")
    assert "--row" in error.value.hint


def test_a_row_that_is_not_there_is_said() -> None:
    with pytest.raises(UserError):
        find(leads_of(*ROWS.values()), RULES, Query(rows=[99]))


def test_the_plan_removes_the_rows_and_names_cells_that_speak_of_the_person() -> None:
    leads = leads_of(ROWS["the person"], "佐藤工業,佐藤 花子,,hanako@example.jp,,,山田 太郎さんの紹介")
    made = plan(leads, RULES, Query(emails=["taro@example.jp"]), reason="erased on request R-1")
    assert made.counts == {"read": 2, "removed": 1, "unchanged": 1}
    assert [(finding.code, finding.row, finding.field) for finding in made.findings] == [("FORGET-002", 1, "note")]
    assert isinstance(made.details, Forgetting)
    assert made.details.identifying == {
        "address taro@example.jp",
        "address +819012345678",
        "name 山田太郎 山田商事",
    }


def eraser(person: Person, now: LeadList) -> Eraser:
    ids, signatures = staying(now)
    return Eraser(RULES, person, lambda keys: False, ids, signatures, frozenset())


def test_an_old_list_is_searched_with_all_that_is_known_but_for_who_is_in_the_list_now() -> None:
    now = leads_of(ROWS["a namesake"], ROWS["somebody else at the address"])
    cards = Cards(RULES)
    first = leads_of(ROWS["the person"])
    person = Person.of([cards.of(lambda name: first.value(RowRef(0), name))])
    found = eraser(person, now).rows(leads_of(*ROWS.values()))
    assert [list(ROWS)[row] for row in found] == SURE


def test_the_records_of_an_operation_are_found_by_row_lead_cells_and_texts() -> None:
    leads = leads_of(ROWS["a colleague"], ROWS["the person"].replace("山田 太郎", "山田　太郎"))
    made = normalize(leads, RULES)
    kept = records(leads, made.changes)
    assert [record["row"] for record in kept] == [3]
    cards = Cards(RULES)
    person = Person.of([cards.of(lambda name: leads.value(RowRef(1), name))])
    found = eraser(person, leads_of(ROWS["a colleague"]))
    rows = found.rows(leads)
    assert rows == [1]
    assert found.lines(kept, {3}) == [at for at, record in enumerate(kept) if record["row"] == 3]
    added = [
        {
            "lead": "",
            "row": 9,
            "changes": [{"kind": "add", "cells": [[1, "氏名", "x"], [3, "メールアドレス", "Taro@example.jp"]]}],
        }
    ]
    assert found.lines(added, set()) == [0]
    noted = [
        {
            "lead": "",
            "row": 2,
            "changes": [{"kind": "set", "column": "備考", "before": "", "after": "山田 太郎さんから"}],
        }
    ]
    assert found.lines(noted, {3}) == [0]
    assert found.lines([{"erased": "00"}, {"lead": "", "row": 2, "changes": []}], {3}) == []
