"""The lines of a card that are neither number nor address, under judgement: who is who among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from leadlist.cards.lines import Line, joined
from leadlist.cards.values import Value, Values
from leadlist.cards.words import JAPANESE, flat

SHORT = 5
"""Letters of a part of a name at most."""


@dataclass
class Case:
    """The lines under judgement and what was found of them."""

    lines: list[Line]
    domain: str  # of the mail address or URL, without its ending
    mailbox: str
    values: Values = field(default_factory=dict)

    def take(self, name: str, line: Line, text: str | None = None) -> None:
        """Make a line the value of a field, as it stands or as `text`; it is under judgement no longer."""
        shown = line.text if text is None else text
        self.values[name] = Value(" ".join(shown.split()), line.text, line.weakest, line.box)
        if line in self.lines:
            self.lines.remove(line)

    def usual(self) -> float:
        """The usual size of type among the lines left."""
        return median(line.size for line in self.lines) or 1.0


def merged(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one name, set wide apart, as one line: large type, few letters each, side by side or one below."""
    found = [line for line in lines if line.text.strip(" ・|｜-—_●■◆▲△○◎")]
    if not found:
        return []
    short = [line.size for line in found if len(flat(line.text)) <= SHORT]  # the box of a long slanted line is too wide
    large = min(1.25 * median(line.size for line in found), 0.8 * max(short, default=0))
    merged: list[Line] = []
    for line in sorted(found, key=lambda line: line.box.top if line.vertical else line.box.left):
        before = next((other for other in merged if _belongs(other, line, large)), None)
        if before is None:
            merged.append(line)
        else:
            merged[merged.index(before)] = joined([before, line])
    return sorted(merged, key=lambda line: line.box.top)


def _belongs(one: Line, other: Line, large: float) -> bool:
    short = len(flat(one.text)) <= SHORT and len(flat(other.text)) <= SHORT
    if not (short and one.vertical == other.vertical and JAPANESE.search(one.text) and JAPANESE.search(other.text)):
        return False
    if min(one.size, other.size) < large or max(one.size, other.size) > 1.45 * min(one.size, other.size):
        return False
    if one.vertical:
        aligned = abs(one.box.middle[0] - other.box.middle[0]) < 0.35 * one.size
        return aligned and -0.5 * one.size < other.box.top - one.box.bottom < 3.5 * one.size
    aligned = abs(one.box.middle[1] - other.box.middle[1]) < 0.35 * one.size
    return aligned and -0.5 * one.size < other.box.left - one.box.right < 3.5 * one.size


def piece(line: Line, start: int, stop: int) -> Line:
    """Some letters of a line as a line, with their scores; its box stays that of the whole."""
    scores = line.scores[start:stop] if len(line.scores) == len(line.text) else ()
    return Line(line.text[start:stop], line.box, scores, line.vertical)
