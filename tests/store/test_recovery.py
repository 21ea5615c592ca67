"""An interrupted change is finished or taken back by the next run; nobody's save is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from leadlist.errors import StorageError
from leadlist.store import ListStore, commit, open_list, read_log, verify_log
from leadlist.store.beside import private_files
from leadlist.store.log import ChangeLog
from tests.store.conftest import KEY, NOW, OLD, beside, change

NEW = OLD + b"new\r\n"
THEIRS = OLD + b"saved by hand\r\n"


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Ends a commit before or after one of its steps, as a power cut does: nothing is taken back."""

    def arrange(step: str) -> None:
        when, _, name = step.partition(" ")
        target = ChangeLog if name == "append commit" else commit
        attribute = "append" if target is ChangeLog else name
        real = getattr(target, attribute)

        def crash(*arguments: object, **options: object) -> object:
            if target is ChangeLog and arguments[1] != "commit":
                return real(*arguments, **options)
            if when == "after":
                real(*arguments, **options)
            raise Crash

        monkeypatch.setattr(target, attribute, crash)
        monkeypatch.setattr(commit, "_take_back", lambda *arguments: None)

    return arrange


def crashed(path: Path, act: Callable[[ListStore], object], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Crash), open_list(path, KEY, create=True) as store:
        act(store)
    monkeypatch.undo()
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(path.parent.parent / "state"))


STEPS = [
    ("before make_backup", OLD, 0, 0),
    ("after make_backup", OLD, 0, 0),
    ("before _announce", OLD, 0, 0),
    ("after _announce", OLD, 1, 1),
    ("before _swap_in", OLD, 1, 1),
    ("after _swap_in", NEW, 1, 1),
    ("before append commit", NEW, 1, 1),
    ("after append commit", NEW, 1, 0),
]


@pytest.mark.parametrize(("step", "expected", "operations", "notes"), STEPS)
def test_a_change_that_was_cut_off_is_finished_or_taken_back(
    leads: Path,
    monkeypatch: pytest.MonkeyPatch,
    crashing: Callable[[str], None],
    step: str,
    expected: bytes,
    operations: int,
    notes: int,
) -> None:
    crashing(step)
    crashed(leads, lambda store: change(store, NEW), monkeypatch)
    assert leads.read_bytes() == expected
    with open_list(leads, KEY) as store:
        assert len(store.notes) == notes
        assert private_files(leads) == []
        assert len(read_log(leads)) == operations
        assert verify_log(leads, KEY) == []
        if expected == NEW:
            store.undo(now=NOW)
        else:
            change(store, NEW)
            store.undo(now=NOW)
    assert leads.read_bytes() == OLD
    assert verify_log(leads, KEY) == []


@pytest.mark.parametrize("step", ["after _announce", "after _swap_in"])
def test_a_new_list_and_its_removal_that_were_cut_off_are_settled(
    leads: Path, monkeypatch: pytest.MonkeyPatch, crashing: Callable[[str], None], step: str
) -> None:
    path = leads.with_name("新.csv")
    crashing(step)
    crashed(path, lambda store: change(store, NEW), monkeypatch)
    made = path.exists()
    assert made == (step == "after _swap_in")
    with open_list(path, KEY, create=True) as store:
        assert len(store.notes) == 1
        if not made:
            change(store, NEW)
    crashing(step)
    crashed(path, lambda store: store.undo(now=NOW), monkeypatch)
    with open_list(path, KEY, create=True):
        pass
    assert path.exists() == (step == "after _announce")
    assert private_files(path) == []
    assert verify_log(path, KEY) == []


def test_a_save_that_was_displaced_when_the_power_went_gets_its_name_back(
    leads: Path, monkeypatch: pytest.MonkeyPatch, crashing: Callable[[str], None]
) -> None:
    crashing("after _swap_in")
    crashed(leads, lambda store: change(store, NEW), monkeypatch)
    (private,) = private_files(leads)
    private.write_bytes(THEIRS)
    with open_list(leads, KEY) as store:
        assert "taken back" in store.notes[0]
    assert leads.read_bytes() == THEIRS
    assert private_files(leads) == []
    assert verify_log(leads, KEY) == []


def test_two_saves_around_a_power_cut_are_both_kept(
    leads: Path, monkeypatch: pytest.MonkeyPatch, crashing: Callable[[str], None]
) -> None:
    crashing("after _swap_in")
    crashed(leads, lambda store: change(store, NEW), monkeypatch)
    (private,) = private_files(leads)
    private.write_bytes(THEIRS)
    leads.write_bytes(b"a later save")
    with open_list(leads, KEY) as store:
        assert ".conflict-" in store.notes[0]
    (kept,) = (name for name in beside(leads) if "conflict" in name)
    assert leads.with_name(kept).read_bytes() == THEIRS
    assert leads.read_bytes() == b"a later save"


@pytest.mark.parametrize("step", ["after _announce", "after _swap_in"])
def test_a_save_after_the_power_cut_stays_and_the_log_tells_what_happened(
    leads: Path, monkeypatch: pytest.MonkeyPatch, crashing: Callable[[str], None], step: str
) -> None:
    crashing(step)
    crashed(leads, lambda store: change(store, NEW), monkeypatch)
    leads.write_bytes(THEIRS)
    with open_list(leads, KEY):
        pass
    assert leads.read_bytes() == THEIRS
    assert read_log(leads)[0].state == ("done" if step == "after _swap_in" else "withdrawn")
    assert private_files(leads) == []


@pytest.mark.parametrize("kind", ["change", "new list", "removal"])
def test_a_change_whose_confirmation_cannot_be_written_is_taken_back(
    leads: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = leads.with_name("新.csv") if kind != "change" else leads
    if kind == "removal":
        with open_list(path, KEY, create=True) as store:
            change(store, NEW)
    before = path.read_bytes() if path.exists() else None
    real = ChangeLog.append

    def full(self: ChangeLog, kind: str, *arguments: object) -> object:
        if kind == "commit":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, kind, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ChangeLog, "append", full)
    act = (lambda store: store.undo(now=NOW)) if kind == "removal" else (lambda store: change(store, NEW))
    with pytest.raises(StorageError), open_list(path, KEY, create=True) as store:
        act(store)
    assert (path.read_bytes() if path.exists() else None) == before
    assert private_files(path) == []
    assert read_log(path)[-1].state == "withdrawn"
    assert verify_log(path, KEY) == []


def test_a_log_that_cannot_be_repaired_at_once_is_settled_by_the_next_run(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with open_list(leads, KEY) as store, monkeypatch.context() as broken:
        broken.setattr(os, "ftruncate", refuse)
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(StorageError):
            change(store, NEW)
    with open_list(leads, KEY) as store:
        change(store, NEW)
    assert leads.read_bytes() == NEW
    assert verify_log(leads, KEY) == []
