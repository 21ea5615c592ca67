"""The stages of a linkage, in words, for the progress bar; and who makes the match keys before them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from leadlist.cli.progress import step
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.matching.away import Helper

LARGE = 40_000
"""Leads from which other processes, which take half a second to start, are worth it."""

Job = TypeVar("Job")
Result = TypeVar("Result")


def spread_for(leads: int) -> Callable[[Callable[[Job], Result], Iterable[Job]], Iterable[Result]]:
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
