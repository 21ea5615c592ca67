"""Lines side by side as one text, of which every letter knows its line, so that labels and values meet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadlist.cards.lines import Box, Line, in_rows, union
from leadlist.cards.values import Value
from leadlist.cards.words import NOT_JAPANESE

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2010: 0x2D,
    0x2011: 0x2D,
    0x2212: 0x2D,
}
_VOWEL = re.compile(r"(?<=[ァ-ヺー])一(?=[ァ-ヺー])")
_LIKELY_VOWEL = re.compile(r"(?<=[ァ-ヺー][ァ-ヺー])一(?=$|\s|[\u3400-\u9fff])(?![一級番号丁目般流郎心条])")
"""The long vowel that was read as the numeral: between katakana for sure, before kanji most likely (ハーモニ一楽器)."""
_CHOME = re.compile(r"(?<=[0-9])[广T丅](?=目)")
UNSURE = 0.5
"""Score of a letter that was put for another; a person is asked about it."""


@dataclass
class Row:
    """The lines of one row, joined by two blanks. `taken` are the letters that have found their field."""

    lines: tuple[Line, ...]
    text: str = ""
    owner: list[int] = field(default_factory=list)  # letter -> index of its line
    scores: list[float] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def take(self, start: int, stop: int, text: str | None = None) -> Value:
        """The letters from `start` to `stop` as a value; they belong to nothing else from now on."""
        self.taken.update(range(start, stop))
        raw = self.text[start:stop]
        scores = [s for c, s in zip(raw, self.scores[start:stop], strict=True) if not c.isspace()]
        pieces = [self._part(index, start, stop) for index in sorted(set(self.owner[start:stop]))]
        box = union(pieces) if pieces else union([line.box for line in self.lines])
        return Value(raw.strip() if text is None else text, raw, min(scores, default=1.0), box)

    def _part(self, index: int, start: int, stop: int) -> Box:
        """The part of a line that holds some of its letters, each taken to be as wide as the others."""
        line, places = self.lines[index], [at for at, owner in enumerate(self.owner) if owner == index]
        first, last = max(start, places[0]) - places[0], min(stop, places[-1] + 1) - places[0]
        box, letters = line.box, len(places)
        if line.vertical:
            step = box.height / letters
            return box._replace(top=box.top + first * step, bottom=box.top + last * step)
        step = box.width / letters
        return box._replace(left=box.left + first * step, right=box.left + last * step)

    def hidden(self) -> str:
        """The text with what is taken blotted out, so that patterns do not find it again."""
        return "".join("\0" if at in self.taken else letter for at, letter in enumerate(self.text))

    def take_rest(self, line: Line) -> None:
        """Takes one of the lines that `rest` gave out of the row, whatever stood between its letters."""
        for index in range(len(self.lines)):
            places = [at for at, owner in enumerate(self.owner) if owner == index and at not in self.taken]
            if "".join(self.text[at] for at in places).strip() == line.text:
                self.taken.update(places)
                return

    def rest(self) -> list[Line]:
        """What of each line has found no field yet."""
        found = []
        for index, line in enumerate(self.lines):
            places = [at for at, owner in enumerate(self.owner) if owner == index and at not in self.taken]
            text = "".join(self.text[at] for at in places)
            if re.search(r"\w", text):
                scores = tuple(self.scores[at] for at in places)
                cut = len(text) - len(text.lstrip())
                stripped = text.strip()
                whole = len(places) == self.owner.count(index)
                box = line.box if whole else self._part(index, places[0], places[-1] + 1)
                found.append(Line(stripped, box, scores[cut : cut + len(stripped)], line.vertical))
        return found


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Horizontal lines row by row from the top, then vertical ones column by column from the right."""
    across = in_rows([line for line in lines if not line.vertical])
    down = sorted((line for line in lines if line.vertical), key=lambda line: (-line.box.right, line.box.top))
    return [_row(row) for row in [*across, *([line] for line in down)]]


def _row(lines: Sequence[Line]) -> Row:
    row = Row(tuple(lines))
    for index, line in enumerate(lines):
        if index:
            row.text += "  "
            row.owner += [index - 1, index - 1]
            row.scores += [1.0, 1.0]
        text = _CHOME.sub("丁", line.text.translate(_WIDE)).translate(NOT_JAPANESE)
        text = _VOWEL.sub("ー", text)
        scores = list(line.scores) if len(line.scores) == len(text) else [1.0] * len(text)
        for found in _LIKELY_VOWEL.finditer(text):
            scores[found.start()] = min(scores[found.start()], UNSURE)
        row.text += _LIKELY_VOWEL.sub("ー", text)
        row.owner += [index] * len(text)
        row.scores += scores
    return row
