"""Make the data of examples/: the same bytes on every run. Usage: python benchmarks/build_examples.py [FOLDER]"""

import random
import sys
from datetime import date
from pathlib import Path

import example_cards
import example_lists
import example_workbook

EXAMPLES = Path(__file__).parents[1] / "examples"


def build(folder: Path) -> None:
    """Write every made file of the examples below `folder`; READMEs and rules are kept by hand."""
    for name in ("01-trade-fair/cards", "02-newsletter", "03-international", "04-retention"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    dice = random.Random(20261122)
    fair = example_lists.fair_leads(dice)
    example_workbook.write(folder / "01-trade-fair" / "見込み客.xlsx", fair)
    (folder / "01-trade-fair" / "eight.csv").write_bytes(example_lists.eight(dice, fair))
    for name, data in example_cards.cards(fair).items():
        (folder / "01-trade-fair" / "cards" / name).write_bytes(data)
    (folder / "02-newsletter" / "配信リスト.csv").write_bytes(example_lists.newsletter(random.Random(2)))
    contacts, export = example_lists.international(random.Random(3))
    (folder / "03-international" / "contacts.csv").write_bytes(contacts)
    (folder / "03-international" / "hubspot.csv").write_bytes(export)
    (folder / "04-retention" / "見込み客.csv").write_bytes(
        example_lists.retention(random.Random(4), date(2026, 11, 22))
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
