"""A report as one self-contained page: no script, no network, bars as inline SVG."""

from html import escape

from leadlist.locale import current
from leadlist.reports.drawing import STYLE, drawn
from leadlist.reports.render import number_text
from leadlist.reports.report import Cell, Report, Table

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Hiragino Sans","Noto Sans JP","Yu Gothic UI",sans-serif}
body{margin:0 auto;max-width:72rem;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #8886;padding:.3rem .6rem;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:Canvas;min-width:4em}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
svg{display:block;width:10rem;height:.8rem}
rect.all{fill:#8883}rect.part{fill:#2a6fbb}
@media print{th{position:static}}
""".strip()


def as_html(report: Report) -> str:
    """A page that opens anywhere, prints, and reads well on a phone; every text is escaped."""
    first, *others = [_section(table) for table in report.tables if table.rows] or [""]
    body = "\n".join([first, *(drawn(chart) for chart in report.charts if chart.bins), *others])
    return (
        f'<!doctype html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(report.title)}</title>\n<style>\n{_STYLE}\n{STYLE}\n</style>\n</head>\n"
        f"<body>\n<h1>{_text(report.title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _section(table: Table) -> str:
    headings = "".join(f'<th scope="col">{_text(heading)}</th>' for heading in table.headings)
    drawn = table.bar is not None
    full = _full(table)
    rows = "\n".join(
        "<tr>" + "".join(map(_cell, row)) + (f"<td>{_bar(row[table.bar or 0], full)}</td>" if drawn else "") + "</tr>"
        for row in table.rows
    )
    head = f"<thead><tr>{headings}{'<td></td>' if drawn else ''}</tr></thead>"
    return f'<h2>{_text(table.title)}</h2>\n<div class="wide"><table>{head}\n<tbody>\n{rows}\n</tbody></table></div>'


def _full(table: Table) -> float:
    if table.total:
        return table.total
    if table.bar is None:
        return 1.0
    return max((float(row[table.bar]) for row in table.rows), default=1.0) or 1.0


def _cell(cell: Cell) -> str:
    return f"<td>{_text(cell)}</td>" if isinstance(cell, str) else f'<td class="n">{number_text(cell)}</td>'


def _bar(cell: Cell, full: float) -> str:
    width = max(0.0, min(100.0, 100 * float(cell) / full))
    label = escape(number_text(cell))
    return (
        f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f'<rect class="all" width="100" height="8"/><rect class="part" width="{width:.1f}" height="8"/></svg>'
    )


def _text(text: str) -> str:
    return escape(number_text(text))
