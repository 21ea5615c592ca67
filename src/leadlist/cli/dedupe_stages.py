"""The stages of a linkage, in words, for the progress bar; and who makes the match keys before them."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from leadlist.cli.output import Output
from leadlist.cli.progress import stage, step
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import Job, LeadList, Result, Spread
    from leadlist.matching.away import Submit
    from leadlist.matching.linkage import Linkage
    from leadlist.rules import Rules

LARGE = 40_000
"""Leads from which other processes, which take half a second to start, are worth it."""


class Help(NamedTuple):
    """What works on the leads beside this process: a `map` that makes match keys, and `submit` of the other process,
    which does half of the linkage."""

    spread: "Spread[Any, Any]" = map
    helper: "Submit | None" = None


@contextmanager
def help_with(leads: int) -> Iterator[Help]:
    """Another process that stays until the end, where it is worth it for so many leads."""
    if leads < LARGE:
        yield Help()
        return
    from leadlist.cli.cores import helper

    with helper() as submit:
        yield Help(partial(_keys_shared_out, submit), submit)


def _keys_shared_out(
    submit: "Submit | None", function: "Callable[[Job], Result]", jobs: "Iterable[Job]"
) -> "list[Result]":
    """As `map`, here and in the other process, which then forgets what it needs for match keys only."""
    from leadlist.cli.cores import shared_out
    from leadlist.normalizers.keys_at_once import let_go

    made = shared_out(submit, function, jobs)
    if submit:
        with suppress(BrokenProcessPool, OSError):
            submit(let_go)
    return made


def tell_stage(name: str) -> None:
    """Show that a stage has begun: one of a linkage (`matching.linkage.STAGES`), or what is done before it."""
    from leadlist.operations.deduplicate.planning import KEYS

    words = {
        KEYS: _("making match keys"),
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

    with (
        stage(_("Looking through {count} leads").format(count=f"{len(leads):,}"), output),
        help_with(len(leads)) as more,
    ):
        linkage = linkage_of(leads, rules, tell_stage, *more)
    if linkage is None:
        raise UserError(
            _("No column of {list} can be compared.").format(list=list_file.name),
            hint=_("Say which one holds what: leadlist columns {file} --set email=HEADING").format(file=list_file),
        )
    return linkage
