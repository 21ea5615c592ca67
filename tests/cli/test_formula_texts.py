"""Texts that a spreadsheet would take for formulas: guarded in a new CSV where that is asked for, never in place."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Cli

LIST = "氏名,電話番号,メールアドレス,備考\r\n架空　太郎,+81-3-0000-1234,TARO@example.jp,=1+1\r\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "名簿.csv"
    path.write_text(LIST, encoding="utf-8", newline="")
    return path


def test_a_csv_for_excel_is_guarded_where_that_is_asked_for(cli: Cli, source: Path, tmp_path: Path) -> None:
    plain, safe = tmp_path / "plain.csv", tmp_path / "safe.csv"
    assert cli("normalize", source, "--out", plain).status == 0
    assert cli("normalize", source, "--out", safe, "--guard-formulas").status == 0
    assert plain.read_text("utf-8-sig").splitlines()[1].endswith(",=1+1")
    assert safe.read_text("utf-8-sig").splitlines()[1].endswith(",'=1+1")


def test_groups_and_comparisons_are_guarded_too(cli: Cli, source: Path, tmp_path: Path) -> None:
    for name, more in (("by.csv", ("--by", "company")), ("against.csv", ("--against", source))):
        assert cli("dedupe", source, *more, "--out", tmp_path / name, "--guard-formulas").status == 0
        assert "'=1+1" in (tmp_path / name).read_text("utf-8-sig")


def test_in_place_nothing_is_guarded(cli: Cli, source: Path, key_file: Path) -> None:
    assert cli("normalize", source, "--guard-formulas").status == 2
    assert source.read_bytes() == LIST.encode()
    assert cli("normalize", source).status == 0
    line = source.read_text("utf-8").splitlines()[1]
    assert "taro@example.jp" in line.lower()
    assert line.endswith(",=1+1")
    assert "'" not in line


def test_in_a_new_workbook_every_text_stays_a_text(cli: Cli, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.xlsx"
    assert cli("normalize", source, "--out", target, "--guard-formulas").status == 0
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[1][3] == "=1+1"
