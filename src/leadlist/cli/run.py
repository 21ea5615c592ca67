"""The one way a command changes a list: read, plan, show, ask, commit, say."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.changes import removed_rows
from leadlist.cli.asking import Ask, confirmed, require_answer
from leadlist.cli.committing import commit_changes
from leadlist.cli.formula_cells import refuse_broken_formulas, without_formulas
from leadlist.cli.options import ChangeOptions
from leadlist.cli.other_sheets import Along, going_along, say_along
from leadlist.cli.output import Output
from leadlist.cli.progress import stage
from leadlist.cli.reading import STDIN, Opened, open_leads, rules_in_force
from leadlist.cli.refusals import keep_refusals, remember, unfinished_notes
from leadlist.cli.showing import document_of, show_plan, shown_backup
from leadlist.cli.today import refuse_wrong_clock
from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, Spread
from leadlist.locale import _, ngettext
from leadlist.plans import Plan, changed_leads

if TYPE_CHECKING:
    from leadlist.operations.identifying import Known
    from leadlist.rules import Rules
    from leadlist.store import Committed, ListStore

Planner = Callable[[LeadList, "Rules"], Plan]


def removed_leads(plan: Plan) -> int:
    """How many leads leave the list."""
    return len(removed_rows(plan.changes))


@dataclass(frozen=True)
class Command:
    """What one command adds to the mechanism: its planner, its question, its own way to show the plan."""

    name: str
    plan: Planner
    ask: Ask = Ask.NOTHING
    question: Callable[[Plan], str] = lambda plan: _("Go ahead?")
    summary: Callable[[LeadList, Plan, Output], None] | None = None
    next_step: Callable[[Path], str] = lambda path: _("Take back: leadlist undo {list}").format(list=path)
    new_list: Callable[["Rules"], LeadList] | None = None  # makes the list where there is none
    revise: Callable[["ListStore", Opened, Plan, Output], Plan] | None = None  # a person answers its open questions
    remember: Callable[["ListStore", Opened, Plan], None] | None = None  # what is kept beside the list
    asked: Callable[[Plan], int] = removed_leads  # the number to type where the command asks for one
    is_gone: "Callable[[Plan], Callable[[str], bool]] | None" = None  # who else leaves other sheets, by what identifies
    by_the_clock: bool = False  # what it does depends on today, so a clock that went back is refused
    spread: "Spread[Any, Any] | None" = None  # where it works block by block: a large CSV need not be held
    known: "Known | None" = None  # who opted out: rows that are merged or brought back say so in their cells
    before: "Callable[[ListStore, Plan], None] | None" = None  # what must last before the list changes, if it does
    after: "Callable[[ListStore, Plan, Committed | None], dict[str, Any]] | None" = None  # with the list still locked
    returning: "Callable[[Opened, Plan], list[Along]] | None" = None  # the rows that come back to other sheets
    final: bool = False  # nobody may undo it
    rehearsed: Callable[[Plan], str] = lambda plan: ""  # what a dry run says last, where it is not the usual
    also: Callable[[Plan], Mapping[str, Any]] = lambda plan: {}  # what else stands in the JSON document


def run(command: Command, list_file: Path, options: ChangeOptions) -> None:
    """Do a command on a list: in place, as a dry run, into a new file, or as a filter.

    Raises UserError and its kinds; nothing is written then.
    """
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if options.out or options.guard_formulas:
        from leadlist.cli.new_file import require_out

        require_out(options.out, guard_formulas=options.guard_formulas)
    rules = rules_in_force(list_file, options)
    only_shown = options.dry_run or options.out or (list_file == STDIN and options.as_json)
    if list_file == STDIN and not only_shown:
        _filter(command, rules, options, output)
        return
    if only_shown:
        _rehearse(command, list_file, rules, options, output)
        return
    from leadlist.cli.keys import key_for
    from leadlist.formats.private_folder import sweep
    from leadlist.store import open_list

    sweep()
    require_answer(command.ask, yes=options.yes)
    create = command.new_list is not None
    look = partial(_opened, command, list_file, rules, options)
    key = key_for(list_file, options, output, create=create, look=look)
    with open_list(list_file, key, wait=options.wait, not_open=options.not_open, create=create) as store:
        for note in (*store.notes, *unfinished_notes(store)):
            output.warn(note)
        if command.by_the_clock:
            refuse_wrong_clock(store.last_time)
        opened, plan = _prepared(command, store.path, rules, options, output)
        if plan.changes or command.before or command.revise:
            require_in_place(opened, store.path, final=command.final)
        if command.revise:
            plan = heeded(command, opened, command.revise(store, opened, plan, output))
        show_plan(command.name, opened, plan, output, command.summary)
        along = _along(command, opened, plan, options, output)
        committed = _commit(command, store, opened, plan, along, options, output)
        if command.remember:
            command.remember(store, opened, plan)
        more = command.after(store, plan, committed) if command.after else {}
    _say(command, list_file, opened, plan, committed, output, more)


def _prepared(
    command: Command, path: Path, rules: "Rules", options: ChangeOptions, output: Output
) -> tuple[Opened, Plan]:
    """The list and the plan for it."""
    with stage(_("Reading {list}").format(list=path.name), output):
        opened = _opened(command, path, rules, options)
    with stage(_("Looking through {count} leads").format(count=f"{len(opened.leads):,}"), output):
        return opened, planned(command, opened)


def _opened(command: Command, path: Path, rules: "Rules", options: ChangeOptions) -> Opened:
    """The list, or an empty one where the command may make it."""
    if command.new_list is None or path.exists():
        return open_leads(path, rules, options, spread=command.spread)
    from leadlist.cli.new_file import NewList
    from leadlist.recognition import recognize

    leads = command.new_list(rules)
    return Opened(NewList(path, leads, rules), recognize(leads, rules), rules)


def planned(command: Command, opened: Opened) -> Plan:
    """The command's plan, with the opt-outs that are known and without the changes that would hit a formula."""
    return heeded(command, opened, command.plan(opened.leads, opened.rules))


