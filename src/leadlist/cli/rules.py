"""leadlist rules show | check | explain | update-postal"""

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.rules import Rules

rules_app = typer.Typer(no_args_is_help=True)

OptionalList = Annotated[Path | None, typer.Argument(metavar="[LIST]", help=_("The list whose rules are meant."))]
RulesOption = Annotated[
    str | None, typer.Option("--rules", metavar="FILE|SET", help=_("Rules file, or a set that ships."))
]


@rules_app.command("show", help=_("Print what is in force, and where each value came from."))
def show(list_file: OptionalList = None, rules: RulesOption = None) -> None:
    """Every key of the rules in force, as TOML, with its origin as a comment."""
    from leadlist.cli.output import Output
    from leadlist.rules import find_rules, load_rules

    loaded = load_rules(find_rules(list_file, rules))
    output = Output()
    output.data(f"# {loaded.name}")
    unsaid = _("default")
    for path, value in _values(loaded, ""):
        output.data(f"{path} = {_toml(value)}  # {loaded.origins.get(path, unsaid)}")


@rules_app.command("check", help=_("Say whether a rules file is right."))
def check(
    rules_file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE|LIST]", readable=False, help=_("A rules file, or a list whose rules are meant.")),
    ] = None,
) -> None:
    """Load the rules and everything they extend; the first mistake is named with its place."""
    from leadlist.cli.output import Output
    from leadlist.rules import find_rules, load_rules

    is_rules = rules_file is not None and rules_file.suffix.lower() == ".toml"
    if rules_file is not None and not is_rules and not rules_file.exists():
        raise UserError(
            _("There is no file “{file}”.").format(file=rules_file), hint=_("Check the name and the folder.")
        )
    path = find_rules(None, rules_file) if is_rules else find_rules(rules_file)
    _use(load_rules(path))
    Output().data(_("{file}: no mistake found.").format(file=path))


def _use(rules: "Rules") -> None:
    """What the commands would say of these rules only when they come to use them. Raises UserError."""
    from leadlist.cli.today import today
    from leadlist.cli.validate import failing
    from leadlist.leads import LeadList
    from leadlist.operations import deduplicate, purge
    from leadlist.operations.mailing.checking import check_rules
    from leadlist.operations.parties import party_of
    from leadlist.recognition import recognize
    from leadlist.rules.durations import parse_duration

    parse_duration(rules.backup.max_age)
    parse_duration(rules.mailing.file_for)
    parse_duration(rules.mailing.gate_lasts)
    check_rules(rules)
    deduplicate.check_rules(rules)
    for code in rules.parties:
        party_of(rules, code)
    failing(rules.validate.fail_on)
    nobody = LeadList((), (), {}, range(0))
    recognize(nobody, rules)
    periods = replace(rules.retention, keep={})  # whether a field to keep by is in the list, only a list can tell
    purge.plan(nobody, replace(rules, retention=periods), today=today())


@rules_app.command("explain", help=_("Say what a finding of validate means and what to do about it."))
def explain(code: Annotated[str, typer.Argument(metavar="CODE", help=_("For example EMAIL-002."))]) -> None:
    """The explanation page of one check. Raises UserError for an unknown code."""
    from leadlist.checks import explain as explanation
    from leadlist.cli.output import Output

    Output().data(explanation(code))


@rules_app.command("update-postal", help=_("Take newer postal codes from files of Japan Post."))
def update_postal(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", readable=False, help=_("utf_ken_all.zip, and jigyosyo.zip for businesses.")),
    ],
) -> None:
    """The user's own snapshot of the postal data, used from then on by normalize and validate.

    Without a file of businesses their codes stay. Raises UserError for files that are not the whole country.
    """
    from itertools import chain

    from leadlist.cli.output import Output
    from leadlist.rules import postal

    found = list(chain.from_iterable(map(postal.entries, files)))
    if not any(entry.business for entry in found):
        found += postal.businesses_in_force()
    data, count = postal.compressed(found)
    target = postal.install(data)
    Output().data(_("{count} postal codes are in use from now on ({file}).").format(count=f"{count:,}", file=target))


def _values(section: Any, path: str) -> list[tuple[str, Any]]:
    """Every leaf of the rules with its dotted path."""
    found: list[tuple[str, Any]] = []
    if is_dataclass(section):
        entries = [(e.name, getattr(section, e.name)) for e in fields(section) if e.metadata.get("key", True)]
    else:
        entries = list(section.items())
    for name, value in entries:
        here = f"{path}.{name}" if path else name
        if is_dataclass(value) or isinstance(value, dict):
            found.extend(_values(value, here))
        elif value is not None:
            found.append((here, value))
    return found


def _toml(value: Any) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
