"""Drafts -> changes: new columns in the order of the table of fields, then cells, then rows."""

from collections.abc import Callable, Mapping

from leadlist.changes import AddColumn, AddRow, Change, SetCell
from leadlist.fields import FIELDS
from leadlist.identity import identify
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.operations.import_.drafts import EXTRA, OWN, PERMISSION, Draft
from leadlist.plans import Finding


def known_places(leads: LeadList) -> dict[str, ColumnRef]:
    """Where the list keeps each field, and (EXTRA + heading) each column that is no field."""
    places: dict[str, ColumnRef] = dict(leads.fields)
    taken = set(leads.fields.values())
    for position, heading in enumerate(leads.headings):
        if position not in taken and heading.strip():
            places.setdefault(EXTRA + heading.strip(), ColumnRef(position))
    return places


def changes_of(
    leads: LeadList, language: str, drafts: Mapping[int, Draft], new_id: Callable[[], str]
) -> tuple[list[Change], list[Finding]]:
    """The changes that make the drafts true; drafts from `len(leads)` on are new leads.

    Columns are added only where a draft has something to put into them. Every lead gets its lead_id.
    """
    touched = {handle: draft for handle, draft in sorted(drafts.items()) if draft.cells}
    if not touched:
        return [], []
    places = known_places(leads)
    width = len(leads.headings)
    columns: list[Change] = []
    for key in _in_order(touched):
        if key not in places:
            places[key] = ColumnRef(width + len(columns))
            heading = FIELDS[key].heading(language) if key in FIELDS else key.removeprefix(EXTRA)
            columns.append(AddColumn(heading, key if key in FIELDS else "", "import"))
    ids = places.setdefault("lead_id", ColumnRef(width + len(columns)))
    identified, findings = identify(leads, language, new_id, column=ids)
    cells: list[Change] = []
    rows: list[Change] = []
    for handle, draft in touched.items():
        if handle < len(leads):
            row = RowRef(handle)
            cells.extend(SetCell(row, places[k], draft.before(k), text, _rule(k)) for k, text in draft.cells.items())
        else:
            filled = {places[key]: text for key, text in draft.cells.items()}
            rows.append(AddRow({**filled, ids: draft.get("lead_id") or new_id()}, "import"))
    return [*columns, *identified, *cells, *rows], findings


def _in_order(touched: Mapping[int, Draft]) -> list[str]:
    used = dict.fromkeys(key for draft in touched.values() for key in draft.cells)
    return [name for name in FIELDS if name in used and name != "lead_id"] + [k for k in used if k.startswith(EXTRA)]


def _rule(key: str) -> str:
    return "opt_out" if key in PERMISSION else "provenance" if key in OWN else "import"
