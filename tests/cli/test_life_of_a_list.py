"""One list through the commands, as its owner would type them."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from leadlist.store import read_log
from tests.cli.conftest import Cli

ROWS = [
    "会社名,氏名,フリガナ,メールアドレス,電話番号,郵便番号,備考",
    "㈱山田商事,山田　太郎,ﾔﾏﾀﾞ ﾀﾛｳ,TARO@EXAMPLE.JP,０３（１２３４）５６７８,〒1000001,",
    "株式会社佐藤工業,佐藤 花子,サトウ ハナコ,hanako@example.co.jp,03-2345-6789,100-0002,[/]",
]


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_bytes(("\r\n".join(ROWS) + "\r\n").encode("cp932"))
    return path


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_normalize_rewrites_in_place_and_undo_restores_the_very_bytes(cli: Cli, leads: Path) -> None:
    before = digest(leads)
    assert cli("normalize", leads).status == 0
    text = leads.read_bytes().decode("cp932")
    assert text.splitlines()[1] == "株式会社山田商事,山田 太郎,ヤマダ タロウ,TARO@example.jp,03-1234-5678,100-0001,"
    assert text.splitlines()[2] == ROWS[2]
    result = cli("undo", leads)
    assert result.status == 0
    assert digest(leads) == before
    assert cli("undo", leads).status == 2


@pytest.mark.parametrize(
    ("name", "rules", "heading"),
    [
        ("Taro Yamada", "", "Lead ID"),
        ("山田 太郎", "", "リードID"),
        ("Taro Yamada", 'extends = "japan"\nlanguage = "ja"\n', "リードID"),
    ],
)
def test_a_list_without_any_japanese_gets_english_columns_unless_the_rules_say_which(
    name: str, rules: str, heading: str, cli: Cli, key_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Name,Email\n{name},taro@example.com\n{name},TARO@example.com\n", encoding="utf-8")
    if rules:
        (tmp_path / "leadlist.toml").write_text(rules, encoding="utf-8")
    assert cli("dedupe", path, "--yes").status == 0
    assert path.read_text(encoding="utf-8").startswith(f"Name,Email,{heading}\n")


def test_a_dry_run_writes_nothing(cli: Cli, leads: Path) -> None:
    before, beside = digest(leads), sorted(p.name for p in leads.parent.iterdir())
    result = cli("normalize", leads, "--dry-run")
    assert result.status == 0
    assert "Nothing was written" in result.err
    assert digest(leads) == before
    assert sorted(p.name for p in leads.parent.iterdir()) == beside


def test_looking_what_a_prune_would_remove_writes_nothing(cli: Cli, leads: Path) -> None:
    result = cli("backup", "prune", leads, "--keep-last", "1", "--dry-run")
    assert result.status == 0, result.err
    assert [p.name for p in leads.parent.iterdir()] == [leads.name]
    cli("normalize", leads)
    (leads.parent / (leads.name + ".lock")).unlink()
    beside = sorted(p.name for p in leads.parent.rglob("*"))
    assert "stays" in cli("backup", "prune", leads, "--keep-last", "1", "--dry-run").out
    assert sorted(p.name for p in leads.parent.rglob("*")) == beside


def test_out_writes_a_new_file_and_leaves_the_list(cli: Cli, leads: Path, tmp_path: Path) -> None:
    before, new = digest(leads), tmp_path / "新.xlsx"
    assert cli("normalize", leads, "--out", new).status == 0
    if sys.platform != "win32":
        assert new.stat().st_mode & 0o077 == 0
    assert digest(leads) == before
    assert cli("columns", new, "--json").status == 0
    assert cli("normalize", leads, "--out", new).status == 2


def test_json_is_one_masked_document(cli: Cli, leads: Path) -> None:
    result = cli("normalize", leads, "--dry-run", "--json")
    document = json.loads(result.out)
    assert set(document) == {"command", "list", "counts", "changes", "findings", "next"}
    assert document["counts"] == {"read": 2, "changed": 1, "unchanged": 1}
    assert "山田 太郎" not in result.out
    assert result.err == ""
    shown = json.loads(cli("normalize", leads, "--dry-run", "--json", "--show-values").out)
    change = next(c for c in shown["changes"] if c["column"] == "電話番号")
    assert (change["row"], change["before"], change["after"]) == (2, "０３（１２３４）５６７８", "03-1234-5678")


def test_every_command_gives_one_json_document(cli: Cli, leads: Path) -> None:
    cli("normalize", leads)
    for line in (
        ("columns", leads),
        ("validate", leads),
        ("log", leads),
        ("log", leads, "--verify"),
        ("log", leads, "--show", "1"),
        ("dedupe", leads, "--yes"),
        ("purge", leads, "--yes"),
        ("undo", leads),
        ("backup", leads),
        ("backup", "list", leads),
        ("backup", "verify", leads),
        ("backup", "drill", leads),
        ("backup", "prune", leads),
    ):
        result = cli(*line, "--json")
        document = json.loads(result.out)
        assert document["command"] == line[0]
        assert {"list", "counts", "changes", "findings", "next"} <= set(document), line


def test_nothing_a_cell_holds_steers_the_terminal(cli: Cli, leads: Path) -> None:
    leads.write_bytes("会社名,氏名,メールアドレス\n\x1b[31m㈱赤,[/]　a,x@EXAMPLE.jp\n".encode())
    result = cli("normalize", leads, "--show-values")
    assert result.status == 0
    assert "\x1b" not in result.err + result.out
    assert "[/]" in result.err


def test_values_are_masked_where_nobody_watches(cli: Cli, leads: Path) -> None:
    for line in (("normalize", leads), ("log", leads, "--show", 1)):
        result = cli(*line)
        assert "山田 太郎" not in result.err + result.out
        assert "1234-5678" not in result.err + result.out


def test_quiet_says_nothing_when_all_is_well(cli: Cli, leads: Path) -> None:
    for line in (
        ("normalize", leads),
        ("dedupe", leads, "--yes"),
        ("validate", leads),
        ("backup", leads),
        ("undo", leads),
    ):
        result = cli(*line, "--quiet")
        assert (result.status, result.out, result.err) == (0, "", ""), line


def test_a_second_normalize_changes_nothing(cli: Cli, leads: Path) -> None:
    cli("normalize", leads)
    before = digest(leads)
    result = cli("normalize", leads)
    assert "Nothing to change" in result.err
    assert digest(leads) == before


def test_the_log_tells_every_cell_and_is_proved(cli: Cli, leads: Path) -> None:
    cli("normalize", leads)
    shown = cli("log", leads, "--show", 1, "--show-values")
    assert "０３（１２３４）５６７８" in shown.out
    assert "03-1234-5678" in shown.out
    assert cli("log", leads, "--verify").status == 0
    log = leads.with_name(leads.name + ".changes.jsonl")
    assert "山田" not in log.read_text(encoding="utf-8")
    log.write_bytes(log.read_bytes().replace(b'"changed":1', b'"changed":2'))
    assert cli("log", leads, "--verify").status == 1
    assert cli("normalize", leads).status == 6


def test_an_older_operation_is_taken_back_cell_by_cell(cli: Cli, leads: Path) -> None:
    cli("normalize", leads)
    text = leads.read_bytes().decode("cp932")
    leads.write_bytes(
        text.replace("03-2345-6789", "03-2345-0000").replace("03-1234-5678", "03-9999-9999").encode("cp932")
    )
    assert cli("undo", leads).status == 4
    assert cli("undo", leads, 1).status == 0
    after = leads.read_bytes().decode("cp932")
    assert "㈱山田商事" in after
    assert "03-9999-9999" in after
    assert "03-2345-0000" in after


def test_an_operation_is_taken_back_once(cli: Cli, leads: Path) -> None:
    for line in (("normalize",), ("undo",), ("normalize",)):
        cli(*line, leads)
    after = digest(leads)
    assert cli("undo", leads, 1).status == 2
    assert digest(leads) == after


def test_a_filter_has_no_log_lock_or_key(leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    done = subprocess.run(
        [sys.executable, "-m", "leadlist", "normalize", "-"],
        input=leads.read_bytes(),
        capture_output=True,
        check=True,
        cwd=leads.parent,
    )
    assert "株式会社山田商事,山田 太郎" in done.stdout.decode("cp932")
    assert [p.name for p in leads.parent.iterdir()] == [leads.name]


def filtered(leads: Path, *words: object) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-m", "leadlist", *map(str, words)]
    return subprocess.run(line, input=leads.read_bytes(), capture_output=True, check=True, cwd=leads.parent)


def test_a_filter_heeds_dry_run_json_and_out(leads: Path) -> None:
    rehearsed = filtered(leads, "normalize", "-", "--dry-run")
    assert (rehearsed.stdout, b"Nothing was written" in rehearsed.stderr) == (b"", True)
    document = json.loads(filtered(leads, "normalize", "-", "--json").stdout)
    assert document["counts"] == {"read": 2, "changed": 1, "unchanged": 1}
    out = leads.with_name("新.csv")
    assert filtered(leads, "normalize", "-", "--out", out).stdout == b""
    assert "株式会社山田商事" in out.read_text(encoding="utf-8-sig")


def test_a_correction_can_be_made_for_a_filter(leads: Path) -> None:
    shown = json.loads(filtered(leads, "columns", "-", "--set", "department=備考", "--json").stdout)
    assert {"備考": "department"}.items() <= {c["column"]: c["field"] for c in shown["columns"]}.items()
    assert leads.with_name("leadlist.toml").exists()


def test_columns_remembers_a_correction(cli: Cli, leads: Path) -> None:
    rules = leads.parent / "leadlist.toml"
    rules.write_bytes('\ufeff# 営業部の規則\r\ncountry = "JP"\r\n'.encode())  # as Notepad saves it
    assert cli("columns", leads, "--set", "department=備考").status == 0
    assert rules.read_bytes().startswith('# 営業部の規則\r\ncountry = "JP"\r\n'.encode())
    found = {c["column"]: c["field"] for c in json.loads(cli("columns", leads, "--json").out)["columns"]}
    assert found["備考"] == "department"
    for wrong in ("備考", "emial=備考", "email=メイル"):
        assert cli("columns", leads, "--set", wrong).status == 2


def test_backup_and_restore(cli: Cli, leads: Path, tmp_path: Path) -> None:
    before = digest(leads)
    assert cli("backup", leads).status == 0
    cli("normalize", leads)
    listed = json.loads(cli("backup", "list", leads, "--json").out)
    first = listed["backups"][0]["name"]
    assert cli("backup", "verify", leads).status == 0
    assert cli("restore", leads, first, "--to", tmp_path / "前.csv").status == 0
    assert digest(tmp_path / "前.csv") == before
    assert cli("restore", leads, first).status == 2
    assert cli("restore", leads, first, "--yes").status == 0
    assert digest(leads) == before
    assert cli("undo", leads).status == 0
    assert digest(leads) != before


def test_import_makes_a_list_and_undo_takes_it_away(cli: Cli, leads: Path, tmp_path: Path) -> None:
    card = tmp_path / "card.vcf"
    card.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:高橋 次郎\nORG:株式会社高橋製作所\nEMAIL:jiro@example.co.jp\nEND:VCARD\n",
        encoding="utf-8",
    )
    new = tmp_path / "新しい.xlsx"
    line = ("import", leads, card, "--into", new, "--source", "card", "--on", "2026-11-19", "--yes")
    line = (*line, "--purpose", "展示会でご紹介した製品の資料をメールでお送りするため")
    result = cli(*line)
    assert result.status == 0, result.err
    assert json.loads(cli("columns", new, "--json").out)["counts"]["read"] == 3
    assert "高橋 次郎" in cli("import", new, "--into", tmp_path / "x.csv", "--dry-run", "--show-values").err
    again = json.loads(cli(*line, "--json").out)
    assert (again["counts"]["unchanged"], again["changes"]) == (3, [])
    assert cli("undo", new).status == 0
    assert not new.exists()


def test_import_refuses_a_vague_purpose(cli: Cli, leads: Path, tmp_path: Path) -> None:
    for vague in ("マーケティング活動に利用するため", "事業活動", "お客様のサービスの向上"):
        result = cli("import", leads, "--into", tmp_path / "新.csv", "--source", "card", "--purpose", vague, "--yes")
        assert result.status == 5, vague
        assert "→ " in result.err
    assert not (tmp_path / "新.csv").exists()


def test_messages_are_japanese_where_that_is_asked(cli: Cli, leads: Path) -> None:
    result = cli("normalize", leads, "--dry-run", "--lang", "ja")
    assert "行" in result.err
    assert "Nothing" not in result.err


def test_two_commands_at_once_lose_nothing(leads: Path) -> None:
    line = [sys.executable, "-m", "leadlist", "normalize", str(leads), "--quiet"]
    both = [subprocess.Popen(line, stderr=subprocess.PIPE) for _ in range(2)]
    ends = [process.wait(60) for process in both]
    for process in both:
        assert process.stderr is not None
        process.stderr.close()
    assert set(ends) <= {0, 4}
    assert 0 in ends
    assert "03-1234-5678" in leads.read_bytes().decode("cp932")
    done = subprocess.run(
        [sys.executable, "-m", "leadlist", "log", str(leads), "--verify"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_rules_show_and_check(cli: Cli, leads: Path) -> None:
    shown = cli("rules", "show", leads)
    assert 'country = "JP"  # japan.toml' in shown.out
    assert cli("rules", "check", leads).status == 0
    assert cli("rules", "check", "--help").status == 0


def test_purge_refuses_a_clock_that_went_back(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    from leadlist.cli import today

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2020, 1, 1, tzinfo=UTC)

    cli("normalize", leads)
    monkeypatch.setattr(today, "datetime", Earlier)
    result = cli("purge", leads, "--yes")
    assert result.status == 5
    assert "clock" in result.err


def test_validate_writes_a_private_report(cli: Cli, leads: Path, tmp_path: Path) -> None:
    for name in ("quality.html", "quality.md", "quality.json", "quality.csv", "quality.txt"):
        report = tmp_path / name
        assert cli("validate", leads, "--report", report).status == 0
        report.chmod(0o644)
        assert cli("validate", leads, "--report", report).status == 0
        assert "山田" not in report.read_text(encoding="utf-8")
        if sys.platform != "win32":
            assert report.stat().st_mode & 0o077 == 0
    assert cli("validate", leads, "--report", tmp_path / "quality.docx").status == 2


def test_a_list_with_headings_of_its_own_is_found_once_one_is_named(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "独自.csv"
    path.write_text("れんらくさき,おなまえ\nTARO@EXAMPLE.JP,山田　太郎\n", encoding="utf-8")
    assert cli("normalize", path).status == 2
    assert cli("columns", path, "--set", "email=れんらくさき").status == 0
    assert cli("normalize", path).status == 0
    assert "TARO@example.jp" in path.read_text(encoding="utf-8")


def test_the_log_counts_leads_and_no_columns(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    leads = tmp_path / "見込み客.csv"
    leads.write_text("氏名,メール\n山田 太郎,taro@example.jp\n山田太郎,taro@example.jp\n", encoding="utf-8")
    assert cli("dedupe", leads, "--yes").status == 0  # adds the column of lead IDs
    assert read_log(leads)[-1].leads == 2
    assert cli("log", leads, "--verify").status == 0
    assert cli("backup", "verify", leads).status == 0
    assert cli("undo", leads).status == 0
