"""A stack of scans, page by page on every core; what was read is kept until the stack is done.

A stack that was stopped (kill -9, power cut) goes on where it was: `kept` holds each page that was read, encrypted.
`Stack.done` removes them.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from leadlist.cards import kept
from leadlist.cards.row import Side
from leadlist.errors import UserError
from leadlist.locale import _

KEPT_DAYS = 7
"""Days after which what a stopped stack left behind is removed by the next one."""


class PageDone(NamedTuple):
    """One page that is read: of which file, how many of how many pages are done, whether it was read before."""

    file: Path
    done: int
    of: int
    remembered: bool


class Stack:
    """The pages of some files. `folder` (private, made where it is missing) keeps what was read."""

    def __init__(
        self, files: Sequence[Path], folder: Path, workers: int | None = None, names: Mapping[Path, str] | None = None
    ) -> None:
        """`workers`: processes at once; default: one a core. `names`: what a file is called where not by its name."""
        self.files = tuple(files)
        self.folder = folder
        self.workers = workers or os.cpu_count() or 1
        self.names = {path: (names or {}).get(path, path.name) for path in self.files}
        self.problems: dict[Path, UserError] = {}
        self._pages: dict[tuple[Path, int], kept.Place] = {}

    def read(self) -> Iterator[PageDone]:
        """Read what is not read yet; yields after every page. A file that cannot be read is noted in `problems`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(self.folder)
        for path in self.files:
            pages = self._count(path)
            digest = kept.digest_of(path) if pages else b""
            self._pages |= {(path, page): kept.place(self.folder, digest, page) for page in range(1, pages + 1)}
        waiting = [unit for unit, place in self._pages.items() if place.sides("") is None]
        known = [unit for unit in self._pages if unit not in set(waiting)]
        for done, (path, _page) in enumerate(known, 1):
            yield PageDone(path, done, len(self._pages), True)
        for done, path in enumerate(self._read_all(waiting), len(known) + 1):
            yield PageDone(path, done, len(self._pages), False)

    def sides(self) -> list[Side]:
        """Everything on the pages, in the order of the files; only after `read` came to its end."""
        return [side for (path, _page), place in self._pages.items() for side in place.sides(self.names[path]) or ()]

    def done(self) -> None:
        """Forget what was read: the files in the folder that belong to this stack, and the folder if it is empty."""
        for place in self._pages.values():
            place.path.unlink(missing_ok=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _count(self, path: Path) -> int:
        from leadlist.cards.load import page_count

        try:
            return page_count(path, self.names[path])
        except UserError as problem:
            self.problems[path] = problem
            return 0

    def _read_all(self, units: Sequence[tuple[Path, int]]) -> Iterator[Path]:
        if len(units) <= 1 or self.workers == 1:
            for path, page in units:
                self._note(path, read_page(path, page, self._pages[path, page], self.names[path]))
                yield path
            return
        workers = min(self.workers, len(units))
        with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_leave_stopping_to_the_parent) as pool:
            waiting, jobs = deque(units), dict[Future[tuple[str, str] | None], Path]()
            try:
                while waiting or jobs:
                    while waiting and len(jobs) < workers:  # no more at once: who stops waits for these
                        path, page = waiting.popleft()
                        place, shown = self._pages[path, page], self.names[path]
                        jobs[pool.submit(read_page, path, page, place, shown)] = path
                    for job in wait(jobs, return_when=FIRST_COMPLETED).done:
                        path = jobs.pop(job)
                        self._note(path, job.result())
                        yield path
            except BrokenProcessPool as error:
                raise UserError(
                    _("A process that was reading cards was killed, most likely for want of memory."),
                    hint=_("Close other programs and run the same command again: it goes on where it was."),
                ) from error

    def _note(self, path: Path, problem: tuple[str, str] | None) -> None:
        if problem:
            self.problems[path] = UserError(problem[0], hint=problem[1])


def _leave_stopping_to_the_parent() -> None:
    """Ctrl+C reaches every process of a terminal; the page at hand is read to its end, and nothing is torn."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _forget_old(folder: Path) -> None:
    """Stacks that were stopped and never taken up again do not lie about for ever."""
    for file in folder.iterdir():
        if file.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
            file.unlink(missing_ok=True)


def read_page(path: Path, number: int, target: kept.Place, shown: str = "") -> tuple[str, str] | None:
    """Read one page and keep it. Gives problem and hint where it cannot be read."""
    from leadlist.cards.scans import scanned_cards

    try:
        target.write(scanned_cards(path, number, shown))
    except UserError as problem:  # an exception with a hint does not survive the way between processes
        return str(problem), problem.hint
    return None
