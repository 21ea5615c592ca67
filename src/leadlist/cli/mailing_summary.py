"""A mailing's funnel at the terminal and as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.output import Output
from leadlist.cli.showing import finding_row, show_findings_summary
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.mailing import Mailing


def show_funnel(leads: LeadList, plan: Plan, output: Output) -> None:
    """How many leads leave by each reason, from all that were read to those who are written to."""
    from leadlist.operations.mailing import reason_words

    details: Mailing = plan.details  # type: ignore[assignment]
    words = reason_words()
    rows = [(_("leads read"), "", f"{len(leads):,}")]
    rows += [(words[reason], f"-{count:,}", f"{left:,}") for reason, count, left in details.funnel()]
    rows.append((_("recipients"), "", f"{len(details.recipients):,}"))
    output.table((_("step"), _("left out"), _("leads")), rows, talk=True)
    output.talk(f"{len(leads):,} → {len(details.recipients):,}")
    show_findings_summary(leads, plan, output)


def document(list_file: Path, leads: LeadList, plan: Plan, step: str, output: Output) -> dict[str, Any]:
    """The mailing as one JSON document: counts and findings."""
    return {
        "command": "mailing",
        "list": str(list_file),
        "counts": dict(plan.counts),
        "changes": [],
        "findings": [finding_row(leads, plan, finding, output) for finding in plan.findings],
        "next": step,
    }
