"""leadlist normalize"""

from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import LeadList
    from leadlist.plans import Plan
    from leadlist.rules import Rules

LARGE = 80_000
"""Leads from which other processes, which take half a second to start, are worth it."""


def normalize(list_file: ListFile, options: ChangeOptions) -> None:
    """leadlist normalize 見込み客.xlsx --dry-run
    leadlist normalize 見込み客.xlsx
    cat leads.csv | leadlist normalize - > normalized.csv"""
    from leadlist.cli.run import Command, run

    command = Command(
        "normalize",
        planned,
        next_step=lambda path: _("Next: leadlist dedupe {list} · take back: leadlist undo {list}").format(list=path),
    )
    run(command, list_file, options)


def planned(leads: "LeadList", rules: "Rules") -> "Plan":
    """The plan, made by all cores where the list is large and the system lets us have them."""
    from leadlist.operations.normalize import plan

    if len(leads) < LARGE:
        return plan(leads, rules)
    from concurrent.futures.process import BrokenProcessPool

    from leadlist.cli.cores import processes

    try:
        with processes() as spread:
            return plan(leads, rules, spread=spread)
    except (BrokenProcessPool, OSError):  # a process was killed, or none may be started: the same by ourselves
        return plan(leads, rules)
