"""Where the list is in a grid, over the ways people lay lists out."""

import time

import pytest

from leadlist.formats.layout import find_layout
from leadlist.formats.no_leads import is_totals
from leadlist.recognition import heading_score

Grid = list[list[str]]

HEAD = ["会社名", "氏名", "メール"]
A, B, C = ["アルファ", "山田", "a@example.jp"], ["ベータ", "鈴木", "b@example.jp"], ["ガンマ", "佐藤", "c@example.jp"]
BLANK: list[str] = []

CASES: list[tuple[str, Grid, tuple[int, int], list[int], list[int]]] = [
    ("at the top", [HEAD, A, B], (0, 0), [0, 1, 2], [1, 2]),
    ("below titles", [["見込み客一覧"], ["作成日", "2026/11/22"], BLANK, HEAD, A], (3, 3), [0, 1, 2], [4]),
    ("below a remark with a label", [["担当者", "田中"], HEAD, A], (1, 1), [0, 1, 2], [2]),
    ("right of blank columns", [BLANK, ["", "", *HEAD], ["", "", *A]], (1, 1), [2, 3, 4], [2]),
    ("blank rows inside", [HEAD, A, ["", " ", "　"], B, BLANK, C], (0, 0), [0, 1, 2], [1, 3, 5]),
    ("totals at the end", [HEAD, A, B, ["合計", "2件", ""]], (0, 0), [0, 1, 2], [1, 2]),
    ("totals behind a blank row", [HEAD, A, BLANK, ["", "Total:", "1"]], (0, 0), [0, 1, 2], [1]),
    ("a remark at the end", [HEAD, A, ["※社外秘"]], (0, 0), [0, 1, 2], [1]),
    ("a company called Total", [HEAD, A, ["Total", "Jean", "j@example.com"]], (0, 0), [0, 1, 2], [1, 2]),
    ("a second table below", [HEAD, A, BLANK, ["会社名", "備考"], ["アルファ", "x"]], (0, 0), [0, 1, 2], [1]),
    ("its title too", [HEAD, A, BLANK, ["担当先"], ["会社名", "氏名"], ["ア", "x"]], (0, 0), [0, 1, 2], [1]),
    ("a second table beside", [[*HEAD, "", "区", "件"], [*A, "", "x", "1"]], (0, 0), [0, 1, 2], [1]),
    ("a column behind a spacer", [[*HEAD, "", "備考"], [*A, "", "x"]], (0, 0), [0, 1, 2, 4], [1]),
    ("headings repeated", [HEAD, A, HEAD, B], (0, 0), [0, 1, 2], [1, 3]),
    ("sections with titles", [HEAD, A, BLANK, ["10月分"], HEAD, B], (0, 0), [0, 1, 2], [1, 5]),
    ("a column without heading", [[*HEAD, ""], [*A, "x"]], (0, 0), [0, 1, 2, 3], [1]),
    ("records longer than the headings", [HEAD, A, [*B, "x"]], (0, 0), [0, 1, 2, 3], [1, 2]),
    ("records shorter than the headings", [HEAD, ["アルファ"]], (0, 0), [0, 1, 2], [1]),
    ("no leads yet", [HEAD], (0, 0), [0, 1, 2], []),
    (
        "months as headings",
        [[*HEAD, "2026/4", "2026/5", "2026/6", "7月"], [*A, "1", "2", "3", "4"]],
        (0, 0),
        [0, 1, 2, 3, 4, 5, 6],
        [1],
    ),
    (
        "a survey",
        [["回答一覧"], [*HEAD, *[f"Q{n} {'とても長い質問文です。' * 9}" for n in range(40)]], [*A, *["はい"] * 40]],
        (1, 1),
        [*range(43)],
        [2],
    ),
    ("an example below the headings", [HEAD, ["例）株式会社〇〇", "山田", ""], A], (0, 0), [0, 1, 2], [2]),
    ("a company that is called Example", [HEAD, ["Example Ltd", "Jo", "j@example.com"]], (0, 0), [0, 1, 2], [1]),
    ("subtotals between leads", [HEAD, A, ["小計", "1", ""], B, C, ["", "小　計", "2"]], (0, 0), [0, 1, 2], [1, 3, 4]),
    ("a company called 合計 with a number", [HEAD, ["合計", "", "03-5555-0101"], A], (0, 0), [0, 1, 2], [1, 2]),
    ("averages", [HEAD, A, ["", "平均", "1.5"], ["合　計", "", "3"]], (0, 0), [0, 1, 2], [1]),
    (
        "what is printed below",
        [HEAD, A, BLANK, ["", "", "以上"], ["作成：営業部"], ["Page 1 of 2"]],
        (0, 0),
        [0, 1, 2],
        [1],
    ),
    ("the end of a DOS file", [HEAD, A, ["\x1a"]], (0, 0), [0, 1, 2], [1]),
    ("columns numbered below the headings", [HEAD, ["①", "②", "③"], A], (0, 0), [0, 1, 2], [2]),
    ("rows numbered in advance", [["No", *HEAD], ["8", *A], ["9", *B], ["10"], ["11"]], (0, 0), [0, 1, 2, 3], [1, 2]),
    ("new leads before them", [["No", *HEAD], ["8", *A], ["", *B], ["9"], ["10"]], (0, 0), [0, 1, 2, 3], [1, 2]),
    ("a lead before them that went", [["No", *HEAD], ["6", *A], ["8"], ["9"]], (0, 0), [0, 1, 2, 3], [1]),
    ("no lead is left", [["No", *HEAD], ["8"], ["9"]], (0, 0), [0, 1, 2, 3], []),
    ("a subtotal never calculated", [HEAD, A, ["小 計", "", ""], B], (0, 0), [0, 1, 2], [1, 3]),
    ("a number that goes on elsewhere", [["No", *HEAD], ["8", *A], ["30"]], (0, 0), [0, 1, 2, 3], [1, 2]),
    ("numbers without a heading", [["", *HEAD], ["1", *A], ["", *HEAD], ["2", *B]], (0, 0), [0, 1, 2, 3], [1, 3]),
    (
        "headings repeated before a column came",
        [[*HEAD, "備考"], [*A, "x"], HEAD, [*B, "x"]],
        (0, 0),
        [0, 1, 2, 3],
        [1, 3],
    ),
    ("one column", [["メールアドレス"], ["a@example.jp"]], (0, 0), [0], [1]),
]


