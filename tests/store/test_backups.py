"""Scheduled backups: also while the list is open in Excel, copied elsewhere, and removed when their time is over."""

import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from leadlist.errors import Damaged, Refused, StorageError, UserError
from leadlist.store import Keep, backup, backups, impossible, open_list, prune, read_log, verify_backup, verify_log
from leadlist.store.keeping import Dated, decide
from leadlist.store.log import ChangeLog
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


def as_restic_does(times: list[datetime], keep: Keep) -> set[datetime]:
    """`ApplyPolicy` of restic 0.17 (internal/data/snapshot_policy.go), newest first, written anew."""
    buckets = [
        [keep.last, lambda time, at: at],
        [keep.daily, lambda time, at: time.year * 10000 + time.month * 100 + time.day],
        [keep.weekly, lambda time, at: time.isocalendar()[0] * 100 + time.isocalendar()[1]],
        [keep.monthly, lambda time, at: time.year * 100 + time.month],
        [keep.yearly, lambda time, at: time.year],
    ]
    last: list[object] = [-1] * 5
    stays = set()
    for at, time in enumerate(times):
        for number, bucket in enumerate(buckets):
            value = bucket[1](time, at)  # type: ignore[operator]
            if bucket[0] and (value != last[number] or at == len(times) - 1):
                stays.add(time)
                last[number] = value
                bucket[0] -= 1  # type: ignore[operator]
    return stays


def test_every_keep_rule_decides_as_restic_does() -> None:
    chance = Random(1)
    for _each in range(500):
        keep = Keep(*(chance.choice((0, 0, 1, 2, 5)) for _rule in range(5)), LONG)
        if not keep.counts():
            continue  # restic refuses an empty policy; here everything stays
        span = chance.choice((48, 24 * 60, 24 * 365 * 3))
        hours = sorted(chance.sample(range(span), chance.randrange(40)))
        times = [NOW - timedelta(hours=hour) for hour in hours]
        made = [Dated(time.isoformat(), time, True) for time in times]
        assert set(kept(made, keep)) == {time.isoformat() for time in as_restic_does(times, keep)}


@pytest.mark.parametrize(
    ("keep", "days", "expected"),
    [
        # 2026-12-28 to 2027-01-03 is one ISO week, the 53rd of 2026; 4 January begins week 1 of 2027
        (Keep(weekly=2, max_age=LONG), ["2026-12-27", "2026-12-28", "2027-01-01", "2027-01-03"], [3, 0]),
        (Keep(weekly=3, max_age=LONG), ["2026-12-20", "2026-12-31", "2027-01-03", "2027-01-04"], [3, 2, 0]),
        (
            Keep(weekly=2, max_age=LONG),
            ["2024-12-29", "2024-12-30", "2025-01-05"],
            [2, 0],
        ),  # week 1 of 2025 begins in 2024
        (Keep(monthly=2, max_age=LONG), ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"], [3, 2]),
        (Keep(monthly=3, max_age=LONG), ["2024-02-28", "2024-02-29", "2024-03-01"], [2, 1, 0]),
        (Keep(yearly=2, max_age=LONG), ["2024-06-01", "2025-12-31", "2026-01-01", "2026-12-31"], [3, 1]),
        (Keep(yearly=3, max_age=LONG), ["2026-01-01", "2026-06-01"], [1, 0]),  # not used up: the oldest one stays, too
        (Keep(daily=1, weekly=1, monthly=1, yearly=1, max_age=LONG), ["2026-11-20", "2026-11-21"], [1]),
        (Keep(last=2, max_age=LONG), ["2026-11-20", "2026-11-20", "2026-11-20"], [2, 1]),
    ],
)
def test_weeks_months_and_years_begin_where_restic_begins_them(
    keep: Keep, days: list[str], expected: list[int]
) -> None:
    times = [datetime.fromisoformat(f"{day}T12:{at:02}:00+00:00") for at, day in enumerate(days)]
    made = [Dated(str(at), time, True) for at, time in enumerate(times)]
    decided = [each.name for each in decide(made, keep, max(times)) if each.stays]
    assert decided == [str(at) for at in expected]
    assert {times[at] for at in expected} == as_restic_does(sorted(times, reverse=True), keep)


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


def test_a_backup_that_is_stopped_when_the_log_names_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "見込み客.csv"
    path.write_bytes(OLD)
    write = ChangeLog._write

    def stopped(log: ChangeLog, line: bytes, like: Any) -> None:
        write(log, line, like)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(ChangeLog, "_write", stopped)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in background
    try:
        with pytest.raises(KeyboardInterrupt):
            backup(path, KEY, now=NOW)
    finally:
        signal.signal(signal.SIGINT, before)
    monkeypatch.undo()
    assert verify_log(path, KEY) == []
    assert len(backups(path)) == 1
