"""leadlist key: made, shown, kept, checked and replaced."""

import io
from pathlib import Path

import pytest

from leadlist.store import backups
from tests.cli.conftest import Cli

LEADS = "会社名,氏名,メールアドレス\n㈱山田商事,山田　太郎,TARO@EXAMPLE.JP\n"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_key_is_shown_and_can_be_typed_in_elsewhere(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one.key", tmp_path / "other.key"
    assert cli("key", "new", "--out", one).status == 0
    assert cli("key", "new", "--out", one).status == 2
    shown = cli("key", "show", "--key-file", one).out
    typed(monkeypatch, shown.splitlines()[0].partition(":")[2])
    assert cli("key", "import", "--out", other).status == 0
    assert cli("key", "show", "--key-file", other).out == shown


def test_there_is_nothing_to_show_or_check_without_a_key(cli: Cli, leads: Path) -> None:
    assert cli("key", "show").status == 2
    assert cli("key", "check", leads).status == 2


def test_a_password_makes_a_key_if_it_is_strong(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "password1\n")
    assert cli("key", "new", "--password", "--out", tmp_path / "weak.key").status == 2
    typed(monkeypatch, "kikai yoso gijutsu ten 2026 aoi tori\n")
    assert cli("key", "new", "--password", "--out", tmp_path / "strong.key").status == 0


def test_a_list_is_told_from_that_of_another_key(cli: Cli, key_file: Path, leads: Path, tmp_path: Path) -> None:
    assert cli("normalize", leads).status == 0
    assert cli("key", "check", leads).status == 0
    cli("key", "new", "--out", tmp_path / "other.key")
    assert cli("key", "check", leads, "--key-file", tmp_path / "other.key").status == 6
    assert cli("dedupe", leads, "--yes", "--key-file", tmp_path / "other.key").status == 6


def test_after_a_rotation_everything_stays_readable(cli: Cli, key_file: Path, leads: Path) -> None:
    assert cli("normalize", leads).status == 0
    assert cli("key", "rotate", "--key-file", key_file).status == 0
    assert cli("log", leads, "--verify").status == 0
    assert cli("undo", leads).status == 0
    assert leads.read_text(encoding="utf-8") == LEADS


def test_a_key_command_gives_the_key(cli: Cli, key_file: Path, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    assert cli("normalize", leads, "--key-command", f"cat {key_file}").status == 0
    assert cli("log", leads, "--verify", "--key-command", "false").status == 2


def test_after_a_lost_key_the_list_goes_on_with_another_and_says_what_is_lost(
    cli: Cli, own_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, leads = own_world / "lost.key", tmp_path / "見込み客.csv"
    leads.write_text("氏名,会社名\n山田 太郎,㈱山野\n", encoding="utf-8")
    cli("key", "new", "--out", lost)
    monkeypatch.setenv("LEADLIST_KEY_FILE", str(lost))
    assert cli("normalize", leads).status == 0
    assert cli("key", "new", "--after-loss", leads, "--yes").status == 2  # it is not lost
    lost.unlink()
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    assert cli("normalize", leads).status == 6
    assert cli("key", "new", "--after-loss", leads).status == 2  # nobody to ask
    result = cli("key", "new", "--after-loss", leads, "--yes")
    assert result.status == 0, result.err
    assert "goes on with key" in result.err
    assert cli("normalize", leads).status == 0
    assert cli("log", leads, "--verify").status == 0
    assert cli("backup", leads).status == 0
    assert cli("backup", "drill", leads).status in (0, 1)
    assert cli("key", "new", "--after-loss", tmp_path / "ない.csv", "--yes").status == 2


def test_a_lost_key_takes_the_opt_outs_along_and_nobody_is_written_to_before_they_are_read_in_again(
    cli: Cli, own_world: Path, tmp_path: Path
) -> None:
    leads, new, stops = (tmp_path / name for name in ("見込み客.csv", "名刺.csv", "停止.csv"))
    rows = "氏名,会社名,メールアドレス,取得日\n山田　太郎,㈱山野,taro@example.jp,2026-01-01\n"
    leads.write_text(rows + "海野　花子,海野電機,hanako@example.jp,2026-01-01\n", encoding="utf-8")
    new.write_text(rows + "川野　次郎,川野工業,jiro@example.jp,2026-01-01\n", encoding="utf-8")
    stops.write_text("メールアドレス\nhanako@example.jp\n", encoding="utf-8")
    cli("key", "new")
    assert cli("normalize", leads).status == 0
    assert cli("optout", leads, stops, "--yes").status == 0
    (own_world / "config" / "leadlist.key").unlink()
    assert cli("normalize", leads).status == 6
    lost = cli("key", "new", "--after-loss", leads, "--yes")
    assert "leadlist optout LIST FILE" in lost.err
    name = backups(leads)[0].name
    closed = [
        ("import", new, "--into", leads, "--source", "card", "--yes"),
        ("dedupe", leads, "--yes"),
        ("mailing", leads, "--channel", "email", "--purpose", "P01"),
        ("restore", leads, name, "--yes"),
    ]
    assert [cli(*words).status for words in closed] == [5, 5, 5, 5]
    assert cli("backup", "verify", leads).status == 1  # the older ones are named: nobody can open them
    assert cli("forget", leads, "--email", "taro@example.jp", "--yes").status == 0  # a right of its own
    assert [cli(*words).status for words in closed[:3]] == [5, 5, 5]
    assert cli("optout", leads, stops, "--yes").status == 0
    assert cli(*closed[0]).status == 0
    assert "山田" not in leads.read_text(encoding="utf-8")  # erased after the loss, and not taken in again
    assert cli(*closed[1]).status == 0
    assert cli("log", leads, "--verify").status == 0


def test_two_users_of_one_folder_share_a_key_that_the_second_imports(
    cli: Cli, own_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    leads = tmp_path / "見込み客.csv"
    leads.write_text("氏名,会社名\n山田 太郎,㈱山野\n", encoding="utf-8")
    cli("key", "new")
    shown = cli("key", "show").out.splitlines()[0].split(":", 1)[1]
    assert cli("normalize", leads).status == 0
    monkeypatch.setenv("LEADLIST_CONFIG_DIR", str(own_world / "second"))
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(own_world / "second state"))
    assert cli("undo", leads).status == 6
    monkeypatch.setattr("sys.stdin", io.StringIO(shown + "\n"))
    assert cli("key", "import").status == 0
    assert cli("key", "check", leads).status == 0
    assert cli("undo", leads).status == 0
