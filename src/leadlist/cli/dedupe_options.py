"""The options of `leadlist dedupe` that choose what it does, declared once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leadlist.locale import _


class GroupBy(StrEnum):
    """What rows are grouped by without merging them."""

    COMPANY = "company"
    HOUSEHOLD = "household"


Review = Annotated[
    Path | None,
    typer.Option(
        "--review",
        metavar="FILE.xlsx",
        readable=False,
        help=_("Write the possible links to a workbook for judging; change nothing."),
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions", metavar="FILE.xlsx", readable=False, help=_("Merge, and heed the decisions of a review.")
    ),
]
AskPairs = Annotated[bool, typer.Option("--ask", help=_("Go through the possible links one by one, with keys."))]
By = Annotated[
    GroupBy | None,
    typer.Option(
        "--by",
        metavar="company|household",
        help=_("Only group the rows: one company, one household; change nothing."),
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against", metavar="OTHER", readable=False, help=_("Say what of LIST is already in OTHER; change nothing.")
    ),
]
Explain = Annotated[
    tuple[int, int] | None,
    typer.Option("--explain", metavar="ROW ROW", help=_("Show how two rows compare, in bits; change nothing.")),
]
DedupeReport = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        readable=False,
        help=_("Write weights, bands and block keys as .html, .xlsx, .md or .json; change nothing."),
    ),
]
Clusters = Annotated[
    Path | None,
    typer.Option("--clusters", readable=False, help=_("Write row,cluster,band,weight of every row; change nothing.")),
]
SaveWeights = Annotated[
    bool,
    typer.Option(
        "--save-weights",
        help=_("Learn the match weights from this list and keep them in its leadlist.toml; change nothing else."),
    ),
]
