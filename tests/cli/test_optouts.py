"""No is no: an opt-out outlives imports, merges, purges, undo and restore."""

import io
from datetime import UTC, date, datetime
from hashlib import sha256
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


def cells(path: Path, heading: str) -> list[str]:
    headings, *rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    return [row[headings.index(heading)] for row in rows]


@pytest.fixture
def people(leads: Path) -> Path:
    with leads.open("a", encoding="utf-8") as file:
        file.write("山田商事,山田 太郎,taro@example.jp,03-1111-2222,090-1234-5678,\n")
    return leads


def test_an_opt_out_goes_into_the_file_and_the_cell_and_comes_back_by_a_newer_consent_alone(
    cli: Cli, people: Path, tmp_path: Path
) -> None:
    before = people.read_bytes()
    assert cli("optout", people, "Taro@Example.jp", "--on", "2026-01-05", "--reason", "phone call").status == 0
    assert cells(people, "メール配信停止") == ["", "停止"]
    assert cli("undo", people).status == 0
    assert people.read_bytes() != before  # what the suppression file refuses is not taken back
    assert cells(people, "メール配信停止") == ["", "停止"]
    proof = tmp_path / "同意書.pdf"
    proof.write_bytes(b"%PDF")
    old = cli("optout", "remove", people, "taro@example.jp", "--evidence", proof, "--on", "2026-01-05", "--yes")
    assert old.status == 5
    assert cli("optout", "remove", people, "taro@example.jp", "--yes").status == 2
    new = cli("optout", "remove", people, "taro@example.jp", "--evidence", proof, "--on", "2026-01-06", "--yes")
    assert new.status == 0, new.err
    assert cells(people, "メール配信停止") == ["", ""]
    assert "lifted by a consent" in cli("optout", "list", people).out


def test_a_file_of_unsubscribers_is_counted_and_read_again_without_effect(cli: Cli, people: Path) -> None:
    source = people.with_name("unsubscribed.csv")
    source.write_text("email,status\ntaro@example.jp,unsubscribed\nx@example.jp,subscribed\n", encoding="utf-8")
    assert cli("optout", people, source).status == 2  # it asks, and nobody is there
    result = cli("optout", people, source, "--yes")
    assert result.status == 0
    assert "still subscribed 1" in result.err
    ledger = people.with_name("leadlist.suppression.jsonl").read_bytes()
    content = people.read_bytes()
    assert "0 refusals are new" in cli("optout", people, source, "--yes").err
    assert people.with_name("leadlist.suppression.jsonl").read_bytes() == ledger
    assert people.read_bytes() == content


def test_an_address_that_is_not_in_the_list_is_refused_all_the_same(cli: Cli, people: Path) -> None:
    before = people.read_bytes()
    assert cli("optout", people, "nobody@example.jp").status == 0
    assert people.read_bytes() == before
    assert "email  1" in cli("optout", "list", people).out
    assert "nobody" not in cli("optout", "list", people).out


@pytest.mark.parametrize(
    ("words", "option", "place"),
    [
        (["LIST", "taro@example.jp", "--to", "K01"], "--to", "optout export LIST"),
        (["LIST", "taro@example.jp", "--sha256"], "--sha256", "optout export LIST"),
        (["LIST", "taro@example.jp", "--evidence", "LIST"], "--evidence", "optout remove LIST"),
        (["list", "LIST", "--channel", "email"], "--channel", "optout LIST, leadlist optout remove LIST"),
        (["remove", "LIST", "taro@example.jp", "--reason", "x"], "--reason", "leadlist optout LIST"),
        (["export", "LIST", "--on", "2026-11-01"], "--on", "optout LIST"),
    ],
)
def test_an_option_that_would_not_be_heeded_is_refused(
    cli: Cli, people: Path, words: list[str], option: str, place: str
) -> None:
    result = cli("optout", *(people if word == "LIST" else word for word in words))
    assert result.status == 2
    assert f"{option} means nothing here" in result.err
    assert place in result.err


