"""Characters the detector overlooks: single large ones set far from the rest of a name (小野寺　　綾, 渡邉　　一)."""

from typing import TYPE_CHECKING

from leadlist.cards import strips

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.cards.engine import Picture, Points

LARGE = 1.35
"""Size of type, by the card's usual one, from which a line may be a name."""
REACH = 3.5
"""How far from its end, in sizes of type, the rest of a name is looked for."""


def with_missed(picture: "Picture", quads: "Points") -> "Points":
    """The quadrilaterals, and one more for every large character that stands alone in line with a large one."""
    import numpy as np

    if len(quads) == 0:
        return quads
    boxes = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1)
    tall = np.array([strips.is_tall(quad) for quad in quads])
    sizes = np.where(tall, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    ink = _ink(picture)
    for left, top, right, bottom in boxes.round().astype(int):
        ink[max(top - 3, 0) : bottom + 3, max(left - 3, 0) : right + 3] = False
    found = []
    for index in np.flatnonzero(sizes >= LARGE * np.median(sizes)):
        if sizes[index] >= 0.8 * sizes.max() and (bool(tall[index]) or _is_short(boxes[index])):
            found += _beyond(ink, boxes[index], bool(tall[index]), float(sizes[index]))
    return np.concatenate([quads, np.array(found, np.float32)]) if found else quads


def _is_short(box: "NDArray[np.float32]") -> bool:
    return bool(box[2] - box[0] < 7 * (box[3] - box[1]))


def _ink(picture: "Picture") -> "NDArray[np.bool_]":
    import cv2
    import numpy as np

    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 1.2)
    return np.asarray(grey < 0.62 * float(np.percentile(grey, 80)))


def _beyond(
    ink: "NDArray[np.bool_]", box: "NDArray[np.float32]", tall: bool, size: float
) -> "list[NDArray[np.float32]]":
    """Squares of the line's size around lonely ink before and behind it."""
    import numpy as np

    field = ink.T if tall else ink  # along the line is across the columns now
    across = (box[0], box[2]) if tall else (box[1], box[3])
    along = (box[1], box[3]) if tall else (box[0], box[2])
    low, high = max(int(across[0]), 0), int(across[1])
    found = []
    for start, stop in ((along[1] + 3, along[1] + REACH * size), (along[0] - REACH * size, along[0] - 3)):
        start, stop = max(int(start), 0), min(int(stop), field.shape[1])
        used = np.flatnonzero(field[low:high, start:stop].sum(axis=0) > 1)
        if not len(used):
            continue
        first, last = start + int(used[0]), start + int(used[-1]) + 1
        extent = last - first
        outside = (
            field[max(low - int(size / 4), 0) : high + int(size / 4), first:last].sum()
            > 1.15 * field[low:high, first:last].sum()
        )
        wide = np.ptp(np.flatnonzero(field[low:high, first:last].any(axis=1))) >= 0.6 * size  # 一 is but a stroke
        if extent > 1.15 * size or (extent < 0.45 * size and not (tall and wide)) or outside:
            continue
        middle = (first + last) / 2
        half = 0.55 * size
        edges = (
            (across[0], middle - half, across[1], middle + half)
            if tall
            else (middle - half, across[0], middle + half, across[1])
        )
        left, top, right, bottom = edges
        found.append(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32))
    return found
