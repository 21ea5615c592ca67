"""Laws on long lists, with weights learned anew each time: the order of rows, and rows of strangers.

    python benchmarks/dedupe_laws.py [LIST ...]        (names as in dedupe_quality.py)

Prints how many rows are in another cluster after the rows were shuffled (0 wanted), and after one unrelated row more
(0.1 % at most wanted), the worst of five.
"""

import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from dedupe_quality import MADE, columns_of, rows_of

from leadlist.matching.columns import MatchColumn
from leadlist.matching.linkage import link

TIMES = 5


def parts(labels: Sequence[int], rows: Sequence[int]) -> dict[int, frozenset[int]]:
    """For each row the rows of its cluster; `rows[at]` is the name of the row at a place."""
    members: dict[int, set[int]] = {}
    for at, label in enumerate(labels):
        members.setdefault(label, set()).add(rows[at])
    return {row: frozenset(group) for group in members.values() for row in group}


def moved(before: dict[int, frozenset[int]], after: dict[int, frozenset[int]]) -> int:
    """How many rows have another cluster."""
    return sum(after[row] != group for row, group in before.items())


def taken(columns: Sequence[MatchColumn], rows: Sequence[int]) -> list[MatchColumn]:
    """The columns with rows in another order."""
    return [c._replace(values=[c.values[r] for r in rows], keys=[c.keys[r] for r in rows]) for c in columns]


def with_stranger(columns: Sequence[MatchColumn], at: int) -> list[MatchColumn]:
    """The columns with one more row, whose values nobody has."""
    text = f"Zzyx{at} Qwortle{at}"
    return [c._replace(values=[*c.values, text], keys=[*c.keys, text.casefold()]) for c in columns]


def main(names: Sequence[str]) -> None:
    """Print a line for each list."""
    folder = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[1].parent / "shared")) / "linkage"
    for name in names:
        columns = columns_of(name, rows_of(name, folder))
        rows = list(range(len(columns[0].keys)))
        before = parts(link(columns).cluster.tolist(), rows)
        order = list(rows)
        random.Random(name).shuffle(order)
        turned = moved(before, parts(link(taken(columns, order)).cluster.tolist(), order))
        more = [*rows, len(rows)]
        worst = max(
            moved(before, parts(link(with_stranger(columns, at)).cluster.tolist(), more)) for at in range(TIMES)
        )
        share = 100 * worst / len(rows)
        print(f"{name:20} shuffled {turned} rows   one stranger {worst} rows, {share:.3f} %", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or MADE[:4])
