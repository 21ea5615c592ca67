"""The stages of a linkage, in words, for the progress bar; and who makes the match keys before them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.output import Output
from leadlist.cli.progress import stage, step
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import LeadList, Spread
    from leadlist.matching.away import Helper
    from leadlist.matching.linkage import Linkage
    from leadlist.rules import Rules

LARGE = 40_000
"""Leads from which other processes, which take half a second to start, are worth it."""


def spread_for(leads: int) -> "Spread[Any, Any]":
    """`map` for a list of so many leads, or one that uses all cores."""
    if leads < LARGE:
        return map
    from leadlist.cli.cores import shared_out

    return shared_out


def helper_for(leads: int) -> "Helper | None":
    """Another process that does half of the linkage of so many leads; None where it is not worth it."""
    if leads < LARGE:
        return None
    from leadlist.cli.cores import helper

    return helper


def tell_stage(name: str) -> None:
    """Show that a stage of a linkage has begun (`matching.linkage.STAGES`)."""
    words = {
        "encode": _("reading values"),
        "block": _("choosing pairs"),
        "compare": _("comparing pairs"),
        "learn": _("weighing pairs"),
        "cluster": _("joining rows"),
    }
    step(words[name], list(words).index(name) + 1, len(words))


def linkage_for(list_file: Path, leads: "LeadList", rules: "Rules", output: Output) -> "Linkage":
    """The linkage of a list, its stages told. Raises UserError where it has no column to compare by."""
    from leadlist.operations.deduplicate.planning import linkage_of

    with stage(_("Looking through {count} leads").format(count=len(leads)), output):
        linkage = linkage_of(leads, rules, tell_stage, spread_for(len(leads)), helper_for(len(leads)))
    if linkage is None:
        raise UserError(
            _("No column of {list} can be compared.").format(list=list_file.name),
            hint=_("Say which one holds what: leadlist columns {file} --set email=HEADING").format(file=list_file),
        )
    return linkage
