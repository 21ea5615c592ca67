"""The one way a list changes: written aside, backed up, announced in the log, swapped in, confirmed in the log.

The order is that of the design, and each step guards against something no other step does: the new file is on the disk
before it can be swapped in; the backup is verified before the log mentions it; the log announces the change before
the list shows it; the displaced file is compared after the swap, when nobody can save it any more.

The backup is made in a thread while the new file is written: encryption, hashing and the disk need no interpreter. Both
are verified, and both are waited for, before the log announces anything.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.errors import StorageError, UserError
from leadlist.locale import _
from leadlist.store import archive, beside, files, packing, recovery, state, swap
from leadlist.store.failures import changed_meanwhile, explained
from leadlist.store.files import Fingerprint
from leadlist.store.opened import Opened, logged_backups, uninterrupted
from leadlist.store.packing import Content
from leadlist.store.records import timestamp
from leadlist.store.undo_lines import LeadRecord, Lines, in_parts

Write = Callable[[Path], None]


class Work(NamedTuple):
    """What is done to a list, as the log records it.

    `leads` is read while the new list is written, so it must not depend on that. `undoes` is the number of the
    operation that this one takes back, `restores` the name of the backup that is put back; `final` marks what must
    not be undone (an erasure on request).
    """

    operation: str
    counts: Mapping[str, int]
    fields: Sequence[str] = ()
    rules: str = ""
    rules_digest: str = ""
    leads: Iterable[LeadRecord | Lines] = ()
    undoes: int | None = None
    restores: str | None = None
    final: bool = False


class Committed(NamedTuple):
    """A change that is durable: the number of the operation, its backup, how many leads it touched."""

    op: int
    backup: Path
    leads: int


class Sealed(NamedTuple):
    """A finished backup: where, its SHA-256 and size as a file, and what is in it."""

    path: Path
    sha256: str
    size: int
    content: Content


def run(opened: Opened, work: Work, write: Write | None, verify: Write | None, now: datetime) -> Committed:
    """Change the list to what `write` puts into the private file (None: remove the list), or leave it as it was.

    Raises Busy, StorageError or what `write` and `verify` raise; the list then has its old bytes and nothing is left
    behind, except where the disk refuses even that, in which case the next run finishes the work.
    """
    private = beside.new_token()
    temporary = beside.private_file(opened.path, private)
    sealing: Future[Sealed] | None = None
    try:
        with explained(opened.path):
            with ThreadPoolExecutor(1) as aside:  # its end waits for the backup, whatever became of the new list
                sealing = aside.submit(make_backup, opened, work.operation, work.leads, now)
                after = None if write is None else _write_new(opened, temporary, write, verify)
            sealed = sealing.result()
            if sealed.content.sha256 != (opened.before.sha256 if opened.before else sealed.content.sha256):
                raise changed_meanwhile(opened.path)
            with uninterrupted():
                intent = _announce(opened, work, sealed, after, private, now)
                _swap_in(opened, temporary, after)
                opened.log.append("commit", now, opened.key, {"op": intent["op"]}, opened.access)
                opened.before = after
    except BaseException as error:
        _take_back(opened, sealing, now)
        if isinstance(error, StorageError) and opened.before and not opened.path.exists():
            raise changed_meanwhile(opened.path) from error  # the list, or its folder, was moved or removed
        raise
    with contextlib.suppress(OSError):  # the displaced list: the next run removes it as well
        files.remove(temporary)
    state.remember(opened.path, opened.log)
    return Committed(intent["op"], sealed.path, sealed.content.leads)


def _write_new(opened: Opened, target: Path, write: Write, verify: Write | None) -> Fingerprint:
    """Fill the private file, give it the list's attributes, wait for the disk, and read it back."""
    files.new_file(target)
    write(target)
    files.dress(target, opened.access, opened.path if opened.before else None)
    files.sync_file(target)
    found = files.fingerprint(target, from_disk=True)
    if verify is not None:
        verify(target)
        if files.fingerprint(target) != found:
            raise StorageError(
                _("The new list beside {path} did not stay as it was written.").format(path=opened.path),
                hint=_("Check the disk; nothing was changed."),
            )
    return found


