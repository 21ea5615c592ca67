"""Codes of number formats taken apart: sections, tokens, whether one shows a date (ECMA-376 part 1, 18.8.30 and 31)."""

import re
from enum import Enum
from functools import lru_cache

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0 ;-#,##0",
    38: "#,##0 ;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: "#,##0",
    42: "¥#,##0",
    43: "#,##0.00",
    44: "¥#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that a workbook names by number alone; 27 to 36 and 50 to 58 are dates in every East Asian locale."""
BUILT_IN |= dict.fromkeys((*range(27, 32), 34, 35, 36, *range(50, 59)), "yyyy/m/d")
BUILT_IN |= {32: "h:mm", 33: "h:mm:ss"}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/標準)|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<era>g{1,3}|e{1,2}(?![+-]))"
    r"|(?P<exponent>[Ee][+-])|(?P<date>[yYmMdDhHsSbBaA]+)|(?P<digit>[0#?])|(?P<sign>[.,%/@])|(?P<other>.)",
    re.DOTALL,
)
_ELAPSED = re.compile(r"(?:h+|m+|s+)", re.IGNORECASE)


class Kind(Enum):
    """What a format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    ELAPSED = "elapsed"


Token = tuple[str, str]


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[tuple[Token, ...], ...]:
    """A format's sections as tokens (kind, text)."""
    result: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "other" and text == ";":
            result.append([])
        else:
            result[-1].append((kind, text))
    return tuple(tuple(section) for section in result)


@lru_cache(maxsize=4096)
def kind_of(code: str) -> Kind:
    """Whether a format shows a date, a time of day, an elapsed time or a number."""
    tokens = sections(code)[0]
    if any(kind == "bracket" and _ELAPSED.fullmatch(text) for kind, text in tokens):
        return Kind.ELAPSED
    if any(kind in {"digit", "general"} and text != "0" for kind, text in tokens):
        return Kind.NUMBER
    letters = "".join(text.lower() for kind, text in tokens if kind in {"date", "era"})
    if not letters:
        return Kind.NUMBER
    if set(letters) & set("ydegba") or set(letters) == {"m"}:
        return Kind.DATE
    return Kind.TIME


def literal(kind: str, text: str) -> str:
    """What a token that is no placeholder shows."""
    if kind in {"quoted", "escaped", "other", "date", "era", "ampm"}:
        return text
    if kind == "space":
        return " "
    if kind == "bracket" and text.startswith("$"):
        return text[1:].partition("-")[0]
    return ""
