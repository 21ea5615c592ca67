"""Legal forms: the patterns made from `rules/tables/legal_forms.csv` (Japan) and `legal_forms_world.csv`."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from leadlist.normalizers.folding import large_kana, latin
from leadlist.rules.tables import table

NAME_PARTS = frozenset(("ambiguous", "business word", "branch word", "other"))  # rows that are no form to write or drop
_ENCLOSED = range(0x3220, 0x3244)  # ㈠ … ㉃: width only, unless the table says what form it is
_WRITTEN_AS_IS = "NPO法人"  # an everyday word for the form; the register's word is not put into its place
_AMBIGUOUS = ("(合)", "(社)", "(財)")


class JapaneseForms(NamedTuple):
    """What the table says, ready for use. Abbreviations carry half-width brackets."""

    symbols: dict[int, str]  # ㈱ -> 株式会社
    front: dict[str, str]  # abbreviations that are certain at the front of a name
    back: dict[str, str]  # … and at its end
    full: tuple[str, ...]  # whole forms, the longest first
    keyed: tuple[str, ...]  # everything a key drops, the longest first
    kana: tuple[str, ...]  # readings in large katakana
    bank: tuple[str, ...]  # カ ユ ド …, as banks write them with a bracket


def _long_first(texts: set[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))


@cache
def japanese() -> JapaneseForms:
    """The forms of Japan."""
    symbols: dict[int, str] = {code: unicodedata.normalize("NFKC", chr(code)) for code in _ENCLOSED}
    front: dict[str, str] = {}
    back: dict[str, str] = {}
    full: set[str] = set()
    kana: set[str] = set()
    bank: set[str] = set()
    for row in table("legal_forms"):
        if row["kind"] in NAME_PARTS:
            continue
        form, certain = row["form"], row["expand_when_writing"] == "yes"
        full.add(form)
        kana |= {large_kana(reading) for reading in row["reading"].split("|") if reading}
        bank |= {large_kana(row["bank_kana"])} - {""}
        if not certain:
            continue
        symbols |= {ord(symbol): form for symbol in row["symbol"]}
        for short in row["kanji_abbr"].split("|"):
            if not short.startswith("("):
                continue
            front[short] = form
            # one letter in brackets at the end may be a place or a note; only forms of companies are certain there
            if row["kind"] == "corporation" or len(short) > 3:
                back[short] = form
    full |= {
        _WRITTEN_AS_IS,
        "株式會社",
        "有限會社",
        "合資會社",
        "合名會社",
        "合同會社",
        "認定NPO法人",
        "認定特定非営利活動法人",
    }
    keyed = full | set(front) | set(_AMBIGUOUS)
    return JapaneseForms(
        symbols, front, back, _long_first(full), _long_first(keyed), _long_first(kana), _long_first(bank)
    )


@cache
def alone() -> frozenset[str]:
    """Every form and abbreviation, for telling that a text is nothing else."""
    return frozenset(japanese().keyed)


@cache
def symbol() -> re.Pattern[str]:
    """One of the symbols."""
    return re.compile(f"[{re.escape(''.join(map(chr, japanese().symbols)))}]")


@cache
def front_abbreviation() -> re.Pattern[str]:
    """An abbreviation at the front of a name (each line is one), blanks inside its brackets allowed."""
    return re.compile(rf"\((?<=^\()(?:{_spaced(japanese().front)})(?=.)", re.MULTILINE)  # a ( is quickly found


@cache
def back_abbreviation() -> re.Pattern[str]:
    """An abbreviation at the end of a name (each line is one) or before a branch; (株) and (有) anywhere."""
    before = r"(?= |$|\(|[^ ()\n]*(?:支店|支社|営業所|本社|本店|工場|事業所|出張所|部|課|室)$)"
    return re.compile(rf"\((?<=.\()(?: ?[株有] ?\)|(?:{_spaced(japanese().back)}){before})", re.MULTILINE)


def _spaced(shorts: dict[str, str]) -> str:
    """Abbreviations behind their first bracket."""
    longest = sorted(shorts, key=len, reverse=True)
    return "|".join(" ?" + re.escape(short[1:]).replace(r"\)", r" ?\)") for short in longest)


@cache
def bank_form() -> re.Pattern[str]:
    """A form as banks shorten it, カ) before a name or (カ behind it."""
    shorts = "|".join(japanese().bank)
    return re.compile(rf"^(?:\(?(?:{shorts})\))|\((?:{shorts})\)?$")


@cache
def full_form() -> re.Pattern[str]:
    """A whole form anywhere."""
    return re.compile("|".join(map(re.escape, japanese().full)))


@cache
def world() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """The forms of the world as words in lower case: those that end a name, and those that may begin one."""
    end: set[tuple[str, ...]] = set()
    start: set[tuple[str, ...]] = set()
    for row in table("legal_forms_world"):
        words = tuple(latin(row["words"]).split())
        if row["place"] in ("end", "both"):
            end.add(words)
        if row["place"] in ("start", "both"):
            start.add(words)
    return frozenset(end), frozenset(start)


@cache
def world_edges() -> tuple[frozenset[str], frozenset[str]]:
    """The last words of the forms that end a name, and the first ones of those that may begin one."""
    end, start = world()
    return frozenset(words[-1] for words in end), frozenset(words[0] for words in start)


@cache
def attached() -> tuple[str, ...]:
    """Forms written without a blank, in Chinese and Korean, the longest first."""
    return _long_first({row["words"] for row in table("legal_forms_world") if row["place"] == "attached"})
