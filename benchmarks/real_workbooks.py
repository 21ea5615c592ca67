"""`normalize --dry-run`, `normalize --yes` and `undo` on every workbook of a folder, each in a process of its own.

    python benchmarks/real_workbooks.py ../shared/workbooks/real [--only NAME…]

For each file: the exit codes must be 0, 2 (no list in it) or 5 (refused), never a traceback, hang or abort; after
`--yes` every part of the zip except the patched sheet and what must follow it is byte for byte what it was; `undo`
restores the file's SHA-256.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

MAY_CHANGE = ("xl/calcChain.xml", "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
ALLOWED = (0, 2, 5)
SECONDS = 60


def leadlist(folder: Path, *arguments: str) -> tuple[int, str]:
    """One command with a key and a memory of the folder's own: exit code and what it said."""
    environment = os.environ | {"LEADLIST_KEY_FILE": str(folder / "key"), "LEADLIST_STATE_DIR": str(folder / "state")}
    line = [sys.executable, "-m", "leadlist", *arguments]
    try:
        done = subprocess.run(line, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return -1, "hang"
    return done.returncode, done.stderr.decode(errors="replace")


def parts_of(path: Path) -> dict[str, bytes]:
    """Each part of a zip and its bytes."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def touched(before: Path, after: Path) -> list[str]:
    """The parts that differ and may not: more than one sheet, or anything but the workbook's own book-keeping."""
    old, new = parts_of(before), parts_of(after)
    changed = [name for name in old if name not in MAY_CHANGE and old[name] != new.get(name)]
    added = [name for name in new if name not in old]
    sheets = [name for name in changed if name.startswith("xl/worksheets/") and "/_rels/" not in name]
    return [name for name in changed if name not in sheets[:1]] + added


def judged(source: Path) -> tuple[str, str]:
    """One file: what became of it, and what is wrong (empty when all is well)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        leadlist(folder, "key", "new", "--out", str(folder / "key"))
        copy = folder / source.name
        shutil.copyfile(source, copy)
        before = sha256(copy.read_bytes()).hexdigest()
        rehearsed, said = leadlist(folder, "normalize", str(copy), "--dry-run")
        if rehearsed not in ALLOWED or "Traceback" in said:
            return "wrong", f"--dry-run ended with {rehearsed}: {said[-300:]}"
        done, said = leadlist(folder, "normalize", str(copy), "--yes")
        if done not in ALLOWED or "Traceback" in said:
            return "wrong", f"--yes ended with {done}: {said[-300:]}"
        unchanged = sha256(copy.read_bytes()).hexdigest() == before
        if done:
            reason = said.strip().splitlines()[0] if said.strip() else ""
            return ("no list" if done == 2 else "refused"), (
                "" if unchanged else "changed all the same"
            ) or f"({reason})"
        if unchanged:
            return "nothing to change", ""
        if others := touched(source, copy):
            return "wrong", f"parts changed: {others}"
        undone, said = leadlist(folder, "undo", str(copy))
        if undone or sha256(copy.read_bytes()).hexdigest() != before:
            return "wrong", f"undo ended with {undone}: {said[-300:]}"
        return "changed and undone", ""


def main() -> None:
    """Judge every file, print what is wrong and the sums; exit 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    files = sorted(p for folder in arguments.folders for p in folder.iterdir() if p.suffix in (".xlsx", ".xlsm"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(judged, files))
    for file, (result, reason) in zip(files, results, strict=True):
        if result == "wrong" or (arguments.verbose and reason):
            print(f"{file.name}: {result} {reason}")
    for result, number in Counter(result for result, _reason in results).most_common():
        print(f"{number:5} {result}")
    sys.exit(any(result == "wrong" for result, _reason in results))


if __name__ == "__main__":
    main()
