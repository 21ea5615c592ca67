"""leadlist normalize"""

from typing import TYPE_CHECKING, Any

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import LeadList, Spread
    from leadlist.plans import Plan
    from leadlist.rules import Rules

LARGE = 80_000
"""Leads from which other processes, which take half a second to start, are worth it."""


def normalize(list_file: ListFile, options: ChangeOptions) -> None:
    """leadlist normalize 見込み客.xlsx --dry-run
    leadlist normalize 見込み客.xlsx
    cat leads.csv | leadlist normalize - > normalized.csv"""
    from leadlist.cli.cores import workers

    with workers() as spread:
        spread.start_for(list_file, "normalize")
        from leadlist.cli.run import Command, run

        command = Command(
            "normalize",
            lambda leads, rules: planned(leads, rules, spread),
            next_step=lambda path: _("Next: leadlist dedupe {list} · take back: leadlist undo {list}").format(
                list=path
            ),
            spread=spread,
        )
        run(command, list_file, options)


def planned(leads: "LeadList", rules: "Rules", spread: "Spread[Any, Any]") -> "Plan":
    """The plan, made by all cores where the list is large."""
    from leadlist.operations.normalize import plan

    return plan(leads, rules, spread=spread if len(leads) >= LARGE or leads.stored else map)
