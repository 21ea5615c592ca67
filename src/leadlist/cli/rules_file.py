"""Changing the rules a list has of its own: the user's comments, order and line ends are kept (tomlkit)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def own_rules(list_file: Path | None) -> Path:
    """The leadlist.toml in force for a list, or where one would be made: in the list's folder, or the current one."""
    from leadlist.rules import RULES_FILE, find_rules, shipped

    found = find_rules(list_file)
    here = (list_file or Path.cwd() / "x").absolute().parent
    return (here / RULES_FILE if found.parent == shipped() else found).resolve()


def edit_rules(path: Path, edit: "Callable[[TOMLDocument], None]") -> None:
    """Let `edit` change a rules file, which is made where there is none. Raises StorageError where it cannot be."""
    import tomlkit

    from leadlist.cli.new_file import replace_file

    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""  # bytes: line ends stay what they are
    document = tomlkit.parse(text)
    edit(document)
    replace_file(path, tomlkit.dumps(document), 0o644)
