"""What was written is read again: a file that does not hold what was planned never takes the list's place."""

from dataclasses import replace
from operator import eq
from pathlib import Path

from leadlist.cli.options import ChangeOptions
from leadlist.cli.reading import Opened, open_document_of
from leadlist.errors import Refused
from leadlist.leads import LeadList
from leadlist.locale import _


def require_same(expected: LeadList, target: Path, opened: Opened, options: ChangeOptions) -> None:
    """Raises Refused where the file just written does not read back as planned."""
    sheet = opened.document.sheet or options.sheet
    written = _seen(open_document_of(target, replace(options, sheet=sheet), opened.rules).leads)
    expected = _seen(expected)
    if len(written) < len(expected):
        expected = _filled(expected)
    if (
        written.headings == expected.headings
        and len(written) == len(expected)
        and all(all(map(eq, *pair)) for pair in zip(written.columns, expected.columns, strict=True))
    ):
        return
    raise Refused(
        _("“{name}”: the new file does not read back as planned ({place}); the list was left as it was.").format(
            name=opened.document.path.name, place=_first_difference(expected, written)
        ),
        hint=_("Please report this. With --out NEW.xlsx the result goes to a plain new workbook."),
    )


def _seen(leads: LeadList) -> LeadList:
    """The list without columns that have neither heading nor text: such a one is there only as long as a lead has
    something in it, and goes with that lead."""
    seen = [at for at, heading in enumerate(leads.headings) if heading.strip() or any(leads.columns[at])]
    if len(seen) == len(leads.headings):
        return leads
    headings, columns = [leads.headings[at] for at in seen], [leads.columns[at] for at in seen]
    return LeadList(tuple(headings), tuple(columns), row_numbers=leads.row_numbers, name=leads.name)


def _filled(leads: LeadList) -> LeadList:
    """The list without rows of which nothing is left: they stay where they stand, and are no leads any more."""
    rows = [row for row in leads.rows() if any(column[row].strip() for column in leads.columns)]
    columns = tuple([column[row] for row in rows] for column in leads.columns)
    return replace(leads, columns=columns, row_numbers=[leads.row_numbers[row] for row in rows], formulas=frozenset())


def _first_difference(expected: LeadList, written: LeadList) -> str:
    if written.headings != expected.headings:
        return _("headings")
    if len(written) != len(expected):
        return _("{found} rows instead of {wanted}").format(found=len(written), wanted=len(expected))
    for column, (wanted, found) in enumerate(zip(expected.columns, written.columns, strict=True)):
        for row, (one, other) in enumerate(zip(wanted, found, strict=True)):
            if one != other:
                heading = expected.headings[column]
                return _("row {row}, column “{column}”").format(row=expected.row_numbers[row], column=heading)
    return ""
