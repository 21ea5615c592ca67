"""The examples' data is what benchmarks/build_examples.py makes, and holds what the examples promise to show."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from leadlist.cards import read_vcards

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
MADE = (
    "01-trade-fair/見込み客.xlsx",
    "01-trade-fair/eight.csv",
    "01-trade-fair/cards/gara-kei.vcf",
    "01-trade-fair/cards/iphone.vcf",
    "01-trade-fair/cards/v4.vcf",
    "02-newsletter/配信リスト.csv",
    "03-international/contacts.csv",
    "03-international/hubspot.csv",
    "04-retention/見込み客.csv",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    script = ROOT / "benchmarks" / "build_examples.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    return folder


def parts(path: Path) -> object:
    """A workbook's parts (how they are compressed depends on the machine), or a file's bytes."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", MADE)
def test_the_committed_data_is_what_the_script_makes(name: str, built: Path) -> None:
    assert parts(EXAMPLES / name) == parts(built / name)


def test_every_card_of_the_trade_fair_is_read_without_a_word() -> None:
    for path in sorted((EXAMPLES / "01-trade-fair" / "cards").glob("*.vcf")):
        rows, notes = read_vcards(path.read_bytes(), path.name)
        assert len(rows) == 1
        assert rows[0]["name"]
        assert rows[0]["company"]
        assert not notes


def test_the_newsletter_holds_addresses_twice_and_refusals() -> None:
    text = (EXAMPLES / "02-newsletter" / "配信リスト.csv").read_bytes().decode("cp932")
    rows = list(csv.DictReader(io.StringIO(text)))
    addresses = [row["メールアドレス"].strip().lower().replace("＠", "@") for row in rows]
    assert len(addresses) - len(set(addresses)) >= 10
    assert sum(row["メルマガ希望"] != "希望する" for row in rows) >= 10


def test_the_contacts_come_from_twenty_countries() -> None:
    text = (EXAMPLES / "03-international" / "contacts.csv").read_text(encoding="utf-8")
    assert len({row["City"] for row in csv.DictReader(io.StringIO(text))}) == 20


def test_all_addresses_are_invented() -> None:
    encodings = {"eight.csv": "cp932", "配信リスト.csv": "cp932", "gara-kei.vcf": "cp932"}
    for name in MADE[1:]:
        path = EXAMPLES / name
        text = path.read_bytes().decode(encodings.get(path.name, "utf-8-sig")).casefold()
        for host in re.findall(r"[@＠]([a-z0-9.-]+\.[a-z]+)", text):
            assert "example" in host
