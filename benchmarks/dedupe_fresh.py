"""Lists with known truth whose noise is of other kinds than that of dedupe_lists.py, and a list of many branches.

    python benchmarks/dedupe_fresh.py crm:ja 10000 --seed 1 > crm.csv       (leads as five sources write them)
    python benchmarks/dedupe_fresh.py branches 3300 --seed 1 > branches.csv (name, address, zip, phone of sites)

A lead comes from sources that each know some columns only: a web form, an exhibition, business cards, a phone note, a
bought list. Names stand with titles, in kana or romaji, with double family names; firms in English, abbreviated, as
acronyms; addresses without prefecture or with the building only; numbers with extensions, phone and fax exchanged;
mail with tags, old domains, slips in known domains. Every value is invented; the same arguments give the same list.
"""

import argparse
import csv
import random
import sys

from dedupe_lists import LANGUAGES, SHORT, WORDS, English, Japanese, Row, common, slip

KNOWN = {  # what a source asks for, and how often it gets it
    "ja": {
        "form": {"氏名": 1, "会社名": 0.95, "メールアドレス": 1, "電話番号": 0.5, "部署": 0.4, "フリガナ": 0.5},
        "fair": {"氏名": 1, "会社名": 1, "部署": 0.8, "役職": 0.6, "電話番号": 0.7, "住所": 0.5, "メールアドレス": 0.6},
        "cards": {"氏名": 1, "会社名": 1, "部署": 0.9, "役職": 0.9, "電話番号": 0.95, "FAX": 0.8, "郵便番号": 0.95,
                  "住所": 0.98, "メールアドレス": 0.9, "URL": 0.7, "フリガナ": 0.1},
        "phone": {"氏名": 1, "会社名": 1, "電話番号": 1, "フリガナ": 0.6, "部署": 0.3},
        "bought": {"氏名": 0.98, "会社名": 1, "郵便番号": 1, "住所": 1, "電話番号": 1, "FAX": 0.5, "役職": 0.8,
                   "フリガナ": 0.7, "URL": 0.5},
    },
    "en": {
        "form": {"Name": 1, "Company": 0.95, "Email": 1, "Phone": 0.5, "State": 0.4, "Job title": 0.5},
        "fair": {"Name": 1, "Company": 1, "Job title": 0.8, "Email": 0.7, "City": 0.7, "State": 0.8, "Phone": 0.4},
        "cards": {"Name": 1, "Company": 1, "Job title": 0.9, "Email": 0.95, "Phone": 0.95, "Street": 0.9, "City": 0.95,
                  "State": 0.95, "Postal code": 0.9, "Website": 0.8},
        "phone": {"Name": 1, "Company": 1, "Phone": 1, "City": 0.4},
        "bought": {"Name": 0.98, "Company": 1, "Street": 1, "City": 1, "State": 1, "Postal code": 1, "Phone": 0.9,
                   "Job title": 0.8, "Website": 0.5},
    },
}  # fmt: skip
SIDES = {"N": "North", "S": "South", "W": "West", "E": "East"}
SHARES = (3, 2, 3, 1, 2)  # of the sources
CUT = {"Logistics": "Log.", "Systems": "Sys", "Consulting": "Consult.", "Insurance": "Ins", "Education": "Edu",
       "Printing": "Print", "Partners": "Ptnrs", "Marketing": "Mktg", "International": "Intl"}  # fmt: skip


