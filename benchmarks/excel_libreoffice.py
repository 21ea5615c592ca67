"""Runs under a Python that has LibreOffice's `uno`: loads workbooks, deletes rows where asked, saves them as .xlsx.

Reads jobs as JSON lines on stdin, `{"source", "target", "sheet", "index", "rows"}` (the sheet by name, else by place;
1-based rows of the original, all deleted), and answers each with a JSON line, `{"target", "error"}`.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

FILTER = "Calc MS Excel 2007 XML"


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
        if job.get("rows"):
            sheets = document.Sheets
            known = sheets.hasByName(job["sheet"])  # names that LibreOffice does not allow are found by their place
            sheet = sheets.getByName(job["sheet"]) if known else sheets.getByIndex(job["index"])
            if sheet.isProtected():
                sheet.unprotect("")
            for row in sorted(job["rows"], reverse=True):  # type: ignore[type-var]
                sheet.Rows.removeByIndex(row - 1, 1)
        target = Path(str(job["target"])).resolve().as_uri()
        document.storeToURL(target, (_property("FilterName", FILTER),))
    finally:
        document.close(True)


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
