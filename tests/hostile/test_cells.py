"""Whatever stands in a cell, a heading or a name: commands answer, and nothing steers the terminal."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.hostile.kit import NAMES, TEXTS, harmless

HEADINGS = ("氏名", "会社名", "メールアドレス", "電話番号", "取得元", "取得日", "備考")


def hostile_list() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*HEADINGS, "\x1b[31m見出し", "[/]"))
    for number, each in enumerate(TEXTS):
        short = each[:200]
        writer.writerow(
            (f"山田 {short}", short, f"{number}@example.jp", each, each[:40], "2015-01-01", each, short, short)
        )
        writer.writerow((f"山田 {short}", short, f"{short}@example.jp", "", "名刺", each[:40], each, short, short))
    return text.getvalue().encode("utf-8", "replace")


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "営業" / "見込み客.csv"
    path.parent.mkdir()
    path.write_bytes(hostile_list())
    return path


READING = [
    ("validate", "LIST", "--show-values"),
    ("columns", "LIST", "--show-values"),
    ("normalize", "LIST", "--dry-run", "--show-values"),
    ("dedupe", "LIST", "--dry-run", "--show-values"),
    ("purge", "LIST", "--dry-run", "--show-values"),
    ("forget", "LIST", "--email", "1@example.jp", "--dry-run", "--show-values"),
    ("mailing", "LIST", "--channel", "email", "--purpose", "\x1b[31m[/]"),
    ("optout", "LIST", "\x1b[31mtaro@example.jp"),
    ("forget", "LIST", "--name", "\x1b[31m[/]", "--dry-run"),
    ("restore", "LIST", "\x1b[31m../..", "--yes"),
    ("log", "LIST", "--show", "\x1b[31m"),
    ("doctor", "LIST"),
    ("\x1b[31m", "LIST"),
]


@pytest.mark.parametrize("words", READING, ids=lambda words: " ".join(words[:2]).replace("\x1b", "ESC"))
def test_a_command_that_looks_shows_nothing_that_steers(cli: Cli, leads: Path, words: tuple[str, ...]) -> None:
    harmless(cli(*(leads if word == "LIST" else word for word in words)))


def test_commands_that_change_show_nothing_that_steers(cli: Cli, leads: Path) -> None:
    other = leads.with_name("もう一つ.csv")
    other.write_bytes(hostile_list())
    for words in (
        ("import", other, "--into", leads, "--source", "card", "--yes"),
        ("normalize", leads, "--show-values"),
        ("optout", leads, "3@example.jp", "--reason", "\x1b[31m[/]"),
        ("log", leads, "--show", 1, "--show-values"),
        ("log", leads, "--show", 2, "--show-values"),
        ("log", leads, "--verify"),
        ("undo", leads, 1, "--dry-run", "--show-values"),
        ("undo", leads),
    ):
        harmless(cli(*words))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_name_of_a_list_steers_nothing(cli: Cli, tmp_path: Path, key_file: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("氏名,メールアドレス\n山田　太郎,TARO@example.jp\n", encoding="utf-8")
    for words in (("normalize", path), ("backup", path), ("log", path), ("undo", path), ("doctor", path)):
        harmless(cli(*words))
