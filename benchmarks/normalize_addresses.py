"""Measure address keys against a public normaliser's test set, which is fetched for measuring and not kept here.

    python benchmarks/normalize_addresses.py addresses.csv

The file is `test/addresses/addresses.csv` of github.com/geolonia/normalize-japanese-addresses (MIT). A row is right if
the address as people typed it and the parts the set gives for it have the same match key. Rows of Tokyo and Kanagawa,
Kyoto's streets and the rest are counted apart.
"""

import csv
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from leadlist.normalizers import match_key, normalize
from leadlist.rules import load_rules


def main() -> None:
    """Print the score, and the rows that are wrong with `-v`."""
    rules = load_rules()
    rules = replace(rules, normalize=replace(rules.normalize, address_numbers="hyphen"))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            typed, prefecture = row["住所"], row["都道府県"]
            number = re.sub(r"^(?=\S)", "", row["番地号"])
            parts = prefecture + row["市区町村"] + row["町字"] + number + row["その他"]
            group = "Tokyo, Kanagawa" if prefecture in ("東京都", "神奈川県") else "elsewhere"
            if not row["町字"]:
                group += ", town unknown to the set"
            total[group] += 1
            good = match_key("address", typed, rules) == match_key("address", parts, rules) != ""
            right[group] += good
            if not good and "-v" in sys.argv:
                print(
                    group,
                    typed,
                    parts,
                    normalize("address", typed, rules),
                    match_key("address", typed, rules),
                    sep=" | ",
                )
                print("      ", match_key("address", parts, rules))
    for group, rows in sorted(total.items()):
        print(f"{group:50} {right[group]:5} / {rows:5}  {100 * right[group] / rows:5.2f} %")


if __name__ == "__main__":
    main()
