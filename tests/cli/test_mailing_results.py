"""What came back from the mailer goes into the list: once, undoably, and a no for good."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

ROWS = [
    ("氏名", "メールアドレス", "利用目的", "同意"),
    ("架空 太郎", "taro@example.co.jp", "P01", "同意あり"),
    ("架空 花子", "hana@example.co.jp", "P01", "同意あり"),
    ("見本 次郎", "jiro@example.jp", "P01", "同意あり"),
]
ACTIVITY = [
    ("event", "email", "timestamp"),
    ("bounce", "taro@example.co.jp", "2026-11-20T01:00:00Z"),
    ("unsubscribe", "hana@example.co.jp", "2026-11-20T02:00:00Z"),
    ("click", "jiro@example.jp", "2026-11-20T03:00:00Z"),
    ("open", "jiro@example.jp", "2026-11-20T03:00:00Z"),
    ("deferred", "jiro@example.jp", "2026-11-20T00:00:00Z"),
    ("click", "somebody@example.com", "2026-11-20T03:00:00Z"),
    ("no such event", "jiro@example.jp", ""),
]


def _write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    return _write(tmp_path / "見込み客.csv", ROWS)


@pytest.fixture
def activity(tmp_path: Path) -> Path:
    return _write(tmp_path / "activity.csv", ACTIVITY)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_results_go_into_the_list_once_and_come_out_by_undo(cli: Cli, leads: Path, activity: Path) -> None:
    before = leads.read_bytes()
    shown = cli("mailing", "results", leads, activity, "--dry-run")
    assert shown.status == 0, shown.err
    assert leads.read_bytes() == before
    result = cli("mailing", "results", leads, activity, "--yes", "--json")
    assert result.status == 0, result.err
    document = json.loads(result.out)
    assert document["results"] == {
        "hard": 1,
        "unsubscribe": 1,
        "click": 2,
        "open": 1,
        "soft": 1,
        "faulty": 1,
        "unknown_addresses": 1,
    }
    assert "row 8" in document["findings"][0]["message"]
    assert "somebody" not in result.out + result.err
    rows = _read(leads)
    assert rows[0]["不達"] == "ハードバウンス 2026-11-20"
    assert rows[1]["メール配信停止"] == "停止"
    assert rows[2]["最終受信日"] == "2026-11-20"
    after = leads.read_bytes()
    assert cli("mailing", "results", leads, activity, "--yes").status == 0
    assert leads.read_bytes() == after
    assert cli("undo", leads, "--yes").status == 0
    assert _read(leads)[0].get("不達", "") == ""


def test_the_rows_that_cannot_be_read_are_named_and_a_file_of_nothing_else_is_refused(
    cli: Cli, leads: Path, activity: Path, tmp_path: Path
) -> None:
    assert "Rows that cannot be read: 8." in cli("mailing", "results", leads, activity, "--dry-run").err
    wrong = _write(tmp_path / "wrong.csv", [("event", "email", "timestamp"), ("fizz", "jiro@example.jp", "")])
    result = cli("mailing", "results", leads, wrong, "--yes")
    assert result.status == 2
    assert "row 2" in result.err


def test_who_unsubscribed_or_bounced_is_left_out_of_the_next_mailing_for_good(
    cli: Cli, leads: Path, activity: Path
) -> None:
    assert cli("mailing", "results", leads, activity, "--yes").status == 0
    assert "3 → 1" in cli("mailing", leads, "--channel", "email", "--purpose", "P01").err
    _write(leads, ROWS)  # the cells are gone: the suppression file stays
    assert "3 → 2" in cli("mailing", leads, "--channel", "email", "--purpose", "P01").err


def test_a_list_of_bounces_is_told_what_it_is(cli: Cli, leads: Path, tmp_path: Path) -> None:
    errors = _write(
        tmp_path / "エラー.csv", [("メールアドレス", "名前", "会社名", "部課"), ("jiro@example.jp", "", "", "")]
    )
    refused = cli("mailing", "results", leads, errors, "--yes")
    assert refused.status == 2
    assert "--event" in refused.err
    assert cli("mailing", "results", leads, errors, "--event", "hard", "--on", "2026-11-19", "--yes").status == 0
    assert _read(leads)[2]["不達"] == "ハードバウンス 2026-11-19"


def test_a_bare_list_of_addresses_is_one_where_every_row_is_said_to_mean_the_same(
    cli: Cli, leads: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bounced.txt"
    bare.write_text("jiro@example.jp\n\nno address\n", encoding="utf-8")
    result = cli("mailing", "results", leads, bare, "--event", "hard", "--yes", "--json")
    assert result.status == 0, result.err
    assert json.loads(result.out)["results"] == {"hard": 1, "faulty": 1, "unknown_addresses": 0}
    assert "row 3" in json.loads(result.out)["findings"][0]["message"]
    assert _read(leads)[2]["不達"] == "ハードバウンス"


@pytest.mark.parametrize(
    "more", [["--event", "bounced"], ["--preset", "sendgird-activity"], ["--on", "2999-01-01", "--event", "hard"]]
)
def test_what_cannot_be_meant_is_refused(cli: Cli, leads: Path, activity: Path, more: list[str]) -> None:
    before = leads.read_bytes()
    assert cli("mailing", "results", leads, activity, "--yes", *more).status == 2
    assert leads.read_bytes() == before


def test_results_is_a_command_of_its_own_beside_the_mailing(cli: Cli, leads: Path) -> None:
    assert "3 → 3" in cli("mailing", leads, "--channel", "email", "--purpose", "P01").err
    assert "Usage: leadlist mailing results" in cli("mailing", "results", "--help").out
