"""Learn the weights that ship with leadlist, for lists too short to learn from: rules/tables/match_weights.csv.

    python benchmarks/dedupe_weights.py > rules/tables/match_weights.csv

Two made lists of 8,000 rows (dedupe_lists.py); for each kind of column and each class of pairs the share of pairs at
each comparison level, averaged over the columns of that kind.
"""

import csv
import sys

import numpy as np
from dedupe_lists import make

from leadlist.leads import lead_list
from leadlist.matching.linkage import link
from leadlist.matching.shipped import LEVEL_NAMES
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.recognition import recognize
from leadlist.rules import load_rules


def main() -> None:
    """Print the table."""
    found: dict[tuple[str, int], list[np.ndarray]] = {}
    for language in ("ja", "en"):
        rows = list(make(language, 8000))
        headings = [heading for heading in rows[0] if heading != "true_cluster"]
        rules = load_rules("japan" if language == "ja" else "international")
        leads = recognize(lead_list(headings, [[row[h] for h in headings] for row in rows]), rules).leads
        linkage = link(match_columns(leads, rules))
        for at, column in enumerate(linkage.records.columns):
            for k in range(len(linkage.model.share)):
                given = linkage.model.given[k, at]
                levels = np.append(given[1:5], given[5:].sum())
                found.setdefault((column.kind, k), []).append(levels / levels.sum())
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["kind", "class", *LEVEL_NAMES])
    for (kind, k), tables in sorted(found.items()):
        writer.writerow([kind, k, *(f"{share:.3g}" for share in np.mean(tables, axis=0))])


if __name__ == "__main__":
    main()
