"""Formats that are only read, and protected workbooks, through the commands."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Cli
from tests.formats.excel.books import HEADINGS, PEOPLE, rows, worksheet, write_book
from tests.formats.other_formats import write_ods, write_standard, write_xlsb

TABLE = [HEADINGS, *PEOPLE[:2], ("架空物産", "架空　月子", "TSUKIKO@EXAMPLE.JP", "03-0000-0004")]
WRITERS: list[tuple[str, Callable[..., Path]]] = [(".ods", write_ods), (".xlsb", write_xlsb)]


def _rows(path: Path) -> list[list[str]]:
    return [list(map(str, row)) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()]


@pytest.fixture(params=WRITERS, ids=lambda pair: pair[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    suffix, write = request.param
    return write(tmp_path / f"名簿{suffix}", TABLE)


def test_old_formats_are_read_and_written_to_a_new_workbook(
    cli: Cli, key_file: Path, old: Path, tmp_path: Path
) -> None:
    before = old.read_bytes()
    assert cli("validate", old).status in (0, 1)
    in_place = cli("normalize", old)
    assert in_place.status == 5
    assert "--out NEW.xlsx" in in_place.err
    assert "TSUKIKO" not in in_place.err  # not after the whole plan was shown
    assert in_place.err.count("\n") == 2
    new = tmp_path / "new.xlsx"
    done = cli("normalize", old, "--out", new)
    assert done.status == 0, done.err
    assert len(_rows(new)) == len(TABLE)
    assert _rows(new)[3][1:3] == ["架空 月子", "TSUKIKO@example.jp"]
    assert old.read_bytes() == before


def test_the_way_on_from_an_old_format_works_as_it_is_told(
    cli: Cli, key_file: Path, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    who = ("--email", "hanako@example.jp")
    for number, line in enumerate((("normalize", old), ("optout", old, who[1]), ("forget", old, *who))):
        before = sorted(tmp_path.iterdir())
        told = cli(*line, "--yes")
        assert (told.status, sorted(tmp_path.iterdir()) == before or number == 0) == (5, True), told.err
        hint = told.err.partition("→ ")[2]
        new = f"{number}.xlsx"
        if line[0] == "forget":
            line = re.search(r"leadlist (\S+) (\S+) --out", hint).groups()  # type: ignore[union-attr]
        assert "--out NEW.xlsx" in hint
        assert cli(*line, "--yes", "--out", new).status == 0
        assert Path(new).exists()
    assert cli("forget", new, *who, "--yes").status == 0
    assert "花子" not in str(_rows(Path(new)))


def test_old_formats_are_imported(cli: Cli, key_file: Path, old: Path, tmp_path: Path) -> None:
    into = tmp_path / "見込み客.xlsx"
    purpose = "資料請求へのご回答と、製品のご案内のため"
    done = cli("import", old, "--into", into, "--source", "form", "--purpose", purpose, "--yes")
    assert done.status == 0, done.err
    assert len(_rows(into)) == len(TABLE)


def test_standard_protection_is_opened_and_written_back_protected(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    filling = {"xl/media/image1.png": bytes(range(256)) * 16 + os.urandom(4096)}  # Excel's own are never so small
    plain = write_book(tmp_path / "plain.xlsx", {"名簿": worksheet(rows(TABLE))}, parts=filling)
    path = write_standard(tmp_path / "名簿.xlsx", plain.read_bytes(), "秘密pass1")
    secret = tmp_path / "password"
    secret.write_text("秘密pass1\n", encoding="utf-8")
    assert cli("normalize", path).status == 2
    done = cli("normalize", path, "--password-file", secret)
    assert done.status == 0, done.err
    with path.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        assert office.is_encrypted()
        office.load_key(password="秘密pass1")
        with (tmp_path / "again.xlsx").open("wb") as out:
            office.decrypt(out)
    assert _rows(tmp_path / "again.xlsx")[3][1] == "架空 月子"
    assert cli("undo", path, "--password-file", secret).status == 0


def test_a_workbook_behind_a_password_is_told_opened_and_put_back(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    plain = write_book(tmp_path / "plain.xlsx", {"名簿": worksheet(rows(TABLE))}, parts={"a.bin": os.urandom(5000)})
    path, secret = tmp_path / "名簿.xlsx", tmp_path / "password"
    with plain.open("rb") as file, path.open("wb") as out:
        OOXMLFile(file).encrypt("秘密pass1", out)
    before = path.read_bytes()
    for password, said in ((None, "is protected with a password"), ("秘密pass2", "does not open")):
        secret.write_text(f"{password}\n", encoding="utf-8")
        told = cli("normalize", path, *(() if password is None else ("--password-file", secret)))
        assert (told.status, path.read_bytes() == before) == (2, True)
        assert said in told.err
        assert "--password-file" in told.err
    secret.write_text("秘密pass1\n", encoding="utf-8")
    assert cli("normalize", path, "--password-file", secret).status == 0
    with path.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password="秘密pass1")
        with (tmp_path / "again.xlsx").open("wb") as out:
            office.decrypt(out)
    assert _rows(tmp_path / "again.xlsx")[3][1] == "架空 月子"
    assert cli("optout", path, "nobody@example.com", "--password-file", secret, "--yes").status == 0
    told = cli("undo", path)
    assert told.status == 2
    assert "“名簿.xlsx” is protected" in told.err  # and not the private file that undo writes
    assert cli("undo", path, "--password-file", secret).status == 0
    assert path.read_bytes() == before
