"""Scheduled backups: also while the list is open in Excel, copied elsewhere, and removed when their time is over."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadlist.errors import Damaged, Refused, StorageError, UserError
from leadlist.store import Keep, backup, backups, impossible, open_list, prune, read_log, verify_backup, verify_log
from leadlist.store.keeping import Dated, decide
from tests.store.conftest import KEY, NOW, OLD, change

DAY = timedelta(days=1)


def nightly(count: int) -> list[Dated]:
    """Scheduled backups of `count` nights, the last one this night."""
    return [Dated(str(night), NOW - night * DAY, True) for night in range(count)]


def kept(backups: list[Dated], keep: Keep) -> list[str]:
    return [each.name for each in decide(backups, keep, NOW) if each.stays]


LONG = timedelta(days=10_000)
KEEPS = [
    (Keep(), 100, [str(night) for night in range(91)]),
    (Keep(last=3), 50, ["0", "1", "2"]),
    (Keep(daily=4), 50, ["0", "1", "2", "3"]),
    (Keep(daily=2, weekly=3), 50, ["0", "1", "7", "14"]),  # 2026-11-22 is a Sunday
    (Keep(monthly=3, max_age=LONG), 70, ["0", "22", "53"]),  # the last of November, October, September
    (Keep(monthly=9, max_age=LONG), 70, ["0", "22", "53", "69"]),  # a rule not used up keeps the oldest, as restic does
    (Keep(yearly=2, max_age=LONG), 400, ["0", "326"]),
    (Keep(daily=14, max_age=5 * DAY), 50, ["0", "1", "2", "3", "4", "5"]),
]


@pytest.mark.parametrize(("keep", "nights", "expected"), KEEPS)
def test_keep_rules_mean_what_they_mean_in_restic_and_max_age_wins(
    keep: Keep, nights: int, expected: list[str]
) -> None:
    assert kept(nightly(nights), keep) == expected


def test_several_backups_of_a_day_count_once_and_the_newest_stays() -> None:
    hourly = [Dated(str(hour), NOW - timedelta(minutes=30 * hour), True) for hour in range(4)]
    assert kept(hourly, Keep(daily=1)) == ["0"]
    assert kept(hourly, Keep(last=1, daily=1)) == ["0"]


def test_a_backup_from_before_a_change_stays_until_max_age_whatever_the_rules_say() -> None:
    mixed = [Dated("change", NOW - 80 * DAY, False), Dated("old", NOW - 91 * DAY, False), *nightly(3)]
    assert kept(mixed, Keep(last=1)) == ["0", "change"]


def test_a_keep_rule_that_max_age_makes_impossible_is_said() -> None:
    assert impossible(Keep(daily=14, weekly=8, monthly=3)) == []
    (said,) = impossible(Keep(daily=14, monthly=12))
    assert "--keep-monthly 12" in said
    assert "90" in said
    assert impossible(Keep(monthly=12, max_age=None)) == []


def test_a_backup_is_made_while_the_list_is_open_in_excel_and_can_be_restored(leads: Path) -> None:
    leads.with_name("~$見込み客.csv").write_bytes(b"")
    made = backup(leads, KEY, now=NOW)
    assert made.path.name == "20261122T014512Z-000001-backup.zip"
    verify_backup(leads, made.path.name, KEY)
    (record,) = read_log(leads)
    assert (record.operation, record.state, record.leads) == ("backup", "done", 0)
    with open_list(leads, KEY, not_open=True) as store:
        change(store, OLD + b"1", minutes=1)
        store.restore(made.path.name, now=NOW)
        assert leads.read_bytes() == OLD
        store.undo(now=NOW)
        store.undo(now=NOW)
        with pytest.raises(UserError, match="nothing to undo"):
            store.undo(now=NOW)
    assert leads.read_bytes() == OLD
    assert verify_log(leads, KEY) == []


def test_a_copy_elsewhere_has_the_same_bytes_and_a_missing_folder_is_exit_7(leads: Path, tmp_path: Path) -> None:
    nas = tmp_path / "nas"
    with pytest.raises(StorageError) as raised:
        backup(leads, KEY, now=NOW, to=nas)
    assert "was made" in raised.value.problem
    assert len(backups(leads)) == 1
    nas.mkdir()
    made = backup(leads, KEY, now=NOW + DAY, to=nas, keep=Keep(last=1))
    assert made.copy
    assert made.copy.read_bytes() == made.path.read_bytes()
    assert made.removed == ["20261122T014512Z-000001-backup.zip"]
    backup(leads, KEY, now=NOW + 2 * DAY, to=nas, keep=Keep(last=1))
    assert [file.name[-17:] for file in made.copy.parent.iterdir()] == ["000003-backup.zip"]


def test_what_is_removed_is_in_the_log_and_said_when_somebody_wants_it(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        first = change(store, OLD + b"1")
    for night in (1, 2, 3):
        backup(leads, KEY, now=NOW + night * DAY)
    decisions = prune(leads, KEY, Keep(last=1), now=NOW + 3 * DAY, dry_run=True)
    assert [each.stays for each in decisions] == [True, False, False, True]
    assert len(backups(leads)) == 4
    prune(leads, KEY, Keep(last=1, max_age=2 * DAY), now=NOW + 3 * DAY)
    assert [info.op for info in backups(leads)] == [4]
    assert verify_log(leads, KEY) == []
    assert [record.backup_kept for record in read_log(leads)] == [False, False, False, True]
    with open_list(leads, KEY) as store, pytest.raises(UserError, match="was removed") as raised:
        store.undo(now=NOW + 4 * DAY)
    assert not isinstance(raised.value, Damaged)
    assert not first.backup.exists()


def test_what_a_crash_left_of_a_removal_is_removed_by_the_next(leads: Path, tmp_path: Path) -> None:
    made = [backup(leads, KEY, now=NOW + night * DAY) for night in range(3)]
    shutil.copy(made[0].path, tmp_path)
    prune(leads, KEY, Keep(last=1), now=NOW + 3 * DAY)
    shutil.copy(tmp_path / made[0].path.name, made[0].path)
    prune(leads, KEY, Keep(last=1), now=NOW + 3 * DAY)
    assert [info.op for info in backups(leads)] == [3]
    assert verify_log(leads, KEY) == []


def test_backups_from_the_future_stop_the_removal(leads: Path) -> None:
    backup(leads, KEY, now=datetime(2031, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="future"):
        prune(leads, KEY, Keep(last=1), now=NOW)
    assert len(backups(leads)) == 1


def test_a_copy_elsewhere_notices_a_folder_put_back_to_an_earlier_day(leads: Path, tmp_path: Path) -> None:
    nas = tmp_path / "nas"
    nas.mkdir()
    assert "no copy" in verify_log(leads, KEY, copies=nas)[0]
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    shutil.copytree(leads.parent, tmp_path / "earlier")
    with open_list(leads, KEY) as store:
        change(store, OLD + b"2", minutes=1)
    backup(leads, KEY, now=NOW + DAY, to=nas)
    assert verify_log(leads, KEY, copies=nas) == []
    shutil.rmtree(leads.parent)
    shutil.copytree(tmp_path / "earlier", leads.parent)
    shutil.rmtree(tmp_path / "state")
    assert verify_log(leads, KEY) == []
    (problem,) = verify_log(leads, KEY, copies=nas)
    assert "000003-backup.zip" in problem
