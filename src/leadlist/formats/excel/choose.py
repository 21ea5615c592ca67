"""Which sheet of a workbook is the list: the one named, else the one that looks most like it."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.formats.document import ASIDE_SHEETS, HeadingScore, NoSuchSheet
from leadlist.formats.excel.contents import Contents, Sheet
from leadlist.formats.excel.grid import Grid
from leadlist.formats.excel.reading import read_grid
from leadlist.formats.excel.styles import Styles
from leadlist.formats.layout import Layout, find_layout
from leadlist.identity import PATTERN
from leadlist.locale import _

PREVIEW = 200
"""Rows of each sheet that are read to choose among several."""
_BYTES_OF_ROW = 400
RIVAL = 0.6
"""The least weight of a sheet that is named beside the one taken, of the latter's weight."""


def choose(
    contents: Contents,
    strings: list[str],
    styles: Styles,
    score: HeadingScore,
    wanted: str | None,
    others: Collection[str] = (),
) -> tuple[Sheet, Grid, Layout]:
    """The list's sheet, its cells and where in them the list is; its notes say which other sheets hold one too.

    Raises UserError where there is no sheet of that name or no list.
    """
    sheets = contents.worksheets()
    name = contents.package.path.name
    rivals: list[str] = []
    if wanted is not None:
        sheets = _named(sheets, wanted, name)
    elif len(sheets) > 1:
        ranked = _ranked(contents, sheets, strings, styles, score, others)
        sheets = [each.sheet for each in ranked]
        rivals = [each.sheet.name for each in ranked if each.rivals(ranked[0])]
    for sheet in sheets:
        grid = read_grid(contents.package, sheet, strings, styles)
        layout = find_layout(grid.rows, score) if grid.rows else None
        if layout is not None:
            note = _which(sheet.name, [each for each in rivals if each != sheet.name])
            return sheet, grid, layout._replace(notes=(*note, *layout.notes))
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
    names = ", ".join(_("“{name}”").format(name=sheet.name) for sheet in sheets)
    raise NoSuchSheet(
        _("“{name}” has no sheet “{sheet}”.").format(name=name, sheet=wanted),
        hint=_("Its sheets are: {names}.").format(names=names),
    )


def _which(sheet: str, rivals: Sequence[str]) -> list[str]:
    """A sentence that names the sheet that was taken, where others hold a list too."""
    if not rivals:
        return []
    names = ", ".join(_("“{name}”").format(name=name) for name in rivals[:3]) + (" …" if len(rivals) > 3 else "")
    text = _("The list is sheet “{sheet}”; {names} could be one too. Take another: --sheet NAME")
    return [text.format(sheet=sheet, names=names)]


class _Ranked(NamedTuple):
    """A sheet that holds a list; the smaller, the better."""

    aside: bool
    unmarked: bool
    weight: float
    position: int
    sheet: Sheet

    def rivals(self, best: "_Ranked") -> bool:
        """True where a person might mean this one: a few lines under known headings are the choices of a drop-down."""
        return (self.aside, self.unmarked) == (best.aside, best.unmarked) and self.weight <= best.weight * RIVAL


def _ranked(
    contents: Contents,
    sheets: Sequence[Sheet],
    strings: list[str],
    styles: Styles,
    score: HeadingScore,
    others: Collection[str],
) -> list[_Ranked]:
    """The sheets that hold a list, the best first.

    The list bears lead IDs once leadlist has changed it; else it is the sheet of most rows under the best headings.
    After all others come hidden ones, what leadlist put behind a list, and those the caller says are other sheets.
    """
    apart = {name.casefold().strip() for name in (*ASIDE_SHEETS, *others)}
    ranked = []
    for sheet in sheets:
        grid = read_grid(contents.package, sheet, strings, styles, most_rows=PREVIEW)
        layout = find_layout(grid.rows, score) if grid.rows else None
        if layout is not None:
            more = contents.package.size(sheet.part) // _BYTES_OF_ROW if len(grid.rows) >= PREVIEW else 0
            rows = max(len(layout.rows), more)
            aside = sheet.hidden or sheet.name.casefold().strip() in apart
            weight = -score(layout.headings) * math.log2(2 + rows)
            ranked.append(_Ranked(aside, not _bears_ids(grid, layout), weight, sheet.index, sheet))
    return sorted(ranked, key=lambda each: each[:4])


def _bears_ids(grid: Grid, layout: Layout) -> bool:
    """True where a column holds lead IDs, each of them once: a sheet that says more of leads repeats them."""
    for column in layout.columns:
        cells = (grid.rows[row][column] for row in layout.rows if column < len(grid.rows[row]))
        ids = Counter(cell for cell in cells if PATTERN.fullmatch(cell))
        if ids and max(ids.values()) == 1:
            return True
    return False
