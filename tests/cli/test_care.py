"""What looks after a list when nobody does: doctor, schedule, the auditor's workbook, and a night of cron."""

import json
import os
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from leadlist.cli.recipes import cron, jobs, merged, systemd, windows
from leadlist.store import backup, find_key
from leadlist.store.beside import backup_files, log_file
from tests.cli.conftest import Cli

ROWS = "氏名,会社名,メール,取得元,取得日\n山田 太郎,山野商事,taro@example.jp,名刺,{day}\n"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "営業" / "見込み客.csv"
    path.parent.mkdir()
    path.write_text(ROWS.format(day=datetime.now().date()), encoding="utf-8")
    path.chmod(0o640)
    return path


@pytest.fixture
def kept(cli: Cli, key_file: Path, leads: Path) -> Path:
    assert cli("backup", leads).status == 0
    assert cli("backup", "drill", leads).status == 0
    return leads


def test_a_list_that_is_looked_after_is_well(cli: Cli, kept: Path) -> None:
    result = cli("doctor", kept)
    assert result.status == 0, result.err
    assert "nothing is due" in result.err
    assert cli("doctor", kept.parent, "--quiet").err == ""


def age_backups(path: Path, days: int) -> None:
    for file in path.with_name(path.name + ".backups").iterdir():
        time = datetime.now(UTC) - timedelta(days=days)
        file.rename(file.with_name(f"{time:%Y%m%dT%H%M%SZ}{file.name[16:]}"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("others", "may read"),
        ("old backup", "days ago"),
        ("no drill", "none yet"),
        ("due", "lead is due"),
        ("key readable", "may read the key"),
        ("key beside", "lies beside the list"),
        ("settings", "of the list"),
        ("long age", "what was purged"),
        ("other key", "made with key"),
        ("log", "altered"),
    ],
)
def test_what_is_due_or_wrong_is_named_and_the_exit_is_1(
    cli: Cli, key_file: Path, kept: Path, fault: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "others":
        kept.chmod(0o644)
    elif fault == "old backup":
        age_backups(kept, 9)
    elif fault == "no drill":
        for file in Path(os.environ["LEADLIST_STATE_DIR"], "drills").iterdir():
            file.unlink()
    elif fault == "due":
        kept.write_text(ROWS.format(day="2001-01-01"), encoding="utf-8")
    elif fault == "key readable":
        key_file.chmod(0o644)
    elif fault == "key beside":
        beside = kept.with_name("鍵.key")
        key_file.rename(beside)
        monkeypatch.setenv("LEADLIST_KEY_FILE", str(beside))
    elif fault == "other key":
        other = key_file.with_name("other.key")
        cli("key", "new", "--out", other)
        monkeypatch.setenv("LEADLIST_KEY_FILE", str(other))
    elif fault == "log":
        log = kept.with_name(kept.name + ".changes.jsonl")
        log.write_bytes(log.read_bytes().replace(b'"leads":0', b'"leads":1'))
    else:
        text = '[retention]\nat_most = "90%"\n' if fault == "settings" else '[backup]\nmax_age = "3 years"\n'
        kept.with_name("leadlist.toml").write_text('extends = "japan"\n' + text, encoding="utf-8")
    result = cli("doctor", kept)
    assert result.status == 1
    assert said in result.err
    quiet = cli("doctor", kept, "--quiet")
    assert (quiet.status, quiet.out, quiet.err.count("\n")) == (1, "", 1)
    assert "taro" not in quiet.err


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - 山野商事", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Google ドライブ", None),
        ("マイドライブ", "Google Drive"),
    ],
)
def test_synced_folders_are_known_by_their_names(
    cli: Cli, key_file: Path, tmp_path: Path, folder: str, service: str | None
) -> None:
    path = tmp_path / folder / "営業" / "見込み客.csv"
    path.parent.mkdir(parents=True)
    path.write_text(ROWS.format(day="2026-01-01"), encoding="utf-8")
    said = cli("doctor", path).err
    assert (f"{service} copies" in said) == (service is not None)


