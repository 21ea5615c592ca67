"""Measure address keys against a public normaliser's test set, which is fetched for measuring and not kept here.

    python benchmarks/normalize_addresses.py addresses.csv
    python benchmarks/normalize_addresses.py tests/test_data/*.csv
    python benchmarks/normalize_addresses.py e2e/test-data/*/expects.json

The first file is `test/addresses/addresses.csv` of github.com/geolonia/normalize-japanese-addresses (MIT). A row is
right if the address as people typed it and the parts the set gives for it have the same match key. Rows of Tokyo and
Kanagawa and the rest are counted apart. The others are the test data of
github.com/YuukiToriyama/japanese-address-parser (MIT): nothing but hard spellings, among them misspelt towns.
`e2e/test-data/*/expects.json` of github.com/digital-go-jp/abr-geocoder (MIT) is a third set: input and output.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from leadlist.normalizers import match_key, normalize
from leadlist.rules import load_rules


def rows_of(file: Path) -> Iterator[tuple[str, str, str, str]]:
    """What people typed, its prefecture and town, and the whole that the set gives for it."""
    if file.suffix == ".json":
        for case in json.loads(file.read_text(encoding="utf-8")):
            typed, found = case["query"]["input"], case["result"]
            named = found["city"] if found["city"] and found["city"] in typed else ""  # 北区 without 京都市 is apart
            yield typed, found["pref"] or "", named, found["output"]
        return
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if "住所" in row:
                parts = [row[name] for name in ("都道府県", "市区町村", "町字", "番地号", "その他")]
                yield row["住所"], row["都道府県"], row["町字"], "".join(parts)
            elif not row["address"].startswith("#") and row["town"]:
                parts = [row[name] or "" for name in ("prefecture", "city", "town", "rest")]
                yield row["address"], row["prefecture"], row["town"], "".join(parts)


def main() -> None:
    """Print the score, and the rows that are wrong with `-v`."""
    rules = load_rules()
    rules = replace(rules, normalize=replace(rules.normalize, address_numbers="hyphen"))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    for name in [argument for argument in sys.argv[1:] if argument != "-v"]:
        for typed, prefecture, town, parts in rows_of(Path(name)):
            if (typed, parts) in seen:
                continue  # several files hold the same
            seen.add((typed, parts))
            group = "Tokyo, Kanagawa" if prefecture in ("東京都", "神奈川県") else "elsewhere"
            if not town:
                group += ", town unknown to the set, or city left out"
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
