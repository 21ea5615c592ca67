"""The steps of an erasure on request: the ledger, the list, every backup, and the certificate."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.changes import Change, RemoveRow
from leadlist.cli.options import ChangeOptions
from leadlist.cli.other_sheets import Along, require_along, rows_along, write_along
from leadlist.cli.output import Output
from leadlist.cli.progress import counted
from leadlist.cli.read_back import require_same
from leadlist.cli.reading import Opened, open_leads, open_older, rules_in_force
from leadlist.cli.refusals import known_refusals, ledger_path
from leadlist.cli.today import today
from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, RowRef, Spread
from leadlist.locale import _
from leadlist.plans import Plan, apply

if TYPE_CHECKING:
    from leadlist.operations.erasing import Eraser
    from leadlist.operations.forget import Forgetting, Query
    from leadlist.rules import Rules
    from leadlist.store import Committed, Erasure, ListStore, Rewritten


class Erasing:
    """One request to forget somebody, through all that holds them. The steps are called in the order they stand in.

    The ledger comes first: whatever interrupts the rest, it is known who must go, and `--resume` goes on.
    """

    def __init__(
        self,
        list_file: Path,
        query: "Query",
        request: str,
        options: ChangeOptions,
        output: Output,
        *,
        suppress: bool,
        resume: bool,
        spread: Spread[Any, Any] = map,
    ) -> None:
        self.list_file = list_file
        self.query = query
        self.request = request
        self.options = options
        self.output = output
        self.suppress = suppress
        self.resume = resume
        self.spread = spread
        self.sheet = ""  # of the workbook: the one that is the list

    def plan(self, leads: LeadList, rules: "Rules") -> Plan:
        """Who goes; with `--resume`, who of those that the ledger names still stands in the list."""
        from leadlist.operations.forget import plan, plan_again

        reason = _("erased on request {request}").format(request=self.request).strip()
        if not self.resume:
            return plan(leads, rules, self.query, reason=reason, spread=self._shared(leads))
        known = known_refusals(self.list_file, rules, self.options, self.output, after_loss=True)
        if known is None or not known.erases:
            raise UserError(
                _("No erasure was interrupted."), hint=_("Say who is to be forgotten: leadlist forget LIST --email …")
            )
        return plan_again(leads, known.erased, reason=reason, spread=self._shared(leads))

    def _shared(self, leads: LeadList) -> Spread[Any, Any]:
        """All cores, for a list that is large."""
        return self.spread if leads.stored else map

    def is_gone(self, plan: Plan) -> Callable[[str], bool]:
        """Whether something that identifies somebody is the person's, for the other sheets of the workbook."""
        identifying = _details(plan).identifying
        rules = rules_in_force(self.list_file, self.options)
        known = known_refusals(self.list_file, rules, self.options, self.output, after_loss=True)

        def gone(key: str) -> bool:
            return key in identifying or bool(self.resume and known and known.has_erased(frozenset((key,))))

        return gone

    def write_down(self, store: "ListStore", plan: Plan) -> None:
        """Write what identifies the person into the ledger, durably."""
        from leadlist.store import OptOut, open_ledger

        found = _details(plan)
        if self.resume:
            return
        if not found.identifying:
            if not plan.changes:
                raise Refused(
                    _("No row was found, and what was given does not identify one person: nothing was erased."),
                    hint=_("Check the spelling, or add an e-mail address or mobile number: --email, --phone."),
                )
            raise Refused(
                _("Nothing in these rows identifies one person, so the erasure could not be kept up."),
                hint=_("Add an e-mail address or mobile number: --email, --phone. Or remove the row in Excel."),
            )
        path = ledger_path(store.path, self.options)
        with open_ledger(path, store.key, now=datetime.now(UTC), like=store.path, wait=self.options.wait) as ledger:
            if self.suppress:
                addresses = [*found.person.personal, *found.person.shared]
                ledger.opt_out([OptOut(address, "all", today(), "erased") for address in addresses])
            ledger.forget(found.identifying, store.path, today(), self.request)

    def in_backups(self, store: "ListStore", plan: Plan, committed: "Committed | None") -> dict[str, Any]:
        """Take the person out of every backup and say what was done: the certificate, for `--json`."""
        from leadlist.cli.traces import files_left, traces
        from leadlist.store import unfinished, verify_log

        eraser = self._eraser(store, _details(plan))
        results: list[Rewritten] = []
        steps = store.rewrite_backups(lambda *given: self._erase(store, eraser, *given), now=datetime.now(UTC))
        for result in counted(_("Rewriting backups"), steps, store.backup_count, self.output):
            results.append(result)
        numbers = [each.number for each in unfinished(store.path, store.key)]
        self._write(store, lambda ledger: ledger.forgotten(numbers))
        problems = verify_log(store.path, store.key)
        certificate = self._certificate(plan, committed, results, problems)
        certificate["files"] = files_left(store.path, store.key, eraser.texts)
        certificate["remains"] = traces(store.path, eraser.texts)
        self._say(certificate)
        return {"certificate": certificate}

    def _eraser(self, store: "ListStore", found: "Forgetting") -> "Eraser":
        from leadlist.operations.erasing import Eraser, staying
        from leadlist.operations.other_sheets import keys_of
        from leadlist.store import read_suppression

        rules = rules_in_force(store.path, self.options)
        opened = open_leads(store.path, rules, self.options, must_know=False, spread=self.spread)
        self.sheet, now = opened.document.sheet, opened.leads
        ids, signatures = staying(now, self._shared(now))
        asked = read_suppression(store.path, store.key, after_loss=True)
        others = keys_of(now, now.rows(), rules) if rules.retention.sheets and not now.stored else frozenset()
        learnt = set(found.identifying)
        eraser = Eraser(rules, found.person, asked.has_erased, ids, signatures, found.texts, learnt, others)
        eraser.know(now)
        return eraser

    def _erase(
        self,
        store: "ListStore",
        eraser: "Eraser",
        payload: Path | None,
        records: Iterable[Mapping[str, Any]],
        target: Path,
    ) -> "Erasure":
        from leadlist.store import Erasure

        before = set(eraser.learnt)
        rows: Sequence[RowRef] = ()
        numbers: set[int] = set()
        rewrites = False
        if payload is not None:
            opened = open_older(payload, self.sheet, eraser.rules, self.options, self.spread)
            rows = eraser.rows(opened.leads, self._shared(opened.leads))
            numbers = {opened.leads.row_numbers[row] for row in rows}
            along = rows_along(payload, opened, eraser.is_gone, eraser.others, self.options)
            rewrites = bool(rows or along)
            if rewrites:
                self._write_without(store, opened, rows, along, target)
        lines = eraser.lines(records, numbers)
        if new := eraser.learnt - before:  # before the backup that told it is gone
            self._write(store, lambda ledger: ledger.forget(new, store.path, today(), self.request))
        return Erasure(rewrites, len(rows), frozenset(lines))

    def _write_without(
        self, store: "ListStore", opened: Opened, rows: Sequence[RowRef], along: Sequence[Along], target: Path
    ) -> None:
        """The list of a backup without the person, read again."""
        if opened.document.writes != opened.document.path.suffix.lower():
            raise Refused(_("It can be read, but not written in place."), hint="")
        changes: list[Change] = [RemoveRow(row, _("erased on request"), None, "forget") for row in rows]
        opened.document.write(changes, target)
        write_along(along, target, store.private_file, self.options)
        if along or not opened.document.surely_holds(changes, target):
            require_same(apply(opened.leads, changes), target, opened, self.options)
        require_along(along, target, self.options)

    def _write(self, store: "ListStore", add: Any) -> None:
        from leadlist.store import open_ledger

        path = ledger_path(store.path, self.options)
        with open_ledger(path, store.key, now=datetime.now(UTC), like=store.path, wait=self.options.wait) as ledger:
            add(ledger)

    def _certificate(
        self, plan: Plan, committed: "Committed | None", results: Sequence["Rewritten"], problems: Sequence[str]
    ) -> dict[str, Any]:
        from leadlist.rules.durations import parse_duration

        age = rules_in_force(self.list_file, self.options).backup.max_age
        by_result = {
            word: [each.backup for each in results if each.result == word] for word in ("rewritten", "deleted", "clean")
        }
        return {
            "list": str(self.list_file),
            "request": self.request,
            "day": today().isoformat(),
            "operation": committed.op if committed else None,
            "leads": plan.counts.get("removed", 0),
            "backups": {word: len(names) for word, names in by_result.items()},
            "deleted": by_result["deleted"],
            "copies_until": parse_duration(age).after(today()).isoformat(),
            "log": list(problems),
        }

    def _say(self, certificate: Mapping[str, Any]) -> None:
        backups = certificate["backups"]
        lines = [
            _("Certificate of erasure"),
            _("List: {list}").format(list=certificate["list"]),
            _("Request: {request}").format(request=certificate["request"] or "–"),
            _("Day: {day}").format(day=certificate["day"]),
            _("Leads taken out of the list: {count}").format(count=certificate["leads"]),
            _("Backups rewritten: {rewritten}; deleted: {deleted}; without the person: {clean}").format(**backups),
            *(
                _("Deleted, because it could not be rewritten: {name}").format(name=name)
                for name in certificate["deleted"]
            ),
            _("Log: {state}").format(state="; ".join(certificate["log"]) or _("verified")),
            *(_("A text of the person still stands in: {part}").format(part=each) for each in certificate["remains"]),
            *(_("Holds the person: {file}").format(file=e["path"]) for e in certificate["files"] if e["holds"]),
            *(_("May hold the person: {file}").format(file=e["path"]) for e in certificate["files"] if not e["holds"]),
            _("Copies elsewhere (backup --to, your own) run out on {day}.").format(day=certificate["copies_until"]),
        ]
        for line in lines:
            self.output.data(line)


def _details(plan: Plan) -> "Forgetting":
    from leadlist.operations.forget import Forgetting

    assert isinstance(plan.details, Forgetting)
    return plan.details


def show_matches(leads: LeadList, plan: Plan, output: Output) -> None:
    """The rows that go and those that may be the person's, with the reason."""
    from leadlist.operations.import_.values import full_name

    found = _details(plan)
    rows = []
    for match in found.matches:
        name = leads.value(match.row, "name") or full_name(
            leads.value(match.row, "family_name"), "", leads.value(match.row, "given_name")
        )
        texts = (name, leads.value(match.row, "company"), leads.value(match.row, "email"))
        rows.append(
            (
                str(leads.row_numbers[match.row]),
                _("goes") if match.sure else _("stays"),
                *map(output.value, texts),
                match.reason,
            )
        )
    if rows:
        output.table((_("row"), "", _("full name"), _("company"), _("e-mail"), _("why")), rows, limit=32, talk=True)
    else:
        output.talk(_("The person is not in the list; its backups are searched all the same."))
