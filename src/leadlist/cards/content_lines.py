"""vCard bytes -> properties: unfolding, quoted-printable and character sets, forgiving and telling.

Everything works on bytes until one whole property is together, because a fold may stand inside a character and each
property of vCard 2.1 may have a character set of its own. Sources: vCard 2.1 (versit, 1996), RFC 2426 (3.0),
RFC 6350 (4.0), and what phones and card apps really write.
"""

import codecs
import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

from leadlist.locale import _

NAME = re.compile(rb"\s*(?:[A-Za-z0-9-]+\.)?([A-Za-z][A-Za-z0-9-]*)\s*(?=[;:])")
SEPARATOR_INSIDE = "\x1a"  # stands for a semicolon that was written =3B: part of a value, not a separator
JAPANESE = {"SHIFT_JIS", "SHIFT-JIS", "SJIS", "X-SJIS", "MS_KANJI", "CSSHIFTJIS", "WINDOWS-31J", "CP932", "MS932"}


NO_JAPANESE = re.compile("[\x80\xa0\uf8f0-\uf8f3]")  # what Python makes of bytes that stand for nothing in CP932


class Property(NamedTuple):
    """One property of a card: `name` in capitals, `parameters` (name in capitals -> values), its text still escaped."""

    name: str
    group: str
    parameters: dict[str, list[str]]
    text: str
    line: int

    def types(self) -> set[str]:
        """What the property says about itself (`WORK`, `CELL`, `PREF`), in capitals."""
        return {value.upper() for value in self.parameters.get("TYPE", ())}


class _Raw(NamedTuple):
    line: int
    head: bytes
    value: bytes


def properties(data: bytes, notes: list[str]) -> Iterator[Property]:
    """The properties of a file in their order, BEGIN and END among them; what cannot be read is told in `notes`."""
    plain, recoded = _without_utf16(data)
    for raw in _unfolded(plain, notes):
        yield _property(raw, recoded, notes)


