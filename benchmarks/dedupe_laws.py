"""Laws on long lists, with weights learned anew each time: the order of rows, and rows of strangers.

    python benchmarks/dedupe_laws.py [--times 20] [LIST ...]        (names as in dedupe_quality.py)
    python benchmarks/dedupe_laws.py --many                         (the lists of docs/measurements.md, some minutes)

Each list is linked again shuffled, with one unrelated row more (a stranger: invented values of the same shape, cells
as often empty, words of short lists such as a state kept), and without one row that was a cluster by itself. Printed
are, of the clusters before, how many are none afterwards: 0 wanted after shuffling, 0.1 % at most after one row more
or less. Of a list of fewer than 1,000 clusters one may change. `--first` takes the first so many rows of a list.
"""

import argparse
import os
import random
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dedupe_quality import MADE, columns_of, rows_of

from leadlist.matching.columns import MatchColumn
from leadlist.matching.linkage import link

Rows = Sequence[dict[str, str]]
Clusters = set[frozenset[int]]

WANTED = 0.001  # of the clusters, at most
SHORT_LIST = 60  # a column of so few values is a list of words, of which a stranger has one
SEEDS = range(1, 5)
MANY = (
    *(f"leads:{language}:{rows}:{seed}:{hard}" for language in ("en", "ja") for rows, seed, hard in
      ((1500, 1, 1), (1500, 2, 2), (1500, 3, 3), (3000, 4, 2), (3000, 5, 1), (3000, 6, 3), (10000, 1, 2))),
    *(f"crm:{language}:{rows}:{seed}" for language in ("en", "ja") for rows, seed in ((1500, 1), (3000, 2))),
    *(f"others:{language}:1500:{seed}" for language in ("en", "ja") for seed in SEEDS),
    *(f"{kind}:{rows}:{seed}" for kind in ("sites", "branches") for rows, seed in ((1500, 1), (3300, 2), (3300, 21))),
    *(f"register:2000:{seed}" for seed in SEEDS[:2]),
    *("restaurants", "fake_1000", "febrl1", "made_ja_10k", "made_en_10k"),
)  # fmt: skip


def clusters(columns: Sequence[MatchColumn], names: Sequence[int]) -> Clusters:
    """The clusters of a list; `names[row]` is what a row is called."""
    members: dict[int, set[int]] = {}
    for at, label in enumerate(link(columns).cluster.tolist()):
        members.setdefault(label, set()).add(names[at])
    return set(map(frozenset, members.values()))


def stranger(rng: random.Random, rows: Rows) -> dict[str, str]:
    """A row that has nothing to do with the others: each cell of the shape of another row's, of other characters."""
    return {heading: _invented(rng, [row[heading] for row in rows]) for heading in rows[0]}


def _invented(rng: random.Random, cells: Sequence[str]) -> str:
    cell = rng.choice(cells)
    if len(set(cells)) <= SHORT_LIST:
        return cell
    return "".join(_other(rng, character, cells) for character in cell)


def _other(rng: random.Random, character: str, cells: Sequence[str]) -> str:
    """A character of the same sort: a digit, a small or a capital letter, or one that the column has elsewhere."""
    sort = unicodedata.category(character)
    if character.isascii():
        pools = {"Nd": "0123456789", "Ll": "abcdefghijklmnoprstuvwyz", "Lu": "ABCDEFGHIJKLMNOPRSTUVWYZ"}
        return rng.choice(pools.get(sort, character))
    if sort == "Nd":
        return character
    others = [other for other in rng.choice(cells) if unicodedata.category(other) == sort and not other.isascii()]
    return rng.choice(others or [character])


def changed(before: Clusters, after: Clusters) -> int:
    """How many clusters are none any more."""
    return len(before - after)


def trials(name: str, rows: Rows, times: int) -> Iterator[tuple[str, int, int]]:
    """What was done with a list, how many clusters it changed, and how many there were."""
    rng = random.Random(name)
    every = list(range(len(rows)))
    before = clusters(columns_of(name, rows), every)
    order = rng.sample(every, len(every))
    yield "shuffled", changed(before, clusters(columns_of(name, [rows[at] for at in order]), order)), len(before)
    for _time in range(times):
        more = [*rows, stranger(rng, rows)]
        yield "one more", changed(before, clusters(columns_of(name, more), [*every, len(rows)])), len(before)
    alone = sorted(next(iter(group)) for group in before if len(group) == 1)
    for gone in rng.sample(alone, min(times, len(alone))):
        left = [row for row in every if row != gone]
        found = clusters(columns_of(name, [rows[row] for row in left]), left)
        yield "one less", changed(before - {frozenset([gone])}, found), len(before)


def summary(found: Sequence[tuple[str, int, int]]) -> str:
    """How often so many clusters changed, and how often it was more than the law allows."""
    told: list[str] = []
    for what in ("shuffled", "one more", "one less"):
        counts = Counter(many for done, many, _all in found if done == what)
        beyond = sum(done == what and many > max(1, WANTED * every) for done, many, every in found)
        spread = " ".join(f"{many}:{times}" for many, times in sorted(counts.items()))
        told.append(f"{what} {spread} beyond {beyond}/{counts.total()}")
    return "   ".join(told)


def main() -> None:
    """Print a line for each list, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="*")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--first", type=int, default=2000)
    parser.add_argument("--many", action="store_true")
    asked = parser.parse_args()
    folder = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[1].parent / "shared")) / "linkage"
    found: list[tuple[str, int, int]] = []
    for name in asked.lists or (MANY if asked.many else MADE[:4]):
        rows = rows_of(name, folder)
        of_list = list(trials(name, rows if ":" in name else rows[: asked.first], asked.times))
        found += of_list
        print(f"{name:20} {of_list[0][2]:5} clusters  {summary(of_list)}", flush=True)
    print(f"all: {summary(found)}")


if __name__ == "__main__":
    main()
