"""Names of months in other languages than English: German, French, Spanish, Italian, Portuguese and Dutch."""

import re
import unicodedata

_NAMES = {
    1: "januar janner janvier enero gennaio janeiro januari jan ene gen",
    2: "februar fevrier febrero febbraio fevereiro februari feb fevr fev",
    3: "marz mars marzo marco maart mar mrt",
    4: "april avril abril aprile apr avr abr",
    5: "mai mayo maggio maio mei may mag",
    6: "juni juin junio giugno junho jun giu",
    7: "juli juillet julio luglio julho jul juil lug",
    8: "august aout agosto augustus aug ago",
    9: "september septembre septiembre settembre setembro sept sep set",
    10: "oktober octobre octubre ottobre outubro okt oct ott out",
    11: "november novembre noviembre novembro nov",
    12: "dezember decembre diciembre dicembre dezembro december dez dec dic",
}
"""Without accents, as Unicode CLDR lists them (wide and abbreviated); no word means two months in two languages."""

_MONTHS = {word: month for month, words in _NAMES.items() for word in words.split()}
_DATED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:\.|er|º|o)?\s*(?:de\s+)?)?(?P<name>[^\W\d_]+)\.?,?\s*(?:de\s+)?(?P<year>\d{4})"
)


def parse(bare: str) -> tuple[int, int, int] | None:
    """(year, month, day) of `5. März 2024`, `5 de marzo de 2024`, `mars 2024` (day 0); None for anything else."""
    match = _DATED.fullmatch(bare)
    if match is None:
        return None
    word = "".join(c for c in unicodedata.normalize("NFD", match["name"].lower()) if not unicodedata.combining(c))
    month = _MONTHS.get(word)
    return (int(match["year"]), month, int(match["day"] or 0)) if month and match["day"] != "0" else None
