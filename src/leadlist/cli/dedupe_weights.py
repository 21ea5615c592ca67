"""Match weights learned from a list, kept in the rules it has of its own."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.errors import UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def save_weights(list_file: Path, options: ChangeOptions) -> None:
    """Learn from a list that is only read; weights saved before do not count. Raises UserError for a short list."""
    from leadlist.cli.dedupe_stages import linkage_for
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.rules_file import own_rules
    from leadlist.matching.columns import ENOUGH
    from leadlist.matching.saved import saved

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    rules = rules_in_force(list_file, options)
    rules = replace(rules, match=replace(rules.match, weights={}))
    leads = open_leads(list_file, rules, options).leads
    if len(leads) < ENOUGH:
        raise UserError(
            ngettext(
                "{list} has {count} lead, too few to learn from.",
                "{list} has {count} leads, too few to learn from.",
                len(leads),
            ).format(list=list_file.name, count=len(leads)),
            hint=_("Lists under {count} rows use the weights that ship with leadlist.").format(count=ENOUGH),
        )
    linkage = linkage_for(list_file, leads, rules, output)
    path = own_rules(list_file)
    if not options.dry_run:
        _write(path, saved(linkage.model, linkage.records.columns, len(linkage.records)))
    columns = ", ".join(column.name for column in linkage.records.columns)
    output.talk(_("Weights of {columns}, learned from {count} leads.").format(columns=columns, count=len(leads)))
    step = _("Written to [match.weights] of {file}; dedupe uses them from now on.").format(file=path)
    if options.dry_run:
        step = _("Nothing was written.")
    output.talk(step)
    output.document(
        lambda: {
            "command": "dedupe",
            "list": str(list_file),
            "counts": {"read": len(leads)},
            "changes": [],
            "findings": [],
            "next": step,
        }
    )


def _write(path: Path, weights: "Mapping[str, Sequence[str]]") -> None:
    import tomlkit

    from leadlist.cli.rules_file import edit_rules

    def edit(document: tomlkit.TOMLDocument) -> None:
        table = tomlkit.table()
        for name, texts in weights.items():
            lines = tomlkit.array()
            lines.extend(texts)
            table.add(name, lines.multiline(True))
        document.setdefault("match", tomlkit.table())["weights"] = table

    edit_rules(path, edit)
