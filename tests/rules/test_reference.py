"""docs/rules.md names every key a rules file can have, and its example is itself right."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from leadlist.rules import load_rules
from leadlist.rules.schema import Rules

REFERENCE = Path(__file__).parents[2] / "docs" / "rules.md"


def keys_of(kind: Any) -> set[str]:
    found: set[str] = set()
    hints = get_type_hints(kind)
    for entry in fields(kind):
        if entry.metadata.get("key", True):
            found.add(entry.name)
            for inner in (hints[entry.name], *get_args(hints[entry.name])):
                if is_dataclass(inner):
                    found |= keys_of(inner)
    return found


def test_every_key_is_in_the_reference() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    missing = {key for key in keys_of(Rules) if not re.search(rf"\b{key}\b", text)}
    assert not missing


def test_the_example_in_the_reference_is_a_rules_file(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    path = tmp_path / "leadlist.toml"
    path.write_text(found[1], encoding="utf-8")
    rules = load_rules(path)
    assert rules.columns == {"email": "連絡先"}
    assert rules.match.merge_at == 14.0
