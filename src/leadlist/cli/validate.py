"""leadlist validate"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import AsOf, KeyOptions, ListFile, ReadOptions, ReportFile
from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from leadlist.cli.output import Output
    from leadlist.cli.reading import Opened
    from leadlist.leads import LeadList, Spread
    from leadlist.operations.validate import TakesMail
    from leadlist.plans import Plan, Severity
    from leadlist.rules import Rules

LARGE = 80_000
"""Leads from which other processes, which take half a second to start, are worth it."""


def validate(
    list_file: ListFile,
    options: ReadOptions,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="error|warning|info", help=_("What makes the command exit 1."))
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help=_("One line a check instead of one a finding."))] = False,
    as_of: AsOf = None,
    report: ReportFile = None,
    online: Annotated[
        bool, typer.Option("--online", help=_("Also ask name servers whether the mail domains take mail."))
    ] = False,
) -> None:
    """leadlist validate 見込み客.xlsx
    leadlist validate 見込み客.xlsx --json > findings.json
    leadlist validate leads.csv --summary --fail-on warning
    leadlist validate leads.csv --report 品質.xlsx"""
    from leadlist.cli.cores import workers
    from leadlist.cli.output import Output
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import remember
    from leadlist.cli.report_file import require_report, seen_from, write_report
    from leadlist.cli.showing import document_of
    from leadlist.cli.today import today
    from leadlist.operations.validate import domains
    from leadlist.reports import quality, quality_title

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    require_report(report, list_file, quality_title)
    rules = rules_in_force(list_file, options)
    severe = failing(fail_on or rules.validate.fail_on)
    day = today(as_of)
    with workers() as spread:
        spread.start_for(list_file, "validate_block")
        opened = open_leads(list_file, rules, options, spread=spread)
        names = domains(opened.leads, rules, today=day, spread=spread) if online else None
        asked = None if names is None else _asked(names, output)
        result = planned(opened.leads, rules, day, spread, asked, names)
    bad = sum(finding.severity in severe for finding in result.findings)
    if bad or not options.quiet:
        _show(opened, result, output, summary=summary)
    if report:
        where = {"list_file": seen_from(report, list_file), "sheet": opened.document.sheet}
        write_report(report, quality(opened.leads, result, today=day, **where), output)
        remember(list_file, [report], "report", KeyOptions())
    step = _("Next: leadlist dedupe {list}").format(list=list_file)
    if bad:
        step = ngettext("{count} finding to look at.", "{count} findings to look at.", bad).format(count=bad)
    output.talk(step)
    output.document(lambda: document_of("validate", opened, result, step, output))
    if bad:
        raise typer.Exit(ExitStatus.FINDINGS)


def planned(
    leads: "LeadList",
    rules: "Rules",
    day: "date",
    spread: "Spread[Any, Any]",
    asked: "TakesMail | None" = None,
    names: "set[str] | None" = None,
) -> "Plan":
    """The plan, made by all cores where the list is large."""
    from leadlist.operations.validate import plan

    shared = spread if len(leads) >= LARGE or leads.stored else map
    return plan(leads, rules, today=day, takes_mail=asked, names=names, spread=shared)


def _asked(names: "set[str]", output: "Output") -> "Callable[[str], bool | None]":
    """What the name servers say of the mail domains. Says so where none of them answers."""
    from leadlist.cli.mail_servers import lookup
    from leadlist.cli.progress import stage

    with stage(
        ngettext("Asking for {count} mail domain", "Asking for {count} mail domains", len(names)).format(
            count=len(names)
        ),
        output,
    ):
        found = lookup(names)
    unknown = sum(answer is None for answer in found.values())
    if unknown:
        output.warn(
            ngettext(
                "No name server could say whether {count} mail domain takes mail.",
                "No name server could say whether {count} mail domains take mail.",
                unknown,
            ).format(count=unknown)
        )
    return found.get


def failing(word: str) -> "tuple[Severity, ...]":
    """The severities that make the command exit 1. Raises UserError for a word that is none."""
    from leadlist.cli.showing import SEVERITY_ORDER

    words = [severity.value for severity in SEVERITY_ORDER]
    if word not in words:
        raise UserError(
            _("“{word}” is no severity.").format(word=word), hint=_("Known: {names}.").format(names=", ".join(words))
        )
    return SEVERITY_ORDER[: words.index(word) + 1]


def _show(opened: "Opened", result: "Plan", output: "Output", *, summary: bool) -> None:
    from leadlist.cli.showing import counts_line, show_findings, show_findings_summary

    for note in opened.document.notes:
        output.talk(note)
    if not summary:
        show_findings(opened.leads, result, output)
    show_findings_summary(opened.leads, result, output, talk=not summary)
    output.talk(counts_line(result))
