"""Which column of a list holds which field: by the rules, the headings, the product that wrote them, the values."""

from leadlist.recognition.columns import Recognition, RecognizedColumn, recognize
from leadlist.recognition.scores import heading_score, scorer

__all__ = ["Recognition", "RecognizedColumn", "heading_score", "recognize", "scorer"]
