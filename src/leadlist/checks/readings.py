"""Checks of readings: kana that is none, or that does not fit the name."""

import re
import unicodedata
from functools import cache, lru_cache

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck
from leadlist.checks.shapes import LEGAL_FORM, shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.rules.tables import table

KANAS = fields_of_kind(Kind.KANA)
PERSON_KANAS = tuple(name for name in KANAS if name != "company_kana")

_KANJI = re.compile(r"[々\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")
_NOT_KANA = re.compile(
    r"[^\u3041-\u309f\u30a0-\u30ff\uff65-\uff9f\s　・･.．。,，、()（）"
    r"\-－‐ｰA-Za-zＡ-Ｚａ-ｚ＝=々\u3400-\u9fff0-9０-９&＆]"
)
_KANA_WORD = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]{2,}")
_CALENDAR = re.compile("[一二三四五六七八九十]+月[一二三四五六七八九十朔]+日")  # 八月一日 is read ホヅミ
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


@lru_cache(maxsize=200_000)
def folded_kana(text: str) -> str:
    """Kana as they are compared: full width, katakana, large, without blanks and signs."""
    plain = unicodedata.normalize("NFKC", text)
    katakana = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in plain)
    return "".join(c for c in katakana.translate(_SMALL) if "\u30a1" <= c <= "\u30fc")


def _kanji_in_kana(field: str, text: str, context: Context) -> Detail:
    return FOUND if _KANJI.search(text) and not context.is_nothing(text) else None


def _latin_in_kana(field: str, text: str, context: Context) -> Detail:
    return FOUND if _LATIN.search(unicodedata.normalize("NFKC", text)) and not shape_of(text) else None


def _no_kana(field: str, text: str, context: Context) -> Detail:
    return FOUND if _NOT_KANA.search(text) and not shape_of(text) and not context.is_nothing(text) else None


def _digits_in_kana(field: str, text: str, context: Context) -> Detail:
    return FOUND if any(map(str.isdigit, text)) and not shape_of(text) else None


def _reading(texts: tuple[str, ...], context: Context) -> Detail:
    """The reading lacks the kana of the name, is shorter than its kanji, or is not one of its surname's readings."""
    name, reading = texts[0].strip(), folded_kana(texts[1])
    if not name or not reading:
        name, reading = texts[2].strip(), folded_kana(texts[3])
    if not name or not reading or LEGAL_FORM.search(name) or _KANJI.search(texts[1] + texts[3]):
        return None
    for word in _KANA_WORD.findall(unicodedata.normalize("NFKC", name)):
        if folded_kana(word).replace("ー", "") not in reading.replace("ー", ""):
            return FOUND
    kanji = len(_KANJI.findall(name))
    if kanji and len(reading) < kanji and not _CALENDAR.match(name):
        return FOUND
    surnames = _surnames()
    surname = next((name[:size] for size in (3, 2) if name[:size] in surnames), "")
    if surname and not any(reading.startswith(known) for known in surnames[surname]):
        return FOUND
    return None


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {
        row["surname"]: tuple(folded_kana(word) for word in row["readings"].split())
        for row in table("surname_readings")
    }


CHECKS = (
    CellCheck(
        "KANA-001",
        Severity.WARNING,
        KANAS,
        _kanji_in_kana,
        lambda: (
            _("A reading does not hold kanji."),
            _("Write it in katakana."),
            _("Readings sort the list and tell 東海林 (ショウジ) from 東海林 (トウカイリン). They are never invented."),
        ),
        _KANJI,
    ),
    CellCheck(
        "KANA-002",
        Severity.INFO,
        PERSON_KANAS,
        _latin_in_kana,
        lambda: (
            _("The reading is in Latin letters."),
            _("Write it in katakana, or move it to the English name."),
            _("Romaji are not turned into kana, since オオノ and オノ both become Ono."),
        ),
        re.compile("[A-Za-zＡ-Ｚａ-ｚ]"),
    ),
    CellCheck(
        "KANA-003",
        Severity.WARNING,
        KANAS,
        _no_kana,
        lambda: (
            _("This is no kana."),
            _("Look it up in the source."),
            _("Signs and other scripts in a reading come from scans or broken encodings."),
        ),
        _NOT_KANA,
    ),
    RowCheck(
        "KANA-004",
        Severity.WARNING,
        ("name", "name_kana", "family_name", "family_name_kana"),
        (),
        ("name_kana", "family_name_kana"),
        _reading,
        lambda: (
            _("The reading does not fit the name."),
            _("Check whether both belong to the same person."),
            _("A reading has a kana for each kanji at least, the name's own kana, and one of the surname's readings."),
        ),
    ),
    CellCheck(
        "KANA-005",
        Severity.WARNING,
        PERSON_KANAS,
        _digits_in_kana,
        lambda: (
            _("A reading does not hold digits."),
            _("Look it up in the source."),
            _("Digits in a reading come from scans or from a neighbouring column."),
        ),
        re.compile(r"\d"),
    ),
)
