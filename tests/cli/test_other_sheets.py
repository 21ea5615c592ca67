"""Whoever is purged or forgotten leaves the other sheets that the rules name, too, and does not come back."""

import json
from pathlib import Path

import openpyxl
import pytest

from leadlist.store import backups, read_log
from tests.cli.conftest import Cli

RULES = 'extends = "japan"\n[retention]\nat_most = "100%"\nsheets = ["対応履歴", "ない"]\n'
PEOPLE = [
    ("氏名", "会社名", "メールアドレス", "取得元", "取得日"),
    ("山田 太郎", "山野商事", "taro@example.jp", "名刺", "2015-01-01"),
    ("海野 花子", "海野電機", "hanako@example.jp", "名刺", "2026-01-01"),
    ("川野 次郎", "川野工業", "jiro@example.jp", "名刺", "2026-01-01"),
]
CALLS = [
    ("日付", "会社名", "氏名", "メールアドレス", "内容"),
    ("2015-02-01", "山野商事", "山田 太郎", "", "見積を依頼"),
    ("2026-02-01", "海野電機", "海野 花子", "", "資料を送付"),
    ("2015-03-01", "", "", "TARO@example.jp", "電話"),
    ("2026-03-01", "川野工業", "川野 次郎", "jiro@example.jp", "訪問"),
    ("2026-03-02", "山野商事", "山田 一郎", "", "同僚"),
]
PURGE = ("purge", "--as-of", "2026-11-22", "--yes")


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "見込み客"  # type: ignore[union-attr]
    for sheet, rows in ((book.active, PEOPLE), (book.create_sheet("対応履歴"), CALLS)):
        for row in rows:
            sheet.append(row)  # type: ignore[union-attr]
    path = tmp_path / "営業" / "見込み客.xlsx"
    path.parent.mkdir()
    book.save(path)
    path.with_name("leadlist.toml").write_text(RULES, encoding="utf-8")
    return path


def calls(path: Path) -> list[str]:
    return [str(row[4]) for row in openpyxl.load_workbook(path)["対応履歴"].iter_rows(min_row=2, values_only=True)]


def people(path: Path) -> list[str]:
    return [str(row[0]) for row in openpyxl.load_workbook(path)["見込み客"].iter_rows(min_row=2, values_only=True)]


def test_purged_people_leave_the_sheets_that_the_rules_name(cli: Cli, leads: Path) -> None:
    before = leads.read_bytes()
    shown = cli(PURGE[0], leads, *PURGE[1:3], "--dry-run")
    assert "“対応履歴”: 2 rows" in shown.err
    assert cli(PURGE[0], leads, *PURGE[1:]).status == 0
    assert calls(leads) == ["資料を送付", "訪問", "同僚"]
    assert people(leads) == ["海野 花子", "川野 次郎"]
    restored = cli("restore", leads, backups(leads)[0].name, "--yes")
    assert "Rows of other sheets" in restored.err
    assert calls(leads) == ["資料を送付", "訪問", "同僚"]
    assert cli("undo", leads).status == 0
    assert cli("undo", leads).status == 0  # the purge itself: byte for byte, its other sheets too
    assert leads.read_bytes() == before


def test_an_older_purge_taken_back_brings_their_rows_back_to_the_other_sheets(cli: Cli, leads: Path) -> None:
    assert cli(PURGE[0], leads, *PURGE[1:]).status == 0
    purge = read_log(leads)[-1].op
    book = openpyxl.load_workbook(leads)
    book["対応履歴"].append(("2026-11-22", "川野工業", "川野 次郎", "jiro@example.jp", "再訪"))
    book.save(leads)
    assert cli("normalize", leads).status == 0  # there are more calls than people now
    shown = cli("undo", leads, purge, "--dry-run")
    assert "“対応履歴”: 2 rows come back" in shown.err
    assert cli("undo", leads, purge).status == 0
    assert people(leads) == ["海野 花子", "川野 次郎", "山田 太郎"]
    assert calls(leads) == ["資料を送付", "訪問", "同僚", "再訪", "見積を依頼", "電話"]
    assert cli("undo", leads, purge, "--dry-run").err.count("come back") == 0
    assert cli("log", leads, "--verify").status == 0


