"""What is left of a lead for statistics: how it came in, from where and when, and nothing that leads to a person.

`then = "pseudonymise"` in a retention period asks for it. Everything but the fields of `[retention] statistics` is
emptied, also columns that leadlist does not know, and the lead gets a new lead ID: who has a backup can still tell
whom the row was about (個人情報保護法2条5項, GDPR art. 4(5)); once the backups ran out nobody can.
"""

from collections.abc import Callable, Collection, Sequence

from leadlist.changes import SetCell
from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _

STATISTICS = frozenset(
    [
        "source",
        "event",
        "acquired_on",
        "purpose",
        "consent",
        "consent_on",
        "policy_version",
        "prefecture",
        "city",
        "country",
        "industry",
        "employees",
        "revenue",
        "capital",
        "stage",
        "status",
        "rank",
        "score",
        "budget",
        "interest",
        "decision_power",
    ]
)
"""The fields that may be kept: none of them leads to a person by itself."""


def statistic_columns(leads: LeadList, fields: Sequence[str]) -> frozenset[ColumnRef]:
    """The columns whose cells stay. Raises UserError for a field that is none of STATISTICS."""
    for name in fields:
        if name not in STATISTICS:
            raise UserError(
                _("[retention] statistics names “{field}”: no field, or one that tells about a person.").format(
                    field=name
                ),
                hint=_("Known: {names}.").format(names=", ".join(sorted(STATISTICS))),
            )
    return frozenset(leads.fields[name] for name in fields if name in leads.fields)


def only_statistics(leads: LeadList, row: RowRef, kept: Collection[ColumnRef]) -> bool:
    """Whether nothing is left to empty: such a row was pseudonymised before, or never held a person."""
    stays = {*kept, leads.fields.get("lead_id")}
    return not any(column[row] for at, column in enumerate(leads.columns) if ColumnRef(at) not in stays)


def emptied(
    leads: LeadList,
    row: RowRef,
    kept: Collection[ColumnRef],
    id_column: ColumnRef,
    new_id: Callable[[], str],
    rule: str,
) -> list[SetCell]:
    """The changes that leave a lead's statistics; `id_column` may be a column that the same plan adds."""
    known = id_column < len(leads.columns)
    changes = [SetCell(row, id_column, leads.cell(row, id_column) if known else "", new_id(), rule)]
    for at, column in enumerate(leads.columns):
        if column[row] and ColumnRef(at) not in kept and at != id_column:
            changes.append(SetCell(row, ColumnRef(at), column[row], "", rule))
    return changes