@pytest.mark.parametrize(("grid", "heading", "columns", "leads"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_list_is_found(grid: Grid, heading: tuple[int, int], columns: list[int], leads: list[int]) -> None:
    layout = find_layout(grid, heading_score)
    assert layout is not None
    assert (layout.heading_rows, list(layout.columns), list(layout.rows)) == (heading, columns, leads)


TWO_ROWS: list[tuple[str, Grid, tuple[str, ...]]] = [
    (
        "merged to the right",
        [["No", "会社名", "氏名", "", "備考"], ["", "", "姓", "名", ""], ["1", "A", "山", "太", ""]],
        ("No", "会社名", "氏名\n姓", "氏名\n名", "備考"),
    ),
    (
        "groups over doubled headings",
        [["会社", "", "自宅", ""], ["住所", "電話", "住所", "電話"], ["東京都", "03-1", "京都府", "075-1"]],
        ("会社\n住所", "会社\n電話", "自宅\n住所", "自宅\n電話"),
    ),
    (
        "below a title",
        [["名簿"], ["会社名", "連絡先", ""], ["", "電話", "メール"], ["A", "03-1", "a@example.jp"]],
        ("会社名", "連絡先\n電話", "連絡先\nメール"),
    ),
]


@pytest.mark.parametrize(("grid", "headings"), [c[1:] for c in TWO_ROWS], ids=[c[0] for c in TWO_ROWS])
def test_a_heading_of_two_rows_is_one(grid: Grid, headings: tuple[str, ...]) -> None:
    layout = find_layout(grid, heading_score)
    assert layout is not None
    assert layout.headings == headings
    assert layout.heading_rows[1] == layout.heading_rows[0] + 1
    assert list(layout.rows) == [layout.heading_rows[1] + 1]


@pytest.mark.parametrize(
    "grid",
    [
        [["名簿"], ["会社名", "氏名"], ["A", "山田"]],
        [["会社名", "氏名"], ["", "備考"], ["A", "山田"]],
        [["会社名", "氏名", ""], ["A", "山田", "メール"]],
    ],
)
def test_a_lead_is_not_taken_for_a_second_heading_row(grid: Grid) -> None:
    layout = find_layout(grid, heading_score)
    assert layout is not None
    assert layout.heading_rows[0] == layout.heading_rows[1]


@pytest.mark.parametrize(
    "grid",
    [
        [],
        [[]],
        [["", " "]],
        [["1", "2"], ["3", "4"]],
        [["見込み客一覧"]],
        [["月", "金額"], ["4", "100"]],
        [["山田 太郎", "a@example.jp"]],
        [["x", "y"], ["1", "2"]],
        [["a" * 40_000]],
        [
            ["会社名", "A", "B", "C"],
            ["氏名", "山田", "鈴木", "佐藤"],
            ["メール", "a@example.jp", "b@example.jp", "c@example.jp"],
        ],
    ],
)
def test_no_list_is_found_where_there_is_none(grid: Grid) -> None:
    assert find_layout(grid, heading_score) is None


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([A, ["合計", "", "1"]], ("Row 3 holds totals and is no lead.",)),
        ([A, ["小計", "", "1"], B, ["小計", "1"], C], ("Subtotals between the leads are no leads: row 3, 5.",)),
        ([["1", *A[1:]], ["2"], ["3"]], ("Rows 3 to 4 hold nothing but a running number and are no leads.",)),
        ([["1", "2", "3"], A], ("Row 2 numbers the columns and is no lead.",)),
        ([["例）", "山田"], A], ("Row 2 is an example and no lead.",)),
        ([["Company", "Name", "Phone"], A], ("Row 2 says the headings in other words and is no lead.",)),
        ([["必須", "必須", "任意"], A], ("Row 2 tells how to fill in the columns and is no lead.",)),
        ([["（正式名称）", "", "（半角）"], A], ("Row 2 tells how to fill in the columns and is no lead.",)),
        ([["50文字以内", "フルネームで", "半角13桁"], A], ("Row 2 tells how to fill in the columns and is no lead.",)),
        ([A, BLANK, ["Confidential - do not distribute"]], ("Row 4 is a remark and no lead.",)),
        ([["○", "○", "○"], A], ()),
        ([A, BLANK, ["※社外秘"]], ("Row 4 is a remark and no lead.",)),
    ],
)
def test_what_is_left_out_is_said(rows: Grid, notes: tuple[str, ...]) -> None:
    layout = find_layout([HEAD, *rows], heading_score)
    assert layout is not None
    assert layout.notes == notes


