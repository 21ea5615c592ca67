"""Pieces of a card's picture that the reader can take: a line cut out, a vertical line laid flat."""

from collections.abc import Collection
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.cards.engine import Picture, Points

TALL = 1.5
"""Height by width from which a piece of text is taken for a vertical line, as rapidocr does."""


def is_tall(quad: "NDArray[np.float32]") -> bool:
    """True for a quadrilateral that runs from top to bottom."""
    import numpy as np

    across = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    down = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return bool(down >= TALL * across)


NEAR = 0.6
"""How far apart, in sizes of type, two pieces of one line may end and begin to be parted at the blank between them."""


def parted(picture: "Picture", quads: "Points") -> "Points":
    """Pieces of one line or column, one behind the other, that touch or overlap: parted where no ink is.

    The detector lets the box of 遥 reach into the 沢 before it (沢　遥), and what it holds of that is read as a
    character.
    """
    import numpy as np

    parted = quads.copy()
    tall = np.array([is_tall(quad) for quad in quads], bool)
    for first, second in permutations(range(len(quads)), 2):
        if tall[first] != tall[second]:
            continue
        along = 1 if tall[first] else 0
        at = _blank_between(picture, parted[first], parted[second], along)
        if at is not None:
            ends, starts = ((2, 3), (0, 1)) if along else ((1, 2), (0, 3))
            parted[first, ends, along] = np.minimum(parted[first, ends, along], at)
            parted[second, starts, along] = np.maximum(parted[second, starts, along], at)
    return parted


def _blank_between(
    picture: "Picture", one: "NDArray[np.float32]", other: "NDArray[np.float32]", along: int
) -> float | None:
    """The middle of the widest blank near the place where `one` ends and `other` begins; None where they are apart."""
    import numpy as np

    across = 1 - along
    size = float(min(np.ptp(one[:, across]), np.ptp(other[:, across])))
    shared = min(one[:, across].max(), other[:, across].max()) - max(one[:, across].min(), other[:, across].min())
    end, start = float(one[:, along].max()), float(other[:, along].min())
    behind = one[:, along].min() < start and end < other[:, along].max()
    if shared < 0.6 * size or not behind or start - end > 0 or end - start > 2 * NEAR * size:
        return None
    edges = np.concatenate([one, other])
    left, top = np.maximum(edges.min(axis=0), 0).astype(int)
    right, bottom = np.ceil(edges.max(axis=0)).astype(int)
    ink = _ink(picture[top:bottom, left:right])
    ink = ink.T if along else ink  # along the line is across the columns now
    rim = round(0.15 * ink.shape[0])  # neighbours reach in there
    used = np.asarray(ink[rim : ink.shape[0] - rim].any(axis=0))
    origin = top if along else left
    low = max(int(start - origin - NEAR * size), 0)
    window = used[low : int(end - origin + NEAR * size)]
    borders = np.flatnonzero(np.diff(np.concatenate([[True], window, [True]]).astype(np.int8)))
    blanks = [
        (int(stop - begin), int(begin + stop) / 2) for begin, stop in zip(borders[::2], borders[1::2], strict=True)
    ]
    return origin + low + max(blanks)[1] if blanks else None


def cut(picture: "Picture", quad: "NDArray[np.float32]") -> "Picture":
    """The quadrilateral as an upright rectangle."""
    import cv2
    import numpy as np

    width = max(int(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))), 4)
    height = max(int(max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))), 4)
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), goal)
    piece = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(piece, np.uint8)


def seen_otherwise(line: "Picture") -> "list[Picture]":
    """The same line narrower, and with a rim: what is read alike three times is there."""
    import cv2
    import numpy as np

    height, width = line.shape[:2]
    narrow = cv2.resize(line, (max(int(0.85 * width), 8), height), interpolation=cv2.INTER_AREA)
    rim, side = height // 8, height // 4
    padded = cv2.copyMakeBorder(line, rim, rim, side, side, cv2.BORDER_REPLICATE)
    return [np.asarray(narrow, np.uint8), np.asarray(padded, np.uint8)]


