"""Characters that XML cannot hold, as spreadsheet programs spell them: `_xHHHH_` (ECMA-376 part 1, 22.9.2.19)."""

import re

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # a CR alone would be read as a line feed (XML 1.0, 2.11)


def spelt_out(text: str) -> str:
    """A cell's text for XML; what looks like such an escape and is none is protected. `<` and `&` stay as they are."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _UNPRINTABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
