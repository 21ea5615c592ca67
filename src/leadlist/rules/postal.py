"""The postal snapshot: every Japanese postal code with prefecture, city and town, made from Japan Post's files.

Lines, UTF-8, compressed with xz: `#JIS<tab>prefecture<tab>city` opens a city; each line after it is a town and its
codes with a blank between them. A `!` line lists the codes of large businesses (個別番号) there. A town without a name
is the city's own code (以下に掲載がない場合).

The data are Japan Post's 郵便番号データ (https://www.post.japanpost.jp/zipcode/download.html), for which it claims no
copyright; columns as in its readme.
"""

import csv
import io
import lzma
import os
import re
import secrets
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from leadlist.errors import StorageError, UserError, reason_of
from leadlist.locale import _
from leadlist.rules.loader import shipped

NAME = "postal.txt.xz"
TOWN_COLUMNS, OFFICE_COLUMNS = 15, 13  # of KEN_ALL.CSV and JIGYOSYO.CSV
FEWEST_CODES, PREFECTURES = 100_000, 47  # what the whole country has at least
LARGEST = 100_000_000  # bytes of a file in a zip; Japan Post's has some 18 million


class Entry(NamedTuple):
    """One postal code: of a town, or of a large business there."""

    jis: str
    prefecture: str
    city: str
    town: str
    code: str
    business: bool = False


def snapshot_file() -> Path:
    """The snapshot in force: the user's own, made by `leadlist rules update-postal`, else the one that ships."""
    own = own_file()
    return own if own.is_file() else shipped("tables", NAME)


def own_file() -> Path:
    """Where the user's own snapshot is kept; `LEADLIST_DATA_DIR` names another folder."""
    named = os.environ.get("LEADLIST_DATA_DIR")
    if named:
        return Path(named) / NAME
    from platformdirs import user_data_path

    return user_data_path("leadlist", appauthor=False) / NAME


def read_snapshot() -> str:
    """The lines of the snapshot in force. Raises UserError where the user's own is damaged."""
    file = snapshot_file()
    try:
        return lzma.decompress(file.read_bytes()).decode()
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise UserError(
            _("The postal data in “{file}” are damaged.").format(file=file),
            hint=_("Remove that file, or make it anew: leadlist rules update-postal utf_ken_all.zip"),
        ) from error


def entries(file: Path) -> Iterator[Entry]:
    """The entries of a file of Japan Post: KEN_ALL or utf_ken_all (towns), JIGYOSYO (businesses), .zip or .csv.

    Raises UserError for any other file.
    """
    for row in csv.reader(io.StringIO(_text(file), newline="")):
        if len(row) == TOWN_COLUMNS and re.fullmatch(r"\d{5}", row[0]) and re.fullmatch(r"\d{7}", row[2]):
            yield Entry(row[0], row[6], row[7], town_of(row[8]), row[2])
        elif len(row) == OFFICE_COLUMNS and re.fullmatch(r"\d{5}", row[0]) and re.fullmatch(r"\d{7}", row[7]):
            yield Entry(row[0], row[3], row[4], row[5], row[7], business=True)
        elif row:
            raise _foreign(file)


def town_of(written: str) -> str:
    """The town of a record: without the remark in brackets, `""` for what stands for the whole city."""
    town = written.replace("～", "〜").replace("－", "−").partition("（")[0]
    if town == "以下に掲載がない場合" or town.endswith("の次に番地がくる場合"):
        return ""
    return "" if town.endswith("一円") and town != "一円" else town


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
        if data[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                inside = [entry for entry in package.infolist() if entry.filename.lower().endswith(".csv")]
                if len(inside) != 1 or inside[0].file_size > LARGEST:
                    raise _foreign(file)
                data = package.read(inside[0])
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")
    except zipfile.BadZipFile as error:
        raise _foreign(file) from error
    except OSError as error:
        raise UserError(
            _("“{file}” cannot be read: {reason}.").format(file=file, reason=reason_of(error)),
            hint=_("Check the name and the folder."),
        ) from error


def _foreign(file: Path) -> UserError:
    return UserError(
        _("“{file}” is no file of postal codes from Japan Post.").format(file=file),
        hint=_("Download utf_ken_all.zip from https://www.post.japanpost.jp/zipcode/download.html and name it."),
    )


def businesses_in_force() -> Iterator[Entry]:
    """The codes of large businesses in the snapshot in force, for a file that has towns only."""
    for section in read_snapshot().split("#")[1:]:
        heading, *lines = section.splitlines()
        jis, prefecture, city = heading.split("\t")
        for line in lines:
            name, codes = line.split("\t")
            if name == "!":
                yield from (Entry(jis, prefecture, city, "", code, business=True) for code in codes.split(" "))


def compressed(found: Iterable[Entry]) -> tuple[bytes, int]:
    """The snapshot of these entries, and how many codes it has. Raises UserError where they are not the whole country.

    Towns come before businesses: a business in a city that no town names is left out.
    """
    names: dict[str, tuple[str, str]] = {}
    towns: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    businesses: dict[str, set[str]] = defaultdict(set)
    for entry in found:
        if entry.business:
            businesses[entry.jis].add(entry.code)
            continue
        names[entry.jis] = (entry.prefecture, entry.city)
        towns[entry.jis][entry.town][entry.code] = None
    codes = {code for city in towns.values() for listed in city.values() for code in listed}
    if len(codes) < FEWEST_CODES or len({prefecture for prefecture, _city in names.values()}) != PREFECTURES:
        raise UserError(
            _("The file has {count} postal codes of towns; the whole country has more.").format(count=len(codes)),
            hint=_("Take the file for the whole country (全国一括), not that of one prefecture or of the changes."),
        )
    lines = []
    for jis in sorted(names):
        lines.append("\t".join((f"#{jis}", *names[jis])))
        lines += ["\t".join((town, " ".join(sorted(listed)))) for town, listed in sorted(towns[jis].items())]
        if businesses[jis]:
            lines.append("\t".join(("!", " ".join(sorted(businesses[jis])))))
    text = "\n".join(lines) + "\n"
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME), len(codes)


def install(data: bytes) -> Path:
    """Keep a snapshot as the user's own, whole or not at all. Raises StorageError."""
    target = own_file()
    aside = target.with_name(f".{secrets.token_hex(8)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_bytes(data)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            _("“{file}” cannot be written: {reason}.").format(file=target, reason=reason_of(error)),
            hint=_("Choose another folder."),
        ) from error
    return target
