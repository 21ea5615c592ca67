"""The few pieces of XML text that are read and written by hand, because a parser's events would be too slow."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape as _named

from leadlist.formats.escapes import spelt_out

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
"""The size of a worksheet (ECMA-376 part 1, 18.3.1; Excel specifications and limits)."""

ATTRIBUTE = re.compile(r'([\w:.-]+)\s*=\s*(?:"([^"<]*)"|\'([^\'<]*)\')')
_ENTITY = re.compile(r"&(?:#(\d+(?:;&#\d+)*)|#[xX]([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
"""Some writers spell all that is not ASCII as references: a run of them is one match."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ORDINARY = re.compile("[^&<>_\x00-\x1f\ufffe\uffff]*")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag's inner text, unescaped, by their names with prefix."""
    return {name: plain(one or other) for name, one, other in ATTRIBUTE.findall(tag)}


def plain(text: str) -> str:
    """XML text without its character references."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _named(match[0])
    return _decoded(decimal) if decimal else _letter(int(hexadecimal, 16))


@lru_cache(maxsize=1 << 16)
def _decoded(run: str) -> str:
    """What a run of decimal references means; names and places come again and again."""
    return "".join([_letter(int(code)) for code in run.split(";&#")])


def _letter(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def cell_text(text: str) -> str:
    """What a cell's XML text means: references resolved, `_xHHHH_` undone (ECMA-376 part 1, 22.9.2.19).

    A line end of the file is a line feed (XML 1.0, 2.11); one that is spelt out, as Excel does with CR LF, stays.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = plain(text)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if any("\ud800" <= character <= "\udfff" for character in text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def cell_texts(texts: Sequence[str]) -> Sequence[str]:
    """The same for many cells. References are resolved in all of them at once, by libxml2: ten times faster where a
    writer spells all that is not ASCII as references."""
    joined = "\n".join(texts)
    if "&" not in joined and "_x" not in joined and "\r" not in joined:
        return texts
    if "_x" not in joined and "\r" not in joined and "&#" in joined and joined.count("\n") == len(texts) - 1:
        found = _resolved(joined).split("\n")
        if len(found) == len(texts):
            return found
    return list(map(cell_text, texts))


def _resolved(text: str) -> str:
    """Text without its references; `""` where one of them is none that XML allows."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(f"<t>{text}</t>".encode(), parser).text or ""
    except etree.XMLSyntaxError:
        return ""


def escaped(text: str) -> str:
    """Text for an attribute or element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def escaped_cell(text: str) -> str:
    """A cell's text as XML; what XML cannot hold becomes `_xHHHH_`, what looks like that is protected."""
    if _ORDINARY.fullmatch(text):
        return text
    return spelt_out(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """`0` is A, `25` Z, `26` AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """`A` is 0, `Z` 25, `AA` 26; lower case counts too."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def set_attribute(tag: str, name: str, value: str | None) -> str:
    """A tag's inner text with one attribute set, added at the end, or taken out (None)."""
    pattern = re.compile(rf'\s{re.escape(name)}\s*=\s*(?:"[^"]*"|\'[^\']*\')')
    if value is None:
        return pattern.sub("", tag, count=1)
    new = f' {name}="{escaped(value)}"'
    if pattern.search(tag):
        return pattern.sub(lambda _: new, tag, count=1)
    return tag.rstrip() + new


_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def without_markup(data: bytes) -> bytes:
    """XML with its CDATA sections written as ordinary text and its comments left out."""
    return _COMMENT.sub(b"", _CDATA.sub(_as_text, data))


def _as_text(match: re.Match[bytes]) -> bytes:
    return match[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
