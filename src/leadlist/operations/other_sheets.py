"""Rows of a workbook's other sheets that belong to people who leave the list: `[retention] sheets` names the sheets."""

from collections.abc import Callable, Collection, Iterable, Sequence

from leadlist.changes import Change, RemoveRow, SetCell
from leadlist.leads import LeadList, RowRef
from leadlist.operations.identifying import person_keys
from leadlist.operations.person import values_of
from leadlist.rules import Rules

_RULES = ("retention.", "forget")


def gone_rows(changes: Iterable[Change]) -> frozenset[RowRef]:
    """The leads that a plan erases or pseudonymises; who is merged stays a lead."""
    return frozenset(c.row for c in changes if isinstance(c, RemoveRow | SetCell) and c.rule.startswith(_RULES))


def keys_of(leads: LeadList, rows: Iterable[RowRef], rules: Rules) -> frozenset[str]:
    """What identifies the people in these rows."""
    return frozenset().union(*(person_keys(values_of(leads, row), rules) for row in rows))


def leaving(
    sheet: LeadList, rules: Rules, is_gone: Callable[[str], bool], staying: Collection[str]
) -> Sequence[RowRef]:
    """The rows of another sheet that go: theirs by lead ID, else by what identifies somebody.

    `is_gone` is asked with such keys, `staying` are the keys of who is still in the list: a row that may be theirs
    stays.
    """
    return [row for row in sheet.rows() if _goes(person_keys(values_of(sheet, row), rules), is_gone, staying)]


def _goes(keys: Collection[str], is_gone: Callable[[str], bool], staying: Collection[str]) -> bool:
    ids = [key for key in keys if key.startswith("lead ")]
    if ids and (ids[0] in staying or is_gone(ids[0])):
        return ids[0] not in staying
    return any(map(is_gone, keys)) and not any(key in staying for key in keys)
