"""vCard 2.1, 3.0 and 4.0 -> rows of fields. What is left out is told; nothing is made up."""

import re
import unicodedata
from collections import Counter

from leadlist.cards.content_lines import Property, properties
from leadlist.cards.vcard_fields import card_fields
from leadlist.locale import _

# Says something about the file or the app, nothing about the person; left out without a word.
TECHNICAL = {"VERSION", "PRODID", "REV", "UID", "KIND", "X-ABADR", "X-ABLABEL", "X-ABSHOWAS", "X-ABUID", "CLIENTPIDMAP"}


def read_vcards(data: bytes, name: str) -> tuple[list[dict[str, str]], list[str]]:
    """The cards of one file as rows (field -> text), and sentences about whatever was left out or repaired.

    `name` is how the file is called in those sentences. Values are what the card says, decoded and unescaped and
    otherwise as they were written; the names of the fields are those of `leadlist.fields`.
    """
    notes: list[str] = []
    rows: list[dict[str, str]] = []
    left_out: Counter[str] = Counter()
    for number, card in enumerate(_cards(data, notes), 1):
        row, unused = card_fields(card)
        left_out.update(entry.name for entry in unused if entry.name not in TECHNICAL and entry.text.strip())
        if _is_group(card):
            notes.append(_("Card {number} was skipped: it is a group, not a person.").format(number=number))
        elif not row:
            notes.append(_("Card {number} was skipped: it is empty.").format(number=number))
        else:
            if not row.get("name"):
                notes.append(_("Card {number} has no name.").format(number=number))
            rows.append(row)
    if not rows and not notes:
        notes.append(_("There is no card in it."))
    if left_out:
        parts = ", ".join(f"{key} ({count})" for key, count in sorted(left_out.items()))
        notes.append(_("Not taken into the list: {properties}.").format(properties=parts))
    return rows, [_("{file}: {note}").format(file=name, note=note) for note in notes]


def looks_like_vcard(data: bytes) -> bool:
    """True where a file starts as a vCard does, whatever its encoding."""
    head = unicodedata.normalize("NFKC", data[:400].replace(b"\0", b"").decode("latin-1"))
    return re.search(r"BEGIN\s*:\s*VCARD", head, re.I) is not None


def _is_group(card: list[Property]) -> bool:
    return any(entry.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND") and entry.text.lower() == "group" for entry in card)


def _cards(data: bytes, notes: list[str]) -> list[list[Property]]:
    """The properties card by card: a BEGIN before the END closes the card, a card inside AGENT is not one of ours."""
    cards: list[list[Property]] = []
    card: list[Property] | None = None
    inner = False
    for entry in properties(data, notes):
        mark = f"{entry.name}:{entry.text.strip().upper()}"
        if mark == "BEGIN:VCARD":
            if card and card[-1].name == "AGENT" and not card[-1].text.strip():
                inner = True
                notes.append(_("Line {line}: the agent's card was left out.").format(line=entry.line))
                continue
            if card is not None:
                notes.append(_("Line {line}: a card begins before the last one ended.").format(line=entry.line))
                cards.append(card)
            card = []
        elif mark == "END:VCARD" and inner:
            inner = False
        elif mark == "END:VCARD":
            if card is None:
                notes.append(_("Line {line} was skipped: it ends a card that did not begin.").format(line=entry.line))
            else:
                cards.append(card)
            card = None
        elif card is None:
            notes.append(_("Line {line} was skipped: it stands outside a card.").format(line=entry.line))
        elif not inner:
            card.append(entry)
    if card is not None:
        notes.append(_("The last card does not end; what was there of it was read."))
        cards.append(card)
    return cards
