"""What systems and disks do differently, and what they refuse."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadlist.errors import Busy, Damaged, StorageError, UserError
from leadlist.store import Erasure, files, merkle, open_list, packing, state, swap, verify_backup, verify_log
from leadlist.store.beside import REWRITTEN, backup_folder, backup_name, parse_backup_name, private_file
from leadlist.store.failures import explain, explained
from leadlist.store.packing import Content
from leadlist.store.packing import write as packing_write
from tests.store.conftest import KEY, NOW, OLD, beside, change

ERRORS = [
    (errno.ENOSPC, StorageError, "full"),
    (errno.EDQUOT, StorageError, "full"),
    (errno.EROFS, StorageError, "permission"),
    (errno.EACCES, StorageError, "permission"),
    (errno.ENAMETOOLONG, StorageError, "too long"),
    (errno.EIO, StorageError, "error"),
    (errno.ESTALE, StorageError, "error"),
]


@pytest.mark.parametrize(("number", "kind", "word"), ERRORS)
def test_what_the_disk_refuses_is_one_sentence_and_a_hint(number: int, kind: type[UserError], word: str) -> None:
    with pytest.raises(kind) as raised, explained(Path("見込み客.csv")):
        raise OSError(number, os.strerror(number))
    assert word in raised.value.problem
    assert "\n" not in raised.value.problem
    assert raised.value.hint


def test_a_file_open_in_excel_on_windows_is_busy() -> None:
    error = PermissionError(errno.EACCES, "x")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert isinstance(explain(error, Path("x.xlsx")), Busy)


@pytest.mark.parametrize("missing", ["exchange", "renameat2", "xattrs", "fadvise", "posix"])
def test_a_change_works_where_the_system_lacks_something(
    leads: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "exchange":
        monkeypatch.setattr(swap, "exchange", lambda first, second: False)
    elif missing == "renameat2":
        monkeypatch.setattr(swap, "_renameat2", lambda: None)
    elif missing == "xattrs":
        monkeypatch.delattr(os, "listxattr")
    elif missing == "fadvise":
        monkeypatch.delattr(os, "posix_fadvise")
    else:
        monkeypatch.setattr(files, "POSIX", False)
        monkeypatch.setattr(swap, "_renameat2", lambda: None)
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    with open_list(leads, KEY) as store:
        store.undo(now=NOW)
    assert leads.read_bytes() == OLD
    other = leads.with_name("新.csv")
    with open_list(other, KEY, create=True) as store:
        change(store, OLD)
        store.undo(now=NOW)
    assert not other.exists()
    assert verify_log(leads, KEY) == []


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EIO])
def test_an_exchange_that_the_disk_cannot_do_is_told_from_one_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(source: Path, target: Path, flags: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(swap, "_renameat2", lambda: refuse)
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"1")
    if number == errno.EIO:
        with pytest.raises(OSError, match="Input/output"):
            swap.exchange(one, two)
    else:
        assert swap.exchange(one, two) is False
        swap.move_new(one, two)
        assert (one.exists(), two.read_bytes()) == (False, b"1")


@pytest.mark.parametrize("plainly", [True, False])
def test_a_name_that_is_taken_is_never_given_to_another_file(tmp_path: Path, plainly: bool) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    with pytest.raises(FileExistsError):
        (swap.move_new_plainly if plainly else swap.move_new)(one, two)
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")


def test_a_disk_without_hard_links_still_gives_free_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links on this disk")

    monkeypatch.setattr(os, "link", refuse)
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"1")
    swap.move_new_plainly(one, two)
    one.write_bytes(b"1")
    with pytest.raises(FileExistsError):
        swap.move_new_plainly(one, two)


def lying(place: int) -> Callable[..., Content]:
    """A disk that keeps another byte than was written to a backup."""

    def write(target: Path, *arguments: Any) -> Content:
        content = packing_write(target, *arguments)
        kept = bytearray(target.read_bytes())
        kept[place] ^= 1
        target.write_bytes(kept)
        return content

    return write


@pytest.mark.parametrize("place", [100, 500, -1])
def test_a_disk_that_does_not_keep_a_backup_stops_the_change(
    leads: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(packing, "write", lying(place))
    with pytest.raises(Damaged), open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    assert leads.read_bytes() == OLD
    assert beside(leads) == set()


@pytest.mark.parametrize("lie", [lambda line: line.replace(b"1", b"2", 1), lambda line: b""])
def test_a_disk_that_does_not_keep_a_line_of_the_log_stops_the_change(
    leads: Path, monkeypatch: pytest.MonkeyPatch, lie: Callable[[bytes], bytes]
) -> None:
    written = os.write

    def lying_write(handle: int, data: bytes) -> int:
        written(handle, lie(data))
        return len(data)

    with open_list(leads, KEY) as store:
        monkeypatch.setattr(os, "write", lying_write)
        with pytest.raises(StorageError):
            change(store, OLD + b"1")
        monkeypatch.setattr(os, "write", written)
    assert leads.read_bytes() == OLD
    with open_list(leads, KEY) as store:
        assert change(store, OLD + b"1").op in (1, 2)


def test_a_disk_that_does_not_keep_a_rewritten_backup_leaves_the_old_one(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(leads, KEY) as store:
        name = change(store, OLD + b"1").backup.name
    monkeypatch.setattr(packing, "write", lying(100))
    with open_list(leads, KEY) as store, pytest.raises(StorageError):
        list(store.rewrite_backups(lambda *_given: Erasure(False, 0, frozenset({0})), now=NOW))
    verify_backup(leads, name, KEY)


def test_an_erasure_is_not_done_while_a_private_file_cannot_be_removed(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = private_file(leads, "0a1b2c3d")

    def refuse(path: Path) -> None:
        if path == left:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
        left.write_bytes(OLD)
        with monkeypatch.context() as refusing:
            refusing.setattr(files, "remove", refuse)
            with pytest.raises(StorageError):
                list(store.rewrite_backups(lambda *_given: Erasure(False, 0, frozenset()), now=NOW))
        list(store.rewrite_backups(lambda *_given: Erasure(False, 0, frozenset()), now=NOW))
    assert not left.exists()


def test_a_backup_whose_rewriting_was_cut_off_holds_until_the_next_run_finishes_it(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(leads, KEY) as store:
        name = change(store, OLD + b"1").backup.name

    def cut_off(self: Path, target: Path) -> Path:
        if self.name.startswith(REWRITTEN):
            raise KeyboardInterrupt
        return moved(self, target)

    moved = Path.replace
    monkeypatch.setattr(Path, "replace", cut_off)
    with open_list(leads, KEY) as store, pytest.raises(KeyboardInterrupt):
        list(store.rewrite_backups(lambda *_given: Erasure(False, 0, frozenset({0})), now=NOW))
    monkeypatch.setattr(Path, "replace", moved)
    verify_backup(leads, name, KEY)
    assert verify_log(leads, KEY) == []
    with open_list(leads, KEY):
        pass
    assert not list(backup_folder(leads).glob(f"{REWRITTEN}*"))
    verify_backup(leads, name, KEY)


def test_a_computer_without_a_state_folder_remembers_nothing_and_goes_on(
    leads: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(blocked))
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    assert verify_log(leads, KEY) == []
    monkeypatch.delenv("LEADLIST_STATE_DIR")
    assert state.state_folder().name == "leadlist"


def test_names_of_backups_are_read_back_and_others_are_not() -> None:
    name = backup_name(NOW, 42, "dedupe")
    parts = parse_backup_name(name)
    assert parts is not None
    assert (parts.time, parts.op, parts.operation) == (NOW, 42, "dedupe")
    for other in ("20261322T014512Z-000042-dedupe.zip", "x" + name, name + ".part", "20261122T014512Z-42-dedupe.zip"):
        assert parse_backup_name(other) is None


def test_the_merkle_root_is_that_of_rfc_6962() -> None:
    from hashlib import sha256

    def root(leaves: list[bytes]) -> bytes:  # RFC 6962 section 2.1, as it is written there
        if len(leaves) < 2:
            return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
        half = 1 << (len(leaves) - 1).bit_length() - 1
        return sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()

    for count in range(20):
        leaves = [bytes([number]) for number in range(count)]
        for together in (1, 2, 3, 7, 20):
            tree = merkle.Tree()
            for start in range(0, count, together):
                tree.extend(map(merkle.leaf, leaves[start : start + together]))
            assert (tree.root(), tree.count) == (root(leaves).hex(), count)
