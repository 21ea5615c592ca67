"""How much of real-looking cards is read right, how much is left to a person, and what it costs.

Usage: python benchmarks/cards_scans.py [--half develop|measure] [--errors] [--kinds scan,photo,hard,sheets]

Reads the folder `cards` of the test material (`truth.json`, `sheets.json`, pictures). Of its cards every other one, by
their order in truth.json, served to develop; the rest only to measure. A value is right where it equals the truth after
NFKC without blanks. Needs the extra `leadlist[cards]`, and some two minutes a half.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from leadlist.cards.row import Card, Side, cards_of
from leadlist.cards.stack import read_page, unpacked
from leadlist.rules import load_rules

SHARED = Path(os.environ.get("LEADLIST_SHARED", "../shared")) / "cards"
FIELDS = {
    "name": "name",
    "kana_printed": "name_kana",
    "company": "company",
    "department": "department",
    "title": "title",
    "postal_code": "postal_code",
    "address": "address",
    "phone": "phone",
    "fax": "fax",
    "mobile": "mobile",
    "email": "email",
    "url": "url",
}
Truth = dict[str, str]


def flat(text: str) -> str:
    """NFKC without blanks."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def pictures(kinds: list[str], wanted: set[str]) -> Iterator[tuple[str, Path, list[str]]]:
    """Kind, file, and the ids of the cards on it in reading order."""
    for kind in kinds:
        if kind == "sheets":
            for sheet in json.loads((SHARED / "sheets.json").read_text()):
                yield kind, SHARED / kind / sheet["file"], [item["id"] for item in sheet["items"]]
            continue
        for path in sorted((SHARED / kind).glob("*.jpg")):
            if path.stem in wanted:
                yield kind, path, [path.stem]


def group_of(truth: Truth) -> str:
    """The layouts that have a target of their own."""
    if truth["layout"] != "v":
        return "horizontal, bilingual, English"
    return "all vertical" if truth["variant"] == "v_all" else "vertical name"


class Tally:
    """What became of the values of one group of cards."""

    def __init__(self) -> None:
        self.cards = self.flagged = self.printed = self.right = self.doubted = self.accepted = self.accepted_right = 0

    def __str__(self) -> str:
        exact = 100 * self.right / max(self.printed, 1)
        sure = 100 * self.accepted_right / max(self.accepted, 1)
        marked = self.doubted / max(self.cards, 1)
        return (
            f"{self.cards:3} cards  exact {self.right}/{self.printed} = {exact:.1f} %  accepted and right "
            f"{self.accepted_right}/{self.accepted} = {sure:.1f} %  marked {marked:.2f} a card, "
            f"cards with a mark {self.flagged}/{self.cards}"
        )


def count(tally: Tally, card: Card, truth: Truth, errors: bool, what: str) -> None:
    """Compare one card with its truth."""
    tally.cards += 1
    tally.flagged += bool(card.doubts)
    for key, field in FIELDS.items():
        want = flat(truth[key])
        value = card.values.get(field)
        got = flat(value.text) if value else ""
        doubt = bool(value and value.doubt)
        tally.printed += bool(want)
        tally.right += bool(want) and want == got
        tally.doubted += bool(got) and doubt
        tally.accepted += bool(got) and not doubt
        tally.accepted_right += bool(got) and not doubt and want == got
        if errors and want != got:
            print(f"  {what} {field}: {want!r}, read {got!r}{' (marked)' if doubt else ''}")


def read(path: Path) -> list[Side]:
    """The sides on one picture."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page")
        problem = read_page(path, 1, target)
        if problem:
            sys.exit(f"{path}: {problem[0]}")
        return unpacked(path.name, target.read_bytes())


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("develop", "measure", "both"), default="measure")
    parser.add_argument("--kinds", default="scan,photo,hard,sheets")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    truths = json.loads((SHARED / "truth.json").read_text())
    halves = {"develop": truths[::2], "measure": truths[1::2], "both": truths}
    wanted = {truth["id"] for truth in halves[options.half]}
    by_id = {truth["id"]: truth for truth in truths}
    rules = load_rules()
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    total, begin = 0, time.process_time()
    for kind, path, ids in pictures(options.kinds.split(","), wanted):
        cards = cards_of(read(path), rules, 1)
        total += len(cards)
        if len(cards) != len(ids):
            print(f"{kind}/{path.name}: {len(cards)} cards found of {len(ids)}")
            continue
        if kind == "sheets":
            print(f"{kind}/{path.name}: {len(cards)} cards found of {len(ids)}")
        for name, card in zip(ids, cards, strict=True):
            if name in wanted:
                what = f"{kind}/{name}"
                count(tallies[kind, group_of(by_id[name])], card, by_id[name], options.errors, what)
    for (kind, group), tally in sorted(tallies.items()):
        print(f"{kind:6} {group:32} {tally}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = (time.process_time() - begin) / max(total, 1)
    print(f"{spent:.1f} CPU-seconds a card, models loaded once; {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
