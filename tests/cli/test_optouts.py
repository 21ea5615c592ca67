"""No is no: an opt-out outlives imports, merges, purges, undo and restore."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leadlist.store import OptOut, find_key, open_ledger, suppression_target
from tests.cli.conftest import Cli

HEADINGS = "会社名,氏名,メールアドレス,電話番号,携帯電話,メール配信停止"


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(f"{HEADINGS}\n株式会社佐藤工業,佐藤 花子,hanako@example.co.jp,03-2345-6789,,\n", encoding="utf-8")
    return path


def suppress(path: Path, *addresses: str, channel: str = "email") -> None:
    key = find_key()
    assert key is not None
    with open_ledger(suppression_target(path), key, now=datetime.now(UTC), like=path) as ledger:
        ledger.opt_out([OptOut(address, channel, date(2026, 11, 19)) for address in addresses])


WAYS = {
    "the same": "山田商事,山田 太郎,taro@example.jp,,",
    "other case": "山田商事,山田 太郎,TARO@EXAMPLE.JP,,",
    "full width": "山田商事,山田 太郎,ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ,,",
    "a tag": "山田商事,山田 太郎,taro+fair@example.jp,,",
    "a display name": "山田商事,山田 太郎,山田 <taro@example.jp>,,",
    "blanks around": "山田商事,山田 太郎,  taro@example.jp 　,,",
    "mobile only": "山田商事,山田 太郎,,,090-1234-5678",
    "mobile in full width": "山田商事,山田 太郎,,,０９０（１２３４）５６７８",
    "mobile as phone": "山田商事,山田 太郎,,+81 90-1234-5678,",
    "another company": "別会社,山田 太郎,taro@example.jp,,",
    "another name": "山田商事,鈴木 太郎,taro@example.jp,,",
    "two addresses": "山田商事,山田 太郎,new@example.com; taro@example.jp,,",
    "new address, known mobile": "別会社,山田太郎,new@example.com,,090-1234-5678",
}


@pytest.mark.parametrize("row", WAYS.values(), ids=WAYS.keys())
def test_who_opted_out_stays_so_however_they_come_in_again(cli: Cli, leads: Path, row: str) -> None:
    suppress(leads, "taro@example.jp", "+819012345678")
    source = leads.with_name("eight.csv")
    source.write_text(f"会社名,氏名,メールアドレス,電話番号,携帯電話\n{row}\n", encoding="utf-8")
    purpose = "展示会でお会いした方への製品のご案内のため"
    result = cli("import", source, "--into", leads, "--source", "fair", "--purpose", purpose, "--yes")
    assert result.status == 0, result.err
    assert leads.read_text(encoding="utf-8").splitlines()[2].split(",")[5] == "停止"
    assert "opted out" in result.err


def test_who_was_erased_is_not_taken_in_again(cli: Cli, leads: Path) -> None:
    key = find_key()
    assert key is not None
    with open_ledger(suppression_target(leads), key, now=datetime.now(UTC)) as ledger:
        ledger.forget(["address taro@example.jp"], leads, date(2026, 11, 19), "")
    source = leads.with_name("eight.csv")
    source.write_text("会社名,氏名,メールアドレス\n山田商事,山田 太郎,Taro@Example.JP\n", encoding="utf-8")
    before = leads.read_bytes()
    purpose = "展示会でお会いした方への製品のご案内のため"
    result = cli("import", source, "--into", leads, "--source", "fair", "--purpose", purpose, "--yes")
    assert result.status == 0
    assert "erased" in result.err
    assert leads.read_bytes() == before


def test_a_list_whose_opt_outs_cannot_be_read_takes_nobody_in(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppress(leads, "taro@example.jp")
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    result = cli("dedupe", leads, "--dry-run")
    assert result.status == 2
    assert "key" in result.err


def test_a_merge_keeps_a_refusal_that_only_the_file_knows(cli: Cli, leads: Path) -> None:
    rows = [
        "株式会社山田商事,山田 太郎,taro@example.jp,03-1111-2222,090-1234-5678,",
        "㈱山田商事,山田太郎,old@example.jp,03-1111-2222,090-1234-5678,",
    ]
    with leads.open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    suppress(leads, "old@example.jp")
    assert cli("dedupe", leads, "--yes").status == 0
    merged = [line for line in leads.read_text(encoding="utf-8").splitlines() if "山田" in line]
    assert len(merged) == 1
    assert "停止" in merged[0]


def test_a_refusal_in_a_cell_outlives_the_row_that_is_merged_away(cli: Cli, leads: Path) -> None:
    rows = [
        "株式会社山田商事,山田 太郎,taro@example.jp,03-1111-2222,090-1234-5678,",
        "㈱山田商事,山田太郎,old@example.jp,03-1111-2222,090-1234-5678,停止",
    ]
    with leads.open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    assert cli("dedupe", leads, "--yes").status == 0
    source = leads.with_name("eight.csv")
    source.write_text("会社名,氏名,メールアドレス\n別会社,山 太,old@example.jp\n", encoding="utf-8")
    purpose = "展示会でお会いした方への製品のご案内のため"
    cli("import", source, "--into", leads, "--source", "fair", "--purpose", purpose, "--yes")
    added = leads.read_text(encoding="utf-8").splitlines()[-1]
    assert "old@example.jp" in added
    assert "停止" in added