def make_backup(opened: Opened, operation: str, leads: Iterable[LeadRecord | Lines], now: datetime) -> Sealed:
    """An encrypted backup of the list as it is, on the disk under its final name, read back from there and compared."""
    folder, op = opened.backups, opened.log.next_op
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        files.private_access(folder, opened.access, folder=True)
        files.sync_folder(folder.parent)
    temporary = folder / f"{beside.PRIVATE}{beside.new_token()}"
    files.new_file(temporary)
    try:
        manifest = {
            "format": "leadlist backup",
            "version": 1,
            "key": opened.key.id,
            "op": op,
            "operation": operation,
            "time": timestamp(now),
            "list": {"name": opened.path.name, "mode": f"{opened.access.mode:04o}"},
            "log": opened.log.head,
        }
        payload = opened.path if opened.before else None
        password, lines = opened.key.backup_password, in_parts(leads)
        content = packing.write(temporary, password, opened.key.id, payload, lines, manifest)
        files.private_access(temporary, opened.access)
        files.sync_file(temporary)
        with temporary.open("rb") as written_file:
            files.drop_cached(written_file.fileno())  # both of the following read what the disk has
        with ThreadPoolExecutor(1) as aside:
            hashing = aside.submit(files.fingerprint, temporary, from_disk=True)
            with archive.open_archive(temporary, opened.key) as written:
                written.verify_bytes()
                described = (written.manifest["payload"]["sha256"], written.manifest["undo"]["root"])
        found = hashing.result()
        if described != (content.sha256, content.root):
            raise archive.damaged(temporary)
        target = folder / beside.backup_name(now, op, operation)
        if target.name not in logged_backups(opened.log):
            files.remove(target)  # of a run that was killed before it came to the log, within the same second
        swap.move_new(temporary, target)
        files.sync_folder(folder)
    finally:
        with contextlib.suppress(OSError):
            files.remove(temporary)
    return Sealed(target, found.sha256, found.size, content)


def _announce(
    opened: Opened, work: Work, sealed: Sealed, after: Fingerprint | None, private: str, now: datetime
) -> dict[str, Any]:
    fields = {**described(opened, work, sealed, after), "private": private}
    return opened.log.append("intent", now, opened.key, fields, opened.access)


def described(opened: Opened, work: Work, sealed: Sealed, after: Fingerprint | None) -> dict[str, Any]:
    """What the log says of an operation and its backup."""
    return {
        "op": opened.log.next_op,
        "operation": work.operation,
        "counts": dict(work.counts),
        "fields": list(work.fields),
        "rules": work.rules,
        "rules_digest": work.rules_digest,
        "leads": sealed.content.leads,
        "root": sealed.content.root,
        "before": opened.mark(opened.before),
        "after": opened.mark(after),
        "backup": {"name": sealed.path.name, "sha256": sealed.sha256, "size": sealed.size},
        "undoes": work.undoes,
        "restores": work.restores,
        "final": work.final,
    }


def _swap_in(opened: Opened, new: Path, after: Fingerprint | None) -> None:
    """Give the new file the list's name, and make sure that the file it displaced is the one that was read."""
    path, before = opened.path, opened.before
    if before is None:
        try:
            swap.move_new(new, path)
        except FileExistsError as error:
            raise changed_meanwhile(path) from error
    elif not path.exists() or files.identity(path) != before.identity:
        raise changed_meanwhile(path)
    elif after is None:
        swap.move_new(path, new)
        if _is_another(new, before):
            swap.move_new(new, path)
            raise changed_meanwhile(path)
    elif swap.exchange(new, path):
        if _is_another(new, before):
            swap.exchange(new, path)
            raise changed_meanwhile(path)
    else:
        if _is_another(path, before):
            raise changed_meanwhile(path)
        new.replace(path)
    files.sync_folder(path.parent)


def _is_another(file: Path, before: Fingerprint) -> bool:
    """Whether somebody saved the file since it was read, or is about to."""
    return files.being_written(file) or files.fingerprint(file).sha256 != before.sha256


def _take_back(opened: Opened, sealing: Future[Sealed] | None, now: datetime) -> None:
    """Leave nothing behind, as far as the disk allows; what stays is dealt with when the list is opened next."""
    with contextlib.suppress(OSError, UserError):
        recovery.settle(opened, now, give_up=True)
    if sealing is not None and sealing.done() and sealing.exception() is None:
        backup = sealing.result().path
        if backup.name not in logged_backups(opened.log) and not opened.log.doubtful:
            with contextlib.suppress(OSError):
                files.remove(backup)
    with contextlib.suppress(OSError):
        opened.backups.rmdir()  # only where it is empty
