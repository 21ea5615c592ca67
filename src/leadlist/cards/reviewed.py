"""Cards that a person has checked: what the review page or workbook saved, back as rows."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.errors import StorageError, UserError, reason_of
from leadlist.fields import FIELDS
from leadlist.locale import _

FORMAT = "leadlist reviewed cards"
"""How a saved review calls itself, so that no other JSON file is taken for one."""
VALUE_COLUMNS = ("file", "card", "field", "value", "check", "reason", "read")
"""Columns of the review workbook, by what they hold; `read` is what the reader gave, `check` is emptied by a person."""


class Reviewed(NamedTuple):
    """One card as it was left by the person who checked it: field -> text, and field -> why it is still in doubt."""

    row: dict[str, str]
    doubts: dict[str, str]


def read_reviewed(path: Path) -> list[Reviewed]:
    """The cards of a saved review (.json, .csv or .xlsx); raises UserError where it is none."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(
            _("There is no file “{file}”.").format(file=path),
            hint=_("The review page saves it into the browser's download folder."),
        ) from error
    except OSError as error:
        raise StorageError(
            _("“{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("Check its permissions."),
        ) from error
    readers = {".json": _from_json, ".csv": _from_csv, ".xlsx": _from_workbook}
    reader = readers.get(path.suffix.lower())
    cards = reader(data) if reader else None
    if cards is None:
        raise UserError(
            _("“{file}” is no saved review of cards.").format(file=path),
            hint=_("Name what the page of --review saved (.json or .csv), or its workbook (.xlsx)."),
        )
    return [card for card in cards if card.row]


def _known(pairs: dict[str, Any]) -> dict[str, str]:
    return {
        name: text.strip() for name, text in pairs.items() if name in FIELDS and isinstance(text, str) and text.strip()
    }


def _from_json(data: bytes) -> list[Reviewed] | None:
    try:
        saved = json.loads(data)
    except ValueError:
        return None
    if not isinstance(saved, dict) or saved.get("format") != FORMAT or not isinstance(saved.get("cards"), list):
        return None
    found = []
    for card in saved["cards"]:
        if isinstance(card, dict) and not card.get("left_out"):
            row, doubts = _known(card.get("fields") or {}), card.get("doubts") or {}
            found.append(Reviewed(row, {name: str(why) for name, why in doubts.items() if name in row or name == ""}))
    return found


def _from_csv(data: bytes) -> list[Reviewed] | None:
    try:
        rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return None
    by_heading = {heading: name for name, field in FIELDS.items() for heading in (name, field.ja, field.en)}
    if not rows or "doubtful" not in (names := [by_heading.get(cell, "") for cell in rows[0]]):
        return None
    found = []
    for cells in rows[1:]:
        row = _known(dict(zip(names, cells, strict=False)))
        marks = row.pop("doubtful", "")
        found.append(Reviewed(row, _doubts(marks, row)))
    return found


def _doubts(marks: str, row: dict[str, str]) -> dict[str, str]:
    """`氏名: …; 会社名: …` as field -> reason; what names no field concerns the card."""
    headings = {heading: name for name, field in FIELDS.items() for heading in (field.ja, field.en) if name in row}
    found: dict[str, str] = {}
    for part in filter(None, marks.split("; ")):
        heading, _colon, reason = part.partition(": ")
        found[headings.get(heading, "")] = reason if heading in headings else part
    return found


def _from_workbook(data: bytes) -> list[Reviewed] | None:
    from io import BytesIO
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        return None
    rows = [
        [str(cell) if cell is not None else "" for cell in row]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    if not rows or rows[0][: len(VALUE_COLUMNS)] != list(VALUE_COLUMNS):  # the hidden first row
        return None
    cards: dict[tuple[str, str], Reviewed] = {}
    for file, number, field, value, check, reason, read in (row[: len(VALUE_COLUMNS)] for row in rows[2:]):
        if not file:
            continue
        card = cards.setdefault((file, number), Reviewed({}, {}))
        name = field.rpartition("(")[2].rstrip(")")
        if name in FIELDS and value.strip():
            card.row[name] = value.strip()
            if check.strip() and value == read:
                card.doubts[name] = reason
    return list(cards.values())
