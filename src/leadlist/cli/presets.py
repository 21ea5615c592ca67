"""leadlist presets"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import TalkOptions
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.rules.mailers import Mailer
    from leadlist.rules.presets import Preset


def presets(
    options: TalkOptions,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=_("Print this one's file: a start for one of your own."))
    ] = "",
    list_file: Annotated[
        Path | None, typer.Option("--for", metavar="LIST", readable=False, help=_("The list whose rules are meant."))
    ] = None,
    mailer: Annotated[bool, typer.Option("--mailer", help=_("NAME is one that mailing makes files for."))] = False,
) -> None:
    """leadlist presets
    leadlist presets google-forms > presets/my-form.toml
    leadlist presets mailchimp --mailer > our-mailer.toml"""
    from leadlist.cli.output import Output
    from leadlist.rules import find_rules
    from leadlist.rules.mailers import load_mailers, named_mailer
    from leadlist.rules.presets import FOLDER, load_presets, named_preset
    from leadlist.rules.results import load_results

    rules_file = find_rules(list_file)
    known = load_presets(rules_file)
    output = Output(quiet=options.quiet, as_json=options.as_json)
    mailers = load_mailers()
    if name:
        only = mailer or (name in mailers and name not in known)
        output.data((named_mailer(name) if only else named_preset(name, known)).text.rstrip())
        return
    rows = [(p.name, p.title, p.source or "–", _("your own") if p.own else _("shipped")) for p in known.values()]
    output.table((_("preset"), _("exports of"), _("source"), _("from")), rows, limit=60)
    files = [(m.name, m.title, " ".join(m.channels), _file_of(m)) for m in mailers.values()]
    output.table((_("preset"), _("files for"), _("channel"), _("file")), files, limit=60)
    exports = load_results()
    output.table((_("preset"), _("results from")), [(e.name, e.title) for e in exports.values()], limit=60)
    step = _("Read a file by one: leadlist import FILE --preset NAME --into LIST. Your own: {folder}/NAME.toml")
    step = step.format(folder=_own_folder(rules_file) / FOLDER)
    output.talk(step)
    output.document(
        lambda: {
            "command": "presets",
            "presets": [_entry(p) for p in known.values()],
            "mailers": [_mailer(m) for m in mailers.values()],
            "results": [{"name": e.name, "title": e.title} for e in exports.values()],
            "next": step,
        }
    )


def _own_folder(rules_file: Path) -> Path:
    from leadlist.rules import shipped

    return Path.cwd() if rules_file.parent == shipped() else rules_file.parent


def _entry(preset: "Preset") -> dict[str, Any]:
    return {"name": preset.name, "title": preset.title, "source": preset.source, "own": preset.own}


def _file_of(mailer: "Mailer") -> str:
    """The kinds of file a mailer takes, the encoding of .csv and how many rows of it."""
    kinds = " ".join(f".{each}" for each in mailer.formats)
    encoding = mailer.encoding.removesuffix("-sig").upper() if "csv" in mailer.formats else ""
    most = _("at most {count} rows").format(count=f"{mailer.most:,}") if mailer.most else ""
    return " · ".join(filter(None, [kinds, encoding, most]))


def _mailer(mailer: "Mailer") -> dict[str, Any]:
    return {
        "name": mailer.name,
        "title": mailer.title,
        "channels": list(mailer.channels),
        "formats": list(mailer.formats),
        "encoding": mailer.encoding,
        "most": mailer.most,
    }
