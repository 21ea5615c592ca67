"""leadlist backup"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli.options import StoreOptions
from leadlist.locale import _

if TYPE_CHECKING:
    pass


def backup(
    lists: Annotated[list[Path], typer.Argument(metavar="LIST…", help=_("The lists to back up."))],
    options: StoreOptions,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help=_("Also copy the backup there."))] = None,
    show: Annotated[bool, typer.Option("--list", help=_("Show the backups there are; make none."))] = False,
    verify: Annotated[bool, typer.Option("--verify", help=_("Read every backup through; make none."))] = False,
) -> None:
    """leadlist backup 見込み客.xlsx --quiet
    leadlist backup 見込み客.xlsx --to /mnt/nas/backups
    leadlist backup 見込み客.xlsx --list"""
