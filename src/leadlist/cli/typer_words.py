"""What typer says by itself, in the user's language: the headings of a help text and what is wrong with a command line.

typer has no catalogue of its own. What it says differs a little from version to version; a sentence that is not known
here is shown as it came.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import typer

from leadlist.cli.output import padded, width
from leadlist.errors import UserError
from leadlist.locale import _

NO_WORDS = "NoArgsIsHelpError"
Row = tuple[str, str]

LONGEST = 30  # columns for what is typed; longer ones have a line of their own
_TYPE = re.compile(r" <([^<>]*)>")  # `--out <path>`
_TYPES = {
    "path": "FILE",
    "list[Path]": "FILE",
    "int": "NUMBER",
    "float": "NUMBER",
    "int range": "NUMBER",
    "float range": "NUMBER",
    "%Y-%m-%d": "YYYY-MM-DD",
}
_CLOSING = "[、。）」』：；！？ー…]*"
_PIECES = re.compile(rf"\s*[（「『]*(?:[!-~“”‘’–]+|\S){_CLOSING}")

USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a faulty command line; older versions have it from click, newer ones of their own."""


def translated_usage(words: str) -> str:
    """What follows the command in a usage line."""
    return words.replace("[OPTIONS]", _("[OPTIONS]")).replace("COMMAND [ARGS]...", _("COMMAND [ARGS]..."))


def help_of(option: str) -> str:
    """The help of an option that typer adds by itself; "" for any other."""
    return {
        "--help": _("Show this message and exit."),
        "--install-completion": _("Let this shell complete commands and options by the Tab key."),
        "--show-completion": _("Print the script by which this shell would complete them."),
    }.get(option, "")


def parameter_rows(parameters: Iterable[Any], context: Any) -> tuple[list[Row], list[Row]]:
    """What a help text says of the arguments and of the options, a row each: how it is typed, what it is for."""
    arguments: list[Row] = []
    options: list[Row] = []
    for each in parameters:
        each.help = next(filter(None, map(help_of, each.opts)), each.help)
        record = each.get_help_record(context)
        if record is None:
            continue
        typed, text = record
        text = text.replace("[default: ", _("[default: ")).replace("required]", _("required]"))
        if each.param_type_name == "argument":
            arguments.append((_TYPE.sub("", typed), text))
        else:
            options.append((_TYPE.sub(lambda found: " " + _TYPES.get(found[1], "TEXT"), typed), text))
    return arguments, options


def section(heading: str, rows: Sequence[Row], columns: int) -> str:
    """A part of a help text, at most so many columns wide: a wide letter takes two, and Japanese breaks anywhere."""
    room = min(max((width(typed) for typed, _text in rows), default=0), LONGEST)
    lines = [heading]
    for typed, text in rows:
        start = f"  {padded(typed, room)}  "
        if width(typed) > room:
            lines.append(f"  {typed}")
            start = " " * (room + 4)
        for line in wrapped(text, columns - room - 4) or [""]:
            lines.append((start + line).rstrip())
            start = " " * (room + 4)
    return "\n".join(lines) + "\n"


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many terminal columns; none begins with a closing mark."""
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        if line and width((line + piece).rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def usage_error(error: Any) -> UserError:
    """A faulty command line as every other error is told: what is wrong, and what to type next."""
    message = str(getattr(error, "message", "") or "")
    option = str(getattr(error, "option_name", "") or "")
    if hasattr(error, "possibilities"):
        problem = _("There is no option “{word}”.").format(word=option)
        return UserError(problem, hint=_near(error.possibilities) or _how(error))
    if option and "requires" in message:
        return UserError(_("“{option}” needs a value behind it.").format(option=option), hint=_how(error))
    if parameter := getattr(error, "param", None):
        name = _name_of(parameter)
        if not message and hasattr(error, "param_type"):
            return UserError(_("“{name}” is missing.").format(name=name), hint=_how(error))
        problem = _("{option}: {problem}").format(option=name, problem=_translated(message, _OF_VALUES))
        return UserError(problem, hint=_how(error))
    return UserError(_translated(message, _OF_COMMANDS), hint=_how(error))


def _name_of(parameter: Any) -> str:
    """`--wait` of an option, `LIST` of an argument."""
    is_option = parameter.param_type_name == "option"
    return str(max(parameter.opts, key=len) if is_option else parameter.metavar or parameter.name)


def _near(options: Any) -> str:
    names = ", ".join(sorted(options or ()))
    return _("Did you mean {names}?").format(names=names) if names else ""


def _how(error: Any) -> str:
    """Which help to ask for."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "leadlist"
    return _("How it is used: {command} --help").format(command=command)


Said = tuple[str, Callable[[], str]]

_OF_COMMANDS: tuple[Said, ...] = (
    (r"Missing command\.?", lambda: _("A command is missing.")),
    (
        r"No such command '(?P<word>.*?)'\.? Did you mean (?P<near>.*)\?",
        lambda: _("There is no command “{word}”. Did you mean {near}?"),
    ),
    (r"No such command '(?P<word>.*)'\.?", lambda: _("There is no command “{word}”.")),
    (
        r"Got unexpected extra argument(s|\(s\))? \((?P<word>.*)\)",
        lambda: _("This is one word too many: {word}"),
    ),
    (r"Option '(?P<option>.*)' does not take a value\.?", lambda: _("“{option}” takes no value.")),
)
_OF_VALUES: tuple[Said, ...] = (
    (r".*valid (number|float|integer|int range|float range)\b.*", lambda: _("this is no number.")),
    (r".*greater than or equal to (?P<least>\S+?)\.?", lambda: _("at least {least} is needed.")),
    (r".*less than or equal to (?P<most>\S+?)\.?", lambda: _("at most {most} is possible.")),
    (
        r".*'(?P<word>.*)' does not match the formats? .*",
        lambda: _("“{word}” is no date; write it as 2026-11-22."),
    ),
    (r".*'(?P<word>.*)' is not one of (?P<names>.*?)\.?", lambda: _("“{word}” is not one of {names}.")),
)


def _translated(message: str, known: tuple[Said, ...]) -> str:
    for pattern, words in known:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words().format(**{name: text.replace("'", "") for name, text in found.groupdict().items()})
    return message
