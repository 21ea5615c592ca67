"""A change is durable, backed up, logged and exactly reversible; a failed one leaves no trace."""

from pathlib import Path

import pytest

from leadlist.store import backups, open_list, read_log, show, verify_backup, verify_log
from tests.store.conftest import KEY, NOW, OLD, beside, change, records

NEW = OLD + "海野電機,海野 花子,hanako@example.jp\r\n".encode("cp932")


def test_a_change_is_in_the_list_the_log_and_a_backup(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        done = change(store, NEW, "dedupe")
    assert leads.read_bytes() == NEW
    assert done.backup.name == "20261122T014512Z-000001-dedupe.zip"
    assert beside(leads) == {"見込み客.csv.changes.jsonl", "見込み客.csv.backups"}
    (record,) = read_log(leads)
    assert (record.op, record.operation, record.state, record.counts, record.leads) == (
        1,
        "dedupe",
        "done",
        {"changed": 2},
        2,
    )
    assert verify_log(leads, KEY) == []
    verify_backup(leads, done.backup.name, KEY)
    assert show(leads, KEY, 1) == records()
    assert [info.name for info in backups(leads)] == [done.backup.name]


def test_undo_gives_the_very_bytes_and_mode_back_and_undo_again_goes_one_further(leads: Path) -> None:
    newest = NEW + b"x,y,z\r\n"
    with open_list(leads, KEY) as store:
        change(store, NEW)
        change(store, newest, "dedupe", 1)
    for expected, op in ((NEW, 2), (OLD, 1)):
        with open_list(leads, KEY) as store:
            undone = store.undo(now=NOW)
        assert (leads.read_bytes(), undone.op) == (expected, op)
        assert leads.stat().st_mode & 0o777 == 0o640
    assert [record.state for record in read_log(leads)] == ["undone", "undone", "done", "done"]
    assert verify_log(leads, KEY) == []


def test_making_a_list_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "新規.csv"
    with open_list(path, KEY, create=True) as store:
        change(store, NEW, "import")
    assert path.read_bytes() == NEW
    with open_list(path, KEY) as store:
        assert store.undo(now=NOW).removed
    assert not path.exists()
    assert verify_log(path, KEY) == []
    with open_list(path, KEY, create=True) as store:
        store.restore(read_log(path)[-1].backup, now=NOW)
    assert path.read_bytes() == NEW


def test_a_writer_that_fails_leaves_no_trace(leads: Path) -> None:
    def write(target: Path) -> None:
        target.write_bytes(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError), open_list(leads, KEY) as store:
        store.commit("normalize", {}, write, leads=[], fields=[], rules="", rules_digest="", now=NOW)
    assert leads.read_bytes() == OLD
    assert beside(leads) == set()
