"""`leadlist backup drill`: every list that can be kept can be rehearsed."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Cli

CSV = "会社名,氏名,メールアドレス\r\n㈱山田商事,山田　太郎,TARO@EXAMPLE.JP\r\n"


def test_the_backup_from_before_the_list_was_made_is_no_fault(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    source, made = tmp_path / "名刺.csv", tmp_path / "見込み客.csv"
    source.write_text(CSV, encoding="utf-8")
    assert cli("import", source, "--into", made, "--source", "card", "--yes").status == 0
    alone = cli("backup", "drill", made)
    assert (alone.status, "leadlist backup LIST" in alone.err) == (2, True)
    cli("backup", made)
    for _try in range(4):  # one of them is drawn
        drilled = cli("backup", "drill", made)
        assert drilled.status == 0, drilled.err


def test_a_list_with_headings_of_its_own(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "独自.csv"
    path.write_text("れんらくさき,おなまえ\nTARO@EXAMPLE.JP,山田　太郎\n", encoding="utf-8")
    cli("columns", path, "--set", "email=れんらくさき")
    cli("backup", path)
    drilled = cli("backup", "drill", path)
    assert drilled.status == 0, drilled.err


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_workbook_with_a_password(cli: Cli, key_file: Path, tmp_path: Path, mark: str) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, path, secret = tmp_path / "平文.xlsx", tmp_path / "見込み客.xlsx", tmp_path / "pw.txt"
    book = Workbook()
    for row in CSV.splitlines():
        book.active.append(row.split(","))  # type: ignore[union-attr]
    book.save(plain)
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("秘密", target)
    secret.write_text(f"{mark}秘密\r\n", encoding="utf-8")  # Notepad may put a mark first
    changed = cli("normalize", path, "--password-file", secret)
    assert changed.status == 0, changed.err
    drilled = cli("backup", "drill", path)
    assert drilled.status == 0, drilled.err
    assert "password" in drilled.err
    secret.write_bytes(b"\xff\xfe")
    assert cli("normalize", path, "--password-file", secret).status == 2
