"""Reading a backup, strictly.

A zip can say one thing in its directory and another in its entries: pyzipper alone returns shortened data for forged
sizes and reads entries that are not encrypted. Here the directory must list exactly our entries, they must lie end to
end, and each is decrypted to its last byte and compared with the manifest.
"""

import errno
import hashlib
import hmac
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from leadlist.errors import Damaged
from leadlist.locale import _
from leadlist.store import merkle, seals
from leadlist.store.cipher import SALT, TAG, VERIFIER, Keys
from leadlist.store.files import CHUNK
from leadlist.store.keys import Key
from leadlist.store.packing import DEFLATED, ENTRIES, STORED
from leadlist.store.records import encode
from leadlist.store.seals import belongs_to
from leadlist.store.undo_lines import line_leaf

_MANIFEST_LIMIT = 1 << 20
_AROUND = SALT + VERIFIER + TAG


class Entry(NamedTuple):
    """Where an entry of a backup lies, and what the directory says about it."""

    start: int
    packed: int
    size: int
    deflated: bool
    info: Any


class Archive:
    """A backup that was opened: the manifest is verified, the rest is verified while it is read.

    Use `open_archive`. Every method raises Damaged where the file is not exactly what was written.
    """

    def __init__(self, path: Path, entries: Mapping[str, Entry], password: str) -> None:
        self.path = path
        self._entries = entries
        self._password = password.encode()
        self.manifest: Mapping[str, Any] = self._read_manifest()

    def verify(self) -> None:
        """Read everything through: sizes, hashes, Merkle root."""
        self.verify_bytes()
        for _line in self.lines():
            pass

    def verify_bytes(self) -> None:
        """Read everything through: sizes and hashes. Enough where the Merkle root was made from the same bytes."""
        with ThreadPoolExecutor(1) as aside:
            other = aside.submit(self._copy, ENTRIES[1], self.manifest["undo"], None)
            self.copy_payload(None)
            other.result()

    def copy_payload(self, target: IO[bytes] | None) -> None:
        """Write the list as it was to `target`. What was written counts only if no error was raised."""
        self._copy(ENTRIES[0], self.manifest["payload"], target)

    def _copy(self, name: str, described: Mapping[str, Any], target: IO[bytes] | None) -> None:
        digest, size = hashlib.sha256(), 0
        for chunk in self._chunks(name):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
        if size != described["size"] or digest.hexdigest() != described["sha256"]:
            raise damaged(self.path)

    def lines(self) -> Iterator[bytes]:
        """The lines of undo.jsonl. The last check comes after the last line: exhaust it before using any."""
        described = self.manifest["undo"]
        digest, size, tree, rest = hashlib.sha256(), 0, merkle.Tree(), b""
        for chunk in self._chunks(ENTRIES[1]):
            digest.update(chunk)
            size += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            try:
                tree.extend(map(line_leaf, lines))
            except (ValueError, KeyError, TypeError) as error:
                raise damaged(self.path) from error
            yield from lines
        found = (size, digest.hexdigest(), tree.count, tree.root(), rest)
        if found != (described["size"], described["sha256"], described["leads"], described["root"], b""):
            raise damaged(self.path)

    def _read_manifest(self) -> Mapping[str, Any]:
        if self._entries[ENTRIES[2]].size > _MANIFEST_LIMIT:
            raise damaged(self.path)
        try:
            text = b"".join(self._chunks(ENTRIES[2])).decode()
            manifest = json.loads(text)
            if encode(manifest) != text or manifest["format"] != "leadlist backup" or manifest["version"] != 1:
                raise damaged(self.path)
            wanted = (manifest["payload"]["size"], manifest["undo"]["size"])
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.path) from error
        if wanted != (self._entries[ENTRIES[0]].size, self._entries[ENTRIES[1]].size):
            raise damaged(self.path)
        return dict(manifest)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Decrypt one entry to its last byte. The MAC is checked before the stream ends, not before the first chunk."""
        with self.path.open("rb") as file:
            yield from self._chunks_of(file, self._entries[name])

    def _chunks_of(self, file: IO[bytes], entry: Entry) -> Iterator[bytes]:
        file.seek(entry.start)
        keys = Keys(self._password, file.read(SALT))
        if not hmac.compare_digest(keys.verifier, file.read(VERIFIER)):
            raise damaged(self.path)
        left, size = entry.packed - _AROUND, 0
        inflate = zlib.decompressobj(-15) if entry.deflated else None
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise damaged(self.path)
            left -= len(chunk)
            for plain in _inflated(inflate, keys.decrypt(chunk), self.path):
                size += len(plain)
                if size > entry.size:
                    raise damaged(self.path)
                yield plain
        if inflate is not None and (not inflate.eof or inflate.unused_data):
            raise damaged(self.path)
        if size != entry.size or not hmac.compare_digest(file.read(TAG), keys.tag()):
            raise damaged(self.path)


def _inflated(inflate: Any, chunk: bytes, path: Path) -> Iterator[bytes]:
    """At most CHUNK bytes at a time, however well they were compressed."""
    if inflate is None:
        yield chunk
        return
    while chunk:
        try:
            yield inflate.decompress(chunk, CHUNK)
        except zlib.error as error:
            raise damaged(path) from error
        chunk = inflate.unconsumed_tail


def directory(path: Path, file: IO[bytes], key_id: str) -> dict[str, Entry]:
    """The entries of a backup, if it is laid out exactly as `write` does it; else Damaged."""
    import pyzipper

    try:
        with pyzipper.AESZipFile(file) as archive:
            infos, end, comment = archive.infolist(), archive.start_dir, archive.comment
    except (pyzipper.BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise damaged(path) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise damaged(path) from error
    if tuple(info.filename for info in infos) != ENTRIES or comment != seals.comment(key_id):
        raise damaged(path)
    entries: dict[str, Entry] = {}
    place = 0
    for info in infos:
        start = _data_start(file, info, place)
        if start is None:
            raise damaged(path)
        entries[info.filename] = Entry(start, info.compress_size, info.file_size, info.compress_type == DEFLATED, info)
        place = start + info.compress_size
    if place != end:
        raise damaged(path)
    return entries


def _data_start(file: IO[bytes], info: Any, place: int) -> int | None:
    """Where the encrypted bytes of an entry begin, or None where its two headers are not as `write` makes them."""
    sound = (
        info.header_offset == place
        and info.flag_bits == 0x1
        and (info.wz_aes_version, info.wz_aes_vendor_id, info.wz_aes_strength) == (2, b"AE", 3)
        and info.compress_type in (STORED, DEFLATED)
        and info.CRC == 0
        and info.compress_size >= _AROUND
    )
    file.seek(place)
    header = file.read(30)
    if not sound or len(header) != 30 or header[:4] != b"PK\x03\x04":
        return None
    name, extra = struct.unpack("<HH", header[26:30])
    if file.read(name) != info.filename.encode():
        return None
    return int(place + 30 + name + extra)


@contextmanager
def open_archive(path: Path, key: Key) -> Iterator["Archive"]:
    """Open a backup for reading. Raises Damaged where it is altered or belongs to another key, and OSError."""
    key_id = seals.backup_key_id(path)
    if key_id is None:
        raise damaged(path)
    password = key.password_of(key_id)
    if password is None:
        raise belongs_to(path, key_id)
    with path.open("rb") as file:
        entries = directory(path, file, key_id)
    yield Archive(path, entries, password)


def damaged(path: Path) -> Damaged:
    """The error for a backup that is not what was written."""
    return Damaged(
        _("The backup {name} is damaged or was altered.").format(name=path.name),
        hint=_("Use another one: “leadlist backup list” shows them."),
    )
