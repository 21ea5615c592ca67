"""What a purge decided about each lead, for the privacy officer and for approval by a second person."""

from typing import TYPE_CHECKING

from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Plan
from leadlist.reports.report import Report, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Protocol

    from leadlist.leads import RowRef

    class DueLead(Protocol):
        """When a lead's period ends, and by which rule."""

        row: RowRef
        since: date
        due_on: date
        period: str
        ground: str
        then: str

    class KeptLead(Protocol):
        """A lead that a rule keeps although its period is over."""

        due: DueLead
        rule: str
        reason: str

    class Retention(Protocol):
        """The details of a purge's plan."""

        due: Sequence[DueLead]
        kept: Sequence[KeptLead]
        soon: Sequence[DueLead]
        forecast: Mapping[str, int]


def retention(leads: LeadList, plan: Plan) -> Report:
    """The report of a purge's plan. It names rows, days, rules and grounds, and holds no value of any cell."""
    details: Retention = plan.details  # type: ignore[assignment]
    headings = (_("row"), _("since"), _("due on"), _("period"), _("ground"))
    numbers = leads.row_numbers

    def row_of(due: "DueLead") -> tuple[str | int, ...]:
        return numbers[due.row], due.since.isoformat(), due.due_on.isoformat(), due.period, due.ground

    words = {
        "read": _("leads read"),
        "due": _("due"),
        "pseudonymised": _("pseudonymised"),
        "not_approved": _("not approved"),
        "kept_by_rule": _("kept by a rule"),
        "not_due": _("not yet due"),
        "undated": _("without a date"),
        "statistics": _("statistics only"),
    }
    kept = [(*row_of(entry.due), entry.rule, entry.reason) for entry in details.kept]
    tables = [
        Table(_("Summary"), (_("what"), _("count")), [(words[name], number) for name, number in plan.counts.items()]),
        Table(_("Due now"), headings, [row_of(due) for due in details.due]),
        Table(_("Due, and kept by a rule"), (*headings, _("rule"), _("reason")), kept),
        Table(_("Due soon"), headings, [row_of(due) for due in details.soon]),
        Table(_("Due by month"), (_("month"), _("leads")), list(details.forecast.items()), bars=(1,)),
    ]
    return Report(retention_title(leads.name), tables)


def retention_title(name: str) -> str:
    """The title of a report on a list of that name, or on one that has none."""
    return _("Retention of {name}").format(name=name) if name else _("Retention")
