"""Freed memory, given back to the system at once."""

import ctypes
import sys


def give_back() -> None:
    """Gives back what was freed between arrays that are still there, which glibc keeps otherwise: 70 MB of the views of
    100,000 Japanese leads. Elsewhere nothing happens. See malloc_trim(3)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)
