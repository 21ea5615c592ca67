"""Writing a backup: a zip of three entries, AES-256 (WinZip AE-2), as a stream. `archive` reads it back."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from leadlist.store import merkle, seals
from leadlist.store.cipher import Keys
from leadlist.store.records import encode
from leadlist.store.undo_lines import OF_COLUMNS, Lines

if TYPE_CHECKING:
    from pyzipper import AESZipFile

ENTRIES = ("payload", "undo.jsonl", "manifest.json")
STORED, DEFLATED = 0, 8
_WHEN = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20  # bytes of a list that are worked on at once
_COMPRESSED_ALREADY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Content(NamedTuple):
    """What was put into a backup: size and SHA-256 of the list, number of leads and the Merkle root over them.

    The root is over one record more where the operation added columns: that record is no lead's.
    """

    size: int
    sha256: str
    leads: int
    root: str


def write(
    target: Path, password: str, key_id: str, payload: Path | None, lines: Iterable[Lines], manifest: Mapping[str, Any]
) -> Content:
    """Fill the existing file `target` with a backup of `payload` (None: the list did not exist) and the undo lines.

    `manifest` is completed with sizes and hashes. Memory does not grow with the list.
    """
    with _new_archive(target) as archive:
        archive.setpassword(password.encode())
        archive.comment = seals.comment(key_id)
        digest, size = _put_payload(archive, payload)
        undo, columns = _put_lines(archive, lines)
        described = {"absent": payload is None, "sha256": digest, "size": size}
        with _entry(archive, ENTRIES[2], STORED) as entry:
            entry.write(encode({**manifest, "payload": described, "undo": undo}).encode())
    return Content(size, digest, undo["leads"] - columns, undo["root"])


@contextmanager
def _new_archive(target: Path) -> Iterator["AESZipFile"]:
    import pyzipper

    options = {"nbits": 256, "force_wz_aes_version": 2}
    with target.open("w+b") as file:
        archive = pyzipper.AESZipFile(file, "w", encryption=pyzipper.WZ_AES, encryption_kwargs=options)
        slow = archive.get_encrypter
        archive.get_encrypter = lambda: _with_quick_cipher(slow(), archive.pwd)
        try:
            yield archive
            archive.close()
        except BaseException:
            archive.fp = None  # else it tries to finish a zip that has half an entry, and hides the reason
            raise


def _with_quick_cipher(encrypter: Any, password: bytes) -> Any:
    """pyzipper's encrypter, which knows the headers, with the encryption and the MAC of `cipher`."""
    keys = Keys(password, encrypter.salt)
    encrypter.encrypt, encrypter.flush = keys.encrypt, keys.tag
    return encrypter


def _put_payload(archive: "AESZipFile", payload: Path | None) -> tuple[str, int]:
    """SHA-256 and size of what was put in; an empty entry where there is no list."""
    digest, size = hashlib.sha256(), 0
    if payload is None:
        _entry(archive, ENTRIES[0], STORED).close()
        return digest.hexdigest(), size
    with payload.open("rb") as source:
        method = STORED if source.read(4) in _COMPRESSED_ALREADY else DEFLATED
        source.seek(0)
        with _entry(archive, ENTRIES[0], method) as entry, ThreadPoolExecutor(1) as aside:
            while chunk := source.read(_PIECE):
                hashing = aside.submit(digest.update, chunk)
                size += entry.write(chunk)
                hashing.result()
    return digest.hexdigest(), size


def _put_lines(archive: "AESZipFile", lines: Iterable[Lines]) -> tuple[dict[str, Any], int]:
    """What the manifest says of undo.jsonl, and how many of its records speak of columns."""
    digest, size, tree = hashlib.sha256(), 0, merkle.Tree()
    columns = 0
    with _entry(archive, ENTRIES[1], DEFLATED) as entry, ThreadPoolExecutor(1) as aside:
        for some in lines:
            hashing = aside.submit(digest.update, some.text)
            size += entry.write(some.text)
            columns += not tree.count and OF_COLUMNS in some.text.partition(b"\n")[0]
            tree.extend(some.each_leaf())
            hashing.result()
    return {"leads": tree.count, "root": tree.root(), "sha256": digest.hexdigest(), "size": size}, columns


def _entry(archive: "AESZipFile", name: str, method: int) -> IO[bytes]:
    info = archive.zipinfo_cls(name, _WHEN)
    info.compress_type = method
    opened: Any = archive.open(info, "w", force_zip64=True)
    if method == DEFLATED:
        opened._compressor = _deflater()
    return cast("IO[bytes]", opened)


def _deflater() -> Any:
    """ISA-L packs closer than zlib's fastest level in a third of the time; zlib where there is none."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return isal_zlib.compressobj(2, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
