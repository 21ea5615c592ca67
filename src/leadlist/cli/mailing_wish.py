"""What somebody who asks for a mailing typed."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import KeyedReadOptions

if TYPE_CHECKING:
    from leadlist.operations.mailing import Request
    from leadlist.rules.mailers import Mailer


@dataclass(frozen=True)
class Wish:
    """What was typed."""

    list_file: Path
    options: KeyedReadOptions
    request: "Request"
    mailer: "Mailer"
    out: Path | None = None
    template: Path | None = None
    gate: Path | None = None
    by: str = ""
    wait: float = 30.0
