"""Two threads for work on large arrays: numpy lets other threads run while it sorts, picks and compares."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

LARGE = 40_000  # records from which arrays are long enough for that


def at_once(function: Callable[[Item], Result], items: Sequence[Item], records: int) -> list[Result]:
    """As `map`, by this thread and another where there are many records. The order, and so what comes of it, is that
    of `map`. This thread works too, for each one keeps freed memory to itself."""
    if records < LARGE or len(items) < 2:
        return list(map(function, items))
    waiting = deque(enumerate(items))
    found: dict[int, Result] = {}

    def work() -> None:
        while waiting:
            try:
                at, item = waiting.popleft()
            except IndexError:  # the other thread was faster
                return
            found[at] = function(item)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(work)
        work()
        other.result()
    return [found[at] for at in range(len(items))]
