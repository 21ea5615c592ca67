"""What holds again when a list is put back: erasures, purges and opt-outs that came since, in the same commit."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.cli.reading import Opened, open_leads, rules_in_force
from leadlist.cli.refusals import carry, known_refusals
from leadlist.cli.run import require_same, without_formulas
from leadlist.cli.today import today
from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.plans import apply

if TYPE_CHECKING:
    from leadlist.rules import Rules
    from leadlist.store import ListStore

Reapply = Callable[[Path, Path], Mapping[str, int]]


def after_undo(store: "ListStore", since: datetime | None, options: ChangeOptions, output: Output) -> Reapply | None:
    """For undo of the last operation: what was refused since it (None: at all) or erased; None where nothing was.

    The list is what that operation left, so it holds nothing later itself.
    """
    rules = rules_in_force(store.path, options)
    known = known_refusals(store.path, rules, options, output, since=since)
    return None if known is None else _Reapplying(store.path, options, known, [], None)


def after_restore(
    store: "ListStore", op: int, options: ChangeOptions, output: Output, *, keeps: bool = True
) -> Reapply | None:
    """For restoring the backup that operation `op` made: every erasure, every opt-out, and every purge from then on
    that is not undone.

    `keeps`: the list is replaced, so what its cells refuse goes into the suppression file first.
    """
    from leadlist.operations.optouts import refusing, with_cells

    rules = rules_in_force(store.path, options)
    current = _current(store, rules, options, output)
    if current and keeps:
        carry(store, current, refusing(current.leads), options)
    known = known_refusals(store.path, rules, options, output)
    if current:
        known = with_cells(known, current.leads, rules, today())
    purged = _purged(store, op)
    return None if known is None and not purged else _Reapplying(store.path, options, known, purged, current)


def _current(store: "ListStore", rules: "Rules", options: ChangeOptions, output: Output) -> Opened | None:
    """The list as it is; None where there is none, or where it is so damaged that it has to be restored."""
    if store.fingerprint is None:
        return None
    try:
        return open_leads(store.path, rules, options, must_know=False)
    except UserError as error:
        output.warn(_("The list as it is cannot be read, so refusals in its cells cannot be kept:"))
        output.warn(error.problem)
        return None


class _Reapplying:
    """Works erasures and opt-outs into a restored list; see `store.undo.Reapply`."""

    def __init__(
        self, path: Path, options: ChangeOptions, known: Any, purged: list[Mapping[str, Any]], current: Opened | None
    ) -> None:
        self.path = path
        self.options = options
        self.known = known
        self.purged = purged
        self.current = current

    def __call__(self, restored: Path, target: Path) -> Mapping[str, int]:
        from leadlist.operations.reapply import plan

        opened = open_leads(restored, rules_in_force(self.path, self.options), self.options, must_know=False)
        current = self.current.leads if self.current else None
        made = plan(opened.leads, opened.rules, known=self.known, purged=self.purged, current=current)
        made = without_formulas(made, opened.leads)
        if not made.changes:
            return {}
        opened.document.write(made.changes, target)
        require_same(apply(opened.leads, made.changes), target, opened, self.options)
        return {name: made.counts[name] for name in ("erased", "purged", "opted_out") if made.counts[name]}


def _purged(store: "ListStore", op: int) -> list[Mapping[str, Any]]:
    """The records of leads that left by purges from operation `op` on and were not brought back."""
    from leadlist.store import read_log

    gone: list[Mapping[str, Any]] = []
    for record in read_log(store.path):
        if record.op < op or record.state != "done":
            continue
        if record.operation == "purge":
            gone += [each for each in store.undo_records(record.op) if _kinds(each) & {"remove"}]
        elif record.operation == "revert":
            back = [each for each in store.undo_records(record.op) if _kinds(each) & {"add"}]
            gone = [each for each in gone if not any(_same(each, other) for other in back)]
    return gone


def _kinds(record: Mapping[str, Any]) -> set[str]:
    return {change["kind"] for change in record["changes"]}


def _same(gone: Mapping[str, Any], back: Mapping[str, Any]) -> bool:
    """Whether a row that was appended is one that had left."""
    if gone["lead"] or back["lead"]:
        return bool(gone["lead"] == back["lead"])
    return _texts(gone) == _texts(back)


def _texts(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {
        (heading, text)
        for change in record["changes"]
        for _at, heading, text in change.get("cells", ())
        if change["kind"] in ("remove", "add")
    }


def say_reapplied(counts: Mapping[str, int], output: Output) -> None:
    """What was done to the restored list beside restoring it."""
    words = {
        "erased": _("Erased on request since, and taken out again: {count} leads."),
        "purged": _("Purged since, and taken out again: {count} leads."),
        "opted_out": _("Opted out since, and marked again: {count} leads."),
    }
    for name, text in words.items():
        if counts.get(name):
            output.talk(text.format(count=counts[name]))
