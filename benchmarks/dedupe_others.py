"""A list as somebody else would write it: a club's address book that many hands kept for years.

    python benchmarks/dedupe_others.py en 1500 --seed 1 > contacts.csv

Private people and firms stand side by side: families of one house with one landline and one mailbox, groups of firms
under one domain, departments in the company's cell, several numbers in one cell, names in either order, short and
double names, people who changed their firm or their name, P.O. boxes, numbers from abroad, remarks, and a mail address
in two rows of five only. It was written before its author read how leads are matched, in another manner than
dedupe_lists.py and dedupe_fresh.py. Every value is invented; the same arguments give the same list.
"""

import argparse
import csv
import random
import sys
import tomllib
import unicodedata
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("dedupe_others.toml").read_text(encoding="utf-8"))
Row = dict[str, str]
HEADINGS = {
    "ja": ("お名前", "ローマ字", "勤務先", "所属", "ご連絡先", "Eメール", "〒", "ご住所", "", "備考"),
    "en": ("Contact", "", "Organisation", "Section", "Numbers", "E-mail address", "Zip", "Mailing address", "Town",
           "Remarks"),
}  # fmt: skip
BEFORE = {"ja": ("TEL ", "携帯 ", "自宅："), "en": ("tel. ", "cell ", "office: ")}
WAYS, LINES = ("Street", "Road", "Lane", "Avenue"), ("207", "503", "614")
FREE = ("mailbox.example", "post.example", "freemail.example")
HALF = {}  # full-width kana as half-width ones
for _code in range(0xFF66, 0xFFA0):
    HALF[unicodedata.normalize("NFKC", chr(_code))] = chr(_code)


def thumb(rng: random.Random, text: str) -> str:
    """The text with one letter exchanged, lost, or typed twice."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    return rng.choice(
        (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] * 2 + text[at + 1 :],
        )
    )


class Person:
    """Somebody, and what stays the same about them in all their rows."""

    def __init__(
        self, rng: random.Random, words: dict[str, list[str]], language: str, house: Row, family: str = ""
    ) -> None:
        self.family = (
            (family or rng.choice(words["family"])).split(" ")
            if language == "ja"
            else [family or rng.choice(words["family"])]
        )
        self.given = rng.choice(words["given"]).split(" ")
        self.house = house
        head = {"ja": ("090", "080", "070"), "en": ("415", "646", "312")}[language]
        self.mobile = f"{rng.choice(head)}-{rng.randint(1000, 9999)}-{rng.randint(0, 9999):04d}"
        if language == "en":
            self.mobile = f"{rng.choice(head)}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04d}"
        romaji = (self.family[-1] if language == "ja" else self.family[0]).lower().replace(" ", "").replace("'", "")
        first = self.given[-1 if language == "ja" else 0].lower()
        self.mail = (
            rng.choice(
                (f"{first}{rng.randint(1, 99)}", f"{first[0]}{romaji}{rng.randint(50, 99)}", f"{romaji}.{first}")
            )
            + "@"
            + rng.choice(FREE)
        )
        self.local = rng.choice((f"{first}.{romaji}", f"{first[0]}{romaji}", f"{romaji}", f"{first}"))


def house(rng: random.Random, words: dict[str, list[str]], language: str) -> Row:
    """A place to live or work at, with its landline."""
    if language == "ja":
        town, code, prefecture = rng.choice(words["town"]).split(" ")
        flat = rng.choice(("", "", f"コーポ{rng.choice(words['firm'])}{rng.randint(1, 4)}0{rng.randint(1, 9)}"))
        place = f"{town}{rng.randint(1, 9)}-{rng.randint(1, 30)}-{rng.randint(1, 20)}"
        return {"code": code, "before": prefecture, "place": place, "flat": flat, "town": "",
                "line": f"0{rng.randint(22, 99)}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04d}"}  # fmt: skip
    return {"code": f"{rng.randint(10000, 99000)}", "before": "", "town": rng.choice(words["town"]),
            "place": f"{rng.randint(1, 400)} {rng.choice(words['street'])} {rng.choice(WAYS)}",
            "flat": rng.choice(("", "", f"Apt {rng.randint(1, 40)}", f"Unit {rng.choice('ABCD')}")),
            "line": f"{rng.choice(LINES)}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04d}"}  # fmt: skip


def firm(rng: random.Random, words: dict[str, list[str]], language: str, number: int) -> Row:
    """A firm, or one of a group of firms."""
    core = rng.choice(words["firm"]) + (" " if language == "en" else "") + rng.choice(words["trade"])
    name = rng.choice(words["form"]).format(core) if language == "ja" else f"{core} {rng.choice(words['form'])}".strip()
    return {
        "core": core,
        "name": name,
        "domain": f"{'ab'[number % 2]}{number}-group.example",
        "pobox": str(rng.randint(10, 9000)),
    }


def written_name(rng: random.Random, language: str, who: Person, family: list[str]) -> tuple[str, str]:
    """A person's name as one hand wrote it, and the second column of it (romaji or none)."""
    dice = rng.random()
    if language == "ja":
        gap = rng.choice((" ", "", "　"))
        name = f"{family[0]}{gap}{who.given[0]}"
        roman = rng.choice(
            (
                f"{family[2]} {who.given[2]}".title(),
                f"{who.given[2]} {family[2]}".title(),
                f"{family[2].upper()} {who.given[2].title()}",
            )
        )
        if dice < 0.05:
            name = f"{family[1]}{gap}{who.given[1]}"
        elif dice < 0.09:
            name = roman
        elif dice < 0.12:
            name = f"{who.given[0]}{gap or ' '}{family[0]}"
        elif dice < 0.16:
            name = f"{name}{rng.choice(('様', 'さん', ' 御中', '（代理）'))}"
        elif dice < 0.2:
            name = thumb(rng, name)
        return name, roman if rng.random() < 0.3 else ""
    first = who.given[1] if dice < 0.15 else who.given[0][0] + "." if dice < 0.19 else who.given[0]
    surname = family[0]
    if rng.random() < 0.04:
        surname = thumb(rng, surname)
    name = f"{first} {surname}"
    return rng.choice(
        (
            name,
            name,
            name,
            name,
            f"{surname}, {first}",
            f"{surname} {first}",
            f"{name.upper()}",
            f"Ms {name}" if dice > 0.9 else name,
        )
    ), ""


