"""A histogram as inline SVG: readable at the width of a phone and of a desk, in light and dark, without a script."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from leadlist.reports.render import number_text
from leadlist.reports.report import Bin, Histogram

WIDTH, HEIGHT = 640.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 24.0, 40.0, 46.0
ROOM = 90.0  # what the name of a mark needs beside its line
TICKS = 8  # at most so many numbers below the axis

STYLE = """
figure{margin:1.5rem 0;max-width:44rem}figcaption{font-weight:600}
svg.chart{width:100%;height:auto;font:17px system-ui,"Hiragino Sans","Noto Sans JP","Yu Gothic UI",sans-serif}
svg.chart text{fill:CanvasText}svg.chart .grid{stroke:#8884}svg.chart .mark{stroke:CanvasText;stroke-dasharray:4 3}
rect.merge{fill:#2a6fbb}rect.review{fill:#e0912f}rect.leave{fill:#8889}
""".strip()


def drawn(chart: Histogram) -> str:
    """The chart as a figure. The height of a bar is the logarithm of its count, so that a single pair is seen too."""
    start = min([each.start for each in chart.bins] + [at for at, _name in chart.marks])
    end = max([each.end for each in chart.bins] + [at for at, _name in chart.marks])
    most = _height(max(each.number for each in chart.bins))

    def x(value: float) -> float:
        return LEFT + (value - start) / ((end - start) or 1.0) * (WIDTH - LEFT - RIGHT)

    def y(count: float) -> float:
        return HEIGHT - BOTTOM - _height(count) / most * (HEIGHT - TOP - BOTTOM)

    step = _step(end - start)
    ticks = [at * step for at in range(ceil(start / step), floor(end / step) + 1)]
    parts = [
        *(_line_at(y(10.0**power), f"{10**power:,}") for power in range(ceil(most))),
        *(_bar(each, x(each.start), x(each.end), y(each.number)) for each in chart.bins),
        *(_text(x(tick), HEIGHT - BOTTOM + 20, f"{tick:+.0f}" if tick else "0") for tick in ticks),
        *_marks([(x(at), name) for at, name in chart.marks]),
        _text((LEFT + WIDTH) / 2, HEIGHT - 5, chart.axis),
    ]
    label = escape(number_text(chart.title))
    inner = "\n".join(parts)
    return (
        f'<figure><figcaption>{label}</figcaption>\n<svg class="chart" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'role="img" aria-label="{label}">\n{inner}\n</svg></figure>'
    )


def _height(count: float) -> float:
    return log10(count + 1.0)


def _step(span: float) -> float:
    """The distance of ticks: 1, 2 or 5 times a power of ten, or more where that would be too many."""
    return next(step for step in (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 1e9) if span / step <= TICKS)


def _bar(each: Bin, left: float, right: float, top: float) -> str:
    title = f"{each.start:+.0f} … {each.end:+.0f}: {each.number:,}"
    return (
        f'<rect class="{escape(each.band)}" x="{left + 0.5:.1f}" y="{top:.1f}" width="{max(right - left - 1, 1):.1f}" '
        f'height="{HEIGHT - BOTTOM - top:.1f}"><title>{title}</title></rect>'
    )


def _line_at(height: float, label: str) -> str:
    return (
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>'
        f'<text x="{LEFT - 6}" y="{height + 6:.1f}" text-anchor="end">{label}</text>'
    )


def _marks(marks: Sequence[tuple[float, str]]) -> list[str]:
    """Dashed lines with their names; each name on the side of its line that is away from the other's."""
    parts = []
    for number, (at, name) in enumerate(sorted(marks)):
        leftward = at > WIDTH - ROOM or (number == 0 and len(marks) > 1 and at > LEFT + ROOM)
        anchor, shift = ("end", -5) if leftward else ("start", 5)
        parts.append(f'<line class="mark" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 22}" y2="{HEIGHT - BOTTOM}"/>')
        height = TOP - 8 if anchor == "end" or number else TOP - 24
        parts.append(
            f'<text x="{at + shift:.1f}" y="{height}" text-anchor="{anchor}">{escape(number_text(name))}</text>'
        )
    return parts


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(number_text(text))}</text>'
