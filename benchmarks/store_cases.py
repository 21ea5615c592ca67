"""What is done to a list under a fault: a change, a new list, undo, restore."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from leadlist.errors import StorageError
from leadlist.store import Keep, Key, LeadRecord, backup, backups, open_list

NOW = datetime(2026, 11, 22, 1, 45, 12, tzinfo=UTC)
OLD = "会社名,氏名\r\n山野商事,山田 太郎\r\n".encode() * 50
MIDDLE = OLD + "海野電機,海野 花子\r\n".encode()
NEW = MIDDLE + "川野工業,川野 次郎\r\n".encode()
KEY = Key("LEADLISTTESTKEYNEVERUSEIT2")
MODE = 0o640
COMPARING: list[bool] = []
"""Not empty: each new list is also compared with what was meant, as every command does by its own means."""


def put(path: Path, content: bytes, *, create: bool = False) -> None:
    """One change of the list."""
    record = LeadRecord(lead="L-0000000001", row=2, changes=[["氏名", "山田", "山田 太郎"]])
    with open_list(path, KEY, create=create, wait=0) as store:
        store.commit(
            "normalize",
            {"changed": 1},
            lambda target: _write(target, content),
            leads=[record],
            fields=["name"],
            rules="japan",
            rules_digest="0" * 64,
            now=NOW,
            verify=(lambda target: _compare(target, content)) if COMPARING else None,
        )


def _compare(target: Path, content: bytes) -> None:
    """Read the new list again."""
    if target.read_bytes() != content:
        raise StorageError("the disk did not keep the new list", hint="")


def _write(target: Path, content: bytes) -> None:
    target.write_bytes(content)


def undo(path: Path) -> None:
    """Take the last change back."""
    with open_list(path, KEY, wait=0) as store:
        store.undo(now=NOW)


def restore(path: Path) -> None:
    """Put the oldest backup back."""
    with open_list(path, KEY, wait=0) as store:
        store.restore(backups(path)[0].name, now=NOW)


def back_up(path: Path) -> None:
    """A scheduled backup, copied elsewhere, that removes the one before."""
    elsewhere = path.parent.parent / "elsewhere"
    backup(path, KEY, now=NOW + timedelta(days=1), to=elsewhere, keep=Keep(last=1), wait=0)


class Case(NamedTuple):
    """What is done before, what is done under the fault, and the list before and after it (None: no list).

    `after` stands where an undo would not give the old list back: it finishes what the fault interrupted, and says what
    does not hold then. `done` says what does not hold as soon as the command has ended with exit 0.
    """

    before: Callable[[Path], None]
    act: Callable[[Path], None]
    old: bytes | None
    new: bytes | None
    after: Callable[[Path], list[str]] | None = None
    done: Callable[[Path], list[str]] = lambda path: []


def _first(path: Path) -> None:
    path.write_bytes(OLD)
    path.chmod(MODE)


def _second(path: Path) -> None:
    _first(path)
    put(path, MIDDLE)


def _third(path: Path) -> None:
    _second(path)
    put(path, NEW)


def _backed_up(path: Path) -> None:
    _second(path)
    backup(path, KEY, now=NOW)
    (path.parent.parent / "elsewhere").mkdir()


CASES = {
    "first change": Case(_first, lambda path: put(path, NEW), OLD, NEW),
    "later change": Case(_second, lambda path: put(path, NEW), MIDDLE, NEW),
    "new list": Case(lambda path: None, lambda path: put(path, NEW, create=True), None, NEW),
    "undo": Case(_second, undo, MIDDLE, OLD),
    "undo of a new list": Case(lambda path: put(path, NEW, create=True), undo, NEW, None),
    "backup": Case(_backed_up, back_up, MIDDLE, MIDDLE),
    "restore": Case(_third, restore, NEW, OLD),
}


def content(path: Path) -> bytes | None:
    """The list's bytes, or None where there is no list."""
    return path.read_bytes() if path.exists() else None
