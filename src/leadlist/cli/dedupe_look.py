"""Looking without changing: the review to judge, the report, every row's cluster. One linkage serves all three."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.operations.deduplicate import Deduplication


CLUSTERS = ("row", "cluster", "band", "weight")


def look(
    list_file: Path, options: ChangeOptions, *, review: Path | None, report: Path | None, clusters: Path | None
) -> None:
    """Write what was asked for about a list that is only read, without a lock or a key."""
    from leadlist.cli.dedupe_memory import memory_of
    from leadlist.cli.dedupe_review import require_review, write_review_file
    from leadlist.cli.dedupe_stages import help_with, tell_stage
    from leadlist.cli.dedupe_summary import bands_of, show_links
    from leadlist.cli.progress import stage
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import remember
    from leadlist.cli.report_file import require_report, write_report
    from leadlist.cli.showing import document_of, show_plan
    from leadlist.operations.deduplicate import Deduplication, plan
    from leadlist.reports.dedupe import deduplication, deduplication_title

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if review:
        require_review(review)
    require_report(report, list_file, deduplication_title)
    if clusters:
        _require_clusters(clusters, list_file)
    rules = rules_in_force(list_file, options)
    opened = open_leads(list_file, rules, options, spread=map)
    known = memory_of(list_file, options, output)(opened.leads, rules)
    count = len(opened.leads)
    with stage(_("Looking through {count} leads").format(count=f"{count:,}"), output), help_with(count) as more:
        found = plan(opened.leads, rules, known_apart=known, told=tell_stage, spread=more.spread, helper=more.helper)
    details = found.details if isinstance(found.details, Deduplication) else Deduplication()
    if review:
        show_plan("dedupe", opened, found, output, show_links)
        write_review_file(review, opened.leads, rules, details, output)
        remember(list_file, filter(Path.exists, [review]), "review", options)
    if report:
        write_report(report, deduplication(opened.leads, found), output)
        remember(list_file, [report], "report", options)
    if clusters:
        write_clusters(clusters, opened.leads, details, output)
    step = _("The list was not changed.")
    if review and review.exists():
        step = _("The list was not changed. When you have decided: leadlist dedupe {list} --decisions {file}").format(
            list=list_file, file=review
        )
    output.talk(step)
    output.document(lambda: {**document_of("dedupe", opened, found, step, output), **bands_of(found)})


def _require_clusters(path: Path, list_file: Path) -> None:
    """Raises UserError where a file is there already, other than the clusters of an earlier run."""
    from leadlist.cli.report_file import require_no_list

    require_no_list(path, list_file)
    if path.is_file() and not path.read_bytes().startswith(",".join(CLUSTERS).encode()):
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file."))


def write_clusters(target: Path, leads: LeadList, details: "Deduplication", output: Output) -> None:
    """Write `row,cluster,band,weight` of every row to a CSV file."""
    from leadlist.cli.new_file import replace_file

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(CLUSTERS)
    for row in details.rows:
        numbers = leads.row_numbers[row.row], leads.row_numbers[row.cluster]
        writer.writerow((*numbers, row.band, f"{row.weight:.2f}"))
    replace_file(target, text.getvalue())
    output.talk(
        ngettext("{count} row written to {file}.", "{count} rows written to {file}.", len(details.rows)).format(
            count=f"{len(details.rows):,}", file=target
        )
    )
