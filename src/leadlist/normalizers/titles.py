"""Departments, job titles, and the other short texts of a lead."""

import re

from leadlist.normalizers import folding, text
from leadlist.rules import Rules

_SPREAD = re.compile("[一-龥](?: [一-龥]){1,3}")
_NOBODY = re.compile("(?:.*[ご御]担当(?:者|窓口)?|担当者)(?:様|さま|殿|各位)?|.*各位")
_TITLED = re.compile("(?<=[^ ])(?: ?様| ?殿| ?御中| ?さん)$")


def _is_placeholder(title: str) -> bool:
    """True for ご担当者様 and the like; 営業担当 and 担当 alone are titles."""
    return _NOBODY.fullmatch(title.replace(" ", "")) is not None or text.is_nothing(title)


def write_title(title: str, rules: Rules) -> str:
    """A department or title with single blanks and usual widths; 社 長 -> 社長; 様 taken off."""
    cleaned = text.clean(title)
    if cleaned.isascii():
        return title.strip() if cleaned and text.is_nothing(cleaned) else cleaned
    if _is_placeholder(cleaned):
        return title.strip()
    if _SPREAD.fullmatch(cleaned):
        return cleaned.replace(" ", "")
    shorter = _TITLED.sub("", cleaned)
    return shorter if shorter == cleaned else write_title(shorter, rules)


def title_key(title: str, rules: Rules) -> str:
    """Usual kanji, large katakana, lower-case Latin letters, nothing between them."""
    if _is_placeholder(title):
        return ""
    return folding.compared_large(title)


def write_text(value: str, rules: Rules) -> str:
    """A short text with single blanks and usual widths."""
    cleaned = text.clean(value)
    return value.strip() if cleaned and text.is_nothing(cleaned) else cleaned


def text_key(value: str, rules: Rules) -> str:
    """As a title's key; empty for a text that says that there is nothing."""
    if text.is_nothing(value):
        return ""
    return folding.compared_large(value)


def write_prose(value: str, rules: Rules) -> str:
    """A note: its lines and signs stay, half-width kana and invisible characters go."""
    return text.prose(value)
