"""A report as a workbook: one sheet a table, numbers as numbers, charts that Excel draws itself."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from leadlist.formats.new_workbook import INK, MOST_ROWS, SHADE, fit_to_page, for_cell, saved, sheet_name, width_of
from leadlist.locale import _

BAND_COLOURS = {"merge": "2A6FBB", "review": "E0912F", "leave": "A6A6A6"}
PART_COLOURS = ("2A6FBB", "5FA052", "D9A227", "B5482F")
LINK = "0563C1"
LEAST = 0.1  # where the logarithmic axis begins, for a bar of one to be seen
CHART_WIDTH, CHART_HEIGHT = 22.0, 10.0  # centimetres
CHART_ROWS = 2.0  # rows of a sheet that a centimetre of chart covers, at the usual height
MOST_LINKED = 65_000  # rows of a table with links: Excel follows no more than 65,530 links of a sheet
MOST_BARS = 40
MOST_CHARACTERS = 32_767  # in a cell
NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?")  # one that was written out: +0.5


class Table(Protocol):
    """Rows under headings; `bars` are the columns of numbers to draw, `label` those that name a row.

    `links` are, for each row, the cell of the list that it speaks of, `""` for none; `total` is what a full bar is.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str | int | float, ...]]
    bars: tuple[int, ...]
    total: float | None
    links: Sequence[str]
    label: tuple[int, ...]
    beside: bool


class Bin(Protocol):
    """One bar of a histogram."""

    start: float
    end: float
    number: int
    band: str


class Histogram(Protocol):
    """How often values fall where."""

    title: str
    axis: str
    bins: Sequence[Bin]


class Report(Protocol):
    """A title, tables (`Table`) and charts (`Histogram`); links lead into `list_file`, as seen from the report."""

    @property
    def title(self) -> str: ...
    @property
    def tables(self) -> Sequence[Any]: ...
    @property
    def charts(self) -> Sequence[Any]: ...
    @property
    def list_file(self) -> str: ...


def workbook_of(report: Report, band_words: dict[str, str], on: date | None = None) -> bytes:
    """The bytes of the workbook: the first table with the charts of all others, then a sheet for each.

    A table of more than 65,000 rows with links is cut there, and says so; one without goes on on a second sheet where a
    worksheet ends. `band_words` name the series of a histogram; `on` is the day that stands in the file, so that the
    same report gives the same bytes.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    place = 2
    for table in report.tables:
        for start, rows in _pieces(table):
            sheet = book.create_sheet(_free(sheet_name(table.title), taken))
            _table(sheet, table, rows, report.list_file)
            if table.bars and start == 0 and table.beside:
                _draw(sheet, sheet, table, 2)
            elif table.bars and start == 0:
                place = _draw(book.worksheets[0], sheet, table, place)
    for chart in report.charts:
        if chart.bins:
            _histogram(book.create_sheet(_free(sheet_name(chart.title), taken), 1), chart, band_words)
    if not book.worksheets:
        book.create_sheet(sheet_name(report.title))
    for sheet in book.worksheets:
        fit_to_page(sheet)
    return saved(book, on)


def _pieces(table: Table) -> Iterator[tuple[int, Sequence[tuple[str | int | float, ...]]]]:
    """What of a table each of its sheets holds; one sheet where it has links."""
    most = len(table.rows) if table.links else MOST_ROWS - 1
    return ((start, table.rows[start : start + most]) for start in range(0, len(table.rows), most))


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name that no other sheet has."""
    number, wanted = 2, name
    while wanted.casefold() in taken:
        wanted = f"{name[:27]} ({number})"
        number += 1
    taken.add(wanted.casefold())
    return wanted


def _table(sheet: Any, table: Table, rows: Sequence[tuple[str | int | float, ...]], list_file: str) -> None:
    most = MOST_LINKED if table.links else MOST_ROWS
    _headings(sheet, table.headings)
    for at, row in enumerate(rows[:most], 2):
        for place, value in enumerate(row, 1):
            _put(sheet, at, place, value)
    for at, link in enumerate(table.links[:most] if list_file else (), 2):
        if link:
            column = table.rows[at - 2].index(link.rpartition("!")[2]) + 1
            _link(sheet.cell(at, column), quote(list_file.replace("\\", "/"), safe="/:."), link)
    if len(rows) > most:
        rest = _("and {count} more").format(count=f"{len(rows) - most:,}")
        _put(sheet, most + 2, 1, rest)
    for place, heading in enumerate(table.headings):
        texts = (str(row[place]) for row in rows[:200])
        sheet.column_dimensions[get_column_letter(place + 1)].width = width_of([heading, *texts])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = sheet.dimensions


