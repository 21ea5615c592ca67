"""A Merkle tree over the leads of an operation, as in RFC 6962 section 2.1: SHA-256, leaves and nodes told apart.

A leaf is one line of `undo.jsonl` without its line end. The line holds a random salt, so its hash tells nothing about
the lead: when a person is erased the line is replaced by that hash, and the root stays the same.
"""

from collections.abc import Iterable
from hashlib import sha256

SIZE = 32  # bytes of a hash


def leaf(line: bytes) -> bytes:
    """The hash that stands for one lead."""
    return sha256(b"\x00" + line).digest()


class Tree:
    """Takes leaves in their order; keeps one hash a level, so a million leads need no memory."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaves, level by level: many at once cost half of one by one."""
        row, size = list(leaves), 1
        left_over: list[tuple[int, bytes]] = []
        self.count += len(row)
        while row:
            if self._peaks and self._peaks[-1][0] == size:
                row.insert(0, self._peaks.pop()[1])
            if len(row) % 2:
                left_over.append((size, row.pop()))
            row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
            size *= 2
        self._peaks += reversed(left_over)

    def root(self) -> str:
        """The root (hex) over the leaves so far; the SHA-256 of nothing for no leaves."""
        if not self._peaks:
            return sha256(b"").hexdigest()
        hashed = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            hashed = sha256(b"\x01" + left + hashed).digest()
        return hashed.hex()
