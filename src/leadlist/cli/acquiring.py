"""The options that say where, when and for what leads were taken in; `import` and `provenance` share them."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leadlist.errors import UserError, reason_of
from leadlist.locale import _

SourceKind = Annotated[
    str, typer.Option("--source", help=_("How they came in: form, card, fair, seminar, survey, call, list …"))
]
Event = Annotated[str, typer.Option("--event", help=_("The fair, seminar or campaign."))]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], help=_("The day they were acquired; default: as the source says, else today.")
    ),
]
PurposeText = Annotated[
    str, typer.Option("--purpose", help=_("Purpose of use: a code from [purposes], or the wording itself."))
]
Consent = Annotated[
    str, typer.Option("--consent", metavar="explicit|card|contract|published|none", help=_("On what ground."))
]
EvidenceFile = Annotated[
    Path | None, typer.Option("--evidence", readable=False, help=_("A file that proves it; its SHA-256 is kept."))
]
PolicyVersion = Annotated[str, typer.Option("--policy-version", help=_("The version of the privacy policy they saw."))]
HandoverKind = Annotated[
    str,
    typer.Option(
        "--handover",
        metavar="consent|notified|processor|succession|joint",
        help=_("Of leads of another firm: on what ground they were handed over."),
    ),
]
Supplier = Annotated[str, typer.Option("--supplier", help=_("That firm: name, address and representative."))]
Obtained = Annotated[str, typer.Option("--obtained", help=_("How that firm had got them."))]


FromParty = Annotated[
    str, typer.Option("--from", metavar="PARTY", help=_("The firm they come from: a code of [parties]."))
]


def evidence_of(path: Path | None) -> str:
    """What proves an acquisition: a file's name and the SHA-256 of its bytes."""
    if path is None:
        return ""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UserError(
            _("The evidence “{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("Name a file: a scan, a screenshot, a mail."),
        ) from error
    return f"{path.name} sha256:{digest}"
