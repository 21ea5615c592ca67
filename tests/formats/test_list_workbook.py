"""A new list is a workbook to work in: table, drop-downs, formats for what is typed, and a sheet that explains it."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from leadlist.changes import AddRow
from leadlist.formats import open_document
from leadlist.formats.document import GUIDE_SHEETS
from leadlist.formats.list_workbook import Guide, write_list
from leadlist.formats.new_workbook import write_workbook
from leadlist.leads import ColumnRef
from leadlist.recognition import heading_score

HEADINGS = ["会社名", "氏名", "電話番号", "取得日", "取得元"]
GUIDE = Guide(
    GUIDE_SHEETS["ja"],
    "説明",
    tables=[
        ("列", ("列名", "意味", "例"), [("会社名", "会社の名前" * 20, "=1+1")]),
        ("決まり", ("決まり",), [("一人に一行" * 20,)]),
    ],
    choices={"取得元": ["展示会", "名刺"]},
    kinds={"電話番号": "text", "取得日": "date"},
)
ROWS = [["甲社", "乙 一", "03-5550-1111", "2026-11-19", "展示会"], ["=HYPERLINK(1)", "丙 二", "", "", "紹介"]]


def written(path: Path, headings: list[str] = HEADINGS, rows: list[list[str]] = ROWS) -> Path:
    path.write_bytes(write_list(headings, rows, GUIDE, title="見込み客"))
    return path


def test_the_list_is_a_table_with_drop_downs_and_frozen_headings() -> None:
    book = load_workbook(io.BytesIO(write_list(HEADINGS, ROWS, GUIDE, title="見込み客")))
    assert book.sheetnames == ["見込み客", "データ辞書"]
    sheet, guide = book.worksheets
    assert (sheet.freeze_panes, sheet.tables["Leads"].ref, sheet.tables["Leads"].autoFilter.ref) == (
        "A2",
        "A1:E3",
        "A1:E3",
    )
    assert [column.name for column in sheet.tables["Leads"].tableColumns] == HEADINGS
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.errorStyle) == ("E2:E1048576", "list", "warning")
    name, cells = rule.formula1.split("!")
    assert name == "'データ辞書'"
    assert [row[0].value for row in guide[cells.replace("$", "")]] == ["展示会", "名刺"]
    assert sheet.column_dimensions["C"].number_format == "@"
    assert sheet.column_dimensions["D"].number_format == "yyyy-mm-dd"
    assert not any(cell.data_type == "f" for page in book for row in page for cell in row)


def test_a_cell_is_yellow_for_as_long_as_the_doubts_of_its_row_name_it() -> None:
    guide = replace(GUIDE, doubts="要確認", called={"氏名": ("氏名", "Name"), "電話番号": ("電話番号", "Phone")})
    rows = [[*row, "氏名: 読み取りにくい文字があります"] for row in ROWS]
    sheet = load_workbook(io.BytesIO(write_list([*HEADINGS, "要確認"], rows, guide, title="見込み客"))).worksheets[0]
    rules = {str(found.sqref): found.rules for found in sheet.conditional_formatting}
    assert rules.keys() == {"B2:B1048576", "C2:C1048576"}
    (rule,) = rules["B2:B1048576"]
    assert rule.formula == ['OR(ISNUMBER(SEARCH("; 氏名:","; "&$F2)),ISNUMBER(SEARCH("; Name:","; "&$F2)))']
    assert rule.dxf.fill.bgColor.rgb == "00FFF2CC"


@pytest.mark.parametrize("headings", [["会社名", "会社名"], ["会社名", ""], ["会社名", "氏\n名"]])
def test_headings_that_cannot_name_columns_get_a_filter_and_no_table(headings: list[str]) -> None:
    rows = [["甲社", "乙 一"]]
    sheet = load_workbook(io.BytesIO(write_list(headings, rows, GUIDE, title="見込み客"))).worksheets[0]
    assert not sheet.tables
    assert sheet.auto_filter.ref == "A1:B2"


@pytest.mark.parametrize("rows", [[], ROWS], ids=["empty", "filled"])
def test_the_list_is_found_and_its_table_grows_with_it(tmp_path: Path, rows: list[list[str]]) -> None:
    document = open_document(written(tmp_path / "a.xlsx", rows=rows), score=heading_score)
    assert (document.sheet, len(document.leads), list(document.leads.headings)) == ("見込み客", len(rows), HEADINGS)
    target = tmp_path / "b.xlsx"
    target.touch()
    more = [AddRow({ColumnRef(0): f"{number}社", ColumnRef(1): "甲 一"}, "import") for number in range(3)]
    document.write(more, target)
    assert len(open_document(target, score=heading_score).leads) == len(rows) + 3
    sheet = load_workbook(target).worksheets[0]
    assert sheet.tables["Leads"].ref == f"A1:E{len(rows) + 4}"
    assert sheet.cell(len(rows) + 2, 1).font.b is not True


ODD = [
    "一行\r\n二行\r",
    "一行\x0b二行",
    "型番_x000D_と_x0041_",
    "\x1b[31m",
    "a\uffffb",
    "=1+1",
    "'=1",
    "@甲",
    "\t=1",
    "+81-3-5550-1111",
]


@pytest.mark.parametrize("listed", [True, False], ids=["a list", "a plain workbook"])
def test_every_text_of_a_new_workbook_reads_back_as_it_was(tmp_path: Path, listed: bool) -> None:
    rows = [["甲社", text] for text in ODD]
    heads = ["会社名", "氏名"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        write_list(heads, rows, GUIDE, title="名簿") if listed else write_workbook(heads, rows, title="名簿")
    )
    assert open_document(path, score=heading_score).leads.columns[1] == tuple(ODD)
    assert not any(cell.data_type == "f" for page in load_workbook(path) for row in page for cell in row)
