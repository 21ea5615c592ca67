"""Backups that belong to no change: made on a schedule, copied elsewhere, and removed when their time is over."""

import contextlib
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from leadlist.errors import Refused, StorageError
from leadlist.locale import _
from leadlist.store import beside, commit, files, state, swap
from leadlist.store.failures import changed_meanwhile, explained
from leadlist.store.history import expected_backups
from leadlist.store.keeping import Dated, Decision, Keep, decide
from leadlist.store.keyfiles import require_own_key
from leadlist.store.keys import Key
from leadlist.store.lists import ListStore, locate, open_list
from leadlist.store.log import ChangeLog, damaged, first_fault, with_kept
from leadlist.store.opened import Opened, logged_backups, pending, uninterrupted

_CLOCKS_DIFFER = timedelta(minutes=10)
_SCHEDULED = "backup"


class BackupMade(NamedTuple):
    """A backup that holds: its file, the copy elsewhere (None where none was asked for), and what was removed."""

    path: Path
    copy: Path | None
    removed: Sequence[str]


def backup(
    path: Path, key: Key | None, *, now: datetime, to: Path | None = None, keep: Keep | None = None, wait: float = 30.0
) -> BackupMade:
    """Back a list up, also while it is open in Excel; copy the backup to `to`; remove the backups whose time is over.

    With `keep` None nothing is removed. Raises what `open_list` raises; StorageError where `to` cannot be written, the
    backup beside the list is kept then; Refused where a backup is from the future.
    """
    with open_list(path, key, wait=wait, while_open=True) as store:
        opened = opened_of(store)
        with explained(opened.path):
            made = _make(opened, now)
        copy = None if to is None else _copy(made, to, opened)
        removed: list[str] = []
        if keep is not None:
            removed = _remove(opened, _decisions(opened.path, opened.log, keep, now), now)
            if copy is not None:
                _remove_copies(copy.parent, keep, now)
        return BackupMade(made, copy, removed)


def prune(
    path: Path, key: Key | None, keep: Keep, *, now: datetime, dry_run: bool = False, wait: float = 30.0
) -> list[Decision]:
    """Remove the backups whose time is over, and record it in the log; what happened to each, newest first.

    `dry_run` only looks, without the lock, and without a key where there is none: nothing is written beside the list.
    """
    if dry_run:
        return _would_happen(path, key, keep, now)
    with open_list(path, key, wait=wait, while_open=True) as store:
        opened = opened_of(store)
        decisions = _decisions(opened.path, opened.log, keep, now)
        _remove(opened, decisions, now)
        return decisions


def expire(store: ListStore, max_age: timedelta, now: datetime) -> list[str]:
    """Remove the backups of an open list that are older than `max_age`; their names. Raises Refused for a backup from
    the future."""
    opened = opened_of(store)
    return _remove(opened, _decisions(opened.path, opened.log, Keep(max_age=max_age), now), now)


def expired(path: Path, max_age: timedelta, now: datetime) -> int:
    """How many backups of a list are older than `max_age`; only their names are looked at."""
    found = map(beside.parse_backup_name, (file.name for file in beside.backup_files(files.real(path))))
    return sum(parts is not None and now - parts.time > max_age for parts in found)


def _would_happen(path: Path, key: Key | None, keep: Keep, now: datetime) -> list[Decision]:
    real = locate(path)
    with explained(real):
        if key is not None:
            require_own_key(real, key)
        log = ChangeLog(beside.log_file(real))
        fault = first_fault(log, key and with_kept(key, log))
        if fault:
            raise damaged(log.path, fault[0])
        return _decisions(real, log, keep, now)


def opened_of(store: ListStore) -> Opened:
    """The open list behind a ListStore, for the modules of the store."""
    return store._opened


