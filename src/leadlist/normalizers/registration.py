"""Corporate numbers (法人番号), invoice numbers (登録番号, T and 13 digits), codes of any other sort."""

import re

from leadlist.normalizers import text
from leadlist.rules import Rules

_LABEL = re.compile(
    r"^(?:法人番号|(?:インボイス|適格請求書発行事業者|事業者)?(?:登録)?番号|Corporate Number|No\.?)\s*[:：]?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"T?[\s-]*[1-9](?:[\s-]?\d){12}", re.IGNORECASE)
_DASH = re.compile(f"[{text.DASHES}ー]")


def check_digit(twelve: str) -> int:
    """The first of a corporate number's 13 digits: 9 − (Σ Pn·Qn mod 9), Pn from the right, Qn 1 and 2 in turn.

    Source: 法人番号の指定等に関する省令 (平成26年財務省令第70号) 第2条.
    """
    total = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(twelve)))
    return 9 - total % 9


def is_valid(number: str) -> bool:
    """True for 13 digits whose check digit is right and that are not one digit repeated."""
    return (
        bool(re.fullmatch("[1-9][0-9]{12}", number))
        and len(set(number)) > 1
        and int(number[0]) == check_digit(number[1:])
    )


def _numbers(cell: str) -> list[str]:
    """The 13 digits of each number of a cell, be they right or not; none where it holds anything else."""
    bare = _DASH.sub("-", text.codes(cell))
    bare = _LABEL.sub("", bare)
    if re.fullmatch(r"\d{13}\.0+", bare):
        bare = bare[:13]
    parts = [bare] if _NUMBER.fullmatch(bare) else re.split(r"\s*[;,、/／\n]\s*|\s+", bare)
    found = [re.sub(r"[\sTt-]", "", part) for part in parts if part and _NUMBER.fullmatch(_LABEL.sub("", part))]
    return found if len(found) == len([part for part in parts if part]) else []


def write_corporate_number(cell: str, rules: Rules) -> str:
    """13 digits (several joined by `; `); the cell as it is where the check digit or the length is wrong."""
    found = _numbers(cell)
    return "; ".join(found) if found and all(map(is_valid, found)) else cell


def corporate_number_key(cell: str, rules: Rules) -> str:
    """The numbers joined by `;`, or `""`."""
    found = _numbers(cell)
    return ";".join(found) if found and all(map(is_valid, found)) else ""


def write_invoice_number(cell: str, rules: Rules) -> str:
    """T and 13 digits. A sole proprietor's number is no corporate number, so its check digit says nothing."""
    found = _numbers(cell)
    return "; ".join(f"T{number}" for number in found) if found else cell


def invoice_number_key(cell: str, rules: Rules) -> str:
    """The numbers with their T, joined by `;`."""
    return ";".join(f"T{number}" for number in _numbers(cell) if len(set(number)) > 1)


def write_code(cell: str, rules: Rules) -> str:
    """Any other code: half width, no blanks around it."""
    return text.codes(cell)


def code_key(cell: str, rules: Rules) -> str:
    """Letters and digits of a code, in capitals."""
    return "" if text.is_nothing(cell) else re.sub(r"[\W_]", "", text.codes(cell)).upper()
