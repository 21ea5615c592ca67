"""Rules, keys, logs, suppression files and backups that are damaged or forged: an answer, and never a traceback."""

from pathlib import Path

import pytest

from leadlist.store.beside import backup_files, log_file
from tests.cli.conftest import Cli
from tests.hostile.kit import KEYS, LOGS, RULES, ZIPS, harmless

OF_A_LIST = ("path as backup", "steering backup", "markup counts", "steering operation", "reversed")
"""What cannot go wrong with a suppression file of one line that names no operation."""


@pytest.fixture
def leads(cli: Cli, tmp_path: Path, key_file: Path) -> Path:
    """A list with a history, and somebody who opted out."""
    path = tmp_path / "営業" / "見込み客.csv"
    path.parent.mkdir()
    path.write_text("氏名,メールアドレス,取得日\n山田　太郎,TARO@example.jp,2015-01-01\n", encoding="utf-8")
    assert cli("normalize", path).status == 0
    assert cli("optout", path, "hanako@example.jp").status == 0
    return path


@pytest.mark.parametrize("wrong", RULES)
def test_rules(cli: Cli, leads: Path, wrong: str) -> None:
    file = leads.with_name("leadlist.toml")
    file.write_bytes(RULES[wrong])
    for words in (
        ("rules", "check", leads),
        ("rules", "show", leads),
        ("purge", leads, "--dry-run"),
        ("normalize", leads, "--dry-run"),
        ("doctor", leads),
    ):
        harmless(cli(*words))


@pytest.mark.parametrize("wrong", KEYS)
def test_keys(cli: Cli, leads: Path, tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "damaged.key"
    file.write_bytes(KEYS[wrong])
    before = leads.read_bytes()
    for words in (
        ("undo", leads, "--key-file", file),
        ("log", leads, "--show", 1, "--key-file", file),
        ("backup", "verify", leads, "--key-file", file),
        ("doctor", leads, "--key-file", file),
    ):
        harmless(cli(*words), allowed=(1, 2, 6))
    assert leads.read_bytes() == before


@pytest.mark.parametrize("wrong", LOGS)
def test_logs(cli: Cli, leads: Path, wrong: str) -> None:
    file, before = log_file(leads), leads.read_bytes()
    file.write_bytes(LOGS[wrong](file.read_bytes()))
    for words in (("log", leads), ("log", leads, "--show", 1), ("doctor", leads), ("log", leads, "--json")):
        harmless(cli(*words))
    for words in (("log", leads, "--verify"), ("undo", leads), ("normalize", leads), ("backup", leads)):
        harmless(cli(*words), allowed=(1, 6))
    assert leads.read_bytes() == before


@pytest.mark.parametrize("wrong", [name for name in LOGS if name not in OF_A_LIST])
def test_suppression_files(cli: Cli, leads: Path, wrong: str) -> None:
    file = leads.with_name("leadlist.suppression.jsonl")
    file.write_bytes(LOGS[wrong](file.read_bytes()))
    for words in (
        ("optout", "list", leads),
        ("optout", leads, "jiro@example.jp"),
        ("dedupe", leads, "--dry-run"),
        ("forget", leads, "--email", "taro@example.jp", "--yes"),
    ):
        harmless(cli(*words), allowed=(6,))


@pytest.mark.parametrize("wrong", ZIPS)
def test_backups(cli: Cli, leads: Path, wrong: str) -> None:
    file, before = backup_files(leads)[0], leads.read_bytes()
    ZIPS[wrong](file)
    for words in (
        ("backup", "list", leads),
        ("log", leads, "--show", 1),
        ("restore", leads, file.name, "--yes"),
        ("backup", "verify", leads),
        ("backup", "drill", leads),
        ("log", leads, "--verify"),
        ("doctor", leads),
    ):
        harmless(cli(*words), allowed=(0, 1, 6, 7))
    assert leads.read_bytes() == before
    harmless(cli("forget", leads, "--email", "taro@example.jp", "--yes"), allowed=(0, 6, 7))


def test_what_lies_among_the_backups_and_is_none_is_left_alone(cli: Cli, leads: Path) -> None:
    folder = backup_files(leads)[0].parent
    (folder / "\x1b[31m[red].zip").write_bytes(b"x")
    (folder / "20269999T999999Z-000001-x.zip").write_bytes(b"x")
    (folder / ".rewritten-\x1b[31m").write_bytes(b"x")
    for words in (("backup", "list", leads), ("backup", leads, "--keep-last", 1), ("log", leads, "--verify")):
        harmless(cli(*words))
    assert (folder / "\x1b[31m[red].zip").exists()


@pytest.mark.parametrize("wrong", ["bomb", "many entries", "lying directory", "empty", "text"])
def test_workbooks_that_are_read_into_a_list(cli: Cli, leads: Path, tmp_path: Path, wrong: str) -> None:
    file, before = tmp_path / "届いた\x1b[31m.xlsx", leads.read_bytes()
    file.touch()
    ZIPS[wrong](file)
    for words in (
        ("import", file, "--into", leads, "--source", "card", "--yes"),
        ("optout", leads, file, "--yes"),
        ("purge", leads, "--apply", file, "--yes"),
        ("dedupe", leads, "--decisions", file, "--yes"),
        ("validate", file),
    ):
        harmless(cli(*words), allowed=(2, 5))
    assert leads.read_bytes() == before
