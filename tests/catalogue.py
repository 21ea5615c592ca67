"""The message catalogue: collect every `_()` of the source, keep the translations, compile (`python -m tests.catalogue`)."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "leadlist"
PO = SOURCE / "locale" / "ja" / "LC_MESSAGES" / "leadlist.po"
MO = PO.with_suffix(".mo")


def collected() -> Catalog:
    """Every message of the source, with the places it comes from."""
    catalog = Catalog(project="leadlist", charset="utf-8")
    found = extract_from_dir(
        str(SOURCE), [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)}, comment_tags=["i18n:"]
    )
    for name, _line, message, _comments, _context in found:
        catalog.add(message, locations=[(name, 0)])
    return catalog


def translated() -> Catalog:
    """The Japanese catalogue as it stands."""
    if not PO.exists():
        return Catalog(locale="ja", project="leadlist", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="ja")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> None:
    """Bring the Japanese catalogue up to date with the source; what is new has no translation yet."""
    catalog = translated()
    made = catalog.creation_date
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.creation_date = made  # a date of today would change both files where no message does
    catalog.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalog, omit_header=False, no_location=True, sort_output=True, width=120)
    MO.write_bytes(compiled(translated()))
    missing = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(catalog)} messages, {len(missing)} without Japanese")  # noqa: T201
    for text in missing:
        print(f"  {text}")  # noqa: T201


if __name__ == "__main__":
    update()
