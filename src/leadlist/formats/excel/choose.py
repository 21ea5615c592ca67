"""Which sheet of a workbook is the list: the one named, else the one that looks most like it."""

import math
from collections.abc import Sequence

from leadlist.errors import UserError
from leadlist.formats.document import ASIDE_SHEETS, HeadingScore, NoSuchSheet
from leadlist.formats.excel.contents import Contents, Sheet
from leadlist.formats.excel.grid import Grid
from leadlist.formats.excel.reading import read_grid
from leadlist.formats.excel.styles import Styles
from leadlist.formats.layout import Layout, find_layout
from leadlist.locale import _

PREVIEW = 200
"""Rows of each sheet that are read to choose among several."""
_BYTES_OF_ROW = 400


def choose(
    contents: Contents, strings: list[str], styles: Styles, score: HeadingScore, wanted: str | None
) -> tuple[Sheet, Grid, Layout]:
    """The list's sheet, its cells and where in them the list is.

    Raises UserError where there is no sheet of that name or no list.
    """
    sheets = contents.worksheets()
    name = contents.package.path.name
    if wanted is not None:
        sheets = _named(sheets, wanted, name)
    elif len(sheets) > 1:
        sheets = _best(contents, sheets, strings, styles, score)
    for sheet in sheets:
        grid = read_grid(contents.package, sheet, strings, styles)
        layout = find_layout(grid.rows, score) if grid.rows else None
        if layout is not None:
            return sheet, grid, layout
    if wanted is not None:
        problem = _("No list was found in “{name}”, sheet “{sheet}”.").format(name=name, sheet=sheets[0].name)
    else:
        problem = _("No list was found in “{name}”.").format(name=name)
    raise UserError(
        problem,
        hint=_("A list has a row of headings such as “会社名”, “氏名”, “メール”; name its sheet with --sheet."),
    )


def _named(sheets: Sequence[Sheet], wanted: str, name: str) -> list[Sheet]:
    exact = [sheet for sheet in sheets if sheet.name == wanted]
    found = exact or [sheet for sheet in sheets if sheet.name.casefold().strip() == wanted.casefold().strip()]
    if found:
        return found[:1]
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
    raise NoSuchSheet(
        _("“{name}” has no sheet “{sheet}”.").format(name=name, sheet=wanted),
        hint=_("Its sheets are: {names}.").format(names=names),
    )


def _best(
    contents: Contents, sheets: Sequence[Sheet], strings: list[str], styles: Styles, score: HeadingScore
) -> list[Sheet]:
    """The sheets that hold a list, the best first; after all others hidden ones, and what explains a list."""
    ranked = []
    for sheet in sheets:
        grid = read_grid(contents.package, sheet, strings, styles, most_rows=PREVIEW)
        layout = find_layout(grid.rows, score) if grid.rows else None
        if layout is not None:
            more = contents.package.size(sheet.part) // _BYTES_OF_ROW if len(grid.rows) >= PREVIEW else 0
            rows = max(len(layout.rows), more)
            aside = sheet.hidden or sheet.name in ASIDE_SHEETS
            ranked.append((aside, -score(layout.headings) * math.log2(2 + rows), sheet.index, sheet))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])]
