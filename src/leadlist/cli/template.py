"""leadlist template"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from leadlist.cli.options import TalkOptions
from leadlist.locale import LANGUAGES, _


def template(
    list_file: Annotated[
        Path, typer.Argument(metavar="LIST", readable=False, help=_("The new list: .xlsx, .csv or .tsv."))
    ],
    options: TalkOptions,
) -> None:
    """leadlist template 見込み客.xlsx
    leadlist template leads.xlsx --lang en"""
    from leadlist.cli.list_guide import guide_of
    from leadlist.cli.new_file import require_new_file, write_new_file
    from leadlist.cli.output import Output
    from leadlist.operations.import_ import template as empty_list
    from leadlist.rules import find_rules, load_rules

    require_new_file(list_file, hint=_("Name a new file."))
    rules = load_rules(find_rules(list_file))
    if options.lang in LANGUAGES and options.lang != rules.language:
        other = load_rules("japan" if options.lang == "ja" else "international")
        rules = replace(rules, language=other.language, stages=other.stages)
    leads = empty_list(rules.language)
    write_new_file(list_file, leads, rules.language, guide_of(leads, rules))
    output = Output(quiet=options.quiet, as_json=options.as_json)
    step = _("Next: type leads into it, then leadlist validate {list}").format(list=list_file)
    output.talk(_("Made {list} with {count} columns.").format(list=list_file, count=len(leads.headings)))
    output.talk(step)
    output.document(lambda: {"command": "template", "list": str(list_file), "columns": leads.headings, "next": step})
