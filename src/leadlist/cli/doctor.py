"""leadlist doctor LIST|FOLDER"""

import shlex
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from leadlist.cli.options import LogOptions, ReadOptions
from leadlist.errors import Damaged, ExitStatus, UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.rules import Rules

BACKUP_DUE = timedelta(days=8)  # a week, and a day for the week-end that was in between
DRILL_DUE = timedelta(days=100)  # once a quarter
MAX_AGE_WEAK = 366  # days: longer, and an erased lead stays in the backups for over a year
AT_MOST_WEAK = 50  # per cent of a list in one purge: a wrong date format may reach that


class State(StrEnum):
    """What a check came to; `due` and `fault` make the command exit 1."""

    OK = "ok"
    DUE = "due"
    FAULT = "fault"
    NOTE = "note"


class Check(NamedTuple):
    """One thing that was looked at, and what to do about it where something is to be done."""

    what: str
    state: State
    says: str
    hint: str = ""


def doctor(
    place: Annotated[
        Path, typer.Argument(metavar="LIST|FOLDER", readable=False, help=_("A list, or a folder of lists."))
    ],
    options: LogOptions,
) -> None:
    """leadlist doctor 見込み客.xlsx
    leadlist doctor /srv/sales --quiet"""
    from leadlist.cli.output import Output
    from leadlist.store import lists_in

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    lists = lists_in(place) if place.is_dir() else [place]
    if not lists:
        raise UserError(
            _("In {folder} there is no list that leadlist has changed or backed up.").format(folder=place),
            hint=_("Name a list, or begin with: leadlist backup LIST"),
        )
    documents = [_one(path, options, output) for path in lists]
    output.document(lambda: documents[0] if len(documents) == 1 else documents)
    if any(document["findings"] for document in documents):
        raise typer.Exit(ExitStatus.FINDINGS)


def _one(path: Path, options: LogOptions, output: "Output") -> dict[str, object]:
    """Look one list over, say what was found, and give its document."""
    if not path.is_file():
        raise UserError(_("There is no file {path}.").format(path=path), hint=_("Check the name and the folder."))
    checks = list(examine(path, options))
    wrong = [check for check in checks if check.state in (State.DUE, State.FAULT)]
    words = {State.OK: _("well"), State.DUE: _("due"), State.FAULT: _("fault"), State.NOTE: _("note")}
    output.talk(str(path))
    output.table(
        (_("state"), _("what"), _("finding")), [(words[c.state], c.what, c.says) for c in checks], limit=90, talk=True
    )
    for hint in dict.fromkeys(check.hint for check in checks if check.hint and check.state is not State.OK):
        output.talk(f"→ {hint}")
    if wrong and output.quiet:
        said = "; ".join(check.says for check in wrong)
        output.warn(_("{list}: {count} to see to: {what}").format(list=path.name, count=len(wrong), what=said))
    findings = [
        {"what": check.what, "state": check.state.value, "message": check.says, "hint": check.hint} for check in wrong
    ]
    return {
        "command": "doctor",
        "list": str(path),
        "counts": {"checked": len(checks), "due": len(wrong)},
        "checks": [{**check._asdict(), "state": check.state.value} for check in checks],
        "changes": [],
        "findings": findings,
        "next": wrong[0].hint if wrong else "",
    }


def examine(path: Path, options: LogOptions) -> Iterator[Check]:
    """Everything that is looked at, for one list."""
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.today import today

    rules = rules_in_force(path, ReadOptions())
    yield from _permissions(path)
    yield from _keys(path, options)
    yield from _place(path)
    yield from _log(path, options)
    yield from _care(path, datetime.now(UTC))
    yield from _expired(path, rules)
    yield from _retention(path, rules, today())
    yield from _settings(rules)


def _permissions(path: Path) -> Iterator[Check]:
    from leadlist.store import readable_by_others

    what, open_ones = _("permissions"), readable_by_others(path)
    if not open_ones:
        yield Check(what, State.OK, _("list, log and backups are closed to others"))
    for file in open_ones[:3]:
        hint = _("Close it: chmod o= {file}").format(file=shlex.quote(str(file)))
        yield Check(what, State.FAULT, _("others on this computer may read {file}").format(file=file.name), hint)


def _keys(path: Path, options: LogOptions) -> Iterator[Check]:
    from leadlist.store import exposed_keys, find_key, require_own_key

    what = _("key")
    said = {
        "readable": _("others may read the key file {file}"),
        "beside": _("the key {file} lies beside the list: whoever copies the folder has both"),
    }
    hints = {"readable": _("Close it: chmod 600 “{file}”"), "beside": _("Keep it in another folder, or on paper.")}
    for file, why in exposed_keys(path, options.key_file):
        yield Check(what, State.FAULT, said[why].format(file=file.name), hints[why].format(file=file))
    try:
        key = find_key(key_file=options.key_file, key_command=options.key_command)
        if key is None:
            yield Check(what, State.FAULT, _("there is no key yet"), _("Make one: leadlist key new"))
            return
        require_own_key(path, key)
        yield Check(what, State.OK, _("log and backups belong to key {id}").format(id=key.id))
    except UserError as error:
        yield Check(what, State.FAULT, error.problem, error.hint)


