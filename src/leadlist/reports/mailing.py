"""A mailing as a report: the funnel, everybody who was left out and why, and what the file may be used for."""

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

    class LeftOut(Protocol):
        """A row that is not written to, and why."""

        @property
        def row(self) -> RowRef: ...
        @property
        def reason(self) -> str: ...
        @property
        def detail(self) -> str: ...

    class Mailing(Protocol):
        """The details of a mailing's plan."""

        @property
        def left_out(self) -> Sequence[LeftOut]: ...
        @property
        def recipients(self) -> Sequence[object]: ...
        def funnel(self) -> Sequence[tuple[str, int, int]]: ...


def mailing(leads: LeadList, plan: Plan, words: "Mapping[str, str]", use: "Mapping[str, str]", on: "date") -> Report:
    """The report of a mailing's plan. `words` name the reasons, `use` says purpose, channel and contact."""
    details: Mailing = plan.details  # type: ignore[assignment]
    numbers = leads.row_numbers
    funnel: list[tuple[str | int, ...]] = [(_("leads read"), "", len(leads))]
    funnel += [(words[reason], -count, left) for reason, count, left in details.funnel()]
    funnel.append((_("recipients"), "", len(details.recipients)))
    who: list[tuple[str | int, ...]] = [
        (numbers[each.row], *_who(leads, each.row), words[each.reason], each.detail) for each in details.left_out
    ]
    id_heading = (_("lead id"),) if "lead_id" in leads.fields else ()
    headings = (_("row"), *id_heading, _("company"), _("full name"), _("reason"), _("rests on"))
    tables = [
        Table(_("Funnel"), (_("step"), _("left out"), _("leads")), funnel, bars=(2,), beside=True),
        Table(_("Reasons"), headings, who),
        Table(_("How to use it"), (_("what"), _("value")), [*use.items(), (_("made on"), on.isoformat())]),
    ]
    return Report(_("Mailing from {name}").format(name=leads.name), tables)


def _who(leads: LeadList, row: "RowRef") -> tuple[str, ...]:
    """Lead id, where the list has them, company and name."""
    parts = leads.value(row, "family_name"), leads.value(row, "given_name")
    name = leads.value(row, "name") or " ".join(filter(None, parts))
    lead_id = (leads.value(row, "lead_id"),) if "lead_id" in leads.fields else ()
    return *lead_id, leads.value(row, "company"), name
