"""A Merkle tree over the leads of an operation, as in RFC 6962 section 2.1: SHA-256, leaves and nodes told apart.

A leaf is one line of `undo.jsonl` without its line end. The line holds a random salt, so its hash tells nothing about
the lead: when a person is erased the line is replaced by that hash, and the root stays the same.
"""

import hashlib


def leaf(line: bytes) -> bytes:
    """The hash that stands for one lead."""
    return hashlib.sha256(b"\x00" + line).digest()


class Tree:
    """Takes leaves one by one; keeps one hash a level, so a million leads need no memory."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, hashed: bytes) -> None:
        """Append a leaf."""
        size = 1
        self.count += 1
        while self._peaks and self._peaks[-1][0] == size:
            left = self._peaks.pop()[1]
            hashed = hashlib.sha256(b"\x01" + left + hashed).digest()
            size *= 2
        self._peaks.append((size, hashed))

    def root(self) -> str:
        """The root (hex) over the leaves so far; the SHA-256 of nothing for no leaves."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        hashed = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            hashed = hashlib.sha256(b"\x01" + left + hashed).digest()
        return hashed.hex()
