"""Where the cards lie on a page or photo: their corners, from their edges and from where text stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.cards.engine import Picture, Points

    Corners = NDArray[np.float32]
    """4 x 2: the corners of one quadrilateral, clockwise."""

LOOK = 1000
"""Long side in pixels of the picture in which edges are looked for."""
SMALLEST = 0.02
"""Part of the page that a card covers at least; ten to twenty cards fit on a page."""
ASPECTS = (1.25, 2.3)
"""Long side by short side: 91 x 55 mm is 1.65 (Japan, 4号), 85 x 55 mm 1.55, 3.5 x 2 in 1.75; perspective does more."""
ENOUGH = 0.7
"""Part of a page's text that the cards found on it hold at least; the rest belongs to cards without a visible edge."""
ALL = 0.9
"""Part of the text that a single card holds at least."""


def cards_on(picture: "Picture", text: "Points") -> "list[Corners]":
    """The corners of every card, upper left first and clockwise, in reading order; the whole picture where none shows.

    `text` says where text stands. A card without a visible edge is found by its text.
    """
    import numpy as np

    height, width = picture.shape[:2]
    if len(text) == 0:
        return []
    found = _best(_quadrilaterals(picture), text)
    covered = np.zeros(len(text), bool)
    for corners in found:
        covered |= _inside(corners, text)
    if len(found) > 1 and covered.mean() >= ENOUGH:
        return _in_order([*found, *_groups(text[~covered], _height_of(found))])
    if len(found) == 1 and covered.mean() >= ALL:  # specks of the table's grain may look like text
        return found
    return [np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)]


def _quadrilaterals(picture: "Picture") -> "list[Corners]":
    """Everything of the shape of a card, by edges and by what differs from the page's rim."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    scale = min(1.0, LOOK / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.bilateralFilter(cv2.medianBlur(small, 5), 7, 30, 7)
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB)
    masks = []
    for channel in (lab[:, :, 0], lab[:, :, 1], lab[:, :, 2]):
        for low, high in ((8, 24), (20, 60), (50, 120)):
            edges = cv2.Canny(channel, low, high)
            masks.append(cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))
    rim = np.concatenate(
        [lab[:4].reshape(-1, 3), lab[-4:].reshape(-1, 3), lab[:, :4].reshape(-1, 3), lab[:, -4:].reshape(-1, 3)]
    )
    away = np.abs(lab.astype(np.int16) - np.median(rim, axis=0).astype(np.int16)).sum(axis=2)
    for threshold in (1, 2, 3, 6, 12, 24, 48):
        mask = np.asarray((away > threshold) * 255, np.uint8)
        masks.append(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
    grey = np.asarray(lab[:, :, 0], np.uint8)
    _level, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks += [bright, np.asarray(255 - bright, np.uint8)]
    found = []
    for mask in masks:
        outlines, _tree = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            corners = _four_corners(outline, small.shape[0] * small.shape[1])
            if corners is not None:
                found.append(corners / scale)
    return found


def _four_corners(outline: "NDArray[np.int32]", page: int) -> "Corners | None":
    """The four corners of an outline that is shaped like a card, or None."""
    import cv2
    import numpy as np

    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    if not SMALLEST * page <= area <= 0.985 * page:
        return None
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(shape) == 4:
            corners = _clockwise(shape[:, 0].astype(np.float32))
            sides = [float(np.linalg.norm(corners[i] - corners[i - 1])) for i in range(4)]
            one, other = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
            skewed = min(sides[0], sides[2]) < 0.7 * max(sides[0], sides[2]) or min(sides[1], sides[3]) < 0.7 * max(
                sides[1], sides[3]
            )
            filled = cv2.contourArea(corners)
            if (
                not skewed
                and abs(filled - area) < 0.06 * area
                and ASPECTS[0] <= max(one, other) / min(one, other) <= ASPECTS[1]
            ):
                return corners
            return None
    return None


def _clockwise(corners: "Corners") -> "Corners":
    """Upper left first, then clockwise; the rectangle keeps the turn it has in the picture."""
    import numpy as np

    middle = corners.mean(axis=0)
    order = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    corners = corners[order]
    return np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)


def _inside(corners: "Corners", text: "Points") -> "NDArray[np.bool_]":
    """For each piece of text, whether all of it lies within the corners (give or take a twentieth of its height)."""
    import cv2
    import numpy as np

    shape = corners.reshape(-1, 1, 2)
    shrunk = text.mean(axis=1, keepdims=True) * 0.05 + text * 0.95
    return np.array(
        [all(cv2.pointPolygonTest(shape, (float(x), float(y)), False) >= 0 for x, y in quad) for quad in shrunk], bool
    )


def _best(candidates: "Sequence[Corners]", text: "Points") -> "list[Corners]":
    """Of all quadrilaterals those that hold the most text without holding several others side by side."""
    import cv2

    holds = [(corners, frozenset(_inside(corners, text).nonzero()[0].tolist())) for corners in candidates]
    holds = [(corners, held) for corners, held in holds if len(held) >= 2]
    # The largest text first; of two that hold the same text, the smaller: shadows make larger ones.
    holds.sort(key=lambda pair: (-len(pair[1]), cv2.contourArea(pair[0])))
    kept: list[tuple[Corners, frozenset[int]]] = []
    for corners, held in holds:
        apart = _apart([other for other, held_there in holds if held_there < held and len(held_there) >= 3], holds)
        if len(apart) > 1 and len(frozenset().union(*apart)) >= ENOUGH * len(held):
            continue
        if all(not held & taken for _corners, taken in kept):
            kept.append((corners, held))
    return [corners for corners, _held in kept]


def _apart(inner: "Sequence[Corners]", holds: "Sequence[tuple[Corners, frozenset[int]]]") -> list[frozenset[int]]:
    """The text of those of the inner quadrilaterals that share none: cards side by side on a sheet."""
    text = {id(corners): held for corners, held in holds}
    found: list[frozenset[int]] = []
    for held in sorted((text[id(corners)] for corners in inner), key=len, reverse=True):
        if all(not held & other for other in found):
            found.append(held)
    return found


def _height_of(found: "Sequence[Corners]") -> float:
    import numpy as np

    return float(np.median([min(np.ptp(corners[:, 0]), np.ptp(corners[:, 1])) for corners in found]))


def _groups(text: "Points", card_height: float) -> "list[Corners]":
    """Text that no edge surrounds, grouped where it lies close together, each group with a margin."""
    import numpy as np

    boxes = [(*quad.min(axis=0), *quad.max(axis=0)) for quad in text]
    groups: list[list[tuple[float, ...]]] = []
    for box in boxes:
        near = [group for group in groups if any(_gap(box, other) < 0.35 * card_height for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([box, *(other for group in near for other in group)])
    margin = 0.05 * card_height
    found = []
    for group in groups:
        left, top = min(box[0] for box in group) - margin, min(box[1] for box in group) - margin
        right, bottom = max(box[2] for box in group) + margin, max(box[3] for box in group) + margin
        if len(group) >= 3:
            found.append(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32))
    return found


def _gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    down = max(one[1] - other[3], other[1] - one[3], 0)
    return float(max(across, down))


def _in_order(found: "Sequence[Corners]") -> "list[Corners]":
    """From the top, and from the left within a row."""
    height = _height_of(found)
    return sorted(found, key=lambda corners: (round(float(corners[:, 1].min()) / height), float(corners[:, 0].min())))
