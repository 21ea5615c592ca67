"""Folding for match keys: what people write differently and mean the same. Nothing here is ever written to a list."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from leadlist.rules.tables import table

_SELECTORS = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヰヱヲ", "アイウエオツヤユヨワカケイエオ")
_ITERATION = re.compile("([ァ-ヺ])([ヽヾ])")
_LATIN_SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_APOSTROPHE = re.compile("['’‘ʼ`]")
_ACCENTED = re.compile("[À-ɏⅠ-ⅿ]")
_ACCENT = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")
_JAPANESE = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class _Kept(dict[int, int | None]):
    """A translation that drops punctuation, signs, blanks and control characters, learned as they are met."""

    def __missing__(self, code: int) -> int | None:
        dropped = unicodedata.category(chr(code))[0] in "PSZC"
        self[code] = None if dropped else code
        return self[code]


class _Spaced(dict[int, int]):
    """As `_Kept`, with a blank in the place of what is dropped; apostrophes leave none."""

    def __missing__(self, code: int) -> int:
        self[code] = 0x20 if unicodedata.category(chr(code))[0] in "PSZC" else code
        return self[code]


_KEPT = _Kept()
_SPACED = _Spaced()


@cache
def _variants() -> dict[int, str | None]:
    """Variant kanji and compatibility ideographs to the usual form, variation selectors to nothing.

    The variants are those of `rules/tables/kanji_variants.csv`; 斎 and 斉 stay two characters.
    """
    listed = {row["variant"]: row["base"] for row in table("kanji_variants") if len(row["variant"]) == 1}
    usual_of: dict[int, str | None] = {0x303B: "々"}
    usual_of |= {ord(variant): base for variant, base in listed.items()}
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        usual = unicodedata.normalize("NFKC", chr(code))
        if usual != chr(code):
            usual_of.setdefault(code, listed.get(usual, usual))
    return usual_of | _SELECTORS


def has_japanese(text: str) -> bool:
    """True where the text holds a kana or a kanji."""
    return not text.isascii() and _JAPANESE.search(text) is not None


def kanji(text: str) -> str:
    """The text with every variant kanji in its usual form."""
    return text.translate(_variants())


def kanji_aligned(text: str) -> str:
    """As `kanji`, but variation selectors stay, so that no letter changes its place."""
    return text.translate(_letters_only())


@cache
def _letters_only() -> dict[int, str | None]:
    return {code: to for code, to in _variants().items() if to is not None and len(to) == 1}


def katakana(text: str) -> str:
    """Hiragana as katakana, iteration marks written out (いすゞ -> イスズ)."""
    text = text.translate(_KATAKANA)
    while _ITERATION.search(text):
        text = _ITERATION.sub(_repeated, text)
    return text


def large_kana(text: str) -> str:
    """Katakana without small letters and without ヰ ヱ ヲ: as banks and old typewriters wrote it."""
    return text.translate(_LARGE)


def latin(text: str) -> str:
    """Case and accents folded; kana and other scripts keep their marks."""
    if text.isascii():
        return text.lower()
    folded = (
        unicodedata.normalize("NFKD", text.casefold()) if not has_japanese(text) else _accents_only(text.casefold())
    )
    bare = _ACCENT.sub("", folded)
    return unicodedata.normalize("NFC", bare).translate(_LATIN_SPECIAL)


def _accents_only(text: str) -> str:
    if not _ACCENTED.search(text):
        return text
    return "".join(unicodedata.normalize("NFKD", c) if "À" <= c <= "ɏ" or "Ⅰ" <= c <= "ⅿ" else c for c in text)


def solid(text: str) -> str:
    """Letters, digits and their marks only."""
    return text.translate(_KEPT)


def tokens(text: str) -> list[str]:
    """The words of a text, without punctuation; an apostrophe does not part a word."""
    return _APOSTROPHE.sub("", text).translate(_SPACED).split()


class _Letters(dict[int, str]):
    """What `compared` makes of a single letter, learned as they are met."""

    def __init__(self, fold: Callable[[str], str], kept: str = "") -> None:
        self._fold = fold
        self.update((ord(letter), letter) for letter in kept)

    def __missing__(self, code: int) -> str:
        self[code] = self._fold(chr(code))
        return self[code]


def is_plain(text: str) -> bool:
    """True where every letter is a usual kanji, a kana, one of ASCII or a blank: folded without a look at its
    neighbours."""
    return _ALONE.fullmatch(text) is not None


def compared(text: str) -> str:
    """Letters and digits only, usual kanji, katakana for hiragana, no case or accents."""
    return text.translate(_PLAIN) if is_plain(text) else _compared(text)


def compared_large(text: str) -> str:
    """As `compared`, in large katakana."""
    return text.translate(_PLAIN_LARGE) if is_plain(text) else _compared_large(text)


def _compared(text: str) -> str:
    return latin(solid(katakana(kanji(text))))


def _compared_large(text: str) -> str:
    return latin(solid(large_kana(katakana(kanji(text)))))


def compared_lines(lines: str, *, large: bool = False) -> str:
    """As `compared` or `compared_large`, for every line of a text; all have to be plain."""
    return lines.translate(_LARGE_LINES if large else _LINES)


_ALONE = re.compile("[一-龥々ぁ-んァ-ヶー A-Za-z0-9]*")
_PLAIN, _PLAIN_LARGE = _Letters(_compared), _Letters(_compared_large)
_LINES, _LARGE_LINES = _Letters(_compared, "\n"), _Letters(_compared_large, "\n")


def _repeated(mark: re.Match[str]) -> str:
    """ヽ repeats the kana before it unvoiced, ヾ voiced."""
    base = unicodedata.normalize("NFD", mark[1])[0]
    return mark[1] + (base if mark[2] == "ヽ" else unicodedata.normalize("NFC", base + "\u3099")[0])
