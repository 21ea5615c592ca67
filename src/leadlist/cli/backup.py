"""leadlist backup [list | verify | drill | prune] LIST…"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import ReadOptions, StoreOptions
from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.store import Keep, Key


def backup(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[list|verify|drill|prune] LIST…", help=_("What to do (default: back up), and the lists.")
        ),
    ],
    options: StoreOptions,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", readable=False, help=_("Also copy the backup there."))
    ] = None,
    keep_last: Annotated[
        int, typer.Option("--keep-last", metavar="N", min=0, help=_("Keep the last N scheduled ones."))
    ] = 0,
    keep_daily: Annotated[
        int, typer.Option("--keep-daily", metavar="N", min=0, help=_("Keep one a day for N days."))
    ] = 0,
    keep_weekly: Annotated[int, typer.Option("--keep-weekly", metavar="N", min=0, help=_("… a week for N weeks."))] = 0,
    keep_monthly: Annotated[
        int, typer.Option("--keep-monthly", metavar="N", min=0, help=_("… a month for N months."))
    ] = 0,
    keep_yearly: Annotated[int, typer.Option("--keep-yearly", metavar="N", min=0, help=_("… a year for N years."))] = 0,
    max_age: Annotated[
        str | None, typer.Option("--max-age", metavar="AGE", help=_("Remove older ones, whatever else is said."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help=_("prune: say what would go; remove nothing."))
    ] = False,
) -> None:
    """leadlist backup 見込み客.xlsx --quiet
    leadlist backup 見込み客.xlsx --to /mnt/nas/backups --keep-daily 14 --keep-weekly 8
    leadlist backup list 見込み客.xlsx
    leadlist backup verify 見込み客.xlsx
    leadlist backup drill 見込み客.xlsx
    leadlist backup prune 見込み客.xlsx --keep-daily 14 --dry-run"""
    from leadlist.cli.output import Output, show_error
    from leadlist.cli.reading import max_age_of, rules_in_force
    from leadlist.store import Keep

    verb = words[0] if words[0] in VERBS else "make"
    lists = [Path(word) for word in (words if verb == "make" else words[1:])]
    if not lists:
        raise UserError(_("No list is named."), hint=_("For example: leadlist backup {verb} LIST").format(verb=verb))
    output = Output(quiet=options.quiet, as_json=options.as_json)
    status = ExitStatus.DONE
    documents = []
    for path in lists:
        try:
            age = max_age_of(rules_in_force(path, ReadOptions()), max_age)
            keep = Keep(keep_last, keep_daily, keep_weekly, keep_monthly, keep_yearly, age)
            done = VERBS[verb](Job(path, options, output, keep, to, dry_run))
        except UserError as error:
            if len(lists) == 1:
                raise
            show_error(error, quiet=output.quiet)  # the others are backed up all the same
            done, status = {"counts": {}, "findings": [error.problem]}, max(status, error.status)
        if done["findings"]:
            status = max(status, ExitStatus.FINDINGS)
        documents.append({"command": "backup", "list": str(path), "changes": [], "next": "", **done})
    output.document(lambda: documents[0] if len(documents) == 1 else documents)
    if status:
        raise typer.Exit(status)


@dataclass(frozen=True)
class Job:
    """One list, and what is wanted of its backups."""

    path: Path
    options: StoreOptions
    output: "Output"
    keep: "Keep"
    to: Path | None
    dry_run: bool

    def key(self) -> "Key":
        """The key in force."""
        from leadlist.cli.keys import key_for

        return key_for(self.path, self.options, self.output)


def _make(job: Job) -> dict[str, Any]:
    from leadlist.cli.refusals import remember
    from leadlist.cli.showing import shown_backup
    from leadlist.store import backup as make
    from leadlist.store import impossible

    for warning in impossible(job.keep):
        job.output.talk(warning)
    now = datetime.now().astimezone()
    made = make(job.path, job.key(), now=now, to=job.to, keep=job.keep, wait=job.options.wait)
    job.output.talk(_("Backup: {name}").format(name=shown_backup(made.path)))
    if made.copy:
        job.output.talk(_("Copied to {file} and compared.").format(file=made.copy))
        remember(job.path, [made.copy.parent], "copy", job.options)
    if made.removed:
        job.output.talk(_("Removed because their time is over: {count}").format(count=len(made.removed)))
    return {
        "counts": {"made": 1, "removed": len(made.removed)},
        "backup": made.path.name,
        "copy": str(made.copy or ""),
        "findings": [],
    }


def _list(job: Job) -> dict[str, Any]:
    from leadlist.store import backups

    found = backups(job.path)
    headings = (_("backup"), _("time"), _("operation"), _("size"), _("key"), "")
    rows = [
        (
            info.name.removesuffix(".zip"),
            f"{info.time.astimezone():%Y-%m-%d %H:%M}",
            info.operation,
            f"{info.size:,}",
            info.key or _("damaged"),
            "" if info.logged else _("not in the log"),
        )
        for info in found
    ]
    if rows:
        job.output.table(headings, rows, limit=60)
        job.output.talk(_("Put one back: leadlist restore {list} BACKUP").format(list=job.path))
    else:
        job.output.talk(_("{list} has no backup yet.").format(list=job.path))
    described = [
        {"name": i.name, "time": i.time.isoformat(), "op": i.op, "operation": i.operation, "size": i.size, "key": i.key}
        for i in found
    ]
    return {"counts": {"backups": len(found)}, "backups": described, "findings": []}


def _verify(job: Job) -> dict[str, Any]:
    from leadlist.errors import Damaged
    from leadlist.store import backups, verify_backup

    key, found = job.key(), backups(job.path)
    faults = []
    for info in found:
        try:
            verify_backup(job.path, info.name, key)
        except Damaged as error:
            faults.append(error.problem)
    job.output.faults(job.path.name, faults)
    if not faults:
        job.output.talk(_("Every backup was read through and holds ({count}).").format(count=len(found)))
    return {"counts": {"backups": len(found), "damaged": len(faults)}, "findings": faults}


def _drill(job: Job) -> dict[str, Any]:
    from leadlist.cli.drill import drill

    done = drill(job.path, job.key())
    job.output.faults(job.path.name, done.faults)
    for name, count in done.rows.items():
        job.output.talk(
            ngettext(
                "{backup} was restored and opened: {count} lead.",
                "{backup} was restored and opened: {count} leads.",
                count,
            ).format(backup=name, count=count)
        )
    for name in done.closed:
        job.output.talk(_("“{name}” is protected with a password.").format(name=name))
    counts = {"restored": len(done.rows) + len(done.closed), "failed": len(done.faults)}
    return {"counts": counts, "findings": done.faults}


def _keeping_words() -> dict[str, str]:
    """The rules of `store.keeping` in the user's language."""
    return {
        "last": _("one of the last"),
        "daily": _("the day's"),
        "weekly": _("the week's"),
        "monthly": _("the month's"),
        "yearly": _("the year's"),
        "before a change": _("before a change"),
        "no rule": _("no keep rule was given"),
        "no rule keeps it": _("no rule keeps it"),
        "max-age": _("older than the greatest age"),
    }


def _prune(job: Job) -> dict[str, Any]:
    from leadlist.store import find_key, impossible, prune

    for warning in impossible(job.keep):
        job.output.talk(warning)
    now = datetime.now().astimezone()
    found = find_key(key_file=job.options.key_file, key_command=job.options.key_command) if job.dry_run else job.key()
    decisions = prune(job.path, found, job.keep, now=now, dry_run=job.dry_run, wait=job.options.wait)
    words = _keeping_words()
    rows = [
        (d.name.removesuffix(".zip"), _("stays") if d.stays else _("goes"), words.get(d.reason, d.reason))
        for d in decisions
    ]
    if rows:
        job.output.table((_("backup"), _("what"), _("rule")), rows, limit=60)
    else:
        job.output.talk(_("{list} has no backup yet.").format(list=job.path))
    gone = sum(not decision.stays for decision in decisions)
    return {"counts": {"backups": len(decisions), "removed": gone}, "findings": []}


VERBS: dict[str, Callable[[Job], dict[str, Any]]] = {
    "make": _make,
    "list": _list,
    "verify": _verify,
    "drill": _drill,
    "prune": _prune,
}
