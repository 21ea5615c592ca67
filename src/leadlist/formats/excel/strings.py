"""The shared strings of a workbook, as texts and as the raw items that erasure empties."""

import re
from collections.abc import Iterator, Sequence

from leadlist.formats.excel import safety
from leadlist.formats.excel.contents import Contents
from leadlist.formats.excel.markup import cell_text, cell_texts, without_markup

_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst\b[^>]*?(/?)>")
_SIMPLE = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')


def item_stream(contents: Contents) -> Iterator[tuple[bytes, list[bytes], bytes]]:
    """The shared strings in batches: what stands before, the raw `<si>` items, and (in the last one) what follows.

    Every byte of the part is in exactly one place, so that writing the batches one after the other copies it.
    Raises UserError where the part is damaged, Refused where it is dangerous.
    """
    for before, block, prefix in _blocks(contents):
        items, after = _items(block, prefix)
        yield before, items, after


def _blocks(contents: Contents) -> Iterator[tuple[bytes, bytes, bytes]]:
    """What stands before the items, some of them (the last time with what follows them), and their prefix."""
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
        ends = (b"</" + prefix + b"si>", b"<" + prefix + b"si/>")
        cut = max(rest.rfind(end) + len(end) if end in rest else 0 for end in ends)
        if cut or before:
            yield before, rest[:cut], prefix
            rest = rest[cut:]
        _not_too_long(rest, contents)
    if prefix is None:
        raise safety.damaged(package.path, part)
    yield b"", rest, prefix


def _not_too_long(rest: bytes, contents: Contents) -> None:
    if len(rest) > safety.MOST_IN_ROW:
        raise safety.damaged(contents.package.path, contents.strings or "")


def _items(data: bytes, prefix: bytes) -> tuple[list[bytes], bytes]:
    """The complete `<si>` items in the data, and what is left."""
    end = b"</" + prefix + b"si>"
    pieces = data.split(end)
    rest = pieces.pop()
    if not re.search(b"<" + prefix + rb"si\s*/>", data):
        return [piece + end for piece in pieces], rest
    empty = re.compile(rb"\s*<" + prefix + rb"si\s*/>")
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
    for _before, block, prefix in _blocks(contents):
        try:
            found = _texts(block.decode())
            if found is None:
                found = [item_text(item.decode()) for item in _items(block, prefix)[0]]
        except UnicodeDecodeError as error:
            raise safety.damaged(contents.package.path, contents.strings or "") from error
        texts.extend(found)
    return texts


def _texts(block: str) -> Sequence[str] | None:
    """The texts of items that have one run each, many at a time; None where there are others among them."""
    if "honetic" in block or "rPh" in block:
        block = _FURIGANA.sub("", _PHONETIC.sub("", block))
    count = block.count("</si>")
    if block.startswith(_OPEN) and block.endswith(_CLOSE) and block.count("<") == 4 * count:
        found = block[len(_OPEN) : -len(_CLOSE)].split(_CLOSE + _OPEN)
        if len(found) == count:
            return cell_texts(found)
    if count and "<si/>" not in block and "<si " not in block and "<!" not in block:
        found = _SIMPLE.findall(block)
        if len(found) == count:
            return cell_texts(found)
    return None


_OPEN, _CLOSE = "<si><t>", "</t></si>"
_PHONETIC = re.compile(r"<phoneticPr\b[^<>]*/>")
_FURIGANA = re.compile(r"<(?:[\w.-]+:)?rPh\b.*?(?:/>|</(?:[\w.-]+:)?rPh>)", re.DOTALL)
_TEXT = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^<>]*)?>([^<]*)</(?:[\w.-]+:)?t>")


def item_text(item: str) -> str:
    """The text of an `<si>` or `<is>` element: its runs joined, without furigana."""
    if "<!" in item:
        item = without_markup(item.encode()).decode()
    if "rPh" in item:
        item = _FURIGANA.sub("", item)
    return "".join(cell_text(text) for text in _TEXT.findall(item))
