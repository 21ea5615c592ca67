"""leadlist dedupe"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.plans import Plan


def dedupe(
    list_file: ListFile,
    options: ChangeOptions,
    clusters: Annotated[
        Path | None,
        typer.Option("--clusters", help=_("Write row,cluster,band,weight of every row; change nothing.")),
    ] = None,
) -> None:
    """leadlist dedupe 見込み客.xlsx --dry-run
    leadlist dedupe 見込み客.xlsx
    leadlist dedupe leads.csv --clusters clusters.csv"""
