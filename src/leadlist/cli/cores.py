"""All cores: a `map` that shares the parts of a large job out over processes."""

import atexit
import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any

from leadlist import locale
from leadlist.cli import MANY_OBJECTS
from leadlist.leads import Job, Result

MOST = 4  # processes; each loads the postal data for itself, some 150 MB
AHEAD = 2  # jobs for each process that are sent before the results of the first are wanted


class Workers:
    """As `map`, in processes that are started with the first job and stay until `workers` ends.

    Only so many jobs are under way as keep the processes busy, so that memory is bounded however many there are. Where
    a process was killed, or the system allows none, this process does the rest by itself. Several threads may use it.
    """

    def __init__(self) -> None:
        self.count = cores()
        self._pool: ProcessPoolExecutor | None = None
        self._broken = False
        self._lock = threading.Lock()

    def __call__(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The first jobs begin at once, before a result is asked for."""
        left = iter(jobs)
        first = islice(left, AHEAD * self.count)
        return self._results(function, left, deque((job, self._begun(function, job)) for job in first))

    def _results(
        self,
        function: Callable[[Job], Result],
        left: Iterator[Job],
        waiting: "deque[tuple[Job, Future[Result] | None]]",
    ) -> Iterator[Result]:
        for job in left:
            waiting.append((job, self._begun(function, job)))
            yield self._done(function, *waiting.popleft())
        while waiting:
            yield self._done(function, *waiting.popleft())

    def start_for(self, path: Path, operation: str) -> None:
        """Where a file is large enough to be worked on block by block, let the processes start, load a module of
        `operations` and `get_ready` as it says, which takes a second, while this one loads and opens."""
        from leadlist.formats.csv_file import LARGE

        if not path.is_file() or path.stat().st_size < LARGE:
            return
        for _number in range(self.count):
            self._begun(_get_ready, operation)

    def _begun(self, function: Callable[[Job], Result], job: Job) -> "Future[Result] | None":
        with self._lock:
            try:
                if self._pool is None and not self._broken:
                    self._pool = _new_pool(self.count)
                return None if self._broken or self._pool is None else self._pool.submit(function, job)
            except (BrokenProcessPool, OSError):
                self._broken = True
                return None

    def _done(self, function: Callable[[Job], Result], job: Job, begun: "Future[Result] | None") -> Result:
        if begun is not None:
            try:
                return begun.result()
            except BrokenProcessPool:
                self._broken = True
        return function(job)

    def end(self, *, wait: bool) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=True)


def _get_ready(operation: str) -> None:
    import_module(f"leadlist.operations.{operation}").get_ready()


@contextmanager
def workers() -> Iterator[Workers]:
    """All cores for the length of a command. Processes are started afresh (`spawn`) on every system, so that what works
    on one works on all."""
    made = Workers()
    try:
        yield made
    except BaseException:
        made.end(wait=False)
        raise
    made.end(wait=True)


@contextmanager
def helper() -> Iterator[Callable[..., Future[Any]] | None]:
    """`submit` of one other process that stays until the end; None where there is one core or none may be started.

    One for a whole linkage: it takes half a second to start, and has loaded what the next stage needs."""
    with ExitStack() as until_the_end:
        submit = None
        if cores() > 1:
            with suppress(BrokenProcessPool, OSError):
                pool = until_the_end.enter_context(_pool(1))
                pool.submit(os.getpid)
                submit = pool.submit
        yield submit


def shared_out(
    submit: Callable[..., Future[Any]] | None, function: Callable[[Job], Result], jobs: Iterable[Job]
) -> list[Result]:
    """As `map`, here and in a helper; here alone where there is none, or it was killed.

    The helper begins with the first job as soon as it is there. When all are, we take the last one back and do it
    ourselves, then the one before it, until we meet.
    """
    if submit is None:
        return list(map(function, jobs))
    left, whole, given = iter(jobs), list[Job](), list["Future[Result]"]()
    try:
        for job in left:
            whole.append(job)
            given.append(submit(function, job))
        both = reversed(list(zip(given, whole, strict=True)))
        return [function(job) if own.cancel() else own.result() for own, job in both][::-1]
    except (BrokenProcessPool, OSError):
        return list(map(function, chain(whole, left)))


def cores() -> int:
    """How many processes are of use at once."""
    return min(os.cpu_count() or 1, MOST)


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    with _new_pool(count) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _new_pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, get_context("spawn"), _prepare, (locale.current(),))


def _prepare(language: str) -> None:
    """The messages of the worker are the user's; ^C is the parent's to answer.

    As in the first process, garbage is collected only after so many new objects: rows and changes form no cycles.
    """
    gc.set_threshold(MANY_OBJECTS, 20, 100)
    locale.use(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atexit.register(os._exit, 0)  # at once: to free every object first takes a large list's helper longer than need be


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for its next job for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
