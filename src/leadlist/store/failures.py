"""What the disk or the system refused, said in one sentence with a hint."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadlist.errors import Busy, StorageError, UserError, reason_of
from leadlist.locale import _

_SHARING_VIOLATION = (32, 33)  # Windows: another program holds the file open

_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


def explain(error: OSError, path: Path) -> UserError:
    """The sentence for a failure of the disk while working on `path`."""
    folder = path.parent
    if getattr(error, "winerror", None) in _SHARING_VIOLATION:
        return Busy(
            _("{path} is open in another program.").format(path=path), hint=_("Close it there, then run this again.")
        )
    if error.errno in _FULL:
        return StorageError(
            _("The disk is full: {path} could not be changed.").format(path=path),
            hint=_("Make room on the disk that holds {folder}, then run this again.").format(folder=folder),
        )
    if error.errno in _REFUSED:
        return StorageError(
            _("There is no permission to write beside {path}.").format(path=path),
            hint=_("The list, its log and its backups are in {folder}: allow writing there, or copy the list.").format(
                folder=folder
            ),
        )
    if error.errno == errno.ENAMETOOLONG:
        return StorageError(
            _("The name {path} is too long: the names of its log and backups do not fit on this disk.").format(
                path=path.name
            ),
            hint=_("Give the list a shorter name."),
        )
    return StorageError(
        _("The disk reported an error at {path}: {reason}.").format(path=path, reason=reason_of(error)),
        hint=_("Check the disk or the network folder, then run this again."),
    )


def changed_meanwhile(path: Path) -> Busy:
    """The error for a list that somebody saved, moved or removed between our reading and our writing."""
    return Busy(
        _("{path} was changed by another program meanwhile; that change was kept, ours was dropped.").format(path=path),
        hint=_("Close the other program and run this again."),
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn failures of the disk into `StorageError` (or `Busy` where another program holds the file)."""
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error
