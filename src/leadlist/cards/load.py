"""Files -> pictures: JPEG, PNG, TIFF, HEIC and PDF, page by page, turned as the camera was held."""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from leadlist.cards.lines import Box, CardText, Line
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cards.engine import Picture

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".webp", ".bmp")
SCAN_SUFFIXES = (*PICTURE_SUFFIXES, ".pdf")
LARGEST = 100_000_000
"""Pixels of the largest picture that is opened: an A3 page at 600 dpi has 70 million."""
PDF_DPI = 300
LEAST_TEXT = 12
"""Letters from which a PDF page's own text is believed to be the card's, not a scanner's stamp."""


class Page(NamedTuple):
    """One picture of a file. `text` is the page's own text where a PDF carries one, placed in the picture's pixels."""

    picture: "Picture"
    number: int
    text: CardText | None = None


def page_count(path: Path, shown: str = "") -> int:
    """How many pages a file has; raises UserError where it is no picture or PDF that can be read.

    `shown` is what the error calls the file.
    """
    if path.suffix.lower() == ".pdf":
        with _pdf(path, shown) as document:
            return len(document)
    with _image(path, shown) as image:
        return getattr(image, "n_frames", 1)


def load_page(path: Path, number: int, shown: str = "") -> Page:
    """One page, from 1; raises UserError where the file cannot be read, or is a HEIC and its extra is missing."""
    import numpy as np
    from PIL import ImageOps

    if path.suffix.lower() == ".pdf":
        with _pdf(path, shown) as document:
            return _pdf_page(document[number - 1], number)
    with _image(path, shown) as image:
        image.seek(number - 1)
        upright = ImageOps.exif_transpose(image) or image
        rgb = np.asarray(_on_white(upright), np.uint8)
        return Page(np.ascontiguousarray(rgb[:, :, ::-1]), number)


@contextmanager
def _image(path: Path, shown: str) -> Iterator[Any]:
    from PIL import Image, UnidentifiedImageError

    if path.suffix.lower() in (".heic", ".heif"):
        _open_heic()
    Image.MAX_IMAGE_PIXELS = LARGEST // 2  # Pillow refuses from twice this
    try:
        with Image.open(path) as image:
            yield image
    except Image.DecompressionBombError as error:
        raise UserError(
            _("“{file}” is larger than any scan.").format(file=shown or path.name), hint=_("Scan it at 300 dpi.")
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UserError(
            _("“{file}” cannot be read as a picture.").format(file=shown or path.name),
            hint=_("Open it in an image viewer and save it as JPEG or PNG."),
        ) from error


def _on_white(image: Any) -> Any:
    """Any mode as RGB; what is transparent shows the paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        paper.alpha_composite(over)
        return paper.convert("RGB")
    if image.mode.startswith("I") or image.mode == "F":  # 16-bit greys are cut off, not scaled, by convert
        low, high = image.getextrema()
        image = image.point(lambda value: (value - low) * (255.0 / max(high - low, 1)))
        return image.convert("L").convert("RGB")
    return image.convert("RGB")


def _open_heic() -> None:
    if importlib.util.find_spec("pillow_heif") is None:
        raise UserError(
            _("Reading HEIC photos needs an extra that is not installed."),
            hint=_("Type: pip install 'leadlist[cards,heic]'"),
        )
    importlib.import_module("pillow_heif").register_heif_opener()


@contextmanager
def _pdf(path: Path, shown: str) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise UserError(
            _("“{file}” cannot be read as a PDF.").format(file=shown or path.name),
            hint=_("If it has a password, save a copy without one."),
        ) from error
    try:
        yield document
    finally:
        document.close()


def _pdf_page(page: Any, number: int) -> Page:
    import numpy as np

    width, height = page.get_size()
    scale = min(PDF_DPI / 72, (LARGEST / max(width * height, 1)) ** 0.5)
    picture = np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])
    return Page(picture, number, _own_text(page, scale, picture.shape[1], picture.shape[0]))


def _own_text(page: Any, scale: float, width: int, height: int) -> CardText | None:
    """A page's text layer as lines; None where there is none, or too little to be a card's."""
    layer = page.get_textpage()
    lines = []
    for position in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(position)
        text = " ".join(layer.get_text_bounded(left, bottom, right, top).split())
        if text:
            box = Box(left * scale, height - top * scale, right * scale, height - bottom * scale)
            vertical = len(text) > 1 and box.height > 1.5 * box.width
            lines.append(Line(text, box, (1.0,) * len(text), vertical))
    if sum(len(line.text) for line in lines) < LEAST_TEXT or page.get_rotation():
        return None
    return CardText(tuple(lines), width, height)
