"""Lists of made leads with known truth: companies, branches, colleagues, families, and records entered twice.

    python benchmarks/dedupe_lists.py ja 10000 > list.csv           (columns of a lead list, and true_cluster)
    python benchmarks/dedupe_lists.py en 1000000 --seed 7 --hard 2  > list.csv

`--hard` multiplies typing errors, misread letters, missing cells, moved offices, renamed companies and changed
addresses. Every value is invented. The same arguments give the same list.
"""

import argparse
import csv
import random
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("dedupe_words.toml").read_text(encoding="utf-8"))
Row = dict[str, str]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
MISREAD = (
    "0O",
    "1l",
    "5S",
    "8B",
    "ーー",
    "ロ口",
    "ニ二",
    "カ力",
    "rnm",
    "cle",
    "ソン",
    "シツ",
    "瀬頼",
    "崎﨑",
    "高髙",
    "土士",
)
MAIL = ("gmail.com", "yahoo.co.jp", "outlook.com", "hotmail.com")
SHORT = {
    "Robert": "Bob", "William": "Bill", "Richard": "Dick", "Margaret": "Peggy", "Deborah": "Debbie", "Elizabeth": "Liz",
    "Jennifer": "Jen", "Katherine": "Kate", "Rebecca": "Becky", "Nicholas": "Nick", "Edward": "Ted", "Samuel": "Sam",
    "Charles": "Charlie", "Joseph": "Joe", "Steven": "Steve", "Christine": "Chris", "Michael": "Mike", "Thomas": "Tom",
    "Daniel": "Dan", "Matthew": "Matt", "Anthony": "Tony", "Benjamin": "Ben", "Kenneth": "Ken", "James": "Jim",
}  # fmt: skip


def slip(rng: random.Random, text: str) -> str:
    """The text with one slip: a letter lost, doubled, wrong, misread or exchanged with the next."""
    if len(text) < 3:
        return text
    at = rng.randrange(len(text) - 1)
    digit = text[at].isdigit()
    other = rng.choice("0123456789") if digit else rng.choice(text) if ord(text[at]) > 255 else rng.choice("aeionrstlu")
    for pair in rng.sample(MISREAD, 4):
        if pair[0] in text and rng.random() < 0.5:
            return text.replace(pair[0], pair[1:], 1)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def common(rng: random.Random, words: list[str]) -> str:
    """One of the words, the first ones more often (Zipf-Mandelbrot)."""
    return rng.choices(words, cum_weights=_shares(len(words)))[0]


@cache
def _shares(size: int) -> list[float]:
    return list(accumulate(1 / (rank + 6) for rank in range(size)))


def joined(rng: random.Random, words: dict[str, list[str]], what: str, often: float) -> list[str]:
    """A name as kanji, katakana and romaji: one of the known ones `often`, else put together from two parts."""
    if rng.random() < often:
        return common(rng, words[what]).split()
    parts = zip(rng.choice(words[f"{what}_head"]).split(), rng.choice(words[f"{what}_tail"]).split(), strict=True)
    return ["".join(part) for part in parts]


