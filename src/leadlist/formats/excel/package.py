"""The zip of a workbook: parts are read with a limit, and copied as the raw bytes they are.

A new file keeps the order, the names, the times, the flags and the packed bytes of every part that does not change
(APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16).
"""

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from leadlist.errors import UserError
from leadlist.formats.excel import safety

CHUNK = 1 << 18
LEVEL = 4
"""Measured in docs/adr/0003: the last level before packing takes half as long again."""
_WORTH_A_THREAD = 1 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_BROKEN = (BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, UnicodeDecodeError, OverflowError)

NewPart = bytes | Callable[[], Iterable[bytes]]
"""A part's new content, whole or in pieces."""


class Package:
    """A workbook's zip, checked before anything in it is unpacked.

    Raises UserError where the file is no zip, Refused where it is a dangerous one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            if self._file.read(2) != b"PK":
                raise safety.not_a_workbook(path)
            self._zip = ZipFile(self._file)
            if any(not 0 <= info.header_offset < self._zip.start_dir for info in self._zip.infolist()):
                raise safety.damaged(path, "")
            safety.check_directory(path, self._zip.infolist())
        except _BROKEN as error:
            self._file.close()
            raise safety.damaged(path, "") from error
        except UserError:
            self._file.close()
            raise
        self.parts = {info.filename: info for info in self._zip.infolist()}
        self._folded = {name.lower(): name for name in self.parts}

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def name_of(self, name: str) -> str | None:
        """The part's name as the zip spells it; upper and lower case name the same part (ECMA-376 part 2, 6.2.2)."""
        return self._folded.get(name.lower())

    def size(self, name: str) -> int:
        """How many bytes a part unpacks to."""
        return self.parts[name].file_size

    def stamp(self) -> tuple[int, ...]:
        """What tells this file from another of its name: device, number, size, time of change."""
        known = os.fstat(self._file.fileno())
        return known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns

    def read(self, name: str) -> bytes:
        """A part that fits into memory."""
        if self.parts[name].file_size > safety.MOST_IN_MEMORY:
            raise safety.damaged(self.path, name)
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """A part in pieces. Raises UserError where it is damaged."""
        try:
            with self._zip.open(self.parts[name]) as file:
                if self.parts[name].file_size > _WORTH_A_THREAD:
                    yield from _read_ahead(file)
                while chunk := file.read(CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise safety.damaged(self.path, name) from error

    def copy(self, target: BinaryIO, new: Mapping[str, NewPart], gone: frozenset[str] = frozenset()) -> None:
        """Write the package to `target` with some parts new and some gone, all else as the very same bytes."""
        with self.path.open("rb") as source:
            records, rest = _central_records(source, self._zip)
            placed: dict[int, bytes] = {}
            order = sorted(range(len(records)), key=lambda index: self._zip.infolist()[index].header_offset)
            if order:
                _copy_bytes(source, target, 0, self._zip.infolist()[order[0]].header_offset)
            for index in order:
                info = self._zip.infolist()[index]
                if info.filename in gone:
                    continue
                if info.filename in new:
                    placed[index] = _write_part(source, target, info, records[index], new[info.filename])
                else:
                    placed[index] = _copy_part(source, target, info, records[index])
            start = target.tell()
            for index in range(len(records)):
                target.write(placed.get(index, b""))
            target.write(_end_record(len(placed), start, target.tell() - start, rest))
            target.truncate()


def _read_ahead(file: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces; the next one is unpacked while the last one is used, on another core."""
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(file.read, CHUNK)
        while chunk := ahead.result():
            ahead = pool.submit(file.read, CHUNK)
            yield chunk


def _central_records(source: BinaryIO, archive: ZipFile) -> tuple[list[bytes], bytes]:
    """The raw records of the zip's directory, and the archive's comment."""
    source.seek(archive.start_dir)
    data = source.read()
    records: list[bytes] = []
    at = 0
    for _info in archive.infolist():
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        end = at + _CENTRAL.size + name + extra + comment
        records.append(data[at:end])
        at = end
    return records, archive.comment


def _copy_bytes(source: BinaryIO, target: BinaryIO, start: int, length: int) -> None:
    source.seek(start)
    while length > 0 and (chunk := source.read(min(length, CHUNK))):
        target.write(chunk)
        length -= len(chunk)


def _local_size(source: BinaryIO, info: ZipInfo) -> int:
    source.seek(info.header_offset)
    fields = _LOCAL.unpack(source.read(_LOCAL.size))
    return int(_LOCAL.size + fields[9] + fields[10])


def _copy_part(source: BinaryIO, target: BinaryIO, info: ZipInfo, record: bytes) -> bytes:
    """Copy one entry: local header, packed bytes and, where it has one, data descriptor."""
    at = target.tell()
    length = _local_size(source, info) + info.compress_size
    if info.flag_bits & 8:
        length += _descriptor_size(source, info, info.header_offset + length)
    _copy_bytes(source, target, info.header_offset, length)
    return _moved(record, at)


def _descriptor_size(source: BinaryIO, info: ZipInfo, at: int) -> int:
    source.seek(at)
    data = source.read(24)
    signed = 4 if data.startswith(b"PK\x07\x08") else 0
    crc = struct.pack("<L", info.CRC)
    for sizes in ("<2L", "<2Q"):
        if data[signed:].startswith(crc + struct.pack(sizes, info.compress_size & (2**64 - 1), info.file_size)):
            return signed + 4 + struct.calcsize(sizes)
    return 0


def _moved(record: bytes, offset: int) -> bytes:
    """A directory record whose entry now begins at `offset`; where it kept that in a zip64 field, there too."""
    fields = list(_CENTRAL.unpack_from(record))
    if fields[16] != 0xFFFFFFFF:
        fields[16] = offset
        return _CENTRAL.pack(*fields) + record[_CENTRAL.size :]
    name, extra = fields[10], fields[11]
    start = _CENTRAL.size + name
    data = bytearray(record)
    at = start
    while at + 4 <= start + extra:
        kind, size = struct.unpack_from("<2H", record, at)
        if kind == 1:
            place = at + 4 + 8 * sum(fields[index] == 0xFFFFFFFF for index in (8, 9))
            struct.pack_into("<Q", data, place, offset)
        at += 4 + size
    return bytes(data)


def _write_part(source: BinaryIO, target: BinaryIO, info: ZipInfo, record: bytes, content: NewPart) -> bytes:
    """Write one entry with new content, packed, and return its directory record."""
    at = target.tell()
    source.seek(info.header_offset)
    local = list(_LOCAL.unpack(source.read(_LOCAL.size)))
    name = source.read(local[9])
    target.write(bytes(_LOCAL.size) + name)
    crc = size = 0
    for piece in _packed([content] if isinstance(content, bytes) else content()):
        size += piece.size
        crc = piece.crc
        target.write(piece.data)
    end = target.tell()
    packed = end - at - _LOCAL.size - len(name)
    flags = local[2] & ~8
    target.seek(at)
    target.write(_LOCAL.pack(local[0], 20, flags, 8, local[4], local[5], crc, packed, size, len(name), 0))
    target.seek(end)
    fields = list(_CENTRAL.unpack_from(record))
    comment = record[_CENTRAL.size + fields[10] + fields[11] :]
    fields[2:5] = [20, fields[3] & ~8, 8]
    fields[7:10] = [crc, packed, size]
    fields[11] = 0
    fields[16] = at
    return _CENTRAL.pack(*fields) + record[_CENTRAL.size : _CENTRAL.size + fields[10]] + comment


class _Piece(NamedTuple):
    """Packed content, the bytes it was, and the checksum of all content so far."""

    data: bytes
    size: int
    crc: int


def _packed(pieces: Iterable[bytes]) -> Iterator[_Piece]:
    """Content deflated. The next piece is made while the last one is packed, on another core."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    crc = 0

    def pack(chunk: bytes) -> _Piece:
        nonlocal crc
        crc = zlib.crc32(chunk, crc)
        return _Piece(packer.compress(chunk), len(chunk), crc)

    with ThreadPoolExecutor(1) as pool:
        before: Future[_Piece] | None = None
        for chunk in _gathered(pieces):
            future = pool.submit(pack, chunk)
            if before is not None:
                yield before.result()
            before = future
        if before is not None:
            yield before.result()
    yield _Piece(packer.flush(), 0, crc)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a good size."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    yield b"".join(waiting)


def _end_record(count: int, start: int, size: int, comment: bytes) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, len(comment)) + comment
