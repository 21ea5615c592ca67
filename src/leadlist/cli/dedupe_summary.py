"""What a deduplication found, shown before it asks; and every row's cluster as CSV, for measuring."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadlist.operations.deduplicate import Deduplication, Pair

SHOWN = 12


def show_links(leads: LeadList, plan: Plan, output: Output) -> None:
    """The pairs that would be merged and those a person should judge, each with its reason and weight in bits."""
    if plan.details is None:
        return
    found: Deduplication = plan.details  # type: ignore[assignment]
    if found.merges:
        output.talk(_("To be merged:"))
        _pairs(leads, found.merges, output)
    if found.possible:
        output.talk()
        output.talk(_("Perhaps the same, left as they are:"))
        _pairs(leads, found.possible, output)
    output.talk()
    output.talk(
        _("Merges: {count}, of which {errors:.1f} are expected to be wrong.").format(
            count=len(found.merges), errors=found.expected_errors
        )
    )


def _pairs(leads: LeadList, pairs: "Sequence[Pair]", output: Output) -> None:
    rows = [
        (
            f"{leads.row_numbers[pair.row]} → {leads.row_numbers[pair.other]}",
            _who(leads, pair.row, output),
            f"{pair.weight:.0f}",
            output.sentence(pair.reason),
        )
        for pair in pairs[:SHOWN]
    ]
    output.table((_("rows"), _("lead"), _("bits"), _("because")), rows, limit=70, talk=True)
    if len(pairs) > SHOWN:
        output.talk(_("… and {count} more pairs").format(count=len(pairs) - SHOWN))


def _who(leads: LeadList, row: RowRef, output: Output) -> str:
    from leadlist.cli.purge_summary import who

    return who(leads, row, output)


def write_clusters(list_file: Path, target: Path, options: ChangeOptions) -> None:
    """Write `row,cluster,band,weight` of every row to a CSV file; the list is only read."""
    from leadlist.cli.new_file import not_written
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.report_file import require_no_list
    from leadlist.operations.deduplicate import Deduplication, plan

    output = Output(quiet=options.quiet, as_json=options.as_json)
    require_no_list(target, list_file)
    rules = rules_in_force(list_file, options)
    opened = open_leads(list_file, rules, options)
    details = plan(opened.leads, rules).details
    numbers = opened.leads.row_numbers
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("row", "cluster", "band", "weight"))
            for row in details.rows if isinstance(details, Deduplication) else ():
                writer.writerow((numbers[row.row], numbers[row.cluster], row.band, f"{row.weight:.2f}"))
    except OSError as error:
        raise not_written(target, error) from error
    output.talk(_("{count} rows written to {file}; the list was not changed.").format(count=len(numbers), file=target))
