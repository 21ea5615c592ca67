"""Which keys the files of a list belong to, as far as can be read without a key."""

import json
import re
from pathlib import Path

from leadlist.errors import Damaged
from leadlist.locale import _
from leadlist.store import beside

KEY_ID = re.compile("[A-Z2-7]{8}")
SUPPRESSION = "leadlist.suppression.jsonl"
_COMMENT = b"leadlist key "
_END_RECORD = 22  # PKWARE APPNOTE 4.3.16: length of the end of central directory without its comment
COMMENT_LENGTH = len(_COMMENT) + 8


def comment(key_id: str) -> bytes:
    """The comment of a backup: the only thing in it that is not encrypted."""
    return _COMMENT + key_id.encode()


def backup_key_id(path: Path) -> str | None:
    """The key id of a backup, or None where the file is none."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - COMMENT_LENGTH - _END_RECORD))
        end = file.read()
    if (
        len(end) < COMMENT_LENGTH + _END_RECORD
        or end[:4] != b"PK\x05\x06"
        or not end[_END_RECORD:].startswith(_COMMENT)
    ):
        return None
    found = end[-8:].decode("ascii", "replace")
    return found if KEY_ID.fullmatch(found) else None


def key_ids(path: Path) -> set[str]:
    """The ids of the keys in force for a list: those of the last record of its log (without a log, of its newest
    backup) and of the suppression files that apply to it."""
    logged = _last_key_id(beside.log_file(path))
    found = {logged, *map(_last_key_id, suppression_files(path))}
    if logged is None:
        found.update(backup_key_id(file) for file in beside.backup_files(path)[-1:])
    return {key_id for key_id in found if key_id}


def suppression_files(path: Path) -> list[Path]:
    """Every suppression file in the folder of a list (its real path) and in those above it, the nearest first."""
    return [file for folder in path.parents if (file := folder / SUPPRESSION).is_file()]


def _last_key_id(path: Path) -> str | None:
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return None
    for line in reversed(lines):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        found = record.get("key") if isinstance(record, dict) else None
        if isinstance(found, str) and KEY_ID.fullmatch(found):
            return found
    return None


def belongs_to(path: Path, key_id: str) -> Damaged:
    """The error for a list whose files were made with another key."""
    return Damaged(
        _("{path} belongs to key {key}.").format(path=path, key=key_id),
        hint=_("Ask whoever made it for that key, then run “leadlist key import”."),
    )
