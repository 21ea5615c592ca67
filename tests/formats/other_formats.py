"""Lists in the formats that leadlist only reads, and protected ones, written byte by byte."""

import io
import struct
from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path
from zipfile import ZipFile

from tests.formats.excel.books import OFFICE, PACKAGE

Rows = Sequence[Sequence[str]]


def write_ods(path: Path, rows: Rows, sheet: str = "名簿") -> Path:
    """An OpenDocument spreadsheet of one sheet."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="{sheet}">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook ([MS-XLSB] 2.1.4): type and size in seven bits a byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(data)]) if len(data) < 0x80 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return head + size + data


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, rows: Rows, sheet: str = "名簿") -> Path:
    """A binary workbook of one sheet of texts (BrtBundleSh, BrtRowHdr, BrtCellSt)."""
    book = _record(131) + _record(143) + _record(156, struct.pack("<LL", 0, 1) + _wide("rId1") + _wide(sheet))
    book += _record(144) + _record(132)
    last = struct.pack("<LLLL", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    cells = _record(129) + _record(148, last) + _record(145)
    for number, row in enumerate(rows):
        cells += _record(0, struct.pack("<LLHHBL", number, 0, 300, 0, 0, 1) + struct.pack("<LL", 0, len(row) - 1))
        for column, text in enumerate(row):
            cells += _record(6, struct.pack("<LL", column, 0) + _wide(text))
    cells += _record(146) + _record(130)
    link = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", rels.format("rId1", "officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", rels.format("rId1", "worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", cells)
    return path


def write_standard(path: Path, plain: bytes, password: str) -> Path:
    """A workbook protected as Excel 2007 did it ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9: AES-128 in ECB, SHA-1)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
    from msoffcrypto.method.ecma376_standard import ECMA376Standard

    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, salt)

    def sealed(data: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return cipher.update(data + bytes(-len(data) % 16)) + cipher.finalize()

    header = struct.pack("<8L", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    info = struct.pack("<HHLL", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<L", 16) + salt + sealed(verifier) + struct.pack("<L", 20) + sealed(sha1(verifier).digest())
    out = io.BytesIO()
    padded = plain.ljust(4096, b"\0")  # shorter ones would lie in the container's mini stream, which Excel avoids too
    ECMA376Encrypted(struct.pack("<Q", len(plain)) + sealed(padded), info).write_to(out)
    path.write_bytes(out.getvalue())
    return path
