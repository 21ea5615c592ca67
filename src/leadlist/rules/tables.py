"""The tables that ship with the rules: CSV files in `rules/tables/`, read once and kept."""

import csv
from functools import cache

from leadlist.rules.loader import shipped


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `rules/tables/NAME.csv`, heading -> text. Do not change them: everybody gets the same ones."""
    with shipped("tables", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
