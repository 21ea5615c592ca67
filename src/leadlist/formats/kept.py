"""Whether a disk kept what was written: a write that reports success is not a write that happened.

`cli.run.require_same` reads the leads of a new file again; these look at all that is not leads.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadlist.errors import StorageError
from leadlist.locale import _

_CHUNK = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Writer:
    """Writes to a file and keeps the CRC-32 and the length of what it was given."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self.crc = 0
        self.length = 0

    def write(self, data: bytes) -> int:
        """As that of the file."""
        self.crc = zlib.crc32(data, self.crc)
        self.length += len(data)
        return self._file.write(data)


@contextmanager
def kept(target: Path) -> Iterator[Writer]:
    """Write a file from its begin to its end; raises StorageError where it then holds anything else."""
    with target.open("wb") as file:
        writer = Writer(file)
        yield writer
    crc = length = 0
    with target.open("rb") as written:
        while chunk := written.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
            length += len(chunk)
    if (crc, length) != (writer.crc, writer.length):
        raise not_kept(target)


def require_whole(package: Path, source: Path, *, but: str) -> None:
    """Read every part of a zip against its checksum, `but` for one that is read again anyway.

    Raises StorageError for a part that was whole in the `source` the package was made from.
    """
    broken = _broken(package, but)
    if broken and broken - _broken(source, but):
        raise not_kept(package)


def _broken(package: Path, but: str) -> set[str]:
    """The parts that do not read through; `{""}` where there is no directory of them."""
    broken: set[str] = set()
    try:
        with zipfile.ZipFile(package) as archive:
            for info in archive.infolist():
                try:
                    with archive.open(info) as part:
                        while info.filename != but and part.read(_CHUNK):
                            pass
                except _FAULTS:
                    broken.add(info.filename)
    except _FAULTS:
        return {""}
    return broken


def not_kept(path: Path) -> StorageError:
    """The error for a file that is not what was written to it."""
    problem = _("The disk did not keep what was written to {path}.").format(path=path)
    return StorageError(problem, hint=_("Check the disk."))
