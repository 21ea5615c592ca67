"""Many records of a CSV file at once, by where they end: what can be told of them without cutting them out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from leadlist.formats.csv_records import records

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 4  # bytes of a letter


@dataclass(frozen=True)
class Records:
    """Whole records, one behind the other, and the place behind each."""

    data: bytes
    ends: "NDArray[np.int64]"

    def __len__(self) -> int:
        return len(self.ends)

    def begins(self) -> "NDArray[np.int64]":
        """Where each record begins."""
        return np.concatenate(([0], self.ends[:-1]))

    def longest(self) -> int:
        """Bytes of the longest record."""
        return int((self.ends - self.begins()).max(initial=0))

    def record(self, at: int) -> bytes:
        """One of them, with its line end."""
        return self.data[int(self.ends[at - 1]) if at else 0 : int(self.ends[at])]

    def wide(self, mark: bytes, least: int) -> list[int]:
        """Those with so many delimiters, or more."""
        places = _places(self.data, mark)
        if len(places) == (least - 1) * len(self) and least > 1:
            apart = places.reshape(len(self), least - 1)
            if (apart[:, 0] >= self.begins()).all() and (apart[:, -1] < self.ends).all():
                return []  # all have one less
        counts = np.diff(np.searchsorted(places, self.ends), prepend=0)
        return list(map(int, np.flatnonzero(counts >= least)))

    def heads(self, mark: bytes, first: "Sequence[NDArray[np.int64]]") -> list[tuple[int, bytes]]:
        """Those that begin with one of some letters (`beginnings`), and what stands before their first delimiter."""
        begins = self.begins()
        letters = np.frombuffer(self.data + bytes(LONGEST), np.uint8)
        perhaps = np.flatnonzero(_may_begin(first)[letters[begins].astype(np.uint16) << 8 | letters[begins + 1]])
        is_wanted, key = np.zeros(len(perhaps), dtype=bool), np.zeros(len(perhaps), dtype=np.int64)
        for place, known in enumerate(first):
            key = key * 256 + letters[begins[perhaps] + place]
            is_wanted |= np.isin(key, known)
        wanted = perhaps[is_wanted]
        found = zip(wanted.tolist(), begins[wanted].tolist(), self.ends[wanted].tolist(), strict=True)
        return [(at, self.data[begin:end].partition(mark)[0]) for at, begin, end in found]


def many_records(pieces: Iterable[bytes], codec: str, delimiter: str) -> Iterator[Records]:
    """All records of a file, of which `csv_records.blocks` gives the pieces. As `csv_records.records`."""
    waiting = iter(pieces)
    for piece in waiting:
        ends = _places(piece, b"\n") + 1
        if b'"' not in piece and _only_before(piece, b"\r", ends - 2):
            yield Records(piece, ends if piece.endswith(b"\n") else np.append(ends, len(piece)))
            continue
        found = next(records(chain([piece], waiting), codec, delimiter))  # it may take more pieces
        yield Records(b"".join(found), np.cumsum(list(map(len, found)), dtype=np.int64))


def _places(data: bytes, byte: bytes) -> "NDArray[np.int64]":
    return np.flatnonzero(np.frombuffer(data, np.uint8) == byte[0])


def _only_before(data: bytes, byte: bytes, places: "NDArray[np.int64]") -> bool:
    """True where a byte stands in no other places."""
    if byte not in data:
        return True
    found = np.frombuffer(data, np.uint8) == byte[0]
    return bool(np.count_nonzero(found) == np.count_nonzero(found[places[places >= 0]]))


def _may_begin(first: "Sequence[NDArray[np.int64]]") -> "NDArray[np.bool_]":
    """For the first two bytes of a record as a number, whether it may begin with a letter that is looked for."""
    found = np.zeros(1 << 16, dtype=bool)
    found.reshape(256, 256)[first[0]] = True
    for size, known in enumerate(first[1:], 2):
        found[known >> (8 * size - 16)] = True
    return found


@cache
def beginnings(letters: frozenset[str], codec: str) -> "Sequence[NDArray[np.int64]]":
    """The bytes of letters and blanks in an encoding as numbers: those of one byte, of two and so on."""
    blanks = (chr(code) for code in range(0x3001) if chr(code).isspace())
    found = {letter.encode(codec, "ignore") for letter in chain(letters, blanks)}
    numbers = ({int.from_bytes(one, "big") for one in found if len(one) == size} for size in range(1, LONGEST + 1))
    return [np.array(sorted(some), dtype=np.int64) for some in numbers]
