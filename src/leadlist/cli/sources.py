"""What `leadlist import` reads: CSV and Excel lists, vCards, and folders of them."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ReadOptions
from leadlist.errors import StorageError, UserError
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.operations.import_ import Batch
    from leadlist.rules import Rules

CARD_SUFFIXES = (".vcf", ".vcard")
LIST_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def batches(
    sources: Sequence[Path], into: Path, rules: "Rules", options: ReadOptions
) -> "tuple[list[Batch], list[str]]":
    """The leads of every source, a batch a file, and sentences about what could not be read in them."""
    found: list[Batch] = []
    notes: list[str] = []
    for path in files_of(sources, into):
        batch, said = _batch(path, rules, options)
        found.append(batch)
        notes.extend(said)
    return found, notes


def files_of(sources: Sequence[Path], into: Path) -> Iterator[Path]:
    """The files named, and of a folder those leadlist can read, by name, but for the list itself.

    Raises UserError where there is none, and for a list that is to be imported into itself: every lead in it would be
    said to have been acquired once more.
    """
    for source in sources:
        if not source.exists():
            raise UserError(
                _("There is no file “{file}”.").format(file=source), hint=_("Check the name and the folder.")
            )
        if not source.is_dir():
            if _same(source, into):
                raise UserError(
                    _("“{file}” is source and list at once.").format(file=source),
                    hint=_("Name another file after --into."),
                )
            yield source
            continue
        inside = sorted(p for p in source.rglob("*") if _importable(p) and not _same(p, into))
        if not inside:
            raise UserError(
                _("The folder “{folder}” holds nothing to import.").format(folder=source),
                hint=_("leadlist reads: {suffixes}.").format(suffixes=" ".join(CARD_SUFFIXES + LIST_SUFFIXES)),
            )
        yield from inside


def _same(source: Path, into: Path) -> bool:
    return into.exists() and source.samefile(into)


def _importable(path: Path) -> bool:
    """A file that can be read and is no owner file of Excel (`~$…`) and not hidden."""
    named = path.suffix.lower() in CARD_SUFFIXES + LIST_SUFFIXES and not path.name.startswith(("~$", "."))
    return named and path.is_file()


def _batch(path: Path, rules: "Rules", options: ReadOptions) -> "tuple[Batch, list[str]]":
    from leadlist.cli.reading import open_leads
    from leadlist.operations.import_ import Batch

    if path.suffix.lower() in CARD_SUFFIXES:
        from leadlist.cards.vcard import read_vcards

        try:
            cards, notes = read_vcards(path.read_bytes(), path.name)
        except OSError as error:
            raise StorageError(
                _("“{file}” cannot be read: {reason}.").format(file=path, reason=error.strerror),
                hint=_("Check its permissions."),
            ) from error
        return Batch(path.name, cards_list(cards, path.name)), notes
    opened = open_leads(path, rules, options)
    return Batch(path.name, opened.leads), list(opened.document.notes)


def cards_list(cards: Sequence[dict[str, str]], name: str) -> LeadList:
    """Cards as a list whose headings are the fields' names."""
    fields = list(dict.fromkeys(field for card in cards for field in card))
    columns = tuple([card.get(field, "") for card in cards] for field in fields)
    at = {field: ColumnRef(position) for position, field in enumerate(fields)}
    return LeadList(tuple(fields), columns, at, range(1, len(cards) + 1), name=name)


def evidence_of(path: Path | None) -> str:
    """What proves an acquisition: a file's name and the SHA-256 of its bytes."""
    if path is None:
        return ""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UserError(
            _("The evidence “{file}” cannot be read: {reason}.").format(file=path, reason=error.strerror),
            hint=_("Name a file: a scan, a screenshot, a mail."),
        ) from error
    return f"{path.name} sha256:{digest}"
