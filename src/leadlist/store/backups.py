"""The backups of a list: which there are, whether they hold, and making one that belongs to no change."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from leadlist.store import archive, beside, files
from leadlist.store.failures import explained
from leadlist.store.history import checked_backup, expected_backups
from leadlist.store.keys import Key
from leadlist.store.log import ChangeLog, with_kept
from leadlist.store.seals import backup_key_id


class BackupInfo(NamedTuple):
    """A backup beside a list.

    `logged`: the log names it. `key`: the id of its key, "" where it is damaged. `holds_list`: False for the one from
    before an import that made the list.
    """

    name: str
    path: Path
    time: datetime
    op: int
    operation: str
    size: int
    key: str
    logged: bool
    holds_list: bool


def backups(path: Path) -> list[BackupInfo]:
    """The backups of a list, oldest first. Needs no key and opens none of them."""
    real = files.real(path)
    with explained(real):
        log = ChangeLog(beside.log_file(real))
        named = expected_backups(log)
        empty = {record["backup"]["name"] for record in log.records if "backup" in record and not record.get("before")}
        return [
            _info(file, logged=file.name in named, holds_list=file.name not in empty)
            for file in beside.backup_files(real)
        ]


def _info(file: Path, *, logged: bool, holds_list: bool) -> BackupInfo:
    parts = beside.parse_backup_name(file.name)
    assert parts is not None, file
    return BackupInfo(file.name, file, *parts, file.stat().st_size, backup_key_id(file) or "", logged, holds_list)


def backup_op(name: str) -> int:
    """The number of the operation that a backup was made before, by its name; 0 where it is no backup's name."""
    parts = beside.parse_backup_name(name)
    return parts.op if parts else 0


def verify_backup(path: Path, name: str, key: Key) -> None:
    """Read one backup of a list through, strictly; Damaged where it is not what was written."""
    real = files.real(path)
    with explained(real):
        log = ChangeLog(beside.log_file(real))
        file = checked_backup(real, log, name)
        with archive.open_archive(file, with_kept(key, log)) as opened:
            opened.verify()
