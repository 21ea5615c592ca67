"""What a purge would remove, shown before it asks."""

from typing import TYPE_CHECKING

from leadlist.changes import RemoveRow
from leadlist.cli.output import Output, shown
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.purge import Retention

SHOWN = 20
MONTHS = 6


def show_purge(leads: LeadList, plan: Plan, output: Output) -> None:
    """Every lead that is due with the period and its ground, those a rule keeps, and the months to come."""
    gone = [change for change in plan.changes if isinstance(change, RemoveRow)]
    retention: Retention = plan.details  # type: ignore[assignment]
    if gone:
        rows = [(str(leads.row_numbers[c.row]), who(leads, c.row, output), c.reason) for c in gone[:SHOWN]]
        output.table((_("row"), _("lead"), _("why it is due")), rows, limit=78, talk=True)
        if len(gone) > SHOWN:
            output.talk(
                ngettext("… and {count} more lead", "… and {count} more leads", len(gone) - SHOWN).format(
                    count=len(gone) - SHOWN
                )
            )
    emptied = [due for due in retention.due if due.then == "pseudonymise"]
    if emptied:
        output.talk()
        rows = [(str(leads.row_numbers[e.row]), who(leads, e.row, output), str(e.due_on)) for e in emptied[:SHOWN]]
        output.table((_("row"), _("emptied but for statistics"), _("due on")), rows, limit=60, talk=True)
        if len(emptied) > SHOWN:
            output.talk(
                ngettext("… and {count} more lead", "… and {count} more leads", len(emptied) - SHOWN).format(
                    count=len(emptied) - SHOWN
                )
            )
    if retention.kept:
        output.talk()
        rows = [
            (str(leads.row_numbers[kept.due.row]), who(leads, kept.due.row, output), shown(kept.reason))
            for kept in retention.kept[:SHOWN]
        ]
        output.table((_("row"), _("lead"), _("kept because")), rows, limit=60, talk=True)
    coming = list(retention.forecast.items())[:MONTHS]
    if coming:
        months = " · ".join(f"{month}: {number}" for month, number in coming)
        output.talk(_("Due by month: {months}").format(months=months))


def question(plan: Plan) -> str:
    """What is asked before leads go."""
    emptied = plan.counts.get("pseudonymised", 0)
    if emptied:
        text = _("Leads that leave the list: {count}; emptied but for statistics: {emptied}.")
        return text.format(count=plan.counts["due"], emptied=emptied)
    return _("Leads that leave the list: {count}.").format(count=plan.counts["due"])


def who(leads: LeadList, row: RowRef, output: Output) -> str:
    """A lead in a few words: company and name, masked where values are."""
    name = leads.value(row, "name") or f"{leads.value(row, 'family_name')} {leads.value(row, 'given_name')}".strip()
    texts = [text for text in (leads.value(row, "company"), name or leads.value(row, "email")) if text]
    return " ".join(output.value(text) for text in texts)