def numbers(rng: random.Random, language: str, who: Person, line: str) -> str:
    """What stands in the cell for numbers: one or several, in several notations."""
    both = [line, who.mobile]
    rng.shuffle(both)
    shown = [_number(rng, language, one) for one in both[: rng.choice((0, 1, 1, 1, 2))]]
    if len(shown) == 2:
        return rng.choice((" / ", "; ", "、" if language == "ja" else " or ", "\n")).join(shown)
    if shown and rng.random() < 0.15:
        return rng.choice(BEFORE[language]) + shown[0]
    return "".join(shown)


def _number(rng: random.Random, language: str, text: str) -> str:
    parts = text.split("-")
    if language == "ja":
        return rng.choice(
            (
                text,
                text,
                "".join(parts),
                f"{parts[0]}({parts[1]}){parts[2]}",
                f"+81 {parts[0][1:]} {parts[1]} {parts[2]}",
            )
        )
    return rng.choice(
        (
            text,
            f"({parts[0]}) {parts[1]}-{parts[2]}",
            ".".join(parts),
            f"+1 {parts[0]} {parts[1]} {parts[2]}",
            "".join(parts),
        )
    )


def entered(
    rng: random.Random,
    words: dict[str, list[str]],
    language: str,
    who: Person,
    job: Row | None,
    office: Row,
    family: list[str],
) -> Row:
    """One row about somebody: at home (no job) or at work."""
    name, second = written_name(rng, language, who, family)
    where = office if job else who.house
    company = _company(rng, words, language, job) if job else ""
    mail = ""
    if rng.random() < 0.4:
        mail = who.mail if not job or rng.random() < 0.25 else f"{who.local}@{job['domain']}"
        if job and rng.random() < 0.2:
            mail = f"{rng.choice(('info', 'office', 'sales'))}@{job['domain']}"
        elif rng.random() < 0.06:
            local, at, domain = mail.partition("@")
            mail = f"{thumb(rng, local)}{at}{domain}"
    section = rng.choice(words["section"]) if job and rng.random() < 0.4 else ""
    if section and rng.random() < 0.4:
        company, section = f"{company} {section}", ""
    place = where["place"] + (f" {where['flat']}" if where["flat"] and rng.random() < 0.7 else "")
    if language == "ja":
        place = rng.choice(("", where["before"])) + place
        place = place.replace("-", rng.choice(("-", "丁目", "−")), 1)
    else:
        place = place.replace("Street", rng.choice(("Street", "St."))).replace("Avenue", rng.choice(("Avenue", "Ave")))
        if job and rng.random() < 0.15:
            place = f"P.O. Box {job['pobox']}"
    if rng.random() < 0.25:
        place = ""
    remark = rng.choice(words["note"]) if rng.random() < 0.3 else ""
    cells = [
        name,
        second,
        company,
        section,
        numbers(rng, language, who, where["line"]),
        mail,
        where["code"] if place or rng.random() < 0.3 else "",
        place,
        where["town"] if place else "",
        remark,
    ]
    return {heading: cell for heading, cell in zip(HEADINGS[language], cells, strict=True) if heading}


