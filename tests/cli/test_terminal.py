"""At a terminal: the key is made and shown once, dedupe asks yes or no, purge wants the number of leads."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

LEADS = """会社名,氏名,メールアドレス,電話番号,取得元,取得日
株式会社山田商事,山田 太郎,taro@example.jp,03-1234-5678,名刺,2026-05-01
㈱山田商事,山田太郎,taro@example.jp,０３－１２３４－５６７８,名刺,2026-06-01
株式会社佐藤工業,佐藤 花子,hanako@example.co.jp,03-2345-6789,名刺,2019-04-01
株式会社鈴木製作所,鈴木 一郎,ichiro@example.com,06-1234-5678,名刺,2026-01-01
株式会社高橋電機,高橋 次郎,jiro@example.net,052-123-4567,名刺,2026-02-01
株式会社伊藤印刷,伊藤 三郎,saburo@example.org,092-123-4567,名刺,2026-03-01
"""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


def records(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _record in csv.reader(file))


def typed(answer: str, *arguments: object) -> tuple[int, str]:
    """Run a command at a terminal where somebody types `answer`: exit code, and what the screen showed."""
    master, slave = pty.openpty()
    line = [sys.executable, "-m", "leadlist", *map(str, arguments)]
    process = subprocess.Popen(line, stdin=slave, stdout=slave, stderr=slave, close_fds=True)
    os.close(slave)
    os.write(master, answer.encode() + b"\n")
    screen = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # Linux: the last one at the other end is gone
            break
        if not chunk:
            break
        screen += chunk
    os.close(master)
    return process.wait(60), screen.decode()


def test_the_first_change_makes_a_key_and_shows_it_once(leads: Path, own_world: Path) -> None:
    status, screen = typed("", "normalize", leads)
    assert status == 0, screen
    assert "A new key was made" in screen
    assert (own_world / "config" / "leadlist.key").is_file()
    assert "山田 太郎" in screen or "03-1234-5678" in screen
    status, screen = typed("", "undo", leads)
    assert status == 0
    assert "A new key" not in screen


def test_no_second_key_is_made_for_a_list_that_has_one(leads: Path, own_world: Path) -> None:
    typed("", "normalize", leads)
    (own_world / "config" / "leadlist.key").unlink()
    status, screen = typed("", "undo", leads)
    assert status == 6
    assert "belongs to key" in screen


@pytest.mark.parametrize(("answer", "status", "rows"), [("y", 0, 6), ("はい", 0, 6), ("n", 2, 7), ("", 2, 7)])
def test_dedupe_asks_yes_or_no(key_file: Path, leads: Path, answer: str, status: int, rows: int) -> None:
    ended, screen = typed(answer, "dedupe", leads)
    assert ended == status, screen
    assert records(leads) == rows


@pytest.mark.parametrize(("answer", "status", "rows"), [("1", 0, 6), ("y", 2, 7), ("2", 2, 7)])
def test_purge_wants_the_number_of_leads(key_file: Path, leads: Path, answer: str, status: int, rows: int) -> None:
    ended, screen = typed(answer, "purge", leads, "--as-of", "2026-11-22")
    assert ended == status, screen
    assert records(leads) == rows


def test_purge_leaves_what_cannot_be_judged(cli: Cli, key_file: Path, leads: Path) -> None:
    leads.write_text(LEADS.replace("2019-04-01", ""), encoding="utf-8")
    assert cli("purge", leads, "--yes", "--as-of", "2026-11-22").status == 0
    assert records(leads) == 7


ASKED = """氏名,会社名,メールアドレス,電話番号
山田 太郎,株式会社山田商事,taro@example.jp,03-1234-5678
山田 太朗,山田商事,yamada@example.net,
佐藤 花子,株式会社佐藤工業,hanako@example.co.jp,03-2345-6789
佐藤 華子,佐藤工業,sato@example.org,
鈴木 一郎,株式会社鈴木製作所,ichiro@example.com,06-1234-5678
"""


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(ASKED, encoding="utf-8")
    (tmp_path / "leadlist.toml").write_text(
        'extends = "japan"\n[match]\nmerge_at = 15.0\nreview_at = -20.0\n', encoding="utf-8"
    )
    return path


def test_ask_goes_pair_by_pair_and_shows_why(key_file: Path, asked: Path) -> None:
    status, screen = typed("wmqy", "dedupe", asked, "--ask")
    assert "Pair 1 of" in screen
    assert "≠" in screen
    assert "█" in screen, "w shows the waterfall"
    assert status in (0, 2), screen


def test_ask_can_stop_and_go_on_later(key_file: Path, asked: Path) -> None:
    before = records(asked)
    status, screen = typed("dq", "dedupe", asked, "--ask")
    assert status == 0, screen
    assert "Stopped" in screen
    total = int(screen.split("Pair 1 of ")[1].split()[0])
    status, screen = typed("mqy", "dedupe", asked, "--ask")
    assert f"Pair 1 of {total - 1}" in screen, "what was called different is not asked again"
    status, screen = typed("q", "dedupe", asked, "--ask")
    assert records(asked) <= before


def test_ask_takes_the_last_answer_back(key_file: Path, asked: Path) -> None:
    _status, screen = typed("dbmqy", "dedupe", asked, "--ask")
    assert screen.count("Pair 1 of") == 2
    assert not Path(f"{asked}.apart.jsonl").exists()


def test_ask_takes_the_very_last_answer_back(key_file: Path, asked: Path) -> None:
    asked.write_text("\n".join(ASKED.splitlines()[:3]), encoding="utf-8")
    _status, screen = typed("dbdqn", "dedupe", asked, "--ask")
    assert screen.count("Pair 1 of 1") == 2
    assert "last pair" in screen


def test_a_merge_decided_at_the_terminal_is_made_and_can_be_undone(key_file: Path, asked: Path) -> None:
    before = asked.read_bytes()
    status, screen = typed("mqy", "dedupe", asked, "--ask")
    assert status == 0, screen
    assert records(asked) < 6
    typed("", "undo", asked)
    assert asked.read_bytes() == before
