"""Cell styles: which number format each has, and what text a stored number is (and back)."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from leadlist.formats.excel import safety
from leadlist.formats.excel.contents import Contents, Element, local, named
from leadlist.formats.excel.formatcodes import BUILT_IN, Kind, kind_of
from leadlist.formats.excel.numberformats import general, shown
from leadlist.formats.excel.wholenumbers import whole_number, whole_numbers

_LAST_DAY = 2_958_465
"""9999-12-31, the last day Excel knows."""
_MOST_REMEMBERED = 200_000
LONGEST_CODE = 2_000
"""Characters of a number format; Excel takes 255. A longer one is no format, and would take long to be understood."""
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?")
_CLOCK = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")


class Styles:
    """The number formats of a workbook's cell styles, by the style's index.

    `text(style, stored)` is what a person reads in a number cell, `stored(style, text)` the number that reads as
    exactly that text, or None.
    """

    def __init__(self, codes: list[str], from_1904: bool = False) -> None:
        self.codes = codes
        self.from_1904 = from_1904
        self._memory: dict[tuple[str, str], str] = {}

    def code(self, style: str) -> str:
        """The number format of a style; General where the style does not exist."""
        index = int(style) if style.isdecimal() and len(style) < 8 else 0
        return self.codes[index] if index < len(self.codes) else "General"

    def text(self, style: str, stored: str) -> str:
        """What a number cell shows, dates in ISO form; `""` for one that holds nothing."""
        if not stored:
            return ""
        known = self._memory.get((style, stored))
        if known is None:
            if len(self._memory) > _MOST_REMEMBERED:
                self._memory.clear()
            code = self.code(style)
            known = whole_number(stored, code) or self._shown(stored, code)
            self._memory[style, stored] = known
        return known

    def texts(self, styles: Sequence[str], stored: Sequence[str]) -> Sequence[str]:
        """`text` for a column of cells at once."""
        first = styles[0] if styles else ""
        if styles and styles.count(first) == len(styles):
            found = whole_numbers(stored, self.code(first))
            if found is not None:
                return found
        known, text = self._memory.get, self.text
        return [known(pair) or text(*pair) for pair in zip(styles, stored, strict=True)]

    def _shown(self, stored: str, code: str) -> str:
        kind = kind_of(code)
        if kind is Kind.NUMBER:
            return shown(stored, code)
        try:
            serial = float(stored)
        except ValueError:
            return stored
        if not 0 <= serial < _LAST_DAY + 1:
            return general(Decimal(stored))
        if kind is Kind.ELAPSED:
            return _clock(round(serial * 86_400))
        return _date_text(serial, kind, self.from_1904)

    def stored(self, style: str, text: str) -> str | None:
        """The number that a cell of this style shows as `text`; None where no number does."""
        candidate = self._candidate(text, kind_of(self.code(style)))
        if candidate is None:
            return None
        return candidate if self._shown(candidate, self.code(style)) == text else None

    def _candidate(self, text: str, kind: Kind) -> str | None:
        if kind is Kind.NUMBER:
            return _number_of(text)
        if match := _ISO.fullmatch(text):
            return _serial(match, self.from_1904)
        if match := _CLOCK.fullmatch(text):
            seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
            return repr(seconds / 86_400)
        return None


def _number_of(text: str) -> str | None:
    """The number a shown text came from, where it is easily told."""
    digits = re.sub(r"[^\d.]", "", text)
    if not digits or len(text) > 40:
        return None
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    if len(value.as_tuple().digits) > 15:
        return None
    if "%" in text:
        value = value.scaleb(-2)
    value = -value if text.lstrip().startswith(("-", "(")) else value
    return format(value, "f").rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _serial(match: re.Match[str], from_1904: bool) -> str | None:
    try:
        moment = datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    passed = moment - start
    days = passed.days if from_1904 or passed.days > 60 else passed.days - 1
    if days < 1:
        return None
    return str(days) if not passed.seconds else repr(days + passed.seconds / 86_400)


def _date_text(serial: float, kind: Kind, from_1904: bool) -> str:
    """An Excel serial as ISO text. Day 60 of the 1900 system is the 29 February that never was."""
    seconds = round(serial * 86_400)
    days, seconds = divmod(seconds, 86_400)
    if kind is Kind.TIME and days == 0:
        return _clock(seconds)
    if not from_1904 and days == 60:
        return "1900-02-29"
    if days == 0 and not from_1904:
        return _clock(seconds)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if days < 60 else 30)
    day = (start + timedelta(days=days)).strftime("%Y-%m-%d")
    if day.startswith("1899") or len(day) != 10:
        day = (start + timedelta(days=days)).date().isoformat()
    return f"{day} {_clock(seconds)}" if seconds else day


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}" if rest else f"{hours:02d}:{minutes:02d}"


def iso_text(stored: str) -> str:
    """A cell of type `d`, which holds ISO 8601 itself, as leadlist writes dates."""
    match = _ISO.match(stored)
    if not match:
        return stored
    day = f"{match[1]}-{match[2]}-{match[3]}"
    seconds = int(match[4] or 0) * 3600 + int(match[5] or 0) * 60 + int(match[6] or 0)
    return f"{day} {_clock(seconds)}" if seconds else day


def _index(element: Element) -> int | None:
    """The number of the format that an element names; None where it is no number."""
    number = element.get("numFmtId", "")
    return int(number) if number.isdecimal() and len(number) < 10 else None


def read_styles(contents: Contents) -> Styles:
    """The styles of a workbook; one General style where it has none."""
    if contents.styles is None:
        return Styles(["General"], contents.from_1904)
    package = contents.package
    root = safety.parsed(package.read(contents.styles), package.path, contents.styles)
    codes = dict(BUILT_IN)
    for element in named(root, "numFmt"):
        parent = element.getparent()
        if parent is not None and local(parent) == "numFmts" and _index(element) is not None:
            code = element.get("formatCode", "General")
            codes[_index(element) or 0] = code if len(code) <= LONGEST_CODE else "General"
    formats = next(named(root, "cellXfs"), None)
    styles = []
    for element in [] if formats is None else formats:
        if local(element) == "xf":
            styles.append(codes.get(_index(element) or 0, "General"))
    return Styles(styles or ["General"], contents.from_1904)
