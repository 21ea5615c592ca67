"""Asking a person before something is done; without a terminal, `--yes` must have answered."""

import sys
from enum import Enum, auto

from leadlist.cli.output import Output
from leadlist.errors import UserError
from leadlist.locale import _


class Ask(Enum):
    """What a command wants to hear before it commits."""

    NOTHING = auto()
    YES_OR_NO = auto()
    COUNT = auto()  # the number of leads that leave, typed: for what cannot be put right in a hurry


def interactive() -> bool:
    """True where somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def require_answer(ask: Ask, *, yes: bool, hint: str = "") -> None:
    """Raises UserError where the command will ask, and nobody is there to answer. `hint`: where it has no --dry-run."""
    if ask is not Ask.NOTHING and not yes and not interactive():
        raise UserError(
            _("This command asks before it changes the list, and there is no terminal to ask on."),
            hint=hint or _("Add --yes to go ahead, or --dry-run to see what it would do."),
        )


def confirmed(ask: Ask, question: str, count: int, *, yes: bool, output: Output) -> bool:
    """Whether the person agrees. `question` is a whole sentence; with `Ask.COUNT` they type `count`."""
    if ask is Ask.NOTHING or yes:
        return True
    if ask is Ask.YES_OR_NO:
        output.warn(_("{question} [y/N]").format(question=question))
        return _answer() in ("y", "yes", "はい", "ｙ")
    output.warn(_("{question} Type {count} to go ahead:").format(question=question, count=count))
    return _answer() == str(count)


def _answer() -> str:
    line = sys.stdin.readline()
    return line.strip().lower()
