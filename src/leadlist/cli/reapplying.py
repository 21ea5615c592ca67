"""What holds again when a list is put back: erasures, purges and opt-outs that came since, in the same commit."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.formula_cells import without_formulas
from leadlist.cli.options import ChangeOptions
from leadlist.cli.other_sheets import Along, counts_along, require_along, rows_along, write_along
from leadlist.cli.output import Output
from leadlist.cli.read_back import require_same
from leadlist.cli.reading import Opened, open_leads, open_older, rules_in_force
from leadlist.cli.refusals import carry, known_refusals
from leadlist.cli.today import today
from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.plans import apply

if TYPE_CHECKING:
    from leadlist.operations.identifying import Known
    from leadlist.rules import Rules
    from leadlist.store import ListStore

REAPPLIED = ("erased", "purged", "pseudonymised", "opted_out")
Reapply = Callable[[Path, Path], Mapping[str, int]]


def after_undo(store: "ListStore", since: datetime | None, options: ChangeOptions, output: Output) -> Reapply | None:
    """For undo of the last operation: what was refused since it (None: at all) or erased; None where nothing was.

    The list is what that operation left, so it holds nothing later itself.
    """
    rules = rules_in_force(store.path, options)
    known = known_refusals(store.path, rules, options, output, since=since)
    return None if known is None else _Reapplying(store, options, known, [], None)


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
    return None if known is None and not purged else _Reapplying(store, options, known, purged, current)


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
        self,
        store: "ListStore",
        options: ChangeOptions,
        known: "Known | None",
        purged: list[Mapping[str, Any]],
        current: Opened | None,
    ) -> None:
        self.store = store
        self.options = options
        self.known = known
        self.purged = purged
        self.current = current

    def __call__(self, restored: Path, target: Path) -> Mapping[str, int]:
        from leadlist.operations.reapply import plan

        rules = rules_in_force(self.store.path, self.options)
        sheet = self.current.document.sheet if self.current else ""
        try:
            opened = open_older(restored, sheet, rules, self.options)
        except UserError as error:  # it speaks of a file that nobody knows: the list is what is meant
            name = self.store.path.name
            raise type(error)(error.problem.replace(restored.name, name), hint=error.hint) from error
        current = self.current.leads if self.current else None
        made = plan(opened.leads, opened.rules, known=self.known, purged=self.purged, current=current)
        made = without_formulas(made, opened.leads)
        along = self._along(restored, opened)
        if not made.changes and not along:
            return {}
        opened.document.write(made.changes, target)
        write_along(along, target, self.store.private_file, self.options)
        require_same(apply(opened.leads, made.changes), target, opened, self.options)
        require_along(along, target, self.options)
        counts = {name: made.counts[name] for name in REAPPLIED if made.counts.get(name)}
        return counts | counts_along(along)

    def _along(self, restored: Path, opened: Opened) -> list[Along]:
        """The rows of other sheets that went with leads since."""
        from leadlist.operations.other_sheets import keys_of
        from leadlist.operations.reapply import keys_purged

        rules, current = opened.rules, self.current.leads if self.current else None
        if not rules.retention.sheets:
            return []
        purged = keys_purged(opened.leads, rules, self.purged)
        staying = keys_of(current, current.rows(), rules) if current else frozenset()

        def gone(key: str) -> bool:
            return key in purged or bool(self.known and self.known.has_erased(frozenset((key,))))

        return rows_along(restored, opened, gone, staying, self.options)


def _purged(store: "ListStore", op: int) -> list[Mapping[str, Any]]:
    """The records of leads that left by purges from operation `op` on and were not brought back."""
    from leadlist.operations.reapply import pseudonymises
    from leadlist.store import read_log

    gone: list[Mapping[str, Any]] = []
    for record in read_log(store.path):
        if record.op < op or record.state != "done":
            continue
        if record.operation == "purge":
            gone += [e for e in store.undo_records(record.op) if _kinds(e) & {"remove"} or pseudonymises(e)]
        elif record.operation == "revert":
            back = [each for each in store.undo_records(record.op) if _kinds(each) & {"add", "set"}]
            gone = [each for each in gone if not any(_same(each, other) for other in back)]
    return gone


def _kinds(record: Mapping[str, Any]) -> set[str]:
    return {change["kind"] for change in record["changes"]}


def _same(gone: Mapping[str, Any], back: Mapping[str, Any]) -> bool:
    """Whether a row that was appended is one that had left, or one that was filled is one that was pseudonymised."""
    if not _kinds(back) & {"add"}:
        return _emptied(gone) == _filled(back) != set()
    if gone["lead"] or back["lead"]:
        return bool(gone["lead"] == back["lead"])
    return _texts(gone) == _texts(back)


def _emptied(gone: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(c["column"], c["before"]) for c in gone["changes"] if c["kind"] == "set" and not c["after"]}


def _filled(back: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(c["column"], c["after"]) for c in back["changes"] if c["kind"] == "set" and not c["before"]}


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
        "erased": _("Leads erased on request since, and taken out again: {count}."),
        "purged": _("Leads purged since, and taken out again: {count}."),
        "pseudonymised": _("Leads pseudonymised since, and emptied again: {count}."),
        "opted_out": _("Leads opted out since, and marked again: {count}."),
        "other_sheets": _("Rows of other sheets that had gone with them, and were taken out again: {count}."),
    }
    for name, text in words.items():
        if counts.get(name):
            output.talk(text.format(count=counts[name]))
