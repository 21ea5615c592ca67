"""What is looked at before any parser sees a workbook: the zip's directory, and each XML part's first words.

A workbook comes by mail. Its zip directory says how large everything is before a byte is unpacked; a document type
is the only way to entities, so no part may have one. Nothing is ever extracted by name.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipInfo

from lxml import etree

from leadlist.errors import Refused, UserError
from leadlist.locale import _

MOST_PARTS = 20_000
MOST_BYTES = 3 << 30
"""A full worksheet of 1,048,576 rows and 40 columns is about 2.5 GB of XML."""
LARGE = 64 << 20
MOST_RATIO = 200
"""Sheets of real data shrink to a tenth, of empty formatted rows to a fiftieth; deflate ends at a thousandth."""
MOST_IN_MEMORY = 256 << 20
MOST_IN_ROW = 32 << 20

_METHODS = {0, 8}
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)


def check_directory(path: Path, parts: Sequence[ZipInfo]) -> None:
    """Refuse a zip that would unpack to too much, or whose names point out of it or stand twice.

    Raises Refused, naming the part.
    """
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise _refused(path, "", _("it unpacks to more than any list can need"))
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if _OUTSIDE.search(part.orig_filename):
            raise _refused(path, name, _("a name in it points outside of the file"))
        if name.lower() in seen:
            raise _refused(path, name, _("two parts have the same name"))
        seen.add(name.lower())
        if part.flag_bits & 1:
            raise _refused(path, name, _("the part is encrypted"))
        if part.compress_type not in _METHODS:
            raise _refused(path, name, _("the part is packed in a way Excel does not use"))
        if part.file_size > LARGE and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise _refused(path, name, _("it unpacks to a suspicious size"))


def _refused(path: Path, part: str, reason: str) -> Refused:
    where = f"{path.name}: {part}" if part else path.name
    return Refused(
        _("“{where}” is not opened: {reason}.").format(where=where, reason=reason),
        hint=_("Open it in Excel if you trust who sent it, and save it under a new name."),
    )


def check_start(data: bytes, path: Path, part: str) -> None:
    """Refuse an XML part that declares a document type or is not in UTF-8. `data` is its beginning."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise _refused(path, part, _("the part is not written in UTF-8"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused(path, part, _("the part declares a document type, which workbooks never do"))
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)", data)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        raise _refused(path, part, _("the part is not written in UTF-8"))


def parsed(data: bytes, path: Path, part: str) -> "etree._Element":
    """The tree of a part that fits into memory.

    Raises Refused for a document type, UserError where it is no XML.
    """
    check_start(data, path, part)
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise damaged(path, part) from error


def serialized(root: "etree._Element") -> bytes:
    """The bytes of a tree as a part of a workbook."""
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True))


def damaged(path: Path, part: str) -> UserError:
    """The file cannot be read as the workbook it says it is."""
    where = f"{path.name}: {part}" if part else path.name
    return UserError(
        _("“{where}” is damaged and cannot be read.").format(where=where),
        hint=_("Open it in Excel, let Excel repair it, and save it under a new name; or take a backup."),
    )


def not_a_workbook(path: Path) -> UserError:
    """The file has the name of a workbook and other content."""
    return UserError(
        _("“{name}” is not an Excel workbook (.xlsx or .xlsm), whatever its name says.").format(name=path.name),
        hint=_("Open it with the program that made it and save it as .xlsx or .csv."),
    )
