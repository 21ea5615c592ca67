"""A change is durable, backed up, logged and exactly reversible; a failed one leaves no trace."""

import os
import stat
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadlist.errors import Busy, Refused, StorageError, UserError
from leadlist.store import backups, open_list, read_log, show, swap, verify_backup, verify_log
from tests.store.conftest import KEY, NOW, OLD, beside, change, records

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NEW = OLD + "海野電機,海野 花子,hanako@example.jp\r\n".encode("cp932")


def test_a_change_is_in_the_list_the_log_and_a_backup(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        done = change(store, NEW, "dedupe")
    assert leads.read_bytes() == NEW
    assert done.backup.name == "20261122T014512Z-000001-dedupe.zip"
    assert beside(leads) == {"見込み客.csv.changes.jsonl", "見込み客.csv.backups"}
    (record,) = read_log(leads)
    assert (record.op, record.operation, record.state, record.leads) == (1, "dedupe", "done", 2)
    assert record.counts == {"changed": 2}
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
        assert stat.S_IMODE(leads.stat().st_mode) == 0o640
    assert [record.state for record in read_log(leads)] == ["undone", "undone", "done", "done"]
    assert verify_log(leads, KEY) == []
    with open_list(leads, KEY) as store, pytest.raises(UserError, match="nothing to undo"):
        store.undo(now=NOW)


def test_undo_refuses_when_the_list_was_edited_since(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, NEW)
    leads.write_bytes(NEW + "手で,加えた,行\r\n".encode("cp932"))
    with open_list(leads, KEY) as store:
        with pytest.raises(Busy) as raised:
            store.undo(now=NOW)
        assert "undo LIST 1" in raised.value.hint
        assert store.undo_records(1) == records()


def test_an_erasure_on_request_cannot_be_undone(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, NEW, "forget", final=True)
        with pytest.raises(Refused):
            store.undo(now=NOW)


def test_making_a_list_can_be_undone_and_the_list_restored(tmp_path: Path) -> None:
    path = tmp_path / "新規.csv"
    with open_list(path, KEY, create=True) as store:
        change(store, NEW, "import")
    assert path.read_bytes() == NEW
    assert not stat.S_IMODE(path.stat().st_mode) & 0o007
    with open_list(path, KEY) as store:
        assert store.undo(now=NOW).removed
    assert not path.exists()
    assert verify_log(path, KEY) == []
    with pytest.raises(UserError) as raised, open_list(path, KEY):
        pass
    assert "restore" in raised.value.hint
    with open_list(path, KEY, create=True) as store:
        store.restore(read_log(path)[-1].backup, now=NOW)
    assert path.read_bytes() == NEW


def test_restore_gives_a_chosen_backup_as_the_list_or_as_a_private_file(leads: Path, tmp_path: Path) -> None:
    with open_list(leads, KEY) as store:
        first = change(store, NEW).backup.name
        change(store, NEW + b"1", minutes=1)
        other = tmp_path / "前の.csv"
        assert store.restore(first, other, now=NOW).path == other
        assert other.read_bytes() == OLD
        assert stat.S_IMODE(other.stat().st_mode) == 0o600
        with pytest.raises(UserError, match="exists already"):
            store.restore(first, other, now=NOW)
        with pytest.raises(UserError, match="no folder"):
            store.restore(first, tmp_path / "ない" / "前の.csv", now=NOW)
        store.restore(first, now=NOW)
    assert leads.read_bytes() == OLD
    with open_list(leads, KEY) as store:
        store.undo(now=NOW)
    assert leads.read_bytes() == NEW + b"1"


def test_what_is_restored_may_be_changed_before_it_becomes_the_list(leads: Path) -> None:
    def without_taro(restored: Path, target: Path) -> dict[str, int]:
        target.write_bytes(restored.read_bytes().replace(b"taro", b""))
        return {"erased": 1}

    with open_list(leads, KEY) as store:
        change(store, NEW)
        assert store.undo(now=NOW, reapply=without_taro).reapplied == {"erased": 1}
        assert store.undo_records(2) == []
    assert leads.read_bytes() == OLD.replace(b"taro", b"")
    assert read_log(leads)[-1].counts == {"erased": 1, "leads": 2}
    assert beside(leads) == {f"{leads.name}.backups", f"{leads.name}.changes.jsonl"}
    assert verify_log(leads, KEY) == []


def failing_write(target: Path) -> None:
    target.write_bytes(b"half")
    raise RuntimeError("half")


def failing_verify(target: Path) -> None:
    raise RuntimeError(target.read_bytes())


def meddling_verify(target: Path) -> None:
    target.write_bytes(b"something else")


@pytest.mark.parametrize(
    ("write", "verify", "error"),
    [
        (failing_write, None, RuntimeError),
        (lambda target: None, failing_verify, RuntimeError),
        (lambda target: None, meddling_verify, StorageError),
    ],
)
def test_a_change_that_fails_leaves_no_trace(
    leads: Path, write: Callable[[Path], None], verify: Callable[[Path], None] | None, error: type[Exception]
) -> None:
    with pytest.raises(error), open_list(leads, KEY) as store:
        store.commit("normalize", {}, write, leads=[], fields=[], rules="", rules_digest="", now=NOW, verify=verify)
    assert leads.read_bytes() == OLD
    assert beside(leads) == set()


def test_the_backup_is_made_beside_the_new_list_and_waited_for(leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.store import commit

    written, sealed = threading.Event(), threading.Event()
    make = commit.make_backup

    def late(*arguments: Any) -> Any:
        assert written.wait(10)
        done = make(*arguments)
        sealed.set()
        return done

    monkeypatch.setattr(commit, "make_backup", late)
    with open_list(leads, KEY) as store:
        change(store, NEW, verify=lambda target: written.set())
    assert sealed.is_set()
    assert verify_log(leads, KEY) == []


def test_a_list_that_cannot_be_written_leaves_no_backup_that_is_still_being_made(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadlist.store import commit

    failed = threading.Event()
    make = commit.make_backup

    def late(*arguments: Any) -> Any:
        assert failed.wait(10)
        return make(*arguments)

    def fail(target: Path) -> None:
        failed.set()
        raise RuntimeError("half")

    monkeypatch.setattr(commit, "make_backup", late)
    with pytest.raises(RuntimeError), open_list(leads, KEY) as store:
        change(store, NEW, verify=fail)
    assert beside(leads) == set()


def save_in_place(path: Path, _other: Path) -> None:
    path.write_bytes(b"theirs")


def save_by_rename(path: Path, other: Path) -> None:
    other.write_bytes(b"theirs")
    other.replace(path)


@pytest.mark.parametrize("save", [save_in_place, save_by_rename])
@pytest.mark.parametrize("moment", ["while writing", "while reading back", "at the swap", "after the comparison"])
@pytest.mark.parametrize("exchange", [True, False])
def test_a_save_by_somebody_else_is_never_lost(
    leads: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path, Path], None],
    moment: str,
    exchange: bool,
) -> None:
    def theirs() -> None:
        save(leads, tmp_path / "excel.tmp")

    real = swap.exchange

    def swapping(first: Path, second: Path) -> bool:
        if moment == "at the swap" and first.name.startswith(".") and leads.read_bytes() == OLD:
            theirs()
        return real(first, second) if exchange else False

    monkeypatch.setattr(swap, "exchange", swapping)

    def write(target: Path) -> None:
        target.write_bytes(NEW)
        if moment == "while writing":
            theirs()

    def verify(target: Path) -> None:
        if moment == "while reading back":
            theirs()

    if moment == "after the comparison":
        with open_list(leads, KEY) as store:
            change(store, NEW)
        theirs()
        with open_list(leads, KEY) as store, pytest.raises(Busy):
            store.undo(now=NOW)
    else:
        with pytest.raises(Busy), open_list(leads, KEY) as store:
            store.commit("normalize", {}, write, leads=[], fields=[], rules="", rules_digest="", now=NOW, verify=verify)
    assert leads.read_bytes() == b"theirs"
    assert {name for name in beside(leads) if name.startswith(".")} == set()
    assert verify_log(leads, KEY) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who writes to a file")
def test_a_save_that_has_only_emptied_the_list_so_far_is_waited_for_by_nobody_and_never_lost(leads: Path) -> None:
    with leads.open("r+b") as saving:
        saving.truncate()
        with pytest.raises(Busy), open_list(leads, KEY) as store:
            change(store, OLD + b"1")
        saving.write("会社名\r\n海野電機\r\n".encode())
    assert leads.read_bytes() == "会社名\r\n海野電機\r\n".encode()
    with leads.open("rb"), open_list(leads, KEY) as store:
        change(store, OLD + b"1")  # who only reads disturbs nobody


def test_a_list_behind_a_symlink_stays_behind_it(leads: Path, tmp_path: Path) -> None:
    link = tmp_path / "リンク.csv"
    link.symlink_to(leads)
    with open_list(link, KEY) as store:
        change(store, NEW)
    assert link.is_symlink()
    assert leads.read_bytes() == NEW
    assert len(read_log(link)) == 1


def test_a_list_with_a_second_name_is_refused(leads: Path, tmp_path: Path) -> None:
    os.link(leads, tmp_path / "別名.csv")
    with pytest.raises(Refused), open_list(leads, KEY):
        pass


def test_mode_and_extended_attributes_are_kept_and_nothing_is_readable_by_others(leads: Path) -> None:
    leads.chmod(0o664)
    os.setxattr(leads, "user.xdg.tags", "見込み客".encode())
    with open_list(leads, KEY) as store:
        change(store, NEW)
    assert stat.S_IMODE(leads.stat().st_mode) == 0o664
    assert os.getxattr(leads, "user.xdg.tags") == "見込み客".encode()
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in leads.parent.rglob("*") if entry != leads}
    assert set(modes.values()) == {0o660, 0o770}, modes


