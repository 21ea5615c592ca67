"""Rows of a common shape, read a batch at a time and column by column.

In a list nearly all rows look alike: text here, a number there. Once the first rows have shown what each column
holds, one regular expression takes a whole row, and every column is turned into text by itself. Rows of any other
shape are read cell by cell (`reading`).
"""

import re
from collections.abc import Sequence
from operator import ge, itemgetter
from typing import NamedTuple

from leadlist.formats.excel.markup import MAX_ROW, cell_texts, column_letters
from leadlist.formats.excel.styles import Styles

LEARN = 24
"""Rows from which a shape is learned."""
BATCH = 2048
_MOST_TRIES = 6
_WIDEST = 256
"""Columns beyond this one are read cell by cell, so that nobody fills the memory with what lies left of them."""

SHARED, NUMBER, INLINE, BLANK = "shared", "number", "inline", "blank"
Form = str


def form_of(kind: str, formula: str, value: str, inline: str) -> Form | None:
    """What a cell of the ordinary form holds; None for formulas, truth values, errors and the like."""
    if formula or (kind not in {"", "s", "inlineStr"}):
        return None
    if kind == "inlineStr":
        return INLINE if inline else None
    if not value:
        return BLANK if not kind else None
    return SHARED if kind == "s" else NUMBER


class _Slot(NamedTuple):
    """Where in a match the value of one form of one column stands; of a number its style, and then its value."""

    column: int
    form: Form
    group: int


