"""The optical reader: rapidocr with the PP-OCRv6 models of its own wheel, on one thread, never over a network."""

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """Rows, columns, and blue, green, red."""
    Points = NDArray[np.float32]
    """Corners of quadrilaterals: count x 4 x 2 (x, y), clockwise from the upper left."""

NEEDED = ("rapidocr", "onnxruntime", "cv2", "pypdfium2", "PIL")
MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}


def require_extra() -> None:
    """Raises UserError with the command to type where the extra `leadlist[cards]` is not installed."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise UserError(
            _("Reading pictures of cards needs an extra that is not installed."),
            hint=_("Type: pip install 'leadlist[cards]'"),
        )


class Engine:
    """Finds text in pictures and reads it."""

    def __init__(self) -> None:
        """Load the models; raises UserError where the extra, or a model of its wheel, is missing."""
        require_extra()
        rapidocr = importlib.import_module("rapidocr")
        folder = Path(str(rapidocr.__file__)).parent / "models"
        parameters: dict[str, Any] = {
            "Global.log_level": "critical",
            "Global.max_side_len": 4096,
            "Global.width_height_ratio": -1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
        }
        for part, model in MODELS.items():
            path = folder / model
            if not path.is_file():  # rapidocr would fetch it, and no card's reader may open a connection
                raise UserError(
                    _("The reader's model {model} is missing.").format(model=model),
                    hint=_("Type: pip install --force-reinstall 'leadlist[cards]'"),
                )
            parameters[f"{part}.model_path"] = str(path)
        self._reader: Any = rapidocr.RapidOCR(params=parameters)

    def find(self, picture: "Picture") -> "Points":
        """Where text stands, as quadrilaterals in the picture's pixels."""
        import numpy as np

        found = self._reader(picture, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return np.zeros((0, 4, 2), np.float32) if boxes is None else np.asarray(boxes, np.float32)

    def read(self, strip: "Picture") -> tuple[str, tuple[float, ...]]:
        """The text of one line that runs from left to right, and one score a character."""
        found = self._reader(strip, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        if not found.txts:
            return "", ()
        text, words = found.txts[0], found.word_results[0]
        scores = tuple(float(score) for score in words.confs) if words else ()
        return text, scores if len(scores) == len(text) else (float(found.scores[0]),) * len(text)


@cache
def engine() -> Engine:
    """The engine of this process; its models are loaded once."""
    return Engine()
