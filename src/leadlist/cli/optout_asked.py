"""What was typed behind `leadlist optout`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions

if TYPE_CHECKING:
    from leadlist.cli.output import Output


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
