"""Checks of readings: kana that is none, or that does not fit the name."""

import re
import unicodedata
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, ListCheck, Place, RowCheck, Sum, rows_of
from leadlist.checks.columns import distinct
from leadlist.checks.shapes import LEGAL_FORM, shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.leads import LeadList
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
_OLD = str.maketrans("ヰヱヲヂヅ", "イエオジズ")  # 現代仮名遣い (昭和61年内閣告示第1号): one sound, two kana
_OLD_INSIDE = str.maketrans("ハヒフヘホ", "ワイウエオ")  # 歴史的仮名遣い, not at the beginning of a word
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


@lru_cache(maxsize=16384)
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
        if not _is_read(folded_kana(word).replace("ー", ""), reading.replace("ー", "")):
            return FOUND
    kanji = len(_KANJI.findall(name))
    if kanji and len(reading) < kanji and not _CALENDAR.match(name):
        return FOUND
    surnames = _surnames()
    surname = next((name[:size] for size in (3, 2) if name[:size] in surnames), "")
    if surname and not any(reading.startswith(known) for known in surnames[surname]):
        return FOUND
    return None


def _is_read(kana: str, reading: str) -> bool:
    """True where a reading holds the kana of a name, be it in old spelling: ミツヱ is read ミツエ, かほる カオル."""
    kana, reading = kana.translate(_OLD), reading.translate(_OLD)
    return kana in reading or kana[:1] + kana[1:].translate(_OLD_INSIDE) in reading


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {
        row["surname"]: tuple(folded_kana(word) for word in row["readings"].split())
        for row in table("surname_readings")
    }


def _scripts(leads: LeadList, context: Context) -> Mapping[str, tuple[Sequence[int], Sequence[int]]]:
    """The rows whose reading is in hiragana only, and those in katakana only, for each field of readings."""
    rows = {}
    for name in fields_of_kind(Kind.KANA):
        if name in leads.fields:
            texts = distinct(leads.values(name), context)
            hiragana = {text for text in texts if _only(text, _HIRAGANA, _KATAKANA)}
            katakana = {text for text in texts if _only(text, _KATAKANA, _HIRAGANA)}
            rows[name] = (_standing(hiragana, leads.values(name)), _standing(katakana, leads.values(name)))
    return rows


def _standing(texts: Collection[str], cells: Sequence[str]) -> Sequence[int]:
    """Where in a column these texts stand."""
    return array("I", compress(range(len(cells)), map(texts.__contains__, cells)))


def _other_kana(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    """Hiragana in a column of katakana, or the other way round: nine tenths of the column decide."""
    for name in fields_of_kind(Kind.KANA):
        if name in leads.fields:
            scripts = [[each._replace(value=each.value[name][script]) for each in sums] for script in (0, 1)]
            number = [sum(len(each.value) for each in script) for script in scripts]
            if max(number) >= 10 and min(number) <= 0.1 * sum(number):
                few = scripts[0] if number[0] <= number[1] else scripts[1]
                yield Place(rows_of(few), name, leads.fields[name], {})


def _only(text: str, script: re.Pattern[str], other: re.Pattern[str]) -> bool:
    return script.search(text) is not None and not other.search(text)


_HIRAGANA = re.compile("[\u3041-\u3096]")
_KATAKANA = re.compile("[\u30a1-\u30fa\uff66-\uff9d]")


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
    ListCheck(
        "KANA-006",
        Severity.INFO,
        _scripts,
        _other_kana,
        lambda: (
            _("The reading is in another kana than the rest of the column."),
            _("Write the column in one of them, so that it sorts."),
            _("Hiragana is never turned into katakana by itself, since it may be the name's own spelling."),
        ),
    ),
)
