"""The trade fair's workbook: formatted as people format theirs, with a second sheet that counts the list."""

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import example_words as words
from example_people import Lead, messy_date
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = [
    "No",
    "会社名",
    "部署",
    "役職",
    "氏名",
    "フリガナ",
    "メールアドレス",
    "電話番号",
    "携帯電話",
    "郵便番号",
    "住所",
    "取得元",
    "取得日",
    "利用目的",
    "ステータス",
    "自社担当",
    "メール配信停止",
    "備考",
]
WIDTHS = (5, 26, 18, 14, 14, 18, 36, 18, 18, 11, 44, 10, 14, 9, 10, 9, 14, 20)
SOURCES = ("展示会", "名刺", "フォーム", "セミナー", "紹介", "電話")
STATUSES = ("新規", "対応中", "商談中", "顧客", "失注")
THIN = Side(style="thin", color="FFBFBFBF")


def write(path: Path, leads: list[Lead]) -> None:
    """Write the workbook; the same leads give the same bytes."""
    import random

    dice = random.Random(11)
    book = Workbook()
    sheet = book.active
    sheet.title = "見込み客"
    sheet.append(HEADINGS)
    for number, lead in enumerate(leads, 1):
        sheet.append(_cells(dice, number, lead))
    _format(sheet, len(leads) + 1)
    _choices(book.create_sheet("選択肢"))
    _counts(book.create_sheet("集計", 1))
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(_steady(out.getvalue()))


def _cells(dice, number: int, lead: Lead) -> list[object]:  # type: ignore[no-untyped-def]
    day: object = lead.on if number % 7 else messy_date(dice, lead.on)
    phone: object = int(lead.mobile) if number % 41 == 0 and lead.mobile.isdecimal() else lead.mobile
    staff = dice.choice(words.STAFF)
    place = [lead.code, lead.address, lead.source, day]
    person = [lead.company, lead.department, lead.title, lead.name, lead.kana, lead.email, lead.phone, phone]
    return [number, *person, *place, lead.purpose, lead.status, staff, lead.opt_out or None, lead.note or None]


def _format(sheet: Worksheet, last: int) -> None:
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F4E78")
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 24
    for row in sheet.iter_rows(2, last):
        for cell in row:
            cell.border = Border(bottom=THIN)
            if isinstance(cell.value, date):
                cell.number_format = "yyyy/m/d"
        row[4].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:R{last}"
    for area, source in ((f"L2:L{last + 200}", "選択肢!$A$2:$A$7"), (f"O2:O{last + 200}", "選択肢!$B$2:$B$6")):
        choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        choice.add(area)
        sheet.add_data_validation(choice)
    grey, green = PatternFill(bgColor="FFD9D9D9"), PatternFill(bgColor="FFE2EFDA")
    sheet.conditional_formatting.add(f"A2:R{last}", FormulaRule(['$Q2<>""'], font=Font(color="FF7F7F7F"), fill=grey))
    sheet.conditional_formatting.add(f"A2:R{last}", FormulaRule(['$O2="顧客"'], fill=green))
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _choices(sheet: Worksheet) -> None:
    sheet.append(["取得元", "ステータス"])
    for at in range(len(SOURCES)):
        sheet.append([SOURCES[at], STATUSES[at] if at < len(STATUSES) else None])


def _counts(sheet: Worksheet) -> None:
    sheet.append(["取得元", "件数"])
    for source in SOURCES[:4]:
        sheet.append([source, f'=COUNTIF(見込み客!L:L,"{source}")'])
    sheet.append(["全件", "=COUNTA(見込み客!E:E)-1"])
    sheet.append(["配信停止", "=COUNTA(見込み客!Q:Q)-1"])
    sheet.append(["顧客の割合", '=IF(B6=0,0,COUNTIF(見込み客!O2:O1000,"顧客")/B6)'])
    sheet["B8"].number_format = "0.0%"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    chart = BarChart()
    chart.title = "取得元ごとの件数"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=5), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=5))
    sheet.add_chart(chart, "D2")


def _steady(data: bytes) -> bytes:
    """The same zip without the time it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2026-11-15T09:00:00Z", content)
            info = zipfile.ZipInfo(name, datetime(2026, 11, 15).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()
