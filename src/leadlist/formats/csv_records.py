"""Records of a CSV file as bytes: cut where a record ends, cells cut where they stand, nothing decoded for good.

Python's `csv` decides what belongs to a record, so that reading and rewriting agree; the bytes of a record that
nobody changes are never built anew.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache

CHUNK = 1 << 20  # bytes read at a time
PAIRS = rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]"  # CP932's two-byte characters; the second may be a |


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end behind a line end (LF, CR LF or CR), except perhaps the last."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        cut = max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1
        if cut:
            yield data[:cut]
        rest = data[cut:]
    if rest:
        yield rest


def records(pieces: Iterable[bytes], codec: str, delimiter: str, *, broken: bool = False) -> Iterator[list[bytes]]:
    """Lists of whole records with their line ends, from `blocks`. Without quotes a record is a line."""
    waiting = iter(pieces)
    for block in waiting:
        if b'"' not in block:
            yield block.splitlines(keepends=True)
            continue
        found = _evenly_quoted(block, delimiter.encode()) if (codec, delimiter) != ("cp932", "|") else None
        yield found or _quoted(block, waiting, codec, delimiter, "replace" if broken else "strict")


def _evenly_quoted(block: bytes, delimiter: bytes) -> list[bytes] | None:
    """The records of a block in which every quote opens or closes a cell, or is doubled; None for any other.

    Then every odd quote stands behind a delimiter, a line end or another quote, every even one before such, and a line
    end with an odd number of quotes before it belongs to a cell. A single pass of `csv` would take ten times as long.
    """
    import numpy as np

    letters = np.frombuffer(b"\n" + block + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(letters == ord('"'))
    edges = np.zeros(256, dtype=bool)
    edges[list(delimiter + b'\r\n"')] = True
    if len(quotes) % 2 or not (edges[letters[quotes[::2] - 1]].all() and edges[letters[quotes[1::2] + 1]].all()):
        return None
    found: list[bytes] = []
    begun = b""
    for line in block.splitlines(keepends=True):
        if line.count(b'"') % 2:
            if begun:
                found.append(begun + line)
                begun = b""
            else:
                begun = line
        elif begun:
            begun += line
        else:
            found.append(line)
    return found


def _quoted(block: bytes, more: Iterator[bytes], codec: str, delimiter: str, errors: str) -> list[bytes]:
    """The records of a block with quotes, which may reach into the next one."""
    lines = block.splitlines(keepends=True)
    done = 0

    def feed() -> Iterator[str]:
        position = 0
        while True:
            while position < len(lines):
                position += 1
                yield lines[position - 1].decode(codec, errors)
            if done == position:
                return
            block = next(more, None)
            if block is None:
                return
            lines.extend(block.splitlines(keepends=True))

    found: list[bytes] = []
    reader = csv.reader(feed(), delimiter=delimiter)
    for _row in reader:
        end = reader.line_num
        found.append(lines[done] if end == done + 1 else b"".join(lines[done:end]))
        done = end
    return found


@cache
def _cell(delimiter: bytes, two_bytes: bool) -> re.Pattern[bytes]:
    """One cell where it begins: quoted (and whatever follows its last quote), or not."""
    mark = re.escape(delimiter)
    other = rb"(?:" + PAIRS + rb"|[^\r\n" + mark + rb"])*+" if two_bytes else rb"[^\r\n" + mark + rb"]*+"
    inside = rb"(?:" + PAIRS + rb'|[^"])*+' if two_bytes else rb'[^"]*+'
    return re.compile(rb'"' + inside + rb'(?:""' + inside + rb')*+"' + other + rb"|" + other)


def cells(record: bytes, delimiter: bytes, *, two_bytes: bool = False) -> tuple[list[bytes], bytes]:
    """A record's cells as they stand, quotes and all, and its line end. `two_bytes`: CP932, cut at a `|`."""
    body = record.rstrip(b"\r\n") if b'"' not in record else _body(record)
    end = record[len(body) :]
    if not two_bytes:
        if b'"' not in body:
            return body.split(delimiter), end
        quoted = body[1:-1].split(b'"' + delimiter + b'"')
        if body[:1] == b'"' == body[-1:] and body.count(b'"') == 2 * len(quoted) and len(body) > 1:
            return [b'"' + cell + b'"' for cell in quoted], end
    pattern = _cell(delimiter, two_bytes)
    found: list[bytes] = []
    position = 0
    while True:
        match = pattern.match(record, position)
        assert match is not None  # the second way matches anything, even nothing
        found.append(match[0])
        position = match.end()
        if record[position : position + 1] != delimiter:
            return found, record[position:]
        position += 1


def _body(record: bytes) -> bytes:
    """A record without its own line end; line ends inside quotes stay."""
    for end in (b"\r\n", b"\n", b"\r"):
        if record.endswith(end):
            return record[: -len(end)]
    return record


def value(cell: str) -> str | None:
    """What a cell says: quotes taken off, doubled ones made one. None where its quote is not closed."""
    if not cell.startswith('"'):
        return cell
    match = QUOTED.fullmatch(cell)
    return None if match is None else match[1].replace('""', '"') + match[2]


QUOTED = re.compile(r'"((?:[^"]|"")*+)"(.*)', re.DOTALL)
