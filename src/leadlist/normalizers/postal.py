"""Postal codes: NNN-NNNN in Japan, as they are elsewhere."""

import re

from leadlist.normalizers import postal_data, text
from leadlist.rules import Rules

_DASH = re.compile(f"[{text.DASHES}ー_]")
_NORMAL = re.compile("[0-9]{3}-[0-9]{4}")
_LABEL = re.compile(
    r"^(?:〒|〶|〠|郵便番号|郵便|zip(?: ?code)?|postal(?: code)?|P\.?C\.?)\s*[:：]?\s*(?=[0-9〒])",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?P<a>\d{3})\s*-?\s*(?P<b>\d{4})(?![\d-])\s*(?P<rest>.*)$", re.DOTALL)
_WRAPPED = re.compile(r"\(\s*(?P<code>〒?\s*[0-9]{3}\D?[0-9]{4})\s*\)")
_SHORT = re.compile(r"\d{2}-?\d{4}")
_SEPARATORS = re.compile(r"\s*[;,、，；/／\n]\s*")
_FOREIGN = re.compile(r"(?=.*[A-Za-z])(?![0-9OoIl]{3}-?[0-9OoIl]{4}$)(?![0-9]{3}-)[A-Za-z0-9][A-Za-z0-9 -]{1,9}")
"""With a letter; but a Japanese code in which a letter was typed for a digit is not foreign."""


def _read(cell: str) -> tuple[str, str]:
    """The seven digits and what follows them; `""` where the cell begins with no code."""
    bare = text.codes(cell).strip("\"'")
    if (wrapped := _WRAPPED.fullmatch(bare)) is not None:
        bare = wrapped["code"]
    while (shorter := _LABEL.sub("", bare)) != bare:
        bare = shorter
    bare = _DASH.sub("-", bare)
    floated = re.fullmatch(r"(\d{6,7})\.0+", bare)
    bare = floated[1] if floated else bare
    if _SHORT.fullmatch(bare) and postal_data.is_assigned("0" + bare.replace("-", "")):
        bare = "0" + bare  # Excel ate the zero of Hokkaido or Tohoku
    match = _CODE.match(bare)
    if match is None or len(set(match["a"] + match["b"])) == 1:
        return "", ""
    rest = match["rest"].strip()
    return (
        (match["a"] + match["b"], rest)
        if not rest or (not rest[0].isascii() and rest[0] not in "〒、，；／・～") or rest[0] == "("
        else ("", "")
    )


def _several(cell: str) -> list[str]:
    """The codes of a cell that holds one or more and nothing else but what may follow a single one."""
    digits, _rest = _read(cell)
    if digits:
        return [digits]
    parts = [part for part in _SEPARATORS.split(cell) if part.strip()]
    found = [_read(part) for part in parts]
    return list(dict.fromkeys(code for code, _rest in found)) if all(code and not rest for code, rest in found) else []


def write_postal(cell: str, rules: Rules) -> str:
    """A Japanese code as NNN-NNNN, several joined by `; `; any other text as it is, apart from blanks and width."""
    if _NORMAL.fullmatch(cell):
        return cell
    if rules.country == "JP":
        if codes := _several(cell):
            return "; ".join(f"{digits[:3]}-{digits[3:]}" for digits in codes)
        return cell.strip() if text.is_nothing(cell) else _foreign(cell)
    return _foreign(cell)


def _foreign(cell: str) -> str:
    bare = text.codes(cell)
    return bare if _FOREIGN.fullmatch(bare) else cell


def postal_key(cell: str, rules: Rules) -> str:
    """Seven digits that are assigned; letters and digits of a foreign code in capitals."""
    if rules.country == "JP":
        if codes := _several(cell):
            return ";".join(filter(postal_data.is_assigned, codes))
        if not _FOREIGN.fullmatch(text.codes(cell)):
            return ""
    return "" if text.is_nothing(cell) else re.sub(r"[\W_]", "", text.codes(cell)).upper()


def split_postal(cell: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`100-0001 東京都…` -> the code, and the rest for `address`."""
    digits, rest = _read(cell) if rules.country == "JP" else ("", "")
    if not digits or not rest:
        return cell, {}
    rest = re.sub(r"^\((.*)\)$", r"\1", rest)
    kept = re.sub(r"^[^0-9０-９]*[0-9０-９]{3}[^0-9０-９]{0,3}[0-9０-９]{4}\s*", "", cell).strip()
    return f"{digits[:3]}-{digits[3:]}", {"address": re.sub(r"^[（(](.*)[)）]$", r"\1", kept) or rest}


def is_repaired(cell: str) -> bool:
    """True where a zero that a spreadsheet ate, or a `.0` that one added, was put right."""
    bare = text.codes(cell)
    return bool(re.fullmatch(r"\d{6,7}\.0+|\d{2}-?\d{4}", _DASH.sub("-", bare))) and _read(cell)[0] != ""
