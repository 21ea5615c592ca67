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
    count = min(os.cpu_count() or 1, MOST)
    with ProcessPoolExecutor(count, get_context("spawn"), _prepare, (locale.current(),)) as pool:
        try:
            yield pool.map
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def shared_out(function: Callable[[Job], Result], jobs: Iterable[Job]) -> list[Result]:
    """As `map`, in processes that end with it; by ourselves where one was killed or none may be started."""
    whole = list(jobs)
    try:
        with processes() as spread:
            return list(spread(function, whole))
    except (BrokenProcessPool, OSError):
        return list(map(function, whole))


def _prepare(language: str) -> None:
    """The messages of the worker are the user's; ^C is the parent's to answer."""
    locale.use(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
