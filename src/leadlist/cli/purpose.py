"""leadlist purpose add | list | check"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadlist.errors import ExitStatus, Refused, UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from leadlist.cli.output import Output
    from leadlist.rules import Rules

purpose_app = typer.Typer(no_args_is_help=True)

ForList = Annotated[
    Path | None,
    typer.Option("--for", metavar="LIST", readable=False, help=_("The list whose rules are meant.")),
]


@purpose_app.command("add", help=_("Write a purpose of use into leadlist.toml; a vague wording is refused."))
def add(
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("A short name: P01."))],
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("As it is told to the people concerned."))],
    list_file: ForList = None,
) -> None:
    """A purpose that people were told is not reworded (個人情報保護法17条2項, 18条): a new wording gets a new code."""
    from leadlist.cli.output import Output
    from leadlist.cli.rules_file import edit_rules, own_rules
    from leadlist.purposes import CODE, lint
    from leadlist.rules import find_rules, load_rules

    rules = load_rules(find_rules(list_file))
    if not CODE.fullmatch(code):
        raise UserError(
            _("“{code}” is no code for a purpose.").format(code=code), hint=_("Letters and a number, such as P01.")
        )
    if known := next((own for own in rules.purposes if own.casefold() == code.casefold()), None):
        raise Refused(
            _("{code} is a purpose already: “{text}”.").format(code=known, text=rules.purposes[known].text),
            hint=_("What people were told stays; give the new wording a code of its own."),
        )
    text = " ".join(text.split())
    reason = lint(text)
    if reason:
        raise Refused(
            _("The purpose of use “{purpose}” says too little to be told to anybody: {reason}").format(
                purpose=text, reason=reason
            ),
            hint=_better(text, rules),
        )

    def write(document: "TOMLDocument") -> None:
        import tomlkit

        purposes = document.setdefault("purposes", tomlkit.table(is_super_table=True))
        purposes[code] = added = tomlkit.table().add("text", text)
        if list(document)[-1] != "purposes":
            added.add(tomlkit.nl())  # else the next table follows without a blank line

    path = own_rules(list_file)
    edit_rules(path, write)
    output = Output()
    output.talk(_("Remembered in {file}.").format(file=path))
    output.talk(_("Next: leadlist import SOURCE --into LIST --purpose {code}").format(code=code))


@purpose_app.command("list", help=_("Show the purposes of use that the rules know."))
def list_(list_file: ForList = None) -> None:
    """Code and wording of each, and whether it says enough."""
    from leadlist.cli.output import Output
    from leadlist.rules import find_rules, load_rules

    _show(load_rules(find_rules(list_file)), Output())


@purpose_app.command("check", help=_("Say whether the purposes of use, or one wording, say enough to be told."))
def check(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help=_("A wording; without it, those of the rules are checked."))
    ] = None,
    list_file: ForList = None,
) -> None:
    """Exit 1 where one is vague, with a wording that would do."""
    from leadlist.cli.output import Output
    from leadlist.purposes import lint
    from leadlist.rules import find_rules, load_rules

    rules = load_rules(find_rules(list_file))
    output = Output()
    if text is None:
        _show(rules, output)
        wordings = [purpose.text for purpose in rules.purposes.values()]
    else:
        code = next((own for own in rules.purposes if own.casefold() == text.strip().casefold()), None)
        wordings = [rules.purposes[code].text if code else text]
    vague = [wording for wording in wordings if lint(wording)]
    for wording in vague:
        output.data(_("“{text}” says too little: {reason}").format(text=wording, reason=lint(wording)))
        output.data(f"→ {_better(wording, rules)}")
    if text is not None and not vague:
        output.data(_("It says enough to be told."))
    if vague:
        raise typer.Exit(ExitStatus.FINDINGS)


def _better(text: str, rules: "Rules") -> str:
    from leadlist.purposes import proposal

    return _("Better, for example: “{text}”").format(text=proposal(text, rules.language))


def _show(rules: "Rules", output: "Output") -> None:
    from leadlist.purposes import lint

    if not rules.purposes:
        output.talk(_('The rules know no purpose of use yet. Add one: leadlist purpose add P01 "…"'))
        return
    rows = [(code, purpose.text, lint(purpose.text) or _("fine")) for code, purpose in rules.purposes.items()]
    output.table((_("code"), _("purpose of use"), _("verdict")), rows, limit=100)
