"""What was done with a list without changing it: a mailing, a handing over. Each is one record of its log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from leadlist.store import beside, files, state
from leadlist.store.failures import explained
from leadlist.store.log import ChangeLog
from leadlist.store.opened import Opened
from leadlist.store.records import parse_timestamp

Facts = Mapping[str, str | Sequence[str]]
"""What an event was, in words that name nobody: they stand in the log in the clear."""


class Event(NamedTuple):
    """One of these records. `list_mark` is the fingerprint that the list had, None where there was none."""

    op: int
    time: datetime
    operation: str
    counts: Mapping[str, int]
    facts: Facts
    rules: str
    rules_digest: str
    list_mark: str | None


def write_event(
    opened: Opened,
    operation: str,
    counts: Mapping[str, int],
    facts: Facts,
    *,
    rules: str,
    rules_digest: str,
    now: datetime,
) -> int:
    """Write an event into the log, durably; its number. Raises StorageError, Busy."""
    fields = {
        "op": opened.log.next_op,
        "operation": operation,
        "counts": dict(counts),
        "facts": {name: value if isinstance(value, str) else list(value) for name, value in facts.items()},
        "rules": rules,
        "rules_digest": rules_digest,
        "list": opened.mark(opened.before),
    }
    with explained(opened.path):
        record = opened.log.append("event", now, opened.key, fields, opened.access)
    state.remember(opened.path, opened.log)
    return int(record["op"])


def read_events(path: Path, operation: str) -> list[Event]:
    """The events of one kind in a list's log, oldest first. Needs no key; raises Damaged for a line it cannot read."""
    with explained(path):
        log = ChangeLog(beside.log_file(files.real(path)))
    return [
        Event(
            op=record["op"],
            time=parse_timestamp(record["time"]),
            operation=record["operation"],
            counts=record["counts"],
            facts=record["facts"],
            rules=record["rules"],
            rules_digest=record["rules_digest"],
            list_mark=record["list"],
        )
        for record in log.records
        if record["type"] == "event" and record["operation"] == operation
    ]
