"""A part of a list, said in words of its fields: `prefecture=東京都 and rank!=C and last_inbound_on>=2026-01-01`."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.rules.days import latest_day

_CONDITION = re.compile(r"\s*(?P<name>[^=!~<>]+?)\s*(?P<test>!=|!~|>=|<=|=|~|>|<)\s*(?P<value>.*?)\s*")
_AND = re.compile(r"\s+and\s+|\s+かつ\s+", re.IGNORECASE)


class Condition(NamedTuple):
    """A field or heading, a test of `TESTS`, and what the cell is compared with; one of several, parted by `|`."""

    name: str
    test: str
    value: str


def parse_segment(text: str) -> tuple[Condition, ...]:
    """The conditions of an expression, all of which must hold. Raises UserError for what is none."""
    found = []
    for part in _AND.split(text.strip()) if text.strip() else []:
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise UserError(
                _("“{part}” is no condition.").format(part=part),
                hint=_("Write FIELD=VALUE, joined by “and”; besides = there are != ~ (contains) !~ < <= > >=."),
            )
        found.append(Condition(match["name"], match["test"], match["value"]))
    return tuple(found)


def outside(leads: LeadList, conditions: Sequence[Condition]) -> Callable[[RowRef], str]:
    """For a row, the condition it does not meet, `""` where it meets all. Raises UserError for an unknown field."""
    columns = [(condition, _column(leads, condition.name)) for condition in conditions]

    def unmet(row: RowRef) -> str:
        for condition, column in columns:
            wanted = condition.value.split("|")
            met = [TESTS[condition.test](column[row], value) for value in wanted]
            if not (all(met) if condition.test in ("!=", "!~") else any(met)):
                return "".join(condition)
        return ""

    return unmet


def _column(leads: LeadList, name: str) -> Sequence[str]:
    if name in leads.fields:
        return leads.values(name)
    headings = {_folded(heading): at for at, heading in enumerate(leads.headings)}
    if (at := headings.get(_folded(name))) is not None:
        return leads.columns[at]
    near = difflib.get_close_matches(name, [*leads.fields, *leads.headings], n=1, cutoff=0.5)
    hint = _("Did you mean “{near}”?").format(near=near[0]) if near else _("leadlist columns LIST shows them.")
    raise UserError(_("The list has no field or heading “{name}”.").format(name=name), hint=hint)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _order(one: str, other: str) -> int:
    """-1, 0 or 1 as days, else as numbers, else as texts; an empty cell comes before everything."""
    for read in (latest_day, _number):
        left, right = read(one), read(other)
        if left is not None and right is not None:
            return (left > right) - (left < right)  # type: ignore[operator]
    return (_folded(one) > _folded(other)) - (_folded(one) < _folded(other))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(_folded(text).replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda cell, value: _folded(cell) == _folded(value),
    "!=": lambda cell, value: _folded(cell) != _folded(value),
    "!~": lambda cell, value: _folded(value) not in _folded(cell),
    "~": lambda cell, value: _folded(value) in _folded(cell),
    "<": lambda cell, value: bool(cell) and _order(cell, value) < 0,
    "<=": lambda cell, value: bool(cell) and _order(cell, value) <= 0,
    ">": lambda cell, value: bool(cell) and _order(cell, value) > 0,
    ">=": lambda cell, value: bool(cell) and _order(cell, value) >= 0,
}
