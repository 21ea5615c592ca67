"""The rows of other sheets that an older purge took with its leads: they come back with the leads."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leadlist.changes import AddRow, SetCell
from leadlist.cli.options import ReadOptions
from leadlist.cli.other_sheets import WORKBOOKS, Along, sheets_of
from leadlist.cli.reading import Opened, open_older
from leadlist.leads import LeadList, RowRef
from leadlist.plans import Plan, apply

if TYPE_CHECKING:
    from leadlist.store import Key


def coming_back(
    opened: Opened, plan: Plan, op: int, records: Sequence[Mapping[str, Any]], key: "Key", options: ReadOptions
) -> list[Along]:
    """What returns to the sheets of `[retention] sheets` when operation `op` is taken back by `plan`.

    The workbook as it was before that operation says which rows they were; nobody who was forgotten is in it any more.
    """
    from leadlist.formats.private_folder import private_folder
    from leadlist.operations.other_sheets import gone_by, keys_of, returning
    from leadlist.store import list_before

    path, rules = opened.document.path, opened.rules
    if not rules.retention.sheets or path.suffix.lower() not in WORKBOOKS:
        return []
    after = apply(opened.leads, plan.changes)
    back = _people_back(opened.leads, after, plan)
    if not back:
        return []
    with private_folder(large=True) as folder:
        older_file = folder / f"before{path.suffix}"
        older_file.touch(mode=0o600)
        list_before(path, key, op, older_file)
        older = open_older(older_file, opened.document.sheet, rules, options)
        before = {each.document.sheet: each.leads for each in sheets_of(older_file, older, options)}
    gone = gone_by(records, older.leads)
    keys = keys_of(after, back, rules)
    found = []
    for sheet in sheets_of(path, opened, options):
        name = sheet.document.sheet
        if name in before:
            rows = returning(older.leads, gone, (before[name], sheet.leads), keys, rules)
            found += [Along(name, sheet, rows)] if rows else []
    return found


def _people_back(before: LeadList, after: LeadList, plan: Plan) -> list[RowRef]:
    """The rows of the list as it will be that were filled again, or appended; where rows go, the former move."""
    added = sum(isinstance(change, AddRow) for change in plan.changes)
    moved = len(after) != len(before) + added
    filled = {change.row for change in plan.changes if isinstance(change, SetCell) and not (change.before or moved)}
    return [*sorted(filled), *(RowRef(len(after) - added + at) for at in range(added))]
