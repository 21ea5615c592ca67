"""leadlist: sales lead lists in Excel and CSV, imported, normalized, deduplicated, validated and purged in place."""

__version__ = "0.1.0"
