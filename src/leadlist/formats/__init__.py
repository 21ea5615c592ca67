"""Files that hold lists: reading them, and writing them back with everything else as it was."""

from leadlist.formats.document import Document, HeadingScore, NoSuchSheet
from leadlist.formats.layout import Layout, find_layout
from leadlist.formats.new_file import new_document
from leadlist.formats.opening import FORMATS, READ_ONLY, kind_of, open_bytes, open_document

__all__ = [
    "FORMATS",
    "READ_ONLY",
    "Document",
    "HeadingScore",
    "Layout",
    "NoSuchSheet",
    "find_layout",
    "kind_of",
    "new_document",
    "open_bytes",
    "open_document",
]
