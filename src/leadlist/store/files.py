"""Files that are private, durable and swapped in one step. Every step that only POSIX knows is behind a function."""

import errno
import hashlib
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # Windows, where nobody saves a file that somebody else has open
    fcntl = None  # type: ignore[assignment]

CHUNK = 1 << 18
POSIX = os.name == "posix"
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


class Fingerprint(NamedTuple):
    """The bytes of a file, as SHA-256 (hex) and size, and the file's identity while it is not replaced or saved."""

    sha256: str
    size: int
    identity: tuple[int, int, int, int]


def identity(path: Path) -> tuple[int, int, int, int]:
    """Device, inode, size and modification time (ns): differs when the file was saved or replaced."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def fingerprint(path: Path, *, from_disk: bool = False) -> Fingerprint:
    """Read a file through. `from_disk` first drops the system's cached pages, so that the disk itself is read."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if from_disk:
            drop_cached(file.fileno())
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Fingerprint(digest.hexdigest(), size, (before.st_dev, before.st_ino, before.st_size, before.st_mtime_ns))


def drop_cached(handle: int) -> None:
    """Drop the system's cached pages of an open file, where it can: what is read next comes from the disk."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def being_written(path: Path) -> bool:
    """Whether another program holds the file open for writing; False where the system cannot say.

    Linux grants a read lease (fcntl(2), F_SETLEASE) only where nobody does. A program that emptied the file and was
    about to write it would otherwise be overlooked: its bytes come after every comparison.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # who opens it now sends a signal that is ignored
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False


def new_file(path: Path) -> None:
    """Make an empty file that only its owner can read; FileExistsError where the name is taken."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600))


def sync_file(path: Path) -> None:
    """Wait until the file's bytes and attributes are on the disk."""
    handle = os.open(path, os.O_RDONLY if POSIX else os.O_RDWR)  # a list may be read-only; Windows syncs writers only
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk. Windows and some network folders cannot; they need not."""
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(handle)


class Access(NamedTuple):
    """Who may read and write a file: mode bits and, where the system has them, owner and group (else -1)."""

    mode: int
    owner: int
    group: int


def access(path: Path) -> Access:
    """The access of an existing file."""
    found = path.stat()
    return Access(stat.S_IMODE(found.st_mode), found.st_uid if POSIX else -1, found.st_gid if POSIX else -1)


def new_access(umask: int) -> Access:
    """The access of a list that does not exist yet: the user's habit, minus everything for others."""
    return Access(0o660 & ~umask, -1, -1)


def private_access(path: Path, like: Access, *, folder: bool = False) -> None:
    """Give a log, backup or lock the list's group and mode, minus everything for others; never more than the list."""
    mode = like.mode & 0o660
    if folder:
        mode |= (mode & 0o440) >> 2
    if not _own(path, -1, like.group):
        mode &= 0o700
    path.chmod(mode | (0o700 if folder else 0o600))


def dress(path: Path, like: Access, source: Path | None) -> None:
    """Give a new list the owner, mode, extended attributes and ACL that the old one has.

    Where the group cannot be kept, the new group gets no more than others have.
    """
    mode = like.mode
    kept = _own(path, -1, like.group)
    if like.owner != -1 and path.stat().st_uid != like.owner:
        _own(path, like.owner, -1)
    if not kept:
        mode = mode & ~0o070 | (mode & 0o007) << 3
    path.chmod(mode)
    if source is not None:
        copy_attributes(source, path, acl=kept)


def _own(path: Path, owner: int, group: int) -> bool:
    if not POSIX or owner == group == -1:
        return True
    found = path.stat()
    if owner in (-1, found.st_uid) and group in (-1, found.st_gid):
        return True
    try:
        os.chown(path, owner, group)
    except PermissionError:
        return False
    return True


def copy_attributes(source: Path, target: Path, *, acl: bool = True) -> None:
    """Copy extended attributes, the POSIX ACL among them. What only the system may set is left to the system."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(source)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return
        raise
    for name in names:
        if name == "system.posix_acl_access" and not acl:
            continue
        try:
            os.setxattr(target, name, os.getxattr(source, name))
        except OSError as error:
            if not name.startswith(("security.", "trusted.")) or error.errno not in _UNSUPPORTED | {errno.EPERM}:
                raise


def remove(path: Path) -> None:
    """Remove a file; that it is gone already is fine."""
    path.unlink(missing_ok=True)


@contextmanager
def private_umask() -> Iterator[int]:
    """Nothing made inside can be read by anybody else; yields the mask in force before."""
    before = os.umask(0o077)
    try:
        yield before
    finally:
        os.umask(before)


def no_core_dumps() -> None:
    """Keep the key out of core files: switched off for the rest of the process, where the system has them."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def real(path: Path) -> Path:
    """The file behind symlinks, as an absolute path."""
    return Path(os.path.realpath(path))


def writable(path: Path) -> bool:
    """Whether this user may write to the file, by its mode."""
    return os.access(path, os.W_OK)
