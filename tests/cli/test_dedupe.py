"""leadlist dedupe as an office worker uses it: look, judge in a workbook or at the terminal, merge, take back."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Cli

LIST = """氏名,会社名,部署,メールアドレス,電話番号,住所,メール配信停止,備考
山田 太郎,株式会社山田商事,営業部,taro@example.jp,03-1234-5678,東京都港区赤坂1-2-3,,見積
山田太郎,㈱山田商事,,taro@example.jp,０３－１２３４－５６７８,,×,
佐藤 花子,株式会社佐藤工業,総務部,hanako@example.co.jp,03-2345-6789,,,
佐藤 花子,株式会社佐藤工業,,,,,,
鈴木 一郎,株式会社鈴木製作所,購買部,ichiro@example.com,06-1234-5678,,,
鈴木 一郎,㈱鈴木製作所,開発部,suzuki-i@example.net,06-9876-5432,,,
"""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def review(cli: Cli, key_file: Path, leads: Path, tmp_path: Path) -> Path:
    path = tmp_path / "確認.xlsx"
    assert cli("dedupe", leads, "--review", path, "--lang", "ja").status == 0
    return path


def decide(path: Path, sheet: str, **cells: str) -> None:
    book = load_workbook(path)
    for place, text in cells.items():
        book[sheet][place] = text
    book.save(path)


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def block_of(path: Path, sheet: str, row: int) -> int:
    """The first line of the block that shows a row of the list."""
    page = load_workbook(path)[sheet]
    found = next(at for at in range(3, page.max_row + 1) if page.cell(at, 3).value == str(row))
    return found - (found - 3) % 3


def test_the_bands_are_shown_before_anything_is_done(cli: Cli, leads: Path) -> None:
    said = cli("dedupe", leads, "--dry-run", "--lang", "ja").err
    assert re.search(r"統合 \d+ 件、誤りの見込み \d+\.\d 件", said)
    assert "要確認" in said
    assert leads.read_text(encoding="utf-8") == LIST


def test_a_review_has_a_drop_down_a_reason_colours_and_locked_rows(review: Path) -> None:
    book = load_workbook(review)
    assert book.sheetnames == ["確認する組", "統合する組", "leadlist"]
    assert book["leadlist"].sheet_state == "veryHidden"
    page = book["統合する組"]
    listed = page.data_validations.dataValidation[0]
    assert listed.formula1 == '"統合,別人,保留"'
    at = block_of(review, "統合する組", 2)
    assert page.cell(at, 2).value == "統合"
    assert "一致" in page.cell(at, 5).value
    headings = {page.cell(2, column).value: column for column in range(1, page.max_column + 1)}
    company = page.cell(at, headings["会社名"])
    assert company.fill.fgColor.rgb.endswith("DDEBF7"), "another spelling of the same company"
    assert company.protection.locked
    assert not page.cell(at + 2, headings["会社名"]).protection.locked
    assert page.cell(at + 2, headings["メール配信停止"]).protection.locked
    assert page.protection.sheet
    printed = page.print_area.split("!")[1].replace("$", "").split(":")[1]
    shown = {name for name, at in headings.items() if at <= page[printed].column}
    assert {"判定", "理由", "氏名", "会社名", "メールアドレス", "電話番号", "部署"} <= shown, (
        "who it is, and what differs"
    )
    if os.name == "posix":
        assert review.stat().st_mode & 0o077 == 0


def test_decisions_are_applied_edits_honoured_and_refusals_kept(cli: Cli, leads: Path, review: Path) -> None:
    page = load_workbook(review)["統合する組"]
    at = block_of(review, "統合する組", 2)
    headings = {
        page.cell(2, column).value: page.cell(2, column).column_letter for column in range(1, page.max_column + 1)
    }
    decide(review, "統合する組", **{f"{headings['部署']}{at + 2}": "営業企画部"})
    before = leads.read_bytes()
    ended = cli("dedupe", leads, "--decisions", review, "--yes")
    assert ended.status == 0, ended.err
    kept = next(row for row in rows_of(leads) if "taro@example.jp" in row)
    assert "営業企画部" in kept
    assert "×" in kept
    assert cli("undo", leads).status == 0
    assert leads.read_bytes() == before


def test_different_people_are_remembered_and_not_asked_again(
    cli: Cli, leads: Path, review: Path, tmp_path: Path
) -> None:
    at = block_of(review, "統合する組", 2)
    decide(review, "統合する組", **{f"B{at}": "別人"})
    assert cli("dedupe", leads, "--decisions", review, "--yes").status == 0
    assert sum("taro@example.jp" in row for row in rows_of(leads)) == 2
    memory = Path(f"{leads}.apart.jsonl")
    assert "taro" not in memory.read_text(encoding="ascii")
    again = cli("dedupe", leads, "--yes")
    assert "Kept apart by earlier decisions: 1" in again.err
    assert sum("taro@example.jp" in row for row in rows_of(leads)) == 2


def test_without_the_key_earlier_decisions_are_said_to_be_unread(
    cli: Cli, leads: Path, review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(review, "統合する組", **{f"B{block_of(review, '統合する組', 2)}": "別人"})
    cli("dedupe", leads, "--decisions", review, "--yes")
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    assert "without the key" in cli("dedupe", leads, "--dry-run").err


def test_a_stale_review_is_refused_with_5(cli: Cli, leads: Path, review: Path) -> None:
    leads.write_text(LIST.replace("taro@", "t.yamada@"), encoding="utf-8")
    ended = cli("dedupe", leads, "--decisions", review, "--yes")
    assert ended.status == 5
    assert "2, 3" in ended.err


def test_nonsense_in_a_review_is_one_sentence_with_its_place(cli: Cli, leads: Path, review: Path) -> None:
    at = block_of(review, "統合する組", 2)
    decide(review, "統合する組", **{f"B{at}": "たぶん"})
    ended = cli("dedupe", leads, "--decisions", review, "--yes")
    assert ended.status == 2
    assert f"row {at}" in ended.err
    assert "判定" in ended.err
    assert leads.read_text(encoding="utf-8") == LIST


@pytest.mark.parametrize("name", ["見込み客.csv", "none.xlsx"])
def test_what_is_no_review_is_said_to_be_none(cli: Cli, key_file: Path, leads: Path, name: str) -> None:
    assert cli("dedupe", leads, "--decisions", leads.with_name(name), "--yes").status == 2


def test_a_review_is_never_written_over(cli: Cli, leads: Path, review: Path) -> None:
    assert cli("dedupe", leads, "--review", review).status == 2
    assert cli("dedupe", leads, "--review", review.with_suffix(".csv")).status == 2


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".md", ".json"])
def test_a_report_holds_numbers_and_no_values(cli: Cli, leads: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    assert cli("dedupe", leads, "--report", path).status == 0
    if suffix == ".xlsx":
        book = load_workbook(path)
        assert sum(len(page._charts) for page in book.worksheets) >= 2
        text = " ".join(str(cell.value) for page in book.worksheets for line in page.iter_rows() for cell in line)
    else:
        text = path.read_text(encoding="utf-8")
    assert "rows in a cluster" in text
    assert not any(value in text for value in ("taro", "山田", "1234"))
    if suffix == ".html":
        assert '<svg class="chart"' in text
    assert leads.read_text(encoding="utf-8") == LIST


def test_clusters_name_every_row_once(cli: Cli, leads: Path, tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    assert cli("dedupe", leads, "--clusters", path).status == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [row["row"] for row in rows] == [str(number) for number in range(2, 8)]
    assert rows[0]["cluster"] == rows[1]["cluster"] == "2"
    assert {row["band"] for row in rows} <= {"merge", "review", "leave"}
    assert cli("dedupe", leads, "--clusters", path).status == 0, "an earlier run's file is replaced"


def test_clusters_take_nobody_elses_file(cli: Cli, leads: Path, tmp_path: Path) -> None:
    other = tmp_path / "別のリスト.csv"
    other.write_text(LIST, encoding="utf-8")
    assert cli("dedupe", leads, "--clusters", other).status == 2
    assert other.read_text(encoding="utf-8") == LIST


def test_every_way_to_look_gives_one_json_document_of_one_shape(cli: Cli, leads: Path, tmp_path: Path) -> None:
    new = iter(tmp_path / f"{number}.xlsx" for number in range(9))
    looks = (["--dry-run"], ["--by", "company"], ["--against", leads], ["--explain", "2", "3"], ["--review", next(new)])
    for look in looks:
        document = json.loads(cli("dedupe", leads, *look, "--json").out)
        assert {"command", "list", "counts", "changes", "findings", "next"} <= document.keys(), look
        assert document["counts"]["read"] == 6


def test_the_estimate_stands_in_the_json_document_as_well(cli: Cli, leads: Path) -> None:
    document = json.loads(cli("dedupe", leads, "--dry-run", "--json").out)
    bands = document["bands"]
    assert bands["merge"] == document["counts"]["merged"]
    assert 0 <= bands["expected_errors"] < 1
    assert bands["judge_at"] < bands["merge_at"]


def test_a_pair_is_explained_in_bits_that_add_up(cli: Cli, leads: Path) -> None:
    ended = cli("dedupe", leads, "--explain", 2, 3, "--json")
    document = json.loads(ended.out)
    parts = document["prior"] + sum(s["bits"] for s in document["steps"]) + document["others"] + document["forbidden"]
    assert parts == pytest.approx(document["total"], abs=0.02)
    assert document["merged"] is True
    assert "taro@" not in ended.out
    shown = cli("dedupe", leads, "--explain", 2, 3, "--lang", "ja", "--show-values").out
    assert "氏名" in shown
    assert "█" in shown


@pytest.mark.parametrize("rows", [(2, 2), (1, 2), (2, 99)])
def test_rows_that_make_no_pair_are_refused(cli: Cli, leads: Path, rows: tuple[int, int]) -> None:
    assert cli("dedupe", leads, "--explain", *rows).status == 2


def test_companies_are_grouped_and_nothing_is_merged(cli: Cli, leads: Path, tmp_path: Path) -> None:
    document = json.loads(cli("dedupe", leads, "--by", "company", "--json").out)
    assert document["counts"] == {"read": 6, "groups": 4, "alone": 2}
    path = tmp_path / "companies.csv"
    assert cli("dedupe", leads, "--by", "company", "--out", path).status == 0
    rows = rows_of(path)
    assert len(rows) == 7
    assert sum(row[-1] == "○" for row in rows) == 4
    assert leads.read_text(encoding="utf-8") == LIST


@pytest.mark.parametrize("mode", [("--by", "company"), ("--against", "list")])
def test_a_rehearsal_of_a_new_file_writes_none(cli: Cli, leads: Path, tmp_path: Path, mode: tuple[str, str]) -> None:
    path = tmp_path / "new.csv"
    arguments = [leads if word == "list" else word for word in mode]
    assert cli("dedupe", leads, *arguments, "--out", path, "--dry-run").status == 0
    assert not path.exists()


def test_a_list_is_held_against_another(cli: Cli, leads: Path, tmp_path: Path) -> None:
    other = tmp_path / "clean.csv"
    other.write_text("姓,名,会社名,メールアドレス\n山田,太郎,山田商事,taro@example.jp\n", encoding="utf-8")
    document = json.loads(cli("dedupe", leads, "--against", other, "--json").out)
    assert document["counts"]["known"] == 2
    assert [row["other"] for row in document["rows"][:2]] == [2, 2]
    assert document["rows"][4]["band"] == "leave"
    path = tmp_path / "answer.xlsx"
    assert cli("dedupe", leads, "--against", other, "--out", path).status == 0
    assert load_workbook(path).worksheets[0].cell(2, 9).value == "known"


def test_two_things_at_once_are_refused(cli: Cli, leads: Path) -> None:
    assert cli("dedupe", leads, "--by", "company", "--explain", 2, 3).status == 2
    assert cli("dedupe", leads, "--ask").status == 2
