"""Formulas in a list: never written over, and none elsewhere is broken without asking."""

from collections.abc import Sequence

from leadlist.changes import SetCell
from leadlist.cli.options import ChangeOptions
from leadlist.cli.other_sheets import Along
from leadlist.cli.output import Output
from leadlist.cli.reading import Opened
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _, ngettext
from leadlist.plans import Finding, Plan, Severity, without


def without_formulas(plan: Plan, leads: LeadList) -> Plan:
    """The plan without the changes that would hit a formula cell; each of them becomes a finding."""
    if not leads.formulas:
        return plan
    hit = {(c.row, c.column) for c in plan.changes if isinstance(c, SetCell) and (c.row, c.column) in leads.formulas}
    return without(plan, {place: _formula_finding(leads, place) for place in hit}) if hit else plan


def _formula_finding(leads: LeadList, place: tuple[RowRef, ColumnRef]) -> Finding:
    return Finding(
        place[0],
        leads.field_of(place[1]),
        place[1],
        "FORMULA-001",
        Severity.WARNING,
        _("The cell is a formula; its value was left as it is."),
        _("Change the formula, or what it refers to."),
    )


def refuse_broken_formulas(
    opened: Opened, plan: Plan, along: Sequence[Along], options: ChangeOptions, output: Output
) -> None:
    """Name the formulas elsewhere that would lose what they refer to; Refused where nobody can be asked about them."""
    broken = [*opened.document.broken_formulas(plan.changes)]
    for each in along:
        broken += each.opened.document.broken_formulas(each.changes)
    if not broken or options.break_formulas:
        return
    named = ", ".join(broken[:5]) + (" …" if len(broken) > 5 else "")
    problem = ngettext(
        "{count} formula would become #REF!: {named}.", "{count} formulas would become #REF!: {named}.", len(broken)
    ).format(count=len(broken), named=named)
    if options.yes:
        raise Refused(problem, hint=_("Add --break-formulas to go on all the same."))
    output.warn(problem)
