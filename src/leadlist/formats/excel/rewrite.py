"""A workbook with some changes to one sheet: which parts are new, which go, which stay the bytes they are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from leadlist.formats.excel.cells import CellWriter
from leadlist.formats.excel.contents import Contents, Relation, Sheet, relations, rels_part
from leadlist.formats.excel.erasure import Erasure
from leadlist.formats.excel.margins import moved_margins
from leadlist.formats.excel.markup import column_letters
from leadlist.formats.excel.moving import Move
from leadlist.formats.excel.odd import Odd, naming
from leadlist.formats.excel.package import NewPart
from leadlist.formats.excel.parts import (
    OTHER_SHEET_PARTS,
    SHEET_PARTS,
    move_drawing,
    without_content_type,
    without_relations,
)
from leadlist.formats.excel.rowheights import Heights, read_heights
from leadlist.formats.excel.rowstream import RowStream, Run, read_tail
from leadlist.formats.excel.shared import move_chart, move_connections, move_pivot_source, move_workbook
from leadlist.formats.excel.sheet import Forget, SheetPatcher, other_rows
from leadlist.formats.excel.sheetedit import SheetEdit
from leadlist.formats.excel.sheetformulas import FormulaMover
from leadlist.formats.excel.styles import Styles
from leadlist.formats.excel.wellformed import RowProof

_REFUSED_FOLDERS = {
    "_xmlsignatures/": "signature",
    "xl/model/": "data model",
    "xl/revisions/": "revisions",
    "xl/volatiledependencies.xml": "live data",
}
CONTENT_TYPES = "[Content_Types].xml"


class Rewrite:
    """Collects the new parts of a workbook. `new` and `gone` are what `Package.copy` takes; `lost` names formulas
    outside of the leaving rows that become `#REF!`.
    `formulas` tells whether the list's own sheet has any. Raises Odd, with the part, for what is not understood."""

    def __init__(
        self,
        contents: Contents,
        sheet: Sheet,
        edit: SheetEdit,
        move: Move,
        styles: Styles,
        numeric: frozenset[int],
        erasure: Erasure | None,
        formulas: bool = False,
    ) -> None:
        self.new: dict[str, NewPart] = {}
        self.gone: set[str] = set()
        self.lost: list[str] = []
        self._contents, self._package = contents, contents.package
        self._sheet, self._edit = sheet, edit
        self._move = replace(move, heights=cache(self._heights))
        self._styles, self._numeric = styles, numeric
        self._erasure = erasure
        self._formulas = formulas
        self._moved: set[str] = set()

    def plan(self) -> None:
        """Find every part that changes."""
        self._refuse()
        move, moves = self._move, self._move.shift.moves
        with naming(self._sheet.part):
            self._patch_sheet()
        if move.shift or move.new_headings or move.erased:
            self._move_parts(self._sheet, move, SHEET_PARTS)
        away = replace(move, here=False, gone=[])
        for sheet in self._contents.sheets:
            if sheet.part and sheet.part != self._sheet.part:
                if moves or self._erased:
                    self._move_sheet(sheet, away)
                self._move_charts(sheet, away)
        self._move_charts(self._sheet, away)
        if move.shift:
            self._move_linked("pivotCacheDefinition", move_pivot_source, away)
        if moves:
            self._move_linked("connections", move_connections, away)
            self._drop_chain()
        self._move_book(away)
        self.lost += move.lost
        if self._erasure is not None:
            self._erasure.clean(self.new, self.gone)

    def _heights(self) -> tuple[Heights, Heights] | None:
        """The heights of the sheet's rows before and after; None where they say nothing, because all are hidden."""
        before = read_heights(self._package, self._sheet.part)
        return (before, before.moved(self._move.shift)) if before.default else None

    @property
    def _erased(self) -> frozenset[str]:
        return self._move.erased

    def _refuse(self) -> None:
        for folder, word in _REFUSED_FOLDERS.items():
            for part in self._package.parts:
                if part.lower().startswith(folder) and (word == "signature" or self._move.shift.moves):
                    with naming(part):
                        raise Odd(word)

    def _put(self, part: str, content: bytes) -> None:
        """A part's new content; nothing where it is the old one."""
        if content != self._package.read(part):
            self.new[part] = content

    def _current(self, part: str) -> bytes:
        content = self.new.get(part)
        return content if isinstance(content, bytes) else self._package.read(part)

    def _patch_sheet(self) -> None:
        part, move = self._sheet.part, self._move
        margins: tuple[bytes, bytes] | None = None
        if move.shift or move.new_headings or move.erased:
            stream = RowStream(self._package, part)
            tail = b"" if stream.closed else read_tail(self._package, part, stream.prefix)
            tail = tail or b"".join(stream.rest())
            margins = moved_margins(stream.head, tail, self._package.path, part, replace(move, place=self._sheet.name))

        def content() -> Iterable[bytes]:
            with naming(part):
                yield from self._sheet_pieces(margins)

        self.new[part] = content

    def _sheet_pieces(self, margins: tuple[bytes, bytes] | None) -> Iterator[bytes]:
        stream = RowStream(self._package, self._sheet.part)
        prefix = stream.prefix.decode()
        mover = FormulaMover(prefix, self._sheet.name, True, self._move.shift, self._erased, self._move.sheets)
        writer = CellWriter(prefix, self._styles, self._numeric)
        yield margins[0] if margins else stream.head
        yield from SheetPatcher(stream, self._edit, writer, mover).rows(alone=margins is None)
        yield margins[1] if margins else stream.tail
        removed = frozenset(self._move.shift.removed)
        self.lost += [_place(self._sheet.name, row, column) for row, column in mover.lost if row not in removed]

    def check_sheet(self) -> None:
        """Run through the list's own sheet without writing, for `lost`."""
        for _piece in self._sheet_pieces(None):
            pass

    def _move_parts(self, sheet: Sheet, move: Move, movers: dict[str, Callable[..., bytes]]) -> None:
        """Move the parts that belong to a sheet, and forget the relationships of what left."""
        links = relations(self._package, sheet.part)
        self._forget(sheet.part, set(move.gone))
        for link in links.values():
            mover = movers.get(link.kind)
            if mover is None or link.external or not self._first_time(link.target):
                continue
            own = replace(move, gone=[])
            self._put_moved(link.target, mover, own)
            self._forget(link.target, set(own.gone))

    def _first_time(self, part: str) -> bool:
        """Whether a part is there and was not moved before: some programs lead to one by two relationships."""
        known = part in self._moved or part not in self._package.parts
        self._moved.add(part)
        return not known

    def _move_part(self, part: str, mover: Callable[..., bytes], move: Move) -> None:
        if self._first_time(part):
            self._put_moved(part, mover, move)

    def _put_moved(self, part: str, mover: Callable[..., bytes], move: Move) -> None:
        """A part after the move, whose `gone` tells which relationships it no longer needs."""
        with naming(part):
            self._put(part, mover(self._current(part), self._package.path, part, replace(move, place=part)))

    def _forget(self, part: str, identities: set[str]) -> None:
        """Take relationships out of a part's list, and the parts that only they led to."""
        name = self._package.name_of(rels_part(part))
        if name is None or not identities:
            return
        links = relations(self._package, part)
        self._put(name, without_relations(self._current(name), identities))
        for identity in identities & links.keys():
            target = links[identity].target
            if not links[identity].external and not self._used_elsewhere(target, part, identities):
                self.gone.add(target)

    def _used_elsewhere(self, target: str, part: str, identities: set[str]) -> bool:
        for name in self._package.parts:
            if name.endswith(".rels"):
                folder, _, file = name.rpartition("_rels/")
                owner = folder + file.removesuffix(".rels")
                for link in relations(self._package, owner).values():
                    if link.target == target and (owner != part or link.identity not in identities):
                        return True
        return False

    def _move_sheet(self, sheet: Sheet, move: Move) -> None:
        if sheet.kind == "worksheet":
            with naming(sheet.part):
                self._move_formulas(sheet, move)
        if move.shift.moves:
            self._move_parts(sheet, move, OTHER_SHEET_PARTS)

    def _move_formulas(self, sheet: Sheet, move: Move) -> None:
        """Another sheet: its formulas and what stands around its rows. Streamed twice, written only where needed."""
        stream = RowStream(self._package, sheet.part)
        prefix = stream.prefix.decode()
        writer = CellWriter(prefix, self._styles)

        def mover() -> FormulaMover:
            return FormulaMover(prefix, self._sheet.name, False, move.shift, self._erased, move.sheets)

        first = mover()
        changed = False
        forget = None if self._erasure is None else self._erasure.forgets(sheet)
        for row, piece in other_rows(stream, writer, first, forget):
            changed = changed or piece is not row
        self.lost += [_place(sheet.name, row, column) for row, column in first.lost]
        head, tail = stream.head, stream.tail
        if move.shift.moves:
            head, tail = moved_margins(head, tail, self._package.path, sheet.part, replace(move, place=sheet.name))
        if not changed and (head, tail) == (stream.head, stream.tail):
            return

        def content() -> Iterable[bytes]:
            with naming(sheet.part):
                yield from self._other_pieces(sheet, mover(), head, tail, forget)

        self.new[sheet.part] = content

    def _other_pieces(
        self, sheet: Sheet, mover: FormulaMover, head: bytes, tail: bytes, forget: Forget | None
    ) -> Iterator[bytes]:
        """Another sheet as it is written, its new rows proved."""
        stream, proof = RowStream(self._package, sheet.part), RowProof()
        yield head
        for row, piece in other_rows(stream, CellWriter(stream.prefix.decode(), self._styles), mover, forget):
            xml = piece.xml if isinstance(piece, Run) else piece.xml(stream.prefix)
            if piece is not row:
                proof.add(xml)
            yield xml
        proof.done()
        yield tail

    def _move_charts(self, sheet: Sheet, move: Move) -> None:
        """The charts on a sheet, and the shapes drawn into them, whose texts may be those of cells."""
        if not sheet.part or not move.shift.moves:
            return
        for drawing in _targets(relations(self._package, sheet.part), "drawing"):
            for chart in _targets(relations(self._package, drawing), "chart", "chartEx"):
                self._move_part(chart, move_chart, move)
                for shapes in _targets(relations(self._package, chart), "chartUserShapes"):
                    self._move_part(shapes, move_drawing, move)

    def _move_linked(self, kind: str, mover: Callable[..., bytes], move: Move) -> None:
        """The parts of a kind that belong to the workbook."""
        for part in _targets(relations(self._package, self._contents.workbook), kind):
            self._move_part(part, mover, move)

    def _move_book(self, move: Move) -> None:
        part = self._contents.workbook
        with naming(part):
            data = self._current(part)
            new = move_workbook(data, self._package.path, part, move, recalculate=self._has_formulas())
            self._put(part, new)

    def _has_formulas(self) -> bool:
        return self._formulas or any(
            b"<f>" in chunk or b"<f " in chunk or b":f>" in chunk or b":f " in chunk
            for sheet in self._contents.worksheets()
            if sheet.part != self._sheet.part
            for chunk in self._package.stream(sheet.part)
        )

    def _drop_chain(self) -> None:
        """The order of calculation no longer holds; Excel makes it anew."""
        chain = self._contents.chain
        if chain is None:
            return
        self.gone.add(chain)
        links = relations(self._package, self._contents.workbook)
        rels = self._package.name_of(rels_part(self._contents.workbook)) or ""
        identities = {link.identity for link in links.values() if link.kind == "calcChain"}
        self._put(rels, without_relations(self._current(rels), identities))
        types = self._package.name_of(CONTENT_TYPES)
        if types is None:
            raise Odd("sheet XML", CONTENT_TYPES)
        self._put(types, without_content_type(self._current(types), chain))


def _place(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{column_letters(column)}{row}"


def _targets(links: dict[str, Relation], *kinds: str) -> list[str]:
    return [link.target for link in links.values() if link.kind in kinds and not link.external]
