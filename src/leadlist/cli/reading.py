"""Opening a list: the rules in force, the document, and which column holds which field."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.options import ReadOptions
from leadlist.errors import UserError, reason_of
from leadlist.leads import LeadList, Spread
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.formats.document import Document
    from leadlist.recognition import Recognition
    from leadlist.rules import Rules

STDIN = Path("-")
SHIPPED = "japan.toml"  # where the language comes from where nobody says it
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
LOOKED_AT = 200  # rows


@dataclass(frozen=True)
class Opened:
    """A list, ready for an operation."""

    document: "Document"
    recognition: "Recognition"
    rules: "Rules"

    @property
    def leads(self) -> LeadList:
        """The list, its columns recognised."""
        return self.recognition.leads


def rules_in_force(list_file: Path | None, options: ReadOptions) -> "Rules":
    """The rules for a list, after `--rules`, the environment and the folders above it."""
    from leadlist.rules import find_rules, load_rules

    return load_rules(find_rules(None if list_file == STDIN else list_file, options.rules))


def max_age_of(rules: "Rules", asked: str | None = None) -> timedelta:
    """The greatest age of a backup: what was asked for ("90d"), else `[backup] max_age`. Raises UserError."""
    from leadlist.rules.durations import parse_duration

    today = datetime.now(UTC).date()
    return today - parse_duration(asked or rules.backup.max_age).before(today)


def password_of(options: ReadOptions) -> str | None:
    """The password in `--password-file`, its line end taken off."""
    if options.password_file is None:
        return None
    try:
        return options.password_file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The password file “{file}” cannot be read: {reason}.").format(
                file=options.password_file, reason=reason_of(error) if isinstance(error, OSError) else error.reason
            ),
            hint=_("Name a file whose only line is the workbook's password."),
        ) from error


def open_document_of(
    path: Path,
    options: ReadOptions,
    rules: "Rules | None" = None,
    headings: Sequence[str] = (),
    spread: "Spread[Any, Any] | None" = None,
) -> "Document":
    """The list in a file, or the CSV on stdin, its columns not yet recognised.

    `rules` and `headings` name headings of the user's own, so that a row that holds them is taken for headings. With
    `spread` a large CSV file is worked on block by block.
    """
    from leadlist.formats import open_document
    from leadlist.formats.csv_file import open_bytes
    from leadlist.formats.opening import no_sheets
    from leadlist.recognition import heading_score, scorer

    score = scorer(rules, headings) if rules else heading_score
    if path == STDIN:
        if options.sheet:
            raise no_sheets(str(path))
        return open_bytes(sys.stdin.buffer.read(), score=score, encoding=options.encoding)
    return open_document(
        path,
        score=score,
        sheet=options.sheet,
        others=rules.retention.sheets if rules else (),
        encoding=options.encoding,
        password=password_of(options),
        spread=spread,
    )


def open_leads(
    path: Path,
    rules: "Rules",
    options: ReadOptions,
    *,
    must_know: bool = True,
    headings: Sequence[str] = (),
    spread: "Spread[Any, Any] | None" = None,
) -> Opened:
    """Read a list. Raises UserError where it is no list, or (`must_know`) none of its columns is recognised.

    With `spread`, for an operation that works block by block, a large CSV file is not held.
    """
    from leadlist.recognition import recognize
    from leadlist.recognition.words import named_in

    document = open_document_of(path, options, rules, headings, spread)
    recognition = recognize(document.leads, rules)
    if must_know and not recognition.leads.fields and not named_in(rules.match.kinds, recognition.leads.headings):
        raise UserError(
            _("leadlist recognises no column of “{file}”.").format(file=path.name),
            hint=_("Say which one holds what: leadlist columns {file} --set email=HEADING").format(file=path),
        )
    return Opened(document, recognition, _in_its_language(rules, recognition.leads))


def _in_its_language(rules: "Rules", leads: LeadList) -> "Rules":
    """The rules with the language of the columns and words that leadlist adds: English in a list without any Japanese,
    unless the rules of the user say which."""
    if rules.language != "ja" or rules.origins.get("language", SHIPPED) != SHIPPED or not len(leads):
        return rules
    if any(map(JAPANESE.search, leads.headings)):
        return rules
    first = leads.picked([*islice(leads.rows(), LOOKED_AT)])
    japanese = any(JAPANESE.search(text) for column in first.columns for text in column)
    return rules if japanese else replace(rules, language="en")


def open_older(
    path: Path, sheet: str, rules: "Rules", options: ReadOptions, spread: "Spread[Any, Any] | None" = None
) -> Opened:
    """An older version of a list: the sheet that is the list now, where it has one of that name."""
    from leadlist.formats import NoSuchSheet

    try:
        of_now = replace(options, sheet=sheet or options.sheet)
        return open_leads(path, rules, of_now, must_know=False, spread=spread)
    except NoSuchSheet:
        return open_leads(path, rules, options, must_know=False, spread=spread)


def reopened(opened: Opened, rules: "Rules") -> Opened:
    """The same list under other rules; it is not read again, which stdin could not be."""
    from leadlist.recognition import recognize

    return Opened(opened.document, recognize(opened.document.leads, rules), rules)
