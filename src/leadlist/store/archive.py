"""A backup: a zip of three entries, AES-256 (WinZip AE-2), written and read as a stream, read back strictly.

Strictly, because a zip can say one thing in its directory and another in its entries: pyzipper alone returns shortened
data for forged sizes and reads entries that are not encrypted. Here the directory must list exactly our entries, they
must lie end to end, and each is decrypted to its last byte and compared with the manifest.
"""

import errno
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypedDict

from leadlist.errors import Damaged
from leadlist.locale import _
from leadlist.store import merkle, seals
from leadlist.store.files import CHUNK
from leadlist.store.keys import Key
from leadlist.store.seals import belongs_to

if TYPE_CHECKING:
    from pyzipper import AESZipFile

ENTRIES = ("payload", "undo.jsonl", "manifest.json")
_WHEN = (1980, 1, 1, 0, 0, 0)
_MANIFEST_LIMIT = 1 << 20
_STORED, _DEFLATED = 0, 8
_SALT, _VERIFIER, _TAG = 16, 2, 10  # WinZip AE-2: AES-256 has a salt of 16 bytes
_COMPRESSED_ALREADY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class LeadRecord(TypedDict):
    """What happened to one lead: its id, the row a person saw it in, and its changes as JSON-able values."""

    lead: str
    row: int
    changes: list[Any]


class Content(NamedTuple):
    """What was put into a backup: size and SHA-256 of the list, number of leads and the Merkle root over them."""

    size: int
    sha256: str
    leads: int
    root: str


class Entry(NamedTuple):
    """Where an entry of a backup lies, and what the directory says about it."""

    start: int
    packed: int
    size: int
    deflated: bool
    info: Any


encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""JSON in one spelling: keys sorted, no blanks, ASCII. Everything that is hashed is written so."""


def write(
    target: Path, password: str, key_id: str, payload: Path | None, lines: Iterable[bytes], manifest: Mapping[str, Any]
) -> Content:
    """Fill the existing file `target` with a backup of `payload` (None: the list did not exist) and the undo lines.

    `manifest` is completed with sizes and hashes. Memory does not grow with the list.
    """
    with _new_archive(target) as archive:
        archive.setpassword(password.encode())
        archive.comment = seals.comment(key_id)
        digest, size = _put_payload(archive, payload)
        undo = _put_lines(archive, lines)
        described = {"absent": payload is None, "sha256": digest, "size": size}
        with _entry(archive, ENTRIES[2], _STORED) as entry:
            entry.write(encode({**manifest, "payload": described, "undo": undo}).encode())
    return Content(size, digest, undo["leads"], undo["root"])


@contextmanager
def _new_archive(target: Path) -> Iterator["AESZipFile"]:
    import pyzipper

    options = {"nbits": 256, "force_wz_aes_version": 2}
    with target.open("w+b") as file:
        archive = pyzipper.AESZipFile(file, "w", encryption=pyzipper.WZ_AES, encryption_kwargs=options)
        try:
            yield archive
            archive.close()
        except BaseException:
            archive.fp = None  # else it tries to finish a zip that has half an entry, and hides the reason
            raise


def _put_payload(archive: "AESZipFile", payload: Path | None) -> tuple[str, int]:
    """SHA-256 and size of what was put in; an empty entry where there is no list."""
    digest, size = hashlib.sha256(), 0
    if payload is None:
        _entry(archive, ENTRIES[0], _STORED).close()
        return digest.hexdigest(), size
    with payload.open("rb") as source:
        method = _STORED if source.read(4) in _COMPRESSED_ALREADY else _DEFLATED
        source.seek(0)
        with _entry(archive, ENTRIES[0], method) as entry:
            while chunk := source.read(CHUNK):
                size += entry.write(chunk)
                digest.update(chunk)
    return digest.hexdigest(), size


def _put_lines(archive: "AESZipFile", lines: Iterable[bytes]) -> dict[str, Any]:
    """What the manifest says of undo.jsonl."""
    digest, size, tree = hashlib.sha256(), 0, merkle.Tree()
    waiting = bytearray()
    with _entry(archive, ENTRIES[1], _DEFLATED) as entry:
        for line in lines:
            tree.add(line_leaf(line))
            waiting += line + b"\n"
            if len(waiting) >= CHUNK:
                size += entry.write(bytes(waiting))
                digest.update(waiting)
                waiting.clear()
        size += entry.write(bytes(waiting))
        digest.update(waiting)
    return {"leads": tree.count, "root": tree.root(), "sha256": digest.hexdigest(), "size": size}


def _entry(archive: "AESZipFile", name: str, method: int) -> IO[bytes]:
    info = archive.zipinfo_cls(name, _WHEN)
    info.compress_type = method
    info._compresslevel = 1
    opened: IO[bytes] = archive.open(info, "w", force_zip64=True)
    return opened


def line_leaf(line: bytes) -> bytes:
    """The Merkle leaf of a line of undo.jsonl; that of an erased lead is written in the line itself."""
    if line.startswith(b'{"erased":"'):
        return bytes.fromhex(json.loads(line)["erased"])
    return merkle.leaf(line)


class Archive:
    """A backup that was opened: the manifest is verified, the rest is verified while it is read.

    Use `open_archive`. Every method raises Damaged where the file is not exactly what was written.
    """

    def __init__(self, path: Path, file: IO[bytes], entries: Mapping[str, Entry], password: str) -> None:
        self.path = path
        self._file = file
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
        self.copy_payload(None)
        self._copy(ENTRIES[1], self.manifest["undo"], None)

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
            for line in lines:
                try:
                    tree.add(line_leaf(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise damaged(self.path) from error
                yield line
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
        from pyzipper.zipfile_aes import AESZipDecrypter

        entry = self._entries[name]
        self._file.seek(entry.start)
        try:
            decrypter = AESZipDecrypter(entry.info, self._password, self._file.read(_SALT + _VERIFIER))
        except RuntimeError as error:
            raise damaged(self.path) from error
        left, size = entry.packed - _SALT - _VERIFIER - _TAG, 0
        inflate = zlib.decompressobj(-15) if entry.deflated else None
        while left:
            chunk = self._file.read(min(CHUNK, left))
            if not chunk:
                raise damaged(self.path)
            left -= len(chunk)
            for plain in _inflated(inflate, decrypter.decrypt(chunk), self.path):
                size += len(plain)
                if size > entry.size:
                    raise damaged(self.path)
                yield plain
        if inflate is not None and (not inflate.eof or inflate.unused_data):
            raise damaged(self.path)
        if size != entry.size or self._file.read(_TAG) != decrypter.hmac.digest()[:_TAG]:
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
        entries[info.filename] = Entry(start, info.compress_size, info.file_size, info.compress_type == _DEFLATED, info)
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
        and info.compress_type in (_STORED, _DEFLATED)
        and info.CRC == 0
        and info.compress_size >= _SALT + _VERIFIER + _TAG
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
        yield Archive(path, file, directory(path, file, key_id), password)


def damaged(path: Path) -> Damaged:
    """The error for a backup that is not what was written."""
    return Damaged(
        _("The backup {name} is damaged or was altered.").format(name=path.name),
        hint=_("Use another one: “leadlist backup list” shows them."),
    )
