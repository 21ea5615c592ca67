"""Groups of rows (one company, one household) at the terminal, as JSON, or as a list with the groups beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.dedupe_options import GroupBy
from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output, shown
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate.grouping import Group

SHOWN = 20


def group(list_file: Path, options: ChangeOptions, by: GroupBy) -> None:
    """Group a list's rows; with `--out` into a new file, nothing else is written."""
    from leadlist.cli.new_file import require_out, write_new_file
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import remember
    from leadlist.operations.deduplicate.grouping import by_company, by_household

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    require_out(options.out, guard_formulas=options.guard_formulas)
    rules = rules_in_force(list_file, options)
    leads = open_leads(list_file, rules, options).leads
    groups = (by_company if by is GroupBy.COMPANY else by_household)(leads, rules)
    if not options.quiet:
        _show(leads, groups, output)
    step = _("The list was not changed. With --out FILE the groups stand beside it in a new file.")
    if options.dry_run:
        step = _("Nothing was written.")
    elif options.out:
        write_new_file(options.out, with_groups(leads, groups), rules.language, guard_formulas=options.guard_formulas)
        remember(list_file, [options.out], "new list", options)
        step = _("Written to {file} (readable by you alone); {list} was not changed.").format(
            file=options.out, list=list_file
        )
    output.talk(step)
    counts = {"read": len(leads), "groups": len(groups), "alone": sum(len(g.rows) == 1 for g in groups)}
    output.document(
        lambda: {
            "command": "dedupe",
            "list": str(list_file),
            "by": by.value,
            "counts": counts,
            "changes": [],
            "findings": [],
            "groups": [
                {"rows": [leads.row_numbers[row] for row in g.rows], "joined_by": list(g.joined_by)} for g in groups
            ],
            "next": step,
        }
    )


def with_groups(leads: "LeadList", groups: "list[Group]") -> "LeadList":
    """The list with three columns at its right-hand end: group, its size, and a mark for the row to write to."""
    from dataclasses import replace

    number, size, first = ([""] * len(leads) for _column in range(3))
    for at, each in enumerate(groups, 1):
        for row in each.rows:
            number[row], size[row] = str(at), str(len(each.rows))
        first[each.rows[0]] = "○"
    headings = (_("group"), _("rows in the group"), _("one of the group"))
    return replace(leads, headings=(*leads.headings, *headings), columns=(*leads.columns, number, size, first))


def _show(leads: "LeadList", groups: "list[Group]", output: Output) -> None:
    """The largest groups, and how many there are."""
    from leadlist.cli.purge_summary import who

    several = sorted((g for g in groups if len(g.rows) > 1), key=lambda g: (-len(g.rows), g.rows[0]))
    rows = [
        (
            str(len(g.rows)),
            who(leads, g.rows[0], output),
            " ".join(str(leads.row_numbers[row]) for row in sorted(g.rows)),
            shown("・".join(g.joined_by)),
        )
        for g in several[:SHOWN]
    ]
    if rows:
        output.table((_("rows"), _("of them"), _("row numbers"), _("joined by")), rows, limit=48)
    if len(several) > SHOWN:
        output.data(
            ngettext("… and {count} more group", "… and {count} more groups", len(several) - SHOWN).format(
                count=f"{len(several) - SHOWN:,}"
            )
        )
    output.data(
        _("{rows} rows: {groups} groups, {alone} of them with one row only").format(
            rows=f"{len(leads):,}", groups=f"{len(groups):,}", alone=f"{len(groups) - len(several):,}"
        )
    )
