"""What a kill cannot show, because the system lives on: that everything is on the disk before the next step.

The calls of a change are recorded by strace and compared with the order of a commit.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from store_cases import Case
from store_tracing import CALLS, attach, start, world


def trace(act: Callable[[Path], None], path: Path) -> list[tuple[str, str]]:
    """The calls of `act` and the names they touch, in order."""
    record = path.parent.parent / "trace"
    child, go = start(act, path)
    tracer = attach(child, ["-y", "-o", str(record), f"--trace={','.join((*CALLS, 'read'))}"])
    os.write(go, b"x")
    os.waitpid(child, 0)
    tracer.communicate()
    return [
        (call.split()[-1], _unescaped(rest))  # each line begins with the number of its thread
        for line in record.read_text(encoding="utf-8", errors="replace").splitlines()
        for call, bracket, rest in (line.partition("("),)
        if bracket and ") = -1" not in line and "resumed>" not in line
    ]


def _unescaped(text: str) -> str:
    """strace writes bytes beyond ASCII as octal numbers."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), text.encode()).decode("utf-8", "replace")


def order_problems(case: Case) -> list[str]:
    """The steps of a commit that were not in order."""
    with world(case) as path:
        calls = trace(case.act, path)
    new, log, folder = f"/.{path.name}.new-", f"/{path.name}.changes.jsonl>", f"{path.parent}>"
    zipped, backups_folder = ".backups/.new-", f"/{path.name}.backups>"

    def last(kinds: str, text: str, before: int | None = None) -> int:
        found = [n for n, (call, rest) in enumerate(calls[:before]) if call in kinds.split() and text in rest]
        return max(found, default=-1)

    def first(kind: str, text: str) -> int:
        return next((n for n, (call, rest) in enumerate(calls) if call == kind and text in rest), -1)

    renames = "renameat2 rename link"
    swapped = last(renames, new)
    intent, confirmed = last("write", log, swapped), last("write", log)
    sealed = last(renames, zipped, intent)
    steps = [
        ("the backup is on the disk before it gets its name", last("write", zipped), last("fsync", zipped, sealed)),
        ("the backup is read back", last("fsync", zipped, sealed), last("read", zipped, sealed)),
        ("the backup's name is on the disk before the log names it", sealed, last("fsync", backups_folder, intent)),
        ("the log announces before the swap", last("fsync", backups_folder, intent), intent),
        ("the announcement is on the disk before the swap", intent, last("fsync", log, swapped)),
        ("the swap is on the disk before the log confirms it", swapped, last("fsync", folder, confirmed)),
        ("the confirmation is on the disk", confirmed, last("fsync", log)),
    ]
    if case.old is not None:
        locked, reading = first("flock", ".lock>"), first("read", f"/{path.name}>")
        steps.append(("the lock is taken before the list is read", locked, reading))
    if case.new is not None:
        changed = last("write fchmod chmod fchmodat fchown chown setxattr", new, swapped)
        synced = last("fsync", new, swapped)
        steps.append(("the new list and its mode are on the disk before the swap", changed, synced))
        steps.append(("the new list is read back", synced, last("read", new, swapped)))
    return [f"not so: {text}" for text, first, second in steps if not 0 <= first < second]
