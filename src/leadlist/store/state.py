"""What this computer remembers of a log's head, so that a folder put back as a whole to an earlier day is noticed."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from leadlist.store import beside, files
from leadlist.store.log import ChangeLog


def state_folder() -> Path:
    """The user's state folder of leadlist; `LEADLIST_STATE_DIR` names another one."""
    named = os.environ.get("LEADLIST_STATE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("leadlist", appauthor=False)


def remember(path: Path, log: ChangeLog) -> None:
    """Keep the log's head. Heads that the log does not hold are kept beside it and never forgotten.

    A computer without a state folder (a cron user without a home) remembers nothing; that is no failure.
    """
    known = _read(path)
    lost = [head for head in known if not holds(log, head)]
    target = memory_of(path)
    temporary = target.with_name(f"{target.name}{beside.PRIVATE}{beside.new_token()}")
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            files.new_file(temporary)
            temporary.write_text(json.dumps({"heads": [*lost, {**log.head, "time": _time(log)}]}), encoding="ascii")
            temporary.replace(target)
        finally:
            files.remove(temporary)


def lost_heads(path: Path, log: ChangeLog) -> list[dict[str, Any]]:
    """The heads this computer remembers (`log`, `sequence`, `hash`, `time`) that the log does not hold."""
    return [head for head in _read(path) if not holds(log, head)]


def holds(log: ChangeLog, head: Mapping[str, Any]) -> bool:
    """Whether the log has that record: `head` names the log, the sequence and the hash."""
    place = head["sequence"]
    if log.id != head["log"] or not 0 < place <= len(log.records):
        return False
    return bool(log.records[place - 1]["hash"] == head["hash"])


def _time(log: ChangeLog) -> str:
    return str(log.records[-1]["time"]) if log.records else ""


def memory_of(path: Path) -> Path:
    """Where this computer remembers the heads of a log."""
    return state_folder() / "heads" / name_of(path)


def name_of(path: Path) -> str:
    """The name of a list's file in the state folder; it says nothing about the list."""
    return f"{sha256(os.fsencode(path)).hexdigest()[:32]}.json"


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        heads = json.loads(memory_of(path).read_bytes())["heads"]
        return [head for head in heads if isinstance(head["sequence"], int) and head["log"] and head["hash"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
