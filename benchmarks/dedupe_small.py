"""How well short lists are linked, by the weights that ship: samples of 50 and 180 rows of longer lists.

    python benchmarks/dedupe_small.py [LIST ...]        (names as in dedupe_quality.py)

A third of the rows of a sample are of leads that the list holds several times. Twelve samples a size; pairwise F1,
precision and recall over all of them, the wrong pairs and how many were expected.
"""

import os
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from dedupe_quality import columns_of, pairs, rows_of

from leadlist.matching.linkage import link

SAMPLES = 12
SIZES = (50, 180)
REPEATED = 0.35  # of a sample's rows
LISTS = (
    *("made_ja_10k", "made_en_10k", "fake_1000", "febrl1", "restaurants", "historical_50k"),
    *("leads:ja:10000:7:2", "leads:en:10000:7:2", "crm:ja:10000:1", "crm:en:10000:1"),
    *("others:en:1500:1", "others:ja:1500:1"),
)


def sample(rows: Sequence[dict[str, str]], size: int, seed: str) -> list[dict[str, str]]:
    """Some rows, in random order."""
    rng = random.Random(seed)
    leads: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        leads[row["true_cluster"]].append(row)
    taken: list[dict[str, str]] = []
    order = rng.sample(sorted(leads), len(leads))
    for repeated, share in ((True, REPEATED), (False, 1.0)):
        for lead in order:
            if len(taken) < size * share and (len(leads[lead]) > 1) is repeated:
                taken += leads[lead][:4]
    rng.shuffle(taken)
    return taken


def main(names: Sequence[str]) -> None:
    """Print a line for each list and size."""
    folder = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[1].parent / "shared")) / "linkage"
    for name in names:
        rows = rows_of(name, folder)
        for size in SIZES:
            found = true = right = 0
            expected = 0.0
            for seed in range(SAMPLES):
                some = sample(rows, size, f"{name}{size}{seed}")
                linkage = link(columns_of(name, some))
                clusters, truth = linkage.cluster.tolist(), [row["true_cluster"] for row in some]
                found, true = found + pairs(clusters), true + pairs(truth)
                right += pairs(list(zip(clusters, truth, strict=True)))
                expected += (1 - linkage.expected_precision) * pairs(clusters)
            scored = (2 * right / max(found + true, 1), right / max(found, 1), right / max(true, 1))
            told = " ".join(f"{score:.4f}" for score in scored)
            print(f"{name:20} {size:4} rows  {told}  wrong {found - right}, expected {expected:.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or LISTS)
