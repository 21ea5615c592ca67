"""Values that a person wrote for golden records. They go before every rule of survivorship, but widen no permission."""

from collections.abc import Mapping, Sequence

from leadlist.errors import UserError
from leadlist.fields import FIELDS, Group
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.deduplicate.judgements import Edit

BY_RULE = frozenset((Group.PERMISSION, Group.PROVENANCE, Group.CONTACT))
"""What a merge works out from all of the records, so that no consent, refusal or date of contact is made up."""


def is_by_rule(leads: LeadList, column: ColumnRef) -> bool:
    """True for columns whose value in a golden record no person writes."""
    name = leads.field_of(column)
    return name == "lead_id" or (name in FIELDS and FIELDS[name].group in BY_RULE)


def own_values(
    leads: LeadList, clusters: Sequence[Sequence[RowRef]], edits: Sequence[Edit]
) -> Mapping[RowRef, Mapping[ColumnRef, str]]:
    """The edits by cluster (its first row) and column.

    Raises UserError where one cell was given two values, or one whose value no person writes.
    """
    first = {row: rows[0] for rows in clusters for row in rows}
    found: dict[RowRef, dict[ColumnRef, str]] = {}
    for (row, other), column, text in edits:
        heading = leads.headings[column]
        place = _("rows {row} and {other}, column “{column}”").format(
            row=leads.row_numbers[row], other=leads.row_numbers[other], column=heading
        )
        if is_by_rule(leads, column):
            raise UserError(
                _("The value of “{column}” after a merge is not written by hand ({place}).").format(
                    column=heading, place=place
                ),
                hint=_("The strictest permission and every acquisition are kept; put the old text back."),
            )
        cluster = first.get(row)
        if cluster is None or cluster != first.get(other):
            continue
        values = found.setdefault(cluster, {})
        if values.setdefault(column, text) != text:
            raise UserError(
                _("Two different values were written for one lead ({place}).").format(place=place),
                hint=_("Write the same value in every block of that lead."),
            )
    return found
