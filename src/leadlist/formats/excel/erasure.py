"""Erased values leave the whole workbook: shared texts that no cell uses any more, and the copies other parts keep."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from leadlist.formats.excel.cells import CellWriter
from leadlist.formats.excel.contents import Contents, Element, Sheet, local, named, relations
from leadlist.formats.excel.markup import attributes, plain
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.package import NewPart
from leadlist.formats.excel.parts import rewritten
from leadlist.formats.excel.pivotcells import PivotArea, Source, forgetting, pivot_areas, showing_cells
from leadlist.formats.excel.rowstream import RowStream, Run
from leadlist.formats.excel.shared import forget_in_chart
from leadlist.formats.excel.sheet import Forget, row_number
from leadlist.formats.excel.sheetedit import SheetEdit
from leadlist.formats.excel.sheetformulas import is_telling
from leadlist.formats.excel.strings import item_stream, item_text

_FORMULA = rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?f\s*>)"
_USED = re.compile(
    rb"""<(?:[\w.-]+:)?c\b[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*"""
    + rb"(?:"
    + _FORMULA
    + rb"\s*)?"  # Excel keeps what a formula shows in its cell, some other programs here, too
    + rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*(\d+)"
)
_START = 3  # characters by which texts are looked up


class Erasure:
    """What must go from a workbook together with rows that leave or cells that are cleared.

    `texts` are those that stand in no lead any more.
    """

    def __init__(self, contents: Contents, sheet: Sheet, edit: SheetEdit, texts: frozenset[str]) -> None:
        self._contents, self._package = contents, contents.package
        self._sheet, self._edit, self._texts = sheet, edit, texts
        self._inside = Mentions(texts)

    def clean(self, new: dict[str, NewPart], gone: set[str]) -> None:
        """Add to the new parts those that are emptied. Raises Odd where a copy cannot be told from something else."""
        self._clean_strings(new)
        if self._texts:
            self._clean_pivots(new)
            self._clean_charts(new)
            self._look_everywhere(new, gone)

    def forgets(self, sheet: Sheet) -> Forget | None:
        """For a sheet with pivot tables: whether a cell of theirs shows what leaves. They are shown anew on load."""
        areas = self._pivots(sheet)
        return forgetting(areas, self._shows, self._numbered_items()) if areas else None

    def _pivots(self, sheet: Sheet) -> list[PivotArea]:
        source = Source(self._sheet.name, self._edit.shift)
        return pivot_areas(self._contents, sheet, self._holds, source) if self._texts else []

    def clear_pivots(self, list_rows: tuple[int, int], last_column: int) -> None:
        """Clear the cells in which pivot tables around the list, on its own sheet, show what leaves.

        Raises Odd where such a cell stands between the list's headings and its end (`list_rows`, `last_column`).
        """
        areas = self._pivots(self._sheet)
        if not areas:
            return
        forget = forgetting(areas, self._shows, self._numbered_items())
        cells = {row: dict(changes) for row, changes in self._edit.cells.items()}
        for row, column in showing_cells(RowStream(self._package, self._sheet.part), areas, forget):
            if list_rows[0] <= row <= list_rows[1] and column <= last_column:
                raise Odd("pivot table", self._sheet.part)
            cells.setdefault(row, {})[column] = ""
        self._edit.cells = cells

    def _shows(self, text: str) -> bool:
        """Whether a text is one that leaves, or has a longer one in it (`架空商事 の合計`)."""
        return text in self._texts or self._inside.found_in(text)

    def _clean_strings(self, new: dict[str, NewPart]) -> None:
        part = self._contents.strings
        if part is None:
            return
        used = self._used_strings(new)
        emptied = any(
            index >= len(used) or (not used[index] and item_text(item.decode()))
            for index, item in self._numbered_items()
        )
        if emptied:
            new[part] = lambda: self._without_unused(used)

    def _numbered_items(self) -> Iterator[tuple[int, bytes]]:
        index = 0
        for _before, items, _after in item_stream(self._contents):
            for item in items:
                yield index, item
                index += 1

    def _without_unused(self, used: bytearray) -> Iterable[bytes]:
        index = 0
        for before, items, after in item_stream(self._contents):
            kept = []
            for item in items:
                kept.append(item if index < len(used) and used[index] else _emptied(item))
                index += 1
            yield before + b"".join(kept) + after

    def _used_strings(self, new: dict[str, NewPart]) -> bytearray:
        """One byte for each shared string: whether a cell of any sheet still uses it."""
        used = bytearray()
        for sheet in self._contents.worksheets():
            for body in self._rows_after(sheet, new.get(sheet.part)):
                for index in map(int, _USED.findall(body)):
                    if index >= len(used):
                        used.extend(bytes(index + 1024 - len(used)))
                    used[index] = 1
        return used

    def _rows_after(self, sheet: Sheet, content: NewPart | None) -> Iterator[bytes]:
        """The rows of a sheet as they will be, in pieces that split no cell."""
        stream = RowStream(self._package, sheet.part)
        if sheet.part == self._sheet.part:
            return self._bodies(stream)
        if content is None:
            return stream.blocks()
        return iter([content] if isinstance(content, bytes) else content())

    def _bodies(self, stream: RowStream) -> Iterator[bytes]:
        """The rows of the list's sheet that stay, without the cells that get a new text."""
        edit = self._edit
        removed = frozenset(edit.shift.removed)
        writer = CellWriter(stream.prefix.decode(), None)
        untouched = edit.untouched()
        last = 0
        for row in stream.rows_and_runs(lambda xml, *ends: xml if untouched(*ends) else None):
            if isinstance(row, Run):
                last = row.last
                yield row.xml
                continue
            last = number = row_number(row.tag, last)
            if number in removed or row.body is None:
                continue
            if number in edit.blanked:
                continue
            changes = edit.cells.get(number)
            if not changes:
                yield row.body
                continue
            cells = writer.split(row.body.decode())
            yield "".join(writer.joined(cell, number) for cell in cells if cell.column not in changes).encode()

    def _clean_pivots(self, new: dict[str, NewPart]) -> None:
        """Empty the records of pivot caches, and those of their values that left."""
        for link in relations(self._package, self._contents.workbook).values():
            if link.kind != "pivotCacheDefinition" or link.target not in self._package.parts:
                continue
            current = new.get(link.target)
            data = current if isinstance(current, bytes) else self._package.read(link.target)
            if not self._holds(data):
                continue
            cleaned = rewritten(data, self._package.path, link.target, self._clean_cache)
            if cleaned != data:
                new[link.target] = cleaned
            for below in relations(self._package, link.target).values():
                if below.kind == "pivotCacheRecords" and below.target in self._package.parts:
                    records = self._package.read(below.target)
                    new[below.target] = rewritten(records, self._package.path, below.target, _without_records)

    def _holds(self, data: bytes) -> bool:
        """Whether the cache is one of the list's sheet: by its source, or by a value that left."""
        text = data.decode("utf-8", "replace")
        return any(
            attributes(tag).get("sheet", self._sheet.name).casefold() == self._sheet.name.casefold()
            for tag in re.findall(r"<(?:[\w.-]+:)?worksheetSource((?:\s[^<>]*)?)/?>", text)
        ) or (self._mentioned(data) or any(value in self._texts for value in re.findall(r' v="([^"]*)"', text)))

    def _clean_cache(self, root: Element) -> None:
        root.set("refreshOnLoad", "1")
        root.set("recordCount", "0")
        number = 0
        for items in named(root, "sharedItems", "groupItems"):
            for item in items:
                text = item.get("v", "")
                if self._shows(text) or (local(item) == "d" and text.partition("T")[0] in self._texts):
                    number += 1
                    day = date(1900, 1, 1) + timedelta(number)
                    item.set("v", f"{day}T00:00:00" if local(item) == "d" else f"-{number}")

    def _clean_charts(self, new: dict[str, NewPart]) -> None:
        """Empty the stored values of charts, on any sheet, that show what leaves."""
        for sheet in self._contents.sheets:
            for drawing in self._linked(sheet.part, "drawing") if sheet.part else ():
                for chart in self._linked(drawing, "chart", "chartEx"):
                    data = self._content(chart, new)
                    if self._mentioned(data):
                        new[chart] = rewritten(
                            data, self._package.path, chart, lambda root: forget_in_chart(root, self._shows)
                        )

    def _linked(self, part: str, *kinds: str) -> Iterator[str]:
        for link in relations(self._package, part).values():
            if link.kind in kinds and link.target in self._package.parts:
                yield link.target

    def _content(self, part: str, new: dict[str, NewPart]) -> bytes:
        current = new.get(part)
        return current if isinstance(current, bytes) else self._package.read(part)

    def _mentioned(self, data: bytes) -> bool:
        text = plain(data.decode("utf-8", "replace"))
        return self._inside.found_in(text) or self._inside.found_in(re.sub(r"<[^<>]*>", "", text))

    def _look_everywhere(self, new: dict[str, NewPart], gone: set[str]) -> None:
        """Refuse where a comment, text box or any other part that stays speaks of what leaves."""
        for part in speaking_parts(self._contents):
            if part not in gone and self._mentioned(self._content(part, new)):
                raise Odd("mention", part)


class Mentions:
    """Finds texts inside of others; only those that are long enough not to be found by chance."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._starting: dict[str, list[str]] = {}
        for text in texts:
            if is_telling(text) and ("@" in text or not text.isascii()):
                self._starting.setdefault(text[:_START], []).append(text)

    def found_in(self, text: str) -> bool:
        """Whether one of the texts stands in this one. Its time does not grow with their number."""
        starting = self._starting
        return bool(starting) and any(
            text.startswith(known, at)
            for at in range(len(text) - _START + 1)
            for known in starting.get(text[at : at + _START], ())
        )


def speaking_parts(contents: Contents) -> Iterator[str]:
    """The parts, besides the sheets' cells and the shared strings, that may repeat what stands in a cell.

    Not the properties of the document: who made it is no copy of a lead.
    """
    cells = {sheet.part for sheet in contents.worksheets()} | {contents.strings, contents.styles, contents.chain}
    for part in contents.package.parts:
        folded = part.lower()
        silent = folded.startswith(("docprops/", "xl/theme/")) or folded == "[content_types].xml"
        if part not in cells and not silent and folded.endswith((".xml", ".vml", ".rels")):
            yield part


def _emptied(item: bytes) -> bytes:
    """A shared string without text, runs and furigana."""
    match = re.match(rb"(\s*)<((?:[\w.-]+:)?)si\b", item)
    if match is None or (b"t>" not in item and b"rPh" not in item):
        return item
    return b"".join((match[1], b"<", match[2], b"si><", match[2], b"t/></", match[2], b"si>"))


def _without_records(root: Element) -> None:
    for record in list(root):
        root.remove(record)
    root.set("count", "0")


def erased_texts(leaving: Iterable[str], staying: Iterable[Iterable[str]]) -> frozenset[str]:
    """The texts that leave and stand nowhere among those that stay."""
    texts = {text for text in leaving if text}
    for column in staying:
        texts.difference_update(column)
    return frozenset(texts)


def keeps_copies(contents: Contents, formulas: bool) -> bool:
    """Whether anything but the list's own cells and the shared strings may repeat what stands in a lead."""
    own = {contents.workbook}
    more = (part for part in speaking_parts(contents) if part not in own and not part.endswith(".rels"))
    if formulas or len(contents.worksheets()) > 1 or any(more):
        return True
    return b"_xlnm._FilterDatabase" in contents.package.read(contents.workbook)
