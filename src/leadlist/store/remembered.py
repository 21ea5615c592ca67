"""Which files leadlist read or wrote for a list: import sources, reports, new lists, copies of backups.

An erasure on request cannot change them, but it names those that are still there. They are remembered in the user's
state folder, one line a file, the path sealed under the key: whoever finds the folder learns no name.
"""

import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from leadlist.store import files, state
from leadlist.store.keys import Key, hkdf
from leadlist.store.records import parse_timestamp, timestamp

_TAG = 16


class Remembered(NamedTuple):
    """A file that is still there: what it was ("import", "report", "new list", "restored", "copy"), and since when."""

    path: Path
    kind: str
    time: datetime


def remember_file(list_path: Path, file: Path, kind: str, key: Key, now: datetime) -> None:
    """Keep in mind that `file` holds leads of a list. A computer without a state folder keeps nothing in mind."""
    known = {(each.path, each.kind) for each in remembered_files(list_path, key)}
    real = files.real(file)
    if (real, kind) in known:
        return
    token = secrets.token_hex(16)
    line = {"kind": kind, "time": timestamp(now), "file": token, "path": _sealed(key, token, os.fsencode(real))}
    target = _memory(list_path)
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "ab") as memory:
            memory.write(json.dumps(line, sort_keys=True).encode() + b"\n")


def remembered_files(list_path: Path, key: Key) -> list[Remembered]:
    """The files of a list that are still there, in the order they came; lines of another key are left out."""
    try:
        lines = _memory(list_path).read_bytes().splitlines()
    except OSError:
        return []
    found: dict[tuple[Path, str], Remembered] = {}
    for line in lines:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            entry = json.loads(line)
            plain = _unsealed(key, entry["file"], entry["path"])
            path = None if plain is None else Path(os.fsdecode(plain))
            if path is not None and path.exists():
                kept = Remembered(path, str(entry["kind"]), parse_timestamp(entry["time"]))
                found.setdefault((path, kept.kind), kept)
    return list(found.values())


def _memory(list_path: Path) -> Path:
    return state.state_folder() / "files" / f"{sha256(os.fsencode(files.real(list_path))).hexdigest()[:32]}.jsonl"


def _streams(key: Key, token: str, length: int) -> tuple[bytes, bytes]:
    """A stream that is used once, for this token, and the key of its MAC; both outlive a rotation."""
    made = hkdf(key.person, f"leadlist file {token}".encode(), length + 32)
    return made[:length], made[length:]


def _sealed(key: Key, token: str, plain: bytes) -> str:
    stream, tag_key = _streams(key, token, len(plain))
    hidden = bytes(a ^ b for a, b in zip(plain, stream, strict=True))
    return b64encode(hidden + hmac.digest(tag_key, hidden, "sha256")[:_TAG]).decode()


def _unsealed(key: Key, token: str, text: str) -> bytes | None:
    data = b64decode(text, validate=True)
    hidden, tag = data[:-_TAG], data[-_TAG:]
    stream, tag_key = _streams(key, token, len(hidden))
    if not hmac.compare_digest(hmac.digest(tag_key, hidden, "sha256")[:_TAG], tag):
        return None
    return bytes(a ^ b for a, b in zip(hidden, stream, strict=True))
