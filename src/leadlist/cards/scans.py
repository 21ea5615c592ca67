"""A scan or photo -> the text of every card on it: load, find, rectify, turn upright, read."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from leadlist.cards.lines import CardText
from leadlist.cards.load import PDF_DPI

if TYPE_CHECKING:
    from leadlist.cards.engine import Picture, Points

LARGEST_CARD = 6 * PDF_DPI
"""Pixels of the long side of a PDF page that is one card with some rim: six inches."""


class ScannedCard(NamedTuple):
    """One side of one card: where it was (page and card on it, from 1), its upright picture, what was read on it."""

    page: int
    number: int
    picture: "Picture"
    text: CardText


def scanned_cards(path: Path, number: int, shown: str = "") -> Iterator[ScannedCard]:
    """The cards on one page (from 1) of one file, in reading order.

    Raises UserError where the extra is not installed or the file cannot be read; nothing is fetched from anywhere.
    `shown` is what the error calls the file.
    """
    from leadlist.cards import engine, find, load, read, rectify

    reader = engine.engine()
    page = load.load_page(path, number, shown)
    if page.text is not None and _size_of_a_card(page.text):
        yield ScannedCard(number, 1, page.picture, page.text)
        return
    text = _text_places(page.picture)
    for position, corners in enumerate(find.cards_on(page.picture, text), 1):
        picture, quads = read.levelled(*read.upright(rectify.rectified(page.picture, corners), reader))
        yield ScannedCard(number, position, picture, read.card_text(picture, quads, reader))


def _size_of_a_card(text: CardText) -> bool:
    """False for a PDF page larger than a hand: several cards may lie on it, and their text would run together."""
    return max(text.width, text.height) <= LARGEST_CARD


def _text_places(picture: "Picture") -> "Points":
    """Where text stands on a page, looked for on a copy of a size at which a sheet's small type still shows."""
    import cv2
    import numpy as np

    from leadlist.cards import engine

    scale = min(1.0, 1280 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    return engine.engine().find(np.asarray(small, np.uint8)) / np.float32(scale)
