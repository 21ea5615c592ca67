"""What is going on, for a person at a terminal, once it takes longer than a second."""

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import TypeVar

from leadlist.cli.output import Output, shown, width

PATIENCE = 1.0  # seconds before anything is shown
BAR = 24  # columns
Item = TypeVar("Item")
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


_step = [""]  # what is going on within the stage that runs


def step(text: str, number: int, of: int) -> None:
    """Say which of several steps of the running stage has begun; a bar shows how far that is."""
    filled = BAR * (number - 1) // of
    _step[0] = f"{'█' * filled}{'░' * (BAR - filled)} {number}/{of} {shown(text)}"


@contextmanager
def stage(text: str, output: Output) -> Iterator[None]:
    """Show `text` and the seconds it took so far while the block runs; nothing without a terminal."""
    if output.quiet or output.as_json or not sys.stderr.isatty():
        yield
        return
    _step[0] = ""
    done = threading.Event()
    spinner = threading.Thread(target=_spin, args=(shown(text), done), daemon=True)
    spinner.start()
    try:
        yield
    finally:
        done.set()
        spinner.join()


def _spin(text: str, done: threading.Event) -> None:
    begin = time.monotonic()
    if done.wait(PATIENCE):
        return
    line = ""
    for frame in cycle(FRAMES):
        before = width(line)
        line = f"{frame} {text} … {_step[0]} {time.monotonic() - begin:.0f} s".replace("  ", " ")
        sys.stderr.write("\r" + line + " " * (before - width(line)))
        sys.stderr.flush()
        if done.wait(0.1):
            break
    sys.stderr.write("\r" + " " * width(line) + "\r")
    sys.stderr.flush()


def counted(text: str, items: Iterable[Item], total: int, output: Output) -> Iterator[Item]:
    """The items, with a bar of how many of `total` are done once it takes longer than a second."""
    shows = not output.quiet and not output.as_json and sys.stderr.isatty()
    begin, line = time.monotonic(), ""
    for done, item in enumerate(items, 1):
        yield item
        if shows and time.monotonic() - begin > PATIENCE:
            filled = BAR * done // max(done, total)
            line = f"{shown(text)} {'█' * filled}{'░' * (BAR - filled)} {done}/{total}"
            sys.stderr.write("\r" + line)
            sys.stderr.flush()
    if line:
        sys.stderr.write("\r" + " " * width(line) + "\r")
        sys.stderr.flush()
