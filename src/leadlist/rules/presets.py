"""Presets: how the exports of an app or form are read. One TOML file each, in `rules/presets/`, or `presets/` beside
the user's own leadlist.toml; docs/import.md explains the keys.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.rules.loader import build, read_toml, shipped

FOLDER = "presets"
EITHER = "|"  # between headings of which a file has one: Timestamp|タイムスタンプ


@dataclass(frozen=True)
class Preset:
    """One way of exporting leads. `name` is the file's, `own` says that the user made it."""

    title: str
    product: str = ""  # in rules/tables/headings.csv: its headings mean what they mean to that product
    headings: tuple[str, ...] = ()  # a file that has all of them (one of each “a|b”) is read like this
    first: str = ""  # the heading of the first column must be this (or one of “a|b”)
    source: str = ""  # kind of source, where neither a row nor --source names one
    doubt: tuple[str, ...] = ()  # columns in which the app marks cards it could not read for sure
    leave_out: tuple[str, ...] = ()  # columns that hold nothing for a list
    evidence: tuple[str, ...] = ()  # columns that prove how they signed up
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field -> headings, one holds it
    refusals: Mapping[str, str] = field(default_factory=dict)  # heading -> channel; a yes or a date there is an opt-out
    consent: Mapping[str, str] = field(default_factory=dict)  # ground -> heading; a filled cell there is that consent
    name: str = field(default="", metadata={"key": False})
    own: bool = field(default=False, metadata={"key": False})
    text: str = field(default="", metadata={"key": False})

    def all_headings(self) -> tuple[str, ...]:
        """Every heading the preset names."""
        told = [one for entry in (*self.headings, self.first) for one in entry.split(EITHER) if one]
        named = [heading for headings in self.columns.values() for heading in headings]
        return tuple(dict.fromkeys([*told, *named, *self.refusals, *self.doubt, *self.leave_out, *self.evidence]))


def load_presets(rules_file: Path) -> dict[str, Preset]:
    """The user's own presets, beside the rules file in force (else in the current folder), then those that ship.

    Raises UserError for a file that cannot be read or says something unknown.
    """
    beside = Path.cwd() if rules_file.parent == shipped() else rules_file.parent
    folders = [(beside / FOLDER, True), (shipped(FOLDER), False)]
    found: dict[str, Preset] = {}
    for folder, mine in folders:
        for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            found.setdefault(file.stem, replace(load_preset(file), own=mine))
    return found


def load_preset(file: Path) -> Preset:
    """One preset from its file."""
    table = read_toml(file)
    columns = table.get("columns")
    if isinstance(columns, dict):
        table["columns"] = {name: [told] if isinstance(told, str) else told for name, told in columns.items()}
    preset: Preset = build(Preset, table, file, "")
    return replace(preset, name=file.stem, own=True, text=file.read_text(encoding="utf-8-sig"))


def named_preset(word: str, presets: Mapping[str, Preset]) -> Preset:
    """The preset a user names: by its name, or a file. Raises UserError where there is none."""
    plain = word.strip()
    if plain.casefold() in presets:
        return presets[plain.casefold()]
    if plain in presets:
        return presets[plain]
    if plain.endswith(".toml"):
        if not Path(plain).is_file():
            raise UserError(
                _("There is no file “{file}”.").format(file=plain), hint=_("Check the name and the folder.")
            )
        return load_preset(Path(plain))
    near = difflib.get_close_matches(plain.casefold(), presets, n=1, cutoff=0.6)
    hint = _("Known: {names}.").format(names=", ".join(presets))
    if near:
        hint = _("Did you mean “{near}”?").format(near=near[0]) + " " + hint
    raise UserError(_("There is no preset “{word}”.").format(word=word), hint=hint)
