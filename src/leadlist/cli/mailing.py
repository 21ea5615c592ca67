"""leadlist mailing"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import KeyedReadOptions, ListFile, Wait
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
    layout: Annotated[str, typer.Option("--preset", metavar="NAME", help=_("Which mailer the file is for."))] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", readable=False, help=_("The mailer's file, .csv or .xlsx, or a folder; else only count.")
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            readable=False,
            help=_("The mail itself: .txt, .html, .eml or .docx; it is looked through."),
        ),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option(
            "--gate",
            metavar="FILE",
            readable=False,
            help=_("Write the decision, to be approved; with --out: only what was approved."),
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="NAME", help=_("Who of your firm decides the mailing; default: your user name.")),
    ] = "",
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="PARTY",
            help=_("Another firm that is given the file: a code of [parties]. The file is --out."),
        ),
    ] = "",
    wait: Wait = 30.0,
) -> None:
    """leadlist mailing 見込み客.xlsx --channel email --purpose P01
    leadlist mailing 見込み客.xlsx --channel email --purpose P01 --preset mailchimp --out 配信.csv
    leadlist mailing 見込み客.xlsx --channel post --purpose P01 --one-per company --preset labels --out 宛名.csv
    leadlist mailing 見込み客.xlsx --channel email --purpose P01 --template 案内.html --gate gate.json
    leadlist mailing 見込み客.xlsx --channel post --purpose P01 --preset labels --to print-shop --out 宛名.csv"""
    from leadlist.cli.mailing_run import run_mailing
    from leadlist.cli.mailing_wish import Wish
    from leadlist.operations.mailing import Request
    from leadlist.operations.mailing.segments import parse_segment
    from leadlist.rules.mailers import named_mailer

    request = Request(channel.value, purpose, bulk, one_per.value, parse_segment(segment), to)
    mailer = named_mailer(layout, channel.value)
    run_mailing(Wish(list_file, options, request, mailer, out, template, gate, by.strip(), wait))
