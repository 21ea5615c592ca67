"""Where an erased person still stands: the list's own file, and files that leadlist read or wrote for the list."""

import zipfile
import zlib
from collections.abc import Collection
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax import saxutils

if TYPE_CHECKING:
    from leadlist.store import Key

ENCODINGS = ("utf-8", "cp932", "utf-16-le", "utf-16-be")
"""How a text may be written in a file that leadlist reads or writes."""
PIECE = 1 << 24  # bytes that are searched at a time
MOST = 100 << 20  # bytes of a file that is searched; a larger one only may hold somebody


def traces(path: Path, texts: Collection[str]) -> list[str]:
    """Where in a file a text of the person still stands: other sheets, notes in other rows.

    Of a workbook the names of its parts, else the file's own name.
    """
    wanted = _spelled(texts)
    if not zipfile.is_zipfile(path):
        return [path.name] if _stands_in(path, wanted) else []
    with zipfile.ZipFile(path) as package:
        parts = ((info.filename, package.read(info)) for info in package.infolist())
        return [name for name, content in parts if any(each in content for each in wanted)]


def _stands_in(path: Path, wanted: Collection[bytes]) -> bool:
    """Whether one of some texts stands in a file, of which a piece at a time is held."""
    overlap = max(map(len, wanted), default=1) - 1
    end = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            content = end + piece
            if any(each in content for each in wanted):
                return True
            end = content[-overlap:] if overlap else b""
    return False


def files_left(list_path: Path, key: "Key", texts: Collection[str]) -> list[dict[str, Any]]:
    """The files that leadlist read or wrote for a list, and displaced saves of it, as far as they are still there.

    `holds` is True where a text of the person was found in it; else nobody knows: a picture, another spelling, a
    folder, a password.
    """
    from leadlist.store import remembered_files

    saves = list_path.parent.glob(f"{escape(list_path.stem)}.conflict-*{escape(list_path.suffix)}")
    kinds = [(each.path, each.kind) for each in remembered_files(list_path, key)]
    kinds += [(path, "conflict") for path in sorted(saves)]
    return [{"path": str(path), "kind": kind, "holds": _holds(path, texts)} for path, kind in kinds]


def _holds(path: Path, texts: Collection[str]) -> bool:
    try:
        return path.is_file() and _size(path) <= MOST and bool(traces(path, texts))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return False  # damaged, or closed by a password


def _size(path: Path) -> int:
    """The bytes to search: those of a zip as its directory states them."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size
    with zipfile.ZipFile(path) as package:
        return sum(info.file_size for info in package.infolist())


def _spelled(texts: Collection[str]) -> set[bytes]:
    """The texts as bytes in every encoding, as they stand and as XML writes them."""
    return {
        form.encode(encoding, "ignore")
        for text in texts
        for form in {text, saxutils.escape(text)}
        for encoding in ENCODINGS
        if form and form.encode(encoding, "ignore").decode(encoding) == form
    }
