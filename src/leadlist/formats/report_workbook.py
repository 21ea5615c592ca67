"""A report as a workbook: one sheet a table, numbers as numbers, charts that Excel draws itself."""

import io
from collections.abc import Sequence
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from leadlist.formats.new_workbook import INK, NOT_IN_XML, SHADE, sheet_name, width_of

BAND_COLOURS = {"merge": "2A6FBB", "review": "E0912F", "leave": "A6A6A6"}
CHART_WIDTH, CHART_HEIGHT = 22.0, 10.0  # centimetres


class Table(Protocol):
    """Rows under headings; `bar` is the column of numbers to draw."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str | int | float, ...]]
    bar: int | None


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
    """A title, tables (`Table`) and charts (`Histogram`)."""

    @property
    def title(self) -> str: ...
    @property
    def tables(self) -> Sequence[Any]: ...
    @property
    def charts(self) -> Sequence[Any]: ...


def workbook_of(report: Report, band_words: dict[str, str]) -> bytes:
    """The bytes of the workbook. `band_words` name the series of a histogram."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for table in report.tables:
        if table.rows:
            _table(book.create_sheet(_free(sheet_name(table.title), taken)), table)
    for chart in report.charts:
        if chart.bins:
            _histogram(book.create_sheet(_free(sheet_name(chart.title), taken), 1), chart, band_words)
    if not book.worksheets:
        book.create_sheet(sheet_name(report.title))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name that no other sheet has."""
    number, wanted = 2, name
    while wanted.casefold() in taken:
        wanted = f"{name[:27]} ({number})"
        number += 1
    taken.add(wanted.casefold())
    return wanted


def _table(sheet: Any, table: Table) -> None:
    _headings(sheet, table.headings)
    for at, row in enumerate(table.rows, 2):
        for place, value in enumerate(row, 1):
            _put(sheet, at, place, value)
    for place, heading in enumerate(table.headings):
        texts = (str(row[place]) for row in table.rows[:200])
        sheet.column_dimensions[get_column_letter(place + 1)].width = width_of([heading, *texts])
    sheet.freeze_panes = "A2"
    if table.bar is not None and len(table.rows) > 1:
        chart = _bar_chart(table.title, len(table.rows), sheet, [table.bar + 1], horizontal=True)
        sheet.add_chart(chart, f"{get_column_letter(len(table.headings) + 2)}2")


def _histogram(sheet: Any, chart: Histogram, band_words: dict[str, str]) -> None:
    """The bins as a table with a column a band, and the chart beside it."""
    bands = [band for band in BAND_COLOURS if any(each.band == band for each in chart.bins)]
    starts = sorted({each.start for each in chart.bins})
    step = min((each.end - each.start for each in chart.bins), default=1.0)
    starts = [starts[0] + step * at for at in range(round((starts[-1] - starts[0]) / step) + 1)]
    count = {(each.start, each.band): each.number for each in chart.bins}
    _headings(sheet, (chart.axis, *(band_words[band] for band in bands)))
    for at, start in enumerate(starts, 2):
        _put(sheet, at, 1, start)
        for place, band in enumerate(bands, 2):
            _put(sheet, at, place, count.get((start, band), 0))
    sheet.column_dimensions["A"].width = width_of([chart.axis])
    drawn = _bar_chart(chart.title, len(starts), sheet, [2 + at for at in range(len(bands))], horizontal=False)
    drawn.grouping, drawn.overlap, drawn.gapWidth = "stacked", 100, 10
    drawn.x_axis.title = chart.axis
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
        cell.value = NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", value)
        if value:
            cell.data_type = "s"
    else:
        cell.value = value
    return cell
