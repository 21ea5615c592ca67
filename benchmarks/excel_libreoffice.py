"""Runs under a Python that has LibreOffice's `uno`: loads workbooks, deletes rows where asked, saves them as .xlsx.

Reads jobs as JSON lines on stdin, `{"source", "target", "sheet", "index", "rows"}` (the sheet by name, else by place;
1-based rows of the original, all deleted), and answers each with a JSON line, `{"target", "error"}`. The target's
suffix says the format. `{"enter": [[3, "B4"], …]}` enters formulas anew before it is saved (sheets by their number,
from 1; places after the deletion). `{"spread": [left, top, right, bottom], "said": TEXT}` also makes what keeps copies
of the cells of that area (0-based, headings first): a chart, a pivot table on a new sheet, a comment with that text.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import Rectangle  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.table import CellAddress  # type: ignore[import-not-found]

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}


def _property(name: str, value: object) -> object:
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def _connect(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _attempt in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - uno raises its own classes
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def _convert(desktop: object, job: dict[str, object]) -> None:
    source = Path(str(job["source"])).resolve().as_uri()
    document = desktop.loadComponentFromURL(source, "_blank", 0, (_property("Hidden", True),))  # type: ignore[attr-defined]
    if document is None:
        raise RuntimeError("not loaded")
    try:
        sheets = document.Sheets
        if job.get("rows") or job.get("spread"):
            known = sheets.hasByName(job["sheet"])  # names that LibreOffice does not allow are found by their place
            sheet = sheets.getByName(job["sheet"]) if known else sheets.getByIndex(job["index"])
            if sheet.isProtected():
                sheet.unprotect("")
        if job.get("spread"):
            _spread(sheets, sheet, job["spread"], str(job["said"]))  # type: ignore[arg-type]
        if job.get("rows"):
            for row in sorted(job["rows"], reverse=True):  # type: ignore[type-var]
                sheet.Rows.removeByIndex(row - 1, 1)
        for number, place in job.get("enter", ()):  # type: ignore[attr-defined]
            cell = sheets.getByIndex(int(number) - 1).getCellRangeByName(place).getCellByPosition(0, 0)
            if cell.getFormula().startswith("=") and not cell.getArrayFormula():
                cell.setFormula(cell.getFormula())
        target = Path(str(job["target"])).resolve()
        document.storeToURL(target.as_uri(), (_property("FilterName", FILTERS[target.suffix]),))
    finally:
        document.close(True)


def _spread(sheets: object, sheet: object, area: list[int], said: str) -> None:
    """A chart, a pivot table and a comment that repeat what stands in an area."""
    left, top, right, bottom = area
    cells = sheet.getCellRangeByPosition(left, top, right, bottom)  # type: ignore[attr-defined]
    address = cells.getRangeAddress()
    sheet.Annotations.insertNew(cells.getCellByPosition(right - left, bottom - top).CellAddress, said)  # type: ignore[attr-defined]
    place = Rectangle()
    place.X, place.Y, place.Width, place.Height = 20_000, 1_000, 9_000, 6_000
    sheet.Charts.addNewByName("leadlist chart", place, (address,), True, True)  # type: ignore[attr-defined]
    sheets.insertNewByName("leadlist pivot", sheets.Count)  # type: ignore[attr-defined]
    tables = sheets.getByName("leadlist pivot").DataPilotTables  # type: ignore[attr-defined]
    pivot = tables.createDataPilotDescriptor()
    pivot.setSourceRange(address)
    fields = pivot.getDataPilotFields()
    fields.getByIndex(0).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "ROW")
    count = fields.getByIndex(min(1, right - left))
    count.Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "DATA")
    count.Function = uno.Enum("com.sun.star.sheet.GeneralFunction", "COUNT")
    target = CellAddress()
    target.Sheet, target.Column, target.Row = sheets.Count - 1, 0, 0  # type: ignore[attr-defined]
    tables.insertNewByName("leadlist pivot", target, pivot)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        pipe = f"leadlist{Path(home).name}"
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--norestore", "--nologo",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            desktop = _connect(pipe)
            for line in sys.stdin:
                job = json.loads(line)
                error = ""
                try:
                    _convert(desktop, job)
                except Exception as failure:  # noqa: BLE001 - uno raises its own classes
                    error = f"{type(failure).__name__}: {failure}"[:200]
                print(json.dumps({"target": job["target"], "error": error}), flush=True)
        finally:
            office.terminate()


if __name__ == "__main__":
    main()
