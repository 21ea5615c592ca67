"""leadlist columns"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import ListFile, ReadOptions
from leadlist.errors import UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.cli.reading import Opened


def columns(
    list_file: ListFile,
    options: ReadOptions,
    corrections: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=HEADING", help=_("Remember a correction in leadlist.toml.")),
    ] = None,
) -> None:
    """leadlist columns 見込み客.xlsx
    leadlist columns 見込み客.xlsx --set email=連絡先"""
    from leadlist.cli.output import Output
    from leadlist.cli.reading import open_leads, reopened, rules_in_force

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    named = [heading for _field, heading in map(_halves, corrections or ()) if heading]
    rules = rules_in_force(list_file, options)
    opened = open_leads(list_file, rules, options, must_know=False, headings=named, spread=map)
    if corrections:
        path = _remember(list_file, corrections, opened.leads.headings)
        output.talk(_("Remembered in {file}.").format(file=path))
        opened = reopened(opened, rules_in_force(list_file, options))
    _show(opened, output)
    step = _("Next: leadlist validate {list}").format(list=list_file)
    if opened.recognition.unknown:
        step = ngettext(
            "{count} column is kept and never touched. To name it: leadlist columns {list} --set FIELD=HEADING",
            "{count} columns are kept and never touched. To name one: leadlist columns {list} --set FIELD=HEADING",
            len(opened.recognition.unknown),
        ).format(count=len(opened.recognition.unknown), list=list_file)
    output.talk(step)
    output.document(lambda: _document(opened, step))


def _show(opened: "Opened", output: "Output") -> None:
    from leadlist.cli.output import heading_shown, shown

    if opened.document.sheet:
        output.talk(_("Sheet: {sheet}").format(sheet=shown(opened.document.sheet)))
    if opened.recognition.product:
        output.talk(_("Written by: {product}").format(product=opened.recognition.product))
    for note in opened.document.notes:
        output.talk(shown(note))
    rows = [
        (str(at), heading_shown(c.heading), c.field or "–", c.why, ", ".join(c.alternatives))
        for at, c in enumerate(opened.recognition.columns, start=1)
    ]
    output.table((_("no."), _("column"), _("field"), _("why"), _("could also be")), rows)
    output.talk(ngettext("{count} lead", "{count} leads", len(opened.leads)).format(count=len(opened.leads)))


def _document(opened: "Opened", step: str) -> dict[str, Any]:
    found = [
        {
            "column": c.heading,
            "field": c.field,
            "why": c.why,
            "alternatives": list(c.alternatives),
            "confidence": c.confidence,
        }
        for c in opened.recognition.columns
    ]
    return {
        "command": "columns",
        "list": str(opened.document.path),
        "sheet": opened.document.sheet,
        "counts": {"read": len(opened.leads)},
        "columns": found,
        "changes": [],
        "findings": [],
        "next": step,
    }


def _remember(list_file: Path, corrections: Sequence[str], headings: Sequence[str]) -> Path:
    """Write the corrections into `[columns]` of the folder's leadlist.toml."""
    import tomlkit

    from leadlist.cli.rules_file import edit_rules, own_rules

    named = [_correction(correction, headings) for correction in corrections]

    def edit(document: tomlkit.TOMLDocument) -> None:
        document.setdefault("columns", tomlkit.table()).update(named)

    path = own_rules(list_file)
    edit_rules(path, edit)
    return path


def _correction(text: str, headings: Sequence[str]) -> tuple[str, str]:
    """`email=連絡先` as field and heading. Raises UserError where there is no such field or heading."""
    import difflib

    from leadlist.fields import FIELDS

    field, heading = _halves(text)
    for word, known in ((field, list(FIELDS)), (heading, list(headings))):
        if word not in known and not (word == heading == ""):
            near = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
            hint = _("Did you mean “{near}”?").format(near=near[0]) if near else ""
            problem = _("There is no field “{word}”.") if word == field else _("There is no column “{word}”.")
            raise UserError(problem.format(word=word), hint=hint or _("Known: {names}.").format(names=", ".join(known)))
    return field, heading


def _halves(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not (field and equals):
        raise UserError(
            _("“{text}” is not FIELD=HEADING.").format(text=text), hint=_("For example: --set email=連絡先")
        )
    return field, heading
