"""leadlist mailing"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import KeyedReadOptions, ListFile
from leadlist.locale import _


class Channel(StrEnum):
    """By which way."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    FAX = "fax"
    SMS = "sms"


class OnePer(StrEnum):
    """One letter for each of these."""

    PERSON = "person"
    ADDRESS = "address"
    COMPANY = "company"
    HOUSEHOLD = "household"


def mailing(
    list_file: ListFile,
    options: KeyedReadOptions,
    channel: Annotated[Channel, typer.Option("--channel", help=_("How they are written to."))],
    purpose: Annotated[
        str, typer.Option("--purpose", help=_("Purpose of use: a code from [purposes], or the wording itself."))
    ],
    bulk: Annotated[
        bool, typer.Option("--bulk/--one-to-one", help=_("Many at once, or a letter to one person at a time."))
    ] = True,
    segment: Annotated[
        str, typer.Option("--segment", metavar="EXPR", help=_("Only these: prefecture=東京都 and rank!=C"))
    ] = "",
    one_per: Annotated[OnePer, typer.Option("--one-per", help=_("One letter for each of these."))] = OnePer.PERSON,
    layout: Annotated[str, typer.Option("--preset", metavar="NAME", help=_("Which mailer the file is for."))] = "plain",
    out: Annotated[
        Path | None,
        typer.Option("--out", readable=False, help=_("The mailer's file, .csv or .xlsx; else only count.")),
    ] = None,
) -> None:
    """leadlist mailing 見込み客.xlsx --channel email --purpose P01
    leadlist mailing 見込み客.xlsx --channel email --purpose P01 --preset mailchimp --out 配信.csv
    leadlist mailing 見込み客.xlsx --channel post --purpose P01 --one-per company --preset labels --out 宛名.csv"""
    from leadlist.cli.mailing_files import made_with, require_mailing_file, write_mailing
    from leadlist.cli.mailing_summary import document, show_funnel
    from leadlist.cli.output import Output
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import known_refusals, remember
    from leadlist.cli.today import today
    from leadlist.operations.deduplicate import plan as deduplicate
    from leadlist.operations.mailing import Request, plan
    from leadlist.operations.mailing.segments import parse_segment
    from leadlist.rules.mailers import named_mailer

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    mailer = named_mailer(layout, channel.value)
    rules = rules_in_force(list_file, options)
    request = Request(channel.value, purpose, bulk, one_per.value, parse_segment(segment))
    if out is not None:
        require_mailing_file(out, list_file)
    known = known_refusals(list_file, rules, options, output)
    leads = open_leads(list_file, rules, options).leads
    merged = deduplicate(leads, rules).details.merges if one_per is OnePer.PERSON else ()  # type: ignore[attr-defined]
    found = plan(
        leads,
        rules,
        request,
        today=today(),
        suppressed=known.suppressed if known else None,
        erased=known.erased if known else None,
        duplicates={pair.row: pair.other for pair in merged},
    )
    if not options.quiet:
        show_funnel(leads, found, output)
    step = _("Nothing was written. With --out FILE the mailer's file is made.")
    if out is not None:
        step = write_mailing(out, leads, found, mailer, rules, today(), output)
        remember(list_file, made_with(out), "mailing", options)
    output.talk(step)
    output.document(lambda: document(list_file, found, step))