def _make(opened: Opened, now: datetime) -> Path:
    sealed = commit.make_backup(opened, _SCHEDULED, (), now)
    try:
        if opened.before is None or sealed.content.sha256 != opened.before.sha256:
            raise changed_meanwhile(opened.path)
        said = commit.described(opened, commit.Work(_SCHEDULED, {}), sealed, opened.before)
        with uninterrupted():  # stopped between the line and what we know of it, we would remove what the log names
            opened.log.append(_SCHEDULED, now, opened.key, said, opened.access)
    except BaseException:
        if sealed.path.name not in logged_backups(opened.log) and not opened.log.doubtful:
            with contextlib.suppress(OSError):
                files.remove(sealed.path)
        raise
    state.remember(opened.path, opened.log)
    return sealed.path


def _copy(made: Path, to: Path, opened: Opened) -> Path:
    """Copy a backup to `to/LIST.backups/` and compare what arrived by its hash."""
    folder = to / opened.backups.name
    target, temporary = folder / made.name, folder / f"{beside.PRIVATE}{beside.new_token()}"
    try:
        if not to.is_dir():
            raise FileNotFoundError
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            files.new_file(temporary)
            with made.open("rb") as source, temporary.open("wb") as copy:
                shutil.copyfileobj(source, copy, files.CHUNK)
            files.sync_file(temporary)
            if files.fingerprint(temporary, from_disk=True).sha256 != files.fingerprint(made).sha256:
                raise OSError
            swap.move_new(temporary, target)
            files.sync_folder(folder)
        finally:
            files.remove(temporary)
    except OSError as error:
        raise StorageError(
            _("The backup {name} was made, but could not be copied to {folder}.").format(name=made.name, folder=to),
            hint=_("Check that the folder is there, may be written and has room; the backup beside the list is kept."),
        ) from error
    return target


def _decisions(path: Path, log: ChangeLog, keep: Keep, now: datetime) -> list[Decision]:
    """What happens to each backup beside the list; the one an interrupted operation needs always stays."""
    with explained(path):
        decisions = decide(_dated(beside.backup_files(path), now), keep, now)
    intent = pending(log)
    needed = intent["backup"]["name"] if intent else ""
    gone = {name for name, digest in expected_backups(log).items() if digest is None}
    return [
        each._replace(stays=True, reason="unfinished")
        if each.name == needed
        else each._replace(stays=False, reason="removed")  # the log says so already; a crash left the file
        if each.name in gone
        else each
        for each in decisions
    ]


def _dated(found: Sequence[Path], now: datetime) -> list[Dated]:
    dated = []
    for file in found:
        parts = beside.parse_backup_name(file.name)
        if parts is None:
            continue
        if parts.time > now + _CLOCKS_DIFFER:
            raise Refused(
                _("The backup {name} is from the future, so no age can be trusted; nothing was removed.").format(
                    name=file.name
                ),
                hint=_("Check this computer's clock."),
            )
        dated.append(Dated(file.name, parts.time.astimezone(), parts.operation == _SCHEDULED))
    return dated


def _remove(opened: Opened, decisions: Sequence[Decision], now: datetime) -> list[str]:
    """The log first, then the files: what a crash leaves is removed by the next run."""
    expected = expected_backups(opened.log)
    names = [each.name for each in decisions if not each.stays]
    with explained(opened.path):
        rewritten = [
            {
                "backup": name,
                "old_sha256": expected.get(name) or files.fingerprint(opened.backups / name).sha256,
                "new_sha256": None,
            }
            for name in names
            if expected.get(name, "") is not None
        ]
        if rewritten:
            opened.log.append("prune", now, opened.key, {"rewritten": rewritten}, opened.access)
        for name in names:
            files.remove(opened.backups / name)
        if names:
            files.sync_folder(opened.backups)
    state.remember(opened.path, opened.log)
    return names


def _remove_copies(folder: Path, keep: Keep, now: datetime) -> None:
    with explained(folder):
        found = [file for file in folder.iterdir() if beside.parse_backup_name(file.name)]
        for each in decide(_dated(found, now), keep, now):
            if not each.stays:
                files.remove(folder / each.name)
