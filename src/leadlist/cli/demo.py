"""leadlist demo"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import TalkOptions
from leadlist.errors import ExitStatus, UserError
from leadlist.locale import _

WORLD = "01-trade-fair"
LIST = "見込み客.xlsx"
KEY = "demo.key"
AS_OF = "2026-11-22"
IMPORT = (
    f"import eight.csv cards --into {LIST} --source fair --event '機械要素技術展 2026' "
    "--on 2026-11-19 --purpose P01 --yes"
)


def demo(
    options: TalkOptions,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help=_("A folder that does not exist yet."))
    ] = None,
) -> None:
    """leadlist demo
    leadlist demo 試用 --lang ja"""
    place = _copied(folder)
    copy = _World(place, options.lang)
    typer.echo(_("A small world of invented people, with a key of its own: {folder}").format(folder=place))
    copy.run(f"key new --out {KEY}", quiet=True)
    before = _sha256(place / LIST)
    steps = (
        (_("Which column is what?"), f"columns {LIST}"),
        (_("Take in a card app's export and three vCards:"), IMPORT),
        (_("Write every value in its standard form:"), f"normalize {LIST}"),
        (_("Merge the records of one person:"), f"dedupe {LIST} --yes"),
        (_("What is still wrong?"), f"validate {LIST} --as-of {AS_OF} --summary"),
        (_("Remove those whose retention is over:"), f"purge {LIST} --as-of {AS_OF} --yes"),
        (_("What was done?"), f"log {LIST}"),
        (_("Is all of that proved?"), f"log {LIST} --verify"),
    )
    for title, command in steps:
        typer.echo(f"\n── {title}")
        copy.run(command)
    title = _("Take all of it back:")
    typer.echo(f"\n── {title}")
    for _step in range(4):
        copy.run(f"undo {LIST}")
    if _sha256(place / LIST) != before:
        raise AssertionError("undo did not restore the very bytes")
    typer.echo(_("The list is byte for byte what it was: sha256 {digest}").format(digest=before))
    typer.echo(_("Look around in {folder}, and try the commands on it.").format(folder=place))


class _World:
    """A folder in which commands run with a key and a memory of their own, never the user's."""

    def __init__(self, folder: Path, language: str | None) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "LEADLIST_KEY_FILE": str(folder.absolute() / KEY),
            "LEADLIST_STATE_DIR": str(folder.absolute() / ".state"),
        }
        if language:
            self.environment["LEADLIST_LANG"] = language

    def run(self, command: str, *, quiet: bool = False) -> None:
        """Run one leadlist command as its user would; findings (exit 1) are a result, not a failure."""
        if not quiet:
            typer.echo(f"$ leadlist {command}")
        sys.stdout.flush()
        done = self._process(shlex.split(command), quiet=quiet)
        if done not in (ExitStatus.DONE, ExitStatus.FINDINGS):
            raise UserError(
                _("The demo stopped: “{command}” ended with {status}.").format(command=command, status=done),
                hint=_("Look at the message above; the folder is {folder}.").format(folder=self.folder),
            )

    def _process(self, arguments: Sequence[str], *, quiet: bool) -> int:
        sink = subprocess.DEVNULL if quiet else None
        line = [sys.executable, "-m", "leadlist", *arguments]
        return subprocess.run(
            line, cwd=self.folder, env=self.environment, stdout=sink, stderr=sink, check=False
        ).returncode


def _copied(folder: Path | None) -> Path:
    """The example world in a new folder: the one named, or the first free `leadlist-demo…`."""
    from leadlist.cli.new_file import not_written

    target = folder or next(
        p for n in count(1) if not (p := Path("leadlist-demo" if n == 1 else f"leadlist-demo-{n}")).exists()
    )
    if target.exists():
        raise UserError(
            _("“{folder}” exists already.").format(folder=target), hint=_("Name a folder that does not exist yet.")
        )
    _require_own_ground(target)
    try:
        shutil.copytree(world(WORLD), target)
    except OSError as error:
        raise not_written(target, error) from error
    return target


def _require_own_ground(target: Path) -> None:
    """Raises UserError below a suppression file of the user's: it counts there, and the demo's key cannot read it."""
    from leadlist.store.seals import suppression_files

    for file in suppression_files((target / LIST).absolute()):
        raise UserError(
            _("{file} counts for that folder too, and the demo, which has a key of its own, cannot read it.").format(
                file=file
            ),
            hint=_("Name a new folder elsewhere: leadlist demo FOLDER"),
        )


def world(name: str) -> Path:
    """The folder of an example: in the wheel, or in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "data" / "examples"
    return (installed if installed.is_dir() else package.parents[1] / "examples") / name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
