"""leadlist forget"""

from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli.options import ChangeOptions, StoredList
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.forgetting import Erasing
    from leadlist.cli.run import Command


def forget(
    list_file: StoredList,
    options: ChangeOptions,
    email: Annotated[list[str] | None, typer.Option("--email", help=_("An e-mail address of the person."))] = None,
    phone: Annotated[list[str] | None, typer.Option("--phone", help=_("A number of the person."))] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help=_("A name of the person, as written, read or in Latin letters."))
    ] = None,
    row: Annotated[
        list[int] | None, typer.Option("--row", metavar="NUMBER", help=_("A row of the person, as Excel numbers it."))
    ] = None,
    request: Annotated[str, typer.Option("--request", metavar="ID", help=_("Your number for the request."))] = "",
    suppress: Annotated[
        bool, typer.Option("--suppress", help=_("Also opt the person's addresses out of every channel."))
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help=_("Go on with an erasure that was interrupted."))] = False,
) -> None:
    """leadlist forget 見込み客.xlsx --email taro@example.jp --dry-run
    leadlist forget 見込み客.xlsx --email taro@example.jp --phone 090-1234-5678 --request R-2026-12
    leadlist forget 見込み客.xlsx --name "山田 太郎" --row 12 --suppress
    leadlist forget 見込み客.xlsx --resume"""
    from leadlist.cli.cores import workers
    from leadlist.cli.forgetting import Erasing
    from leadlist.cli.output import Output
    from leadlist.cli.run import run
    from leadlist.operations.forget import Query

    if options.out:
        raise UserError(
            _("An erasure changes the list itself; --out would leave the person in it."),
            hint=_("Leave --out away; --dry-run shows what would go."),
        )
    query = Query(tuple(email or ()), tuple(phone or ()), tuple(name or ()), tuple(row or ()))
    if not any(query) and not resume:
        raise UserError(
            _("Nobody is named who is to be forgotten."),
            hint=_("Say who: --email ADDRESS, --phone NUMBER, --name NAME or --row NUMBER."),
        )
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if not options.dry_run:
        output.talk(_("An erasure cannot be undone: it also goes into the log's values and every backup."))
    with workers() as spread:
        spread.start_for(list_file, "deck")
        work = Erasing(list_file, query, request, options, output, suppress=suppress, resume=resume, spread=spread)
        run(_command(work), list_file, options)


def _command(work: "Erasing") -> "Command":
    """An erasure: nobody may undo it, and it goes on in the backups once the list has changed."""
    from leadlist.cli.asking import Ask
    from leadlist.cli.forgetting import show_matches
    from leadlist.cli.run import Command

    return Command(
        "forget",
        work.plan,
        ask=Ask.COUNT,
        question=lambda plan: _("Leads that leave the list, its log and its backups for good: {count}.").format(
            count=plan.counts.get("removed", 0)
        ),
        summary=show_matches,
        next_step=lambda path: _("Prove it: leadlist log {list} --verify").format(list=path),
        before=work.write_down,
        after=work.in_backups,
        is_gone=work.is_gone,
        final=True,
        spread=work.spread,
    )
