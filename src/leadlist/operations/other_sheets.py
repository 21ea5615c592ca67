"""Rows of a workbook's other sheets that belong to people who leave the list: `[retention] sheets` names the sheets."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from leadlist.changes import AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef
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


def gone_by(records: Iterable[Mapping[str, Any]], leads: LeadList) -> frozenset[RowRef]:
    """The rows of the list as it was before an operation that it erased or pseudonymised, by what it recorded."""
    numbers = {
        record["row"]
        for record in records
        if any(change["kind"] == "remove" or change.get("rule", "").startswith(_RULES) for change in record["changes"])
    }
    return frozenset(RowRef(row) for row, number in enumerate(leads.row_numbers) if number in numbers)


def returning(
    then: LeadList, gone: Collection[RowRef], sheets: tuple[LeadList, LeadList], back: Collection[str], rules: Rules
) -> list[AddRow]:
    """The rows of another sheet that left with the leads `gone` of the list `then`, and belong to people who are back.

    `sheets` are that sheet then and now, `back` the keys of who is back. What stands there (again) is not added, and a
    cell whose column is no longer there is left out.
    """
    before, now = sheets
    keys = keys_of(then, gone, rules)
    staying = keys_of(then, (row for row in then.rows() if row not in gone), rules)
    there = Counter(zip(*now.columns, strict=True))
    places = {heading: ColumnRef(at) for at, heading in enumerate(now.headings)}
    added = []
    for row in leaving(before, rules, keys.__contains__, staying):
        cells = {places[h]: c[row] for h, c in zip(before.headings, before.columns, strict=True) if h in places}
        whole = tuple(cells.get(ColumnRef(at), "") for at in range(len(now.headings)))
        if there[whole]:
            there[whole] -= 1
        elif not person_keys(values_of(before, row), rules).isdisjoint(back):
            added.append(AddRow({at: text for at, text in cells.items() if text}, "undo"))
    return added
