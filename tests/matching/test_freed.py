"""Freed memory goes back to the system."""

import ctypes
import sys
from pathlib import Path

import numpy as np
import pytest

from leadlist.matching.freed import give_back

PAGE = 4096
TRIMS = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


def held() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


@pytest.mark.skipif(not TRIMS, reason="only glibc keeps freed memory and can give it back")
def test_what_is_freed_between_arrays_that_stay_is_given_back() -> None:
    arrays = [np.ones(12_000, np.int64) for _ in range(800)]  # too small to get pages of their own
    kept = arrays[::20]
    before = held()
    del arrays
    give_back()
    assert held() < before - 30_000_000
    assert all(array.all() for array in kept)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_nothing_happens_where_there_is_no_glibc(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: pytest.fail("asked the system"))
    give_back()
