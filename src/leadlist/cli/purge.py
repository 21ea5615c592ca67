"""leadlist purge"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import AsOf, ChangeOptions, ListFile, ReportFile
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from leadlist.cli.output import Output
    from leadlist.cli.run import Command, Planner
    from leadlist.leads import LeadList, RowRef, Spread
    from leadlist.plans import Plan
    from leadlist.rules import Rules
    from leadlist.store import ListStore

    Approved = Callable[[LeadList, Rules], Collection[RowRef]]


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
    from leadlist.cli.cores import workers
    from leadlist.cli.purge_plan import approvals, read_plan, write_plan
    from leadlist.cli.report_file import require_report
    from leadlist.cli.run import run
    from leadlist.cli.today import today
    from leadlist.reports import retention_title

    if plan_file and apply_file:
        raise UserError(_("--plan and --apply are two steps."), hint=_("Between them somebody approves the plan."))
    require_report(report, list_file, retention_title)
    day = today(as_of)
    approved = None
    if apply_file:
        table, day = read_plan(apply_file, day)
        approved = approvals(list_file, table, day)
    elif plan_file:
        at_most = at_most or "100%"  # nothing goes yet; applying the plan keeps to the limit
    with workers() as spread:
        spread.start_for(list_file, "purge_block")
        judge = _judge(day, at_most, approved, spread, rehearsal=options.dry_run)
        command = _command(judge, _show(list_file, report, options), options, spread)
        if plan_file:
            write_plan(list_file, plan_file, command, options, day)
        else:
            run(command, list_file, options)


def _judge(
    day: "date", at_most: str, approved: "Approved | None", spread: "Spread[Any, Any]", *, rehearsal: bool
) -> "Planner":
    """What says who is due on a day; all cores do where the list is large."""

    def judge(leads: "LeadList", rules: "Rules") -> "Plan":
        from leadlist.operations.purge import plan

        rows = approved(leads, rules) if approved else None
        shared = spread if leads.stored else map
        return plan(leads, rules, today=day, at_most=at_most, approved=rows, rehearsal=rehearsal, spread=shared)

    return judge


def _show(list_file: Path, report: Path | None, options: ChangeOptions) -> "Callable[[LeadList, Plan, Output], None]":
    """What shows the plan, and writes the report where one is wanted."""

    def show(leads: "LeadList", plan: "Plan", output: "Output") -> None:
        from leadlist.cli.purge_summary import show_purge
        from leadlist.cli.refusals import remember
        from leadlist.cli.report_file import write_report
        from leadlist.reports import retention

        show_purge(leads, plan, output)
        if report:
            write_report(report, retention(leads, plan), output)
            remember(list_file, [report], "report", options)

    return show


def _command(
    judge: "Planner",
    show: "Callable[[LeadList, Plan, Output], None]",
    options: ChangeOptions,
    spread: "Spread[Any, Any]",
) -> "Command":
    """The command: it asks to type the number of leads, and lets old backups go."""
    from leadlist.cli.asking import Ask
    from leadlist.cli.purge_summary import question
    from leadlist.cli.run import Command

    return Command(
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
        spread=spread,
        rehearsed=_refusal,
    )


def _refusal(plan: "Plan") -> str:
    """What a rehearsal says last where a run would be refused."""
    refused = any(finding.code == "RET-008" for finding in plan.findings[:1])
    return _("Nothing was written. Without --dry-run the purge would be refused.") if refused else ""


def _expire(store: "ListStore", options: ChangeOptions) -> dict[str, Any]:
    """Whoever was purged long ago leaves the backups, too: those older than `[backup] max_age` go."""
    from leadlist.cli.reading import max_age_of, rules_in_force
    from leadlist.store import expire

    gone = expire(store, max_age_of(rules_in_force(store.path, options)), datetime.now().astimezone())
    return {"backups_removed": len(gone)} if gone else {}
