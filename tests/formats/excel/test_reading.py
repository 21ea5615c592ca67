"""Every cell as the text a person sees."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.errors import UserError
from leadlist.formats.excel import Workbook
from leadlist.recognition import heading_score
from tests.formats.excel.books import HEADINGS, MAIN, PEOPLE, opened, rows, table, text_cell, worksheet, write_book


def _one(tmp_path: Path, cell: str, strings: str | None = None) -> str:
    data = rows([HEADINGS, ("架空商事", "架空　太郎", cell, "")])
    return opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)).leads.cell(0, 2)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="@"><v>80.0</v></c>', "80"),
        ('<c r="@" s="2"><v>1500001</v></c>', "150-0001"),
        ('<c r="@" s="1"><v>46348</v></c>', "2026-11-22"),
        ('<c r="@" s="1" t="n"><v>46348.4375</v></c>', "46348.4375"),
        ('<c r="@" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="@" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="@" t="d"><v>2026-11-22T00:00:00</v></c>', "2026-11-22"),
        ('<c r="@" t="str"><f>A1&amp;"x"</f><v>架空&lt;x</v></c>', "架空<x"),
        ('<c t="s" r="@"><v>0</v></c>', "架空会社"),
        ("<c t='s' r='@' s='4'><v>0</v></c>", "架空会社"),
        ('<c r="@" t="s"><v>1</v></c>', "赤と黒"),
        ('<c r="@" t="s"><v>2</v></c>', "一行目\n二行目_x000D_"),
        ('<c r="@" t="inlineStr"><is><r><t>あ</t></r><r><t xml:space="preserve"> い</t></r></is></c>', "あ い"),
        ('<c r="@" t="inlineStr"><is><t>a\r\nb\rc_x000D_\nd&#13;\n</t></is></c>', "a\nb\nc\r\nd\r\n"),
        ('<c r="@" t="inlineStr"><is><t><![CDATA[<架空>&]]></t></is></c>', "<架空>&"),
        ('<c r="@"/>', ""),
        ('<c r="@" s="3"><v></v></c>', ""),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(tmp_path: Path, cell: str, text: str) -> None:
    strings = (
        '<si><t>架空会社</t><rPh sb="0" eb="2"><t>カクウ</t></rPh><phoneticPr fontId="1"/></si>'
        "<si><r><t>赤</t></r><r><rPr><b/></rPr><t>と黒</t></r></si>"
        "<si><t>一行目_x000A_二行目_x005F_x000D_</t></si>"
    )
    expected = "46348.4375" if text == "46348.4375" else text
    if cell.startswith('<c r="@" s="1" t="n"'):
        expected = "2026-11-22 10:30"
    assert _one(tmp_path, cell, strings) == expected


def test_rows_and_cells_without_numbers_follow_each_other(tmp_path: Path) -> None:
    data = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line) + "</row>"
        for line in (HEADINGS, *PEOPLE)
    )
    book = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}))
    assert table(book.leads) == list(PEOPLE)
    assert list(book.leads.row_numbers) == [2, 3, 4, 5, 6]


def test_a_namespace_prefix_makes_no_difference(tmp_path: Path) -> None:
    xml = worksheet(rows()).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    xml = xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert table(opened(write_book(tmp_path / "名簿.xlsx", {"名簿": xml})).leads) == list(PEOPLE)


def test_the_list_is_found_below_titles_with_the_sheets_own_row_numbers(tmp_path: Path) -> None:
    data = '<row r="2"><c r="A2" t="inlineStr"><is><t>見込み客リスト 2026</t></is></c></row>' + rows(start=5)
    leads = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})).leads
    assert leads.headings == HEADINGS
    assert list(leads.row_numbers) == [6, 7, 8, 9, 10]


def test_formula_cells_are_told_array_formulas_with_their_whole_area(tmp_path: Path) -> None:
    lines = [
        (*HEADINGS, "点数", "順位"),
        (
            *PEOPLE[0],
            "<c r='@'><f>LEN(A2)</f><v>4</v></c>",
            '<c r="@"><f t="array" ref="F2:F3">ROW(A2:A3)</f><v>2</v></c>',
        ),
        (*PEOPLE[1], '<c r="@"><v>4</v></c>', '<c r="@"><v>3</v></c>'),
    ]
    leads = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})).leads
    assert leads.formulas == {(0, 4), (0, 5), (1, 5)}
    assert leads.cell(0, 4) == "4"


def test_the_sheet_that_looks_like_a_list_is_taken(tmp_path: Path) -> None:
    notes = worksheet(rows([("メモ",), ("ここに書く",)]))
    path = write_book(tmp_path / "名簿.xlsx", {"表紙": notes, "名簿": worksheet(rows()), "空": worksheet("")})
    assert opened(path).sheet == "名簿"


HISTORY = [("氏名", "会社名", "メール", "内容", "リードID")]
HISTORY += [("山田 太郎", "山野商事", "taro@example.jp", f"訪問 {day}", "L-0000000001") for day in range(40)]
LEADS = [("氏名", "会社名", "メール", "リードID"), ("山田 太郎", "山野商事", "taro@example.jp", "L-0000000001")]


BARE = [row[:3] for row in LEADS]


@pytest.mark.parametrize(
    ("sheets", "others", "taken", "rival"),
    [
        ({"対応履歴": HISTORY, "名簿": LEADS}, (), "名簿", False),  # it bears lead IDs, each once
        ({"対応履歴": HISTORY, "名簿": BARE}, (), "対応履歴", False),
        ({"対応履歴": HISTORY, "名簿": BARE * 30}, (), "対応履歴", True),
        ({"対応履歴": HISTORY, "名簿": BARE}, ("対応履歴 ",), "名簿", False),
        ({"対応履歴": HISTORY, "表紙": [("メモ",)]}, ("対応履歴",), "対応履歴", False),  # no other holds a list
    ],
)
def test_another_sheet_is_not_taken_for_the_list_however_long_it_grows(
    tmp_path: Path, sheets: dict[str, list[tuple[str, ...]]], others: tuple[str, ...], taken: str, *, rival: bool
) -> None:
    parts = {name: worksheet(rows(lines)) for name, lines in sheets.items()}
    book = Workbook(write_book(tmp_path / "名簿.xlsx", parts), heading_score, others=others)
    assert book.sheet == taken
    assert any("--sheet" in note for note in book.notes) == rival


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows()), "別": worksheet("")})
    with pytest.raises(UserError) as caught:
        opened(path, "顧客")
    assert "名簿" in caught.value.hint
    assert "別" in caught.value.hint


@pytest.mark.parametrize("sheet", [None, "空"])
def test_a_workbook_without_a_list_is_told_so(tmp_path: Path, sheet: str | None) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"空": worksheet("")})
    with pytest.raises(UserError, match="No list was found"):
        opened(path, sheet)


def test_hidden_rows_are_told_and_read(tmp_path: Path) -> None:
    data = rows().replace('<row r="3"', '<row r="3" hidden="1"')
    book = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}))
    assert len(book.leads) == 5
    assert any("1 row is hidden" in note for note in book.notes)


@pytest.mark.parametrize("name", ["名簿.xlsx", "名簿.xlsm"])
def test_a_document_writes_its_own_kind(tmp_path: Path, name: str) -> None:
    assert opened(write_book(tmp_path / name, {"名簿": worksheet(rows())})).writes == name[-5:]


def test_phantom_rows_below_the_list_are_no_leads(tmp_path: Path) -> None:
    phantom = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(7, 60))
    assert len(opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows() + phantom)})).leads) == 5


def test_rows_out_of_order_are_read(tmp_path: Path) -> None:
    lines = rows().split("</row>")
    data = "</row>".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert table(opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})).leads) == list(PEOPLE)


def test_every_text_that_a_cell_can_hold_is_read(tmp_path: Path) -> None:
    data = rows().replace(text_cell("B2", "架空　太郎"), text_cell("B2", "&#x9AD9;橋 &amp;&lt;&gt;&quot;&#128512;"))
    leads = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})).leads
    assert leads.cell(0, 1) == '髙橋 &<>"😀'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_long_lists_of_any_shape_read_as_they_were_written(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    common = [chance.choice(CELLS) for _ in HEADINGS]
    lines = []
    for number in range(chance.choice([30, 80, 300])):
        forms = [form if chance.random() < 0.97 else chance.choice(CELLS) for form in common]
        lines.append([(f"架空{number}", text_cell("@", f"架空{number}")), *(form(number) for form in forms[1:])])
    data = rows([HEADINGS, *([xml for _text, xml in line] for line in lines)])
    plain = [f"文{n}" for n in range(300)]
    strings = "".join(f"<si><t>{text}</t></si>" for text in plain)
    leads = opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)).leads
    assert table(leads) == [tuple(text for text, _xml in line) for line in lines]
    assert list(leads.row_numbers) == list(range(2, len(lines) + 2))


CELLS: list[Callable[[int], tuple[str, str]]] = [
    lambda n: (f"文{n}", f'<c r="@" t="s"><v>{n}</v></c>'),
    lambda n: (f"文{n}", f'<c r="@" s="3" t="s"><v>{n}</v></c>'),
    lambda n: (f"文 &{n}", f'<c r="@" t="inlineStr"><is><t>文 &amp;{n}</t></is></c>'),
    lambda n: (str(n), f'<c r="@"><v>{n}</v></c>'),
    lambda n: (f"{n + 1000:,}", f'<c r="@" s="3"><v>{n + 1000}</v></c>'),
    lambda n: ("2026-11-22", '<c r="@" s="1"><v>46348</v></c>'),
    lambda n: ("", '<c r="@" s="1"/>'),
    lambda n: ("", ""),
    lambda n: ("TRUE", '<c r="@" t="b"><v>1</v></c>'),
    lambda n: (f"{n}.5", f'<c r="@"><v>{n}.5</v></c>'),
]


def test_many_empty_rows_below_are_read_over(tmp_path: Path) -> None:
    phantom = "".join(f'<row r="{n}" spans="1:15" ht="15" customHeight="1"/>' for n in range(7, 120_000))
    assert len(opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows() + phantom)})).leads) == 5
