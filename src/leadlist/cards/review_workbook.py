"""The workbook in which a person checks what was read: a row a value, doubtful ones yellow, their picture beside."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from leadlist.cards.review_page import SHOWN
from leadlist.cards.reviewed import VALUE_COLUMNS
from leadlist.cards.row import Card
from leadlist.cards.values import Value
from leadlist.fields import FIELDS
from leadlist.locale import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

YELLOW = "FFF3B0"
HEADING = "E8EDF2"
WIDTHS = (22, 7, 26, 46, 14, 46, 10, 60)
HIGHEST = 60  # pixels of a picture beside its value


def review_workbook(cards: Sequence[Card], language: str) -> bytes:
    """The workbook's bytes. A value that is changed, or whose mark is emptied, counts as checked when read back."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = _("To check")
    for column, name in enumerate(VALUE_COLUMNS, 1):  # hidden: tells the columns apart in every language
        sheet.cell(1, column, name)
    sheet.row_dimensions[1].hidden = True
    headings = (_("File"), _("Card"), _("Field"), _("Value"), _("Mark"), _("Why"), _("Read as"), _("On the card"))
    for column, text in enumerate(headings, 1):
        sheet.cell(2, column, text).font = Font(bold=True)
        sheet.cell(2, column).fill = PatternFill("solid", fgColor=HEADING)
        sheet.column_dimensions["ABCDEFGH"[column - 1]].width = WIDTHS[column - 1]
    sheet.column_dimensions["G"].hidden = True
    sheet.freeze_panes = "A3"
    _set_page(sheet)
    fill, above = PatternFill("solid", fgColor=YELLOW), Border(top=Side("thin", color="9AA3AD"))
    row = 3
    for number, card in enumerate(cards, 1):
        for column in range(1, len(headings) + 1):
            sheet.cell(row, column).border = above  # where a card begins
        for name in dict.fromkeys((*SHOWN, *card.values)):
            value = card.values.get(name)
            field = f"{FIELDS[name].heading(language)} ({name})"
            doubt = value.doubt if value else ""
            text = value.text if value else ""
            mark = FIELDS["doubtful"].heading(language) if doubt else ""
            for column, content in enumerate((card.sides[0].file, str(number), field, text, mark, doubt, text), 1):
                _write(sheet, row, column, content)
                sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=column in (4, 6))
                if doubt and column in (4, 5):
                    sheet.cell(row, column).fill = fill
            if value and doubt:
                _picture(sheet, row, card.sides[card.on_side.get(name, 0)].jpeg, value)
            row += 1
    sheet.auto_filter.ref = f"A2:H{row - 1}"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _set_page(sheet: "Worksheet") -> None:
    """On paper: across, as wide as the page, headings on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "2:2"


def _write(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """A text that stays one: never a formula, and without what XML cannot hold."""
    cell: Any = sheet.cell(row, column)
    cell.value = "".join(letter for letter in text if letter.isprintable())
    cell.data_type = "s"


def _picture(sheet: "Worksheet", row: int, jpeg: bytes, value: Value) -> None:
    """The value's place on the card, beside it."""
    from openpyxl.drawing.image import Image as Drawing
    from PIL import Image

    with Image.open(BytesIO(jpeg)) as card:
        edge = 0.2 * min(value.box.width, value.box.height)
        left, top = max(value.box.left - edge, 0), max(value.box.top - edge, 0)
        right, bottom = min(value.box.right + edge, card.width), min(value.box.bottom + edge, card.height)
        if right - left < 1 or bottom - top < 1:
            return
        piece = card.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
        height = HIGHEST if piece.width >= piece.height else 3 * HIGHEST
        piece.thumbnail((420, height))
        buffer = BytesIO()
        piece.save(buffer, "PNG")
    drawing = Drawing(buffer)
    sheet.add_image(drawing, f"H{row}")
    sheet.row_dimensions[row].height = max(20.0, piece.height * 0.75 + 6)
