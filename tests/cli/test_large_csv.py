"""A large CSV file that is worked on block by block comes out of every command as one that is held."""

from pathlib import Path
from random import Random

import pytest

from leadlist.cli.cores import Workers
from tests.cli.conftest import Cli, Result

CONTENT = """\
会社名,氏名,フリガナ,メールアドレス,電話番号,携帯電話,メール配信停止,備考
㈱山野商事,山野　太郎,ﾔﾏﾉ ﾀﾛｳ,Taro@EXAMPLE.jp,０３-1234-5678,０９０－１２３４－５６７８,,
㈱佐藤工業,佐藤 花子,サトウ ハナコ,hanako@example.co.jp,03-2345-6789,,2026-11-01,"山野太郎さんの
紹介"
株式会社山野商事,山野太郎,,t.yamano@example.com,03-1234-5678,090-1234-5678,,旧カード
鈴木商店,鈴木 一郎,,ichiro@example.com,03-1234-0000,,,
""" + "".join(f"会社{at},田中 {at}郎,,tanaka{at}@example.com,03-1111-{at:04},,,\n" for at in range(60))

COMMANDS = {
    "columns": ("columns",),
    "optout": ("optout", "taro@example.jp", "03-1234-0000", "--on", "2026-11-01", "--yes"),
    "consent": ("optout", "remove", "hanako@example.co.jp", "--evidence", "{list}", "--on", "2026-11-20", "--yes"),
    "dedupe": ("dedupe", "--yes"),
    "dedupe-look": ("dedupe", "--clusters", "{folder}/clusters.csv"),
    "forget": ("forget", "--email", "taro@example.jp", "--request", "R-7", "--yes"),
}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every CSV file is large, its blocks small; all is done in this process."""
    monkeypatch.setattr("leadlist.formats.csv_file.LARGE", 0)
    monkeypatch.setattr("leadlist.formats.csv_file.PROVED_FROM", 1)
    monkeypatch.setattr("leadlist.formats.csv_grid.BLOCK", 256)
    monkeypatch.setattr("leadlist.formats.csv_grid.STEP", 4)
    monkeypatch.setattr("leadlist.formats.csv_file._open", None)  # which would hold it
    monkeypatch.setattr(Workers, "_begun", lambda *_given: None)


def done(cli: Cli, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Result, list[bytes]]:
    """What a command says of a fresh list, and what that and other files are then."""
    folder.mkdir()
    monkeypatch.setattr("leadlist.identity.secrets", Random(1))  # for the same lead ids
    path = folder / "leads.csv"
    path.write_text(CONTENT, encoding="utf-8-sig", newline="\r\n")
    words = [word.replace("{list}", str(path)).replace("{folder}", str(folder)) for word in COMMANDS[name]]
    at = 2 if words[1:2] == ["remove"] else 1
    result = cli(*words[:at], path, *words[at:])
    return result, [file.read_bytes() for file in sorted(folder.glob("*.csv"))]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_large_file_comes_out_as_a_small_one(
    cli: Cli, tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch, name: str, request: pytest.FixtureRequest
) -> None:
    held, one = done(cli, tmp_path / "held", name, monkeypatch)
    request.getfixturevalue("large")
    stored, other = done(cli, tmp_path / "file", name, monkeypatch)
    assert held.status == 0, held.err
    assert (stored.status, said(stored)) == (held.status, said(held))
    assert other == one


def said(result: Result) -> list[str]:
    """What was told, without the folder, and the name of the backup, which has the time in it."""
    lines = (result.out + result.err).replace("/held/", "/file/").splitlines()
    return [line for line in lines if "Backup" not in line]
