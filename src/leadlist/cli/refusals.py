"""What is known of people who opted out or were erased, for the commands that must heed it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.changes import removed_rows
from leadlist.cli.options import ChangeOptions, KeyOptions, ReadOptions
from leadlist.cli.output import Output
from leadlist.cli.reading import STDIN, Opened
from leadlist.cli.today import today
from leadlist.errors import UserError
from leadlist.leads import RowRef
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.operations.identifying import Known
    from leadlist.operations.optouts import Refusal
    from leadlist.rules import Rules
    from leadlist.store import ListStore


def known_refusals(
    list_file: Path,
    rules: "Rules",
    options: KeyOptions,
    output: Output,
    *,
    since: datetime | None = None,
    after_loss: bool = False,
) -> "Known | None":
    """The questions to ask about people, None where no suppression file says anything.

    `since`: of opt-outs, only those written down since then; erasures all. `after_loss`: also where a lost key took
    the opt-outs with it and nobody read them in again, for the command that does.
    Raises UserError where there is one and no key; as a filter (`-`) it says so and goes on without.
    """
    from leadlist.operations.identifying import Known
    from leadlist.store import find_key, read_suppression

    place = Path.cwd() / "-" if list_file == STDIN else list_file
    key = find_key(key_file=options.key_file, key_command=options.key_command)
    try:
        found = read_suppression(place, key, since=since, after_loss=after_loss)
    except UserError as error:
        if list_file != STDIN or key is not None:
            raise
        output.warn(error.problem)
        output.warn(error.hint)
        return None
    return Known(found.refused_on, found.has_erased, rules, found.erases) if found else None


def ledger_path(list_file: Path, options: ReadOptions) -> Path:
    """The suppression file that new refusals go into."""
    from leadlist.rules import find_rules
    from leadlist.store import suppression_target

    return suppression_target(list_file, find_rules(list_file, options.rules))


def write_down(
    store: "ListStore", refusals: "Iterable[tuple[Refusal, str]]", options: ChangeOptions, output: Output
) -> None:
    """Write refusals, each with its reason, into the suppression file, and say how many are new."""
    from leadlist.store import OptOut, open_ledger

    path = ledger_path(store.path, options)
    entries = [OptOut(each.address, each.channel, each.on, reason) for each, reason in refusals]
    with open_ledger(path, store.key, now=datetime.now(UTC), like=store.path, wait=options.wait) as ledger:
        new = ledger.opt_out(entries)
    output.talk(
        ngettext("{new} refusal is new in {file}.", "{new} refusals are new in {file}.", new).format(new=new, file=path)
    )


def keep_refusals(store: "ListStore", opened: Opened, plan: Plan, options: ChangeOptions) -> int:
    """Before rows leave a list, write the refusals in their cells where they outlive them; how many were new."""
    leaving = removed_rows(plan.changes)
    return carry(store, opened, leaving, options) if leaving else 0


def carry(store: "ListStore", opened: Opened, rows: Sequence[RowRef], options: ChangeOptions) -> int:
    """Write the refusals in the cells of these rows into the suppression file, but for those it holds already."""
    from leadlist.operations.optouts import refusals_in
    from leadlist.store import CARRIED, OptOut, open_ledger, read_suppression

    found = refusals_in(opened.leads, rows, opened.rules, today())
    if not found:
        return 0
    known = read_suppression(store.path, store.key, after_loss=True)
    new = [each for each in found if not known.refused_on(each.channel, each.address)]
    if not new:
        return 0
    path = ledger_path(store.path, options)
    with open_ledger(path, store.key, now=datetime.now(UTC), like=store.path, wait=options.wait) as ledger:
        return ledger.opt_out([OptOut(*each, CARRIED) for each in new])


def unfinished_notes(store: "ListStore") -> list[str]:
    """A sentence for each erasure of this list that was interrupted."""
    from leadlist.store import unfinished

    text = _("The erasure of {day} was interrupted; it goes on with: leadlist forget {list} --resume")
    days = dict.fromkeys(each.on for each in unfinished(store.path, store.key))
    return [text.format(day=day.isoformat(), list=store.path.name) for day in days]


def remember(list_file: Path, found: Iterable[Path], kind: str, options: KeyOptions) -> None:
    """Keep in mind that these files hold leads of a list, so that an erasure can name them; without a key, nothing."""
    from leadlist.store import find_key, remember_file

    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is not None and list_file != STDIN:
        for file in found:
            remember_file(list_file, file, kind, key, datetime.now(UTC))
