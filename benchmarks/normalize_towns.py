"""Hold every town of the postal data against the ways people write a house number behind it.

    python benchmarks/normalize_towns.py [TOWNS] [--seed 3]

For each town: 12-3, 12番地3, 12番3号, full width and a building give one written text, and these with 大字, with blanks
and without the prefecture give one match key. Prints how many towns break each, and eight of them.
"""

import argparse
import random
from collections import defaultdict
from dataclasses import replace

from leadlist.normalizers import match_key, normalize, postal_data
from leadlist.rules import Rules, load_rules


def forms(place: postal_data.Place, base: str, keep: Rules, hyphen: Rules) -> dict[str, tuple[str, str]]:
    """What each way of writing gives, and what it should."""
    town = base.removeprefix(place.prefecture + place.city)
    key = match_key("address", f"{base}12-3", hyphen)
    without = match_key("address", f"{place.city}{town}12番3号", hyphen)
    return {
        "as it is": (normalize("address", f"{base}12-3", keep), f"{base}12-3"),
        "hyphens": (normalize("address", f"{base}12-3", hyphen), f"{base}12-3"),
        "番地": (normalize("address", f"{base}12番地3", hyphen), f"{base}12-3"),
        "番号": (normalize("address", f"{base}12番3号", hyphen), f"{base}12-3"),
        "full width": (normalize("address", f"{base}１２－３", hyphen), f"{base}12-3"),
        "building": (normalize("address", f"{base}12番3号青葉ビル2F", hyphen), f"{base}12-3 青葉ビル2F"),
        "key of 番地の": (match_key("address", f"{base}12番地の3", hyphen), key),
        "key with a building": (match_key("address", f"{base}12-3 青葉ビル2階", hyphen), key),
        "key with blanks": (match_key("address", f"{place.prefecture} {place.city} {town} 12-3", hyphen), key),
        "key with 大字": (match_key("address", f"{place.prefecture}{place.city}大字{town}12-3", hyphen), key),
        "key without the prefecture": (without or key, key),  # none where two prefectures are possible
    }


def main() -> None:
    """Print what breaks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("towns", nargs="?", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    keep = load_rules()
    hyphen = replace(keep, normalize=replace(keep.normalize, address_numbers="hyphen"))
    codes = sorted(postal_data.snapshot().codes)
    chosen = random.Random(options.seed).sample(codes, min(options.towns, len(codes)))
    broken: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    towns = set()
    for place in {postal_data.places(code)[0] for code in chosen}:
        base = normalize("address", place.prefecture + place.city + place.town, keep)
        if place.business or not place.town or base in towns:
            continue
        towns.add(base)
        for form, (given, wanted) in forms(place, base, keep, hyphen).items():
            if given != wanted:
                broken[form].append((base, given, wanted))
    print(f"{len(towns)} towns, {sum(map(len, broken.values()))} texts broken")
    for form, found in broken.items():
        print(form, len(found), *found[:8], sep="\n  ")


if __name__ == "__main__":
    main()
