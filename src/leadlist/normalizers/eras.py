"""Japanese eras (元号): what 令和6年3月5日, R6.3.5 and S64.1.7 are in the Gregorian calendar."""

import re

# First and last day. Source: 元号法 (昭和54年法律第43号), 元号を改める政令 (1989, 2019), the edicts of 1912 and 1926.
# Japan took the Gregorian calendar on 明治6年1月1日 (明治5年太政官布告第337号); earlier dates are lunar and stay.
_ERAS = {
    "M": (1868, (1873, 1, 1), (1912, 7, 30)),
    "T": (1912, (1912, 7, 30), (1926, 12, 25)),
    "S": (1926, (1926, 12, 25), (1989, 1, 7)),
    "H": (1989, (1989, 1, 8), (2019, 4, 30)),
    "R": (2019, (2019, 5, 1), (9999, 12, 31)),
}
_NAMES = {
    "明治": "M",
    "大正": "T",
    "昭和": "S",
    "平成": "H",
    "令和": "R",
    "明": "M",
    "大": "T",
    "昭": "S",
    "平": "H",
    "令": "R",
}
_NAMES |= {"㍾": "M", "㍽": "T", "㍼": "S", "㍻": "H", "㋿": "R"}
_ERA = r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令㍾㍽㍼㍻㋿]|[MTSHRmtshr])\s*\.?\s*"
_YEAR, _LONG_YEAR = r"(?P<year>\d{1,2}|元)", r"(?P<year>1?\d{1,2}|元)"  # 昭和100年: programs that never left the era
_PATTERNS = tuple(
    re.compile(_ERA + (_LONG_YEAR if "年" in rest else _YEAR) + rest)
    for rest in (
        r"\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
        r"\s*[-./]\s*(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})",
        r"(?P<month>(?<=\d\d)\d\d)(?P<day>\d\d)",
        r"\s*年\s*(?P<month>\d{1,2})\s*月(?P<day>)",
        r"\s*[-./]\s*(?P<month>\d{1,2})(?P<day>)",
        r"\s*年(?P<month>)(?P<day>)",
    )
)
ENDED = "era_over"


def parse(bare: str) -> tuple[int, int, int, str] | None:
    """(year, month, day, note), 0 for what is not given; None if no era is named, year 0 if the day is before the era.

    A day past the era's end is counted on (平成35年 -> 2023), as papers printed ahead do, with the note `era_over`.
    """
    for pattern in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match:
            break
    else:
        return None
    first_year, start, end = _ERAS[_NAMES.get(match["era"], match["era"].upper())]
    year = 1 if match["year"] == "元" else int(match["year"])
    month, day = int(match["month"] or 0), int(match["day"] or 0)
    if not year or match["month"] == "0" or (match["month"] and not month) or (match["day"] and not day):
        return 0, 0, 0, ""
    gregorian = first_year + year - 1
    parts = tuple(part for part in (gregorian, month, day) if part)
    if parts < start[: len(parts)]:
        return 0, 0, 0, ""
    return gregorian, month, day, ENDED if parts > end[: len(parts)] else ""
