"""The lines of `undo.jsonl`: what happened to each lead and a random salt, and the Merkle leaf of each.

They are made many at a time, and may be made in another process.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple, TypedDict

from leadlist.store import merkle
from leadlist.store.records import encode

AT_ONCE = 1 << 10  # lines that are worked on together
OF_COLUMNS = b'"lead":"","row":0,'
"""What the line of the columns that an operation added holds, and no lead's: it stands first, if at all."""


class LeadRecord(TypedDict):
    """What happened to one lead: its id, the row a person saw it in, and its changes as JSON-able values, or as the
    JSON that `encode` makes of them."""

    lead: str
    row: int
    changes: list[Any] | str


class Lines(NamedTuple):
    """Some lines, each with its line end, and their Merkle leaves, one behind the other."""

    text: bytes
    leaves: bytes

    def each_leaf(self) -> list[bytes]:
        """The leaves by themselves."""
        size = merkle.SIZE
        return [self.leaves[at : at + size] for at in range(0, len(self.leaves), size)]


def lines_of(leads: Iterable[LeadRecord]) -> Lines:
    """The lines of some leads, each with a salt of its own."""
    found: list[bytes] = []
    for record, salt in zip(leads, _salts(), strict=False):
        changes, lead = record["changes"], record["lead"]
        text = changes if isinstance(changes, str) else encode(changes)
        row, name = record["row"], encode(lead) if lead else '""'
        found.append(f'{{"changes":{text},"lead":{name},"row":{row},"salt":"{salt}"}}'.encode())
    return _together(found)


def in_parts(leads: "Iterable[LeadRecord | Lines]") -> Iterator[Lines]:
    """The lines of all leads, of which some may be made already."""
    for ready, group in groupby(leads, lambda each: isinstance(each, Lines)):
        if ready:
            yield from group  # type: ignore[misc]
            continue
        while some := list(islice(group, AT_ONCE)):
            yield lines_of(some)  # type: ignore[arg-type]


def together(lines: Iterable[bytes]) -> Iterator[Lines]:
    """Lines that exist, without their line ends, many at a time."""
    coming = iter(lines)
    while some := list(islice(coming, AT_ONCE)):
        yield _together(some)


def _together(lines: list[bytes]) -> Lines:
    return Lines(b"\n".join((*lines, b"")), b"".join(map(line_leaf, lines)))


def line_leaf(line: bytes) -> bytes:
    """The Merkle leaf of a line; that of an erased lead is written in the line itself."""
    if line.startswith(b'{"erased":"'):
        return bytes.fromhex(json.loads(line)["erased"])
    return merkle.leaf(line)


def _salts() -> Iterator[str]:
    """Salts without end. Random bytes are drawn for many of them at once: a million draws would take a second."""
    while True:
        drawn = secrets.token_hex(16 * 512)
        yield from (drawn[start : start + 32] for start in range(0, len(drawn), 32))
