"""Every option that more than one command has, declared once.

A command takes a group of them as one parameter, `options: ChangeOptions`; `expanded` spells the group out for typer.
"""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from leadlist.locale import _

ListFile = Annotated[
    Path,
    typer.Argument(
        metavar="LIST", readable=False, help=_("The lead list: .xlsx, .xlsm, .csv or .tsv; “-” is CSV from stdin.")
    ),
]


StoredList = Annotated[Path, typer.Argument(metavar="LIST", help=_("The lead list."))]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=_("Judge as of this day; default: today."))
]
Wait = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", min=0, help=_("How long to wait for the lock; 0: not at all."))
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", readable=False, help=_("Also write a report: .xlsx, .html, .md, .json, .csv or .txt.")),
]


@dataclass(frozen=True)
class TalkOptions:
    """How a command speaks."""

    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document instead of text."))] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("Say nothing when all is well."))] = False
    show_values: Annotated[
        bool, typer.Option("--show-values", help=_("Show values in full where they would be masked."))
    ] = False
    lang: Annotated[str | None, typer.Option("--lang", metavar="ja|en", help=_("Language of the messages."))] = None


@dataclass(frozen=True)
class KeyOptions:
    """Where the key comes from."""

    key_file: Annotated[Path | None, typer.Option("--key-file", readable=False, help=_("File that holds the key."))] = (
        None
    )
    key_command: Annotated[str | None, typer.Option("--key-command", help=_("Command that prints the key."))] = None


@dataclass(frozen=True)
class ReadOptions(TalkOptions):
    """How a list is read."""

    rules: Annotated[
        str | None, typer.Option("--rules", metavar="FILE|SET", help=_("Rules file, or a set that ships."))
    ] = None
    sheet: Annotated[str | None, typer.Option("--sheet", help=_("Worksheet that holds the list."))] = None
    encoding: Annotated[str | None, typer.Option("--encoding", help=_("Encoding of a CSV file."))] = None
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", readable=False, help=_("File with the password of a protected workbook.")),
    ] = None


@dataclass(frozen=True)
class KeyedReadOptions(ReadOptions, KeyOptions):
    """How a list is read together with what was encrypted beside it."""


@dataclass(frozen=True)
class ChangeOptions(ReadOptions, KeyOptions):
    """How a list is changed."""

    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help=_("Show what would change; write nothing."))] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False
    out: Annotated[
        Path | None,
        typer.Option("--out", readable=False, help=_("Write a plain new file instead of changing the list.")),
    ] = None
    guard_formulas: Annotated[
        bool,
        typer.Option("--guard-formulas", help=_("In a CSV made with --out: ' before texts Excel would calculate.")),
    ] = False
    wait: Wait = 30.0
    not_open: Annotated[
        bool, typer.Option("--not-open", help=_("The list is not open in Excel; its owner file is a left-over."))
    ] = False
    break_formulas: Annotated[
        bool, typer.Option("--break-formulas", help=_("Go on although formulas elsewhere would become #REF!."))
    ] = False


@dataclass(frozen=True)
class LogOptions(TalkOptions, KeyOptions):
    """How the log is read: no lock, no rules."""


@dataclass(frozen=True)
class StoreOptions(TalkOptions, KeyOptions):
    """How the files beside a list are used."""

    wait: Wait = 30.0
    not_open: Annotated[
        bool, typer.Option("--not-open", help=_("The list is not open in Excel; its owner file is a left-over."))
    ] = False


GROUPS = (TalkOptions, ReadOptions, KeyedReadOptions, ChangeOptions, LogOptions, StoreOptions)


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with its option group spelled out as parameters of its own, as typer wants them."""
    signature = inspect.signature(command)
    group = next((p for p in signature.parameters.values() if p.annotation in GROUPS), None)
    if group is None:
        return command
    hints = get_type_hints(group.annotation, include_extras=True)
    own = [p for p in signature.parameters.values() if p is not group]
    shared = [
        inspect.Parameter(
            entry.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if entry.default is MISSING else entry.default,
            annotation=hints[entry.name],
        )
        for entry in fields(group.annotation)
    ]
    names = {parameter.name for parameter in shared}

    def call(*args: Any, **values: Any) -> None:
        options = group.annotation(**{name: values.pop(name) for name in names})
        command(*args, **values, **{group.name: options})

    keyword_only = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    call.__signature__ = signature.replace(parameters=[*keyword_only, *shared])  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in [*keyword_only, *shared]}
    call.__doc__ = command.__doc__
    call.__name__ = command.__name__
    return call
