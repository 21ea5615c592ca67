"""What was read on a card: lines of text with their places, before anybody says what they mean."""

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

KANJI_FIGURES = re.compile("[〇一二三四五六七八九]{4}")


class Box(NamedTuple):
    """An upright rectangle in the pixels of the upright card: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre, x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Line(NamedTuple):
    """One run of text. `scores` has one figure between 0 and 1 a character: how sure the reader is of it."""

    text: str
    box: Box
    scores: tuple[float, ...] = ()
    vertical: bool = False

    @property
    def size(self) -> float:
        """The size of type: the line's extent across its direction of writing, in pixels."""
        return self.box.width if self.vertical else self.box.height

    @property
    def weakest(self) -> float:
        """The score of the least certain character that is not blank; 1 where none was recorded."""
        return min((s for c, s in zip(self.text, self.scores, strict=False) if not c.isspace()), default=1.0)


class CardText(NamedTuple):
    """All lines of one side of a card, and the size of its upright picture in pixels."""

    lines: tuple[Line, ...]
    width: int
    height: int

    @property
    def all_vertical(self) -> bool:
        """True where numbers, too, are written from top to bottom: the reader's weakest case.

        So is a card whose only numbers are in kanji: its columns may lie on their side.
        """
        letters = sum(len(line.text) for line in self.lines)
        upright = sum(len(line.text) for line in self.lines if line.vertical)
        if letters == 0 or upright >= 0.7 * letters:
            return letters > 0
        rows = [line.text for line in self.lines if not line.vertical]
        figures = any(sum(c.isdigit() and c.isascii() for c in text) >= 5 for text in rows)
        return not figures and any(KANJI_FIGURES.search(line.text) for line in self.lines)


def union(boxes: Sequence[Box]) -> Box:
    """The smallest rectangle around all of them; there must be at least one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def joined(lines: Sequence[Line], separator: str = " ") -> Line:
    """Several pieces of one line as one; a separator is as sure as certainty."""
    text = separator.join(line.text for line in lines)
    scores: list[float] = []
    for position, line in enumerate(lines):
        if position:
            scores.extend([1.0] * len(separator))
        scores.extend(line.scores or [1.0] * len(line.text))
    return Line(text, union([line.box for line in lines]), tuple(scores), lines[0].vertical)


def columns_completed(lines: Sequence[Line]) -> list[Line]:
    """The lines, single characters that stand in a column of their size being part of it (小野寺　　綾).

    Two large ones, one below the other on a card with columns, are a column themselves (林　薫).
    """
    columns = [line for line in lines if line.vertical]
    if columns:
        usual = median(line.size for line in lines)
        columns += [line for line in lines if len(line.text.strip()) == 1 and line.size > 1.35 * usual]

    def in_column(line: Line) -> bool:
        size = min(line.box.width, line.box.height)
        return any(
            abs(line.box.middle[0] - column.box.middle[0]) < 0.25 * column.size
            and 0.75 < size / column.size < 1.35
            and -0.5 < max(line.box.top - column.box.bottom, column.box.top - line.box.bottom) / column.size < 4
            for column in columns
            if column is not line
        )

    return [line._replace(vertical=True) if len(line.text.strip()) == 1 and in_column(line) else line for line in lines]


def in_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Horizontal lines that stand beside each other, row by row from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle[1]):
        y = line.box.middle[1]
        for row in rows[-3:]:
            beside = abs(median(other.box.middle[1] for other in row) - y) < 0.4 * min(o.size for o in [*row, line])
            clear = all(line.box.left >= o.box.right - o.size or line.box.right <= o.box.left + o.size for o in row)
            if beside and clear:
                row.append(line)
                break
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]