def crm(language: str, rows: int, seed: int = 1) -> list[Row]:
    """Leads as five sources write them; a third of the people stand in more than one, sometimes twice in the same."""
    rng = random.Random(f"crm{language}{seed}")
    world = LANGUAGES[language]()
    made: list[Row] = []
    number = truth = 0
    while len(made) < rows:
        number += 1
        office = world.office(rng, number)
        seen: set[str] = set()
        for _person in range(rng.choice((1, 1, 1, 1, 2, 2, 3, 5, 8, 12))):
            person = world.person(rng, office, None)
            if {person[world.name], person[world.mail]} & seen:
                continue
            seen |= {person[world.name], person[world.mail]}
            truth += 1
            for _copy in range(rng.choices((1, 2, 3, 4), (66, 22, 8, 4))[0]):
                source = rng.choices(tuple(KNOWN[language]), SHARES)[0]
                made.append(_noted(rng, world, person, office, KNOWN[language][source]) | {"true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def _noted(rng: random.Random, world: Japanese | English, person: Row, office: Row, known: dict[str, float]) -> Row:
    """What one source knows of a person, as it writes it."""
    row = dict(person)
    if rng.random() < 0.05:  # another post since
        for heading in ("部署", "役職", "Job title"):
            if heading in row:
                row[heading] = rng.choice(world.words["department" if heading == "部署" else "title"])
    if rng.random() < 0.3:
        row[world.phones[0]] = row["_mobile"]
    (_japanese if isinstance(world, Japanese) else _english)(rng, row)
    _mail(rng, world, row, office)
    headings = [heading for heading in row if not heading.startswith("_")]
    for heading in headings:
        if rng.random() >= known.get(heading, 0):
            row[heading] = ""
        elif rng.random() < 0.03:
            row[heading] = slip(rng, row[heading])
    return {heading: row[heading] for heading in headings}


def _mail(rng: random.Random, world: Japanese | English, row: Row, office: Row) -> None:
    local, _at, domain = row[world.mail].partition("@")
    dice = rng.random()
    if dice < 0.03:
        row[world.mail] = f"{local}+{rng.choice(('news', 'expo', 'seminar'))}@{domain}"
    elif dice < 0.07:
        row[world.mail] = f"{local}@{domain.replace('.example', '-group.example')}"  # its firm has another domain now
    elif dice < 0.11:
        row[world.mail] = f"{rng.choice(('info', 'sales', 'contact', 'office'))}@{domain}"
    elif dice < 0.14:
        row[world.mail] = rng.choice(
            (row[world.mail].upper(), row[world.mail].replace("@", "＠"), f" {row[world.mail]}")
        )


def _japanese(rng: random.Random, row: Row) -> None:
    """Names with titles, in kana or romaji, with 旧姓; firms in short; addresses from the city on; numbers in kanji."""
    family, given = row["_family"].split(), row["_given"].split()
    dice = rng.random()
    if dice < 0.06:
        row["氏名"] = f"{family[0]}{given[0]} {rng.choice(('様', '先生', '部長'))}"
    elif dice < 0.09:
        row["氏名"] = f"{family[1]} {given[1]}"
    elif dice < 0.11:
        row["氏名"] = rng.choice((f"{given[2]} {family[2]}".title(), f"{family[2].upper()} {given[2].title()}"))
    elif dice < 0.3:
        row["氏名"] = f"{family[0]}{rng.choice(('', '　', '・'))}{given[0]}"
    firm = row["会社名"]
    dice = rng.random()
    if dice < 0.15:
        firm = firm.replace("株式会社", rng.choice(("(株)", "㈱", "カ）", "")))
    elif dice < 0.2:
        firm = f"{firm} {rng.choice(('東日本事業部', '第二工場', '営業所', 'グループ'))}"
    row["会社名"] = firm
    dice = rng.random()
    if dice < 0.15:
        row["住所"] = row["住所"].split("都", 1)[-1].split("県", 1)[-1].split("府", 1)[-1]
    elif dice < 0.25:
        row["住所"] = row["住所"].replace("-", "番地", 1)
    if rng.random() < 0.06:
        row["電話番号"], row["FAX"] = row["FAX"], row["電話番号"]
    if rng.random() < 0.12:
        row["電話番号"] = rng.choice(("+81-" + row["電話番号"][1:], f"{row['電話番号']}（内線{rng.randint(10, 99)}）"))


def _english(rng: random.Random, row: Row) -> None:
    """Names with degrees, middle names, double family names; firms with The, &, acronyms; numbers with extensions."""
    given, family = row["_given"], row["_family"]
    dice = rng.random()
    if dice < 0.06:
        given = SHORT.get(given, given)
    elif dice < 0.08:
        given = f"{given[0]}."
    elif dice < 0.12:
        given = f"{given} {common(rng, English.words['given'])}"
    elif dice < 0.14:
        family = f"{family}-{common(rng, English.words['family'])}"
    name = f"{given} {family}"
    row["Name"] = rng.choice((name, name, name, name, name.lower(), f"{family}, {given}", f"{name}, PhD", f"Dr {name}"))
    firm = row["Company"]
    dice = rng.random()
    if dice < 0.08:
        firm = f"The {firm}"
    elif dice < 0.2:
        firm = " ".join(CUT.get(word, word) for word in firm.split())
    elif dice < 0.22 and len(firm.split()) > 2:
        firm = "".join(word[0] for word in firm.split()[:3])
    row["Company"] = firm
    if rng.random() < 0.1:
        row["Street"] = f"P.O. Box {sum(map(ord, row['_mobile'])) * 7 % 9000 + 100}"
    if rng.random() < 0.15:
        row["Phone"] = rng.choice(
            (
                f"{row['Phone']} x{rng.randint(10, 99)}",
                f"001-{row['Phone']}",
                f"({row['Phone'][:3]}) {row['Phone'][4:]}",
            )
        )


def branches(rows: int, seed: int = 1) -> list[Row]:
    """Sites of owners whose head office takes the calls of many of them, as six lists write them."""
    rng = random.Random(f"branches{seed}")
    words = WORDS["sites"]
    places = [f"{one} {other}" for one in words["name"] for other in words["street"]]
    made: list[Row] = []
    truth = 0
    while len(made) < rows:
        owner = f"{rng.choice(words['name'])} {rng.choice(('Association', 'League', 'House', 'Services', 'Church'))}"
        main = f"{rng.randint(2, 9)}{rng.randint(100000, 999999)}"
        for _site in range(rng.choice((1, 1, 1, 2, 3, 5, 9, 14))):
            truth += 1
            own = rng.choice((rng.choice(places), rng.choice(words["name"]), owner.split()[0]))
            number, street = f"{rng.randint(1, 99) * 100 + rng.randint(1, 60)}", rng.choice(words["street"])
            way, kind = rng.choice("NSWE"), rng.choice(("Ave", "St", "Blvd"))
            phone = main if rng.random() < 0.5 else f"{rng.randint(2, 9)}{rng.randint(100000, 999999)}"
            code = f"606{rng.randint(1, 60):02d}"
            for _record in range(min(int(rng.paretovariate(1.0)), 20)):
                forms = (f"{owner} {own}", f"{own} {rng.choice(words['sort'])}", f"{owner} - {own}", owner, own.upper())
                address = (
                    f"{number} {way} {street} {kind}",
                    f"{number} {way}. {street}",
                    f"{number} {SIDES[way]} {street} {kind}., 1st Floor",
                )
                site = {"name": rng.choice(forms), "address": rng.choice(address), "zip": "", "phone": phone}
                if rng.random() < 0.6:
                    site["zip"] = code
                if rng.random() < 0.1:
                    site["phone"] = rng.choice(("", main, f"{rng.randint(2, 9)}{rng.randint(100000, 999999)}"))
                made.append(site | {"true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def main() -> None:
    """Print a list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("crm:ja", "crm:en", "branches"))
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    kind, _colon, language = asked.kind.partition(":")
    rows = branches(asked.rows, asked.seed) if kind == "branches" else crm(language, asked.rows, asked.seed)
    writer = csv.DictWriter(sys.stdout, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
