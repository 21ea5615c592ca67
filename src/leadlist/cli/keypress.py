"""One key at a terminal, without Enter."""

import os
import sys
import unicodedata


def read_key() -> str:
    """The next key, in lower case and half width; "" where the terminal is gone. Ctrl-C comes as "\\x03"."""
    return unicodedata.normalize("NFKC", _windows() if os.name == "nt" else _posix()).lower()


def _windows() -> str:
    import msvcrt

    return msvcrt.getwch()  # type: ignore[attr-defined,no-any-return,unused-ignore]  # no stubs on other systems


def _posix() -> str:
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setraw(handle, termios.TCSADRAIN)  # what was typed ahead is kept
        return _character(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _character(handle: int) -> str:
    """One character; of the several bytes of an arrow key or accent only what belongs to it."""
    try:
        first = os.read(handle, 1)
    except OSError:  # the other end of the terminal is gone
        return ""
    more = 0 if not first or first[0] < 0xC0 else 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
    return (first + os.read(handle, more) if more else first).decode("utf-8", "replace")
