"""Showing a plan: the same data as a preview, as a result and as JSON."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from leadlist.changes import AddColumn, AddRow, RemoveRow, SetCell, added_columns, replaced
from leadlist.cli.output import Output, width
from leadlist.cli.reading import Opened
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _, current, ngettext
from leadlist.plans import Finding, Plan, Severity, severity_word

PREVIEW_ROWS = 12
LOOKED_THROUGH = 5_000  # cells that change, of which those that are shown are chosen
UNLIMITED = 10_000  # terminal columns
SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def show_plan(
    name: str,
    opened: Opened,
    plan: Plan,
    output: Output,
    summary: Callable[[LeadList, Plan, Output], None] | None = None,
) -> None:
    """Notes on the file, the counts, the first changes, and how many findings there are."""
    for note in opened.document.notes:
        output.talk(note)
    if summary:
        summary(opened.leads, plan, output)
    else:
        show_changes(opened.leads, plan, output)
    output.talk(counts_line(plan))
    show_findings_summary(opened.leads, plan, output)


def counts_line(plan: Plan) -> str:
    """`read 312 = added 3 + …` in words."""
    words = count_words()
    return " · ".join(f"{words.get(name, name)} {count:,}" for name, count in plan.counts.items())


def count_words() -> dict[str, str]:
    """What each count is called."""
    return {
        "read": _("read"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "added": _("added"),
        "updated": _("updated"),
        "doubtful": _("to check"),
        "skipped": _("skipped"),
        "refused": _("refused"),
        "received": _("received"),
        "opted_out": _("opted out"),
        "merged": _("merged"),
        "single": _("single"),
        "repeated": _("repeated"),
        "survivors": _("survivors"),
        "kept": _("kept"),
        "due": _("due"),
        "pseudonymised": _("pseudonymised"),
        "not_approved": _("not approved"),
        "kept_by_rule": _("kept by a rule"),
        "not_due": _("not yet due"),
        "undated": _("without a date"),
        "statistics": _("statistics only"),
        "with_findings": _("with findings"),
        "clean": _("without findings"),
        "restored": _("restored"),
        "conflicts": _("conflicts"),
        "removed": _("removed"),
        "complete": _("complete"),
        "filled": _("filled in"),
        "lacking": _("still lacking"),
        "leads": _("leads"),
        "erased": _("erased"),
        "purged": _("purged"),
        "other_sheets": _("rows of other sheets"),
    }


def show_changes(leads: LeadList, plan: Plan, output: Output) -> None:
    """The first cells that change, before and after; how many more there are."""
    if not output.talks:
        return
    headings = all_headings(leads, plan)
    cells = _of_each_column(islice((c for c in plan.changes if isinstance(c, SetCell) and c.before), LOOKED_THROUGH))
    if cells:
        rows = [
            (
                str(leads.row_numbers[c.row]),
                headings[c.column].replace("\n", " "),
                output.value(c.before),
                output.value(c.after),
                c.rule,
            )
            for c in cells
        ]
        output.table((_("row"), _("column"), _("before"), _("after"), _("rule")), rows, limit=32, talk=True)
    more = replaced(plan.changes) - len(cells)
    if more:
        output.talk(ngettext("… and {count} more cell", "… and {count} more cells", more).format(count=more))


def _of_each_column(cells: Iterable[SetCell]) -> list[SetCell]:
    """So many that a screen holds them, as many of each column and rule as there is room for; in their order."""
    seen: Counter[tuple[ColumnRef, str]] = Counter()
    turns: list[tuple[int, int, SetCell]] = []
    for at, cell in enumerate(cells):
        turns.append((seen[cell.column, cell.rule], at, cell))
        seen[cell.column, cell.rule] += 1
    chosen = sorted(turns, key=lambda turn: turn[:2])[:PREVIEW_ROWS]
    return [cell for _turn, _at, cell in sorted(chosen, key=lambda turn: turn[1])]


def show_findings_summary(leads: LeadList, plan: Plan, output: Output, *, talk: bool = True) -> None:
    """One line a code: how often, and the first place."""
    if not plan.findings:
        return
    number = Counter(finding.code for finding in plan.findings)
    first: dict[str, Finding] = {}
    for finding in plan.findings:
        first.setdefault(finding.code, finding)
    ranked = sorted(first.values(), key=lambda f: (SEVERITY_ORDER.index(f.severity), f.code))
    rows = [
        (f.code, severity_word(f.severity), str(number[f.code]), place_of(leads, plan, f), message_of(f, output))
        for f in ranked
    ]
    if talk:
        output.talk()
    headings = (_("finding"), _("severity"), _("count"), _("first"), _("what"))
    output.table(headings, rows, limit=UNLIMITED if output.full(talk=talk) else 70, talk=talk)


def show_findings(leads: LeadList, plan: Plan, output: Output) -> None:
    """Every finding on stdout, one line each: row, column, code, what and, where it fits, what to do."""
    limit = UNLIMITED if output.full() else 100
    rows = [
        (place_of(leads, plan, f), f.code, severity_word(f.severity), _whole(f, output, limit)) for f in plan.findings
    ]
    if rows:
        output.table((_("place"), _("finding"), _("severity"), _("what")), rows, limit=limit)


def _whole(finding: Finding, output: Output, limit: int) -> str:
    """The message with the hint behind it, never with a part of the hint."""
    hint = finding.hint if finding.row is None else output.sentence(finding.hint)
    message = message_of(finding, output)
    both = f"{message} {hint}".strip()
    return both if width(both) <= limit else message


def shown_backup(path: Path) -> str:
    """A backup as a person looks for it: the folder beside the list, and the name in it."""
    return str(Path(path.parent.name, path.name))


def place_of(leads: LeadList, plan: Plan, finding: Finding) -> str:
    """`12 メール`: the row a person sees and the column's heading; where the list has no such column, what it would be
    headed."""
    row = str(leads.row_numbers[finding.row]) if finding.row is not None and finding.row < len(leads) else "–"
    headings = all_headings(leads, plan)
    if finding.column is not None:
        column = headings[finding.column]
    else:
        column = FIELDS[finding.field].heading(current()) if finding.field in FIELDS else finding.field
    return f"{row} {column}".replace("\n", " ").strip()


def all_headings(leads: LeadList, plan: Plan) -> list[str]:
    """The list's headings and those of the columns the plan adds."""
    return [*leads.headings, *(column.heading for column in added_columns(plan.changes))]


