"""The change log: one JSON record a line, each bound to the one before by a hash and sealed by a MAC.

A record is written once and never edited. A change is two records, `intent` before the list is touched and `commit`
after, or `abort` where it was taken back; `backup` is a scheduled backup; `prune` says which backups were removed or
rewritten. docs/formats.md has every field.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from leadlist.errors import Busy, Damaged, StorageError
from leadlist.locale import _
from leadlist.store import files
from leadlist.store.files import Access
from leadlist.store.keys import Key
from leadlist.store.records import TYPES, Types, encode, parse, parse_timestamp, timestamp
from leadlist.store.wrapping import parse_kept

VERSION = 1
NOTHING = "0" * 64
"""`prev` of a log's first record."""

Record = Mapping[str, Any]


def digest_of(record: Record) -> str:
    """The `hash` of a record: SHA-256 of its one spelling, without `hash` and `mac`."""
    return sha256(encode(record).encode()).hexdigest()


def mac(digest: str, key: Key) -> str:
    """The `mac` of a record: HMAC-SHA-256 of its hash (the hex text) under the `log` sub-key."""
    return hmac.digest(key.log, b"record " + digest.encode(), "sha256").hex()


def mark(key: Key, sha256_hex: str) -> str:
    """A file's bytes as the log names them: nobody without the key can tell whether a file is that one."""
    return hmac.digest(key.log, b"file " + sha256_hex.encode(), "sha256").hex()


class ChangeLog:
    """The log of one list as it was read: its records, and a way to append the next. `types` says what they may hold.

    `torn` is the length of an unfinished last line, left by a crash while it was written; it never counted.
    `doubtful` says that a failed write could not be taken back: the next reading must decide whether it counts.
    """

    def __init__(self, path: Path, types: Types = TYPES) -> None:
        self.path = path
        self.records: list[dict[str, Any]] = []
        self.doubtful = False
        content = path.read_bytes() if path.exists() else b""
        self.size = content.rfind(b"\n") + 1
        self.torn = len(content) - self.size
        for number, line in enumerate(content[: self.size].split(b"\n")[:-1], 1):
            record = parse(line, types, is_first=number == 1)
            if record is None:
                raise damaged(path, number)
            self.records.append(record)

    @property
    def id(self) -> str | None:
        """The random name of this log, from its first record; None while it is empty."""
        return str(self.records[0]["log"]) if self.records else None

    @property
    def head(self) -> dict[str, Any]:
        """Sequence and hash of the last record, and the log's id: what a backup and the state folder remember."""
        last = self.records[-1] if self.records else {"sequence": 0, "hash": NOTHING}
        return {"log": self.id, "sequence": last["sequence"], "hash": last["hash"]}

    @property
    def next_op(self) -> int:
        """The number of the next operation."""
        return max((record.get("op", 0) for record in self.records), default=0) + 1

    @property
    def last_time(self) -> datetime | None:
        """The time of the last record."""
        return parse_timestamp(self.records[-1]["time"]) if self.records else None

    def finish_torn_line(self) -> None:
        """Cut an unfinished last line off."""
        if self.torn:
            with self.path.open("r+b") as file:
                file.truncate(self.size)
                os.fsync(file.fileno())
            self.torn = 0

    def append(self, kind: str, now: datetime, key: Key, fields: Record, like: Access) -> dict[str, Any]:
        """Write one record and wait until it is on the disk; a failure leaves the log as it was.

        Raises OSError, Busy where somebody else wrote to the log meanwhile, StorageError where the disk did not keep
        the line.
        """
        record: dict[str, Any] = {
            **fields,
            "version": VERSION,
            "sequence": len(self.records) + 1,
            "type": kind,
            "time": timestamp(now),
            "key": key.id,
            "prev": self.head["hash"],
        }
        if not self.records:
            record["log"] = secrets.token_hex(16)
        record["hash"] = digest_of(record)
        record["mac"] = mac(record["hash"], key)
        line = encode(record).encode() + b"\n"
        is_new = not self.path.exists()
        self._write(line, like)
        self.records.append(record)
        self.size += len(line)
        if is_new:
            files.sync_folder(self.path.parent)
        return record

    def _write(self, line: bytes, like: Access) -> None:
        if not self.path.exists():
            files.new_file(self.path)
            files.private_access(self.path, like)
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            if os.fstat(handle).st_size != self.size:
                raise Busy(
                    _("Another program wrote to {path} at the same time.").format(path=self.path),
                    hint=_("Run this again; lock files do not work on every network folder."),
                )
            try:
                written = 0
                while written < len(line):
                    written += os.write(handle, line[written:])
                os.fsync(handle)
                _require_kept(handle, self.size, line, self.path)
            except BaseException:
                self.doubtful = True
                os.ftruncate(handle, self.size)
                os.fsync(handle)
                self.doubtful = False
                raise
        finally:
            with suppress(OSError):  # what was written is on the disk already, or was taken back
                os.close(handle)


def _require_kept(handle: int, start: int, line: bytes, path: Path) -> None:
    """Read a line back from the disk: a write that reports success is not a write that happened."""
    files.drop_cached(handle)
    os.lseek(handle, start, os.SEEK_SET)
    found = b""
    while part := os.read(handle, len(line) + 1 - len(found)):
        found += part
    if found != line:
        raise StorageError(
            _("The disk did not keep what was written to {path}.").format(path=path), hint=_("Check the disk.")
        )


def damaged(path: Path, number: int) -> Damaged:
    """The error for a log that is not what was written."""
    return Damaged(
        _("The log {path} was damaged or altered at line {line}.").format(path=path, line=number),
        hint=_("Put back an undamaged copy. Without one, keep this file under another name: a new log begins then."),
    )


def first_fault(log: ChangeLog, key: Key | None) -> tuple[int, str] | None:
    """The first line that is not as it was written, and why; None where all hold. Without a key: the chain alone."""
    before, checked_from = NOTHING, _checked_from(log, key)
    for number, record in enumerate(log.records, 1):
        bare = {name: value for name, value in record.items() if name not in ("hash", "mac")}
        by = key if number >= checked_from else None
        if by and record["key"] not in by.ids:
            return number, _("line {line} was made with key {key}").format(line=number, key=record["key"])
        if record["prev"] != before or record["sequence"] != number:
            return number, _("a record before line {line} is missing or was moved").format(line=number)
        if digest_of(bare) != record["hash"] or (
            by and not hmac.compare_digest(mac(record["hash"], by), record["mac"])
        ):
            return number, _("line {line} was altered").format(line=number)
        before = record["hash"]
    return None


def _sealed(record: Record, key: Key | None) -> bool:
    return key is None or hmac.compare_digest(mac(record["hash"], key), record["mac"])


def _checked_from(log: ChangeLog, key: Key | None) -> int:
    """The first record whose MAC this key can check: what was written under a lost key has its chain alone."""
    losses = [each["sequence"] for each in log.records if each["type"] == "loss" and key and each["key"] in key.ids]
    return max(losses, default=1)


def with_kept(key: Key, log: ChangeLog) -> Key:
    """The key with the sub-keys that the log keeps for it: a root typed from paper knows nothing of a rotation."""
    if key.kept:
        return key
    for record in reversed(log.records):
        if record["type"] == "rotate" and record["key"] == key.id:
            return parse_kept(key, record["kept"], what=log.path.name)
    return key
