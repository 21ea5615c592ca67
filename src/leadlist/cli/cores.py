"""All cores: a `map` that shares the parts of a large job out over processes."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from leadlist import locale

MOST = 4  # processes; each loads the postal data for itself, some 150 MB

Job = TypeVar("Job")
Result = TypeVar("Result")


@contextmanager
def processes() -> Iterator[Callable[[Callable[[Job], Result], Iterable[Job]], Iterable[Result]]]:
    """As `map`, in several processes, results in order; jobs are fetched and begun at once.

    Started afresh (`spawn`) on every system, so that what works on one works on all. Raises BrokenProcessPool where a
    process was killed, OSError where the system allows none.
    """
    with _pool(cores()) as pool:
        yield pool.map


def shared_out(function: Callable[[Job], Result], jobs: Iterable[Job]) -> list[Result]:
    """As `map`, here and in processes that end with it; here alone where one was killed or none may be started.

    The others begin with the first job. We take the last one back and do it ourselves, then the one before it, until
    we meet: they start while we work already.
    """
    whole = list(jobs)
    if cores() == 1:
        return list(map(function, whole))
    try:
        with _pool(cores() - 1) as pool:
            given = [pool.submit(function, job) for job in whole]
            both = reversed(list(zip(given, whole, strict=True)))
            return [function(job) if own.cancel() else own.result() for own, job in both][::-1]
    except (BrokenProcessPool, OSError):
        return list(map(function, whole))


def cores() -> int:
    """How many processes are of use at once."""
    return min(os.cpu_count() or 1, MOST)


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(count, get_context("spawn"), _prepare, (locale.current(),)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare(language: str) -> None:
    """The messages of the worker are the user's; ^C is the parent's to answer."""
    locale.use(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
