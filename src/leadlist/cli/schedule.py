"""leadlist schedule LIST --backup daily --purge monthly"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.cli.options import StoredList, TalkOptions
from leadlist.errors import UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.cli.recipes import Job


def schedule(
    list_file: StoredList,
    options: TalkOptions,
    backup: Annotated[
        str, typer.Option("--backup", metavar="daily|weekly|monthly", help=_("How often to back up."))
    ] = "",
    purge: Annotated[
        str, typer.Option("--purge", metavar="weekly|monthly", help=_("How often to remove what is due."))
    ] = "",
    drill: Annotated[
        str, typer.Option("--drill", metavar="weekly|monthly", help=_("How often to put backups back for a rehearsal."))
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", readable=False, help=_("Copy each backup there."))
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help=_("Put the lines into your crontab, after asking."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
) -> None:
    """leadlist schedule 見込み客.xlsx --backup daily --purge monthly
    leadlist schedule 見込み客.xlsx --backup daily --to /mnt/nas/backups --drill monthly --install"""
    from leadlist.cli.output import Output
    from leadlist.cli.recipes import cron, jobs, systemd, windows
    from leadlist.store import find_key

    output = Output(quiet=options.quiet, as_json=options.as_json)
    if not list_file.is_file():
        missing = _("There is no file {path}.").format(path=list_file)
        raise UserError(missing, hint=_("Check the name and the folder."))
    if not (backup or purge or drill):
        backup, purge = "daily", "monthly"
    named = os.environ.get("LEADLIST_KEY_FILE", "")
    wanted = jobs(list_file, backup=backup, purge=purge, drill=drill, to=to, key_file=named)
    lines, program = cron(wanted, _program(), list_file), _program()
    if install:
        _install(lines, list_file, wanted, output, yes=yes)
        return
    recipes = {"cron": "\n".join(lines), "systemd": systemd(wanted, program), "windows": windows(wanted, program)}
    if not options.as_json:
        for name, text in recipes.items():
            typer.echo(f"# --- {name}\n{text}\n")
    if find_key() is None:
        output.talk(_("There is no key yet, and cron has no terminal to show one on: make it first, leadlist key new."))
    output.talk(_("Look now and then whether all goes well: leadlist doctor {list}").format(list=list_file))
    output.document(
        lambda: {
            "command": "schedule",
            "list": str(list_file),
            "counts": {"jobs": len(wanted)},
            "recipes": recipes,
            "changes": [],
            "findings": [],
            "next": f"leadlist schedule {list_file} --install",
        }
    )


def _program() -> list[str]:
    """How leadlist is started where no shell has prepared a search path."""
    found = shutil.which("leadlist")
    return [found] if found else [sys.executable, "-m", "leadlist"]


def _install(lines: list[str], list_file: Path, wanted: "list[Job]", output: "Output", *, yes: bool) -> None:
    """Put the lines into the user's crontab; those of an earlier time for this list are replaced, all others stay."""
    from leadlist.cli.asking import Ask, confirmed, require_answer
    from leadlist.cli.recipes import merged

    hint = _("Add --yes to go ahead; without --install the lines are only shown.")
    require_answer(Ask.YES_OR_NO, yes=yes, hint=hint)
    if not shutil.which("crontab"):
        raise UserError(
            _("There is no crontab on this computer."),
            hint=_("Without --install the recipes of other systems are shown."),
        )
    for line in lines:
        output.talk(line)
    question = ngettext(
        "Put {count} job for {list} into your crontab?", "Put {count} jobs for {list} into your crontab?", len(wanted)
    ).format(count=len(wanted), list=list_file)
    if not confirmed(Ask.YES_OR_NO, question, 0, yes=yes, output=output):
        raise UserError(_("Stopped: you did not confirm."), hint=_("Nothing was written."))
    had = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    text = merged(had.stdout if had.returncode == 0 else "", lines)
    done = subprocess.run(["crontab", "-"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(
            _("The crontab was not taken: {reason}").format(reason=done.stderr.strip()),
            hint=_("Put the lines in yourself: crontab -e"),
        )
    output.talk(_("Done. See them: crontab -l"))
