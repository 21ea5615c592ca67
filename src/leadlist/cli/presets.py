"""leadlist presets"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.cli.options import TalkOptions
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.rules.presets import Preset


def presets(
    options: TalkOptions,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=_("Print this one's file: a start for one of your own."))
    ] = "",
    list_file: Annotated[
        Path | None, typer.Option("--for", metavar="LIST", readable=False, help=_("The list whose rules are meant."))
    ] = None,
) -> None:
    """leadlist presets
    leadlist presets google-forms > presets/my-form.toml"""
    from leadlist.cli.output import Output
    from leadlist.rules import find_rules
    from leadlist.rules.presets import FOLDER, load_presets, named_preset

    rules_file = find_rules(list_file)
    known = load_presets(rules_file)
    output = Output(quiet=options.quiet, as_json=options.as_json)
    if name:
        output.data(named_preset(name, known).text.rstrip())
        return
    rows = [(p.name, p.title, p.source or "–", _("your own") if p.own else _("shipped")) for p in known.values()]
    output.table((_("name"), _("exports of"), _("source"), _("from")), rows, limit=60)
    step = _("Read a file by one: leadlist import FILE --preset NAME --into LIST. Your own: {folder}/NAME.toml")
    step = step.format(folder=_own_folder(rules_file) / FOLDER)
    output.talk(step)
    output.document(lambda: {"command": "presets", "presets": [_entry(p) for p in known.values()], "next": step})


def _own_folder(rules_file: Path) -> Path:
    from leadlist.rules import shipped

    return Path.cwd() if rules_file.parent == shipped() else rules_file.parent


def _entry(preset: "Preset") -> dict[str, Any]:
    return {"name": preset.name, "title": preset.title, "source": preset.source, "own": preset.own}
