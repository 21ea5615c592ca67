"""A report as one self-contained page: no script, no network, charts as inline SVG."""

from html import escape

from leadlist.locale import current
from leadlist.reports.drawing import STYLE, drawn
from leadlist.reports.render import is_number, number_text
from leadlist.reports.report import Cell, Report, Table

_STYLE = """
:root{color-scheme:light dark;--one:#2a6fbb;--two:#5fa052;--three:#d9a227;--four:#b5482f}
@media (prefers-color-scheme:dark){:root{--one:#6ba4e0;--two:#86c47a;--three:#e6bd5a;--four:#dd7f68}}
body{font:16px/1.5 system-ui,"Hiragino Sans","Noto Sans JP","Yu Gothic UI",sans-serif}
body{margin:0 auto;max-width:72rem;padding:1rem}
h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #8886;padding:.3rem .6rem;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:Canvas;min-width:4em}
.n{text-align:right!important;font-variant-numeric:tabular-nums;white-space:nowrap}
.bars{margin:0 0 1rem}
.bar{display:grid;grid-template-columns:13rem 1fr 4.5rem;gap:0 .8rem;align-items:center;padding:.15rem 0}
.bar .l{overflow-wrap:anywhere;line-height:1.3}.bar .n{text-align:right;font-variant-numeric:tabular-nums}
.bar svg{display:block;width:100%;height:.9rem}
.bar rect{fill:#8883}rect.p0{fill:var(--one)!important}rect.p1{fill:var(--two)!important}
rect.p2{fill:var(--three)!important}rect.p3{fill:var(--four)!important}
.legend span{margin-right:1.2rem;white-space:nowrap}
.legend svg{display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem}
@media (max-width:40rem){.bar{grid-template-columns:1fr 4.5rem}.bar .l{grid-column:1/-1}}
th,td:not(.t){white-space:nowrap}td.t{min-width:11rem}
@media print{th{position:static}}
""".strip()
_MOST_BARS = 40


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
    numbers = [all(is_number(cell) or cell == "" for cell in column) for column in zip(*table.rows, strict=True)]
    marks = [' class="n"' if number else "" for number in numbers]
    headings = "".join(
        f'<th scope="col"{mark}>{_text(text)}</th>' for text, mark in zip(table.headings, marks, strict=True)
    )
    rows = "\n".join("<tr>" + "".join(map(_cell, row, numbers)) + "</tr>" for row in table.rows)
    return (
        f"<h2>{_text(table.title)}</h2>\n{_chart(table)}"
        f'<div class="wide"><table><thead><tr>{headings}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'
    )


def _cell(cell: Cell, number: bool) -> str:
    if number or not isinstance(cell, str):
        return f'<td class="n">{number_text(cell)}</td>'
    return f'<td class="t">{_text(cell)}</td>' if len(cell) > _LONG else f"<td>{_text(cell)}</td>"


_LONG = 16  # characters from which a cell is kept from becoming a narrow tower on a phone


def _chart(table: Table) -> str:
    """A bar for each row, its number beside it; what the colours mean where a bar has parts."""
    if not table.bars:
        return ""
    full = table.full()
    bars = "\n".join(_bar(table, row, full) for row in table.rows[:_MOST_BARS])
    return f'<div class="bars">\n{_legend(table)}{bars}\n</div>\n'


def _legend(table: Table) -> str:
    if len(table.bars) < 2:
        return ""
    parts = "".join(
        f'<span><svg viewBox="0 0 8 8" aria-hidden="true"><rect class="p{at}" width="8" height="8"/></svg>'
        f"{_text(table.headings[column])}</span>"
        for at, column in enumerate(table.bars)
    )
    return f'<div class="legend">{parts}</div>\n'


def _bar(table: Table, row: tuple[Cell, ...], full: float) -> str:
    numbers = [float(row[column]) for column in table.bars]
    label = " ".join(_text(str(row[column])) for column in table.label)
    value = number_text(row[table.bars[0]]) if len(numbers) == 1 else number_text(int(sum(numbers)))
    drawn, begin = [], 0.0
    for at, number in enumerate(numbers):
        width = max(0.0, min(100.0 - begin, 100 * number / full))
        drawn.append(f'<rect class="p{at}" x="{begin:.2f}" width="{width:.2f}" height="8"/>')
        begin += width
    return (
        f'<div class="bar"><span class="l">{label}</span>'
        f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{label}: {escape(value)}">'
        f'<rect width="100" height="8"/>{"".join(drawn)}</svg><span class="n">{escape(value)}</span></div>'
    )


def _text(text: str) -> str:
    return escape(number_text(text))