def test_a_missing_key_a_folder_and_a_missing_file_are_said_before_anything_is_written(leads: Path) -> None:
    for path, key in ((leads, None), (leads.parent, KEY), (leads.with_name("ない.csv"), KEY), (leads / "x", KEY)):
        with pytest.raises(UserError) as raised, open_list(path, key):
            pass
        assert raised.value.status == 2
        assert raised.value.hint
    assert beside(leads) == set()
    assert not leads.with_name(leads.name + ".lock").exists()


def acl(*entries: tuple[int, int, int]) -> bytes:
    """A POSIX ACL as Linux keeps it in an attribute: version 2, then tag, permission and id of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def test_an_access_control_list_is_kept(leads: Path) -> None:
    nobody = 0xFFFFFFFF
    entries = acl((0x01, 6, nobody), (0x02, 6, 4321), (0x04, 4, nobody), (0x10, 6, nobody), (0x20, 0, nobody))
    try:
        os.setxattr(leads, "system.posix_acl_access", entries)
    except OSError:
        pytest.skip("this disk keeps no ACLs: THAT THEY ARE KEPT IS NOT TESTED HERE")
    with open_list(leads, KEY) as store:
        change(store, NEW)
        store.undo(now=NOW)
    assert os.getxattr(leads, "system.posix_acl_access") == entries


@pytest.mark.skipif(not ROOT, reason="gives files to others, which needs root")
def test_owner_and_group_are_kept_and_the_group_may_use_log_and_backups(leads: Path) -> None:
    os.chown(leads, 4321, 1234)
    leads.chmod(0o660)
    with open_list(leads, KEY) as store:
        change(store, NEW)
    found = leads.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4321, 1234, 0o660)
    others = [entry for entry in leads.parent.rglob("*") if entry != leads]
    assert {entry.stat().st_gid for entry in others} == {1234}


@pytest.mark.skipif(not ROOT, reason="gives files to others, which needs root")
def test_where_the_group_cannot_be_kept_the_new_group_gets_no_more_than_others(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, owner: int, group: int) -> None:
        raise PermissionError

    os.chown(leads, 4321, 1234)
    leads.chmod(0o664)
    monkeypatch.setattr(os, "chown", refuse)
    with open_list(leads, KEY) as store:
        change(store, NEW)
    assert stat.S_IMODE(leads.stat().st_mode) == 0o644
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in leads.parent.rglob("*.zip")} == {0o600}


def test_a_list_that_is_removed_meanwhile_stays_removed(leads: Path) -> None:
    def write(target: Path) -> None:
        target.write_bytes(NEW)
        leads.unlink()

    with open_list(leads, KEY) as store, pytest.raises(Busy, match="meanwhile"):
        store.commit("normalize", {}, write, leads=records(), fields=[], rules="japan", rules_digest="0" * 64, now=NOW)
    assert not leads.exists()
    assert beside(leads) == set()
