"""Reports: a `Report` is titles, tables and numbers; a renderer turns any of them into text.

A report never formats and a renderer never counts. To add a report: a function that builds a `Report`; to add a format:
a function `(Report) -> str` and its line in `RENDERERS`.
"""

from leadlist.reports.approval import Judged, approval_rows, approved_rows
from leadlist.reports.mailing import mailing
from leadlist.reports.page import as_html
from leadlist.reports.quality import quality, quality_title
from leadlist.reports.render import Renderer, as_csv, as_json, as_markdown, as_table
from leadlist.reports.report import Report, Table
from leadlist.reports.retention import retention, retention_title

__all__ = [
    "RENDERERS",
    "Judged",
    "Report",
    "Table",
    "approval_rows",
    "approved_rows",
    "mailing",
    "quality",
    "quality_title",
    "retention",
    "retention_title",
]

RENDERERS: dict[str, Renderer] = {
    "table": as_table,
    "json": as_json,
    "markdown": as_markdown,
    "csv": as_csv,
    "html": as_html,
}
