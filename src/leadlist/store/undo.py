"""Undo of the last operation, and restoring a chosen backup: both are commits of their own, with a backup each."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.errors import Busy, Refused, StorageError, UserError
from leadlist.locale import _
from leadlist.store import archive, beside, commit, files
from leadlist.store.commit import Committed, Work, Write
from leadlist.store.failures import explained
from leadlist.store.history import checked_backup, intents
from leadlist.store.opened import Opened

Reapply = Callable[[Path, Path], Mapping[str, int]]
"""Given the restored list and an empty private file: fills the latter with what the list must be instead, and says what
was done, by count; says nothing (and fills nothing) where the list may be as it was."""


class Undone(NamedTuple):
    """An operation that was undone: its number and name, the commit that did it, whether the list was removed again
    because that operation had made it, and what had to be done to the restored list, by count."""

    op: int
    operation: str
    committed: Committed
    removed: bool
    reapplied: Mapping[str, int]


class Restored(NamedTuple):
    """A backup that was put back: where the list is now, the commit (None where it went to a new file), and what had
    to be done to it, by count."""

    path: Path
    committed: Committed | None
    reapplied: Mapping[str, int]


def last_operation(opened: Opened) -> dict[str, Any] | None:
    """The last operation that is in force: neither undone nor an undo itself."""
    committed = intents(opened.log)
    undone = {record["undoes"] for record in committed.values() if record["undoes"]}
    candidates = [record for op, record in committed.items() if op not in undone and not record["undoes"]]
    return max(candidates, key=lambda record: int(record["op"]), default=None)


def undo_last(opened: Opened, now: datetime, reapply: Reapply | None) -> Undone:
    """Put the bytes from before the last operation back, exactly, unless the list was edited since.

    Raises UserError where there is no such operation, Refused where it erased somebody, Busy after an edit.
    """
    record = _undoable(opened)
    op, operation = record["op"], record["operation"]
    with explained(opened.path):
        backup = checked_backup(opened.path, opened.log, record["backup"]["name"])
    reapplied: dict[str, int] = {}
    counts = ChainMap(reapplied, {"leads": record["leads"]})  # complete once the list is written
    work = Work("undo", counts, undoes=op, restores=backup.name)
    removed = record["before"] is None
    write = None if removed else _writer(opened, backup, reapply, reapplied)
    return Undone(op, operation, commit.run(opened, work, write, None, now), removed, reapplied)


def _undoable(opened: Opened) -> dict[str, Any]:
    """The record of the last operation, if it may be undone."""
    record = last_operation(opened)
    if record is None:
        raise UserError(
            _("There is nothing to undo in {path}.").format(path=opened.path),
            hint=_("“leadlist log LIST” shows the history."),
        )
    op, operation = record["op"], record["operation"]
    if record["final"]:
        raise Refused(
            _("Operation {op} ({operation}) erased somebody on request and cannot be undone.").format(
                op=op, operation=operation
            ),
            hint=_(
                "Operations before it cannot be undone either; “leadlist restore ID --to FILE” shows an older list."
            ),
        )
    if opened.mark(opened.before) != record["after"]:
        raise Busy(
            _("{path} was edited after operation {op} ({operation}).").format(
                path=opened.path, op=op, operation=operation
            ),
            hint=_(
                "“leadlist undo LIST {op}” takes it back cell by cell; “leadlist restore ID --to FILE” has the old one."
            ).format(op=op),
        )
    return record


def restore(opened: Opened, backup: str, to: Path | None, now: datetime, reapply: Reapply | None) -> Restored:
    """Put the list in a backup back, or write it to the new file `to`, which nobody else can read."""
    with explained(opened.path):
        file = checked_backup(opened.path, opened.log, Path(backup).name)
    reapplied: dict[str, int] = {}
    write = _writer(opened, file, reapply, reapplied)
    if to is None:
        work = Work("restore", reapplied, restores=file.name)  # the counts are known once the list is written
        return Restored(opened.path, commit.run(opened, work, write, None, now), reapplied)
    if not to.absolute().parent.is_dir():
        raise UserError(
            _("There is no folder {path}.").format(path=to.absolute().parent),
            hint=_("Make it first, or check the name."),
        )
    with explained(to), files.private_umask():
        try:
            files.new_file(to)
        except FileExistsError as error:
            raise UserError(_("{path} exists already.").format(path=to), hint=_("Name a new file.")) from error
        try:
            write(to)
            files.sync_file(to)
        except BaseException:
            files.remove(to)
            raise
    return Restored(to, None, reapplied)


def _writer(opened: Opened, backup: Path, reapply: Reapply | None, reapplied: dict[str, int]) -> Write:
    """A function that fills a file with the backup's list and compares what the disk then holds.

    What `reapply` does to it goes into `reapplied`.
    """

    def write(target: Path) -> None:
        with archive.open_archive(backup, opened.key) as source:
            described = source.manifest["payload"]
            if described["absent"]:
                raise UserError(
                    _("The backup {name} is from before the list was made; it holds no list.").format(name=backup.name),
                    hint=_("Choose a later one: “leadlist backup list” shows them."),
                )
            with target.open("wb") as file:
                source.copy_payload(file)
        files.sync_file(target)
        if files.fingerprint(target, from_disk=True).sha256 != described["sha256"]:
            raise StorageError(
                _("The disk did not keep the restored list as it was written."),
                hint=_("Check the disk; nothing was changed."),
            )
        if reapply is not None:
            reapplied.update(_reapplied(opened, target, reapply))

    return write


def _reapplied(opened: Opened, target: Path, reapply: Reapply) -> Mapping[str, int]:
    """Exchange a restored list for what `reapply` makes of it, if anything, and tell what was done."""
    own = target.name.startswith(f".{opened.path.name}{beside.PRIVATE}")
    again = beside.private_file(opened.path if own else target, beside.new_token())
    files.new_file(again)
    try:
        done = reapply(target, again)
        if done:
            again.replace(target)
        return done
    finally:
        files.remove(again)