def document_of(name: str, opened: Opened, plan: Plan, step: str, output: Output) -> dict[str, Any]:
    """The one JSON document of `--json`. Values in it are masked unless `--show-values`."""
    leads = opened.leads
    return {
        "command": name,
        "list": str(opened.document.path),
        "counts": dict(plan.counts),
        "changes": list(_change_rows(leads, plan, output)),
        "findings": [finding_row(leads, plan, finding, output) for finding in plan.findings],
        "next": step,
    }


def message_of(finding: Finding, output: Output) -> str:
    """What a finding says; of a single lead's values nothing in the clear where values are masked."""
    return finding.message if finding.row is None else output.sentence(finding.message)


def finding_row(leads: LeadList, plan: Plan, finding: Finding, output: Output) -> dict[str, Any]:
    """A finding as JSON; `row` is the row a person sees."""
    headings = all_headings(leads, plan)
    known = finding.row is not None and finding.row < len(leads)
    return {
        "row": leads.row_numbers[finding.row] if known and finding.row is not None else None,
        "field": finding.field,
        "column": headings[finding.column] if finding.column is not None else None,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": message_of(finding, output),
        "hint": finding.hint if finding.row is None else output.sentence(finding.hint),
    }


def told_apart(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headings -> texts; a heading that comes again has its number behind it, so that no cell is lost: `TEL (2)`."""
    named: dict[str, str] = {}
    for heading, text in cells:
        name, number = heading, 1
        while name in named:
            number += 1
            name = f"{heading} ({number})"
        named[name] = text
    return named


def _change_rows(leads: LeadList, plan: Plan, output: Output) -> Iterator[dict[str, Any]]:
    headings = all_headings(leads, plan)
    for change in plan.changes:
        match change:
            case SetCell(row, column, before, after, rule):
                yield {
                    "kind": "set",
                    "row": leads.row_numbers[row],
                    "column": headings[column],
                    "before": output.value(before),
                    "after": output.value(after),
                    "rule": rule,
                }
            case RemoveRow(row, reason, into, rule):
                target = None if into is None else leads.row_numbers[into]
                yield {
                    "kind": "remove",
                    "row": leads.row_numbers[row],
                    "reason": output.sentence(reason),
                    "into": target,
                    "rule": rule,
                }
            case AddRow(cells, rule):
                named = [(headings[ColumnRef(at)], output.value(text)) for at, text in cells.items() if text]
                yield {"kind": "add", "cells": told_apart(named), "rule": rule}
            case AddColumn(heading, field, rule):
                yield {"kind": "column", "column": heading, "field": field, "rule": rule}
