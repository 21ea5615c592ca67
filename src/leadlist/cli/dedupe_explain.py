"""One pair of rows explained: a waterfall of bits at the terminal, or as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.options import ReadOptions
from leadlist.cli.output import Output, cut, heading_shown
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.leads import LeadList, RowRef
    from leadlist.matching.linkage import Linkage
    from leadlist.operations.deduplicate.explaining import Waterfall

BAR = 24  # signs on either side of zero
FULL_BAR = 12.0  # bits


def explain_pair(list_file: Path, options: ReadOptions, numbers: tuple[int, int]) -> None:
    """Explain the comparison of two rows, named as a person sees them. Raises UserError where there are no such."""
    from leadlist.cli.dedupe_stages import linkage_for
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.operations.deduplicate.explaining import waterfall

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    rules = rules_in_force(list_file, options)
    leads = open_leads(list_file, rules, options).leads
    row, other = (_row(leads, number) for number in numbers)
    if row == other:
        raise UserError(_("These are one row."), hint=_("Name two different rows."))
    linkage = linkage_for(list_file, leads, rules, output)
    show_waterfall(leads, linkage, row, other, output, data=True)
    together = int(linkage.cluster[row]) == int(linkage.cluster[other])
    output.data(_verdict(waterfall(leads, linkage, row, other), linkage, together))
    output.document(lambda: _document(list_file, leads, linkage, row, other, together, output))


def _row(leads: "LeadList", number: int) -> "RowRef":
    from leadlist.leads import RowRef

    if number not in leads.row_numbers:
        raise UserError(
            _("There is no lead in row {row}.").format(row=number),
            hint=_("The leads are in rows {first} to {last}.").format(
                first=leads.row_numbers[0], last=leads.row_numbers[-1]
            )
            if len(leads)
            else "",
        )
    return RowRef(leads.row_numbers.index(number))


def show_waterfall(
    leads: "LeadList", linkage: "Linkage", row: "RowRef", other: "RowRef", output: Output, *, data: bool = False
) -> None:
    """The pair's bits, step by step, as bars to the left (against) and to the right (for)."""
    from leadlist.operations.deduplicate.explaining import waterfall
    from leadlist.reports.dedupe import level_words

    found = waterfall(leads, linkage, row, other)
    rows = [(_("before anything is compared"), "", "", found.prior, found.prior)]
    reached = found.prior
    for step in found.steps:
        reached += step.bits
        rows.append(
            (
                step.column,
                level_words().get(step.level, _("the same")),
                _both(step.left, step.right, output),
                step.bits,
                reached,
            )
        )
    reached += found.others
    if abs(found.others) >= 0.05:
        rows.append((_("other explanations"), "", "", found.others, reached))
    if found.forbidden:
        rows.append((_("evidence that forbids"), "", "", found.forbidden, reached + found.forbidden))
    table = [
        (cut(heading_shown(name), 20), level, values, _bits(given), _bar(given), _bits(total))
        for name, level, values, given, total in rows
    ]
    headings = (
        _("column"),
        _("level"),
        _("row {row} / row {other}").format(row=leads.row_numbers[row], other=leads.row_numbers[other]),
        _("bits"),
        "−" + " " * (BAR // 2 - 1) + "0" + " " * (BAR // 2 - 1) + "+",
        _("sum"),
    )
    output.table(headings, table, limit=44, talk=not data)


def _both(left: str, right: str, output: Output) -> str:
    one, two = cut(output.value(left), 20), cut(output.value(right), 20)
    return one if left == right else f"{one or '–'} / {two or '–'}"


def _bits(number: float) -> str:
    return f"{round(number, 1) + 0.0:+.1f}"  # no -0.0


def _bar(given: float) -> str:
    half = BAR // 2
    signs = min(half, round(abs(given) / FULL_BAR * half))
    if given < 0:
        return " " * (half - signs) + "█" * signs + "│"
    return " " * half + "│" + "█" * signs


def _verdict(found: "Waterfall", linkage: "Linkage", together: bool) -> str:
    """The last line: where the sum falls, and what becomes of the pair."""
    odds = _probability(found.total)
    text = _("Sum {total:+.1f} bits ({odds} for one lead); merging begins at {merge:+.1f}, judging at {review:+.1f}.")
    said = text.format(total=found.total, odds=odds, merge=linkage.merge_at, review=linkage.review_at)
    if found.forbidden:
        said += "\n" + _(
            "Without what forbids it would be {free:+.1f}: these may be two people ({against}), and nothing "
            "that is one person's alone agrees."
        ).format(free=found.total - found.forbidden, against=_(", ").join(found.against) or "–")
    if together and found.band != "merge":
        said += "\n" + _("They are merged all the same, through other rows of their cluster.")
    elif not together and found.band == "merge":
        said += "\n" + _("They are not merged all the same: other rows of the cluster speak against it.")
    else:
        said += (
            " "
            + {"merge": _("They are merged."), "review": _("A person judges."), "leave": _("Left alone.")}[found.band]
        )
    return said


def _probability(total: float) -> str:
    share = 1 / (1 + 2.0 ** min(-total, 1000.0))
    if share > 0.9995:
        return "> 99.9 %"
    return "< 0.1 %" if share < 0.0005 else f"{100 * share:.1f} %"


def _document(
    list_file: Path,
    leads: "LeadList",
    linkage: "Linkage",
    row: "RowRef",
    other: "RowRef",
    together: bool,
    output: Output,
) -> dict[str, Any]:
    from leadlist.operations.deduplicate.explaining import LEVEL_NAMES, waterfall

    found = waterfall(leads, linkage, row, other)
    return {
        "command": "dedupe",
        "list": str(list_file),
        "counts": {"read": len(leads)},
        "changes": [],
        "findings": [],
        "next": "",
        "rows": [leads.row_numbers[row], leads.row_numbers[other]],
        "prior": round(found.prior, 3),
        "steps": [
            {
                "column": step.column,
                "level": LEVEL_NAMES.get(step.level, "same"),
                "bits": round(step.bits, 3),
                "left": output.value(step.left),
                "right": output.value(step.right),
            }
            for step in found.steps
        ],
        "others": round(found.others, 3),
        "forbidden": round(found.forbidden, 3),
        "against": list(found.against),
        "total": round(found.total, 3),
        "band": found.band,
        "merged": together,
        "merge_at": linkage.merge_at,
        "review_at": linkage.review_at,
    }
