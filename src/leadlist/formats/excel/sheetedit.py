"""What becomes of the rows of one worksheet."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from leadlist.formats.excel.references import RowShift


@dataclass
class SheetEdit:
    """What becomes of a sheet's rows: new texts by sheet row and column, rows that leave, rows that come in.

    `blanked` are rows that keep their place and lose what they hold. `borrow` names for a column that is new to the
    list the one whose style it takes. `plain_rows` says that every row was seen to be in order and to tell its number
    first. `erased` are texts that no formula's stored result may keep. `no_leads` says that the list's last row is its
    headings, whose look no lead takes over.
    """

    shift: RowShift = field(default_factory=RowShift)
    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    new_rows: Sequence[Mapping[int, str]] = ()
    blanked: frozenset[int] = frozenset()
    borrow: Mapping[int, int] = field(default_factory=dict)
    plain_rows: bool = False
    erased: frozenset[str] = frozenset()
    no_leads: bool = False

    def untouched(self) -> Callable[[int, int], bool]:
        """Says of a span of rows whether none of them leaves or changes and none comes in among them.

        All of them then go the same way up or down. Never said of a sheet whose rows do not all tell their numbers.
        """
        shift, changed = self.shift, sorted(self.cells.keys() | self.blanked)
        first_new, behind = shift.below, shift.below + shift.grown

        def said(first: int, last: int) -> bool:
            return (
                self.plain_rows
                and not shift.hits(first, last)
                and bisect_left(changed, first) == bisect_right(changed, last)
                and (not self.new_rows or last < first_new or first > behind)
            )

        return said
