"""How a number format shows a number (ECMA-376 part 1, 18.8.31)."""

import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation

from leadlist.formats.excel.formatcodes import Token, literal, sections

_EXACT = Context(prec=4000, Emin=MIN_EMIN, Emax=MAX_EMAX)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")


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
        words = "".join(mark for kind, mark in tokens if kind in {"quoted", "escaped", "other"})
        return words.strip() or general(value)
    if any(kind == "general" or (kind, mark) == ("sign", "@") for kind, mark in tokens):
        number = general(abs(value))
        return ("-" if value < 0 else "") + "".join(
            number if kind == "general" or mark == "@" else literal(kind, mark) for kind, mark in tokens
        )
    if any((kind, mark) == ("sign", "/") for kind, mark in tokens):
        return general(value)
    return _digits(tokens, value).strip()


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
    return literal(kind, text)


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
