"""Files that leadlist makes rather than changes: a first list, and what `--out` writes."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.changes import Change
from leadlist.errors import StorageError, UserError, reason_of
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import applied_rows, apply

if TYPE_CHECKING:
    from leadlist.formats.list_workbook import Guide
    from leadlist.rules import Rules


class NewList:
    """A list that does not exist yet, as a Document: no rows, and `write` makes the whole file."""

    def __init__(self, path: Path, leads: LeadList, rules: "Rules") -> None:
        self.path = path
        self.sheet = ""
        self.leads = leads
        self.notes: Sequence[str] = (_("{list} does not exist yet; it will be made.").format(list=path),)
        self.writes = path.suffix.lower()
        self.rules = rules

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """None: nothing refers to a list that is new."""
        return ()

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """Never said: the file is read again."""
        return False

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """The list with its first leads, and what explains it."""
        from leadlist.cli.list_guide import guide_of
        from leadlist.formats import new_document

        after = apply(self.leads, changes)
        guide = guide_of(after, self.rules)
        new_document(target, after.headings, rows_of(after), language=self.rules.language, guide=guide)


def require_out(out: Path | None, *, guard_formulas: bool) -> None:
    """What `require_new_file` asks of `--out`, and that `--guard-formulas` does not stand alone."""
    if out:
        require_new_file(out)
    elif guard_formulas:
        raise UserError(
            _("--guard-formulas is for a new file; a list in place keeps its texts as they are."),
            hint=_("Name the new file with --out NEW.csv."),
        )


def require_new_file(path: Path, *, hint: str = "") -> None:
    """Raises UserError where `--out` names a file that is there, or no format, before any work is done. `hint` says
    what to do where it is not `--out` that names the file."""
    from leadlist.formats.new_file import require_suffix

    require_suffix(path)
    if path.exists():
        raise _taken(path, hint)


def write_new_file(
    path: Path,
    leads: LeadList,
    language: str,
    guide: "Guide | None" = None,
    *,
    changes: Sequence[Change] = (),
    guard_formulas: bool = False,
) -> None:
    """Write a list after some changes into a new file that only its owner can read, plain or with a `guide`; nothing is
    left of one that fails. `guard_formulas` as in `formats.new_document`.

    Raises UserError where there is a file of that name already, StorageError where it cannot be written.
    """
    from leadlist.formats import new_document

    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            headings, rows = applied_rows(leads, changes)
            new_document(path, headings, rows, language=language, guide=guide, guard_formulas=guard_formulas)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise not_written(path, error) from error


def _taken(path: Path, hint: str = "") -> UserError:
    return UserError(_("“{file}” exists already.").format(file=path), hint=hint or _("Name a new file with --out."))


def replace_file(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    """Write a file whole or not at all, text as UTF-8, with a mode of `mode` less the umask. Raises StorageError."""
    aside = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(path, error) from error


def not_written(path: Path, error: OSError) -> StorageError:
    """What a person is told where a file of their choice cannot be written."""
    return StorageError(
        _("“{file}” cannot be written: {reason}.").format(file=path, reason=reason_of(error)),
        hint=_("Choose another folder."),
    )


def rows_of(leads: LeadList) -> list[tuple[str, ...]]:
    """The list row by row."""
    return list(zip(*leads.columns, strict=True))
