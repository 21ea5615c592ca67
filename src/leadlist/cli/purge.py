"""leadlist purge"""

from datetime import date, datetime
from typing import Annotated

import typer

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _


def purge(
    list_file: ListFile,
    options: ChangeOptions,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=_("Judge as of this day; default: today."))
    ] = None,
) -> None:
    """leadlist purge 見込み客.xlsx --dry-run
    leadlist purge 見込み客.xlsx
    leadlist purge 見込み客.xlsx --yes --quiet"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.purge_summary import show_purge
    from leadlist.cli.run import Command, run
    from leadlist.operations.purge import plan

    today = as_of.date() if as_of else date.today()
    command = Command(
        "purge",
        lambda leads, rules: plan(leads, rules, today=today),
        ask=Ask.COUNT,
        question=lambda plan: _("Leads that leave the list: {count}.").format(count=plan.counts.get("due", 0)),
        summary=show_purge,
        by_the_clock=True,
        next_step=lambda path: _("Until the backups run out, leadlist undo {list} takes it back.").format(list=path),
    )
    run(command, list_file, options)
