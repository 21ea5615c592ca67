"""What mailers tell of a mailing: bounces, clicks, unsubscribes. One TOML file for each export, in `rules/results/`;
docs/mailing.md explains the keys.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.rules.loader import build, read_toml, shipped

FOLDER = "results"
ANY = "any"  # how a file is read that no other export is told by
EVENTS = ("hard", "soft", "bounce", "unsubscribe", "complaint", "click", "reply", "open", "nothing")
"""What a word or a column can mean. A `bounce` is hard or soft by what else the row says; `nothing` was only sent."""


@dataclass(frozen=True)
class ResultFile:
    """One export of a mailer. Headings are compared as lists are read: case, width and signs do not matter."""

    title: str
    source: str = ""  # where the export is described
    headings: tuple[str, ...] = ()  # a file that has all of them (one of each “a|b”) is read like this
    address: tuple[str, ...] = ()  # the columns of the address, the best first
    day: tuple[str, ...] = ()  # the columns of the day it happened
    event: tuple[str, ...] = ()  # the columns whose word says what happened
    detail: tuple[str, ...] = ()  # the columns that say whether a bounce is hard or soft, by a word or an SMTP code
    always: str = ""  # what every row means
    words: Mapping[str, str] = field(default_factory=dict)  # word -> event, before those of result_words.csv
    marks: Mapping[str, str] = field(default_factory=dict)  # heading -> event: a filled cell there says it happened
    name: str = field(default="", metadata={"key": False})


def load_results() -> dict[str, ResultFile]:
    """The exports that ship. Raises UserError for a file that says something unknown."""
    return {file.stem: load_result(file) for file in sorted(shipped(FOLDER).glob("*.toml"))}


def load_result(file: Path) -> ResultFile:
    """One export from its file."""
    found: ResultFile = build(ResultFile, read_toml(file), file, "")
    for event in (*found.words.values(), *found.marks.values(), *filter(None, [found.always])):
        if event not in EVENTS:
            raise UserError(
                _("“{file}” names “{word}”, which is nothing that can happen to a mail.").format(file=file, word=event),
                hint=_("Known: {names}.").format(names=", ".join(EVENTS)),
            )
    return replace(found, name=file.stem)


def named_result(word: str) -> ResultFile:
    """The export a user names, or their own TOML file. Raises UserError where there is none."""
    if word.endswith(".toml") and Path(word).is_file():
        return load_result(Path(word))
    known = load_results()
    found = known.get(word.strip().casefold())
    if found is None:
        near = difflib.get_close_matches(word.casefold(), known, n=1)
        hint = _("Did you mean “{near}”?").format(near=near[0]) if near else ""
        hint = hint or _("Known: {names}.").format(names=", ".join(known))
        raise UserError(_("There is no export “{name}” of a mailer.").format(name=word), hint=hint)
    return found
