"""The review workbook: written with the possible links to judge, opened again with the decisions in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.output import Output
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _, current, ngettext

if TYPE_CHECKING:
    from leadlist.formats.review_workbook import ReviewBlock
    from leadlist.leads import ColumnRef
    from leadlist.operations.deduplicate import Deduplication
    from leadlist.operations.deduplicate.reviewing import Block
    from leadlist.rules import Rules

MOST_BLOCKS = 5000  # of each sheet; nobody judges more in one sitting, and Excel stays quick


def require_review(path: Path) -> None:
    """Raises UserError where a review cannot be written there, before any work is done. One that is there may hold
    decisions, so it is never replaced."""
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            _("A review is an Excel workbook, and “{file}” is none.").format(file=path),
            hint=_("Name a file that ends in .xlsx."),
        )
    if path.exists():
        raise UserError(
            _("“{file}” exists already, and may hold decisions.").format(file=path), hint=_("Name a new file.")
        )


def write_review_file(path: Path, leads: LeadList, rules: "Rules", found: "Deduplication", output: Output) -> None:
    """Write the review for its owner's eyes only, and say what is in it and what to do with it."""
    from leadlist.cli.new_file import replace_file
    from leadlist.formats.review_workbook import ReviewSheet, write_review
    from leadlist.operations.deduplicate.decisions import CHOICES, INDEX_HEADINGS, NUMBER, index_rows
    from leadlist.operations.deduplicate.reviewing import blocks, heading_of, told_columns

    questions = found.questions
    doubtful = blocks(leads, rules, found, questions[:MOST_BLOCKS], merges=False)
    sure = blocks(leads, rules, found, found.merges[:MOST_BLOCKS], merges=True)
    made = [*doubtful, *sure]
    if not made:
        output.talk(_("There is nothing to judge; no review was written."))
        return
    columns, telling = told_columns(leads, made)
    headings = [
        NUMBER[current()],
        _("decision"),
        _("row"),
        _("bits"),
        _("because"),
        *(heading_of(leads, c) for c in columns),
    ]
    written = [_written(leads, columns, block, number) for number, block in enumerate(made, 1)]
    sheets = [
        ReviewSheet(_("To judge"), _advice(), headings, written[: len(doubtful)], telling),
        ReviewSheet(_("Will be merged"), _advice_for_sure(), headings, written[len(doubtful) :], telling),
    ]
    legend = {
        "value": _("another value"),
        "spelling": _("another spelling"),
        "one_empty": _("in one row only"),
        "locked": _("not edited"),
    }
    index = INDEX_HEADINGS, index_rows(leads, columns, made)
    replace_file(path, write_review([s for s in sheets if s.blocks], index, CHOICES[current()], legend))
    output.talk(
        _("Review: {file} (readable by you alone) · to judge {open}, will be merged {sure}").format(
            file=path, open=len(doubtful), sure=len(sure)
        )
    )
    left_out = len(questions) + len(found.merges) - len(made)
    if left_out:
        output.talk(
            ngettext(
                "{count} weaker pair is not in it; judge these first.",
                "{count} weaker pairs are not in it; judge these first.",
                left_out,
            ).format(count=left_out)
        )


def _advice() -> str:
    return _(
        "Choose a decision for each pair: merge, different or later. "
        "In the third row of a block you may change what the merged lead will hold."
    )


def _advice_for_sure() -> str:
    return _("These pairs will be merged. Choose “different” or “later” where that is wrong.")


def _written(leads: LeadList, columns: "Sequence[ColumnRef]", block: "Block", number: int) -> "ReviewBlock":
    from leadlist.formats.review_workbook import ReviewBlock
    from leadlist.operations.deduplicate.decisions import AFTER, CHOICES, MERGE

    shades = [str(block.differences.get(column, "")) for column in columns]
    texts = [[leads.cell(row, column) for column in columns] for row in block.rows]
    numbers = [str(leads.row_numbers[row]) for row in block.rows]
    return ReviewBlock(
        number,
        CHOICES[current()][MERGE] if block.merges else "",
        (numbers[0], numbers[1], AFTER[current()]),
        block.weight,
        block.reason,
        (texts[0], texts[1], [block.proposed[column] for column in columns]),
        (shades, shades, ["locked" if column in block.by_rule else "open" for column in columns]),
    )


def opened_review(path: Path) -> tuple[LeadList, list[LeadList]]:
    """The index and the sheets of a review. Raises UserError where the file is none."""
    from leadlist.formats import kind_of
    from leadlist.formats.review_reading import read_review
    from leadlist.operations.deduplicate.decisions import INDEX_HEADINGS, NUMBER

    found = read_review(path, INDEX_HEADINGS[0], tuple(NUMBER.values())) if kind_of(path) == "xlsx" else None
    if found is None:
        raise UserError(
            _("“{file}” is no review that leadlist wrote.").format(file=path),
            hint=_("Write one with leadlist dedupe LIST --review FILE.xlsx, and save it as .xlsx."),
        )
    return found
