"""Make a list of invented leads for benchmarks: Japanese or English, CSV or XLSX, the same for the same seed.

    python benchmarks/generate_leads.py 100000 leads.xlsx
    python benchmarks/generate_leads.py 1000000 leads.csv --lang ja --dirty 0.3 --duplicates 0.05 --seed 1

15 columns. `--dirty` is the share of leads of which some cells are typed carelessly (width, blanks, ㈱, eras, dashes),
`--duplicates` the share that repeat an earlier lead in another spelling. People and firms are invented, mail domains
are those of RFC 2606 and JPRS (example.com, example.jp, example.co.jp); towns and their postal codes are real.
"""

import argparse
import csv
import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from leadlist.normalizers import postal_data

WORDS = tomllib.loads(Path(__file__).with_name("lead_words.toml").read_text(encoding="utf-8"))
HEADINGS: dict[str, list[str]] = WORDS["headings"]
PHONES: dict[str, str] = WORDS["phones"]
FAMILY, GIVEN, FIRM, TRADE = (
    [tuple(entry.split()) for entry in WORDS[name]] for name in ("family", "given", "firm", "trade")
)
FORMS = (
    ("株式会社", "", 45),
    ("", "株式会社", 35),
    ("有限会社", "", 8),
    ("合同会社", "", 6),
    ("", "有限会社", 3),
    ("一般社団法人", "", 3),
)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@cache
def _towns() -> list[tuple[str, str]]:
    """Every town with a name, and its code."""
    places = postal_data.snapshot().codes.items()
    return [
        (code, p.prefecture + p.city + p.town) for code, found in places for p in found if p.town and not p.business
    ]


def _phone(dice: random.Random) -> str:
    area = dice.choice(WORDS["areas"])
    local = 6 - len(area)
    exchange = str(dice.randint(2, 6)) + "".join(str(dice.randint(0, 9)) for _ in range(local - 1))
    return f"{area}-{exchange}-{dice.randint(0, 9999):04d}"


def japanese(dice: random.Random) -> list[str]:
    """One Japanese lead, typed with care."""
    (kanji, kana, romaji), (given, given_kana, given_romaji) = dice.choice(FAMILY), dice.choice(GIVEN)
    firm, trade = dice.choice(FIRM), dice.choice(TRADE)
    front, back, _share = dice.choices(FORMS, [form[2] for form in FORMS])[0]
    number = dice.choice(("", "", "第一", "東", "西", "南", "北", "中央", "新", "本"))
    domain = f"{firm[2]}-{trade[2]}{dice.randint(1, 400)}.example.{dice.choice(('co.jp', 'jp', 'com'))}"
    code, town = dice.choice(_towns())
    building = dice.choice(
        (
            "",
            "",
            "",
            f" 第{dice.randint(1, 9)}ビル{dice.randint(1, 12)}F",
            f" {firm[0]}ビル{dice.randint(101, 905)}号室",
        )
    )
    return [
        f"{front}{firm[0]}{number}{trade[0]}{back}",
        dice.choice(WORDS["departments"]),
        dice.choice(WORDS["titles"]),
        f"{kanji} {given}",
        f"{kana} {given_kana}",
        f"{given_romaji}.{romaji}{dice.choice(('', '', str(dice.randint(1, 99))))}@{domain}",
        _phone(dice),
        f"0{dice.choice('789')}0-{dice.randint(1000, 9999)}-{dice.randint(0, 9999):04d}" if dice.random() < 0.5 else "",
        _phone(dice) if dice.random() < 0.4 else "",
        f"{code[:3]}-{code[3:]}",
        f"{town}{dice.randint(1, 5)}-{dice.randint(1, 40)}-{dice.randint(1, 30)}{building}",
        f"https://www.{domain}/" if dice.random() < 0.7 else "",
        f"20{dice.randint(19, 26)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        dice.choice(WORDS["sources"]),
        dice.choice(WORDS["notes"]),
    ]


def english(dice: random.Random) -> list[str]:
    """One lead from outside Japan, typed with care."""
    given, family = dice.choice(WORDS["en_given"]), dice.choice(WORDS["en_family"])
    firm = f"{dice.choice(WORDS['en_firm'])} {dice.choice(WORDS['en_trade'])}"
    domain = f"{firm.replace(' ', '').lower()}{dice.randint(1, 400)}.example.com"
    country = dice.choice(tuple(PHONES))
    local = (given + "." + family).lower().encode("ascii", "ignore").decode().replace("'", "")
    return [
        f"{firm} {dice.choice(WORDS['en_forms'])}",
        dice.choice(("Sales", "Purchasing", "IT", "Human Resources", "Engineering", "Operations")),
        dice.choice(("Manager", "Director", "Engineer", "CEO", "Assistant", "Head of Department")),
        f"{given} {family}",
        country,
        f"{local}@{domain}",
        f"{PHONES[country]}{dice.randint(10, 99)}{'' if 'States' in country else ' ' + str(dice.randint(1000, 9999))}",
        "",
        "",
        f"{dice.randint(10000, 99999)}",
        f"{dice.randint(1, 250)} {dice.choice(('High Street', 'Main Street', 'Station Road', 'Park Lane'))}",
        f"https://www.{domain}/",
        f"20{dice.randint(19, 26)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        dice.choice(("Trade show", "Web form", "Referral", "Business card")),
        "",
    ]


