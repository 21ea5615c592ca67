"""Reports count, renderers only write: the same report as text, JSON, Markdown, CSV and a page."""

import csv
import io
import json
import zipfile
from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

import openpyxl
import pytest

from leadlist.formats.report_workbook import workbook_of
from leadlist.leads import ColumnRef, lead_list
from leadlist.operations import purge, validate
from leadlist.reports import RENDERERS, Report, Table, quality, retention
from leadlist.rules import load_rules

TODAY = date(2026, 11, 22)
LEADS = lead_list(
    ["氏名", "メール\nアドレス", "取得元", "取得日"],
    [
        ["高橋 一郎", "ichiro", "名刺", "2024-05-01"],
        ["﨑山 花子", "hanako@example.jp", "名刺", "2020-01-01"],
        ["鈴木 次郎", "", "フォーム", "2026-10-01"],
    ],
    fields={name: ColumnRef(at) for at, name in enumerate(("name", "email", "source", "acquired_on"))},
)
HOSTILE = Report(
    "=1+1 <b>", [Table("[x](y)", ("|", "n"), [('=HYPERLINK("x")\x1b[31m\n<script>alert(1)</script>', 3)], bars=(1,))]
)


def test_the_quality_report_counts_what_was_found_filled_and_dated() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY), today=TODAY)
    tables = {table.title: table for table in report.tables}
    assert dict(tables["Summary"].rows)["leads read"] == 3  # type: ignore[arg-type]
    assert ("EMAIL-001", "error", 1) in [row[:3] for row in tables["Findings by check"].rows]
    assert ("メール アドレス", "email", 2, 66.7) in tables["Fill rate by field"].rows
    assert tables["Freshness by field"].rows == [
        ("取得日", "acquired_on", 3, "2020-01-01", "2024-05-01", "2026-10-01", 1, 0, 0, 2)
    ]
    assert (2, "メール アドレス", "B2", "EMAIL-001", "error") in [row[:5] for row in tables["Findings"].rows]


def test_no_report_holds_a_value_of_the_list() -> None:
    reports = [
        quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY), today=TODAY),
        retention(LEADS, purge.plan(LEADS, load_rules(), today=TODAY)),
    ]
    for report in reports:
        for render in RENDERERS.values():
            text = render(report)
            assert not any(value in text for value in ("高橋", "hanako", "ichiro"))


def test_the_retention_report_names_due_leads_by_row_day_and_ground() -> None:
    report = retention(LEADS, purge.plan(LEADS, load_rules(), today=TODAY))
    tables = {table.title: table for table in report.tables}
    assert tables["Due now"].rows == [(3, "2020-01-01", "2023-01-01", "card", "house default, no statute")]
    assert dict(tables["Due by month"].rows) == {"2026-11": 1, "2027-05": 1, "2028-10": 1}  # type: ignore[arg-type]


def test_plain_text_is_aligned_also_where_characters_are_wide() -> None:
    text = RENDERERS["table"](Report("件数", [Table("表", ("列", "n"), [("氏名", 1), ("a", 1000)])]))
    assert text == "件数\n\n表\n列        n\n----  -----\n氏名      1\na     1,000\n"


def test_json_gives_each_row_by_its_headings() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY), today=TODAY)
    data = json.loads(RENDERERS["json"](report))
    assert {"what": "leads read", "count": 3} in data["tables"][0]["rows"]


def test_csv_gives_the_findings_and_guards_formulas() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY), today=TODAY)
    rows = list(csv.DictReader(io.StringIO(RENDERERS["csv"](report))))
    assert rows[-1].keys() == {"row", "column", "cell", "check", "severity", "what", "what to do"}
    assert any(row["check"] == "EMAIL-001" and row["row"] == "2" for row in rows)
    assert "'=HYPERLINK" in RENDERERS["csv"](HOSTILE)


@pytest.mark.parametrize("name", RENDERERS)
def test_what_stands_in_a_list_is_never_markup_or_a_control_sequence(name: str) -> None:
    text = RENDERERS[name](HOSTILE)
    assert "\x1b" not in text
    if name in ("html", "markdown"):
        assert "<script" not in text
    if name == "markdown":
        assert "\\[x\\](y)" in text


@pytest.mark.parametrize("name", RENDERERS)
def test_a_report_without_rows_can_be_rendered(name: str) -> None:
    assert RENDERERS[name](Report("空", [Table("表", ("列",), [])]))


def test_the_page_is_well_formed_loads_nothing_and_draws_bars() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY), today=TODAY)
    page = RENDERERS["html"](report)
    opened: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not {"src", "href", "onclick"} & {name for name, _value in attrs}
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Parser().feed(page)
    assert not opened
    drawn = sum(len(table.rows) for table in report.tables if table.bars)
    assert page.count('role="img"') == drawn


def test_the_workbook_has_the_summary_first_native_charts_and_a_link_to_each_cell() -> None:
    plan = validate.plan(LEADS, load_rules(), today=TODAY)
    report = quality(LEADS, plan, today=TODAY, list_file="../見込み客.xlsx", sheet="鈴木's")
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(report, {})))
    assert book.sheetnames == [table.title for table in report.tables]
    assert len(book.worksheets[0]._charts) == 3  # type: ignore[attr-defined]
    sheet = book["Findings"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[3].value == "EMAIL-001")
    assert row[2].value == "B2"
    link = row[2].hyperlink
    assert link is not None
    assert link.location == "'鈴木''s'!B2"
    assert link.target == "../" + quote("見込み客.xlsx")


def test_no_text_of_a_workbook_is_a_formula_or_a_control_character() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(HOSTILE, {})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any("\x1b" in str(cell.value) for cell in cells)
    with zipfile.ZipFile(io.BytesIO(workbook_of(HOSTILE, {}))) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets/" in name)


def test_a_workbook_of_nothing_and_one_of_too_much_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook_of(Report("空", [Table("表", ("列",), [])]), {})
    monkeypatch.setattr("leadlist.formats.report_workbook.MOST_ROWS", 5)
    long = Report("長", [Table("a", ("n",), [(1,)]), Table("b/b", ("n",), [(n,) for n in range(9)])])
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(long, {})))
    found = [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets[1:]]
    assert found == [["n", 0, 1, 2, 3], ["n", 4, 5, 6, 7], ["n", 8]]


def test_a_table_has_no_more_links_than_excel_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlist.formats.report_workbook.MOST_LINKED", 2)
    linked = Table("a", ("cell",), [(f"A{n}",) for n in range(1, 10)], links=[f"'L'!A{n}" for n in range(1, 10)])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(Report("長", [linked], list_file="l.xlsx"), {})))["a"]
    assert [row[0].value for row in sheet.iter_rows()] == ["cell", "A1", "A2", "and 7 more"]


def test_dates_are_counted_by_their_age() -> None:
    days = [["2026-11-22"], ["2025-11-23"], ["2025-11-21"], ["2024-11-22"], ["2020-02-29"]]
    leads = lead_list(["取得日"], days, fields={"acquired_on": ColumnRef(0)})
    table = quality(leads, validate.plan(leads, load_rules(), today=TODAY), today=TODAY).tables[3]
    assert table.rows[0][2:6] == (5, "2020-02-29", "2025-11-21", "2026-11-22")
    assert table.rows[0][6:] == (1, 1, 2, 1)
