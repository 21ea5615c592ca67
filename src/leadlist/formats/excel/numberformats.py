"""Number formats: whether one shows a date, and how it shows a number (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
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
_EXACT = Context(prec=4000, Emin=MIN_EMIN, Emax=MAX_EMAX)
_ELAPSED = re.compile(r"(?:h+|m+|s+)", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")


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


def general(value: Decimal) -> str:
    """A number as Excel keeps it, 15 significant digits, without noise such as 0.30000000000000004.

    Excel itself shortens what it shows to the width of the cell; a list's codes of 12 and more digits stay whole.
    """
    text = format(float(value), ".15g")
    if "e" not in text:
        return "0" if text == "-0" else text
    digits = Decimal(text)
    exponent = digits.adjusted()
    if -10 <= exponent <= 20:
        return format(digits, "f")
    mantissa, _, power = text.partition("e")
    return f"{mantissa}E{int(power):+03d}"


def shown(text: str, code: str) -> str:
    """How a format shows the number that a cell holds as `text`; the text itself where it is no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    if code in {"General", "@", ""}:
        return general(value)
    tokens, value = _section(code, Decimal(format(float(value), ".15g")))
    if not any(kind in {"digit", "general"} or (kind, mark) == ("sign", "@") for kind, mark in tokens):
        literal = "".join(mark for kind, mark in tokens if kind in {"quoted", "escaped", "other"})
        return literal.strip() or general(value)
    if any(kind == "general" or (kind, mark) == ("sign", "@") for kind, mark in tokens):
        number = general(abs(value))
        return ("-" if value < 0 else "") + "".join(
            number if kind == "general" or mark == "@" else _literal(kind, mark) for kind, mark in tokens
        )
    if any((kind, mark) == ("sign", "/") for kind, mark in tokens):
        return general(value)
    return _digits(tokens, value).strip()


def whole_number(text: str, code: str) -> str:
    """The same as `shown` for a plain whole number and the formats that most lists use, much faster; else `""`."""
    if not text.isdigit() or len(text) > 15 or text[0] == "0":
        return ""
    form = _whole_form(code)
    if isinstance(form, str):
        return text if form == "" else f"{int(text):,}"
    if form is None:
        return ""
    places, template = form
    digits = text.zfill(places)
    return template % (digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :])


