"""How well leads are linked: pairwise precision, recall and F1 on lists with known truth, with time and memory.

    python benchmarks/dedupe_quality.py [LIST ...]

A LIST is one of `linkage/` of the folder named by LEADLIST_SHARED (else `../shared`), the path of a CSV file with a
column `true_cluster`, or one made here: `leads:ja:10000:7:2` (dedupe_lists.py: language, rows, seed, hard),
`register:10000:1`, `sites:3300:1` (dedupe_registers.py: rows, seed), `crm:ja:10000:1`, `branches:3300:1`
(dedupe_fresh.py: language, rows, seed), `others:en:1500:1` (dedupe_others.py: the same), `fair:ja:2000:1`,
`chamber:en:2000:1` (dedupe_clerks.py: the same).
Default settings, no labels; the columns `id` and
`true_cluster` are dropped. Each list runs in a process of its own, for its peak memory.
"""

import csv
import dataclasses
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path

from dedupe_clerks import WRITERS, made
from dedupe_fresh import branches, crm
from dedupe_lists import make
from dedupe_others import book
from dedupe_registers import MAKERS

from leadlist.leads import LeadList, lead_list
from leadlist.matching.columns import MatchColumn
from leadlist.operations.deduplicate import plan
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules

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
SITES = {"name": "company", "address": "address", "zip": "postal_code", "phone": "phone"}
MADE_KINDS = {
    "register": {
        "first_name": "person_name",
        "first_name_2": "person_name",
        "last_name": "person_name",
        "last_name_2": "person_name",
        "birth_year": "code",
        "birth_month": "category",
        "birth_day": "category",
    },
    "sites": SITES,
    "branches": SITES,
    "others": {
        "Contact": "person_name",
        "Organisation": "company",
        "Numbers": "phone",
        "Section": "category",
        "Remarks": "text",
        "Town": "category",
        "ローマ字": "person_name",
        "勤務先": "company",
        "ご連絡先": "phone",
        "所属": "category",
    },
}
PUBLIC = {  # copies that others keep; give the path of the file, with a column `true_cluster`
    "chicago_sites": SITES,
    "RLdata10000": {
        "fname_c1": "person_name",
        "fname_c2": "person_name",
        "lname_c1": "person_name",
        "lname_c2": "person_name",
        "by": "code",
        "bm": "category",
        "bd": "category",
    },
}
MADE = (
    "leads:ja:10000:7:1",
    "leads:ja:10000:7:2",
    "leads:en:10000:7:1",
    "leads:en:10000:7:2",
    "register:10000:1",
    "sites:3300:1",
)


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


def rows_of(name: str, folder: Path) -> list[dict[str, str]]:
    """The rows of a list that is named, stored or made."""
    kind, *asked = name.split(":")
    if kind == "leads":
        leads = list(make(asked[0], int(asked[1]), int(asked[2]), float(asked[3])))
        random.Random(name).shuffle(leads)
        return leads
    if kind == "crm":
        return crm(asked[0], int(asked[1]), int(asked[2]))
    if kind == "others":
        return book(asked[0], int(asked[1]), int(asked[2]))
    if kind in WRITERS:
        return made(kind, asked[0], int(asked[1]), int(asked[2]))[1]
    if kind == "branches":
        return branches(*map(int, asked))
    if kind in MAKERS:
        return MAKERS[kind](*map(int, asked))
    path = Path(name) if name.endswith(".csv") else folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def leads_of(name: str, rows: Sequence[dict[str, str]]) -> tuple[LeadList, Rules]:
    """The list without the truth, and the rules it is deduplicated with."""
    headings = [heading for heading in rows[0] if heading not in ("id", "true_cluster")]
    kinds = KINDS.get(name) or MADE_KINDS.get(name.partition(":")[0]) or PUBLIC.get(Path(name).stem, {})
    rules = load_rules("japan" if "_ja" in name or ":ja" in name else "international")
    rules = dataclasses.replace(rules, match=dataclasses.replace(rules.match, kinds=kinds))
    return recognize(lead_list(headings, [[row[h] for h in headings] for row in rows]), rules).leads, rules


def columns_of(name: str, rows: Sequence[dict[str, str]]) -> list[MatchColumn]:
    """The columns that are compared, with their match keys."""
    return match_columns(*leads_of(name, rows))


def run(name: str, folder: Path) -> None:
    """Measure one list and print its line."""
    rows = rows_of(name, folder)
    leads, rules = leads_of(name, rows)
    start = time.process_time()
    found = plan(leads, rules, today=date(2026, 1, 1)).details
    seconds = time.process_time() - start
    clusters = [int(row.cluster) for row in found.rows]
    truth = [row["true_cluster"] for row in rows]
    scored = scores(clusters, truth)
    merged = " ".join(f"{score:.4f}" for score in scored)
    wrong = (1 - found.expected_precision) / max(1 - scored[1], 1e-9)
    ratio = f"{wrong:5.2f}" if scored[1] < 1 else "    –"
    reviewed = with_review(clusters, truth, [(pair.row, pair.other) for pair in found.possible])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    review = f"{reviewed:.4f}"
    estimate = f"{found.expected_precision:.4f}  {ratio}  {found.merge_at:+5.2f}"
    print(f"{name:18} {merged}  {review}  {estimate}  {seconds:6.1f} s  {memory:5} MB", flush=True)


def main() -> None:
    """Measure the lists named, or all."""
    folder = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[1].parent / "shared")) / "linkage"
    if sys.argv[1:2] == ["--one"]:
        run(sys.argv[2], folder)
        return
    print(
        "list               F1     prec.  recall  with review  est. precision  est./true errors  merge_at  CPU  memory"
    )
    stored = sorted(name for name in KINDS if (folder / f"{name}.csv").is_file())
    if len(stored) < len(KINDS):
        print(f"lists are missing in {folder}; set LEADLIST_SHARED", file=sys.stderr)
    for name in sys.argv[1:] or [*stored, *MADE]:
        subprocess.run([sys.executable, __file__, "--one", name], check=True)


if __name__ == "__main__":
    main()