def test_who_is_forgotten_leaves_them_in_the_list_and_in_every_backup(cli: Cli, leads: Path, tmp_path: Path) -> None:
    assert cli("backup", leads).status == 0
    done = cli("forget", leads, "--email", "hanako@example.jp", "--yes", "--json")
    certificate = json.loads(done.out)["certificate"]
    assert certificate["remains"] == []
    assert "資料を送付" not in calls(leads)
    for info in backups(leads):
        restored = tmp_path / "restored.xlsx"
        assert cli("restore", leads, info.name, "--to", restored).status == 0
        assert calls(restored) == ["見積を依頼", "電話", "訪問", "同僚"]
        restored.unlink()
    assert cli("log", leads, "--verify").status == 0


def test_who_stands_only_in_another_sheet_is_forgotten_there(cli: Cli, leads: Path) -> None:
    book = openpyxl.load_workbook(leads)
    book["見込み客"].delete_rows(3)
    book.save(leads)
    assert cli("forget", leads, "--email", "jiro@example.jp", "--yes").status == 0
    assert "訪問" not in calls(leads)
    only_there = openpyxl.load_workbook(leads)
    only_there["対応履歴"].append(("2026-04-01", "", "", "eve@example.jp", "問い合わせ"))
    only_there.save(leads)
    assert cli("forget", leads, "--email", "eve@example.jp", "--yes").status == 0
    assert "問い合わせ" not in calls(leads)


def test_who_was_pseudonymised_stays_so_when_an_older_list_is_put_back(cli: Cli, leads: Path) -> None:
    more = '[retention.periods.card]\nkeep = "3年"\nthen = "pseudonymise"\n'
    leads.with_name("leadlist.toml").write_text(RULES + more, encoding="utf-8")
    assert cli(PURGE[0], leads, *PURGE[1:]).status == 0
    assert calls(leads) == ["資料を送付", "訪問", "同僚"]
    left = openpyxl.load_workbook(leads)["見込み客"][2]
    restored = cli("restore", leads, backups(leads)[0].name, "--yes")
    assert restored.status == 0, restored.err
    assert "pseudonymised since" in restored.err
    assert [cell.value for cell in openpyxl.load_workbook(leads)["見込み客"][2]][:5] == [c.value for c in left][:5]
    assert "見積を依頼" not in calls(leads)
    assert cli("undo", leads).status == 0
    assert cli("undo", leads, 1).status == 0  # a decision of its own: they are back, and stay
    assert "山田 太郎" in people(leads)
    assert cli("restore", leads, backups(leads)[0].name, "--yes").status == 0
    assert "山田 太郎" in people(leads)


def test_who_was_pseudonymised_and_is_filled_again_gets_their_rows_of_other_sheets_back(cli: Cli, leads: Path) -> None:
    """One lead is pseudonymised, one erased, by the same purge; the list was edited since."""
    more = '[retention.periods.card]\nkeep = "3年"\nthen = "pseudonymise"\n'
    leads.with_name("leadlist.toml").write_text(RULES + more, encoding="utf-8")
    book = openpyxl.load_workbook(leads)
    book["見込み客"].append(("空野 三郎", "空野商店", "sabu@example.jp", "フォーム", "2013-01-01"))
    book["対応履歴"].append(("2013-02-01", "空野商店", "空野 三郎", "", "問い合わせ"))
    book.save(leads)
    assert cli(PURGE[0], leads, *PURGE[1:]).status == 0
    assert calls(leads) == ["資料を送付", "訪問", "同僚"]
    purge = read_log(leads)[-1].op
    book = openpyxl.load_workbook(leads)
    book["見込み客"].append(("新野 五郎", "新野工業", "goro@example.jp", "名刺", "2026-11-01"))
    book.save(leads)
    assert cli("normalize", leads).status == 0
    assert cli("undo", leads, purge).status == 0
    assert sorted(people(leads)) == sorted(["山田 太郎", "海野 花子", "川野 次郎", "空野 三郎", "新野 五郎"])
    assert calls(leads) == ["資料を送付", "訪問", "同僚", "見積を依頼", "電話", "問い合わせ"]