def whole_numbers(texts: Sequence[str], code: str) -> Sequence[str] | None:
    """`whole_number` for many cells at once; None where one of them is no such number, or the format another one."""
    joined = "\n".join(texts)
    digits = joined.replace("\n", "")
    if not (digits.isascii() and digits.isdigit()) or joined.startswith("0") or "\n0" in joined:
        return None
    if "" in texts or max(map(len, texts)) > 15:
        return None
    form = _whole_form(code)
    if isinstance(form, str):
        return texts if form == "" else [text if len(text) < 4 else f"{int(text):,}" for text in texts]
    if form is None:
        return None
    places, template = form
    if min(map(len, texts)) < places:
        texts = [text.zfill(places) for text in texts]
    before, *others = re.split("(?:%s)+", template)
    others = [part.replace("%%", "%") for part in others]
    lengths = [len(run) // 2 for run in re.findall("(?:%s)+", template)]
    if "%" in before or len(lengths) > 3:
        return None
    last = lengths[-1]
    if len(lengths) == 1:
        return [f"{before}{text}{others[0]}" for text in texts]
    if len(lengths) == 2:
        return [f"{before}{text[:-last]}{others[0]}{text[-last:]}{others[1]}" for text in texts]
    middle = last + lengths[1]
    return [
        f"{before}{text[:-middle]}{others[0]}{text[-middle:-last]}{others[1]}{text[-last:]}{others[2]}"
        for text in texts
    ]


@lru_cache(maxsize=4096)
def _whole_form(code: str) -> tuple[int, str] | str | None:
    """`""` for General, `","` for #,##0, a template for zeros and literals such as 000-0000, None for all else."""
    if code in {"General", "@"}:
        return ""
    if code == "#,##0":
        return ","
    parts = sections(code)
    simple = {"digit", "quoted", "escaped", "other", "space"}
    if any(kind not in simple or (kind == "digit" and text != "0") for kind, text in parts[0]) or "[" in code:
        return None
    places = sum(kind == "digit" for kind, _text in parts[0])
    template = "".join("%s" if kind == "digit" else _literal(kind, text).replace("%", "%%") for kind, text in parts[0])
    return (places, template) if places and template == template.strip() else None


def _section(code: str, value: Decimal) -> tuple[tuple[Token, ...], Decimal]:
    """The section for a value, and the value with the sign that section leaves to show."""
    parts = sections(code)
    numeric = [part for part in parts if ("sign", "@") not in part] or list(parts)
    conditions = [next((_CONDITION.fullmatch(t) for k, t in part if k == "bracket" and _CONDITION.fullmatch(t)), None)
                  for part in numeric]  # fmt: skip
    if any(conditions):
        for part, condition in zip(numeric, conditions, strict=True):
            if condition is None or _holds(value, condition[1], Decimal(condition[2])):
                return part, value
        return numeric[-1], value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


def _literal(kind: str, text: str) -> str:
    """What a token that is no placeholder shows."""
    if kind in {"quoted", "escaped", "other", "date", "era", "ampm"}:
        return text
    if kind == "space":
        return " "
    if kind == "bracket" and text.startswith("$"):
        return text[1:].partition("-")[0]
    return ""


def _digits(tokens: tuple[Token, ...], value: Decimal) -> str:
    """A number spread over the placeholders of a section."""
    places = [index for index, token in enumerate(tokens) if token[0] == "digit"]
    point = next((i for i, token in enumerate(tokens) if token == ("sign", ".")), None)
    power = next((i for i, token in enumerate(tokens) if token[0] == "exponent"), None)
    last = max((i for i in places if power is None or i < power), default=places[-1])
    whole = [i for i in places if (point is None or i < point) and i <= last]
    decimals = [i for i in places if point is not None and point < i <= last]
    commas = [i for i, token in enumerate(tokens) if token == ("sign", ",")]
    end = whole[-1] if whole else -1
    value = value.scaleb(2 * sum(token == ("sign", "%") for token in tokens))
    value = value.scaleb(-3 * sum(i > end and (point is None or i <= point or i > last) for i in commas))
    grouped = bool(whole) and any(whole[0] < i < end for i in commas)
    exponent = 0
    if power is not None and value:
        exponent = value.adjusted() - (len(whole) - 1 if whole else 0)
        value = value.scaleb(-exponent)
    rounded = abs(value).quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP, context=_EXACT)
    integer, _, fraction = format(rounded, "f").partition(".")
    shown_at = _whole_digits(tokens, whole, "" if integer == "0" else integer, grouped)
    shown_at |= _fraction_digits(tokens, decimals, fraction)
    if power is not None:
        shown_at |= _power_digits(tokens, [i for i in places if i > power], power, exponent)
    sign = "-" if value < 0 and rounded else ""
    return sign + "".join(_piece(index, token, shown_at) for index, token in enumerate(tokens))


def _piece(index: int, token: Token, shown_at: dict[int, str]) -> str:
    if index in shown_at:
        return shown_at[index]
    kind, text = token
    if kind == "sign":
        return text if text in ".%" else ""
    return _literal(kind, text)


def _whole_digits(tokens: tuple[Token, ...], places: list[int], digits: str, grouped: bool) -> dict[int, str]:
    """The digits before the point, from right to left; the first place takes all that are left."""
    result: dict[int, str] = {}
    count = 0
    for place in reversed(places):
        first = place == places[0]
        taken = digits if first else digits[-1:]
        digits = "" if first else digits[:-1]
        if not taken:
            taken = {"0": "0", "?": " ", "#": ""}[tokens[place][1]]
        piece = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0 and digit != " ":
                piece = "," + piece
            piece = digit + piece
            count += 1
        result[place] = piece
    return result


def _fraction_digits(tokens: tuple[Token, ...], places: list[int], digits: str) -> dict[int, str]:
    """The digits after the point; what `#` would show as a zero at the end is left out."""
    result: dict[int, str] = {}
    needed = False
    for place, digit in reversed(list(zip(places, digits, strict=True))):
        mark = tokens[place][1]
        needed = needed or digit != "0" or mark == "0"
        result[place] = digit if needed else {"#": "", "?": " "}[mark]
    return result


def _power_digits(tokens: tuple[Token, ...], places: list[int], power: int, exponent: int) -> dict[int, str]:
    sign = "-" if exponent < 0 else "+" if tokens[power][1].endswith("+") else ""
    digits = str(abs(exponent)).zfill(len(places))
    result = dict.fromkeys(places, "")
    result[power] = "E" + sign + digits
    return result
