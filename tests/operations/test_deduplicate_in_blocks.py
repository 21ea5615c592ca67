"""Duplicates of a list that is not held are those of one that is, and merge into the same cells."""

import random
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.deduplicate import plan
from leadlist.operations.identifying import Known
from leadlist.operations.optouts import heeding
from leadlist.recognition import recognize
from leadlist.rules import load_rules

RULES = load_rules()
TODAY = date(2026, 11, 26)
HEADINGS = ["会社名", "氏名", "メールアドレス", "電話番号", "住所", "取得日", "備考", "メール配信停止"]
FAMILIES = ["佐藤", "鈴木", "高橋", "田中", "渡辺"]


def made(seed: int, people: int = 60) -> LeadList:
    """People of whom some stand there twice, spelled otherwise."""
    draw = random.Random(seed)
    rows = []
    for at in range(people):
        family, given = draw.choice(FAMILIES), draw.choice(["一郎", "花子", "健太", "美咲", "翔"])
        company = draw.choice(["北斗", "日進", "山野", "中央"]) + draw.choice(["商事", "電機", "工業"])
        mail = f"user{at}@example.com"
        rows.append([f"株式会社{company}", f"{family} {given}", mail, f"03-1{at:03}-5678", f"千代田区{at}", "", "", ""])
        if draw.random() < 0.4:
            note = draw.choice(["", "旧カード", "展示会"])
            rows.append([f"㈱{company}", f"{family}{given}", mail.upper(), "", "", "2025-04-01", note, "停止"])
    draw.shuffle(rows)
    return recognize(lead_list(HEADINGS, rows), RULES).leads


class NotToBeWalked(list[str]):
    """A column of a file: to go through it takes as long as to read the file."""

    def __iter__(self) -> None:  # type: ignore[override]
        raise AssertionError("this column is not compared")


def not_held(leads: LeadList, rows: int) -> LeadList:
    columns = tuple(map(NotToBeWalked, leads.columns))
    return replace(leads, stored=tuple(leads.blocks(rows)), columns=columns)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_list_that_is_not_held_is_merged_as_one_that_is(seed: int) -> None:
    leads = made(seed)
    one, other = count(), count()
    whole = plan(leads, RULES, today=TODAY, new_id=lambda: f"L-{next(one)}")
    assert whole.counts["merged"] > 5
    cut = not_held(leads, 7)
    assert plan(cut, RULES, today=TODAY, new_id=lambda: f"L-{next(other)}") == whole
    known = Known(lambda channel, key: TODAY if key.startswith("user1") else None, lambda keys: False, RULES)
    held = heeding(whole, leads, known, "ja")
    assert held != whole
    assert heeding(whole, replace(cut, columns=leads.columns), known, "ja") == held


def test_a_column_in_memory_and_rows_in_memory_read_as_the_list() -> None:
    leads = made(3)
    cut = replace(leads, stored=tuple(leads.blocks(7)))
    held = cut.coded([ColumnRef(1)]).remembering([RowRef(5), RowRef(2), RowRef(5)])
    for mine, own in zip(held.columns, leads.columns, strict=True):
        assert list(mine) == list(own)
        assert [mine[at] for at in (2, 5, 6)] == [own[at] for at in (2, 5, 6)]
        assert mine[1:4] == own[1:4]
    assert held.coded([ColumnRef(1)]).columns[1] is held.columns[1]
