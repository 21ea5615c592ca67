"""A review workbook opened again, by the same careful reader as lists: its hidden index, and its sheets of blocks."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leadlist.formats.excel import open_workbook
from leadlist.formats.excel.contents import read_contents
from leadlist.formats.excel.package import Package
from leadlist.formats.review_workbook import INDEX_SHEET
from leadlist.leads import LeadList


def read_review(
    path: Path, index_heading: str, sheet_headings: Sequence[str]
) -> tuple[LeadList, list[LeadList]] | None:
    """The index and the other sheets, each named by its sheet; None where the workbook has no index.

    `index_heading` is the first heading of the index, `sheet_headings` those that a sheet's first may be (in either
    language). Raises UserError for a file that is no workbook, or a sheet whose headings are gone.
    """

    def is_index(cells: Sequence[str]) -> float:
        return float(cells[0] == index_heading)

    def is_heading(cells: Sequence[str]) -> float:
        return float(cells[0] in sheet_headings)

    with Package(path) as package:
        names = [sheet.name for sheet in read_contents(package).worksheets()]
    if INDEX_SHEET not in names:
        return None
    index = open_workbook(path, score=is_index, sheet=INDEX_SHEET).leads
    others = [name for name in names if name != INDEX_SHEET]
    return index, [replace(open_workbook(path, score=is_heading, sheet=name).leads, name=name) for name in others]
