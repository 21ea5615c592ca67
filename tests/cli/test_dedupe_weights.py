"""leadlist dedupe --save-weights: what was learned stands in the list's own rules, and serves the next run."""

import csv
import json
from pathlib import Path

from leadlist.rules import load_rules
from tests.cli.conftest import Cli
from tests.matching.test_saved import people


def written(path: Path, number: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Company", "Email", "City", "Postal code"))
        writer.writerows(people(number))
    return path


def test_weights_are_kept_in_the_rules_and_used_again(cli: Cli, tmp_path: Path) -> None:
    leads = written(tmp_path / "leads.csv", 220)
    own = tmp_path / "leadlist.toml"
    own.write_text('extends = "international"\n[match]\nreview_at = -2.0 # ours\n', encoding="utf-8")
    before = leads.read_bytes()
    assert cli("dedupe", leads, "--save-weights").status == 0
    assert leads.read_bytes() == before
    assert "# ours" in own.read_text(encoding="utf-8")
    assert set(load_rules(own).match.weights) == {"*", "Name", "Company", "Email", "City", "Postal code"}
    found = json.loads(cli("dedupe", written(tmp_path / "few.csv", 30), "--dry-run", "--json").out)
    assert found["counts"]["merged"] == 10


def test_a_short_list_teaches_nothing(cli: Cli, tmp_path: Path) -> None:
    done = cli("dedupe", written(tmp_path / "leads.csv", 20), "--save-weights", "--lang", "ja")
    assert done.status == 2
    assert "200" in done.err
    assert not (tmp_path / "leadlist.toml").exists()
