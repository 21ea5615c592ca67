"""Presets: every file that ships can be read, names what exists, and a user's own goes first."""

from pathlib import Path

import pytest

from leadlist.errors import UserError
from leadlist.fields import CHANNELS, FIELDS
from leadlist.permission import GROUNDS
from leadlist.rules import load_rules, shipped
from leadlist.rules.presets import load_presets, named_preset
from leadlist.rules.tables import table

SHIPPED = load_presets(shipped("japan.toml"))
PRODUCTS = {name for row in table("headings") for name in row["products"].split(";")}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_preset_names_only_what_exists(name: str) -> None:
    preset = SHIPPED[name]
    assert set(preset.columns) <= set(FIELDS)
    assert set(preset.refusals.values()) <= set(CHANNELS)
    assert set(preset.consent) <= set(GROUNDS)
    assert preset.source in ("", *load_rules().sources)
    assert preset.product in ("", *PRODUCTS)
    assert preset.product or preset.headings or preset.first


def test_a_users_own_preset_goes_before_one_that_ships(tmp_path: Path) -> None:
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "eight.toml").write_text('title = "うちのEight"\nheadings = ["会社"]\n', encoding="utf-8")
    (folder / "会員.toml").write_text('title = "会員"\n[columns]\nemail = "連絡先"\n', encoding="utf-8")
    presets = load_presets(tmp_path / "leadlist.toml")
    assert (presets["eight"].title, presets["eight"].own) == ("うちのEight", True)
    assert presets["会員"].columns == {"email": ("連絡先",)}
    assert not presets["sansan"].own


def test_a_preset_is_named_by_name_or_file_or_refused_with_what_was_meant(tmp_path: Path) -> None:
    assert named_preset(" Eight ", SHIPPED).name == "eight"
    file = tmp_path / "会員.toml"
    file.write_text('title = "会員"\n', encoding="utf-8")
    assert named_preset(str(file), SHIPPED).title == "会員"
    with pytest.raises(UserError) as caught:
        named_preset("gogle-forms", SHIPPED)
    assert "google-forms" in caught.value.hint
    with pytest.raises(UserError):
        named_preset("none.toml", SHIPPED)


@pytest.mark.parametrize("text", ['titel = "x"\n', 'title = "x"\ncolumns = 3\n', "title = 3\n", "= nothing\n"])
def test_a_mistake_in_a_preset_is_named(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        load_presets(tmp_path / "leadlist.toml")
