"""Files in a zip, read into memory one by one: nothing is extracted by name, and what would unpack to too much is
refused. Phones send their cards like that, and LinkedIn, Google and Mailchimp their exports.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from leadlist.errors import Refused, UserError
from leadlist.locale import _

MOST_FILES = 10_000
MOST_BYTES = 512 << 20
LARGE = 1 << 20
MOST_RATIO = 200  # texts shrink to a tenth; deflate ends at a thousandth, where only bombs are
UTF_8_NAMES = 0x800  # general purpose bit 11 (APPNOTE.TXT 4.4.4)
ENCRYPTED = 0x1


BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError, EOFError, ValueError, IndexError)
"""What `zipfile` raises for zips, and files in them, that are damaged or packed in an unusual way; an IndexError
for an entry without a name."""


def members(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """The wanted files of a zip in the order of their names: each name, for showing only, and what the file holds.

    `wanted` judges the file's own name, without its folders. Raises Refused for a zip that is encrypted or unpacks to
    too much, UserError for one that is damaged.
    """
    for name, data in salvaged(path, wanted):
        if data is None:
            raise _unreadable(path)
        yield name, data


def salvaged(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | None]]:
    """The same, but None for what a file holds that is damaged by itself: the others are read."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, entry in _entries(path, archive):
                if wanted(PurePosixPath(name).name):
                    yield name, _content(archive, entry)
    except BROKEN as error:
        raise _unreadable(path) from error


def names(path: Path) -> list[str]:
    """The names of all files in a zip, for showing only; raises as `members` does."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name for name, _entry in _entries(path, archive)]
    except BROKEN as error:
        raise _unreadable(path) from error


def _entries(path: Path, archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _check(path, entries)
    named = sorted((_name(entry), entry.header_offset, entry) for entry in entries)
    return [(name, entry) for name, _offset, entry in named]


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    try:
        return archive.read(entry)
    except BROKEN:
        return None


def _unreadable(path: Path) -> UserError:
    return UserError(
        _("The zip “{file}” cannot be read; it is damaged, or packed in an unusual way.").format(file=path.name),
        hint=_("Unpack it by hand, and name the folder."),
    )


def _check(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """By the zip's directory, before a byte is unpacked."""
    reason = ""
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        reason = _("it unpacks to more than any list can need")
    elif any(entry.flag_bits & ENCRYPTED for entry in entries):
        reason = _("it is encrypted")
    elif any(entry.file_size > LARGE and entry.file_size > MOST_RATIO * entry.compress_size for entry in entries):
        reason = _("it unpacks to a suspicious size")
    if reason:
        raise Refused(
            _("“{where}” is not opened: {reason}.").format(where=path.name, reason=reason),
            hint=_("Unpack it by hand if you trust who sent it, and name the folder."),
        )


def _name(entry: zipfile.ZipInfo) -> str:
    """A name as it was meant: Windows writes those of Japanese files in CP932, which Python takes for CP437."""
    if entry.flag_bits & UTF_8_NAMES:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
