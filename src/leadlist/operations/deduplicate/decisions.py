"""A review that comes back: which rows it is about, what was decided, and which values were written by hand.

The review's index (`index_rows`) travels with it. It holds a fingerprint of every row, so that decisions are never
applied to other rows than those the person saw, and one of every value proposed, so that edits are known as such.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from leadlist.errors import Refused, UserError
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.deduplicate.judgements import Edit, Judgements, RowPair
from leadlist.operations.deduplicate.reviewing import Block
from leadlist.operations.deduplicate.who import row_mark

INDEX_HEADINGS = ("leadlist review", "rows", "marks", "proposed", "band")
BEFORE_CELLS = 5  # block, decision, row, weight, reason; then the list's cells

MERGE, DIFFERENT, LATER = "merge", "different", "later"
CHOICES = {
    "ja": {MERGE: "統合", DIFFERENT: "別人", LATER: "保留"},
    "en": {MERGE: "merge", DIFFERENT: "different", LATER: "later"},
}
"""The words of the drop-down. They are read back in either language, whatever the reader's is."""

WORDS = {word: verdict for words in CHOICES.values() for verdict, word in words.items()} | {"": LATER}

NUMBER = {"ja": "組", "en": "pair"}
"""The first heading of a review sheet."""

AFTER = {"ja": "統合後", "en": "merged"}
"""What stands before the values that a merge would leave: the one row of a block whose cells may be edited."""


def text_mark(text: str) -> str:
    """A value's fingerprint. What a workbook changes does not count: line ends, outer blanks, characters XML lacks."""
    plain = "".join(c for c in text if c.isprintable() or c.isspace()).replace("\N{REPLACEMENT CHARACTER}", "")
    return sha256("\n".join(plain.splitlines()).strip().encode()).hexdigest()[:10]


def index_rows(leads: LeadList, columns: Sequence[ColumnRef], made: Sequence[Block]) -> list[tuple[str, ...]]:
    """The index of a review of these blocks, numbered from 1; the first row has the columns that are shown."""
    rows: list[tuple[str, ...]] = [("0", leads.name, " ".join(map(str, columns)), str(len(made)), "list")]
    for number, block in enumerate(made, 1):
        shown = " ".join(str(leads.row_numbers[row]) for row in block.rows)
        marks = " ".join(row_mark(leads, row) for row in block.rows)
        proposed = " ".join(text_mark(block.proposed[column]) for column in columns)
        rows.append((str(number), shown, marks, proposed, MERGE if block.merges else LATER))
    return rows


class Asked(NamedTuple):
    """One block of the index: the pair as rows of the list now, and the fingerprints of what was proposed."""

    pair: RowPair
    shown: tuple[int, int]  # the row numbers that the review shows
    proposed: Sequence[str]
    merges: bool  # the merge band joins them unless somebody says otherwise


class Line(NamedTuple):
    """One row of a review sheet, and where it stands."""

    sheet: LeadList
    row: RowRef
    decision: str
    label: str
    cells: Sequence[str]

    def place(self, column: str) -> str:
        """Where a person finds a cell of it."""
        return _("review “{sheet}”, row {row}, column “{column}”").format(
            sheet=self.sheet.name, row=self.sheet.row_numbers[self.row], column=column
        )


@dataclass(frozen=True)
class Decided:
    """What a review says. `later` counts the pairs that were left open."""

    judgements: Judgements
    merge: int
    different: int
    later: int


def read_decisions(leads: LeadList, index: LeadList, sheets: Sequence[LeadList]) -> Decided:
    """The decisions of a review for this list.

    Raises Refused where the review is about other rows than the list now has, UserError (with sheet, row and column)
    for a decision that is none, for edits where nothing can be edited, and for sheets that are not what was written.
    """
    columns, asked = _index(leads, index)
    lines = _lines(sheets, columns)
    judged: dict[str, list[RowPair]] = {MERGE: [], DIFFERENT: [], LATER: []}
    left_open: list[RowPair] = []
    edits: list[Edit] = []
    for number, block in asked.items():
        its = lines.get(number, [])
        verdict = _verdict(its)
        judged[verdict].append(block.pair)
        if verdict == LATER and block.merges:
            left_open.append(block.pair)
        changed = [edit for line in its for edit in _edits(leads, columns, block, line)]
        edits += changed if verdict == MERGE else ()
    return Decided(
        Judgements(judged[MERGE], judged[DIFFERENT], left_open, edits),
        *(len(judged[verdict]) for verdict in (MERGE, DIFFERENT, LATER)),
    )


