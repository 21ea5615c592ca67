"""leadlist import"""

from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli import acquiring
from leadlist.cli.options import ChangeOptions
from leadlist.locale import _

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
    from leadlist.cli.importing import Asked, import_leads, review_cards
    from leadlist.operations.import_ import Acquired, Handover

    acquired = Acquired(
        source=source,
        event=event,
        on=on.date() if on else None,
        purpose=purpose,
        owner=owner,
        consent=consent,
        evidence=acquiring.evidence_of(evidence),
        policy_version=policy_version,
        handover=Handover(handover, supplier, obtained),
    )
    asked = Asked(into, options, sources or [], preset, sides, reviewed, party, acquired)
    if review:
        review_cards(asked, review)
    else:
        import_leads(asked)