def heeded(command: Command, opened: Opened, plan: Plan) -> Plan:
    """A plan of the command with the known opt-outs, and without the changes that would hit a formula."""
    if command.known and plan.changes:
        from leadlist.operations.optouts import heeding

        plan = heeding(plan, opened.leads, command.known, opened.rules.language)
    return without_formulas(plan, opened.leads)


def _along(command: Command, opened: Opened, plan: Plan, options: ChangeOptions, output: Output) -> Sequence[Along]:
    """The rows that leave other sheets together with leads, or come back to them; says how many."""
    if command.returning:
        found = command.returning(opened, plan)
    else:
        found = going_along(opened, plan, command.is_gone(plan) if command.is_gone else None, options)
    say_along(found, output)
    return found


def _rehearse(command: Command, path: Path, rules: "Rules", options: ChangeOptions, output: Output) -> None:
    """The same up to the commit; with `--out` the result goes to a plain new file."""
    opened, plan = _prepared(command, path, rules, options, output)
    show_plan(command.name, opened, plan, output, command.summary)
    if not options.out and path != STDIN:
        _along(command, opened, plan, options, output)
    step = _("Nothing was written.")
    if not plan.changes and command.before is None:
        step = _("Nothing to change in {list}.").format(list=path)
    elif options.dry_run:
        step = command.rehearsed(plan) or _("Nothing was written. Without --dry-run, these changes are made.")
    if options.out and not options.dry_run:
        from leadlist.cli.new_file import write_new_file

        write_new_file(
            options.out,
            opened.leads,
            rules.language,
            changes=plan.changes,
            guard_formulas=options.guard_formulas,
        )
        remember(path, [options.out], "new list", options)
        step = _("Written to {file}; {list} was not changed.").format(file=options.out, list=path)
    output.talk(step)
    output.document(lambda: {**document_of(command.name, opened, plan, step, output), **command.also(plan)})


def _filter(command: Command, rules: "Rules", options: ChangeOptions, output: Output) -> None:
    """CSV from stdin to stdout: no lock, no log, no backup, no key."""
    from leadlist.formats.private_folder import private_folder

    opened = open_leads(STDIN, rules, options)
    plan = planned(command, opened)
    with private_folder() as folder:
        target = folder / "out.csv"
        target.touch(mode=0o600)
        opened.document.write(plan.changes, target)
        sys.stdout.buffer.write(target.read_bytes())
    sys.stdout.flush()
    changed = changed_leads(plan)
    output.talk(ngettext("{count} lead changed.", "{count} leads changed.", changed).format(count=changed))


def _commit(
    command: Command,
    store: "ListStore",
    opened: Opened,
    plan: Plan,
    along: Sequence[Along],
    options: ChangeOptions,
    output: Output,
) -> "Committed | None":
    """Ask, then write, back up, log and swap. None where there is nothing to do, or the person said no."""
    if not plan.changes and command.before is None:
        return None
    refuse_broken_formulas(opened, plan, along, options, output)
    if not confirmed(command.ask, command.question(plan), command.asked(plan), yes=options.yes, output=output):
        raise UserError(_("Stopped: you did not confirm."), hint=_("Nothing was written."))
    with stage(_("Writing and backing up {list}").format(list=store.path.name), output):
        if command.before:
            command.before(store, plan)
        if not plan.changes and not along:
            return None
        keep_refusals(store, opened, plan, options)
        return commit_changes(
            command.name, store, opened, plan, options, along=along, final=command.final, spread=command.spread or map
        )


def require_in_place(opened: Opened, path: Path, *, final: bool) -> None:
    """Raises Refused for a format that is only read, before anything is shown, asked or written down.

    `final`: an erasure, which a copy would escape.
    """
    if opened.document.writes != path.suffix.lower():
        raise only_read(path, opened.document.writes, final=final)


def only_read(path: Path, writes: str, *, final: bool = False) -> Refused:
    """The refusal of a file that can be read only; `writes` is the suffix of a new file for what it holds."""
    new = f"NEW{writes}"
    hint = _("Add --out {new}.").format(new=new)
    if final:
        hint = _(
            "Make one that can: leadlist normalize {list} --out {new}. Forget the person there, then delete this file."
        ).format(list=path.name, new=new)
    return Refused(_("“{file}” can be read, but not written in place.").format(file=path.name), hint=hint)


def _say(
    command: Command,
    path: Path,
    opened: Opened,
    plan: Plan,
    committed: "Committed | None",
    output: Output,
    more: Mapping[str, Any],
) -> None:
    """The last lines: what was done, where the backup is, what to type next."""
    if committed is None and not more:
        step = _("Nothing to change in {list}.").format(list=path)
    else:
        if committed is not None:
            output.talk(_("Backup: {name}").format(name=shown_backup(committed.backup)))
        step = command.next_step(path)
    output.talk(step)
    output.document(lambda: {**document_of(command.name, opened, plan, step, output), **command.also(plan), **more})