def test_a_folder_without_lists_and_a_list_that_is_not_there_are_told(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    assert cli("doctor", tmp_path).status == 2
    assert cli("doctor", tmp_path / "ない.csv").status == 2


def test_recipes_quote_names_as_each_system_reads_them(tmp_path: Path) -> None:
    path = Path("/srv/営業 100%/見込み客 $1.xlsx")
    wanted = jobs(path, backup="daily", purge="monthly", drill="weekly", to=Path("/mnt/nas"))
    begin, first, *_others, end = cron(wanted, ["/usr/bin/leadlist"], path)
    assert first == r"15 2 * * *  /usr/bin/leadlist backup '/srv/営業 100\%/見込み客 $1.xlsx' --to /mnt/nas --quiet"
    assert begin.startswith("# leadlist begin ")
    assert end.startswith("# leadlist end ")
    assert 'ExecStart=/usr/bin/leadlist backup "/srv/営業 100%%/見込み客 $$1.xlsx" --to' in systemd(
        wanted, ["/usr/bin/leadlist"]
    )
    assert r"\"C:\Program Files\leadlist.exe\" backup" in windows(wanted, [r"C:\Program Files\leadlist.exe"])
    assert "/SC WEEKLY /D MON /ST 03:15" in windows(wanted, ["x"])


def test_lines_are_put_into_a_crontab_once_and_others_stay() -> None:
    lines = ["# leadlist begin x", "1 2 * * *  a", "# leadlist end x"]
    once = merged("MAILTO=me\n5 5 * * *  other\n", lines)
    assert once == "MAILTO=me\n5 5 * * *  other\n# leadlist begin x\n1 2 * * *  a\n# leadlist end x\n"
    assert merged(once, lines) == once
    assert merged(once + "6 6 * * *  last\n", lines).startswith("MAILTO=me\n5 5 * * *  other\n6 6 * * *  last\n")


def test_schedule_prints_recipes_and_installs_them_after_asking(
    cli: Cli, leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = cli("schedule", leads, "--backup", "daily", "--purge", "monthly")
    assert result.status == 0
    for word in ("# --- cron", "OnCalendar=*-*-01 02:45:00", "schtasks /Create"):
        assert word in result.out
    assert "leadlist key new" in result.err  # there is none yet
    assert cli("schedule", leads, "--backup", "hourly").status == 2
    assert cli("schedule", leads, "--install").status == 2  # nobody to ask
    programs = tmp_path / "bin"
    programs.mkdir()
    fake = programs / "crontab"
    fake.write_text('#!/bin/sh\nif [ "$1" = -l ]; then cat "$0.tab"; else cat > "$0.tab"; fi\n', encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    for _time in range(2):
        assert cli("schedule", leads, "--install", "--yes").status == 0
    text = Path(f"{fake}.tab").read_text(encoding="utf-8")
    assert text.count(" backup ") == text.count(" purge ") == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli("schedule", leads, "--install", "--yes").status == 2


def test_recipes_name_the_key_that_this_shell_knows_and_units_of_their_own(
    cli: Cli, key_file: Path, leads: Path, tmp_path: Path
) -> None:
    result = cli("schedule", leads, "--backup", "daily", "--drill", "monthly", "--json")
    recipes = json.loads(result.out)["recipes"]
    assert all(text.count(f"--key-file {key_file}") == 2 for text in recipes.values())
    assert "leadlist key new" not in cli("schedule", leads).err
    other = tmp_path / "other" / leads.name
    other.parent.mkdir()
    other.write_bytes(leads.read_bytes())
    another = json.loads(cli("schedule", other, "--backup", "daily", "--json").out)["recipes"]["systemd"]
    units = [re.findall(r"leadlist-\S+\.service", text) for text in (recipes["systemd"], another)]
    assert len({*units[0], *units[1]}) == 3


def test_the_auditors_workbook_holds_operations_and_no_values(cli: Cli, kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "監査.xlsx"
    assert cli("log", kept, "--xlsx", target).status == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(target)
    assert [sheet.title for sheet in book] == ["Summary", "Operations"]
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]
    assert "all is as it was written" in texts
    assert not any("taro" in text or "山田" in text for text in texts)
    assert cli("log", kept, "--xlsx", target).status == 2
    assert cli("log", kept, "--xlsx", tmp_path / "x.csv").status == 2


def test_a_folder_put_back_to_an_earlier_day_is_noticed_by_a_copy_elsewhere(
    cli: Cli, key_file: Path, leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nas = tmp_path / "nas"
    nas.mkdir()
    assert cli("backup", leads).status == 0
    log = leads.with_name(leads.name + ".changes.jsonl")
    earlier = log.read_bytes()
    assert cli("backup", leads, "--to", nas).status == 0
    assert cli("log", leads, "--verify", "--copies", nas).status == 0
    log.write_bytes(earlier)
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(tmp_path / "another computer"))
    for file in sorted(leads.with_name(leads.name + ".backups").iterdir())[1:]:
        file.unlink()
    assert cli("log", leads, "--verify").status == 0
    result = cli("log", leads, "--verify", "--copies", nas)
    assert result.status == 1
    assert "of which there is a copy" in result.err
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    assert cli("log", leads, "--verify", "--copies", nas).status == 2


@pytest.mark.parametrize("command", ["normalize", "backup"])
def test_a_wait_before_the_present_is_refused(cli: Cli, key_file: Path, leads: Path, command: str) -> None:
    assert cli(command, leads, "--wait", "-5").status == 2
    assert cli(command, leads, "--wait", "0").status == 0


def test_a_good_night_says_nothing(cli: Cli, key_file: Path, leads: Path, tmp_path: Path) -> None:
    jobs = [
        ("backup", leads, "--keep-daily", "14", "--quiet"),
        ("purge", leads, "--yes", "--quiet"),
        ("backup", "verify", leads, "--quiet"),
        ("backup", "drill", leads, "--quiet"),
        ("log", leads, "--verify", "--quiet"),
        ("doctor", leads, "--quiet"),
    ]
    for job in jobs:
        done = cli(*job)
        assert (done.status, done.out, done.err) == (0, "", ""), job


def _nobody(cli: Cli, leads: Path) -> None:
    """Nothing else is wrong."""


def _expired(cli: Cli, leads: Path) -> None:
    more = "海野 花子,海野電機,hanako@example.jp,名刺,2001-01-01\n" * 4
    leads.write_text(ROWS.format(day="2001-01-01") + more, encoding="utf-8")


def _damaged(cli: Cli, leads: Path) -> None:
    assert cli("normalize", leads).status == 0
    assert cli("backup", leads).status == 0
    for file in backup_files(leads):
        file.write_bytes(file.read_bytes()[:-50])


def _open_in_excel(cli: Cli, leads: Path) -> None:
    (leads.parent / f"~${leads.name}").write_bytes(b"\x06Hanako" + bytes(200))


def _broken_rules(cli: Cli, leads: Path) -> None:
    leads.with_name("leadlist.toml").write_text("[retention\n", encoding="utf-8")


def _damaged_log(cli: Cli, leads: Path) -> None:
    assert cli("backup", leads).status == 0
    log_file(leads).write_bytes(b"x\n")


@pytest.mark.parametrize(
    ("spoil", "job", "status"),
    [
        (_nobody, ("backup", "LIST", "--to", "/nowhere/nas"), 7),
        (_nobody, ("backup", "MISSING"), 2),
        (_nobody, ("backup", "LIST", "--key-file", "/nowhere/key"), 2),
        (_damaged_log, ("backup", "LIST"), 6),
        (_nobody, ("purge", "MISSING", "--yes"), 2),
        (_nobody, ("purge", "LIST", "--yes", "--at-most", "many"), 2),
        (_expired, ("purge", "LIST", "--yes"), 5),
        (_open_in_excel, ("purge", "LIST", "--yes", "--wait", "0"), 4),
        (_broken_rules, ("purge", "LIST", "--yes"), 2),
        (_damaged, ("backup", "verify", "LIST"), 1),
        (_damaged, ("backup", "drill", "LIST"), 1),
        (_damaged, ("log", "LIST", "--verify"), 1),
        (_damaged_log, ("doctor", "LIST"), 1),
        (_expired, ("doctor", "LIST"), 1),
    ],
)
def test_a_bad_night_says_one_line_without_a_value(
    cli: Cli, key_file: Path, leads: Path, spoil: Callable[[Cli, Path], None], job: tuple[str, ...], status: int
) -> None:
    spoil(cli, leads)
    places = {"LIST": leads, "MISSING": leads.with_name("無い.csv")}
    done = cli(*(places.get(word, word) for word in job), "--quiet")
    assert (done.status, done.out) == (status, ""), done.err
    assert len(done.err.splitlines()) == 1, done.err
    assert not any(text in done.err for text in ("hanako", "海野", "taro", "山野"))


def test_a_list_that_cannot_be_backed_up_keeps_no_other_from_it(cli: Cli, key_file: Path, leads: Path) -> None:
    other = leads.with_name("別.csv")
    other.write_bytes(leads.read_bytes())
    done = cli("backup", leads.with_name("無い.csv"), other, "--quiet")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert len(backup_files(other)) == 1


def test_the_forecast_by_month_stands_in_the_json_document(cli: Cli, key_file: Path, leads: Path) -> None:
    document = json.loads(cli("purge", leads, "--as-of", "2026-11-22", "--dry-run", "--json").out)
    assert sum(document["forecast"].values()) == document["counts"]["read"] - document["counts"]["undated"]
    assert all(len(month) == 7 for month in document["forecast"])


def test_a_backup_is_told_from_an_operation_that_never_was(cli: Cli, key_file: Path, leads: Path) -> None:
    assert cli("backup", leads).status == 0
    assert "is a backup" in cli("log", leads, "--show", "1").err
    assert "no operation 7" in cli("log", leads, "--show", "7").err


@pytest.mark.parametrize("words", [("backup", "LIST"), ("purge", "LIST", "--yes")])
def test_backups_beyond_their_greatest_age_go_without_a_keep_rule(
    cli: Cli, key_file: Path, leads: Path, words: tuple[str, ...]
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=91)
    old = backup(leads, find_key(), now=long_ago)
    young = backup(leads, find_key(), now=datetime.now(UTC) - timedelta(days=89))
    due = cli("doctor", leads)
    assert due.status == 1
    assert "1 backup is older than 90 days" in due.err
    assert cli(*(leads if word == "LIST" else word for word in words), "--quiet").status == 0
    assert not old.path.exists()
    assert young.path.exists()
    assert cli("log", leads, "--verify").status == 0
    assert "older than" not in cli("doctor", leads).err
