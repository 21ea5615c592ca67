"""Opening a list: for reading without a lock, or for a change, alone and from a settled state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from leadlist.errors import Busy, Refused, StorageError, UserError
from leadlist.locale import _
from leadlist.store import beside, commit, files, owners, recovery, state, undo
from leadlist.store.commit import Committed, Work, Write
from leadlist.store.events import Facts, write_event
from leadlist.store.failures import changed_meanwhile, explained
from leadlist.store.files import Access, Fingerprint
from leadlist.store.history import checked_backup, lead_records
from leadlist.store.keyfiles import require_own_key
from leadlist.store.keys import Key
from leadlist.store.log import ChangeLog, damaged, first_fault, with_kept
from leadlist.store.opened import Opened
from leadlist.store.rewriting import Erase, Rewritten, rewrite_backups
from leadlist.store.undo import Reapply, Restored, Undone
from leadlist.store.undo_lines import LeadRecord, Lines
from leadlist.store.wrapping import kept_lines


class ListStore:
    """A list that is open for a change; see `open_list`.

    `path` is the real file behind symlinks. `notes` are sentences a person should be told (a run that was completed
    or taken back, a log that is shorter than this computer remembers).
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.path = opened.path

    @property
    def key(self) -> Key:
        """The key in force, with the sub-keys that outlived a rotation."""
        return self._opened.key

    @property
    def notes(self) -> Sequence[str]:
        """What a person should be told about opening this list."""
        return tuple(self._opened.notes)

    @property
    def fingerprint(self) -> Fingerprint | None:
        """The bytes of the list as it was read or last committed; None where there is no list yet."""
        return self._opened.before

    @property
    def last_time(self) -> datetime | None:
        """The newest time that the log or the name of a backup holds: a clock that is earlier is wrong."""
        named = (beside.parse_backup_name(file.name) for file in beside.backup_files(self.path))
        times = [self._opened.log.last_time, *(parts.time for parts in named if parts)]
        return max((time for time in times if time), default=None)

    def commit(
        self,
        operation: str,
        counts: Mapping[str, int],
        write: Write,
        *,
        leads: Iterable[LeadRecord | Lines],
        fields: Sequence[str],
        rules: str,
        rules_digest: str,
        now: datetime,
        verify: Write | None = None,
        final: bool = False,
    ) -> Committed:
        """Change the list to what `write(target)` puts into an empty private file, in one durable step.

        `verify(target)` reads it back and raises where it is not as planned. `leads` are the changes a lead, streamed
        into the encrypted backup; `lines_of` may have made lines of them. `final` marks an erasure that nobody may
        undo. Raises Busy where the list was saved by somebody else meanwhile, StorageError where disk or permissions
        fail; nothing was changed then.
        """
        work = Work(operation, counts, fields, rules, rules_digest, leads, final=final)
        return commit.run(self._opened, work, write, verify, now)

    def undo(self, *, now: datetime, reapply: Reapply | None = None) -> Undone:
        """Put back the very bytes from before the last operation that is not undone yet.

        `reapply` may change the restored list before it becomes the list: later opt-outs and erasures.
        Raises UserError where there is nothing to undo, Refused after an erasure on request, Busy where the list was
        edited since, Damaged where the backup is not what was written.
        """
        return undo.undo_last(self._opened, now, reapply)

    def undo_records(self, op: int) -> list[LeadRecord]:
        """What operation `op` did to each lead, for taking it back cell by cell."""
        with explained(self.path):
            return lead_records(self.path, self._opened.key, self._opened.log, op)

    def require_backup(self, backup: str) -> None:
        """Raises UserError where there is no backup of that name, Damaged where it is not what the log names."""
        with explained(self.path):
            checked_backup(self.path, self._opened.log, Path(backup).name)

    def restore(
        self, backup: str, to: Path | None = None, *, now: datetime, reapply: Reapply | None = None
    ) -> Restored:
        """Put a backup back as the list (a commit of its own), or write it to the new private file `to`."""
        return undo.restore(self._opened, backup, to, now, reapply)

    def require_unchanged(self) -> None:
        """Raises Busy where the list is no longer what it was when it was opened."""
        with explained(self.path):
            if files.fingerprint(self.path) != self._opened.before:
                raise changed_meanwhile(self.path)

    def note(
        self,
        operation: str,
        counts: Mapping[str, int],
        facts: Facts,
        *,
        rules: str = "",
        rules_digest: str = "",
        now: datetime,
    ) -> int:
        """Write into the log what was done with the list without changing it; the number of the operation.

        `facts` stand there in the clear for good, so they must name nobody. Raises StorageError, Busy.
        """
        return write_event(self._opened, operation, counts, facts, rules=rules, rules_digest=rules_digest, now=now)

    def private_file(self) -> Path:
        """A new empty file beside the list that nobody else can read; what is left of it, the next opening removes."""
        path = beside.private_file(self.path, beside.new_token())
        files.new_file(path)
        return path

    @property
    def backup_count(self) -> int:
        """How many backups lie beside the list."""
        return len(beside.backup_files(self.path))

    def rewrite_backups(self, erase: Erase, *, now: datetime) -> Iterator[Rewritten]:
        """Take a person out of every backup; see `store.rewriting`. Whoever is interrupted calls it again."""
        return rewrite_backups(self._opened, erase, now)


