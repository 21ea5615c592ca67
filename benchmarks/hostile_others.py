"""Makes files that harm and are no .xlsx: text files, compound files, OpenDocument, cards, things that are no file.

`hostile_files.py` runs them through the commands, together with those of `hostile_workbooks.py`.
"""

# ruff: noqa: E501 - what harms stands in one line each

import io
import os
import random
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from hostile_workbooks import LAUGHS, Make, book

LINE = "会社名,氏名,メール,電話番号\r\n"
PERSON = "架空商事,架空　太郎,taro@example.jp,03-0000-0001\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _text(content: str | bytes) -> Make:
    return lambda path: void(path.write_bytes(content.encode() if isinstance(content, str) else content))


def void(_done: object) -> None:
    """Nothing, whatever was done."""


def _ods(content: bytes) -> Make:
    def make(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr("content.xml", content)

    return make


def _ods_table(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    return (
        f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='A'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    ).encode()


REPEATED = (
    "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384' "
    "office:value-type='string'><text:p>架空</text:p></table:table-cell></table:table-row>"
)


def compound_in_circles(path: Path) -> None:
    """A compound file whose sectors follow each other in a circle, named as a workbook."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<11L", header, 40, 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 0, 0)
    table = struct.pack("<128L", *([1] * 128))
    names = b"Workbook".decode().encode("utf-16-le") + b"\0" * 48
    path.write_bytes(bytes(header) + table + (names + bytes(512))[:512] * 4)


def spinning(path: Path) -> None:
    """A protected workbook that says its password was hashed 9e9999 times."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO()
    inner = path.with_suffix(".plain")
    book(inner)
    plain.write(inner.read_bytes())
    inner.unlink()
    plain.seek(0)
    out = io.BytesIO()
    OOXMLFile(plain).encrypt("geheim", out)
    known = b'spinCount="100000"'
    assert known in out.getvalue()
    path.write_bytes(out.getvalue().replace(known, b'spinCount="9e9999"'))


def zip_in_zip(path: Path) -> None:
    """A zip for import that holds lists which unpack to gigabytes."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}.csv", LINE + "," * (8 << 20))


def pipe(path: Path) -> None:
    """Something to read from that never has an end, and never a beginning."""
    os.mkfifo(path)


def endless(path: Path) -> None:
    """A link to a device that gives zeros for ever."""
    path.symlink_to("/dev/zero")


def to_itself(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path.name)


OTHERS: dict[str, Make] = {
    "nothing.csv": _text(""),
    "mark_only.csv": _text("\ufeff"),
    "zeros.csv": _text(bytes(20 << 20)),
    "zeros_inside.csv": _text(LINE + PERSON.replace("架空商事", "架\0空") * 1000),
    "noise.csv": _text(random.Random(3).randbytes(5 << 20)),
    "open_quote.csv": _text(LINE + '"' + PERSON * 200_000),
    "quotes.csv": _text(LINE + '"' * (20 << 20)),
    "quotes_by_turns.csv": _text(LINE + '"a""b"c"d,"' * 500_000),
    "delimiters.csv": _text(LINE + "," * (10 << 20)),
    "one_line.csv": _text(LINE.strip() + "架" * (10 << 20)),
    "a_million_headings.csv": _text(",".join(f"列{n}" for n in range(300_000)) + "\r\n" + PERSON),
    "returns.csv": _text("\r" * (10 << 20)),
    "blank_lines.csv": _text(LINE + "\r\n" * 5_000_000 + PERSON),
    "utf16_odd.csv": _text(b"\xff\xfe" + (LINE + PERSON).encode("utf-16-le") + b"\x00"),
    "utf16_surrogates.csv": _text(b"\xff\xfe" + LINE.encode("utf-16-le") + b"\x00\xd8" * 5000),
    "utf32.csv": _text((LINE + PERSON).encode("utf-32")),
    "terminal.csv": _text(LINE + "\x1b]0;x\x07\x1b[2J[/],\u202e架空,x@example.jp,=cmd|' /C calc'!A0\r\n"),
    "compressed.csv": _text(b"\x1f\x8b\x08" + bytes(1000)),
    "picture.xlsx": _text(b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "pdf.csv": _text(b"%PDF-1.7\n" + bytes(1000)),
    "text.xls": _text(LINE + PERSON),
    "half_zip.xlsx": _text(b"PK\x03\x04" + random.Random(4).randbytes(100_000)),
    "end_only.xlsx": _text(b"PK\x05\x06" + bytes(18)),
    "compound_noise.xls": _text(OLE + random.Random(5).randbytes(1 << 20)),
    "compound_named.xls": _text(OLE + bytes(504) + "Workbook".encode("utf-16-le") + random.Random(6).randbytes(1 << 20)),
    "compound_protected.xlsx": _text(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)),
    "compound_in_circles.xls": compound_in_circles,
    "spinning.xlsx": spinning,
    "repeated.ods": _ods(_ods_table(REPEATED)),
    "repeated_blank.ods": _ods(_ods_table(REPEATED.replace("<text:p>架空</text:p>", ""))),
    "laughs.ods": _ods(LAUGHS.encode() + _ods_table("<table:table-row><table:table-cell>&a9;</table:table-cell></table:table-row>")),
    "nested.ods": _ods(_ods_table("<text:p>" * 300_000)),
    "bomb.ods": _ods(_ods_table(" " * (600 << 20))),
    "noise.xlsb": lambda path: _binary(path, random.Random(7).randbytes(200_000)),
    "far.xlsb": lambda path: _binary(path, b"\x93\x01\x0c" + struct.pack("<LLL", 1_048_575, 0, 0) * 9),
    "cards.vcf": _text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + "架" * (4 << 20) + "\r\nEND:VCARD\r\n"),
    "open_cards.vcf": _text("BEGIN:VCARD\r\n" * 300_000),
    "folded.vcf": _text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\n" + " b\r\n" * 1_000_000 + "END:VCARD\r\n"),
    "lists.zip": zip_in_zip,
    "pipe.csv": pipe,
    "endless.csv": endless,
    "to_itself.xlsx": to_itself,
    "folder.xlsx": lambda path: path.mkdir(),
}  # fmt: skip
"""By the name of the file."""


def _binary(path: Path, data: bytes) -> None:
    """An .xlsb with these bytes for its parts."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("xl/workbook.bin", data)
        archive.writestr("xl/worksheets/sheet1.bin", data)
