"""Who may be contacted: what the cells of opt-out and subscription columns mean, and what of them a merge keeps.

The same text means the opposite in columns of opposite sense: 1 in 配信停止 refuses, 1 in 配信可否 consents. The words
are those of `rules/tables/permission_words.csv`; one that is not in it refuses (特定電子メール法3条3項: no mail after a
refusal, whatever the words), and `is_known` tells.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from leadlist.fields import CHANNELS
from leadlist.leads import LeadList, RowRef
from leadlist.rules.days import read_day
from leadlist.rules.tables import table

REFUSES, CONSENTS, SILENT, UNKNOWN = "refuses", "consents", "silent", "unknown"
_RANK = {SILENT: 0, CONSENTS: 1, UNKNOWN: 2, REFUSES: 3}

PERMISSION_FIELDS: tuple[str, ...] = tuple(
    name for channel in CHANNELS for name in (f"opt_out_{channel}", f"opt_out_{channel}_on", f"subscribe_{channel}")
)
"""Every field that says whether a lead may be contacted."""


GROUNDS = {
    # code -> what is written into the list (ja, en), and where the ground to write by e-mail comes from
    "explicit": ("同意あり", "consented"),  # 特定電子メール法3条1項1号
    "card": ("名刺交換", "business card"),  # 同2号, 施行規則2条: the address was told in writing
    "contract": ("取引関係", "existing customer"),  # 同3号
    "published": ("公表アドレス", "published address"),  # 同4号
    "none": ("なし", "none"),
}


def ground(text: str) -> str:
    """The ground of `GROUNDS` that a cell of 同意 names, by code or in any words for yes or no; `""` for others."""
    word = _folded(text)
    named = next((code for code, words in GROUNDS.items() if word and word in map(_folded, (code, *words))), "")
    meaning = _meaning("subscribe", text)
    return named or {CONSENTS: "explicit", REFUSES: "none"}.get(meaning, "")


def refuses(field: str, text: str) -> bool | None:
    """Whether a cell says that its lead must not be contacted on the field's channel; None where it says nothing.

    A word that is not in the table refuses. A date in `opt_out_*` means refused since then, in `subscribe_*`
    subscribed since then. Raises ValueError for a field that is no permission.
    """
    meaning = _meaning(_sense(field), text)
    return None if meaning == SILENT else meaning != CONSENTS


def is_known(field: str, text: str) -> bool:
    """Whether the table knows what a cell means; an empty cell is known to say nothing."""
    return _meaning(_sense(field), text) != UNKNOWN


def strictest(field: str, texts: Sequence[str]) -> str:
    """The text a merge keeps: one that refuses, else an unknown one, else one that consents, else `""`.

    Among refusals the newest date wins, then the text that sorts last, so the order of the rows does not matter.
    """
    sense = _sense(field)

    def weight(text: str) -> tuple[int, str, str]:
        day = read_day(text)
        return _RANK[_meaning(sense, text)], day.isoformat() if day else "", text

    return max(texts, key=weight, default="")


def newest(texts: Sequence[str]) -> str:
    """The newest of date texts; one that is no date loses against every date, and `""` against everything."""

    def weight(text: str) -> tuple[str, str]:
        day = read_day(text)
        return day.isoformat() if day else "", text

    return max(texts, key=weight, default="")


def may_contact(leads: LeadList, row: RowRef, channel: str) -> bool:
    """Whether no cell of the row forbids a channel ("email", "phone", "post", "fax", "sms").

    Cells for all channels count for each. Silence does not forbid; whether there is a ground to write at all (consent,
    card, contract: 特定電子メール法3条1項) is another question, and so is the suppression file.
    """
    return not any(refuses(name, leads.value(row, name)) for name in fields_for(channel) if name in leads.fields)


def fields_for(channel: str) -> tuple[str, ...]:
    """The fields that decide about a channel. Raises ValueError for an unknown one."""
    if channel not in CHANNELS:
        raise ValueError(f"no such channel: {channel}")
    return tuple(name for name in PERMISSION_FIELDS if name.removesuffix("_on").endswith((f"_{channel}", "_all")))


def _sense(field: str) -> str:
    if field.startswith("opt_out_"):
        return "since" if field.endswith("_on") else "opt_out"
    if field.startswith("subscribe_") or field == "consent":
        return "subscribe"
    raise ValueError(f"not a permission field: {field}")


@cache
def _words(sense: str) -> Mapping[str, str]:
    return {_folded(row["word"]): row[sense] for row in table("permission_words")}


@lru_cache(maxsize=16384)
def _meaning(sense: str, text: str) -> str:
    word = _folded(text)
    if not word:
        return SILENT
    if read_day(text):
        return CONSENTS if sense == "subscribe" else REFUSES
    if sense == "since":
        return SILENT if _words("opt_out").get(word) == SILENT else UNKNOWN
    return _words(sense).get(word, UNKNOWN)


def _folded(text: str) -> str:
    """Width, case, blanks and a final full stop do not matter; inside Latin words one blank stays."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip().rstrip(".。")
    parts = plain.replace("\ufe0f", "").replace("\u200b", "").split()
    return (" " if plain.isascii() else "").join(parts)
