"""A rectified card -> upright, and its lines read: which of the four turns makes sense, then every line."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from leadlist.cards import missed, strips
from leadlist.cards.lines import Box, CardText, Line
from leadlist.cards.words import NOT_JAPANESE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.cards.engine import Engine, Picture, Points

Reading = tuple[str, tuple[float, ...]]
"""A line's text, and one score a letter."""
SAMPLES = 6
"""Lines that are read to find out which way up a card is."""
CERTAIN = 0.93
"""Mean score from which a turn is taken without trying the others: wrong turns stay below 0.8."""
SECOND_LOOK = 0.8
"""Score of a line's weakest letter below which the line is read again, a little narrower and with more room around."""
CREDIBLE, DISPUTED = 0.85, 0.6
"""Mean score from which another reading is heard, and the score it leaves to a letter that it gives otherwise."""
STANDING = 0.1
"""What upright columns gain over the same text lying on its side."""
LEAST_SLANT, LARGEST_SLANT = 0.003, 0.25
"""Radians between which a card is turned level: less does not show, more is no slant but a mistake."""
KATAKANA = re.compile("[ァ-ヺ]$")
LEAST = 0.35
"""Mean score below which a piece is no text but a logo, a QR code or the grain of the table."""


def upright(picture: "Picture", engine: "Engine") -> "tuple[Picture, Points]":
    """The picture turned by quarters so that it can be read, and where its text stands then."""
    import numpy as np

    quads = engine.find(picture)
    tall = sum(strips.is_tall(quad) for quad in quads)
    likely = [0, 2, 1, 3] if tall * 2 <= len(quads) else [1, 3, 0, 2]
    best = (False, -1.0, 0)
    for turns in likely:
        straight = np.ascontiguousarray(np.rot90(picture, turns))
        score, sure = _sense(straight, turned(quads, turns, picture.shape[:2]), engine)
        best = max(best, (sure, score, turns))
        if sure and score >= CERTAIN:
            break
    turns = best[2]
    if turns == 0:
        return picture, quads
    straight = np.ascontiguousarray(np.rot90(picture, turns))
    return straight, turned(quads, turns, picture.shape[:2])


def turned(quads: "Points", turns: int, shape: tuple[int, int]) -> "Points":
    """Quadrilaterals after `turns` quarter turns anticlockwise of a picture of `shape` (rows, columns)."""
    import numpy as np

    height, width = shape
    for _turn in range(turns):
        quads = np.stack([quads[:, :, 1], width - quads[:, :, 0]], axis=2)
        quads = np.roll(quads, -1, axis=1)
        height, width = width, height
    return quads


def _sense(picture: "Picture", quads: "Points", engine: "Engine") -> tuple[float, bool]:
    """How well the longest lines read, 0 to 1, and whether that is beyond doubt.

    Numbers and Latin letters from left to right are beyond doubt. Of kanji the reader also knows those that lie on
    their side, a little worse: so a card without numbers in rows is more likely one whose columns stand upright.
    """
    import numpy as np

    longest = sorted(quads, key=lambda quad: -max(float(np.ptp(quad[:, 0])), float(np.ptp(quad[:, 1]))))[:SAMPLES]
    scores: list[float] = []
    sure = False
    for quad in longest:
        text, found = _read_piece(picture, quad, engine)
        scores.extend(found or (0.0,))
        latin = [score for letter, score in zip(text, found, strict=False) if letter.isascii() and letter.isalnum()]
        sure = sure or (not strips.is_tall(quad) and len(latin) >= 6 and float(np.mean(latin)) > CERTAIN)
    tall = sum(strips.is_tall(quad) for quad in longest) * 2 > len(longest)
    return (float(np.mean(scores)) if scores else 0.0) + (STANDING if tall else 0.0), sure


def _read_piece(picture: "Picture", quad: "NDArray[np.float32]", engine: "Engine") -> Reading:
    piece = strips.cut(picture, quad)
    return engine.read(strips.Column(piece).flat() if strips.is_tall(quad) else piece)


