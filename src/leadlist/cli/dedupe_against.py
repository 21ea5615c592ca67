"""What of a list is in another one already: at the terminal, as JSON, or as a list with the answer beside it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate.against import Comparison, Known

SHOWN = 20


def compare_with(list_file: Path, options: ChangeOptions, other_file: Path) -> None:
    """Hold a list against another; both are only read. With `--out` the answer goes into a new file."""
    from leadlist.cli.dedupe_stages import help_with, tell_stage
    from leadlist.cli.new_file import require_out, write_new_file
    from leadlist.cli.progress import stage
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.refusals import remember
    from leadlist.operations.deduplicate.against import compare

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    require_out(options.out, guard_formulas=options.guard_formulas)
    rules = rules_in_force(list_file, options)
    leads = open_leads(list_file, rules, options).leads
    other = open_leads(other_file, rules, replace(options, sheet=None, encoding=None)).leads
    count = len(leads) + len(other)
    with stage(_("Looking through {count} leads").format(count=f"{count:,}"), output), help_with(count) as more:
        found = compare(leads, other, rules, tell_stage, *more)
    number = Counter(known.band for known in found.rows)
    if not options.quiet:
        _show(leads, other, found, output)
        output.data(
            _("{read} rows: {there} are in {other}, {perhaps} perhaps, {new} are new").format(
                read=f"{len(leads):,}",
                there=f"{number['merge']:,}",
                other=other_file.name,
                perhaps=f"{number['review']:,}",
                new=f"{number['leave']:,}",
            )
        )
    step = _("Neither list was changed. With --out FILE the answer stands beside every row in a new file.")
    if options.dry_run:
        step = _("Nothing was written.")
    elif options.out:
        write_new_file(
            options.out, with_answers(leads, other, found), rules.language, guard_formulas=options.guard_formulas
        )
        remember(list_file, [options.out], "new list", options)
        step = _("Written to {file} (readable by you alone); {list} was not changed.").format(
            file=options.out, list=list_file
        )
    output.talk(step)
    output.document(
        lambda: {
            "command": "dedupe",
            "list": str(list_file),
            "against": str(other_file),
            "counts": {
                "read": len(leads),
                "known": number["merge"],
                "perhaps": number["review"],
                "new": number["leave"],
            },
            "changes": [],
            "findings": [],
            "rows": [_row(leads, other, known, output) for known in found.rows],
            "next": step,
        }
    )


def band_words() -> dict[str, str]:
    """What a band means for a row that is held against another list."""
    return {"merge": _("known"), "review": _("perhaps"), "leave": _("new")}


def with_answers(leads: "LeadList", other: "LeadList", found: "Comparison") -> "LeadList":
    """The list with five columns at its right-hand end: known or new, the other list's row, the lead's lasting name,
    weight and reason."""
    words = band_words()
    columns: list[list[str]] = [[], [], [], [], []]
    for known in found.rows:
        pair = known.pair
        cells = (
            words[known.band],
            "" if pair is None else str(other.row_numbers[pair.other]),
            known.cluster,
            "" if pair is None else f"{pair.weight:.1f}",
            "" if pair is None else pair.reason,
        )
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    headings = (_("in the other list"), _("its row"), _("lead"), _("bits"), _("because"))
    return replace(leads, headings=(*leads.headings, *headings), columns=(*leads.columns, *columns))


def _show(leads: "LeadList", other: "LeadList", found: "Comparison", output: Output) -> None:
    from leadlist.cli.purge_summary import who

    words = band_words()
    ranked = sorted((k for k in found.rows if k.pair), key=lambda k: (k.band != "review", k.row))
    rows = [
        (
            f"{leads.row_numbers[known.row]} → {other.row_numbers[known.pair.other]}",
            who(leads, known.row, output),
            words[known.band],
            f"{known.pair.weight:.0f}",
            output.sentence(known.pair.reason),
        )
        for known in ranked[:SHOWN]
        if known.pair
    ]
    if rows:
        output.table((_("rows"), _("lead"), _("is"), _("bits"), _("because")), rows, limit=60)
    if len(ranked) > SHOWN:
        output.data(
            ngettext("… and {count} more pair", "… and {count} more pairs", len(ranked) - SHOWN).format(
                count=f"{len(ranked) - SHOWN:,}"
            )
        )


def _row(leads: "LeadList", other: "LeadList", known: "Known", output: Output) -> dict[str, Any]:
    pair = known.pair
    return {
        "row": leads.row_numbers[known.row],
        "band": known.band,
        "other": None if pair is None else other.row_numbers[pair.other],
        "lead": known.cluster,
        "weight": None if pair is None else round(pair.weight, 2),
        "reason": "" if pair is None else output.sentence(pair.reason),
    }
