"""What a deduplication found, shown before it asks: the three bands, and the first pairs of two of them."""

from typing import TYPE_CHECKING

from leadlist.cli.output import Output
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadlist.operations.deduplicate import Deduplication, Pair

SHOWN = 12


def show_links(leads: LeadList, plan: Plan, output: Output) -> None:
    """The pairs that would be merged and those a person should judge, each with its reason and weight in bits."""
    if plan.details is None:
        return
    found: Deduplication = plan.details  # type: ignore[assignment]
    if found.merges:
        output.talk(_("To be merged:"))
        _pairs(leads, found.merges, output)
    if found.possible:
        output.talk()
        output.talk(_("Perhaps the same, left as they are:"))
        _pairs(leads, found.possible, output)
    output.talk()
    show_bands(found, output)


def bands_of(plan: Plan) -> "dict[str, dict[str, float]]":
    """The same as `show_bands` for a program, as `bands` of the JSON document. Weights are in bits."""
    if plan.details is None:
        return {}
    found: Deduplication = plan.details  # type: ignore[assignment]
    bands = {
        "merge": len(found.merges),
        "expected_errors": round(found.expected_errors, 2),
        "merge_at": found.merge_at,
        "judge": len(found.questions),
        "judge_at": found.review_at,
        "left_alone": sum(row.band == "leave" for row in found.rows),
        "kept_apart": found.apart,
    }
    return {"bands": bands}


def show_bands(found: "Deduplication", output: Output) -> None:
    """The three bands in one line each: how many, what to expect, and where they begin."""
    left = sum(row.band == "leave" for row in found.rows)
    output.talk(
        _("Merge {count}, of which {errors:.1f} are expected to be wrong (from {bits:+.1f} bits)").format(
            count=f"{len(found.merges):,}", errors=found.expected_errors, bits=found.merge_at
        )
    )
    questions = len(found.questions)
    text = _("To judge {count} (from {bits:+.1f} bits)")
    if questions:
        text = _("To judge {count} (from {bits:+.1f} bits): --ask at the terminal, --review FILE.xlsx as a workbook")
    output.talk(text.format(count=f"{questions:,}", bits=found.review_at))
    output.talk(ngettext("Left alone {count} row", "Left alone {count} rows", left).format(count=f"{left:,}"))
    if found.apart:
        output.talk(_("Kept apart by earlier decisions: {count}").format(count=found.apart))


def _pairs(leads: LeadList, pairs: "Sequence[Pair]", output: Output) -> None:
    rows = [
        (
            f"{leads.row_numbers[pair.row]} → {leads.row_numbers[pair.other]}",
            _who(leads, pair.row, output),
            f"{pair.weight:.0f}",
            output.sentence(pair.reason),
        )
        for pair in pairs[:SHOWN]
    ]
    output.table((_("rows"), _("lead"), _("bits"), _("because")), rows, limit=70, talk=True)
    if len(pairs) > SHOWN:
        output.talk(
            ngettext("… and {count} more pair", "… and {count} more pairs", len(pairs) - SHOWN).format(
                count=f"{len(pairs) - SHOWN:,}"
            )
        )


def _who(leads: LeadList, row: RowRef, output: Output) -> str:
    from leadlist.cli.purge_summary import who

    return who(leads, row, output)
