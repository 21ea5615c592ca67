"""leadlist purge"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import AsOf, ChangeOptions, ListFile, ReportFile
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.store import ListStore


def purge(
    list_file: ListFile,
    options: ChangeOptions,
    as_of: AsOf = None,
    at_most: Annotated[
        str, typer.Option("--at-most", metavar="20%|N", help=_("Refuse to remove more than this in one run."))
    ] = "",
    report: ReportFile = None,
    plan_file: Annotated[
        Path | None,
        typer.Option(
            "--plan", metavar="FILE.xlsx", readable=False, help=_("Write who is due for approval; change nothing.")
        ),
    ] = None,
    apply_file: Annotated[
        Path | None,
        typer.Option("--apply", metavar="FILE.xlsx", readable=False, help=_("Take the approved rows of such a plan.")),
    ] = None,
) -> None:
    """leadlist purge 見込み客.xlsx --dry-run
    leadlist purge 見込み客.xlsx
    leadlist purge 見込み客.xlsx --yes --quiet --at-most 50
    leadlist purge 見込み客.xlsx --plan 削除計画.xlsx
    leadlist purge 見込み客.xlsx --apply 削除計画.xlsx"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.output import Output
    from leadlist.cli.purge_plan import approvals, read_plan, write_plan
    from leadlist.cli.purge_summary import question, show_purge
    from leadlist.cli.refusals import remember
    from leadlist.cli.report_file import require_report, write_report
    from leadlist.cli.run import Command, run
    from leadlist.cli.today import today
    from leadlist.leads import LeadList
    from leadlist.operations.purge import plan
    from leadlist.plans import Plan
    from leadlist.reports import retention
    from leadlist.rules import Rules

    if plan_file and apply_file:
        raise UserError(_("--plan and --apply are two steps."), hint=_("Between them somebody approves the plan."))
    require_report(report, list_file)
    day = today(as_of)
    limit = at_most
    approved = None
    if apply_file:
        table, day = read_plan(apply_file, day)
        approved = approvals(list_file, table, day)
    elif plan_file:
        limit = at_most or "100%"  # nothing goes yet; applying the plan keeps to the limit

    def judge(leads: LeadList, rules: Rules) -> Plan:
        rows = approved(leads, rules) if approved else None
        return plan(leads, rules, today=day, at_most=limit, approved=rows)

    def show(leads: LeadList, plan: Plan, output: Output) -> None:
        show_purge(leads, plan, output)
        if report:
            write_report(report, retention(leads, plan), output)
            remember(list_file, [report], "report", options)

    command = Command(
        "purge",
        judge,
        ask=Ask.COUNT,
        question=question,
        asked=lambda plan: plan.counts["due"] + plan.counts.get("pseudonymised", 0),
        summary=show,
        by_the_clock=True,
        after=lambda store, plan, committed: _expire(store, options),
        also=lambda plan: {"forecast": dict(plan.details.forecast)},  # type: ignore[attr-defined]
        next_step=lambda path: _("Until the backups run out, leadlist undo {list} takes it back.").format(list=path),
    )
    if plan_file:
        write_plan(list_file, plan_file, command, options, day)
    else:
        run(command, list_file, options)


def _expire(store: "ListStore", options: ChangeOptions) -> dict[str, Any]:
    """Whoever was purged long ago leaves the backups, too: those older than `[backup] max_age` go."""
    from leadlist.cli.reading import max_age_of, rules_in_force
    from leadlist.store import expire

    gone = expire(store, max_age_of(rules_in_force(store.path, options)), datetime.now().astimezone())
    return {"backups_removed": len(gone)} if gone else {}
