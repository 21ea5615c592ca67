"""What in a workbook is not understood well enough to be changed, and how a person is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from leadlist.errors import Refused
from leadlist.locale import _


class Odd(Exception):
    """Something in a part that is not understood; its arguments are one of the words in `reason` and the part."""


@contextmanager
def naming(part: str) -> Iterator[None]:
    """Tell which part is meant by what is odd in it."""
    try:
        yield
    except Odd as odd:
        if len(odd.args) == 1:
            odd.args = (odd.args[0], part)
        raise


def whole(text: str) -> int:
    """A whole number that a part holds. Raises Odd for anything else."""
    try:
        return int(text)
    except ValueError:
        raise Odd("sheet XML") from None


def reason(word: str) -> str:
    """What is odd, as half a sentence."""
    known = {
        "CDATA": _("its XML holds CDATA sections or comments"),
        "row order": _("its rows are doubled or not in order"),
        "cell order": _("the cells of a row are doubled or not in order"),
        "cell in another row": _("a cell names another row than the one it stands in"),
        "row content": _("a row holds something that is not a cell"),
        "formula": _("a cell that should change holds a formula"),
        "shared formula": _("a shared formula stands before the cell that defines it"),
        "array formula": _("an array formula or data table would be cut or written over"),
        "reference": _("it holds a reference that is not understood"),
        "merged rows": _("merged cells begin in a row that should go and reach into rows that stay"),
        "column taken": _("the column right of the list is in use"),
        "longest": _("a text is longer than the 32,767 characters a cell can hold"),
        "rows full": _("a worksheet holds no more than 1,048,576 rows"),
        "signature": _("the workbook is digitally signed"),
        "data model": _("the workbook has a data model (Power Pivot) with a copy of its data"),
        "revisions": _("the workbook is shared and keeps a history of its changes"),
        "live data": _("it holds formulas that are fed with live data"),
        "pivot table": _("a pivot table stands in the rows that would move"),
        "graphic": _("a chart or group of shapes stands in rows that should go"),
        "extension": _("it holds an extension that is not known"),
        "sheet XML": _("its XML is not what spreadsheet programs write"),
        "written XML": _("what would be written is not well-formed XML"),
        "beside": _("cells beside the list hold something in a row that should go"),
        "mention": _("it repeats something of the leads that should go"),
    }
    return known.get(word, known["sheet XML"])


def refused(name: str, sheet: str, part: str, word: str) -> Refused:
    """The refusal for something odd in a part."""
    return Refused(
        _("“{name}”, sheet “{sheet}”, is not changed: {reason} ({part}).").format(
            name=name, sheet=sheet, reason=reason(word), part=part
        ),
        hint=_("Write the result to a plain new workbook with --out NEW.xlsx, or simplify this one in Excel first."),
    )
