"""Countries as lists name them, so that phones and postal codes are judged by the rules of their own."""

import unicodedata
from functools import cache, lru_cache

from leadlist.rules.tables import table


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO 3166 code of a country named by code or name (DE, Germany, ドイツ); `""` for any other text."""
    return _codes().get(unicodedata.normalize("NFKC", text).strip().casefold(), "")


@cache
def _codes() -> dict[str, str]:
    named = {name.casefold(): row["code"] for row in table("countries") for name in row["names"].split(";")}
    return named | {row["code"].casefold(): row["code"] for row in table("countries")}
