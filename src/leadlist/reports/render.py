"""Renderers: any report as text. What stands in a list is never markup, a formula or a control sequence here."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable

from leadlist.reports.report import Cell, Report, Table

Renderer = Callable[[Report], str]
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?")


def as_table(report: Report) -> str:
    """Plain text in aligned columns, for a terminal of any script; wide characters count as two columns."""
    return "\n\n".join([report.title, *(_plain(table) for table in report.tables if table.rows)]) + "\n"


def as_json(report: Report) -> str:
    """One document: title, and for each table its title and one object a row."""
    tables = [
        {"title": table.title, "rows": [dict(zip(table.headings, row, strict=True)) for row in table.rows]}
        for table in report.tables
    ]
    return json.dumps({"title": report.title, "tables": tables}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(report: Report) -> str:
    """GitHub-flavoured tables; every sign that could be markup is escaped."""
    parts = [f"# {_escaped(report.title)}"]
    for table in report.tables:
        columns = list(zip(*table.rows, strict=True)) or [("",)] * len(table.headings)
        lines = [
            f"## {_escaped(table.title)}",
            "",
            _line(table.headings),
            _line(["---:" if all(map(is_number, column)) else "---" for column in columns], raw=True),
        ]
        lines.extend(_line(row) for row in table.rows)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_csv(report: Report) -> str:
    """The last table with rows, findings or leads, for a spreadsheet; what looks like a formula is guarded by '."""
    table = next((table for table in reversed(report.tables) if table.rows and not table.bars), report.tables[-1])
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([[_guarded(cell) for cell in row] for row in table.rows])
    return target.getvalue()


def visible(text: str) -> str:
    """The text with control and formatting characters shown as what they are, on one line."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c
        for c in text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    )


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number, or one that was written out: +0.5."""
    return not isinstance(cell, str) or _NUMBER.fullmatch(cell) is not None


def number_text(cell: Cell) -> str:
    """A cell as text: thousands are grouped, shares have one decimal."""
    if isinstance(cell, str):
        return visible(cell)
    return f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _plain(table: Table) -> str:
    rows = [tuple(map(visible, table.headings)), *(tuple(map(number_text, row)) for row in table.rows)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(table.headings))]
    numeric = [all(is_number(row[at]) for row in table.rows) for at in range(len(table.headings))]

    def padded(row: tuple[str, ...]) -> str:
        cells = [
            " " * (width - _width(text)) + text if right else text + " " * (width - _width(text))
            for text, width, right in zip(row, widths, numeric, strict=True)
        ]
        return "  ".join(cells).rstrip()

    return "\n".join([table.title, padded(rows[0]), "  ".join("-" * width for width in widths), *map(padded, rows[1:])])


def _line(cells: "tuple[Cell, ...] | list[str] | tuple[str, ...]", *, raw: bool = False) -> str:
    return "| " + " | ".join(str(cell) if raw else _escaped(number_text(cell)) for cell in cells) + " |"


def _escaped(text: str) -> str:
    named = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
    return "".join(named.get(c, f"\\{c}" if c in "\\`*_{}[]#|~" else c) for c in visible(text))


def _guarded(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return f"'{text}" if text[:1] in tuple("=+-@＝＋－＠") and text else text
