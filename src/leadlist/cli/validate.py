"""leadlist validate"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import ListFile, ReadOptions
from leadlist.locale import _


def validate(
    list_file: ListFile,
    options: ReadOptions,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="error|warning|info", help=_("What makes the command exit 1."))
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help=_("Also write a report: .html, .md, .json, .csv or .txt."))
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help=_("One line a check instead of one a finding."))] = False,
) -> None:
    """leadlist validate 見込み客.xlsx
    leadlist validate 見込み客.xlsx --json > findings.json
    leadlist validate leads.csv --summary --fail-on warning
    leadlist validate leads.csv --report quality.html"""
    from leadlist.cli.output import Output
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.report_file import require_report, write_report
    from leadlist.cli.showing import SEVERITY_ORDER, counts_line, document_of, show_findings, show_findings_summary
    from leadlist.errors import ExitStatus, UserError
    from leadlist.operations.validate import plan
    from leadlist.plans import Severity
    from leadlist.reports import quality

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    require_report(report, list_file)
    rules = rules_in_force(list_file, options)
    wanted = fail_on or rules.validate.fail_on
    if wanted not in {severity.value for severity in Severity}:
        raise UserError(
            _("“{word}” is no severity.").format(word=wanted),
            hint=_("Known: {names}.").format(names="error, warning, info"),
        )
    opened = open_leads(list_file, rules, options)
    result = plan(opened.leads, rules, today=date.today())
    for note in opened.document.notes:
        output.talk(note)
    if summary:
        show_findings_summary(opened.leads, result, output, talk=False)
    else:
        show_findings(opened.leads, result, output)
        show_findings_summary(opened.leads, result, output)
    output.talk(counts_line(result))
    if report:
        write_report(report, quality(opened.leads, result), output)
    failing = SEVERITY_ORDER[: SEVERITY_ORDER.index(Severity(wanted)) + 1]
    bad = sum(finding.severity in failing for finding in result.findings)
    step = (
        _("{count} findings to look at.").format(count=bad)
        if bad
        else _("Next: leadlist dedupe {list}").format(list=list_file)
    )
    output.talk(step)
    output.document(lambda: document_of("validate", opened, result, step, output))
    if bad:
        raise typer.Exit(ExitStatus.FINDINGS)
