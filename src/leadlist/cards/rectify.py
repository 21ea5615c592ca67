"""A card seen at an angle -> its upright rectangle; uneven light evened out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leadlist.cards.engine import Picture

LONG_SIDE = 1280
"""Pixels of a card's long side: 91 mm at some 360 dpi, where 7-point type is 35 pixels high."""
MARGIN = 0.012
"""What is kept around the corners found, as a part of the long side: corners are found a little inside."""


NOISY = 1.8
"""Gain from which the grain of a dark photo is smoothed before it is brightened with everything else."""


def rectified(picture: "Picture", corners: "NDArray[np.float32]") -> "Picture":
    """The quadrilateral (4 x 2: upper left, upper right, lower right, lower left) as a rectangle, lit evenly."""
    import cv2
    import numpy as np

    across = float(max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])))
    down = float(max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1])))
    scale = LONG_SIDE / max(across, down)
    width, height = max(round(across * scale), 32), max(round(down * scale), 32)
    edge = round(LONG_SIDE * MARGIN)
    goal = np.array(
        [[edge, edge], [width - edge, edge], [width - edge, height - edge], [edge, height - edge]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), goal)
    smaller = scale < 0.7  # a photo of many pixels: average them before picking single ones
    if smaller:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale)
    flat = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return evenly_lit(np.asarray(flat, np.uint8))


def evenly_lit(picture: "Picture") -> "Picture":
    """The picture with shadows and falling light divided out; a picture that is lit evenly stays much as it is.

    The light is estimated as the paper's brightness, large and smooth: the local maximum of the blurred value.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark_card = float(np.median(grey)) < 100 and float(np.percentile(grey, 98)) - float(np.median(grey)) > 60
    small = cv2.resize(grey, (max(grey.shape[1] // 8, 8), max(grey.shape[0] // 8, 8)), interpolation=cv2.INTER_AREA)
    if dark_card:
        return _turned_light(picture)
    paper = cv2.dilate(small, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6)
    light = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    gain = 235.0 / np.clip(light, 24, 255)
    if float(np.median(gain)) > NOISY:
        picture = np.asarray(cv2.bilateralFilter(picture, 5, 18, 2), np.uint8)
    return np.asarray(np.clip(picture.astype(np.float32) * gain[:, :, None], 0, 255), np.uint8)


def _turned_light(picture: "Picture") -> "Picture":
    """Light type on a dark card, turned to dark type on light paper and spread over the whole range."""
    import numpy as np

    low, high = np.percentile(picture, 1), np.percentile(picture, 99.7)
    return np.asarray(
        255 - np.clip((picture.astype(np.float32) - low) * (255.0 / max(high - low, 40.0)), 0, 255), np.uint8
    )
