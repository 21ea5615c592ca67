"""Writing a report into a file the user named: private, and in the format its suffix says."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.output import Output
from leadlist.errors import StorageError, UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.reports import Report

FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json", ".csv": "csv", ".txt": "table"}


def require_format(path: Path | None) -> None:
    """Raises UserError for a file whose suffix says no format, before any work is done."""
    if path is not None and path.suffix.lower() not in FORMATS:
        raise UserError(
            _("“{file}” says no format a report can have.").format(file=path),
            hint=_("Known: {names}.").format(names=" ".join(FORMATS)),
        )


def write_report(path: Path, report: "Report", output: Output) -> None:
    """Write the report for its owner's eyes only, and say so."""
    from leadlist.reports import RENDERERS

    text = RENDERERS[FORMATS[path.suffix.lower()]](report)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise StorageError(
            _("“{file}” cannot be written: {reason}.").format(file=path, reason=error.strerror),
            hint=_("Choose another folder."),
        ) from error
    output.talk(_("Report: {file} (readable by you alone)").format(file=path))
