"""Pieces of a card's picture that the reader can take: a line cut out, a vertical line laid flat."""

from itertools import pairwise
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


def parted(quads: "Points") -> "Points":
    """Columns that overlap one below the other, the lower one beginning where the upper one ends."""
    import numpy as np

    cut_off = quads.copy()
    tall = [index for index, quad in enumerate(quads) if is_tall(quad)]
    for upper in tall:
        for lower in tall:
            one, other = quads[upper], quads[lower]
            width = min(np.ptp(one[:, 0]), np.ptp(other[:, 0]))
            shared = min(one[:, 0].max(), other[:, 0].max()) - max(one[:, 0].min(), other[:, 0].min())
            end, start = float(one[:, 1].max()), float(other[:, 1].min())
            if shared > 0.6 * width and one[:, 1].min() < start < end < other[:, 1].max() - width / 2:
                cut_off[lower, :2, 1] = np.maximum(cut_off[lower, :2, 1], end)
    return cut_off


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


def laid_flat(column: "Picture") -> "Picture":
    """A vertical line as a horizontal one: its characters cut apart and set side by side, upright.

    The reader was taught lines that run from left to right; of a column on its side it makes nothing.
    """
    import numpy as np

    ink = _ink(column)
    cells = _cells(np.asarray(ink.any(axis=1)), _pitch(ink))
    if not cells:
        return column
    used = np.flatnonzero(ink.any(axis=0))
    left, right = int(used[0]), int(used[-1]) + 1
    side = max(*(bottom - top for top, bottom in cells), right - left)
    paper = np.median(column.reshape(-1, 3), axis=0)
    edge = max(side // 10, 2)
    flat = np.empty((side + 2 * edge, len(cells) * (side + edge) + edge, 3), np.uint8)
    flat[:] = paper
    for position, (top, bottom) in enumerate(cells):
        y = edge + (side - (bottom - top)) // 2
        x = edge + position * (side + edge) + (side - (right - left)) // 2
        flat[y : y + bottom - top, x : x + right - left] = column[top:bottom, left:right]
    return flat


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


def _cells(inked: "NDArray[np.bool_]", pitch: float) -> list[tuple[int, int]]:
    """Runs of inked rows put together to characters: strokes of one character lie within one pitch."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    cheapest: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(runs) + 1):
        choices = []
        for first in range(last, max(0, last - 6), -1):
            tall = (runs[last - 1][1] - runs[first - 1][0]) / pitch
            if tall > 1.08 and first != last:
                break
            gaps = sum(runs[i][0] - runs[i - 1][1] for i in range(first, last)) / pitch
            parts = max(1, round(tall))
            lonely = (0.9 * parts - tall) ** 2
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
