"""leadlist purge"""

from typing import Annotated

import typer

from leadlist.cli.options import AsOf, ChangeOptions, ListFile, ReportFile
from leadlist.locale import _


def purge(
    list_file: ListFile,
    options: ChangeOptions,
    as_of: AsOf = None,
    at_most: Annotated[
        str, typer.Option("--at-most", metavar="20%|N", help=_("Refuse to remove more than this in one run."))
    ] = "",
    report: ReportFile = None,
) -> None:
    """leadlist purge 見込み客.xlsx --dry-run
    leadlist purge 見込み客.xlsx
    leadlist purge 見込み客.xlsx --yes --quiet --at-most 50"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.output import Output
    from leadlist.cli.purge_summary import show_purge
    from leadlist.cli.report_file import require_report, write_report
    from leadlist.cli.run import Command, run
    from leadlist.cli.today import today
    from leadlist.leads import LeadList
    from leadlist.operations.purge import plan
    from leadlist.plans import Plan
    from leadlist.reports import retention

    def show(leads: LeadList, plan: Plan, output: Output) -> None:
        show_purge(leads, plan, output)
        if report:
            write_report(report, retention(leads, plan), output)

    require_report(report, list_file)
    day = today(as_of)
    command = Command(
        "purge",
        lambda leads, rules: plan(leads, rules, today=day, at_most=at_most),
        ask=Ask.COUNT,
        question=lambda plan: _("Leads that leave the list: {count}.").format(count=plan.counts.get("due", 0)),
        summary=show,
        by_the_clock=True,
        next_step=lambda path: _("Until the backups run out, leadlist undo {list} takes it back.").format(list=path),
    )
    run(command, list_file, options)
