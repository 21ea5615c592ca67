"""The shared strings of a workbook, as texts and as the raw items that erasure empties."""

import re
from collections.abc import Iterator

from leadlist.formats.excel import safety
from leadlist.formats.excel.contents import Contents
from leadlist.formats.excel.markup import cell_text, without_markup

_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst\b[^>]*?(/?)>")
_SIMPLE = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')


def item_stream(contents: Contents) -> Iterator[tuple[bytes, list[bytes], bytes]]:
    """The shared strings in batches: what stands before, the raw `<si>` items, and (in the last one) what follows.

    Every byte of the part is in exactly one place, so that writing the batches one after the other copies it.
    Raises UserError where the part is damaged, Refused where it is dangerous.
    """
    part = contents.strings
    if part is None:
        return
    package = contents.package
    rest = b""
    prefix: bytes | None = None
    for chunk in package.stream(part):
        rest += chunk
        before = b""
        if prefix is None:
            root = _ROOT.search(rest)
            if root is None:
                safety.check_start(rest, package.path, part)
                _not_too_long(rest, contents)
                continue
            safety.check_start(rest[: root.end()], package.path, part)
            prefix = root[1] + b":" if root[1] else b""
            before, rest = rest[: root.end()], rest[root.end() :]
        items, rest = _items(rest, prefix)
        if items or before:
            yield before, items, b""
        _not_too_long(rest, contents)
    if prefix is None:
        raise safety.damaged(package.path, part)
    yield b"", [], rest


def _not_too_long(rest: bytes, contents: Contents) -> None:
    if len(rest) > safety.MOST_IN_ROW:
        raise safety.damaged(contents.package.path, contents.strings or "")


def _items(data: bytes, prefix: bytes) -> tuple[list[bytes], bytes]:
    """The complete `<si>` items in the data, and what is left."""
    end = b"</" + prefix + b"si>"
    empty = re.compile(rb"\s*<" + prefix + rb"si\s*/>")
    pieces = data.split(end)
    rest = pieces.pop()
    if not empty.search(data):
        return [piece + end for piece in pieces], rest
    items: list[bytes] = []
    for piece in pieces:
        while match := empty.match(piece):
            items.append(match[0])
            piece = piece[match.end() :]
        items.append(piece + end)
    while match := empty.match(rest):
        items.append(match[0])
        rest = rest[match.end() :]
    return items, rest


def read_strings(contents: Contents) -> list[str]:
    """All shared strings in order: runs joined, furigana left out, escapes undone."""
    texts: list[str] = []
    for _before, items, _after in item_stream(contents):
        if not items:
            continue
        try:
            batch = b"".join(items).decode()
        except UnicodeDecodeError as error:
            raise safety.damaged(contents.package.path, contents.strings or "") from error
        found = _SIMPLE.findall(batch)
        if len(found) == len(items):
            if "&" in batch or "_x" in batch or "\r" in batch:
                found = [cell_text(text) for text in found]
            texts.extend(found)
        else:
            texts.extend(item_text(item.decode()) for item in items)
    return texts


_FURIGANA = re.compile(r"<(?:[\w.-]+:)?rPh\b.*?(?:/>|</(?:[\w.-]+:)?rPh>)", re.DOTALL)
_TEXT = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^<>]*)?>([^<]*)</(?:[\w.-]+:)?t>")


def item_text(item: str) -> str:
    """The text of an `<si>` or `<is>` element: its runs joined, without furigana."""
    if "<!" in item:
        item = without_markup(item.encode()).decode()
    if "rPh" in item:
        item = _FURIGANA.sub("", item)
    return "".join(cell_text(text) for text in _TEXT.findall(item))