def _company(rng: random.Random, words: dict[str, list[str]], language: str, job: Row) -> str:
    name = job["name"]
    dice = rng.random()
    if language == "ja":
        if dice < 0.2:
            name = name.replace("株式会社", "㈱").replace("有限会社", "(有)")
        elif dice < 0.3:
            name = job["core"]
        elif dice < 0.36:
            name = "".join(HALF.get(letter, letter) for letter in name)
        return name
    if dice < 0.25:
        return job["core"]
    return (
        f"The {job['core']}"
        if dice < 0.3
        else name.upper()
        if dice < 0.35
        else thumb(rng, name)
        if dice < 0.38
        else name
    )


def book(language: str, rows: int, seed: int = 1) -> list[Row]:
    """The address book: a quarter of the people stand in it two to five times."""
    rng = random.Random(f"others{language}{seed}")
    words = WORDS[language]
    made: list[Row] = []
    truth = number = 0
    while len(made) < rows:
        number += 1
        job = office = None
        home = house(rng, words, language)
        people = []
        if rng.random() < 0.3:  # a family of one house
            shared = rng.choice(words["family"])
            people = [Person(rng, words, language, home, shared) for _one in range(rng.choice((1, 2, 2, 3, 4)))]
            if rng.random() < 0.4:
                for one in people:
                    one.mail = people[0].mail
        else:
            job, office = firm(rng, words, language, number), home
            people = [
                Person(rng, words, language, house(rng, words, language))
                for _one in range(rng.choice((1, 1, 2, 3, 5, 8)))
            ]
        arms = (
            [
                job | {"name": f"{job['core']}{' ' if language == 'en' else ''}{arm}"}
                for arm in rng.sample(words["arm"], 2)
            ]
            if job
            else []
        )
        other = firm(rng, words, language, number + 500000)
        elsewhere = house(rng, words, language)
        names: set[tuple[str, str]] = set()
        for who in people:
            if (who.family[0], who.given[0]) in names:
                continue
            names.add((who.family[0], who.given[0]))
            truth += 1
            own = rng.choice((job, job, job, *arms)) if job else None
            for copy in range(rng.choices((1, 2, 3, 5), (75, 17, 6, 2))[0]):
                now, at, family = own, office, who.family
                dice = rng.random()
                if copy and dice < 0.05:  # another firm since
                    now, at = other, elsewhere
                elif copy and dice < 0.1 and job:  # a branch that was merged into another house
                    at = elsewhere
                elif copy and dice < 0.14:  # married
                    new = rng.choice(words["family"])
                    family = new.split(" ") if language == "ja" else [rng.choice((f"{who.family[0]}-{new}", new))]
                elif copy and dice < 0.18 and job:  # written to at home
                    now = None
                made.append(entered(rng, words, language, who, now, at or home, family) | {"true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def main() -> None:
    """Print a list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=tuple(WORDS))
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = book(asked.language, asked.rows, asked.seed)
    writer = csv.DictWriter(sys.stdout, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
