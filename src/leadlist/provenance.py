"""取得履歴: where, when and for what a lead was taken in, one line an acquisition, append-only.

`date | source | event | purpose | consent | evidence`. Merges keep every line; retention and permission are computed
from them. (個人情報保護法20条・21条: proper acquisition, purpose told; 特定電子メール法施行規則4条: proof of consent.)
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.rules import Rules
from leadlist.rules.days import latest_day, read_day


class Acquisition(NamedTuple):
    """One time a lead was taken in. `on` is an ISO day where the text said one, else what it said."""

    on: str = ""
    source: str = ""
    event: str = ""
    purpose: str = ""
    consent: str = ""
    evidence: str = ""


_BARS = str.maketrans("|｜", "  ")
COLUMNS = ("acquired_on", "source", "event", "purpose", "consent", "evidence")
"""The fields that show the newest acquisition, in the order of the parts of a line."""


def parse(text: str) -> list[Acquisition]:
    """The acquisitions of a cell, one a line. Nothing a person typed is dropped.

    A line with fewer than six parts and no date at its start is read as if the date were missing; a seventh part
    and what follows belong to the evidence.
    """
    return [_acquisition(row) for row in text.splitlines() if row.translate(_BARS).strip()]


def line(acquisition: Acquisition) -> str:
    """The acquisition as one line; bars and line breaks inside a part are replaced, so that it reads back the same."""
    return " | ".join(_part(part) for part in _dated(acquisition)).strip()


def merged(texts: Iterable[str]) -> str:
    """Every acquisition of the cells once, undated ones first, then by day.

    The order of the cells does not matter, merging twice changes nothing, and no acquisition is lost.
    """
    lines = {line(acquisition): acquisition for text in texts for acquisition in parse(text)}
    return "\n".join(sorted(lines, key=lambda text: (_day(lines[text]), text)))


def of_row(leads: LeadList, row: RowRef) -> list[Acquisition]:
    """A lead's acquisitions, oldest first: those of 取得履歴, or else the one its columns (取得日, 取得元 …) show."""
    return acquisitions(leads.value(row, "provenance"), [leads.value(row, name) for name in COLUMNS])


def acquisitions(history: str, shown: Iterable[str]) -> list[Acquisition]:
    """The acquisitions of a cell 取得履歴, oldest first; where it is empty, the one of the texts of `COLUMNS`."""
    if lines := parse(history):
        return sorted(lines, key=lambda entry: (_day(entry), line(entry)))
    only = _dated(Acquisition(*map(_part, shown)))
    return [only] if any(only) else []


def source_kind(rules: Rules, text: str) -> str:
    """The source kind of `[sources]` a text means (名刺 -> card); `""` where the rules know none.

    The kind itself, its label or one of its words; else the longest of them that the text contains (展示会2026春).
    """
    return _kind(tuple((kind, (kind, source.label, *source.words)) for kind, source in rules.sources.items()), text)


def purpose_codes(rules: Rules, text: str) -> tuple[str, ...]:
    """The codes of `[purposes]` a text names, by code or by wording; what the rules do not know stays as it is."""
    by_wording = {_folded(purpose.text): code for code, purpose in rules.purposes.items()}
    by_wording |= {_folded(code): code for code in rules.purposes}
    if whole := by_wording.get(_folded(text)):
        return (whole,)
    parts = unicodedata.normalize("NFKC", text).replace("、", ";").replace(",", ";").replace("\n", ";").split(";")
    return tuple(by_wording.get(_folded(part), part.strip()) for part in parts if part.strip())


@lru_cache(maxsize=4096)
def _kind(kinds: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str:
    plain = _folded(text)
    if not plain:
        return ""
    known = {_folded(word): kind for kind, words in reversed(kinds) for word in words}
    if plain in known:
        return known[plain]
    inside = [word for word in known if len(word) >= (5 if word.isascii() else 2) and word in plain]
    return known[max(inside, key=len)] if inside else ""


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _acquisition(row: str) -> Acquisition:
    parts = [part.strip() for part in row.split("|" if "|" in row else "｜")]
    width = len(Acquisition._fields)
    if len(parts) > width:
        parts[width - 1 :] = ["｜".join(parts[width - 1 :])]
    elif len(parts) < width and parts[0] and latest_day(parts[0]) is None:
        parts.insert(0, "")
    return _dated(Acquisition(*(_part(part) for part in parts)))


def _part(text: str) -> str:
    return " ".join(text.replace("|", "｜").split())


def _dated(acquisition: Acquisition) -> Acquisition:
    day = read_day(acquisition.on)
    return acquisition._replace(on=day.isoformat()) if day else acquisition


def _day(acquisition: Acquisition) -> str:
    day = latest_day(acquisition.on)
    return day.isoformat() if day else ""
