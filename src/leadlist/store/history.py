"""What the log tells: operations for people, a check of every record, and the backup of an operation."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.errors import Damaged, UserError
from leadlist.locale import _
from leadlist.store import archive, beside, files, state
from leadlist.store.events import Facts
from leadlist.store.failures import explained
from leadlist.store.keys import Key
from leadlist.store.log import ChangeLog, first_fault, mark, with_kept
from leadlist.store.opened import pending
from leadlist.store.records import parse_timestamp
from leadlist.store.undo_lines import LeadRecord


class LogRecord(NamedTuple):
    """One operation of a list.

    `state` is "done", "undone", "withdrawn" (it failed and was taken back) or "unfinished" (the next command that
    changes the list decides). `leads` is the number of leads it changed. `backup` is the name of its backup,
    `backup_kept` whether that was not removed since. `changes` is False for what leaves the list as it is: a scheduled
    backup, and an event such as a mailing, which has no backup and says in `facts` what it was.
    """

    op: int
    time: datetime
    operation: str
    state: str
    counts: Mapping[str, int]
    fields: Sequence[str]
    rules: str
    rules_digest: str
    leads: int
    backup: str
    backup_kept: bool
    undoes: int | None
    restores: str | None
    key: str
    changes: bool = True
    facts: Facts | None = None


def read_log(path: Path) -> list[LogRecord]:
    """The operations of a list, oldest first; empty where nothing was ever changed. Needs no key.

    Raises Damaged where a line cannot be read; `verify_log` says whether the lines are what was written.
    """
    with explained(path):
        return operations(ChangeLog(beside.log_file(files.real(path))))


def log_head(path: Path) -> dict[str, Any]:
    """Sequence and hash of the last record of a list's log, and the log's id."""
    with explained(path):
        return ChangeLog(beside.log_file(files.real(path))).head


def operations(log: ChangeLog) -> list[LogRecord]:
    """The operations, scheduled backups and events in a log."""
    ended = {record["op"]: record["type"] for record in log.records if record["type"] in ("commit", "abort")}
    made = [record for record in log.records if record["type"] in ("intent", "backup", "event")]
    undone = {record["undoes"] for record in made if record.get("undoes") and ended.get(record["op"]) == "commit"}
    kept = rewritten(log)
    states = {"commit": "done", "abort": "withdrawn"}
    return [
        _event(record)
        if record["type"] == "event"
        else LogRecord(
            op=record["op"],
            time=parse_timestamp(record["time"]),
            operation=record["operation"],
            state="done"
            if record["type"] == "backup"
            else "undone"
            if record["op"] in undone
            else states.get(ended.get(record["op"], ""), "unfinished"),
            counts=record["counts"],
            fields=record["fields"],
            rules=record["rules"],
            rules_digest=record["rules_digest"],
            leads=record["leads"],
            backup=record["backup"]["name"],
            backup_kept=kept.get(record["backup"]["name"], "") is not None,
            undoes=record["undoes"],
            restores=record["restores"],
            key=record["key"],
            changes=record["type"] == "intent",
        )
        for record in made
    ]


def _event(record: Mapping[str, Any]) -> LogRecord:
    return LogRecord(
        op=record["op"],
        time=parse_timestamp(record["time"]),
        operation=record["operation"],
        state="done",
        counts=record["counts"],
        fields=(),
        rules=record["rules"],
        rules_digest=record["rules_digest"],
        leads=0,
        backup="",
        backup_kept=True,
        undoes=None,
        restores=None,
        key=record["key"],
        changes=False,
        facts=record["facts"],
    )


def rewritten(log: ChangeLog) -> dict[str, str | None]:
    """For each backup that was rewritten or removed: its SHA-256 now, None where it is gone."""
    return {entry["backup"]: entry["new_sha256"] for record in log.records for entry in record.get("rewritten", ())}


def intents(log: ChangeLog) -> dict[int, dict[str, Any]]:
    """The records of operations that are in force in the log: committed, by number."""
    committed = {record["op"] for record in log.records if record["type"] == "commit"}
    return {record["op"]: record for record in log.records if record["type"] == "intent" and record["op"] in committed}


def operation_record(log: ChangeLog, op: int) -> dict[str, Any]:
    """The record of a committed operation; UserError where there is none of that number."""
    found = intents(log).get(op)
    if any(record["type"] == "backup" and record["op"] == op for record in log.records):
        raise UserError(
            _("Operation {op} is a backup; it changed no lead.").format(op=op),
            hint=_("“leadlist log LIST” shows the numbers."),
        )
    if found is None:
        raise UserError(
            _("There is no operation {op} in {path}.").format(op=op, path=log.path),
            hint=_("“leadlist log LIST” shows the numbers."),
        )
    return found


def checked_backup(path: Path, log: ChangeLog, name: str) -> Path:
    """The file of a backup, if it is the one the log names; backups the log does not know are taken as they are.

    Where a rewriting was interrupted after the log had named the new version, that one counts, under the name it has.
    Raises UserError where it was removed or never was, Damaged where it is missing or has other bytes.
    """
    file = beside.backup_folder(path) / name
    wanted = expected_backups(log).get(name, "")
    if wanted == "" and not file.is_file():
        raise UserError(
            _("The backup {name} is missing.").format(name=name),
            hint=_("“leadlist backup list” shows those that are left."),
        )
    if wanted is None:
        raise UserError(
            _("The backup {name} was removed when its time was over.").format(name=name),
            hint=_("“leadlist backup list” shows those that are left."),
        )
    if not file.is_file():
        raise Damaged(
            _("The backup {name} is missing.").format(name=name),
            hint=_("Put it back into {folder} from a copy.").format(folder=file.parent),
        )
    if not wanted or files.fingerprint(file).sha256 == wanted:
        return file
    new = file.with_name(beside.REWRITTEN + name)
    if new.is_file() and files.fingerprint(new).sha256 == wanted:
        return new
    raise archive.damaged(file)


def expected_backups(log: ChangeLog) -> dict[str, str | None]:
    """The SHA-256 each backup must have by the log, None for those that were removed."""
    made = {record["backup"]["name"]: record["backup"]["sha256"] for record in log.records if "backup" in record}
    return {**made, **rewritten(log)}


def lead_records(path: Path, key: Key, log: ChangeLog, op: int) -> list[LeadRecord]:
    """What an operation did to each lead, verified against the root in the log. Erased leads are left out."""
    record = operation_record(log, op)
    with archive.open_archive(checked_backup(path, log, record["backup"]["name"]), key) as backup:
        if backup.manifest["undo"]["root"] != record["root"]:
            raise archive.damaged(backup.path)
        found = [json.loads(line) for line in backup.lines()]
    return [
        LeadRecord(lead=each["lead"], row=each["row"], changes=each["changes"])
        for each in found
        if "erased" not in each
    ]


def show(path: Path, key: Key, op: int) -> list[LeadRecord]:
    """What operation `op` did to each lead: every cell before and after, as the operation recorded it."""
    real = files.real(path)
    with explained(real):
        log = ChangeLog(beside.log_file(real))
        return lead_records(real, with_kept(key, log), log, op)


def list_before(path: Path, key: Key, op: int, target: Path) -> None:
    """Write the list as it was before operation `op` into the private file `target`; empty where there was none."""
    real = files.real(path)
    with explained(real):
        log = ChangeLog(beside.log_file(real))
        record = operation_record(log, op)
        file = checked_backup(real, log, record["backup"]["name"])
        with archive.open_archive(file, with_kept(key, log)) as backup, target.open("wb") as written:
            backup.copy_payload(written)


def verify_log(path: Path, key: Key | None, *, copies: Path | None = None, backups: bool = True) -> list[str]:
    """What is wrong with the log, its backups, and what this computer remembers of it; empty when all is well.

    Without a key the chain is checked, but not the MACs; with `backups` False the log alone. `copies` is a folder that
    backups were copied to: the newest copy remembers the log's head, so that a list put back to an earlier day with
    its whole folder is noticed.
    """
    real = files.real(path)
    with explained(real):
        try:
            log = ChangeLog(beside.log_file(real))
        except Damaged as error:
            return [error.problem]
        problems = [_("The log ends in a line that was not finished.")] if log.torn else []
        fault = first_fault(log, key and with_kept(key, log))
        if fault:
            problems.append(_("The log is not as it was written: {reason}.").format(reason=fault[1]))
        problems += [
            _("The log does not hold record {sequence} of {time}, which this computer remembers.").format(
                sequence=head["sequence"], time=head.get("time", "")
            )
            for head in state.lost_heads(real, log)
        ]
        if copies is not None and key is not None:
            problems += _copies_problems(real, copies, with_kept(key, log), log)
        if pending(log):
            problems.append(_("The last operation was interrupted; the next change completes or takes it back."))
        return problems + _backup_problems(real, log) if backups and not fault else problems


def _copies_problems(path: Path, copies: Path, key: Key, log: ChangeLog) -> list[str]:
    folder = copies / beside.backup_folder(path).name
    found = sorted(file for file in folder.glob("*.zip") if beside.parse_backup_name(file.name))
    if not found:
        return [_("There is no copy of a backup in {folder}.").format(folder=folder)]
    with archive.open_archive(found[-1], key) as newest:
        head = newest.manifest["log"]
    if found[-1].name not in expected_backups(log):
        return [_("The log does not hold the backup {name}, of which there is a copy.").format(name=found[-1].name)]
    if head["sequence"] and not state.holds(log, head):
        missing = _("The log does not hold record {sequence}, which the copy {name} remembers.")
        return [missing.format(sequence=head["sequence"], name=found[-1].name)]
    return []


def _backup_problems(path: Path, log: ChangeLog) -> list[str]:
    problems = []
    for name, wanted in expected_backups(log).items():
        if wanted is None:
            continue
        try:
            checked_backup(path, log, name)
        except Damaged as error:
            problems.append(error.problem)
    return problems


def left_by(path: Path, key: Key, operation: str, rules_digest: str, harmless: Collection[str]) -> bool:
    """Whether a list is, to the byte, what an operation under these rules left, but for `harmless` operations since."""
    real = files.real(path)
    with explained(real):
        log = ChangeLog(beside.log_file(real))
        if not log.records or first_fault(log, with_kept(key, log)):
            return False
        now = mark(with_kept(key, log), files.fingerprint(real).sha256)
        committed = intents(log)
    for record in reversed(log.records):
        if record["type"] == "event" and record["operation"] == operation:
            if record["list"] == now:
                return bool(record["rules_digest"] == rules_digest)
        elif record["type"] == "intent" and record["op"] in committed:
            if record["after"] != now:
                return False
            if record["operation"] not in harmless:
                return bool(record["operation"] == operation and record["rules_digest"] == rules_digest)
            now = record["before"]
    return False
