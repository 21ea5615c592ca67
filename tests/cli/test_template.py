"""leadlist template: an empty list to type into, in either language, that every command takes for a list."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Cli


@pytest.mark.parametrize(
    ("lang", "heading", "source", "sheet"),
    [("ja", "会社名", "展示会", "データ辞書"), ("en", "Company", "fair", "Data dictionary")],
)
def test_a_template_speaks_either_language(
    cli: Cli, tmp_path: Path, lang: str, heading: str, source: str, sheet: str
) -> None:
    path = tmp_path / "list.xlsx"
    result = cli("template", path, "--lang", lang)
    assert result.status == 0, result.err
    book = load_workbook(path)
    assert book.worksheets[0]["A1"].value == heading
    assert book.sheetnames[1] == sheet
    assert source in [cell.value for cell in book.worksheets[1]["A"]]
    assert len(book.worksheets[0].data_validations.dataValidation) == 3


def test_a_template_is_taken_for_a_list_and_filled(cli: Cli, tmp_path: Path, key_file: Path) -> None:
    path, form = tmp_path / "見込み客.xlsx", tmp_path / "form.csv"
    form.write_text("氏名,メールアドレス\n甲 一,a@example.jp\n", encoding="utf-8")
    (tmp_path / "leadlist.toml").write_text(
        '[purposes.P01]\ntext = "展示会でお名刺を交換した方に、新製品情報を電子メールでお送りするため"\n',
        encoding="utf-8",
    )
    assert cli("template", path).status == 0
    assert "P01" in [cell.value for cell in load_workbook(path).worksheets[1]["A"]]
    shown = json.loads(cli("columns", path, "--json").out)
    assert (shown["sheet"], shown["counts"]["read"]) == ("見込み客", 0)
    assert all(column["field"] for column in shown["columns"])
    assert cli("import", form, "--into", path, "--source", "form", "--purpose", "P01", "--yes").status == 0
    assert json.loads(cli("columns", path, "--json").out)["counts"]["read"] == 1


def test_a_template_never_overwrites_and_may_be_csv(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert cli("template", path).status == 0
    assert "会社名" in path.read_text(encoding="utf-8-sig")
    again = cli("template", path)
    assert (again.status, "--out" in again.err) == (2, False), "it has no such option"
    assert cli("template", tmp_path / "list.ods").status == 2
