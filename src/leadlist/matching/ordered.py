"""Codes in order: distinct ones, and where some stand among others. In long arrays sorting is cheap, and looking here
and there is not."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]


def distinct(values: Codes) -> Codes:
    """The sorted distinct values. Sorting integers is several times faster than the hashing of `np.unique`."""
    ordered = np.sort(values)
    if not len(ordered):
        return ordered
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def among(some: Codes, sorted_codes: Codes) -> NDArray[np.bool_]:
    """Which of some codes are among others, which are sorted."""
    if not len(sorted_codes):
        return np.zeros(len(some), bool)
    place = np.minimum(np.searchsorted(sorted_codes, some), len(sorted_codes) - 1)
    found: NDArray[np.bool_] = sorted_codes[place] == some
    return found


def places(some: Codes, sorted_codes: Codes) -> Codes:
    """Where each of some codes stands among others, which are sorted and distinct, and have them all.

    They are looked for in their order, where that can be had by sorting each together with its position: a search here
    and there in long arrays waits for memory at every step, and takes several times as long.
    """
    bits = len(some).bit_length()
    if not len(some) or int(sorted_codes[-1]) >= 2 ** (63 - bits):
        return np.searchsorted(sorted_codes, some)
    packed = np.sort((some << bits) | np.arange(len(some)))
    position = packed & (2**bits - 1)
    packed >>= bits
    first = np.flatnonzero(packed[1:] != packed[:-1]) + 1
    found = packed[np.concatenate(([0], first))]
    place = np.arange(len(found)) if len(found) == len(sorted_codes) else np.searchsorted(sorted_codes, found)
    result = np.empty(len(some), np.int64)
    result[position] = np.repeat(place, np.diff(np.concatenate(([0], first, [len(some)]))))
    return result
