"""Reading a worksheet: every cell as the text a person sees, in one pass over the XML.

docs/adr/0003 says why no other reader does this.
"""

from leadlist.formats.excel.contents import Sheet
from leadlist.formats.excel.grid import Grid
from leadlist.formats.excel.markup import MAX_ROW
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.rowreader import ROW_NUMBER, RowReader
from leadlist.formats.excel.rowstream import RowStream
from leadlist.formats.excel.second_half import second_half
from leadlist.formats.excel.styles import Styles


def read_grid(package: Package, sheet: Sheet, strings: list[str], styles: Styles, most_rows: int = MAX_ROW) -> Grid:
    """The cells of a worksheet; where `most_rows` are enough, not many more.

    Raises UserError where the sheet is damaged, Refused where it is dangerous.
    """
    stream = RowStream(package, sheet.part)
    reader = RowReader(package, sheet, strings, styles, stream.prefix.decode())
    with second_half(package, sheet.part, len(strings), wanted=most_rows == MAX_ROW) as other:
        taken = 0
        for block in stream.blocks():
            if other is not None and taken >= other.begins:
                if other.add_to(reader.read(), reader.last, strings):
                    break
                other = None
            taken += len(block)
            reader.take_block(block, stream)
            if len(reader.grid.rows) >= most_rows:
                break
    grid = reader.read()
    grid.odd = grid.odd or stream.odd
    return _trimmed(grid)


def read_rest(package: Package, sheet: Sheet, strings: list[str], styles: Styles, begins: int) -> tuple[int, Grid]:
    """The number of the first row behind byte `begins` of a worksheet's rows, and the cells from there on.

    0 where that row does not tell its number. Raises as `read_grid`.
    """
    stream = RowStream(package, sheet.part)
    reader = RowReader(package, sheet, strings, styles, stream.prefix.decode())
    taken = first = 0
    for block in stream.blocks():
        if taken >= begins:
            match = ROW_NUMBER.match(block, len(stream.prefix) + 4)
            first = first or (int(match[1]) if match and match[1].isdigit() else 0)
            reader.take_block(block, stream)
        taken += len(block)
    grid = reader.read()
    grid.odd = grid.odd or stream.odd
    return first, _trimmed(grid)


def _trimmed(grid: Grid) -> Grid:
    while grid.rows and not grid.rows[-1]:
        grid.rows.pop()
    return grid