def careless(lead: list[str], dice: random.Random) -> list[str]:
    """The same lead as people really type it: some of its cells in another notation."""
    lead = list(lead)
    japanese = lead[6].startswith("0")
    short = {"株式会社": dice.choice(("㈱", "(株)", "（株）", "株式会社　")), "有限会社": "㈲", "合同会社": "(同)"}
    for form, typed in (short | {"一般社団法人": "(一社)"}).items():
        lead[0] = lead[0].replace(form, typed)
    choices = {
        3: (
            lead[3].replace(" ", "　"),
            f" {lead[3]}",
            lead[3].replace(" ", "") + "様" if japanese else lead[3].upper(),
        ),
        5: (lead[5].translate(WIDE), lead[5].upper(), f"{lead[5]} ", lead[5].replace("@", "＠")),
        6: (lead[6].translate(WIDE), lead[6].replace("-", ""), f"TEL:{lead[6]}", lead[6].replace("-", "‐")),
        7: (lead[7].replace("-", ""), lead[7].translate(WIDE)),
        9: (lead[9].replace("-", ""), "〒" + lead[9] if japanese else f"{lead[9]} ", lead[9].translate(WIDE)),
        10: (
            lead[10].translate(WIDE),
            lead[10].replace("-", "−"),
            lead[10].replace("-", "丁目", 1).replace("-", "番", 1),
        ),
        11: (lead[11].replace("https://www", "HTTPS://WWW"), lead[11].rstrip("/")),
        12: _dates(lead[12], japanese),
    }
    for column, typed in choices.items():
        if lead[column] and dice.random() < 0.4:
            lead[column] = dice.choice(typed)
    return lead


def _dates(iso: str, japanese: bool) -> tuple[str, ...]:
    year, month, day = map(int, iso.split("-"))
    if not japanese:
        return (
            f"{day:02d}/{month:02d}/{year}",
            f"{day} {'JanFebMarAprMayJunJulAugSepOctNovDec'[3 * month - 3 : 3 * month]} {year}",
        )
    era = f"令和{year - 2018}年{month}月{day}日" if year > 2019 else f"H31.{month % 4 + 1}.{day}"
    return (f"{year}/{month}/{day}", f"{year}年{month}月{day}日", era)


def leads(
    count: int, lang: str = "ja", dirty: float = 0.3, duplicates: float = 0.0, seed: int = 1
) -> Iterator[list[str]]:
    """`count` leads; a duplicate repeats one of the last thousand, in careless spelling."""
    dice = random.Random(seed)
    make = japanese if lang == "ja" else english
    recent: list[list[str]] = []
    for _row in range(count):
        if recent and dice.random() < duplicates:
            yield careless(dice.choice(recent), dice)
            continue
        lead = make(dice)
        recent = [*recent[-999:], lead] if duplicates else recent
        yield careless(lead, dice) if dice.random() < dirty else lead


def write_csv(target: Path, headings: list[str], rows: Iterator[list[str]], encoding: str) -> None:
    """UTF-8 with a BOM, as Excel writes it, or any other encoding."""
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def write_xlsx(target: Path, headings: list[str], rows: Iterator[list[str]]) -> None:
    """One sheet with a bold frozen heading, widths and a filter; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("リード" if headings[0] == "会社名" else "Leads")
    sheet.freeze_panes = "A2"
    for letter in "ABCDEFGHIJKLMNO":
        sheet.column_dimensions[letter].width = 20
    bold = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, heading)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    count = 1
    for row in rows:
        sheet.append([cell or None for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:O{count}"
    book.save(target)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--lang", choices=("ja", "en"), default="ja")
    parser.add_argument("--dirty", type=float, default=0.3)
    parser.add_argument("--duplicates", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoding", default="utf-8-sig")
    asked = parser.parse_args()
    rows = leads(asked.count, asked.lang, asked.dirty, asked.duplicates, asked.seed)
    if asked.target.suffix == ".xlsx":
        write_xlsx(asked.target, HEADINGS[asked.lang], rows)
    else:
        write_csv(asked.target, HEADINGS[asked.lang], rows, asked.encoding)


if __name__ == "__main__":
    main()
