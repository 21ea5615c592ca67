"""leadlist key new | show | import | check"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _

key_app = typer.Typer(no_args_is_help=True)

KeyFile = Annotated[Path | None, typer.Option("--key-file", readable=False, help=_("File that holds the key."))]
KeyCommand = Annotated[str | None, typer.Option("--key-command", help=_("Command that prints the key."))]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out", readable=False, help=_("Write the key to this new file instead of the configuration folder.")
    ),
]


@key_app.command("new", help=_("Make a key and show it once."))
def new(
    out: OutFile = None,
    password: Annotated[
        bool, typer.Option("--password", help=_("Make the key from a password, read from stdin."))
    ] = False,
    after_loss: Annotated[
        Path | None,
        typer.Option(
            "--after-loss", metavar="LIST", readable=False, help=_("The key of this list is lost: go on with another.")
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
) -> None:
    """A root secret of 130 bits, or one made from a strong password."""
    from leadlist.cli.keys import go_on_after_loss, show_new_key
    from leadlist.cli.output import Output
    from leadlist.store import new_key

    secret = _typed(_("Password:")) if password else None
    if after_loss:
        go_on_after_loss(after_loss, lambda: new_key(out, password=secret), out, Output(), yes=yes)
    else:
        show_new_key(new_key(out, password=secret), Output())


@key_app.command("show", help=_("Print the key and the password that backups open with."))
def show(key_file: KeyFile = None, key_command: KeyCommand = None) -> None:
    """For printing, and for opening a backup in 7-Zip."""
    from leadlist.store import find_key, key_text

    key = find_key(key_file=key_file, key_command=key_command)
    if key is None:
        raise UserError(_("There is no key yet."), hint=_("Make one: leadlist key new"))
    typer.echo(_("key:               {key}").format(key=key_text(key)))
    typer.echo(_("backup password:   {password}").format(password=key.backup_password))


@key_app.command("import", help=_("Keep a key that was made elsewhere; it is read from stdin."))
def import_(out: OutFile = None) -> None:
    """A key typed or pasted as `leadlist key show` prints it."""
    from leadlist.store import import_key

    key = import_key(_typed(_("Key:")), out)
    typer.echo(_("Key {id} is kept.").format(id=key.id))


@key_app.command("rotate", help=_("Replace the key; logs and old backups stay readable with the new one."))
def rotate(key_file: KeyFile = None) -> None:
    """A new root secret; the key file keeps what old backups and the log need."""
    from leadlist.cli.keys import show_new_key
    from leadlist.cli.output import Output
    from leadlist.store import rotate_key

    show_new_key(rotate_key(key_file), Output())


@key_app.command("check", help=_("Say whether a list's backups and log belong to the key in force."))
def check(
    list_file: Annotated[Path, typer.Argument(metavar="LIST", readable=False)],
    key_file: KeyFile = None,
    key_command: KeyCommand = None,
) -> None:
    """Exit 6 where the list belongs to another key."""
    from leadlist.store import find_key, require_own_key

    key = find_key(key_file=key_file, key_command=key_command)
    if key is None:
        raise UserError(_("There is no key yet."), hint=_("Make one: leadlist key new"))
    require_own_key(list_file, key)
    typer.echo(_("{list} belongs to key {id}.").format(list=list_file, id=key.id))
    raise typer.Exit(ExitStatus.DONE)


def _typed(prompt: str) -> str:
    """One line from stdin, not shown while it is typed at a terminal."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(prompt + " ")
    return sys.stdin.readline().rstrip("\r\n")
