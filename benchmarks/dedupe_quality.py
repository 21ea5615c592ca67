"""How well leads are linked: pairwise precision, recall and F1 on lists with known truth, with time and memory.

    python benchmarks/dedupe_quality.py [LIST ...]

Lists are read from `linkage/` of the folder named by LEADLIST_SHARED, else `../shared`. Default settings, no labels;
the columns `id` and `true_cluster` are dropped. Each list runs in a process of its own, for its peak memory.
"""

import csv
import dataclasses
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path

from leadlist.leads import lead_list
from leadlist.operations.deduplicate import plan
from leadlist.recognition import recognize
from leadlist.rules import load_rules

FEBRL = {
    "given_name": "person_name",
    "surname": "person_name",
    "street_number": "code",
    "address_1": "address",
    "address_2": "address",
    "suburb": "address",
    "postcode": "postal_code",
    "state": "category",
    "date_of_birth": "date",
    "soc_sec_id": "code",
}
KINDS = {
    "made_ja_10k": {"person": "person_name", "postal": "postal_code"},
    "made_en_10k": {"person": "person_name", "postal": "postal_code"},
    "fake_1000": {
        "first_name": "person_name",
        "surname": "person_name",
        "dob": "date",
        "city": "address",
        "email": "email",
    },
    "historical_50k": {
        "full_name": "person_name",
        "first_and_surname": "person_name",
        "first_name": "person_name",
        "surname": "person_name",
        "dob": "date",
        "birth_place": "address",
        "postcode_fake": "postal_code",
        "gender": "category",
        "occupation": "category",
    },
    "restaurants": {"name": "company", "addr": "address", "phone": "phone", "city": "category", "type": "category"},
    "febrl1": FEBRL,
    "febrl3": FEBRL,
}


def pairs(labels: Sequence[Hashable]) -> int:
    """How many pairs of rows have the same label."""
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def scores(found: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, float, float]:
    """F1, precision and recall of pairs."""
    right = pairs(list(zip(found, truth, strict=True)))
    precision, recall = right / max(pairs(found), 1), right / max(pairs(truth), 1)
    return 2 * precision * recall / max(precision + recall, 1e-12), precision, recall


def with_review(clusters: Sequence[int], truth: Sequence[str], possible: Sequence[tuple[int, int]]) -> float:
    """F1 where every possible link counts as found, too."""
    right = pairs(list(zip(clusters, truth, strict=True))) + sum(truth[a] == truth[b] for a, b in possible)
    return 2 * right / (pairs(clusters) + len(possible) + pairs(truth))


def run(name: str, folder: Path) -> None:
    """Measure one list and print its line."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    headings = [heading for heading in rows[0] if heading not in ("id", "true_cluster")]
    rules = load_rules("japan" if "_ja" in name else "international")
    rules = dataclasses.replace(rules, match=dataclasses.replace(rules.match, kinds=KINDS.get(name, {})))
    leads = recognize(lead_list(headings, [[row[h] for h in headings] for row in rows]), rules).leads
    start = time.perf_counter()
    found = plan(leads, rules, today=date(2026, 1, 1)).details
    seconds = time.perf_counter() - start
    clusters = [int(row.cluster) for row in found.rows]
    truth = [row["true_cluster"] for row in rows]
    merged = " ".join(f"{score:.4f}" for score in scores(clusters, truth))
    reviewed = with_review(clusters, truth, [(pair.row, pair.other) for pair in found.possible])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    review = f"{reviewed:.4f}"
    print(f"{name:16} {merged}  {review}  {found.expected_precision:.4f}  {seconds:6.1f} s  {memory:5} MB", flush=True)


def main() -> None:
    """Measure the lists named, or all."""
    folder = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[1].parent / "shared")) / "linkage"
    if not folder.is_dir():
        sys.exit(f"no lists: {folder} does not exist; set LEADLIST_SHARED")
    if sys.argv[1:2] == ["--one"]:
        run(sys.argv[2], folder)
        return
    print("list             F1     prec.  recall  F1 with review  estimated precision  time  memory")
    for name in sys.argv[1:] or sorted(KINDS):
        subprocess.run([sys.executable, __file__, "--one", name], check=True)


if __name__ == "__main__":
    main()
