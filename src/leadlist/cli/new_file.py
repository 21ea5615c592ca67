"""Files that leadlist makes rather than changes: a first list, and what `--out` writes."""

from collections.abc import Sequence
from pathlib import Path

from leadlist.changes import Change
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import apply


class NewList:
    """A list that does not exist yet, as a Document: no rows, and `write` makes the whole file."""

    def __init__(self, path: Path, leads: LeadList, language: str) -> None:
        self.path = path
        self.sheet = ""
        self.leads = leads
        self.notes: Sequence[str] = (_("{list} does not exist yet; it will be made.").format(list=path),)
        self.writes = path.suffix.lower()
        self.language = language

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """None: nothing refers to a list that is new."""
        return ()

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """The list with its first leads."""
        from leadlist.formats import new_document

        after = apply(self.leads, changes)
        new_document(target, after.headings, rows_of(after), language=self.language)


def write_new_file(path: Path, leads: LeadList, language: str) -> None:
    """Write a list into a plain new file. Raises UserError where there is one of that name already."""
    from leadlist.formats import new_document

    if path.exists():
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file with --out."))
    new_document(path, leads.headings, rows_of(leads), language=language)


def rows_of(leads: LeadList) -> list[tuple[str, ...]]:
    """The list row by row."""
    return list(zip(*leads.columns, strict=True))
