"""leadlist optout [remove | list | export] LIST …"""

from datetime import datetime
from itertools import compress
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import ChangeOptions
from leadlist.cli.optout_asked import Asked, require_in_place
from leadlist.errors import UserError
from leadlist.locale import _

Channels = Annotated[
    list[str] | None,
    typer.Option("--channel", metavar="email|phone|post|fax|sms|all", help=_("The channel; may stand more than once.")),
]


def optout(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[remove|list|export] LIST [FILE|ADDRESS…]",
            help=_("The list, then who said no: files of unsubscribers, e-mail addresses, numbers."),
        ),
    ],
    options: ChangeOptions,
    channel: Channels = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help=_("The day; default: as the file says, else today.")),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help=_("Why, in a word or two that name nobody: it stands there in the clear."))
    ] = "",
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", readable=False, help=_("remove: the file that proves the consent; needs --on.")),
    ] = None,
    sha256: Annotated[
        bool, typer.Option("--sha256", help=_("export: plain SHA-256 hashes, for services that want them."))
    ] = False,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="PARTY", help=_("export: who is given them, a code of [parties]; kept in the log.")
        ),
    ] = "",
) -> None:
    """leadlist optout 見込み客.xlsx taro@example.jp --reason 電話
    leadlist optout 見込み客.xlsx unsubscribed_segment_export.csv
    leadlist optout 見込み客.xlsx 03-1234-5678 --channel phone --on 2026-11-19
    leadlist optout list 見込み客.xlsx
    leadlist optout remove 見込み客.xlsx taro@example.jp --evidence 同意書.pdf --on 2026-11-25
    leadlist optout export 見込み客.xlsx --channel email --sha256 --out 停止.csv"""
    from leadlist.cli import optout_export, optout_ways
    from leadlist.cli.cores import workers
    from leadlist.cli.output import Output
    from leadlist.fields import CHANNELS

    ways = {
        "add": optout_ways.add,
        "remove": optout_ways.remove,
        "list": optout_ways.count,
        "export": optout_export.export,
    }
    way, rest = (words[0], words[1:]) if words[0] in ways and not Path(words[0]).exists() else ("add", words)
    if not rest:
        raise UserError(_("No list is named."), hint=_("For example: leadlist optout {way} LIST").format(way=way))
    unknown = [name for name in channel or () if name not in CHANNELS]
    if unknown:
        raise UserError(
            _("There is no channel “{name}”.").format(name=unknown[0]),
            hint=_("Channels are: {names}.").format(names=", ".join(CHANNELS)),
        )
    given = (channel, on, reason, evidence, sha256, to)
    require_in_place(way, compress(("--channel", "--on", "--reason", "--evidence", "--sha256", "--to"), given))
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    asked = Asked(
        Path(rest[0]), tuple(rest[1:]), options, output, tuple(channel or ()), on, reason, evidence, sha256, to
    )
    with workers() as spread:
        if way != "list":
            spread.start_for(asked.list_file, "optouts")
        ways[way](asked, spread)
