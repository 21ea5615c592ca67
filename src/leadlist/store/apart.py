"""Pairs of leads that a person has called two people, so that nobody is asked again. Keyed hashes, no values.

One JSON record a line, beside the list: `{"apart": [[hash, …], [hash, …]], "key": …, "time": …, "version": 1}`, each
side the hashes of everything its lead is recognised by (docs/formats.md).
"""

import hmac
import json
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from leadlist.errors import StorageError, reason_of
from leadlist.locale import _
from leadlist.store import beside, files
from leadlist.store.keys import Key
from leadlist.store.records import encode, timestamp

VERSION = 1

Who = Sequence[str]
"""What a lead is recognised by; one agreement is enough."""


class Apart:
    """The pairs kept apart in a list. `unread` counts lines of another key or version, whose pairs are asked again."""

    def __init__(self, key: Key, lines: Iterable[str] = ()) -> None:
        self._key = key
        self._others: dict[str, set[str]] = {}
        self.unread = 0
        for line in lines:
            sides = _sides(line, key)
            if sides is None:
                self.unread += 1
                continue
            for one in sides[0]:
                self._others.setdefault(one, set()).update(sides[1])
            for other in sides[1]:
                self._others.setdefault(other, set()).update(sides[0])

    def holds(self, one: Who, other: Who) -> bool:
        """Whether a person has called these two leads two people."""
        known: set[str] = set().union(*(self._others.get(mark(self._key, text), set()) for text in one))
        return bool(known) and any(mark(self._key, text) in known for text in other)

    def __bool__(self) -> bool:
        """True where any pair is kept apart."""
        return bool(self._others)


def mark(key: Key, text: str) -> str:
    """A lead as the file names it: HMAC-SHA-256 under the `person` sub-key, which nobody reverses without the key."""
    return hmac.digest(key.person, b"apart " + text.encode(), "sha256").hex()


def read_apart(path: Path, key: Key) -> Apart:
    """The pairs kept apart in the list at `path`; none where there is no such file. Raises StorageError."""
    file = beside.apart_file(path)
    try:
        content = file.read_text(encoding="ascii", errors="replace") if file.exists() else ""
    except OSError as error:
        raise StorageError(
            _("“{path}” cannot be read: {reason}.").format(path=file, reason=reason_of(error)),
            hint=_("Check its permissions, and whether another program holds it."),
        ) from error
    return Apart(key, content.splitlines())


def remember_apart(path: Path, key: Key, pairs: Sequence[tuple[Who, Who]], now: datetime) -> int:
    """Add pairs to the file of the list at `path`, durably, and say how many were new. Call it under the list's lock.

    Raises StorageError.
    """
    known = read_apart(path, key)
    lines = []
    for one, other in pairs:
        if one and other and not all(known.holds([left], [right]) for left in one for right in other):
            sides = [sorted(mark(key, text) for text in side) for side in (one, other)]
            record = {"apart": sides, "key": key.id, "time": timestamp(now), "version": VERSION}
            lines.append(encode(record) + "\n")
    if lines:
        _append(beside.apart_file(path), path, "".join(lines))
    return len(lines)


def _append(file: Path, listed: Path, text: str) -> None:
    try:
        fresh = not file.exists()
        if fresh:
            files.new_file(file)
            files.private_access(file, files.access(listed))
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            os.write(handle, _after_torn_line(file) + text.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        if fresh:
            files.sync_folder(file.parent)
    except OSError as error:
        raise StorageError(
            _("“{file}” cannot be written: {reason}.").format(file=file, reason=reason_of(error)),
            hint=_("Check its permissions, and whether another program holds it."),
        ) from error


def _after_torn_line(file: Path) -> bytes:
    """A line end where a crash left the last line without one; that line is unread from then on."""
    content = file.read_bytes()
    return b"\n" if content and not content.endswith(b"\n") else b""


def _sides(line: str, key: Key) -> list[list[str]] | None:
    """The two sides of a record; None where it is of another key or version, or no record at all."""
    try:
        record: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict) or record.get("version") != VERSION or record.get("key") not in key.ids:
        return None
    sides = record.get("apart")
    if not isinstance(sides, list) or len(sides) != 2 or not all(isinstance(side, list) for side in sides):
        return None
    return [[str(text) for text in side] for side in sides]
