"""A list while it is open for a change: what a commit, a recovery and an undo all work on."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from leadlist.store import beside, files
from leadlist.store.files import Access, Fingerprint
from leadlist.store.keys import Key
from leadlist.store.log import ChangeLog, mark


@dataclass
class Opened:
    """A locked list. `before` is the list as it was read, None while there is none; `notes` are for the person."""

    path: Path
    key: Key
    log: ChangeLog
    access: Access
    before: Fingerprint | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def backups(self) -> Path:
        """The folder of the list's backups."""
        return beside.backup_folder(self.path)

    def mark_of(self, path: Path) -> str | None:
        """How the log would name the bytes of this file; None where there is no file."""
        try:
            return mark(self.key, files.fingerprint(path).sha256)
        except FileNotFoundError:
            return None

    def mark(self, found: Fingerprint | None) -> str | None:
        """How the log names a fingerprint; None for no file."""
        return None if found is None else mark(self.key, found.sha256)


def pending(log: ChangeLog) -> dict[str, Any] | None:
    """The intent of an operation that was neither committed nor taken back; it can only be the last one."""
    ended = {record["op"] for record in log.records if record["type"] in ("commit", "abort")}
    for record in reversed(log.records):
        if record["type"] == "intent":
            return None if record["op"] in ended else record
    return None


def logged_backups(log: ChangeLog) -> set[str]:
    """The names of the backups that the log knows."""
    return {record["backup"]["name"] for record in log.records if "backup" in record}


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and a request to end back until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    old = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    for late in arrived:
        signal.raise_signal(late)
