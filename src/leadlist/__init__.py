"""leadlist: sales lead lists in Excel and CSV, imported, normalized, deduplicated, validated and purged in place.

For scripts: `normalize(field, text)`, `match_key(field, text)`, `split(field, text)` and `load_rules(path)`. They are
loaded when they are first used, so that importing leadlist costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leadlist.normalizers import match_key, normalize, split
    from leadlist.rules import load_rules

__version__ = "0.1.0"
__all__ = ["load_rules", "match_key", "normalize", "split"]

_HOMES = {
    "load_rules": "leadlist.rules",
    "match_key": "leadlist.normalizers",
    "normalize": "leadlist.normalizers",
    "split": "leadlist.normalizers",
}


def __getattr__(name: str) -> Any:
    """Load a function of the public API from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'leadlist' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