def test_a_rehearsed_export_writes_nothing(cli: Cli, people: Path, tmp_path: Path) -> None:
    target = tmp_path / "停止.csv"
    result = cli("optout", "export", people, "--channel", "email", "--sha256", "--out", target, "--dry-run")
    assert result.status == 0
    assert not target.exists()


def test_exported_hashes_are_of_those_who_refuse_and_private(cli: Cli, people: Path, tmp_path: Path) -> None:
    cli("optout", people, "taro@example.jp")
    target = tmp_path / "hashes.csv"
    result = cli("optout", "export", people, "--channel", "email", "--sha256", "--out", target, "--yes")
    assert result.status == 0
    assert "reversed" in result.err
    assert target.read_text().split() == ["sha256", sha256(b"taro@example.jp").hexdigest()]
    assert target.stat().st_mode & 0o077 == 0


def test_a_filter_heeds_the_suppression_file_of_its_folder(
    cli: Cli, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppress(people, "old@example.jp")
    monkeypatch.chdir(people.parent)
    text = (
        "会社名,氏名,メールアドレス,電話番号,携帯電話\n"
        "株式会社山田商事,山田 太郎,taro@example.jp,03-1111-2222,090-1234-5678\n"
        "㈱山田商事,山田太郎,old@example.jp,03-1111-2222,090-1234-5678\n"
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    result = cli("dedupe", "-", "--yes")
    assert "停止" in result.out
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    result = cli("dedupe", "-", "--yes")
    assert result.status == 0
    assert "cannot be read without the key" in result.err


def test_a_restored_list_has_every_later_opt_out_and_purge(cli: Cli, people: Path) -> None:
    assert cli("backup", people).status == 0
    first = sorted(people.with_name(f"{people.name}.backups").iterdir())[0].name
    cli("optout", people, "taro@example.jp")
    text = people.read_text(encoding="utf-8").replace(
        "hanako@example.co.jp,03-2345-6789,,", "hanako@example.co.jp,03-2345-6789,,済"
    )
    people.write_text(text, encoding="utf-8")  # somebody types a refusal into the cell
    result = cli("restore", people, first, "--yes")
    assert result.status == 0, result.err
    assert "opted out since" in result.err
    assert all(cells(people, "メール配信停止"))


def test_a_purged_lead_stays_away_after_a_restore_unless_the_purge_was_undone(cli: Cli, leads: Path) -> None:
    leads.write_text(
        "氏名,メールアドレス,取得日,メール配信停止\n"
        "山田 太郎,taro@example.jp,2019-01-05,停止\n佐藤 花子,hanako@example.jp,2099-01-01,\n",
        encoding="utf-8",
    )
    before = leads.read_bytes()
    assert cli("backup", leads).status == 0
    first = sorted(leads.with_name(f"{leads.name}.backups").iterdir())[0].name
    assert cli("purge", leads, "--yes", "--at-most", "100%").status == 0
    assert "taro" not in leads.read_text(encoding="utf-8")
    assert "email  1" in cli("optout", "list", leads).out  # what the cell said outlives the row
    assert cli("undo", leads).status == 0
    assert leads.read_bytes() == before
    assert cli("restore", leads, first, "--yes").status == 0
    assert leads.read_bytes() == before
    assert cli("purge", leads, "--yes", "--at-most", "100%").status == 0
    result = cli("restore", leads, first, "--yes")
    assert "purged since" in result.err
    assert "taro" not in leads.read_text(encoding="utf-8")


def test_a_list_that_cannot_be_read_any_more_is_restored_all_the_same(cli: Cli, people: Path) -> None:
    assert cli("backup", people).status == 0
    before = people.read_bytes()
    suppress(people, "nobody@example.jp")
    first = sorted(people.with_name(f"{people.name}.backups").iterdir())[0].name
    people.write_bytes(b"\x00\x01garbage")
    result = cli("restore", people, first, "--yes")
    assert result.status == 0, result.err
    assert people.read_bytes() == before
