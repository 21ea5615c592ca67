"""What every format gives: the list in a file, and a way to write it back with some changes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from leadlist.changes import Change
from leadlist.errors import UserError
from leadlist.leads import LeadList

HeadingScore = Callable[[Sequence[str]], float]
"""How much a row of cells looks like headings, 0 to 1. Comes from `recognition`, which formats do not know."""

GUIDE_SHEETS = {"ja": "データ辞書", "en": "Data dictionary"}
"""Language -> the sheet of a new list that explains it; it is never taken for the list."""
ASIDE_SHEETS = frozenset(
    {*GUIDE_SHEETS.values(), "除外理由", "Reasons", "絞り込み", "Funnel", "取扱説明", "How to use it"}
)
"""Sheets that leadlist itself puts behind a list: those who were left out of a mailing are not its recipients."""


class NoSuchSheet(UserError):
    """A workbook has no sheet of that name."""


class Document(Protocol):
    """A list file, read.

    `leads` has no fields yet. `sheet` is the worksheet's name, `""` in CSV. `notes` are sentences a person should
    be told (hidden rows, a totals row that was left out, a second table). `writes` is the suffix of what `write`
    produces: the file's own, or `.xlsx` for the formats that are only read.
    """

    path: Path
    sheet: str
    leads: LeadList
    notes: Sequence[str]
    writes: str

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """The formulas elsewhere (`Sheet2!B4`) that would become `#REF!` by these changes."""
        ...

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the file with the changes to `target`, which exists and is empty; all else stays as it was.

        Raises Refused where something in the file is not understood well enough to keep it whole.
        """
        ...

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """True where a look at what differs shows that `target`, just written, reads back as planned.

        False says nothing: the whole file then has to be read and compared.
        """
        ...
