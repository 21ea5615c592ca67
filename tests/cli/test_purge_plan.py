"""Purge in two steps: a plan as a workbook, approval by a second person, and nothing from a plan that is stale."""

import stat
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Cli

DAY = ("--as-of", "2026-11-22")
ROWS = [
    "氏名,会社名,メール,取得元,取得日",
    "山田 太郎,山野商事,taro@example.jp,名刺,2020-01-10",
    "海野 花子,海野電機,hanako@example.jp,名刺,2020-02-10",
    "川野 次郎,川野工業,jiro@example.jp,名刺,2026-08-01",
    *[f"田野 {n}郎,田野{n},t{n}@example.jp,名刺,2026-08-01" for n in range(8)],
]


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def planned(cli: Cli, key_file: Path, leads: Path, tmp_path: Path) -> Path:
    path = tmp_path / "計画.xlsx"
    result = cli("purge", leads, "--plan", path, *DAY)
    assert result.status == 0, result.err
    assert "readable by you alone" in result.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path


def decide(path: Path, *answers: str, column: str = "承認") -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    for row, answer in enumerate(answers, 2):
        sheet.cell(row, at).value = answer
    book.save(path)


def test_only_approved_rows_go(cli: Cli, leads: Path, planned: Path) -> None:
    book = openpyxl.load_workbook(planned)
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == '"承認,却下"'
    assert book.worksheets[0].max_row == 3
    page = book.worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0), "two people sign it on paper"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    decide(planned, "承認", "却下")
    result = cli("purge", leads, "--apply", planned, "--yes", *DAY)
    assert result.status == 0, result.err
    assert "due 1 · not approved 1" in result.err
    text = leads.read_text(encoding="utf-8")
    assert "taro" not in text
    assert "hanako" in text


def test_a_plan_that_nobody_approved_changes_nothing(cli: Cli, leads: Path, planned: Path) -> None:
    before = leads.read_bytes()
    assert cli("purge", leads, "--apply", planned, "--yes", *DAY).status == 0
    assert leads.read_bytes() == before


def test_a_word_that_is_neither_yes_nor_no_stops_everything(cli: Cli, leads: Path, planned: Path) -> None:
    before = leads.read_bytes()
    decide(planned, "承認", "たぶん")
    result = cli("purge", leads, "--apply", planned, "--yes", *DAY)
    assert result.status == 2
    assert "neither yes nor no" in result.err
    assert leads.read_bytes() == before


@pytest.mark.parametrize("what", ["list", "rules", "row", "day", "future"])
def test_a_stale_plan_is_refused(cli: Cli, leads: Path, planned: Path, what: str) -> None:
    decide(planned, "○", "yes")
    day = DAY
    if what == "list":
        leads.write_text(
            leads.read_text(encoding="utf-8") + "新野 一,新野,n@example.jp,名刺,2026-11-01\n", encoding="utf-8"
        )
    elif what == "rules":
        leads.with_name("leadlist.toml").write_text(
            'extends = "japan"\n[retention]\nwarn = "60 days"\n', encoding="utf-8"
        )
    elif what == "row":
        decide(planned, "4", column="行")
    elif what == "day":
        decide(planned, "2027-01-01", "2027-01-01", column="判定日")
        day = ("--as-of", "2027-02-01")
    else:
        day = ("--as-of", "2026-11-21")
    before = leads.read_bytes()
    result = cli("purge", leads, "--apply", planned, "--yes", *day)
    assert result.status == 5, result.err
    assert leads.read_bytes() == before


def test_a_plan_keeps_to_the_limit_when_it_is_applied_and_not_before(cli: Cli, key_file: Path, leads: Path) -> None:
    leads.write_text("\n".join(ROWS[:4]) + "\n", encoding="utf-8")
    path = leads.with_name("計画.xlsx")
    assert cli("purge", leads, "--plan", path, *DAY).status == 0
    decide(path, "承認", "承認")
    assert cli("purge", leads, "--apply", path, "--yes", *DAY).status == 5
    assert cli("purge", leads, "--apply", path, "--yes", "--at-most", "2", *DAY).status == 0


@pytest.mark.parametrize("name", ["計画.csv", "見込み客.csv"])
def test_what_is_no_plan_is_told(cli: Cli, leads: Path, planned: Path, name: str) -> None:
    path = leads.with_name(name)
    assert cli("purge", leads, "--plan", path, *DAY).status == 2
    assert cli("purge", leads, "--apply", path, "--yes", *DAY).status == 2
    other = leads.with_name("別.xlsx")
    cli("purge", leads, "--out", other, *DAY)
    assert cli("purge", leads, "--apply", other, "--yes", *DAY).status == 2
    assert cli("purge", leads, "--apply", planned, "--plan", other, *DAY).status == 2


def test_a_backup_from_the_future_stops_a_purge_before_anything_goes(cli: Cli, key_file: Path, leads: Path) -> None:
    before = leads.read_bytes()
    folder = leads.with_name(leads.name + ".backups")
    assert cli("backup", leads).status == 0
    (made,) = folder.iterdir()
    made.rename(folder / f"2999{made.name[4:]}")
    result = cli("purge", leads, "--yes", "--at-most", "100%", *DAY)
    assert result.status == 5
    assert "clock is earlier than the newest record or backup" in result.err
    assert leads.read_bytes() == before