def _read_line(picture: "Picture", quad: "NDArray[np.float32]", engine: "Engine") -> Reading:
    """A line or column; what is hard to read is read three times."""
    piece = strips.cut(picture, quad)
    if strips.is_tall(quad):
        return _read_column(piece, engine)
    first = _read(piece, engine)
    if min(first[1], default=1.0) >= SECOND_LOOK:
        return first
    return agreed([first, *(_read(strip, engine) for strip in strips.seen_otherwise(piece))])


def _read(strip: "Picture", engine: "Engine") -> Reading:
    """A line as the engine gives it, but in Japanese forms, so that 產 and 産 are no two readings."""
    text, scores = engine.read(strip)
    return text.translate(NOT_JAPANESE), scores


def _read_column(piece: "Picture", engine: "Engine") -> Reading:
    """A column is read laid flat, and on its side, where its long vowels lie as they were learnt.

    A stroke that follows katakana is such a vowel: laid flat it is turned, too. On its side it may go unseen.
    """
    import numpy as np

    column = strips.Column(piece)
    vowels = [at for at in column.strokes() if KATAKANA.search(engine.read(column.flat(stop=at))[0])]
    flat = _read(column.flat(turned=vowels), engine)
    side = _read(np.ascontiguousarray(np.rot90(piece)), engine)
    if flat[0].replace("ー", "") == side[0].replace("ー", ""):
        return flat if vowels else max(flat, side, key=_sure)
    return agreed([flat, side])


def _sure(reading: Reading) -> float:
    return sum(reading[1]) / len(reading[1]) if reading[1] else 0.0


def agreed(readings: Sequence[Reading]) -> Reading:
    """The surest of several readings of one line; letters that another one gives otherwise lose their score."""
    text, scores = max(readings, key=_sure)
    lowered = list(scores)
    for other, figures in readings:
        if other == text or _sure((other, figures)) < CREDIBLE:
            continue
        for kind, start, stop, first, last in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
            if kind != "equal" and (text[start:stop] + other[first:last]).strip():
                disputed = range(start, stop) if stop > start else range(max(start - 1, 0), min(start + 1, len(text)))
                for position in disputed:
                    lowered[position] = min(lowered[position], DISPUTED)
    return text, tuple(lowered)


def card_text(picture: "Picture", quads: "Points", engine: "Engine") -> CardText:
    """Every line of an upright, level card."""
    import numpy as np

    height, width = picture.shape[:2]
    quads = strips.parted(picture, missed.with_missed(picture, quads))
    lines = []
    for quad in quads:
        text, scores = _read_line(picture, quad, engine)
        if text.strip() and float(np.mean(scores)) >= LEAST:
            box = Box(*(float(edge) for edge in (*quad.min(axis=0), *quad.max(axis=0))))
            lines.append(Line(text, box, scores, strips.is_tall(quad)))
    return CardText(tuple(lines), width, height)


def levelled(picture: "Picture", quads: "Points") -> "tuple[Picture, Points]":
    """Picture and text turned back by the angle that most lines have."""
    import cv2
    import numpy as np

    slants = [_slant(quad) for quad in quads if max(np.ptp(quad[:, 0]), np.ptp(quad[:, 1])) > 3 * _size(quad)]
    angle = float(np.median(slants)) if slants else 0.0
    if not LEAST_SLANT < abs(angle) < LARGEST_SLANT:
        return picture, quads
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(angle)), 1.0)
    straight = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    moved = quads @ np.asarray(matrix[:, :2], np.float32).T + np.asarray(matrix[:, 2], np.float32)
    return np.asarray(straight, np.uint8), np.asarray(moved, np.float32)


def _size(quad: "NDArray[np.float32]") -> float:
    import numpy as np

    return float(min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])))


def _slant(quad: "NDArray[np.float32]") -> float:
    """The angle of a line against its direction, in radians: of a column against the vertical."""
    import numpy as np

    across, down = quad[1] - quad[0], quad[3] - quad[0]
    return float(np.arctan2(-down[0], down[1]) if strips.is_tall(quad) else np.arctan2(across[1], across[0]))
