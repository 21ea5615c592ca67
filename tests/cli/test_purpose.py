"""leadlist purpose: wordings are kept in leadlist.toml, and vague ones refused with a better one."""

from pathlib import Path

import pytest

from leadlist.rules import load_rules
from tests.cli.conftest import Cli

GOOD = "展示会でお名刺を交換した方に、新製品情報を電子メールでお送りするため"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_purpose_is_added_beside_what_the_user_wrote(cli: Cli, folder: Path) -> None:
    rules = folder / "leadlist.toml"
    rules.write_bytes('# めも\r\n[columns]\r\nemail = "連絡先"  # x\r\n'.encode())
    result = cli("purpose", "add", "P01", f" {GOOD} ")
    assert (result.status, "--purpose P01" in result.err) == (0, True)
    assert rules.read_bytes().startswith('# めも\r\n[columns]\r\nemail = "連絡先"  # x\r\n'.encode())
    assert load_rules(rules).purposes["P01"].text == GOOD
    assert GOOD in cli("purpose", "list").out
    assert cli("purpose", "check").status == 0
    assert cli("purpose", "check", "p01").status == 0


def test_a_purpose_leaves_a_blank_line_before_what_follows(cli: Cli, folder: Path) -> None:
    rules = folder / "leadlist.toml"
    rules.write_text(f'[purposes.P01]\ntext = "{GOOD}"\n\n[retention]\nat_most = "20%"\n', encoding="utf-8")
    assert cli("purpose", "add", "P02", GOOD).status == 0
    assert "\n\n[purposes.P02]" in rules.read_text(encoding="utf-8")
    assert "\n\n[retention]" in rules.read_text(encoding="utf-8")


def test_a_purpose_goes_to_the_rules_of_the_list_that_is_named(cli: Cli, folder: Path) -> None:
    (folder / "営業").mkdir()
    assert cli("purpose", "add", "P01", GOOD, "--for", Path("営業", "見込み客.xlsx")).status == 0
    assert (folder / "営業" / "leadlist.toml").exists()
    assert "no purpose" in cli("purpose", "list").err


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [("P02", "マーケティング活動に利用するため", 5), ("P01", "別の文", 5), ("目的", GOOD, 2)],
)
def test_what_is_vague_told_already_or_no_code_is_not_written(
    cli: Cli, folder: Path, code: str, text: str, status: int
) -> None:
    cli("purpose", "add", "P01", GOOD)
    before = (folder / "leadlist.toml").read_bytes()
    assert cli("purpose", "add", code, text).status == status
    assert (folder / "leadlist.toml").read_bytes() == before


def test_a_vague_wording_is_a_finding_with_a_better_one(cli: Cli) -> None:
    result = cli("purpose", "check", "顧客管理のため")
    assert result.status == 1
    assert "〔セミナー名〕" in result.out
    assert cli("purpose", "check", GOOD).status == 0
