"""How a CSV file is written: delimiter, quoting, line ends. Told from its first records."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from leadlist.formats.document import HeadingScore

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 200  # records looked at
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


class Quoting(Enum):
    """Which cells stand in quotes: where they must, all, or all but numbers."""

    NEEDED = "needed"
    ALL = "all"
    TEXT = "text"


class Dialect(NamedTuple):
    """What new cells and records are written with."""

    delimiter: str = ","
    quoting: Quoting = Quoting.NEEDED
    line_end: bytes = b"\r\n"

    def cell(self, text: str, *, quoted: bool | None = None) -> str:
        """A cell as it stands in the file. `quoted`: as the old one was; by the file's own way where not said."""
        if quoted is None:
            quoted = self.quoting is Quoting.ALL or (
                self.quoting is Quoting.TEXT and text != "" and not NUMBER.fullmatch(text)
            )
        if quoted or self.delimiter in text or '"' in text or "\n" in text or "\r" in text:
            return '"' + text.replace('"', '""') + '"'
        return text


def detect_delimiter(sample: str, score: HeadingScore, suffix: str = "") -> str:
    """The delimiter under which the sample shows the most known headings, then the most even columns.

    Excel's `sep=;` in the first line is believed where that delimiter parts most records.
    """
    usual = "\t" if suffix in (".tsv", ".tab") else ","

    def rank(delimiter: str) -> tuple[float, float, bool]:
        rows = [row for row in _rows(sample, delimiter) if row]
        known = max((score(row) * len(row) for row in rows[:50]), default=0.0)
        widths = Counter(map(len, rows))
        width, often = widths.most_common(1)[0] if widths else (1, 1)
        even = 0.0 if width == 1 else often / len(rows) * width
        return (round(known, 3), even, delimiter == usual)

    named = re.match(r"sep=([,;\t|])[\r\n]", sample)
    if named and rank(named[1])[1]:
        return named[1]
    return max(DELIMITERS, key=rank)


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(re.split(r"(?<=\n)|(?<=\r)(?!\n)", sample), delimiter=delimiter):
            rows.append(row)
            if len(rows) == SAMPLE:
                break
    except csv.Error:  # a quote that this delimiter leaves open
        pass
    return rows


def detect_quoting(raw_cells: Sequence[str]) -> Quoting:
    """How the raw cells of the first records are quoted."""
    filled = [cell for cell in raw_cells if cell]
    quoted = [cell for cell in filled if cell.startswith('"')]
    plain = [cell for cell in filled if not cell.startswith('"')]
    if not quoted:
        return Quoting.NEEDED
    if not plain:
        return Quoting.ALL
    if all(NUMBER.fullmatch(cell) for cell in plain) and len(quoted) >= len(plain) / 4:
        return Quoting.TEXT
    return Quoting.NEEDED


def detect_line_end(data: bytes) -> bytes:
    """The line end that is most frequent in the bytes (UTF-8 or 8-bit)."""
    both = data.count(b"\r\n")
    counts = {b"\r\n": both, b"\n": data.count(b"\n") - both, b"\r": data.count(b"\r") - both}
    return max(counts, key=lambda end: counts[end]) if any(counts.values()) else b"\r\n"