class Column:
    """A vertical line whose characters are cut apart, so that they can be set side by side, upright.

    The reader was taught lines that run from left to right; of a column on its side it makes nothing.
    """

    def __init__(self, picture: "Picture") -> None:
        """`picture`: the line as it stands on the card, from top to bottom."""
        import numpy as np

        self.picture = picture
        self._ink = _ink(picture)
        self._cells = _cells(self._ink, _pitch(self._ink))
        used = np.flatnonzero(self._ink.any(axis=0))
        self._left, self._right = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 0)

    def strokes(self) -> list[int]:
        """Positions of characters that are one stroke from top to bottom: as the long vowel of katakana stands here."""
        return [position for position, _cell in enumerate(self._cells) if position and self._is_stroke(position)]

    def flat(self, *, stop: int | None = None, turned: Collection[int] = ()) -> "Picture":
        """The characters before `stop` (default: all) in a line; those `turned` lie on their side."""
        import numpy as np

        cells = self._cells[:stop]
        if not cells:
            return self.picture
        width = self._right - self._left
        side = max(*(bottom - top for top, bottom in cells), width)
        paper = np.median(self.picture.reshape(-1, 3), axis=0)
        edge = max(side // 10, 2)
        flat = np.empty((side + 2 * edge, len(cells) * (side + edge) + edge, 3), np.uint8)
        flat[:] = paper
        for position, (top, bottom) in enumerate(cells):
            cell = self.picture[top:bottom, self._left : self._right]
            if position in turned:
                cell = np.rot90(cell)
            y = edge + (side - cell.shape[0]) // 2
            x = edge + position * (side + edge) + (side - cell.shape[1]) // 2
            flat[y : y + cell.shape[0], x : x + cell.shape[1]] = cell
        return flat

    def _is_stroke(self, position: int) -> bool:
        import numpy as np

        top, bottom = self._cells[position]
        ink = self._ink[top:bottom, self._left : self._right]
        used = np.flatnonzero(ink.any(axis=0))
        thin = len(used) > 0 and np.ptp(used) + 1 < 0.3 * ink.shape[0]
        return bool(thin) and bool(ink.any(axis=1).mean() > 0.8)


def _ink(column: "Picture") -> "NDArray[np.bool_]":
    import cv2
    import numpy as np

    grey = cv2.cvtColor(column, cv2.COLOR_BGR2GRAY)
    _level, dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = np.asarray(dark > 0)
    return np.asarray(~ink if ink.mean() > 0.5 else ink)


def _pitch(ink: "NDArray[np.bool_]") -> float:
    """Pixels from one character to the next: characters fill squares, so at least the line's width of ink."""
    import numpy as np

    used = np.flatnonzero(ink.any(axis=0))
    width = float(used[-1] - used[0] + 1) if len(used) else 1.0
    rows = ink.sum(axis=1).astype(float)
    top = int(np.flatnonzero(rows)[0]) if rows.any() else 0
    best, least = width, np.inf
    for pitch in np.arange(0.92 * width, 1.35 * width, max(width / 60, 0.25)):
        borders = np.arange(top - (pitch - width) / 2, len(rows), pitch)
        inside = np.clip(np.round(borders).astype(int), 0, len(rows) - 1)
        struck = float(rows[inside[1:]].mean()) if len(inside) > 1 else 0.0
        if struck < least - 1e-9:
            best, least = float(pitch), struck
    return best


DOT = 0.35
"""Size of a middle dot, in pitches, at most: the one character that is so small."""


def _cells(ink: "NDArray[np.bool_]", pitch: float) -> list[tuple[int, int]]:
    """Runs of inked rows put together to characters: strokes of one character lie within one pitch."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], ink.any(axis=1), [False]]).astype(np.int8)))
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    wide = [int(np.ptp(np.flatnonzero(ink[start:stop].any(axis=0)))) + 1 for start, stop in runs]
    cheapest: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(runs) + 1):
        choices = []
        for first in range(last, max(0, last - 6), -1):
            tall = (runs[last - 1][1] - runs[first - 1][0]) / pitch
            if tall > 1.08 and first != last:
                break
            gaps = sum(runs[i][0] - runs[i - 1][1] for i in range(first, last)) / pitch
            parts = max(1, round(tall))
            dot = first == last and max(tall, wide[last - 1] / pitch) < DOT
            lonely = 0.02 if dot else (0.9 * parts - tall) ** 2
            choices.append((cheapest[first - 1][0] + lonely + gaps**2, first))
        cheapest.append(min(choices))
    cells: list[tuple[int, int]] = []
    last = len(runs)
    while last > 0:
        first = cheapest[last][1]
        top, bottom = runs[first - 1][0], runs[last - 1][1]
        parts = max(1, round((bottom - top) / pitch))  # characters that touch: parted evenly
        borders = [top + round((bottom - top) * part / parts) for part in range(parts + 1)]
        cells[:0] = list(pairwise(borders))
        last = first - 1
    return cells
