"""What lies beside a list, and what it is called: lock, log, backups, pairs kept apart (docs/formats.md)."""

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

PRIVATE = ".new-"
"""Marks a file that is being written: `.NAME.new-TOKEN.SUFFIX` beside a list, `.new-TOKEN` among the backups."""

REWRITTEN = ".rewritten-"
"""Before the name of a backup: its new version, until it takes the old one's name."""

_BACKUP = re.compile(r"(\d{8}T\d{6}Z)-(\d{6,})-([a-z]+)\.zip")


class BackupName(NamedTuple):
    """What the name of a backup says: when, the number of the operation, and which it was."""

    time: datetime
    op: int
    operation: str


def lock_file(path: Path) -> Path:
    """The lock: held from reading a list to the end of the commit, and left in place afterwards."""
    return path.with_name(path.name + ".lock")


def log_file(path: Path) -> Path:
    """The change log of a list."""
    return path.with_name(path.name + ".changes.jsonl")


def apart_file(path: Path) -> Path:
    """The pairs of leads of a list that a person has called two people."""
    return path.with_name(path.name + ".apart.jsonl")


def backup_folder(path: Path) -> Path:
    """The folder of a list's backups."""
    return path.with_name(path.name + ".backups")


def new_token() -> str:
    """Eight characters that name one private file."""
    return secrets.token_hex(4)


def private_file(path: Path, token: str) -> Path:
    """Where a new list is written: in the same folder, with the same suffix, so that formats are recognised."""
    return path.with_name(f".{path.name}{PRIVATE}{token}{path.suffix}")


def private_files(path: Path) -> list[Path]:
    """Every private file of this list that lies beside it or among its backups."""
    start = f".{path.name}{PRIVATE}"
    found = [entry for entry in path.parent.iterdir() if entry.name.startswith(start)]
    folder = backup_folder(path)
    if folder.is_dir():
        found += [entry for entry in folder.iterdir() if entry.name.startswith(PRIVATE)]
    return sorted(found)


def backup_name(now: datetime, op: int, operation: str) -> str:
    """`20261122T014512Z-000042-dedupe.zip`: sorts by time, and says nothing about anybody."""
    word = re.sub("[^a-z]", "", operation.lower()) or "change"
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{op:06d}-{word}.zip"


def parse_backup_name(name: str) -> BackupName | None:
    """The parts of a backup's name, or None where it is not one."""
    found = _BACKUP.fullmatch(name)
    if not found:
        return None
    try:
        time = datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return BackupName(time, int(found[2]), found[3])


def backup_files(path: Path) -> list[Path]:
    """The backups of a list, oldest first; anything else in the folder is left alone."""
    folder = backup_folder(path)
    if not folder.is_dir():
        return []
    named = [(parse_backup_name(entry.name), entry) for entry in folder.iterdir()]
    return [entry for parts, entry in sorted((parts, entry) for parts, entry in named if parts)]