def _without_utf16(data: bytes) -> tuple[bytes, bool]:
    """The bytes in an encoding whose line ends and colons are single bytes, and whether they had to be changed."""
    wide = (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, encoding in wide:
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode("utf-8", "replace"), True
    head = data[:64]
    if head[1::2].count(0) * 2 > len(head) * 0.8 or head[::2].count(0) * 2 > len(head) * 0.8:
        encoding = "utf-16-le" if head[1::2].count(0) else "utf-16-be"
        return data.decode(encoding, "replace").encode("utf-8", "replace"), True
    return data.removeprefix(codecs.BOM_UTF8), False


def _unfolded(data: bytes, notes: list[str]) -> Iterator[_Raw]:
    lines = re.split(rb"\r\n|\n|\r", data)
    version = b""
    at = 0
    while at < len(lines):
        number, line = at + 1, lines[at]
        at += 1
        if not line.strip():
            continue
        if NAME.match(line) is None:
            notes.append(_("Line {line} was skipped: it is no vCard property.").format(line=number))
            continue
        if b":" not in line:  # a fold among the parameters
            line, at = _unfold(line, lines, at, version)
        head, value = _split_head(line)
        if re.search(rb"QUOTED-PRINTABLE", head, re.I):
            value, at = _quoted_printable(value, lines, at)
        elif re.search(rb"ENCODING=B(ASE64)?\b|;BASE64\b", head, re.I):
            value, at = _base64(value, lines, at)
        else:
            value, at = _unfold(value, lines, at, version)
        if head.strip().upper() == b"VERSION":
            version = value.strip()
        yield _Raw(number, head, value)


def _goes_on(lines: list[bytes], at: int) -> bool:
    return at < len(lines) and lines[at][:1] in (b" ", b"\t") and bool(lines[at].strip())


def _split_head(line: bytes) -> tuple[bytes, bytes]:
    """Name and parameters, and the value: split at the first colon that does not stand in quotes."""
    quoted = False
    for position in range(len(line)):
        byte = line[position : position + 1]
        if byte == b'"':
            quoted = not quoted
        elif byte == b":" and not quoted:
            return line[:position], line[position + 1 :]
    head, _colon, value = line.partition(b":")
    return head, value


def _is_boundary(line: bytes) -> bool:
    return re.match(rb"\s*(BEGIN|END)\s*:\s*VCARD\s*$", line, re.I) is not None


def _quoted_printable(value: bytes, lines: list[bytes], at: int) -> tuple[bytes, int]:
    """Join soft line breaks: a line that ends in `=` goes on in the next one."""
    joined, last = bytearray(value), value
    while last.rstrip().endswith(b"=") and at < len(lines) and not _is_boundary(lines[at]):
        joined = joined.rstrip()[:-1]
        last = lines[at]
        joined += last
        at += 1
    while _goes_on(lines, at):
        joined += lines[at][1:]
        at += 1
    return bytes(joined).removesuffix(b"="), at


def _base64(value: bytes, lines: list[bytes], at: int) -> tuple[bytes, int]:
    """Join a picture's lines, indented or not, up to a blank line or the next property."""
    joined = bytearray(value)
    while at < len(lines) and lines[at].strip():
        if lines[at][:1] not in (b" ", b"\t") and NAME.match(lines[at]):
            break
        if not re.fullmatch(rb"[A-Za-z0-9+/=\s]+", lines[at]):
            break
        joined += lines[at].strip()
        at += 1
    return bytes(joined), at


def _unfold(value: bytes, lines: list[bytes], at: int, version: bytes) -> tuple[bytes, int]:
    """Join folded lines. vCard 2.1 folds at a blank of the text; 3.0 and 4.0 insert one that is none of it."""
    joined = bytearray(value)
    while _goes_on(lines, at):
        more = lines[at]
        between_ascii = joined[-1:].isascii() and more[1:2].isascii()
        keep = version.startswith(b"2") and between_ascii and joined[-1:].strip() and more[1:2].strip()
        joined += more if keep else more[1:]
        at += 1
    return bytes(joined), at


def _property(raw: _Raw, recoded: bool, notes: list[str]) -> Property:
    head = _decoded(raw.head, "", recoded, raw.line, notes)
    name, *parts = _split_quoted(head, ";")
    group, _dot, name = name.strip().rpartition(".")
    parameters: dict[str, list[str]] = {}
    for part in parts:
        key, equals, text = part.partition("=")
        key, text = (key.strip().upper(), text) if equals else _bare(part.strip())
        values = [value.strip().strip('"').strip() for value in _split_quoted(text, ",")]
        if key == "TYPE":
            values = [word for value in values for word in value.split(",")]
        parameters.setdefault(key, []).extend(value for value in values if value)
    charset = (parameters.get("CHARSET") or [""])[0].upper()
    quoted = "QUOTED-PRINTABLE" in (value.upper() for value in parameters.get("ENCODING", ()))
    value = raw.value
    if quoted:
        inside = b"=1A" if re.search(rb"(?<!\\);", value) else b"=3B"
        value = quopri.decodestring(re.sub(rb"=3[Bb]", inside, value))
    text = _decoded(value, charset, recoded and not quoted, raw.line, notes)
    return Property(name.upper(), group.lower(), parameters, text, raw.line)


def _bare(word: str) -> tuple[str, str]:
    """A parameter of vCard 2.1 without its name: an encoding or a type."""
    encodings = {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"}
    return ("ENCODING" if word.upper() in encodings else "TYPE"), word


def _split_quoted(text: str, separator: str) -> list[str]:
    parts, current, quoted = [], "", False
    for character in text:
        if character == '"':
            quoted = not quoted
        if character == separator and not quoted:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _decoded(value: bytes, charset: str, recoded: bool, line: int, notes: list[str]) -> str:
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    candidates = _candidates(value, charset, recoded)
    for encoding in candidates:
        try:
            text = value.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding != "cp932" or not NO_JAPANESE.search(text):
            return text
    notes.append(_("Line {line} holds characters that could not be read; they show as �.").format(line=line))
    return value.decode("utf-8" if recoded else "cp932", "replace")


def _candidates(value: bytes, charset: str, recoded: bool) -> list[str]:
    """Encodings to try, in this order. Latin text is told from Japanese by its single letters above 0xC0."""
    declared = "cp932" if charset in JAPANESE else charset.replace("ISO-8859-1", "cp1252").lower()
    if b"\x1b$" in value or declared.startswith("iso-2022-jp"):
        return ["iso2022_jp_ext", "iso2022_jp_3"]
    high = sum(byte >= 0x80 for byte in value)
    if declared and not recoded and not (declared == "cp932" and high >= 6):
        return [declared, "utf-8", "cp932"]
    latin = re.search(rb"[\x80-\xff]{2}|[\x80-\xbf]", value) is None
    others = ["cp1252", "cp932"] if latin else ["cp932", "euc_jp", "cp1252"]
    # Many bytes that are valid UTF-8 are UTF-8, even where an app forgot to change CHARSET=SHIFT_JIS.
    return ["utf-8", *([declared] if declared else []), *others]
