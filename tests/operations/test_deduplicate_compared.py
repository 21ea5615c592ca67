"""What a person is shown of columns that are compared as one, that hold two numbers, or that have one heading."""

from datetime import date

import pytest

from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.operations.deduplicate import Deduplication, plan
from leadlist.operations.deduplicate.compared import columns_of
from leadlist.operations.deduplicate.explaining import Waterfall, waterfall
from leadlist.operations.deduplicate.reviewing import Difference, differing
from leadlist.recognition import recognize
from leadlist.rules import load_rules

IN_PARTS = (
    ["姓", "名", "会社名", "メールアドレス", "電話番号"],
    ["髙橋", "一郎", "株式会社青葉", "ichiro@aoba.example.jp", "03-1234-5678 / 03-1234-5679"],
    ["高橋", "一郎", "㈱青葉", "ichiro@aoba.example.jp", "03-1234-5678"],
)
TWICE = (
    ["氏名", "メール", "電話番号", "電話番号", "メール"],
    ["佐藤 花子", "hanako@example.jp", "03-1234-5678", "090-1111-2222", "h@example.com"],
    ["佐藤 花子", "hanako@example.jp", "03-1234-5678", "090-1111-2222", ""],
)


def explained(headings: list[str], one: list[str], other: list[str]) -> tuple[Waterfall, dict[ColumnRef, Difference]]:
    leads = recognize(lead_list(headings, [one, other]), load_rules()).leads
    found = plan(leads, load_rules(), today=date(2026, 1, 1)).details
    assert isinstance(found, Deduplication)
    assert found.linkage is not None
    row, second = RowRef(0), RowRef(1)
    weight = found.linkage.weigh(row, second)
    return waterfall(leads, found.linkage, row, second), differing(leads, row, second, weight)


def test_a_name_of_two_columns_shows_both_and_is_told_as_another_spelling() -> None:
    steps, differences = explained(*IN_PARTS)
    shown = {step.column: (step.left, step.right) for step in steps.steps}
    assert shown["姓 + 名"] == ("髙橋 一郎", "高橋 一郎")
    assert shown["電話番号 2"][0] == IN_PARTS[1][4]
    assert differences[ColumnRef(0)] is Difference.SPELLING


def test_two_columns_of_one_heading_are_explained_each_by_itself() -> None:
    steps, _differences = explained(*TWICE)
    shown = {step.column: (step.left, step.right) for step in steps.steps}
    assert shown["電話番号 (2)"] == ("090-1111-2222", "090-1111-2222")
    assert shown["メール (2)"] == ("h@example.com", "")
    bits = {step.column: step.bits for step in steps.steps}
    assert bits["メール"] > 3
    assert steps.prior + sum(bits.values()) + steps.others + steps.forbidden == pytest.approx(steps.total)


def test_every_column_has_a_name_of_its_own() -> None:
    assert columns_of(("a", "", "a", "a (2)", "b", "a")) == {"a": 0, "a (3)": 2, "a (2)": 3, "b": 4, "a (4)": 5}


@pytest.mark.parametrize("told", ["メール", "メールアドレス", "Email"])
def test_a_cell_that_has_to_be_checked_is_not_compared_whatever_its_column_is_called(told: str) -> None:
    headings = ["氏名", "会社名", "メール", "電話番号", "要確認"]
    row = ["山田 太郎", "株式会社甲", "taro@example.jp", "03-1111-2222"]
    steps, _differences = explained(headings, [*row, f"{told}: 読み取りが不確か"], [*row, ""])
    bits = {step.column: step.bits for step in steps.steps}
    assert bits["メール"] == 0
    assert bits["氏名"] > 3
