"""leadlist import"""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli import acquiring
from leadlist.cli.options import ChangeOptions
from leadlist.leads import LeadList
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.plans import Plan
    from leadlist.rules import Rules

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE…", readable=False, help=_("CSV, Excel and vCard files, scans of cards, folders or zips.")
    ),
]
Into = Annotated[
    Path, typer.Option("--into", metavar="LIST", readable=False, help=_("The list; it is made where there is none."))
]


def import_(
    into: Into,
    options: ChangeOptions,
    sources: Sources = None,
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="NAME|FILE", help=_("Read the sources as exports of this kind.")),
    ] = "",
    source: acquiring.SourceKind = "",
    event: acquiring.Event = "",
    on: acquiring.Day = None,
    purpose: acquiring.PurposeText = "",
    owner: Annotated[str, typer.Option("--owner", help=_("Who of your own staff looks after them."))] = "",
    consent: acquiring.Consent = "",
    evidence: acquiring.EvidenceFile = None,
    policy_version: acquiring.PolicyVersion = "",
    handover: acquiring.HandoverKind = "",
    supplier: acquiring.Supplier = "",
    obtained: acquiring.Obtained = "",
    party: acquiring.FromParty = "",
    sides: Annotated[
        int,
        typer.Option(
            "--sides",
            min=0,
            max=2,
            help=_("Scans: 2 = front and back by turns, 1 = fronts only; default: by matching."),
        ),
    ] = 0,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review",
            readable=False,
            help=_("Scans: do not import yet, write a page (.html) or workbook (.xlsx) to check them."),
        ),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--reviewed", readable=False, help=_("The checked cards: what --review saved (.json, .csv, .xlsx).")
        ),
    ] = None,
) -> None:
    """leadlist import eight.csv cards/*.vcf --into 見込み客.xlsx --source fair --event 展示会2026 --purpose P01
    leadlist import form.csv --into new.xlsx --source form --purpose "資料請求へのご回答と、製品のご案内のため"
    leadlist import cards/*.jpg scan.pdf --into 見込み客.xlsx --review 確認.html
    leadlist import --reviewed 確認.json --into 見込み客.xlsx"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.cards import gathered, write_review
    from leadlist.cli.import_summary import show_import
    from leadlist.cli.output import Output
    from leadlist.cli.reading import rules_in_force
    from leadlist.cli.receiving import received, require_log, supplied_by
    from leadlist.cli.refusals import known_refusals, remember
    from leadlist.cli.run import Command, run
    from leadlist.cli.sources import how_to_read
    from leadlist.cli.today import today
    from leadlist.operations.import_ import Acquired, Handover, new_list, plan
    from leadlist.operations.optouts import with_cells

    require_log(party, into, options)
    rules = rules_in_force(into, options)
    how = how_to_read(into, rules, options, preset)
    output = Output(quiet=options.quiet, as_json=options.as_json)
    stack = ExitStack()
    found, cards = stack.enter_context(
        gathered(sources or [], reviewed, into, how, sides, output, keep=options.dry_run)
    )
    if review:
        with stack:
            write_review(review, cards, into, rules.language, output)
        remember(into, [review], "review", options)
        return
    acquired = Acquired(
        source=source,
        event=event,
        on=on.date() if on else None,
        purpose=purpose,
        owner=owner,
        consent=consent,
        evidence=acquiring.evidence_of(evidence),
        policy_version=policy_version,
        handover=supplied_by(party, rules, Handover(handover, supplier, obtained)),
    )
    taken: list[LeadList] = []
    known = known_refusals(into, rules, options, output)

    def planned(leads: LeadList, rules: "Rules") -> "Plan":
        people = with_cells(known, leads, rules, today())
        taken[:] = [leads]
        return plan(
            leads,
            rules,
            batches=found,
            acquired=acquired,
            today=today(),
            suppressed=people.suppressed if people else None,
            erased=people.erased if people else None,
        )

    command = Command(
        "import",
        planned,
        ask=Ask.YES_OR_NO,
        question=lambda plan: _("Add {added} leads and update {updated}?").format(
            added=plan.counts.get("added", 0), updated=plan.counts.get("updated", 0)
        ),
        summary=show_import,
        next_step=lambda path: _("Next: leadlist normalize {list} · take back: leadlist undo {list}").format(list=path),
        new_list=lambda rules: new_list(found, rules),
        after=lambda store, made, committed: (
            received(store, party, rules, acquired.handover, taken[0], made, found, sources or [])
            if party and committed
            else {}
        ),
    )
    with stack:
        run(command, into, options)
    if not options.dry_run:
        remember(into, [*(sources or []), *([reviewed] if reviewed else [])], "import", options)
