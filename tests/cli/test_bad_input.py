"""Bad input: one sentence, one hint, the right exit code, and nothing written."""

import errno
import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CSV = "会社名,氏名,メールアドレス\r\n㈱山田商事,山田　太郎,TARO@EXAMPLE.JP\r\n"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "lists" / "見込み客.csv"
    path.parent.mkdir()
    path.write_bytes(CSV.encode())
    return path


def complaint(err: str) -> tuple[str, str]:
    """The two lines of a UserError: what is wrong, and what to do."""
    lines = [line for line in err.splitlines() if line]
    at = next(number for number, line in enumerate(lines) if line.startswith("Error: "))
    assert lines[at + 1].startswith("→ "), lines
    return lines[at], lines[at + 1]


def around(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_no_key_and_no_terminal(cli: Cli, leads: Path) -> None:
    result = cli("normalize", leads)
    assert result.status == 2
    assert "leadlist key new" in complaint(result.err)[1]
    assert around(leads) == ["見込み客.csv"]


def test_a_missing_file(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    for command in ("normalize", "validate", "columns", "undo", "log"):
        result = cli(command, tmp_path / "ない.csv")
        assert result.status == 2, command
        assert "ない.csv" in complaint(result.err)[0]
    assert not list(tmp_path.iterdir())


def test_a_folder(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    for command in ("normalize", "validate"):
        result = cli(command, tmp_path)
        assert result.status == 2, command
        assert "folder" in complaint(result.err)[0]


@pytest.mark.parametrize("name", ["空.csv", "空.xlsx"])
def test_an_empty_file(cli: Cli, key_file: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    result = cli("normalize", path)
    assert result.status == 2
    complaint(result.err)
    assert path.read_bytes() == b""


def test_a_list_without_a_column_leadlist_knows(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "在庫.csv"
    path.write_text("いろ,かたち\n赤,丸\n青,四角\n", encoding="utf-8")
    result = cli("normalize", path)
    assert result.status == 2
    complaint(result.err)


def test_a_wrong_sheet(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.title = "見込み客"
    book.active.append(["会社名", "氏名", "メールアドレス"])
    book.active.append(["株式会社山田商事", "山田 太郎", "taro@example.jp"])
    path = tmp_path / "見込み客.xlsx"
    book.save(path)
    result = cli("normalize", path, "--sheet", "顧客")
    assert result.status == 2
    assert "見込み客" in " ".join(complaint(result.err))


def test_rules_that_cannot_be_read(cli: Cli, key_file: Path, leads: Path) -> None:
    rules = leads.parent / "leadlist.toml"
    rules.write_text("[match]\nmerge = 12\n", encoding="utf-8")
    result = cli("normalize", leads)
    assert result.status == 2
    assert "“merge_at”" in complaint(result.err)[1]
    assert leads.read_bytes() == CSV.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="paths are limited otherwise there")
def test_a_name_with_no_room_for_what_lies_beside(cli: Cli, key_file: Path, leads: Path) -> None:
    for letters in (80, 83):  # 244 and 253 bytes of the 255 there are
        for line in (("normalize",), ("import", leads, "--yes", "--into")):
            result = cli(*line, leads.with_name("あ" * letters + ".csv"))
            assert result.status in (2, 7), letters
            complaint(result.err)
    assert not [name for name in around(leads) if name.endswith("ああ.csv")]


def test_a_locked_list(cli: Cli, key_file: Path, leads: Path) -> None:
    from leadlist.store import find_key, open_list

    with open_list(leads, find_key()):
        result = cli("normalize", leads, "--wait", "0")
    assert result.status == 4
    assert "--wait" in complaint(result.err)[1]
    assert leads.read_bytes() == CSV.encode()


def test_a_workbook_that_is_open_in_excel(cli: Cli, key_file: Path, leads: Path) -> None:
    owner = leads.with_name("~$" + leads.name)
    owner.write_bytes(b"\x04Sato" + b" " * 50 + b"\x04\x00S\x00a\x00t\x00o\x00" + b" \x00" * 50)
    result = cli("normalize", leads)
    assert result.status == 4
    assert "Sato" in complaint(result.err)[0]
    assert cli("validate", leads).status in (0, 1)
    assert cli("normalize", leads, "--dry-run").status == 0
    assert leads.read_bytes() == CSV.encode()
    assert cli("normalize", leads, "--not-open").status == 0


def test_a_folder_that_may_not_be_written(
    cli: Cli, key_file: Path, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadlist.store import files

    def denied(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(files, "new_file", denied)
    result = cli("normalize", leads)
    assert result.status == 7
    complaint(result.err)
    assert leads.read_bytes() == CSV.encode()


def test_a_full_disk(cli: Cli, key_file: Path, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.store import files

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(files, "sync_file", full)
    result = cli("normalize", leads)
    assert result.status == 7
    complaint(result.err)
    assert leads.read_bytes() == CSV.encode()
    assert not [name for name in around(leads) if ".new-" in name]


def test_a_command_that_asks_needs_a_terminal_or_yes(cli: Cli, key_file: Path, leads: Path) -> None:
    for command in ("dedupe", "purge"):
        result = cli(command, leads)
        assert result.status == 2, command
        assert "--yes" in complaint(result.err)[1]


def test_an_unknown_option_is_a_usage_error(cli: Cli) -> None:
    assert cli("normalize", "--nonsense").status == 2
    assert cli("normalise").status == 2


def test_a_bug_keeps_its_traceback_and_exits_3(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.operations import validate

    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(validate, "plan", broken)
    result = cli("validate", leads)
    assert result.status == 3
    assert "ZeroDivisionError" in result.err


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_what_the_disk_refuses_anywhere_is_exit_7_and_no_bug(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    from leadlist.operations import validate

    def refused(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number), str(leads))

    monkeypatch.setattr(validate, "plan", refused)
    result = cli("validate", leads)
    assert result.status == 7
    assert leads.name in result.err
    assert "Traceback" not in result.err
    assert "cannot be read" not in result.err  # who knows whether it was reading or writing


@pytest.mark.parametrize("options", [["-q"], ["-nq"], ["-yqn"], ["--quiet", "-n"]])
def test_a_quiet_command_that_fails_says_one_line(cli: Cli, leads: Path, options: list[str]) -> None:
    result = cli("normalize", leads.with_name("無い.csv"), *options)
    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)


def test_ctrl_c_exits_130(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.operations import validate

    def stopped(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(validate, "plan", stopped)
    assert cli("validate", leads).status == 130


def test_a_report_never_takes_the_place_of_a_list(cli: Cli, key_file: Path, leads: Path) -> None:
    other = leads.with_name("顧客.csv")
    other.write_bytes(CSV.encode())
    cli("backup", other)
    for target in (leads, other, leads.parent / ".." / "lists" / leads.name):
        for line in (("validate", "--report"), ("purge", "--dry-run", "--report"), ("dedupe", "--clusters")):
            result = cli(line[0], leads, *line[1:], target)
            assert result.status == 2, line
            complaint(result.err)
            assert target.read_bytes() == CSV.encode()


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".csv", ".txt"])
@pytest.mark.parametrize("command", ["validate", "dedupe"])
def test_a_report_replaces_one_of_an_earlier_run_and_nothing_else(
    cli: Cli, key_file: Path, leads: Path, command: str, suffix: str
) -> None:
    target = leads.with_name(f"報告{suffix}")
    for _run in range(2):
        assert cli(command, leads, "--report", target).status in (0, 1)
    target.write_text("<!doctype html>\n# 議事録\n", encoding="utf-8")
    result = cli(command, leads, "--report", target)
    assert result.status == 2
    assert "no such report" in complaint(result.err)[0]
    assert "議事録" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".txt"])
def test_a_report_refuses_a_strange_file_before_the_list_is_even_read(cli: Cli, leads: Path, suffix: str) -> None:
    target = leads.with_name(f"議事録{suffix}")
    target.write_text("<!doctype html>\n# 議事録\n", encoding="utf-8")
    for command in ("validate", "dedupe", "purge"):
        result = cli(command, leads.with_name("ない.csv"), "--report", target)
        assert result.status == 2
        assert "no such report" in complaint(result.err)[0], command


def test_a_csv_file_has_no_sheet_that_could_be_named(cli: Cli, leads: Path) -> None:
    for command in ("validate", "columns", "normalize", "dedupe"):
        result = cli(
            command, leads, "--sheet", "見込み客", *(() if command in ("validate", "columns") else ("--dry-run",))
        )
        assert result.status == 2, command
        assert "has no sheets" in complaint(result.err)[0]


def test_a_file_in_a_folder_that_is_not_there(cli: Cli, key_file: Path, leads: Path) -> None:
    nowhere = leads.parent / "ない"
    for line in (
        ("normalize", "--out", "新.xlsx"),
        ("validate", "--report", "品質.html"),
        ("dedupe", "--clusters", "c.csv"),
    ):
        result = cli(line[0], leads, line[1], nowhere / line[2])
        assert result.status == 7, line
        assert line[2] in complaint(result.err)[0]
    assert around(leads) == ["見込み客.csv"]


def test_out_says_at_once_what_it_cannot_be(cli: Cli, leads: Path) -> None:
    for wrong in (leads, leads.with_name("新.pdf"), leads.with_name("新")):
        result = cli("normalize", leads, "--out", wrong)
        assert result.status == 2
        complaint(result.err)
        assert "TARO" not in result.err
        assert "read 1" not in result.err


def test_a_list_that_fails_on_its_way_out_leaves_nothing(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadlist.formats import new_file

    def full(*_arguments: object, **_more: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(new_file, "_write_csv", full)
    result = cli("normalize", leads, "--out", leads.with_name("新.csv"))
    assert result.status == 7
    complaint(result.err)
    assert around(leads) == ["見込み客.csv"]


def test_rules_check_of_a_file_that_is_not_there(cli: Cli, leads: Path) -> None:
    for wrong in ("leadlist.tml", "leadlist.toml"):
        result = cli("rules", "check", leads.with_name(wrong))
        assert result.status == 2, wrong
        complaint(result.err)


@pytest.mark.parametrize("wrong", ["email", "=メールアドレス", "", "="])
def test_a_correction_that_is_none(cli: Cli, leads: Path, wrong: str) -> None:
    result = cli("columns", leads, "--set", wrong)
    assert result.status == 2
    assert "FIELD=HEADING" in complaint(result.err)[0]
    assert around(leads) == ["見込み客.csv"]


def test_a_backup_that_never_was(cli: Cli, key_file: Path, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("normalize", leads)
    for name in ("20260101T000000Z-000009-dedupe", "../../見込み客"):
        for sure in ("--yes", "--json"):  # without --yes a person would be asked: not about what is not there
            monkeypatch.setattr("leadlist.cli.asking.interactive", lambda: True)
            result = cli("restore", leads, name, sure)
            assert result.status == 2
            assert "backup list" in complaint(result.err)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="there, a mode does not keep anybody from reading")
def test_a_file_that_may_not_be_read(
    cli: Cli, key_file: Path, leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_arguments, **_more: False)  # as for somebody who is not root
    for line in (("validate", leads), ("columns", leads), ("validate", leads, "--password-file", leads)):
        result = cli(*line)
        assert result.status == 0, result.err  # opening it decides, in the list's own words and language


def test_a_demo_where_nothing_may_be_written(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = cli("demo", tmp_path / "file" / "試用")
    assert result.status == 7
    complaint(result.err)


def test_a_demo_below_opt_outs_of_the_users_own(cli: Cli, key_file: Path, leads: Path) -> None:
    assert cli("optout", leads, "hanako@example.jp").status == 0
    result = cli("demo", leads.parent / "試用")
    assert result.status == 2
    complaint(result.err)
    assert not (leads.parent / "試用").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        '[backup]\nmax_age = "ながい"',
        '[columns]\nemial = "連絡先"',
        '[validate]\nfail_on = "severe"',
        "country = 81",
        'country = "ZZ"',
        '[retention]\nat_most = "some"',
        '[retention.periods.card]\nkeep = "ずっと"',
    ],
)
def test_rules_check_finds_what_a_command_would_stumble_on(cli: Cli, tmp_path: Path, wrong: str) -> None:
    rules = tmp_path / "leadlist.toml"
    rules.write_text(wrong, encoding="utf-8")
    result = cli("rules", "check", rules)
    assert result.status == 2
    complaint(result.err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["normalize", "LIST"], "no row of headings"),
        (["dedupe", "LIST", "--yes"], "no row of headings"),
        (["optout", "LIST", "taro@example.jp"], "no row of headings"),
        (["undo", "LIST"], "nothing to undo"),
        (["undo", "LIST", "3"], "no operation 3"),
    ],
)
def test_what_is_wrong_with_the_list_comes_before_the_missing_key(
    cli: Cli, tmp_path: Path, words: list[str], told: str
) -> None:
    path = tmp_path / "メモ.csv"
    path.write_text("明日,歯医者\n", encoding="utf-8")
    result = cli(*(path if word == "LIST" else word for word in words))
    assert result.status == 2
    assert told in result.err
    assert "key" not in result.err


@pytest.mark.parametrize(
    "words",
    [
        ["normalize", "LIST"],
        ["dedupe", "LIST"],
        ["purge", "LIST"],
        ["provenance", "LIST", "--source", "fair"],
        ["optout", "LIST", "taro@example.jp"],
        ["import", "LIST", "--into", "NEW"],
        ["backup", "prune", "LIST"],
    ],
)
def test_a_rehearsal_needs_no_key(cli: Cli, leads: Path, words: list[str]) -> None:
    places = {"LIST": leads, "NEW": leads.with_name("新.csv")}
    result = cli(*(places.get(word, word) for word in words), "--dry-run")
    assert result.status == 0, result.err
    assert around(leads) == [leads.name]


def test_why_the_system_refuses_is_said_in_the_users_language(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADLIST_LANG", "ja")
    result = cli("validate", leads, "--password-file", leads.with_name("ない.txt"))
    assert result.status == 2
    assert "そのファイルはありません" in result.err
