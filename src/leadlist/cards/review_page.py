"""The page on which a person checks what was read: each card's picture beside its fields. One file, no network."""

import base64
import json
from collections.abc import Sequence
from importlib.resources import files

from leadlist.cards.reviewed import FORMAT
from leadlist.cards.row import Card
from leadlist.fields import FIELDS
from leadlist.locale import _, current

SHOWN = (
    "company",
    "department",
    "title",
    "name",
    "name_kana",
    "email",
    "phone",
    "mobile",
    "fax",
    "url",
    "postal_code",
    "address",
)
"""Fields every card shows, filled or not; others only where something was read."""


def review_page(cards: Sequence[Card], title: str, language: str) -> str:
    """The page as HTML. `title` is the name under which it saves; `language` that of the list's headings.

    The page's policy forbids every connection; pictures and script are inside.
    """
    data = {
        "format": FORMAT,
        "name": title,
        "headings": {name: field.heading(language) for name, field in FIELDS.items()},
        "shown": SHOWN,
        "words": _words(),
        "cards": [_card(card) for card in cards],
    }
    embedded = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    template = files("leadlist.cards").joinpath("review_page.html").read_text(encoding="utf-8")
    page = template.replace("{{title}}", _("Check business cards")).replace("{{language}}", current())
    return page.replace("{{data}}", embedded)


def _card(card: Card) -> dict[str, object]:
    front = card.sides[0]
    return {
        "file": front.file,
        "page": front.page,
        "number": front.number,
        "sides": [
            {
                "picture": "data:image/jpeg;base64," + base64.b64encode(side.jpeg).decode(),
                "width": side.text.width,
                "height": side.text.height,
            }
            for side in card.sides
        ],
        "missing": list(card.missing.values()),
        "values": {
            name: {
                "text": value.text,
                "raw": value.raw.strip(),
                "doubt": value.doubt,
                "score": round(value.score, 2),
                "box": [round(edge) for edge in value.box],
                "side": card.on_side.get(name, 0),
            }
            for name, value in card.values.items()
        },
    }


def _words() -> dict[str, str]:
    return {
        "save_json": _("Save (JSON)"),
        "save_csv": _("Save as CSV"),
        "left": _("{count} to check"),
        "next": _("Next to check"),
        "right": _("Right as it is"),
        "read_as": _("read as “{text}”"),
        "add": _("Add a field …"),
        "leave_out": _("Leave this card out"),
        "card": _("Card"),
        "done": _("Everything is checked."),
        "keys": _("Enter: right, next to check · Esc: as it was read · Alt+↓ ↑: next, previous card · Ctrl+S: save"),
        "unsaved": _("Not saved yet"),
        "saved": _("Saved"),
    }
