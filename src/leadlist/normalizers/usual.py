"""Values that are written otherwise in usual ways: wide digits, other dashes, ㈱, HTTPS://. Whole columns at a time.

What the steps of a kind make of a value is its normal text where it then fits the pattern of what its normalizer would
write so. Everything else is left to the normalizer. tests/normalizers/test_usual.py compares the two.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial

from leadlist.normalizers import companies, company_forms, emails, phones, text, urls
from leadlist.normalizers.recognised import kind_of, pattern_of, unlike
from leadlist.rules import Rules

Step = Callable[[str], str]
"""What is done to many values at once, a line each."""


def folded(name: str, distinct: Sequence[str], rules: Rules) -> dict[str, str]:
    """The values of a field that are normal but for blanks, width, dashes and the like, each with its normal text."""
    kind = kind_of(name)
    pattern = _sure(kind, rules)
    plain = [cell for cell in distinct if "\n" not in cell]
    if not pattern or not plain:
        return {}
    lines = text.clean_lines("\n".join(plain)) if kind in _IN_WORDS else "\n".join(_codes(plain))
    for step in _STEPS[kind]:
        lines = step(lines)
    others, certain = {"", *unlike(pattern).findall(lines)}, _CERTAIN.get(kind)
    pairs = zip(plain, lines.split("\n"), strict=True)
    found = {cell: after for cell, after in pairs if after != cell and after not in others}
    return {cell: after for cell, after in found.items() if certain(cell, after)} if certain else found


def _sure(kind: str, rules: Rules) -> str:
    """The pattern of texts that the normalizer would write, not only leave; `""` where none is known."""
    if kind not in _STEPS or (kind == "postal_code" and rules.country != "JP"):
        return ""
    pattern = pattern_of(kind, rules)
    return _MORE.get(kind, "") + pattern if pattern else ""


def _codes(cells: Sequence[str]) -> list[str]:
    """`text.codes` of each, which leaves most as they are."""
    odd = [cell for cell in cells if not (cell.isascii() and cell.isprintable() and " " not in cell)]
    if not odd:
        return list(cells)
    folded = dict(zip(odd, text.codes_of_lines("\n".join(odd)).split("\n"), strict=True))
    return [folded.get(cell, cell) for cell in cells]


def _in_groups(found: re.Match[str]) -> str:
    """A Japanese number without hyphens, or with them elsewhere, in its groups; firms choose those of some numbers."""
    number = found[0]
    digits = number.replace("-", "")
    first, second = _ends(digits[:7], len(digits))
    return f"{digits[:first]}-{digits[first:second]}-{digits[second:]}" if first else number


@lru_cache(maxsize=1 << 16)
def _ends(beginning: str, length: int) -> tuple[int, int]:
    """Where the first two groups of a number end, told by its first seven digits; 0 where there are not three, or they
    are a firm's to choose."""
    if beginning.startswith(phones.ADVERTISED):
        return 0, 0
    sizes = phones.groups(beginning.ljust(length, "0"))
    return (sizes[0], sizes[0] + sizes[1]) if len(sizes) == 3 else (0, 0)


def _joined(lines: str) -> str:
    """Companies without the only blank between a legal form at the front or the end and the name."""
    for pattern in _forms_apart():
        lines = pattern.sub(r"\1\2", lines)
    return lines


@cache
def _forms_apart() -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = "|".join(map(re.escape, company_forms.japanese().full))
    front, end = rf"^({forms}) ([^ \n]+)$", rf"^([^ \n]+) ({forms})$"
    return re.compile(front, re.MULTILINE), re.compile(end, re.MULTILINE)


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _step(pattern: str, to: str | Callable[[re.Match[str]], str], flags: int = 0) -> Step:
    return partial(re.compile(pattern, re.MULTILINE | flags).sub, to)


dashed = _step(f"(?<=[0-9]) ?[{text.DASHES}ー] ?(?=[0-9])", "-")
"""An address, or each line of a text, with one kind of dash between its numbers."""

_DASH = phones.DASH.pattern
_NUMBER = f"0[0-9]{{9,10}}|0[0-9]{{1,4}}{_DASH}[0-9]{{1,4}}{_DASH}[0-9]{{3,4}}"
_STEPS: dict[str, tuple[Step, ...]] = {
    "phone": (
        _step(f"^(?:tel[:.]?|電話:?) ?(?=(?:{_NUMBER})$)", "", re.I),
        partial(phones.DASH.sub, "-"),
        _step("^0[1-9][0-9-]{8,11}$", _in_groups),
    ),
    "postal_code": (_step("^〒?([0-9]{3})-?([0-9]{4})$", r"\1-\2"),),
    "date": (
        _step("^([12][0-9]{3})([/.])([0-9]{1,2})\\2([0-9]{1,2})$", r"\1-0\3-0\4"),
        _step("^([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日$", r"\1-0\2-0\3"),
        _step("-0(?=[0-9]{2}(?:-|$))", "-"),
    ),
    "email": (_step("@[A-Za-z0-9.-]+$", _lower),),
    "url": (_step("^https?://[A-Za-z0-9.-]+(?=/|$)", _lower, re.I | re.A),),
    "address": (dashed,),
    "company": (companies.with_full_forms, _joined),
}
"""How the values of a kind are usually written otherwise, and how their normal form is made of that."""

_IN_WORDS = frozenset(("company", "address"))
"""Kinds whose normalizer begins with `text.clean`; that of the others begins with `text.codes`."""

_MORE: dict[str, str] = {
    "phone": "(?!(?:0[36]|0[0-9]-?[0-9])-?(?:[0-]+|[9-]+)$)",  # phones.is_dummy
    "email": rf"(?={emails.USUAL}$)(?!.*{emails.RESERVED})",
}
"""What more than normal at a glance a text has to be."""

_LETTER = re.compile(r"[^\W_ーｰ]")
_CERTAIN: dict[str, Callable[[str, str], bool]] = {
    "postal_code": lambda _cell, code: len(set(code)) > 2,
    "url": lambda _cell, address: urls.host_key(address.split("/")[2]) != "",
    "company": lambda cell, name: _LETTER.search(cell) is not None and not companies.is_nobody(name),
}
"""The same, where no pattern says it."""
