"""What was typed behind `leadlist optout`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.output import Output

WAYS = {
    "--channel": ("add", "remove", "export"),
    "--on": ("add", "remove"),
    "--reason": ("add",),
    "--evidence": ("remove",),
    "--sha256": ("export",),
    "--to": ("export",),
}
"""Which of the ways of `leadlist optout` heed an option."""


@dataclass(frozen=True)
class Asked:
    """The list, the words behind it, and the options."""

    list_file: Path
    words: tuple[str, ...]
    options: ChangeOptions
    output: "Output"
    channels: tuple[str, ...]
    on: datetime | None
    reason: str
    evidence: Path | None
    sha256: bool
    to: str = ""


def require_in_place(way: str, options: Iterable[str]) -> None:
    """Raises UserError for the first option that this way would not heed."""
    for option in options:
        if way not in WAYS[option]:
            places = ", ".join(f"leadlist optout {each} LIST".replace(" add", "") for each in WAYS[option])
            raise UserError(
                _("{option} means nothing here.").format(option=option),
                hint=_("It belongs to: {places}").format(places=places),
            )
