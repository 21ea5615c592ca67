"""Folders for what must not lie about: decrypted workbooks, restored backups. What a killed run left is swept away."""

import atexit
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
_NAME = re.compile(r"leadlist-(\d+)-\w+")
_HOUR, _DAY = 3600.0, 86400.0  # seconds


def base(*, large: bool = False) -> Path:
    """Where private folders are made: in memory where the system has such a place, but for what is `large`."""
    in_memory = not large and IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    return IN_MEMORY if in_memory else Path(tempfile.gettempdir())


def new_private_folder(*, large: bool = False) -> Path:
    """A new folder that only this user may enter; what earlier runs left is swept away first."""
    sweep()
    return Path(tempfile.mkdtemp(prefix=f"leadlist-{os.getpid()}-", dir=base(large=large)))


@contextmanager
def private_folder(*, large: bool = False) -> Iterator[Path]:
    """Such a folder, gone when the block ends, or at the latest with the run: an error may keep the block open."""
    folder = new_private_folder(large=large)
    remove = partial(_remove, folder)
    atexit.register(remove)
    try:
        yield folder
    finally:
        remove()
        atexit.unregister(remove)


def sweep() -> None:
    """Remove the private folders of this user's runs that have ended without removing them."""
    for place in {base(), base(large=True)}:
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                _sweep_one(entry)


def _sweep_one(entry: "os.DirEntry[str]") -> None:
    """Remove a folder that is left over; one that another run removes meanwhile is no reason to stop."""
    found = _NAME.fullmatch(entry.name)
    with suppress(OSError):
        if found and entry.is_dir(follow_symlinks=False) and _is_left_over(int(found[1]), entry):
            _remove(Path(entry.path))


def _remove(folder: Path) -> None:
    """Remove a folder as far as the system allows. Stopped in the midst, `rmtree` may close a file twice."""
    with suppress(OSError):
        shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(process: int, entry: "os.DirEntry[str]") -> bool:
    """Whether the run that made a folder has ended; where processes cannot be asked, whether it is a day old.

    Not within the hour: a container that shares the folder counts its processes by itself.
    """
    status = entry.stat(follow_symlinks=False)
    age = time.time() - status.st_mtime
    if os.name != "posix":
        return age > _DAY
    if status.st_uid != os.getuid() or age < _HOUR:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
