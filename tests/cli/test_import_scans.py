"""Scans among other sources of an import, with a reader that knows one card by heart: no extra and no picture needed."""

import json
import zipfile
from pathlib import Path

import pytest

from leadlist.cards import engine, load, stack
from leadlist.cards.kept import Place, sealed
from leadlist.errors import UserError
from tests.cards import paper
from tests.cli.conftest import Cli

VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{mail}\r\nEND:VCARD\r\n"
PEOPLE = ("", "石橋 雄太", "西田 浩", "東山 京子", "北村 実", "南 早苗")


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was read, file by file. On each scan stands the invented card, with the file's content as its mailbox."""
    found: list[bytes] = []

    def read_page(path: Path, number: int, target: Place, shown: str = "") -> tuple[str, str] | None:
        found.append(path.read_bytes())
        lines = [[line.text, list(line.box), list(line.scores), line.vertical] for line in paper.STANDARD.lines]
        for line in lines:
            for printed, own in (("ishibashi", path.read_text()), ("0103", f"01{len(found):02}")):
                line[0] = str(line[0]).replace(printed, own)
            line[0] = str(line[0]).replace("石橋 雄太", PEOPLE[len(found)])
        page = [{"page": number, "number": 1, "jpeg": "", "size": [1280, 780], "lines": lines}]
        target.path.write_bytes(sealed(json.dumps(page if b"blank" not in found[-1] else []).encode(), target.password))
        return None

    def page_count(path: Path, shown: str = "") -> int:
        if b"torn" in path.read_bytes():
            raise UserError(f"“{shown}” cannot be read as a picture.", hint="Scan it again.")
        return 2 if path.suffix.lower() == ".pdf" else 1

    monkeypatch.setattr(stack, "read_page", read_page)
    monkeypatch.setattr(load, "page_count", page_count)
    monkeypatch.setattr(engine, "require_extra", lambda: None)
    monkeypatch.setattr(stack.os, "cpu_count", lambda: 1)  # type: ignore[attr-defined]
    return found


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder after a fair: scans, vCards, a list, a zip of all that, and what cannot be read."""
    folder = tmp_path / "展示会"
    (folder / "iPhone").mkdir(parents=True)
    for name in ("a.jpg", "iPhone/b.HEIC", "iPhone/torn.png", "blank.tif", "iPhone/~$d.xlsx"):
        (folder / name).write_text(Path(name).stem)
    (folder / "c.vcf").write_text(VCARD.format(name="甲 一", mail="c@example.jp"))
    (folder / "名簿.csv").write_text("氏名,メールアドレス\n乙 二,d@example.jp\n")
    (folder / "破損.xlsx").write_bytes(b"PK torn")
    with zipfile.ZipFile(folder / "同僚.zip", "w") as archive:
        archive.writestr("scan/e.jpg", "e")
        archive.writestr("scan/torn.jpg", "torn")
        archive.writestr("f.vcf", VCARD.format(name="丙 三", mail="f@example.jp"))
        archive.writestr("破損.xlsx", b"PK torn")
        archive.writestr("議事録.docx", b"PK")
        archive.writestr("__MACOSX/._f.vcf", b"\0")
    return folder


def test_a_pile_of_scans_cards_and_lists_is_taken_in_and_what_is_not_is_told(
    cli: Cli, pile: Path, tmp_path: Path, key_file: Path, own_world: Path, read_files: list[bytes]
) -> None:
    into = tmp_path / "新.csv"
    result = cli("import", pile, "--into", into, "--source", "card", "--sides", "1", "--yes")
    assert result.status == 0, result.err
    added = into.read_text(encoding="utf-8-sig")
    for mailbox in "abcdef":
        assert f"{mailbox}@" in added, mailbox
    assert "torn@" not in added
    for told in ("torn.png”", "同僚.zip/scan/torn.jpg”", "破損.xlsx", "同僚.zip/破損.xlsx", "議事録.docx", "blank.tif"):
        assert told in result.err, told
    assert "._f.vcf" not in result.err
    assert list((own_world / "state").glob("cards/*")) == []


def test_a_dry_run_keeps_what_was_read_for_the_run_that_follows(
    cli: Cli, pile: Path, tmp_path: Path, key_file: Path, own_world: Path, read_files: list[bytes]
) -> None:
    scan, line = pile / "a.jpg", ("--into", tmp_path / "新.csv", "--source", "card", "--yes")
    assert cli("import", scan, *line, "--dry-run").status == 0
    (kept,) = (own_world / "state" / "cards").iterdir()
    assert b"example.jp" not in kept.read_bytes()
    assert cli("import", scan, *line).status == 0
    assert read_files == [b"a"]
    assert not kept.exists()


@pytest.mark.parametrize("name", ["確認.xlsx", "確認.html", "確認.pdf"])
def test_a_review_that_cannot_be_written_is_refused_before_any_scan_is_read(
    cli: Cli, pile: Path, tmp_path: Path, read_files: list[bytes], name: str
) -> None:
    review = tmp_path / name
    review.write_bytes(b"checked by hand")
    result = cli("import", pile / "a.jpg", "--into", tmp_path / "新.csv", "--review", review)
    assert (result.status, review.read_bytes(), read_files) == (2, b"checked by hand", [])


def test_where_nothing_can_be_read_the_import_ends(
    cli: Cli, pile: Path, tmp_path: Path, read_files: list[bytes]
) -> None:
    result = cli("import", pile / "iPhone" / "torn.png", "--into", tmp_path / "新.csv", "--yes")
    assert result.status == 2
    assert "torn.png" in result.err


@pytest.mark.parametrize(("name", "status", "told"), [("a.jpg", 2, ""), ("同僚.zip", 0, "2 pictures were left out. ")])
def test_without_the_extra_one_line_names_the_command(
    cli: Cli,
    pile: Path,
    tmp_path: Path,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    status: int,
    told: str,
) -> None:
    monkeypatch.setattr(engine, "NEEDED", ("no_such_module_of_any_kind",))
    result = cli("import", pile / name, "--into", tmp_path / "新.csv", "--source", "card", "--yes")
    assert result.status == status
    said = [line for line in result.err.splitlines() if "pip install 'leadlist[cards]'" in line]
    assert len(said) == 1
    assert told in result.err
