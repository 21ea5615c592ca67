"""leadlist dedupe and what the rules' [match] says: kinds of unknown headings, and what makes no sense."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

KINDS = {
    "f1": ("person_name", "{family} {given}"),
    "f2": ("kana", "{kana}"),
    "f3": ("company", "架空{n}株式会社"),
    "f4": ("email", "u{n}@c{n}.example.jp"),
    "f5": ("phone", "03-{n}-0000"),
    "f6": ("code", "K{n}"),
    "f7": ("date", "19{year}-02-1{day}"),
    "f8": ("address", "東京都千代田区丸の内{year}-{n}"),
    "f9": ("postal_code", "1{n}1"),
    "f10": ("url", "https://c{n}.example.jp/"),
    "f11": ("text", "説明 {n}"),
    "f12": ("category", "区分{day}"),
}
FAMILIES = [("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("渡辺", "ワタナベ")]
GIVEN = [
    ("太郎", "タロウ"),
    ("花子", "ハナコ"),
    ("誠", "マコト"),
    ("恵", "メグミ"),
    ("直樹", "ナオキ"),
    ("翔", "ショウ"),
]


def row(number: int) -> list[str]:
    (family, one), (given, two) = FAMILIES[number % 5], GIVEN[number % 6]
    spread = {"n": 1000 + number * 7919 % 8999, "year": 40 + number * 17 % 59, "day": number % 9}
    return [text.format(family=family, given=given, kana=f"{one} {two}", **spread) for _kind, text in KINDS.values()]


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([list(KINDS), *(row(number) for number in (*range(10, 40), 12, 25))])
    return path


def rules_with(leads: Path, text: str) -> None:
    (leads.parent / "leadlist.toml").write_text(text, encoding="utf-8")


def kinds_text(**changed: str) -> str:
    kinds = {heading: kind for heading, (kind, _text) in KINDS.items()} | changed
    return "[match.kinds]\n" + "".join(f'"{heading}" = "{kind}"\n' for heading, kind in kinds.items())


def test_a_list_of_unknown_headings_is_compared_by_the_twelve_kinds_of_the_rules(cli: Cli, leads: Path) -> None:
    assert cli("dedupe", leads, "--dry-run").status == 2, "nothing says what these columns hold"
    rules_with(leads, kinds_text())
    found = json.loads(cli("dedupe", leads, "--explain", "4", "32", "--json", "--show-values").out)
    assert {step["column"] for step in found["steps"]} == set(KINDS)
    assert json.loads(cli("dedupe", leads, "--dry-run", "--json").out)["counts"]["merged"] == 2


def test_a_heading_of_the_kinds_is_found_however_wide_it_is_written(cli: Cli, leads: Path) -> None:
    rules_with(leads, kinds_text().replace('"f1"', '"Ｆ１"'))
    found = json.loads(cli("dedupe", leads, "--explain", "4", "32", "--json").out)
    assert "f1" in {step["column"] for step in found["steps"]}


def test_a_heading_of_the_kinds_that_the_list_lacks_is_noted(cli: Cli, leads: Path) -> None:
    rules_with(leads, kinds_text(会員番号="code"))
    found = json.loads(cli("dedupe", leads, "--dry-run", "--json").out)
    noted = [finding for finding in found["findings"] if finding["code"] == "MATCH-002"]
    assert [finding["severity"] for finding in noted] == ["info"]
    assert "会員番号" in noted[0]["message"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (kinds_text(f6="cod"), "code"),
        ("[match]\nmerge_precision = 99.5\n", "0.995"),
        ("[match]\nmerge_at = 1.0\nreview_at = 2.0\n", "review_at"),
        ('[match.survivorship]\nemai = "recent"\n', "emai"),
        ('[match.survivorship]\nemail = "newest"\n', "recent"),
        ('[match.survivorship]\nkeep = "some"\n', "all"),
    ],
)
def test_what_makes_no_sense_is_told_by_rules_check_and_by_dedupe(cli: Cli, leads: Path, text: str, named: str) -> None:
    rules_with(leads, text)
    done = cli("rules", "check", leads.parent / "leadlist.toml")
    assert done.status == 2
    assert named in done.err
    again = text if "kinds" in text else kinds_text() + text
    rules_with(leads, again)
    assert cli("dedupe", leads, "--dry-run").status == 2
