"""The other sheets that `[retention] sheets` names: whoever leaves the list leaves them in the same commit."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from leadlist.changes import AddRow, Change, RemoveRow
from leadlist.cli.options import ChangeOptions, ReadOptions
from leadlist.cli.output import Output
from leadlist.cli.read_back import require_same
from leadlist.cli.reading import Opened, open_document_of
from leadlist.locale import _, ngettext
from leadlist.plans import Plan, apply

if TYPE_CHECKING:
    from leadlist.formats import Document
    from leadlist.rules import Rules

WORKBOOKS = (".xlsx", ".xlsm")


class Along(NamedTuple):
    """A sheet from which rows go together with leads, or to which they come back."""

    sheet: str
    opened: Opened
    changes: Sequence[Change]


def going_along(opened: Opened, plan: Plan, is_gone: Callable[[str], bool] | None, options: ReadOptions) -> list[Along]:
    """The rows that go from other sheets with the leads that a plan erases or pseudonymises.

    `is_gone` says who else goes, by what identifies somebody: the list itself may not hold them.
    """
    from leadlist.operations.other_sheets import gone_rows, keys_of

    rules, leads = opened.rules, opened.leads
    rows = gone_rows(plan.changes) if rules.retention.sheets else frozenset()
    in_workbook = opened.document.path.suffix.lower() in WORKBOOKS
    if not (rules.retention.sheets and in_workbook) or not (rows or is_gone):
        return []
    gone = keys_of(leads, rows, rules)
    staying = keys_of(leads, (row for row in leads.rows() if row not in rows), rules)

    def goes(key: str) -> bool:
        return key in gone or bool(is_gone and is_gone(key))

    return rows_along(opened.document.path, opened, goes, staying, options)


def rows_along(
    path: Path, opened: Opened, is_gone: Callable[[str], bool], staying: Collection[str], options: ReadOptions
) -> list[Along]:
    """The rows that go from the other sheets of the workbook in `path`; see `operations.other_sheets.leaving`."""
    from leadlist.operations.other_sheets import leaving

    found = []
    for sheet in sheets_of(path, opened, options):
        rows = leaving(sheet.leads, opened.rules, is_gone, staying)
        if rows:
            reason = _("the lead leaves the list")
            changes = [RemoveRow(row, reason, None, "retention.sheets") for row in rows]
            found.append(Along(sheet.document.sheet, sheet, changes))
    return found


def sheets_of(path: Path, opened: Opened, options: ReadOptions) -> Iterator[Opened]:
    """Those of the sheets named in the rules that the workbook has, the list's own left out."""
    from leadlist.recognition import recognize

    if path.suffix.lower() not in WORKBOOKS:
        return
    for name in opened.rules.retention.sheets:
        document = _sheet(path, name, opened.rules, options)
        if document is not None and document.sheet != opened.document.sheet:
            yield Opened(document, recognize(document.leads, opened.rules), opened.rules)


def _sheet(path: Path, name: str, rules: "Rules", options: ReadOptions) -> "Document | None":
    """A sheet read as a table; None where the workbook has none of that name. Raises UserError where it is no table."""
    from leadlist.formats import NoSuchSheet

    try:
        return open_document_of(path, replace(options, sheet=name), rules)
    except NoSuchSheet:
        return None


def say_along(along: Sequence[Along], output: Output) -> None:
    """How many rows go from which sheet, or come back to it."""
    for each in along:
        count = len(each.changes)
        text = ngettext(
            "Sheet “{sheet}”: {count} row goes with them.", "Sheet “{sheet}”: {count} rows go with them.", count
        )
        if isinstance(each.changes[0], AddRow):
            text = ngettext(
                "Sheet “{sheet}”: {count} row comes back with them.",
                "Sheet “{sheet}”: {count} rows come back with them.",
                count,
            )
        output.talk(text.format(sheet=each.sheet, count=count))


def counts_along(along: Sequence[Along]) -> dict[str, int]:
    """How many rows go from other sheets, for the log; nothing where none does."""
    return {"other_sheets": sum(len(each.changes) for each in along)} if along else {}


def write_along(along: Sequence[Along], target: Path, aside: Callable[[], Path], options: ReadOptions) -> None:
    """Take the rows out of the other sheets of `target`, which holds the new list already.

    `aside` makes an empty private file beside the list.
    """
    for each in along:
        document = open_document_of(target, replace(options, sheet=each.sheet), each.opened.rules)
        written = aside()
        try:
            document.write(each.changes, written)
            written.replace(target)
        finally:
            written.unlink(missing_ok=True)


def require_along(along: Sequence[Along], target: Path, options: ChangeOptions) -> None:
    """Raises Refused where a sheet does not read back without the rows that went."""
    for each in along:
        left = apply(each.opened.leads, each.changes)
        require_same(left, target, each.opened, options)
