"""Reports count, renderers only write: the same report as text, JSON, Markdown, CSV and a page."""

import csv
import io
import json
from datetime import date
from html.parser import HTMLParser

import pytest

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
    "=1+1 <b>", [Table("[x](y)", ("|", "n"), [('=HYPERLINK("x")\x1b[31m\n<script>alert(1)</script>', 3)], bar=1)]
)


def test_the_quality_report_counts_what_was_found_filled_and_dated() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY))
    tables = {table.title: table for table in report.tables}
    assert dict(tables["Summary"].rows)["leads read"] == 3  # type: ignore[arg-type]
    assert ("EMAIL-001", "error", 1) in [row[:3] for row in tables["Findings by check"].rows]
    assert ("メール アドレス", "email", 2, 66.7) in tables["Fill rate by field"].rows
    assert tables["Freshness by field"].rows == [("取得日", "acquired_on", 3, "2020-01-01", "2024-05-01", "2026-10-01")]
    assert (2, "メール アドレス", "EMAIL-001", "error") in [row[:4] for row in tables["Findings"].rows]


def test_no_report_holds_a_value_of_the_list() -> None:
    reports = [
        quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY)),
        retention(LEADS, purge.plan(LEADS, load_rules(), today=TODAY)),
    ]
    for report in reports:
        for render in RENDERERS.values():
            text = render(report)
            assert not any(value in text for value in ("高橋", "hanako", "ichiro"))


def test_the_retention_report_names_due_leads_by_row_day_and_ground() -> None:
    report = retention(LEADS, purge.plan(LEADS, load_rules(), today=TODAY))
    tables = {table.title: table for table in report.tables}
    assert tables["Due now"].rows == [
        (3, "2020-01-01", "2023-01-01", "card", load_rules().retention.periods["card"].ground)
    ]
    assert dict(tables["Due by month"].rows) == {"2026-11": 1, "2027-05": 1, "2028-10": 1}  # type: ignore[arg-type]


def test_plain_text_is_aligned_also_where_characters_are_wide() -> None:
    text = RENDERERS["table"](Report("件数", [Table("表", ("列", "n"), [("氏名", 1), ("a", 1000)])]))
    assert text == "件数\n\n表\n列        n\n----  -----\n氏名      1\na     1,000\n"


def test_json_gives_each_row_by_its_headings() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY))
    data = json.loads(RENDERERS["json"](report))
    assert {"what": "leads read", "count": 3} in data["tables"][0]["rows"]


def test_csv_gives_the_findings_and_guards_formulas() -> None:
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY))
    rows = list(csv.DictReader(io.StringIO(RENDERERS["csv"](report))))
    assert rows[-1].keys() == {"row", "column", "check", "severity", "what", "what to do"}
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
    report = quality(LEADS, validate.plan(LEADS, load_rules(), today=TODAY))
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
    assert page.count("<svg") == len(report.tables[1].rows) + len(report.tables[2].rows)