class Japanese:
    """Leads in Japan."""

    words = WORDS["ja"]
    name, company, mail, phones, place = "氏名", "会社名", "メールアドレス", ("電話番号", "FAX"), ("郵便番号", "住所")
    site = "URL"
    always = (company, name)

    def office(self, rng: random.Random, number: int) -> Row:
        """A company."""
        words = self.words
        core = "".join(rng.sample(words["firm"], rng.choice((1, 1, 2)))) + rng.choice(words["trade"])
        where = self.place_of(rng)
        return {"会社名": rng.choice(words["form"]).format(core), **where, "URL": f"https://www.c{number}.example.jp/"}

    def place_of(self, rng: random.Random) -> Row:
        """An address with its switchboard."""
        town, code = rng.choice(self.words["town"]).split()
        number = rng.randrange(10_000_000)
        dial = rng.choice(("03-{:04d}-{:04d}", "06-{:04d}-{:04d}", "052-{:03d}-{:04d}"))
        size = 1000 if dial.startswith("052") else 10000
        street = f"{town}{rng.randint(1, 8)}-{rng.randint(1, 30)}-{rng.randint(1, 25)}"
        if rng.random() < 0.3:
            street += f" {rng.choice(self.words['firm'])}{rng.choice(self.words['building'])}{rng.randint(2, 14)}階"
        return {
            "電話番号": dial.format(number // 10000 % size, number % 10000),
            "FAX": dial.format(number // 10000 % size, (number + 1) % 10000),
            "郵便番号": f"{code}-{rng.randrange(1, 99):04d}",
            "住所": street,
        }

    def person(self, rng: random.Random, office: Row, relative: Row | None) -> Row:
        """Somebody who works there, with the family name of a relative, if any."""
        family = relative["_family"].split() if relative else joined(rng, self.words, "family", 0.45)
        given = joined(rng, self.words, "given", 0.3)
        domain = office["URL"].split("www.")[1].strip("/")
        local = rng.choice(("{f}", "{g}.{f}", "{f}-{i}", "{f}.{g}", "{i}-{f}"))
        mail = local.format(f=family[2], g=given[2], i=given[2][0])
        if rng.random() < 0.1:
            domain, mail = rng.choice(MAIL), f"{mail}{rng.randint(1, 99)}"
        return {
            "会社名": office["会社名"],
            "部署": rng.choice(self.words["department"]),
            "役職": rng.choice(self.words["title"]),
            "氏名": f"{family[0]} {given[0]}",
            "フリガナ": f"{family[1]} {given[1]}",
            "メールアドレス": f"{mail}@{domain}",
            **{heading: office[heading] for heading in (*self.phones, *self.place, "URL")},
            "_mobile": f"090-{rng.randint(1000, 9999)}-{rng.randint(0, 9999):04d}",
            "_family": " ".join(family),
            "_given": " ".join(given),
        }

    def written(self, rng: random.Random, row: Row, hard: float) -> None:
        """Notation: widths, blanks, legal forms, branches, numbers of houses, buildings left out, old kanji, a changed
        family name."""
        if rng.random() < 0.003 * hard:
            family = joined(rng, self.words, "family", 0.45)
            given = row["_given"].split()
            row |= {"氏名": f"{family[0]} {given[0]}", "フリガナ": f"{family[1]} {given[1]}"}
        row["氏名"] = row["氏名"].replace(" ", rng.choice((" ", " ", "", "　")))
        if rng.random() < 0.2:
            row["氏名"] = row["氏名"].translate(str.maketrans("高崎辺斎", "髙﨑邊斉"))
        if rng.random() < 0.01 * hard:
            row["氏名"] = row["_family"].split()[0]
        kana = "".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in row["フリガナ"])
        row["フリガナ"] = rng.choice((row["フリガナ"], kana, row["フリガナ"].replace(" ", "")))
        firm = row["会社名"]
        for form, written in (("株式会社", ("㈱", "(株)", "株式会社 ")), ("有限会社", ("㈲", "(有)"))):
            firm = firm.replace(form, rng.choice((form, *written)))
        row["会社名"] = firm + (rng.choice(("", " ")) + rng.choice(self.words["branch"]) if rng.random() < 0.15 else "")
        row["住所"] = row["住所"].replace("-", rng.choice(("-", "－", "丁目", "-")), 1)
        row["住所"] = row["住所"].partition(" ")[0] if rng.random() < 0.4 else row["住所"]
        for heading in self.phones:
            row[heading] = rng.choice((row[heading], row[heading].replace("-", ""), row[heading].translate(WIDE)))


class English:
    """Leads in the United States."""

    words = WORDS["en"]
    name, company, mail, phones, place = (
        "Name",
        "Company",
        "Email",
        ("Phone",),
        ("Street", "City", "State", "Postal code"),
    )
    site = "Website"
    always = (company, name, "State")

    def office(self, rng: random.Random, number: int) -> Row:
        """A company."""
        words = self.words
        core = " ".join((*rng.sample(words["firm"], rng.choice((1, 1, 2))), rng.choice(words["trade"])))
        return {
            "Company": rng.choice(words["form"]).format(core),
            **self.place_of(rng),
            "Website": f"https://www.{core.split()[0].lower()}{number}.example.com",
        }

    def place_of(self, rng: random.Random) -> Row:
        """An address with its switchboard."""
        *city, state, code, area = rng.choice(self.words["town"]).split()
        street = f"{rng.randint(100, 9999)} {rng.choice(self.words['street'])} {rng.choice(self.words['way'])}"
        return {
            "Phone": f"{area}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04d}",
            "Street": street + (f", Suite {rng.randint(100, 999)}" if rng.random() < 0.3 else ""),
            "City": " ".join(city),
            "State": state,
            "Postal code": f"{code}{rng.randint(0, 199):03d}",
        }

    def person(self, rng: random.Random, office: Row, relative: Row | None) -> Row:
        """Somebody who works there, with the family name of a relative, if any."""
        words = self.words
        family = relative["_family"] if relative else common(rng, words["family"])
        if not relative and rng.random() < 0.6:
            family = rng.choice(words["family_head"]) + rng.choice(words["family_tail"])
        given = common(rng, words["given"])
        domain = office["Website"].split("www.")[1]
        local = rng.choice(("{g}.{f}", "{i}{f}", "{g}", "{f}{i}", "{g}_{f}", "{g}{f}"))
        mail = local.format(g=given, f=family, i=given[0]).lower()
        if rng.random() < 0.1:
            domain, mail = rng.choice(MAIL), f"{mail}{rng.randint(1, 99)}"
        return {
            "Company": office["Company"],
            "Name": f"{given} {family}",
            "Job title": rng.choice(words["title"]),
            "Email": f"{mail}@{domain}",
            **{heading: office[heading] for heading in (*self.phones, *self.place, "Website")},
            "_mobile": f"{office['Phone'][:3]}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04d}",
            "_family": family,
            "_given": given,
        }

    def written(self, rng: random.Random, row: Row, hard: float) -> None:
        """Notation: capitals, family name first, short forms, initials, abbreviations, a changed family name."""
        given, family = row["_given"], row["_family"]
        if rng.random() < 0.003 * hard:
            family = rng.choice(self.words["family_head"]) + rng.choice(self.words["family_tail"])
        dice = rng.random() / hard
        given = SHORT.get(given, given) if dice < 0.04 else given[0] if dice < 0.06 else given
        middle = f" {rng.choice('ABCDEFGHJKLM')}." if rng.random() < 0.1 else ""
        name = f"{given}{middle} {family}"
        row["Name"] = rng.choice((name, name, name, name, name.upper(), f"{family}, {given}", f"Mr. {name}"))
        firm = row["Company"]
        form = firm.rpartition(" ")[2]
        if form in ("Inc.", "LLC", "Ltd.", "Corp.", "PLC") and rng.random() < 0.3:
            firm = rng.choice(
                (firm.replace(form, form.upper().strip(".")), firm.removesuffix(f" {form}"), firm.upper())
            )
        row["Company"] = firm + (f" {rng.choice(self.words['branch'])}" if rng.random() < 0.03 else "")
        street = row["Street"]
        for way, cut in (("Street", "St"), ("Road", "Rd."), ("Avenue", "Ave"), ("Drive", "Dr."), ("Suite", "Ste")):
            street = street.replace(way, rng.choice((way, cut)))
        row["Street"] = street.partition(",")[0] if rng.random() < 0.4 else street
        phone = row["Phone"]
        row["Phone"] = rng.choice((phone, f"+1 {phone}", phone.replace("-", ""), phone.replace("-", ".")))


LANGUAGES: dict[str, Callable[[], Japanese | English]] = {"ja": Japanese, "en": English}


def entered(rng: random.Random, world: Japanese | English, person: Row, office: Row, hard: float) -> Row:
    """A person's record as somebody typed it in: what changed since, cells left out, slips, role addresses."""
    row = dict(person)
    row |= {heading: office[heading] for heading in (*world.place, *world.phones)}
    row[world.company] = office[world.company]
    if rng.random() < 0.25:
        row[world.phones[0]] = row["_mobile"]
    if rng.random() < 0.06:
        row[world.mail] = f"info@{office[world.site].split('www.')[1].strip('/')}"
    elif rng.random() < 0.03 * hard:
        row[world.mail] = f"{person[world.mail].partition('@')[0]}{rng.randint(1, 99)}@{rng.choice(MAIL)}"
    world.written(rng, row, hard)
    for heading, text in row.items():
        if heading not in world.always and rng.random() < 0.2 + 0.05 * hard:
            row[heading] = ""
        elif rng.random() < 0.025 * hard:
            row[heading] = slip(rng, text)
    return {heading: text for heading, text in row.items() if not heading.startswith("_")}


def make(language: str, rows: int, seed: int = 1, hard: float = 1.0) -> Iterator[Row]:
    """A list of so many rows in random order within the list; a fifth of the people are in it more than once."""
    rng = random.Random(f"{language}{seed}")
    world = LANGUAGES[language]()
    number = truth = 0
    left = rows
    while left > 0:
        number += 1
        office = world.office(rng, number)
        people: list[Row] = []
        now = dict(office)
        if rng.random() < 0.04 * hard:
            now |= world.place_of(rng)
        if rng.random() < 0.02 * hard:
            now[world.company] = world.office(rng, number)[world.company]
        for _person in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 9))):
            truth += 1
            relative = rng.choice(people) if people and rng.random() < 0.08 else None
            person = world.person(rng, office, relative)
            if any(person[world.name] == other[world.name] for other in people) and rng.random() < 0.9:
                continue
            people.append(person)
            for _copy in range(1 + (rng.random() < 0.2) * rng.choice((1, 1, 1, 2, 3, 4))):
                if left > 0:
                    left -= 1
                    made = entered(rng, world, person, now if rng.random() < 0.5 else office, hard)
                    yield made | {"true_cluster": str(truth)}


def main() -> None:
    """Print a list, its rows in random order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=tuple(LANGUAGES))
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", type=float, default=1.0)
    asked = parser.parse_args()
    rows = list(make(asked.language, asked.rows, asked.seed, asked.hard))
    random.Random(asked.seed).shuffle(rows)
    writer = csv.DictWriter(sys.stdout, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
