"""取得履歴: every acquisition is kept, once, in the order of its day."""

import random as randomness

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.provenance import Acquisition, line, merged, of_row, parse

FAIR = "2026-11-19 | card | 機械要素技術展 2026 | P01 | card | 名刺0123.jpg"


def test_a_line_reads_back_as_it_was_written() -> None:
    (acquisition,) = parse(FAIR)
    assert acquisition == Acquisition("2026-11-19", "card", "機械要素技術展 2026", "P01", "card", "名刺0123.jpg")
    assert line(acquisition) == FAIR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/5/1|card", Acquisition("2024-05-01", "card")),
        ("令和6年5月1日 ｜ フォーム ｜ 資料請求", Acquisition("2024-05-01", "フォーム", "資料請求")),
        ("展示会で名刺交換", Acquisition(source="展示会で名刺交換")),
        ("名刺 | 展示会", Acquisition(source="名刺", event="展示会")),
        ("2024年5月 | 名刺", Acquisition("2024年5月", "名刺")),
        (" | form | | P01", Acquisition("", "form", "", "P01")),
        ("春ごろ | form |  | P01 |  |", Acquisition("春ごろ", "form", "", "P01")),
        ("2024-05-01|a|b|c|d|e|f", Acquisition("2024-05-01", "a", "b", "c", "d", "e｜f")),
    ],
)
def test_lines_that_people_typed_are_read_and_nothing_is_dropped(text: str, expected: Acquisition) -> None:
    assert parse(text) == [expected]
    assert parse(line(expected)) == [expected]


def test_empty_cells_and_lines_hold_no_acquisition() -> None:
    assert parse("") == parse(" \n\n | | \n") == parse("\xa0|\u2003") == []
    assert merged(["", "\n"]) == ""


def test_merging_keeps_each_acquisition_once_in_the_order_of_its_day() -> None:
    old = "2023-04-01 | form | 資料請求 | P01 | explicit |"
    assert merged([FAIR, f"{old}\n{FAIR}", "2023/4/1|form|資料請求|P01|explicit"]) == f"{old}\n{FAIR}"


PART = st.text(st.sampled_from("ab 名刺|｜\n\u3000-0129/年月日"), max_size=8)
ACQUISITION = st.builds(Acquisition, st.one_of(PART, st.dates().map(str)), PART, PART, PART, PART, PART)
CELL = st.one_of(
    st.lists(ACQUISITION, max_size=4).map(lambda entries: "\n".join(map(line, entries))), st.text(max_size=30)
)


@given(ACQUISITION)
def test_what_was_written_is_written_the_same_again(acquisition: Acquisition) -> None:
    written = line(acquisition)
    assert "\n" not in written
    assert [line(entry) for entry in parse(written)] in ([written], [])
    assert parse(written) or not any(part.strip(" |｜\n\u3000") for part in acquisition)


@given(st.lists(CELL, max_size=5), st.integers())
def test_merging_loses_no_line_twice_is_once_and_the_order_does_not_matter(cells: list[str], seed: int) -> None:
    result = merged(cells)
    assert {line(entry) for cell in cells for entry in parse(cell)} == set(result.splitlines())
    assert merged([result]) == merged([result, *cells]) == result
    shuffled = randomness.Random(seed).sample(cells, len(cells))
    assert merged(shuffled) == result
    assert merged([merged(cells[:2]), *cells[2:]]) == result


def test_the_columns_speak_where_there_is_no_history() -> None:
    leads = lead_list(
        ["取得日", "取得元", "取得履歴"],
        [["2024/5/1", "名刺", ""], ["2020-01-01", "名刺", f"{FAIR}\n2025-01-01 | form"], ["", "", ""]],
        fields={"acquired_on": ColumnRef(0), "source": ColumnRef(1), "provenance": ColumnRef(2)},
    )
    assert of_row(leads, RowRef(0)) == [Acquisition("2024-05-01", "名刺")]
    assert [entry.on for entry in of_row(leads, RowRef(1))] == ["2025-01-01", "2026-11-19"]
    assert of_row(leads, RowRef(2)) == []
