"""What an import would do, shown before it asks."""

from typing import TYPE_CHECKING

from leadlist.changes import AddRow, added_columns
from leadlist.cli.output import Output, heading_shown, shown
from leadlist.cli.showing import all_headings, show_changes
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.import_ import Details

SHOWN = 12
TELLING = ("company", "name", "family_name", "given_name", "email")


def show_import(leads: LeadList, plan: Plan, output: Output) -> None:
    """The first leads that are new, the cells of known leads that change, and the rows a person must look at."""
    new = [change for change in plan.changes if isinstance(change, AddRow)]
    at = _telling_columns(leads, plan)
    if new:
        headings = all_headings(leads, plan)
        rows = [[output.value(change.cells.get(column, "")) for column in at] for change in new[:SHOWN]]
        output.table([heading_shown(headings[column]) for column in at], rows, limit=32, talk=True)
        if len(new) > SHOWN:
            output.talk(
                ngettext("… and {count} more new lead", "… and {count} more new leads", len(new) - SHOWN).format(
                    count=len(new) - SHOWN
                )
            )
    show_changes(leads, plan, output)
    details: Details = plan.details  # type: ignore[assignment]
    doubtful = [outcome for outcome in details.outcomes if outcome.result == "doubtful"]
    if doubtful:
        rows = [[shown(o.batch), str(o.number), shown(o.reason)] for o in doubtful[:SHOWN]]
        output.table((_("file"), _("row"), _("to check")), rows, limit=70, talk=True)


def _telling_columns(leads: LeadList, plan: Plan) -> list[ColumnRef]:
    """The columns that say who somebody is."""

    added = added_columns(plan.changes)
    places = {c.field: ColumnRef(len(leads.headings) + at) for at, c in enumerate(added) if c.field}
    return [at for field in TELLING if (at := leads.fields.get(field, places.get(field))) is not None]