class Shapes:
    """Learns the shape of a sheet's rows and reads those that have it.

    `take` answers whether it took a row; `flush` gives the texts of all rows taken since the last time.
    """

    def __init__(self, prefix: str, strings: list[str], styles: Styles) -> None:
        self._name = prefix
        self._prefix = re.escape(prefix)
        start = rf'<{self._prefix}row r="([0-9]{{1,7}})"'
        self._number, self._empty_rows = re.compile(start), re.compile(rf"(?:\s*{start}[^<>]*/>)*\s*")
        self._row: re.Pattern[str] | None = None
        self._strings, self._styles = strings, styles
        self._forms: dict[int, set[Form]] = {}
        self._seen = self._missed = self._hits = self._tries = 0
        self._slots: list[_Slot] = []
        self._pattern: re.Pattern[str] | None = None
        self.numbers: list[int] = []
        self._values: list[tuple[str, ...]] = []

    def learn(self, columns: Sequence[int], forms: Sequence[Form | None]) -> None:
        """Note what a row of the ordinary form holds."""
        if self._tries >= _MOST_TRIES or None in forms or columns[-1] >= _WIDEST:
            return
        for column, form in zip(columns, forms, strict=True):
            if form is not None:
                self._forms.setdefault(column, set()).add(form)
        self._seen += 1

    @property
    def learning(self) -> bool:
        """Whether it still helps to tell what rows hold."""
        return self._tries < _MOST_TRIES

    @property
    def due(self) -> bool:
        """Whether another shape would fit more rows; `flush` comes before `change`."""
        return self._seen >= LEARN and (self._pattern is None or self._missed > 100 + self._hits // 8)

    def change(self) -> None:
        """Take the shape of all rows that were told so far."""
        self._tries += 1
        self._seen = self._missed = self._hits = 0
        self._slots = []
        group = 1
        parts = []
        for column in sorted(self._forms):
            choices = []
            for form in sorted(self._forms[column]):
                choices.append(self._form(column_letters(column), form))
                if form != BLANK:
                    self._slots.append(_Slot(column, form, group))
                    group += 2 if form == NUMBER else 1
            parts.append(f"(?:{'|'.join(choices)})?")
        self._pattern = re.compile("".join(parts))
        p, cells = self._prefix, "".join(parts).replace('[0-9]+"', '\\1"').replace('s="\\1"', 's="[0-9]+"')
        self._row = re.compile(rf'<{p}row r="([0-9]{{1,7}})"(?:[^<>]*[^<>/])?>{cells}</{p}row>')

    def _form(self, letters: str, form: Form) -> str:
        p = self._prefix
        start = rf'<{p}c r="{letters}[0-9]+"'
        any_style = r'(?: s="[0-9]+")?'
        if form == SHARED:
            return rf'{start}{any_style} t="s"><{p}v>([0-9]{{1,9}})</{p}v></{p}c>'
        if form == NUMBER:
            return rf'{start}(?: s="([0-9]+)")?><{p}v>([^<]+)</{p}v></{p}c>'
        if form == INLINE:
            text = rf'<{p}is><{p}t(?: xml:space="preserve")?>([^<]+)</{p}t></{p}is>'
            return rf'{start}{any_style} t="inlineStr">{text}</{p}c>'
        return rf"{start}{any_style}/>"

    def take(self, number: int, body: str) -> bool:
        """Keep a row for the next flush, where it has the shape; False where it must be read otherwise."""
        if self._pattern is None:
            return False
        match = self._pattern.fullmatch(body)
        if match is None or body.count(f'{number}"') < body.count(f"{self._prefix}c r="):
            self._missed += 1
            return False
        self._hits += 1
        self.numbers.append(number)
        self._values.append((str(number), *match.groups("")))
        return True

    def take_block(self, block: str, last: int) -> int:
        """Keep all rows of a block for the next flush, where all have the shape, are in order and come after row
        `last`; the number of the last one, 0 where they must be read one by one."""
        if f"</{self._name}row>" not in block:
            return self._without_cells(block, last)
        if self._row is None or "hidden=" in block:
            return 0
        rows = block.count(f"<{self._name}row")
        found = self._row.findall(block)
        if not self._slots:  # a match of one group is a text, no tuple
            found = [(number,) for number in found]
        if not rows or len(found) != rows:
            return 0
        numbers = list(map(int, map(itemgetter(0), found)))
        if numbers[0] <= last or numbers[-1] > MAX_ROW or any(map(ge, numbers, numbers[1:])):
            return 0
        self.numbers += numbers
        self._values += found
        self._hits += rows
        return numbers[-1]

    def _without_cells(self, block: str, last: int) -> int:
        """The number of the last row of a block of rows without cells, where all are in order; 0 elsewhere."""
        if not self._empty_rows.fullmatch(block):
            return 0
        numbers = list(map(int, self._number.findall(block)))
        if not numbers or numbers[0] <= last or numbers[-1] > MAX_ROW or any(map(ge, numbers, numbers[1:])):
            return 0
        return numbers[-1]

    @property
    def full(self) -> bool:
        """Whether it is time to flush."""
        return len(self.numbers) >= BATCH

    def flush(self) -> tuple[list[int], list[tuple[str, ...]]]:
        """The numbers and texts of the rows taken. Raises IndexError for a shared text that is not there."""
        numbers, values = self.numbers, self._values
        self.numbers, self._values = [], []
        if not numbers:
            return [], []
        groups = list(zip(*values, strict=True))
        columns: dict[int, Sequence[str]] = {}
        for slot in self._slots:
            if not any(groups[slot.group + (slot.form == NUMBER)]):
                continue
            texts = self._texts(slot, groups)
            old = columns.get(slot.column)
            columns[slot.column] = texts if old is None else [a or b for a, b in zip(old, texts, strict=True)]
        width = max((slot.column for slot in self._slots), default=-1) + 1
        blank = ("",) * len(numbers)
        rows = list(zip(*(columns.get(column, blank) for column in range(width)), strict=True))
        return numbers, rows or [()] * len(numbers)

    def _texts(self, slot: _Slot, groups: Sequence[tuple[str, ...]]) -> Sequence[str]:
        """A column's values of one form as texts, `""` where the row has another form there."""
        values = groups[slot.group]
        if slot.form == SHARED:
            strings = self._strings
            if "" in values:
                return [strings[int(value)] if value else "" for value in values]
            return list(map(strings.__getitem__, map(int, values)))
        if slot.form == INLINE:
            return cell_texts(values)
        return self._styles.texts(values, groups[slot.group + 1])