@pytest.mark.parametrize(
    ("cells", "totals"),
    [
        (["合計", "12"], True),
        (["合計 300件"], True),
        (["小計", "¥1,200"], True),
        (["Grand Total", "12"], True),
        (["計"], True),
        (["12", "13"], False),
        (["合計株式会社", "山田"], False),
        (["合計", "山田"], False),
        (["件数", "人数"], True),
        (["平　均", "1.5"], True),
        (["Sub total:", "3"], True),
        (["合計", "03-5555-0101"], False),
        ([], False),
    ],
)
def test_totals_are_labels_with_figures(cells: list[str], totals: bool) -> None:
    assert is_totals(cells) is totals


def test_sixteen_thousand_columns_are_no_trouble() -> None:
    wide = [*HEAD, *[""] * 16_380, "備考"]
    start = time.process_time()
    layout = find_layout([wide, *[[*A, *[""] * 16_381] for _row in range(500)], *[A] * 20_000], heading_score)
    assert layout is not None
    assert layout.columns == (0, 1, 2, 16_383)
    assert time.process_time() - start < 10


def test_many_rows_take_little_time() -> None:
    grid = [HEAD, *[A] * 300_000]
    start = time.process_time()
    layout = find_layout(grid, heading_score)
    assert layout is not None
    assert layout.rows == range(1, 300_001)
    assert time.process_time() - start < 10