@contextmanager
def open_list(
    path: Path,
    key: Key | None,
    *,
    wait: float = 30.0,
    not_open: bool = False,
    create: bool = False,
    while_open: bool = False,
) -> Iterator[ListStore]:
    """Lock a list until the block ends, settle an interrupted run, and give what commits to it.

    `wait` is how many seconds to wait for another leadlist. `not_open` says that an owner file of Excel is left over;
    `while_open` is for what does not change the list (a backup). `create` allows that there is no list yet. Raises
    UserError (no list, no key), Busy (locked or open), Refused (hard links), Damaged (log, other key), StorageError.
    """
    real = locate(path, create=create)
    if key is None:
        raise without_key(path)
    with ExitStack() as stack:
        with explained(real):
            if not (not_open or while_open):
                owners.refuse_if_open(real)
            require_own_key(real, key)
            umask = stack.enter_context(files.private_umask())
            access = files.access(real) if real.exists() else files.new_access(umask)
            stack.enter_context(locked(real, access, wait))
            opened = _open(real, key, create=create, access=access)
        yield ListStore(opened)


def without_key(path: Path) -> UserError:
    """What a person is told where there is no key."""
    return UserError(
        _("There is no key yet, so no backup of {path} can be made.").format(path=path),
        hint=_("Run “leadlist key new” on a terminal, or name a key file with --key-file."),
    )


def locate(path: Path, *, create: bool = False) -> Path:
    """The real file; a list that is missing but has a log may have an interrupted run to settle first."""
    with explained(path):
        real = files.real(path)
        if real.is_dir():
            raise UserError(_("{path} is a folder.").format(path=path), hint=_("Name the list, a file in it."))
        if not real.exists():
            if not real.parent.is_dir():
                raise UserError(
                    _("There is no folder {path}.").format(path=real.parent),
                    hint=_("Make it first, or check the name."),
                )
            if not create and not beside.log_file(real).exists():
                raise _missing(path)
        elif not real.is_file():
            raise UserError(_("{path} is not a file.").format(path=path), hint=_("Name a list: an Excel or CSV file."))
    return real


def _missing(path: Path) -> UserError:
    if beside.backup_files(path):
        hint = _("Its backups are still there: “leadlist restore” puts one back.")
    else:
        hint = _("Check the name and the folder.")
    return UserError(_("There is no file {path}.").format(path=path), hint=hint)


@contextmanager
def locked(path: Path, access: Access, wait: float) -> Iterator[None]:
    """Hold the lock of a list or ledger while the block runs; raises Busy where it is not free in `wait` seconds."""
    from filelock import FileLock, Timeout

    file = beside.lock_file(path)
    is_new = not file.exists()
    lock = FileLock(file, timeout=max(0.0, wait), mode=access.mode & 0o660 | 0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy(
            _("Another leadlist is working on {path}.").format(path=path),
            hint=_("Run this again when it is done, or wait longer with --wait SECONDS."),
        ) from error
    try:
        if is_new:
            files.private_access(file, access)
        yield
    finally:
        with suppress(OSError):  # the system lets go of it when the process ends
            lock.release()


def _open(path: Path, key: Key, *, create: bool, access: Access) -> Opened:
    """Read the log, settle what was interrupted, and take the fingerprint; the lock is held."""
    log = ChangeLog(beside.log_file(path))
    key = with_kept(key, log)
    fault = first_fault(log, key)
    if fault:
        raise damaged(log.path, fault[0])
    opened = Opened(path, key, log, access)
    recovery.settle(opened, datetime.now(UTC))
    if key.kept and log.records and log.records[-1]["key"] != key.id:
        log.append("rotate", datetime.now(UTC), key, {"rewritten": [], "kept": kept_lines(key)}, access)
    if not path.exists():
        if not create:
            raise _missing(path)
    else:
        opened.access = files.access(path)
        _refuse_unusual(path)
        opened.before = files.fingerprint(path)
    lost = state.lost_heads(path, log)
    if lost:
        opened.notes.append(
            _(
                "The log of {path} is not the one this computer remembers of {time}: “leadlist log --verify” says more."
            ).format(path=path, time=lost[-1].get("time", ""))
        )
    return opened


def _refuse_unusual(path: Path) -> None:
    if path.stat().st_nlink > 1:
        raise Refused(
            _("{path} has a second name (a hard link); a change would part the two.").format(path=path),
            hint=_("Remove the other name, or work on a copy."),
        )
    if not files.writable(path):
        raise StorageError(
            _("{path} is read-only.").format(path=path), hint=_("Allow writing to it, or work on a copy.")
        )