def _index(leads: LeadList, index: LeadList) -> tuple[list[ColumnRef], dict[str, Asked]]:
    rows = list(zip(*index.columns, strict=True))
    if index.headings[: len(INDEX_HEADINGS)] != INDEX_HEADINGS or not rows or len(rows) != int(rows[0][3]) + 1:
        raise UserError(
            _("This is no review, or it was cut short."),
            hint=_("Write a new one: leadlist dedupe LIST --review FILE.xlsx"),
        )
    columns = [ColumnRef(int(text)) for text in rows[0][2].split()]
    if any(column >= len(leads.headings) for column in columns):
        raise _stale(leads, [])
    find = _Finder(leads)
    asked: dict[str, Asked] = {}
    missing: list[int] = []
    for number, shown, marks, proposed, band in (row[: len(INDEX_HEADINGS)] for row in rows[1:]):
        first, second = map(int, shown.split())
        found = [find.row(n, mark) for n, mark in zip((first, second), marks.split(), strict=True)]
        missing += [n for n, row in zip((first, second), found, strict=True) if row is None]
        row, other = found
        if row is not None and other is not None:
            asked[number] = Asked((row, other), (first, second), proposed.split(), band == MERGE)
    if missing:
        raise _stale(leads, missing)
    return columns, asked


class _Finder:
    """Rows by fingerprint: where they were, or wherever they have moved to."""

    def __init__(self, leads: LeadList) -> None:
        self._leads = leads
        self._at = {number: RowRef(row) for row, number in enumerate(leads.row_numbers)}
        self._moved: Mapping[str, list[RowRef]] | None = None

    def row(self, number: int, mark: str) -> RowRef | None:
        row = self._at.get(number)
        if row is not None and row_mark(self._leads, row) == mark:
            return row
        if self._moved is None:
            moved: dict[str, list[RowRef]] = defaultdict(list)
            for each in self._leads.rows():
                moved[row_mark(self._leads, each)].append(each)
            self._moved = moved
        found = self._moved.get(mark, [])
        return found[0] if len(found) == 1 else None


def _stale(leads: LeadList, missing: Sequence[int]) -> Refused:
    named = ", ".join(map(str, sorted(set(missing))[:8]))
    problem = _("This review belongs to another list, or to this one before it was changed.")
    if missing:
        problem = _("Rows {rows} are not what the review shows: {list} was changed, or it is another list.").format(
            rows=named, list=leads.name
        )
    return Refused(problem, hint=_("Nothing was applied. Write a new review: leadlist dedupe LIST --review FILE.xlsx"))


def _lines(sheets: Sequence[LeadList], columns: Sequence[ColumnRef]) -> dict[str, list[Line]]:
    """The rows of the sheets by their block's number; a row without one belongs to the block above it."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for sheet in sheets:
        if len(sheet.headings) < BEFORE_CELLS + len(columns):
            raise UserError(
                _("Sheet “{sheet}” of the review has lost columns.").format(sheet=sheet.name),
                hint=_("Take the columns back as they were written; they may be hidden, but not deleted."),
            )
        number = ""
        for row, cells in enumerate(zip(*sheet.columns, strict=True)):
            number = cells[0].strip() or number
            own = cells[BEFORE_CELLS : BEFORE_CELLS + len(columns)]
            lines[number].append(Line(sheet, RowRef(row), cells[1], cells[2].strip(), own))
    return lines


def _verdict(lines: Sequence[Line]) -> str:
    """What was decided about a block; undecided is later."""
    found = LATER
    for line in lines:
        word = unicodedata.normalize("NFKC", line.decision).strip().casefold()
        if word not in WORDS:
            raise UserError(
                _("“{word}” is no decision ({place}).").format(
                    word=line.decision, place=line.place(line.sheet.headings[1])
                ),
                hint=_("Choose one of: 統合 (merge), 別人 (different), 保留 (later)."),
            )
        if word and found not in (LATER, WORDS[word]):
            raise UserError(
                _("One pair has two decisions ({place}).").format(place=line.place(line.sheet.headings[1])),
                hint=_("Leave one of them."),
            )
        found = WORDS[word] if word else found
    return found


def _edits(leads: LeadList, columns: Sequence[ColumnRef], block: Asked, line: Line) -> list[Edit]:
    """The values that a person wrote into a block's last row. Raises UserError where another row was edited."""
    if line.label in map(str, block.shown):
        row = block.pair[block.shown.index(int(line.label))]
        for column, text in zip(columns, line.cells, strict=True):
            if text_mark(text) != text_mark(leads.cell(row, column)):
                raise UserError(
                    _("The list's own value was changed in the review ({place}).").format(
                        place=line.place(leads.headings[column])
                    ),
                    hint=_("Put it back, and write the new value into the row below, the one after the merge."),
                )
        return []
    if line.label not in AFTER.values():
        if not line.label and not any(line.cells):
            return []
        raise UserError(
            _("This row is none of the review ({place}).").format(place=line.place(line.sheet.headings[2])),
            hint=_("Take it out; rows are neither added nor moved in a review."),
        )
    return [
        Edit(block.pair, column, text.strip())
        for column, text, mark in zip(columns, line.cells, block.proposed, strict=True)
        if text_mark(text) != mark
    ]
