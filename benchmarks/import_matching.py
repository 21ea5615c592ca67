"""Whom an import takes for whom: half of a list with known truth imported into the other half.

Usage: python benchmarks/import_matching.py [LIST.csv …] (columns of a lead list, and `true_cluster`; default: made
lists in both languages). Prints, with exact keys alone and with the deduplicator: of the rows that are in the list
(`there`) and of those that are not (`new`), how many updated a lead, went to a person, or were added; WRONG where the
lead is another one. Needs a minute.
"""

import csv
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from unittest.mock import patch

from leadlist.leads import LeadList, lead_list
from leadlist.operations import import_
from leadlist.operations.import_ import planning
from leadlist.plans import apply
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules

HERE = Path(__file__).parent
LEFT_OUT = ("id", "true_cluster", "rec_id", "unique_id", "cluster")


def halves(path: Path, rules: Rules) -> tuple[LeadList, list[str], LeadList, list[str]]:
    """The list and the export, each with its rows' true clusters. Of a cluster one row stands in the list."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    headings = [name for name in rows[0] if name not in LEFT_OUT]
    dice = random.Random(7)
    known: dict[str, dict[str, str]] = {}
    export = []
    for row in rows:
        cluster = row["true_cluster"]
        if cluster not in known and (dice.random() < 0.7):
            known[cluster] = row
        else:
            export.append(row)

    def table(some: list[dict[str, str]]) -> LeadList:
        return recognize(lead_list(headings, [[row[name] for name in headings] for row in some]), rules).leads

    held = list(known.values())
    return table(held), [row["true_cluster"] for row in held], table(export), [row["true_cluster"] for row in export]


def judged(path: Path, rules: Rules) -> Counter[str]:
    """What became of the export's rows, by whether that was right."""
    held, truth, export, own = halves(path, rules)
    numbers = itertools.count()
    start = time.process_time()
    made = import_.plan(
        held,
        rules,
        batches=[import_.Batch("export.csv", export)],
        acquired=import_.Acquired(source="fair", on=date(2026, 11, 19), purpose="ご請求の資料の送付"),
        today=date(2026, 11, 20),
        new_id=lambda: f"L-{next(numbers):010d}",
    )
    seconds = round(time.process_time() - start)
    again = import_.plan(
        apply(held, made.changes),
        rules,
        batches=[import_.Batch("export.csv", export)],
        acquired=import_.Acquired(source="fair", on=date(2026, 11, 19), purpose="ご請求の資料の送付"),
        today=date(2026, 11, 20),
    )
    known = set(truth)
    found = Counter({"changes at the second import": len(again.changes), "seconds": seconds})
    for outcome, cluster in zip(made.details.outcomes, own, strict=True):
        right = outcome.row is not None and truth[outcome.row] == cluster
        what = "to check" if outcome.result == "doubtful" else "updated" if outcome.row is not None else "added"
        found[
            f"{'there' if cluster in known else 'new'}: {what}{'' if outcome.row is None or right else ' WRONG'}"
        ] += 1
    return found


def main(paths: list[Path]) -> None:
    """Judge every list twice."""
    for path in paths:
        japanese = any("぀" <= sign <= "ヿ" for sign in path.read_text(encoding="utf-8")[:4000])
        rules = load_rules("japan" if japanese else "international")
        for how in ("exact keys", "deduplicator"):
            with patch.object(planning, "likely", lambda *_: {}) if how == "exact keys" else patch.object(sys, "argv"):
                found = judged(path, rules)
            print(f"{path.name}, {how}: " + " · ".join(f"{what} {count:,}" for what, count in sorted(found.items())))


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        for language in () if given else ("ja", "en"):
            made = Path(folder, f"made_{language}.csv")
            command = [sys.executable, str(HERE / "dedupe_lists.py"), language, "10000", "--seed", "11"]
            made.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
            given.append(made)
        main(given)
