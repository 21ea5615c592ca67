"""Kanji numerals as numbers."""

import re

DIGITS = "〇零一二三四五六七八九"
NUMERAL = "[〇零一二三四五六七八九十百千]+"
_VALUE = {"〇": 0, "零": 0} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_POSITIONAL = re.compile(f"[{DIGITS}]+")
_STRUCTURED = re.compile(
    "(?:[二三四五六七八九]?千)?(?:[二三四五六七八九]?百)?(?:[二三四五六七八九]?十)?[一二三四五六七八九]?"
)


def from_kanji(numeral: str) -> int | None:
    """二〇二四 -> 2024, 十一 -> 11, 百二十三 -> 123; None for what is no number (十十, 一百)."""
    if not numeral:
        return None
    if _POSITIONAL.fullmatch(numeral):
        return int("".join(str(_VALUE[digit]) for digit in numeral))
    if not _STRUCTURED.fullmatch(numeral):
        return None
    total, digit = 0, 0
    for character in numeral:
        if character in _UNIT:
            total += (digit or 1) * _UNIT[character]
            digit = 0
        else:
            digit = _VALUE[character]
    return total + digit


def to_arabic(text: str) -> str:
    """A run of digits or kanji numerals as half-width digits; the text itself where it is neither."""
    if text.isascii():
        return text
    value = from_kanji(text)
    return text if value is None else str(value)
