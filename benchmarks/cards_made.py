"""Cards invented by chance, drawn, scanned and photographed: how much is read right, and whether anything is made up.

Usage: python benchmarks/cards_made.py [--seed N] [--cards N] [--layouts h,bi,en,v,sides] [--kinds scan,photo,hard]
       [--sheets N] [--errors] [--keep FOLDER]

`--cards` is the number of each layout and kind, `--sheets` that of pages with ten cards. The seed decides everything.
The same measures as `cards_scans.py`: right is what equals the truth after NFKC without blanks. With `--keep` pictures,
and what was read on them, stay in the folder: a second run then measures what comes after the reading, in seconds.
Needs `leadlist[cards]` and the fonts that made_cards.py names; some three CPU-seconds a picture.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from cards_scans import Tally, count, group_of, made_up
from made_layouts import LAYOUTS
from made_photos import KINDS, sheet

from leadlist.cards.kept import Place
from leadlist.cards.row import Card, Side, cards_of
from leadlist.cards.stack import read_page
from leadlist.rules import load_rules

UNSEEN = 90210
"""The seed of the figures in docs/measurements.md; not one of those that served to develop (1 to 99)."""


def read(name: str, jpeg: bytes, folder: Path) -> list[Side]:
    """The sides on a picture, read anew or as they were read before."""
    picture, kept = folder / f"{name}.jpg", folder / f"{name}.read"
    target = Place(kept, b"invented")
    if not kept.exists():
        if jpeg:
            picture.write_bytes(jpeg)
        problem = read_page(picture, 1, target)
        if problem:
            raise SystemExit(f"{picture}: {problem[0]}")
    return target.sides(picture.name) or []


def one(seed: int, layout: str, kind: str, number: int, folder: Path) -> tuple[list[Side], dict[str, str], list[str]]:
    """One card: the sides that were read, its truth and the lines printed on it."""
    name = f"{layout}-{kind}-{seed}-{number}"
    about = folder / f"{name}.json"
    if not about.exists():
        drawn = LAYOUTS[layout](random.Random(f"{seed} {layout} {number}"))
        dice = random.Random(name)
        read(name, KINDS[kind](drawn.picture, dice), folder)
        if drawn.back is not None:
            read(f"{name}-back", KINDS[kind](drawn.back, dice), folder)
        about.write_text(json.dumps([drawn.truth, drawn.lines], ensure_ascii=False), encoding="utf-8")
    truth, lines = json.loads(about.read_text(encoding="utf-8"))
    sides = read(name, b"", folder)
    return sides + (read(f"{name}-back", b"", folder) if layout == "sides" else []), truth, lines


def judged(tally: Tally, found: list[Card], truth: dict[str, str], lines: list[str], errors: bool, name: str) -> int:
    """Count one picture; gives the number of values that are not on the card."""
    if len(found) != 1:
        print(f"{name}: {len(found)} cards found")
        found = found or [Card([], {})]
    count(tally, found[0], truth, errors, name)
    invented = made_up(found[0], lines)
    for field in invented:
        print(f"{name}: {field} is not on the card: {found[0].values[field].text!r}")
    return len(invented)


def on_a_sheet(seed: int, number: int, folder: Path) -> tuple[list[Side], list[tuple[dict[str, str], list[str]]]]:
    """Ten cards on one page: the sides that were read, and truth and lines of each card in reading order."""
    layouts = ("h", "h", "bi", "h", "en", "v", "h", "bi", "v", "h")
    drawn = [LAYOUTS[each](random.Random(f"{seed} sheet {number} {at}")) for at, each in enumerate(layouts)]
    name = f"sheet-{seed}-{number}"
    jpeg = b"" if (folder / f"{name}.read").exists() else sheet([card.picture for card in drawn], random.Random(name))
    return read(name, jpeg, folder), [(card.truth, card.lines) for card in drawn]


def main() -> None:
    """Make, read, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=UNSEEN)
    parser.add_argument("--cards", type=int, default=6)
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--sheets", type=int, default=0)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    rules = load_rules()
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    total = invented = 0
    begin = time.process_time()
    with tempfile.TemporaryDirectory() as aside:
        folder = options.keep or Path(aside)
        folder.mkdir(parents=True, exist_ok=True)
        for layout in options.layouts.split(","):
            for kind in options.kinds.split(","):
                for number in range(options.cards):
                    sides, truth, lines = one(options.seed, layout, kind, number, folder)
                    found = cards_of(sides, rules)
                    name = f"{layout}-{kind}-{options.seed}-{number}"
                    group = "front and back" if layout == "sides" else group_of(truth)
                    invented += judged(tallies[kind, group], found, truth, lines, options.errors, name)
                    total += 1
        for number in range(options.sheets):
            sides, printed = on_a_sheet(options.seed, number, folder)
            found = cards_of(sides, rules, 1)
            print(f"sheet {number}: {len(found)} cards found of {len(printed)}")
            for at, (truth, lines) in enumerate(printed if len(found) == len(printed) else []):
                name = f"sheet-{options.seed}-{number}-{at}"
                invented += judged(
                    tallies["sheet", group_of(truth)], found[at : at + 1], truth, lines, options.errors, name
                )
                total += 1
    for (kind, group), tally in sorted(tallies.items()):
        print(f"{kind:6} {group:32} {tally}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = (time.process_time() - begin) / max(total, 1)
    print(
        f"{invented} values that are not on the card; {spent:.1f} CPU-seconds a card with its drawing, {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
