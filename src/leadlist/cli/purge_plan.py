"""A purge in two steps: one person makes the plan as a workbook, another approves its rows, then it is applied."""

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.errors import Refused, UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.run import Command
    from leadlist.leads import LeadList, RowRef
    from leadlist.reports import Judged
    from leadlist.rules import Rules


def require_workbook(path: Path) -> None:
    """Raises UserError where a plan is to be another file than a workbook."""
    if path.suffix.lower() != ".xlsx":
        raise UserError(_("A plan is a workbook, not “{file}”.").format(file=path.name), hint=_("Name a .xlsx file."))


def write_plan(list_file: Path, target: Path, command: "Command", options: ChangeOptions, day: date) -> None:
    """Judge the list and write who is due into a new workbook with a column 承認; the list stays as it is."""
    from leadlist.cli.new_file import replace_file, require_new_file
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import remember
    from leadlist.cli.run import planned
    from leadlist.cli.showing import document_of, show_plan
    from leadlist.formats.new_workbook import Sheet, write_sheets
    from leadlist.reports.approval import CHOICES, approval_rows, headings

    require_workbook(target)
    require_new_file(target)
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    rules = rules_in_force(list_file, options)
    judged = judged_for(list_file, rules, day)
    opened = open_leads(list_file, rules, options, spread=command.spread)
    plan = planned(command, opened)
    show_plan(command.name, opened, plan, output, command.summary)
    language = opened.rules.language
    columns = headings(language)
    choices = {columns["approved"]: CHOICES[language]}
    rows = approval_rows(opened.leads, plan, language, judged)
    sheet = Sheet(_("Plan of a purge"), list(columns.values()), rows, choices)
    replace_file(target, write_sheets([sheet]))
    remember(list_file, [target], "plan", options)
    output.talk(
        ngettext(
            "Plan: {file}, {count} lead (personal data, readable by you alone).",
            "Plan: {file}, {count} leads (personal data, readable by you alone).",
            len(rows),
        ).format(file=target, count=len(rows))
    )
    step = _("A second person fills in “{column}”; then: leadlist purge {list} --apply {file}").format(
        column=columns["approved"], list=list_file, file=target
    )
    output.talk(step)
    output.document(lambda: document_of(command.name, opened, plan, step, output))


def judged_for(list_file: Path, rules: "Rules", day: date) -> "Judged":
    """What a plan for this list, as it is now, is bound to."""
    from leadlist.reports import Judged
    from leadlist.store.failures import explained
    from leadlist.store.files import fingerprint, real

    with explained(list_file):
        if not list_file.is_file():
            raise UserError(
                _("There is no file {path}.").format(path=list_file), hint=_("Check the name and the folder.")
            )
        return Judged(fingerprint(real(list_file)).sha256, rules.digest, day)


def read_plan(path: Path, today: date) -> "tuple[LeadList, date]":
    """The table in a plan, and the day it judges by. Raises Refused where that day has not come."""
    from leadlist.formats import open_document
    from leadlist.recognition.scores import scorer
    from leadlist.reports.approval import day_of, known_headings
    from leadlist.rules import load_rules

    require_workbook(path)
    table = open_document(path, score=scorer(load_rules(), known_headings())).leads
    day = day_of(table)
    if day > today:
        raise Refused(
            _("The plan judges by {day}, which has not come.").format(day=day),
            hint=_("Apply it on that day, or later."),
        )
    return table, day


def approvals(list_file: Path, table: "LeadList", day: date) -> "Callable[[LeadList, Rules], Collection[RowRef]]":
    """A function that gives the approved rows of the list; it raises Refused where the plan is stale."""

    def approved(leads: "LeadList", rules: "Rules") -> "Collection[RowRef]":
        from leadlist.reports import approved_rows

        return approved_rows(table, leads, rules, judged_for(list_file, rules, day))

    return approved
