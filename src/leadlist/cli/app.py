"""The app: every command in one place. A new command is a module beside this one and a line here."""

import inspect
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from leadlist.cli.approve import approve
from leadlist.cli.backup import backup
from leadlist.cli.columns import columns
from leadlist.cli.dedupe import dedupe
from leadlist.cli.demo import demo
from leadlist.cli.doctor import doctor
from leadlist.cli.forget import forget
from leadlist.cli.import_ import import_
from leadlist.cli.key import key_app
from leadlist.cli.log import log
from leadlist.cli.mailing import mailing
from leadlist.cli.mailing_results import results
from leadlist.cli.normalize import normalize
from leadlist.cli.options import expanded
from leadlist.cli.optout import optout
from leadlist.cli.parties import parties_app
from leadlist.cli.presets import presets
from leadlist.cli.provenance import provenance
from leadlist.cli.purge import purge
from leadlist.cli.purpose import purpose_app
from leadlist.cli.restore import restore
from leadlist.cli.rules import rules_app
from leadlist.cli.schedule import schedule
from leadlist.cli.template import template
from leadlist.cli.typer_words import parameter_rows, section, translated_usage
from leadlist.cli.undo import undo
from leadlist.cli.validate import validate
from leadlist.locale import _


class _Helpful:
    """Help in the user's language, also where typer speaks by itself."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        """The first line of the help."""
        words = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, translated_usage(words), prefix=_("Usage: "))

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """The arguments, the options and, of a group, its commands."""
        arguments, options = parameter_rows(self.get_params(ctx), ctx)
        commands = [(name, each) for name, each in getattr(self, "commands", {}).items() if not each.hidden]
        known = [(name, each.get_short_help_str(limit=1000)) for name, each in commands]
        for heading, rows in ((_("Arguments:"), arguments), (_("Options:"), options), (_("Commands:"), known)):
            if rows:
                formatter.write("\n" + section(heading, rows, formatter.width))


class _Command(_Helpful, TyperCommand):
    pass


class _Group(_Helpful, TyperGroup):
    pass


class _TwoWords(_Group):
    """Commands may have two words: of `mailing results LIST` the command is not `mailing`, with a list “results”."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the first words name, and the rest."""
        both = " ".join(args[:2])
        if both in self.commands:
            return both, self.commands[both], args[2:]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="leadlist",
    cls=_TwoWords,
    help=_("Sales lead lists in Excel and CSV: imported, normalized, deduplicated, validated and purged in place."),
    epilog=_("Start with: leadlist demo"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "import": (import_, _("Take leads in from CSV, Excel and vCard files, with where they came from.")),
    "normalize": (normalize, _("Write every value in its standard form.")),
    "dedupe": (dedupe, _("Merge the records of one person into one (名寄せ).")),
    "validate": (validate, _("Say what is wrong with a list; change nothing.")),
    "mailing": (mailing, _("Say who may be written to, and make the mailer's file.")),
    "approve": (approve, _("Approve a mailing that somebody else has decided.")),
    "mailing results": (results, _("Take in what came back from the mailer: bounces, unsubscribes, clicks.")),
    "purge": (purge, _("Remove the leads whose retention is over.")),
    "forget": (forget, _("Erase one person from the list, its log and every backup, on request.")),
    "optout": (optout, _("Take people out who said no (配信停止), and keep them out.")),
    "undo": (undo, _("Take back the last operation, or an older one.")),
    "log": (log, _("Show or verify what was done to a list.")),
    "backup": (backup, _("Back up a list, encrypted and verified.")),
    "restore": (restore, _("Put a chosen backup back.")),
    "doctor": (doctor, _("Say what is due or wrong about a list's care: backups, key, permissions, retention.")),
    "schedule": (schedule, _("Print recipes for backups and purges by cron, systemd or Windows.")),
    "columns": (columns, _("Show which column was taken for which field, and why.")),
    "provenance": (provenance, _("Say which leads lack where they came from, and fill it in for all at once.")),
    "presets": (presets, _("Show the exports that import knows, or how one is read.")),
    "template": (template, _("Make an empty list to type into, with drop-downs and an explaining sheet.")),
    "demo": (demo, _("Try everything on an example list in a new folder.")),
}
ALIASES = {"deduplicate": "dedupe"}
GROUPS: dict[str, tuple[typer.Typer, str]] = {
    "rules": (rules_app, _("Show or check the rules that are in force.")),
    "purpose": (purpose_app, _("The purposes of use that people were told.")),
    "parties": (parties_app, _("Who leads are given to, and who they come from.")),
    "key": (key_app, _("The key that backups and logs are locked with.")),
}


def _register(name: str, command: Callable[..., None], text: str, *, hidden: bool = False) -> None:
    """A command's help is its one line, then the examples in its docstring."""
    examples = inspect.getdoc(command) or ""
    made = app.command(name, cls=_Command, help=f"{text}\n\n\b\n{examples}", short_help=text, hidden=hidden)
    made(expanded(command))


for _name, (_command, _text) in COMMANDS.items():
    _register(_name, _command, _text)
for _alias, _name in ALIASES.items():
    _register(_alias, *COMMANDS[_name], hidden=True)
for _name, (_group, _text) in GROUPS.items():
    for _each in _group.registered_commands:
        _each.cls = _Command
    app.add_typer(_group, name=_name, help=_text, cls=_Group)


def _version(asked: bool) -> None:
    if asked:
        from leadlist import __version__

        typer.echo(f"leadlist {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: bool = typer.Option(False, "--version", help=_("Print the version."), callback=_version, is_eager=True),
) -> None:
    """What stands before the command."""
