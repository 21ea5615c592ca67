"""leadlist dedupe"""

from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _


def dedupe(
    list_file: ListFile,
    options: ChangeOptions,
    clusters: Annotated[
        Path | None,
        typer.Option(
            "--clusters", readable=False, help=_("Write row,cluster,band,weight of every row; change nothing.")
        ),
    ] = None,
) -> None:
    """leadlist dedupe 見込み客.xlsx --dry-run
    leadlist dedupe 見込み客.xlsx
    leadlist dedupe leads.csv --clusters clusters.csv"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.dedupe_summary import show_links, write_clusters
    from leadlist.cli.output import Output
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.refusals import known_refusals
    from leadlist.cli.run import Command, run
    from leadlist.cli.today import today
    from leadlist.operations.deduplicate import plan

    if clusters is not None:
        write_clusters(list_file, clusters, options)
        return
    output = Output(quiet=options.quiet, as_json=options.as_json)
    command = Command(
        "dedupe",
        lambda leads, rules: plan(leads, rules, today=today()),
        ask=Ask.YES_OR_NO,
        question=lambda plan: _("Merge {count} leads into others?").format(count=plan.counts.get("merged", 0)),
        summary=show_links,
        known=known_refusals(list_file, rules_in_force(list_file, options), options, output),
        next_step=lambda path: _("Next: leadlist validate {list} · take back: leadlist undo {list}").format(list=path),
    )
    run(command, list_file, options)
