"""Lists with known truth that are no lead lists: a register of people with few fields, and a list of sites.

    python benchmarks/dedupe_registers.py register 10000 > register.csv  (names, birthday; few values)
    python benchmarks/dedupe_registers.py sites 3300 > sites.csv         (name, address, zip, phone; large clusters)

Every value is invented. The same arguments give the same list.
"""

import argparse
import csv
import random
import sys

from dedupe_lists import WORDS, common, slip

Row = dict[str, str]


def register(rows: int, seed: int = 1) -> list[Row]:
    """People by name and birthday, a tenth of them entered twice, with one or two errors in the second record."""
    rng = random.Random(f"register{seed}")
    words = WORDS["register"]
    given = [name + tail for tail in words["given_tail"][4:] for name in words["given"]]
    family = [head + tail for tail in words["family_tail"] for head in words["family_head"]]
    made: list[Row] = []
    truth = 0
    while len(made) < rows:
        truth += 1
        row = {
            "first_name": common(rng, given).upper(),
            "first_name_2": common(rng, given).upper() if rng.random() < 0.02 else "",
            "last_name": common(rng, family).upper(),
            "last_name_2": common(rng, family).upper() if rng.random() < 0.01 else "",
            "birth_year": str(round(rng.triangular(1915, 2004, 1962))),
            "birth_month": str(rng.randint(1, 12)),
            "birth_day": str(rng.randint(1, 28)),
        }
        made.append(row | {"true_cluster": str(truth)})
        if rng.random() < 0.11:
            made.append(_again(rng, row) | {"true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def _again(rng: random.Random, row: Row) -> Row:
    """The same person with one error, sometimes two."""
    again = dict(row)
    for heading in rng.choices([h for h in row if row[h]], k=rng.choice((1, 1, 1, 2))):
        if heading == "birth_year":
            again[heading] = str(int(row[heading]) + rng.choice((-10, -1, 1, 10, -9, 9, 7)))
        elif heading.startswith("birth"):
            again[heading] = str(rng.randint(1, 12 if heading == "birth_month" else 28))
        elif heading.endswith("_2"):
            again[heading] = ""
        else:
            again[heading] = slip(rng, row[heading].lower()).upper()
    return again


def sites(rows: int, seed: int = 1) -> list[Row]:
    """Places for children as ten lists have them, one record a programme: names in many forms, some very often."""
    rng = random.Random(f"sites{seed}")
    words = WORDS["sites"]
    made: list[Row] = []
    truth = 0
    while len(made) < rows:
        owner = rng.choice(words["owner"])
        main = f"{rng.randint(2, 9)}{rng.randint(100000, 999999)}"
        for _site in range(rng.choice((1, 1, 2, 3, 6))):
            truth += 1
            name = f"{rng.choice(words['name'])} {rng.choice(words['sort'])}"
            if rng.random() < 0.1:
                name = f"{rng.choice(words['name'])} {name}"
            number, way = rng.randint(100, 9999), rng.choice("NSWE")
            street = f"{rng.choice(words['street'])} {rng.choice(('Ave', 'St', 'Blvd'))}"
            phone = f"{rng.randint(2, 9)}{rng.randint(100000, 999999)}"
            code = f"606{rng.randint(1, 60):02d}"
            for _record in range(min(int(rng.paretovariate(0.9)), 90)):
                site = {
                    "name": _name(rng, owner, name),
                    "address": _address(rng, number, way, street),
                    "zip": code if rng.random() < 0.6 else "",
                    "phone": main if rng.random() < 0.05 else phone if rng.random() < 0.9 else "",
                }
                made.append(site | {"true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def _name(rng: random.Random, owner: str, name: str) -> str:
    """A site's name: with its owner or without, cut, abbreviated, mistyped, or the owner's alone."""
    letters = "".join(word[0] for word in owner.split())
    dice = rng.random()
    text = name
    if dice < 0.25:
        text = f"{owner} - {name}"
    elif dice < 0.3:
        text = owner
    elif dice < 0.36:
        text = f"{letters} {name}"
    elif dice < 0.46:
        text = name.split()[0] if rng.random() < 0.4 else f"{name} {rng.choice(('I', 'II', 'Site', 'Program'))}"
    if rng.random() < 0.2:
        text = text.replace("Child Development Center", "CDC").replace("Elementary", "Elem").replace("Center", "Ctr")
    return slip(rng, text) if rng.random() < 0.06 else text


def _address(rng: random.Random, number: int, way: str, street: str) -> str:
    words = {"N": "North", "S": "South", "W": "West", "E": "East"}
    text = f"{number} {rng.choice((way, way + '.', words[way]))} {street}"
    if rng.random() < 0.4:
        text = rng.choice((text.rpartition(" ")[0], f"{text}.", text.upper(), f"{text}, 1st floor"))
    return slip(rng, text) if rng.random() < 0.04 else text


MAKERS = {"register": register, "sites": sites}


def main() -> None:
    """Print a list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=tuple(MAKERS))
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = MAKERS[asked.kind](asked.rows, asked.seed)
    writer = csv.DictWriter(sys.stdout, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
