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
from collections.abc import Iterator, Sequence
from pathlib import Path

from leadlist.cards.kept import digest_of, place
from leadlist.cards.row import Card, Side, cards_of
from leadlist.cards.stack import read_page
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
NUMBERS = ("phone", "phone_2", "phone_direct", "phone_company", "fax", "mobile", "postal_code")
FIGURES = {ord(kanji): str(value) for value, kanji in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    map(ord, "ー－—−─"), "-"
)
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


def made_up(card: Card, printed: Sequence[str]) -> list[str]:
    """Fields whose value stands neither in what is printed on the card nor in what was read on it, word by word.

    Numbers count by their digits, +81 being 0, and kanji figures by their value: that is how they go into a list. A
    town that its postal code names otherwise is allowed for, where it is marked.
    """
    text = [*printed, *(line.text for side in card.sides for line in side.text.lines)]
    whole = flat("".join(text)).translate(FIGURES)
    digits = "".join(letter for letter in whole.replace("+81", "0") if letter.isdigit())
    found = []
    for name, value in card.values.items():
        if name in NUMBERS:
            there = "".join(letter for letter in value.text.replace("+81", "0") if letter.isdigit()) in digits
        else:
            there = _stands(value.text, whole)
        if name == "address" and not there and _stands(value.raw, whole):  # blanks and hyphens are set anew
            there = bool(value.doubt) or _letters(value.text) == _letters(value.raw)
        if not there:
            found.append(name)
    return found


def _stands(text: str, whole: str) -> bool:
    return all(flat(word).translate(FIGURES).strip(",") in whole for word in text.split())


def _letters(text: str) -> str:
    return "".join(letter for letter in flat(text).translate(FIGURES) if letter.isalnum())


def read(path: Path) -> list[Side]:
    """The sides on one picture."""
    with tempfile.TemporaryDirectory() as folder:
        target = place(Path(folder), digest_of(path), 1)
        problem = read_page(path, 1, target)
        if problem:
            sys.exit(f"{path}: {problem[0]}")
        return target.sides(path.name) or []


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
    total, invented, begin = 0, 0, time.process_time()
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
                for field in made_up(card, by_id[name]["lines"]):
                    invented += 1
                    print(f"{what}: {field} is not on the card: {card.values[field].text!r}")
    for (kind, group), tally in sorted(tallies.items()):
        print(f"{kind:6} {group:32} {tally}")
    print(f"{invented} values that are not on the card")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = (time.process_time() - begin) / max(total, 1)
    print(f"{spent:.1f} CPU-seconds a card, models loaded once; {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