def _place(path: Path) -> Iterator[Check]:
    from leadlist.store import synced_by

    service = synced_by(path)
    if service is None:
        yield Check(_("folder"), State.OK, _("no synced folder that leadlist knows"))
        return
    yield Check(
        _("folder"),
        State.FAULT,
        _("{service} copies this folder elsewhere: its lock and undo do not reach there").format(service=service),
        _("Keep the list in a folder of your own, and share a copy; see docs/recipes.md."),
    )


def _log(path: Path, options: LogOptions) -> Iterator[Check]:
    from leadlist.store import find_key, verify_log

    try:
        problems = verify_log(path, find_key(key_file=options.key_file, key_command=options.key_command), backups=False)
    except UserError as error:
        problems = [error.problem]
    for problem in problems:
        yield Check(_("log"), State.FAULT, problem, _("Look closer: leadlist log {list} --verify").format(list=path))
    if not problems:
        yield Check(_("log"), State.OK, _("every line is as it was written"))


def _care(path: Path, now: datetime) -> Iterator[Check]:
    from leadlist.store import care_of

    try:
        care = care_of(path)
    except Damaged:
        return  # the log was named already
    backup = _("Make one: leadlist backup {list}").format(list=path)
    drill = _("Put backups back for a rehearsal: leadlist backup drill {list}").format(list=path)
    yield _aged(_("backup"), care.backup, now, BACKUP_DUE, backup)
    if care.backup:
        yield _aged(_("drill"), care.drill, now, DRILL_DUE, drill)
    said = _("last one {day}").format(day=f"{care.purge:%Y-%m-%d}") if care.purge else _("none yet")
    yield Check(_("purge"), State.NOTE, said)


def _expired(path: Path, rules: "Rules") -> Iterator[Check]:
    from leadlist.cli.reading import max_age_of
    from leadlist.store import expired

    count = expired(path, max_age_of(rules), datetime.now(UTC))
    if count:
        said = ngettext(
            "{count} backup is older than {age}: what was purged is still in it",
            "{count} backups are older than {age}: what was purged is still in them",
            count,
        ).format(count=count, age=rules.backup.max_age)
        hint = _("Remove them: leadlist backup prune {list}").format(list=path)
        yield Check(_("backup"), State.DUE, said, hint)


def _aged(what: str, last: datetime | None, now: datetime, due: timedelta, hint: str) -> Check:
    if last is None:
        return Check(what, State.DUE, _("none yet"), hint)
    days = max(0, (now - last).days)
    said = ngettext("last one {day}, {days} day ago", "last one {day}, {days} days ago", days).format(
        day=f"{last.astimezone():%Y-%m-%d}", days=days
    )
    return Check(what, State.DUE if now - last > due else State.OK, said, hint)


def _retention(path: Path, rules: "Rules", day: date) -> Iterator[Check]:
    """How many leads are due, and when the next ones are."""
    from leadlist.cli.reading import open_leads
    from leadlist.operations.purge import Retention, plan

    what = _("retention")
    try:
        leads = open_leads(path, rules, ReadOptions(), spread=map).leads
        details: Retention = plan(leads, rules, today=day, at_most="100%").details  # type: ignore[assignment]
    except UserError as error:
        yield Check(what, State.NOTE, error.problem, error.hint)
        return
    if details.due:
        hint = _("See them: leadlist purge {list} --dry-run").format(list=path)
        yield Check(
            what,
            State.DUE,
            ngettext("{count} lead is due", "{count} leads are due", len(details.due)).format(count=len(details.due)),
            hint,
        )
    else:
        months = [month for month in details.forecast if month >= f"{day:%Y-%m}"]
        said = (
            _("nothing is due; the next leads are in {month}").format(month=months[0])
            if months
            else _("nothing is due")
        )
        yield Check(what, State.OK, said)
    if details.undated:
        hint = _("See them: leadlist purge {list} --dry-run").format(list=path)
        said = ngettext(
            "{count} lead has no usable date, so it is never due",
            "{count} leads have no usable date, so they are never due",
            len(details.undated),
        ).format(count=len(details.undated))
        yield Check(what, State.NOTE, said, hint)


def _settings(rules: "Rules") -> Iterator[Check]:
    from leadlist.rules.durations import parse_duration

    what, weak = _("settings"), []
    age = parse_duration(rules.backup.max_age)
    if age.months * 30 + age.days > MAX_AGE_WEAK:
        weak.append(_("backups stay for {age}: what was purged stays in them as long").format(age=rules.backup.max_age))
    share = rules.retention.at_most.strip().rstrip("%％")
    if rules.retention.at_most.strip() != share and share.isdecimal() and int(share) > AT_MOST_WEAK:
        weak.append(_("one purge may remove {share} of the list").format(share=rules.retention.at_most))
    for said in weak:
        yield Check(what, State.FAULT, said, _("Change it in leadlist.toml."))
    if not weak:
        yield Check(what, State.OK, _("nothing weak in {rules}").format(rules=Path(rules.name).name))
