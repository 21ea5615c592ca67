"""Rules: discovery, extends, and mistakes that are named with what was meant."""

from pathlib import Path

import pytest

from leadlist.errors import UserError
from leadlist.rules import find_rules, load_rules, shipped


def written(folder: Path, text: str, name: str = "leadlist.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["japan", "international", "strict"])
def test_the_shipped_sets_load(name: str) -> None:
    rules = load_rules(name)
    assert rules.name == name
    assert rules.retention.periods
    assert len(rules.digest) == 64


def test_a_file_says_only_what_differs(tmp_path: Path) -> None:
    path = written(tmp_path, 'extends = "international"\ncountry = "DE"\n[validate]\nstale_months = 12\n')
    rules = load_rules(path)
    assert (rules.country, rules.language, rules.validate.stale_months) == ("DE", "en", 12)
    assert rules.origins["country"] == str(path)
    assert rules.origins["language"] == "international.toml"
    assert rules.origins["backup.max_age"] == "japan.toml"


def test_a_file_without_extends_stands_on_the_default_set(tmp_path: Path) -> None:
    assert load_rules(written(tmp_path, "")).sources == load_rules("japan").sources


def test_purposes_are_the_users_own(tmp_path: Path) -> None:
    path = written(tmp_path, '[purposes.P01]\ntext = "新製品のご案内をメールで送るため"\n')
    assert load_rules(path).purposes["P01"].text == "新製品のご案内をメールで送るため"


def test_rules_are_looked_for_upward_from_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLIST_RULES", raising=False)
    (tmp_path / "営業" / "名刺").mkdir(parents=True)
    path = written(tmp_path / "営業", "")
    assert find_rules(tmp_path / "営業" / "名刺" / "見込み客.xlsx") == path
    assert find_rules(tmp_path / "x.csv") == shipped("japan.toml")
    monkeypatch.setenv("LEADLIST_RULES", "strict")
    assert find_rules(tmp_path / "営業" / "見込み客.xlsx") == shipped("strict.toml")
    assert find_rules(tmp_path / "x.csv", "international") == shipped("international.toml")


MISTAKES = [
    ("[match]\nmerge = 12\n", "no key “merge”", "“merge_at”"),
    ("[matches]\n", "no key “matches”", "“match”"),
    ("[validate]\nzzzz = 1\n", "no key “zzzz”", "Known: required"),
    ("country = 81\n", "“country” in", "docs/rules.md"),
    ("[validate]\nstale_months = '24'\n", "must be a whole number", "docs/rules.md"),
    ("[validate]\nrequired = 'email'\n", "must be a list of texts", "docs/rules.md"),
    ("validate = 3\n", "must be a table", "docs/rules.md"),
    ("[purposes]\nP01 = 'x'\n", "“purposes.P01” in", "docs/rules.md"),
    ("[purposes.P01]\n", "has no “text” in [purposes.P01]", "Add it"),
    ("[match]\nmerge_precision = 'high'\n", "must be a number", "docs/rules.md"),
    ("= 3\n", "cannot be read", "UTF-8"),
    ("extends = 'nowhere'\n", "no rules file “nowhere”", "international, japan, strict"),
    ("extends = 3\n", "“extends” in", "docs/rules.md"),
    ("country = 'ZZ'\n", "“country” in", "docs/rules.md"),
    ("country = 'jp'\n", "cannot be “jp”", "“JP”"),
    ("language = 'fr'\n", "cannot be “fr”", "Known: en, ja"),
    ("[normalize]\naddress_numbers = 'hyphens'\n", "cannot be “hyphens”", "“hyphen”"),
    ("[normalize]\nskip = ['emial']\n", "cannot be “emial”", "“email”"),
    ("[validate]\nrequired = ['company', 'phones']\n", "cannot be “phones”", "“phone”"),
    ("[validate]\nfail_on = 'errors'\n", "cannot be “errors”", "“error”"),
    ("[retention.periods.card]\nsince = 'inbound'\n", "cannot be “inbound”", "“last_inbound”"),
    ("extends = 'leadlist.toml'\n", "extends itself", "leadlist.toml"),
]


@pytest.mark.parametrize(("text", "problem", "hint"), MISTAKES)
def test_a_mistake_is_named_with_what_was_meant(tmp_path: Path, text: str, problem: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        load_rules(written(tmp_path, text))
    assert problem in caught.value.problem
    assert hint in caught.value.hint


def test_a_whole_number_serves_where_a_number_is_wanted(tmp_path: Path) -> None:
    assert load_rules(written(tmp_path, "[match]\nmerge_at = 12\n")).match.merge_at == 12.0


def test_a_folder_is_no_rules_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no rules file"):
        load_rules(tmp_path)


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one = load_rules(written(tmp_path, "country = 'FR'\n", "a.toml"))
    same = load_rules(written(tmp_path, "# comment\ncountry = 'FR'\n", "b.toml"))
    other = load_rules(written(tmp_path, "country = 'DE'\n", "c.toml"))
    assert one.digest == same.digest != other.digest
