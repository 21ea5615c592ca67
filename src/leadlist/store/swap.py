"""Names that change hands in one step: exchange, move without replacing; and what to do where there is neither."""

import errno
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_NOREPLACE = 1  # linux/fs.h: RENAME_NOREPLACE
_EXCHANGE = 2  # linux/fs.h: RENAME_EXCHANGE
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY})


@functools.cache
def _renameat2() -> Callable[[Path, Path, int], None] | None:
    """Linux's `renameat2`, or None where the C library has none."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)

    def rename(source: Path, target: Path, flags: int) -> None:
        if function(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), flags) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(source), None, str(target))

    return rename


def exchange(first: Path, second: Path) -> bool:
    """Two files change names in one step, nobody ever sees one missing. False where the system or disk cannot."""
    rename = _renameat2()
    if rename is None:
        return False
    try:
        rename(first, second, _EXCHANGE)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return False
        raise
    return True


def move_new(source: Path, target: Path) -> None:
    """Give a file a name that must be free; FileExistsError where it is taken."""
    rename = _renameat2()
    if rename is not None:
        try:
            rename(source, target, _NOREPLACE)
            return
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
    move_new_plainly(source, target)


def move_new_plainly(source: Path, target: Path) -> None:
    """As `move_new`, without renameat2: a second name, then the first one goes; Windows renames so itself."""
    if os.name == "nt":
        source.rename(target)
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _UNSUPPORTED | {errno.EPERM, errno.EMLINK}:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        source.rename(target)
        return
    source.unlink()