def _link(cell: Any, target: str, location: str) -> None:
    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target, location=location)
    cell.font = Font(color=LINK, underline="single")


def _draw(target: Any, sheet: Any, table: Table, place: int) -> int:
    """The bars of a table, drawn beside the first one; returns the row for the next chart."""
    count = min(len(table.rows), MOST_BARS)
    chart = _bar_chart(table.title, count, sheet, [bar + 1 for bar in table.bars], horizontal=True)
    for series, colour in zip(chart.series, PART_COLOURS, strict=False):
        series.graphicalProperties.solidFill = colour
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min, chart.gapWidth = 0, 40
    if table.total:
        chart.y_axis.scaling.max = table.total
    if len(table.bars) > 1:
        chart.grouping, chart.overlap, chart.legend = "stacked", 100, Legend()
        chart.legend.position = "b"
    else:
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.height = 4.0 + 0.65 * count
    target.add_chart(chart, f"{get_column_letter(target.max_column + 2)}{place}")
    return place + int(CHART_ROWS * chart.height) + 2


def _histogram(sheet: Any, chart: Histogram, band_words: dict[str, str]) -> None:
    """The bins as a table with a column a band, and the chart beside it: as on a page, its axis is logarithmic, for
    pairs that have nothing to do with each other are thousands of times more than matches."""
    bands = [band for band in BAND_COLOURS if any(each.band == band for each in chart.bins)]
    starts = sorted({each.start for each in chart.bins})
    step = min((each.end - each.start for each in chart.bins), default=1.0)
    starts = [starts[0] + step * at for at in range(round((starts[-1] - starts[0]) / step) + 1)]
    count = {(each.start, each.band): each.number for each in chart.bins}
    _headings(sheet, (chart.axis, *(band_words[band] for band in bands)))
    for at, start in enumerate(starts, 2):
        _put(sheet, at, 1, start)
        for place, band in enumerate(bands, 2):
            if number := count.get((start, band), 0):
                _put(sheet, at, place, number)
    sheet.column_dimensions["A"].width = width_of([chart.axis])
    drawn = _bar_chart(chart.title, len(starts), sheet, [2 + at for at in range(len(bands))], horizontal=False)
    drawn.grouping, drawn.overlap, drawn.gapWidth = "clustered", 100, 10
    drawn.x_axis.title = chart.axis
    drawn.y_axis.scaling.logBase, drawn.y_axis.scaling.min = 10, LEAST
    drawn.x_axis.crosses = drawn.y_axis.crosses = "min"
    for series, band in zip(drawn.series, bands, strict=True):
        series.graphicalProperties.solidFill = BAND_COLOURS[band]
    sheet.add_chart(drawn, f"{get_column_letter(len(bands) + 3)}2")


def _bar_chart(title: str, rows: int, sheet: Any, columns: Sequence[int], *, horizontal: bool) -> Any:
    chart: Any = BarChart()
    chart.type = "bar" if horizontal else "col"
    chart.title = title
    chart.width, chart.height = CHART_WIDTH, CHART_HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    for column in columns:
        chart.add_data(Reference(sheet, min_col=column, min_row=1, max_row=rows + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    if horizontal:
        chart.legend = None
        chart.x_axis.scaling.orientation = "maxMin"
    return chart


def _headings(sheet: Any, headings: Sequence[str]) -> None:
    for place, heading in enumerate(headings, 1):
        cell = _put(sheet, 1, place, heading)
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=SHADE)


def _put(sheet: Any, row: int, column: int, value: str | int | float) -> Any:
    """A number stays one; a text is a text whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = for_cell(value[:MOST_CHARACTERS])
        if value:
            cell.data_type = "s"
        if NUMBER.fullmatch(value):
            cell.alignment = Alignment(horizontal="right")
    else:
        cell.value = value
        cell.number_format = "#,##0.0" if isinstance(value, float) else "#,##0"
    return cell
