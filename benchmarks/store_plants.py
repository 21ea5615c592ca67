"""Known bugs to put into the store: a harness that does not notice them is of no use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from leadlist.store import beside, commit, files, lists, swap


def _in_place(new: Path, path: Path) -> bool:
    old, content = path.read_bytes(), new.read_bytes()
    path.write_bytes(content)
    new.write_bytes(old)
    return True


def _log_after_file(opened: Any, work: Any, sealed: Any, after: Any, private: str, now: datetime) -> Any:
    commit._swap_in(opened, beside.private_file(opened.path, private), after)
    commit._swap_in = lambda *arguments: None
    return ANNOUNCE(opened, work, sealed, after, private, now)


def _mode_after_sync(target: Path) -> None:
    SYNC_FILE(target)
    target.chmod(target.stat().st_mode)


def _read_before_sync(path: Path) -> None:
    READ[path] = FINGERPRINT(path)
    SYNC_FILE(path)


def _no_read_back(path: Path, *, from_disk: bool = False) -> Any:
    return READ[path] if from_disk else FINGERPRINT(path)


@contextmanager
def _no_lock(path: Path, access: Any, wait: float) -> Iterator[None]:
    yield


ANNOUNCE, SYNC_FILE, FINGERPRINT = commit._announce, files.sync_file, files.fingerprint
READ: dict[Path, Any] = {}
PLANTS: dict[str, list[tuple[Any, str, Any]]] = {
    "write in place": [(swap, "exchange", _in_place)],
    "no fsync": [(os, "fsync", lambda handle: None)],
    "no file fsync": [(files, "sync_file", lambda path: None)],
    "no folder fsync": [(files, "sync_folder", lambda folder: None)],
    "mode after fsync": [(files, "sync_file", _mode_after_sync)],
    "log after file": [(commit, "_announce", _log_after_file)],
    "no read-back": [(files, "sync_file", _read_before_sync), (files, "fingerprint", _no_read_back)],
    "no lock": [(lists, "locked", _no_lock)],
    "public files": [(files, "private_access", lambda path, like, folder=False: path.chmod(0o755))],
}
"""Known bugs: where, the name of the function, and the wrong one."""
