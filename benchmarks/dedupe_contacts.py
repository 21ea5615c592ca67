"""Who is in the lists of dedupe_clerks.py: firms, the people in them, and who went from one to another.

Nothing is shared with the other made lists: the names, firms, ways of writing a mail address and habits are other ones.
"""

import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("dedupe_clerks.toml").read_text("utf-8"))
KANA = """
 きょ=kyo しょ=sho しゅ=shu じゅ=ju りょ=ryo ゆう=yu ょう=yo おお=o か=ka き=ki く=ku け=ke こ=ko さ=sa
 し=shi す=su せ=se そ=so た=ta ち=chi つ=tsu て=te と=to な=na に=ni ぬ=nu ね=ne の=no は=ha ひ=hi ふ=fu
 へ=he ほ=ho ま=ma み=mi む=mu め=me も=mo や=ya ゆ=yu よ=yo ら=ra り=ri る=ru れ=re ろ=ro わ=wa ん=n が=ga
 ぎ=gi ぐ=gu げ=ge ご=go ざ=za じ=ji ず=zu ぜ=ze ぞ=zo だ=da で=de ど=do ば=ba び=bi ぶ=bu べ=be ぼ=bo あ=a
 い=i う=u え=e お=o
"""

FAMILY_NAME = 2  # the custom of an address made of the family name alone: in a family's firm they all read it


@dataclass
class Site:
    """Where a firm sits: `place` is prefecture and city, or town and county."""

    place: str
    street: str
    building: str
    postal: str
    phone: str
    fax: str


@dataclass
class Firm:
    """A firm with its sites (the last is where it has moved to, when `moved`), and how its mail addresses are made.

    A family's firm has people of one family name; they may share one mail address, but no full name.
    """

    stem: str
    form: str
    before: bool
    domain: str
    style: int
    sites: list[Site]
    moved: bool
    family: bool
    mails: set[str] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)

    def role(self, language: str, number: int) -> str:
        """Its shared mail address, or "" without a domain."""
        names = WORDS[language]["roles"].split()
        return f"{names[number % len(names)]}@{self.domain}" if self.domain else ""


@dataclass
class Job:
    """Somebody's work at one firm."""

    firm: Firm
    site: Site
    title: str
    department: str
    mail: str
    direct: str


@dataclass
class Person:
    """One person, with one job or, after a change, two. Readings are hiragana, or "" in English."""

    family: str
    given: str
    family_reading: str
    given_reading: str
    mobile: str
    private: str
    jobs: list[Job] = field(default_factory=list)


def romaji(reading: str) -> str:
    """A hiragana reading in letters, as people write their own mail address."""
    for pair in KANA.split():
        kana, letters = pair.split("=")
        reading = reading.replace(kana, letters)
    return reading


class World:
    """All firms and people of one list, drawn with one seed."""

    def __init__(self, language: str, seed: int) -> None:
        """Draw nothing yet."""
        self.language, self.ja = language, language == "ja"
        self.words = WORDS[language]
        self.random = random.Random(f"clerks {language} {seed}")
        self.firms: list[Firm] = []

    def one(self, key: str, mark: str | None = None) -> str:
        """A word of one list, the earlier ones no likelier than the later."""
        return self.random.choice([word.strip() for word in self.words[key].split(mark)])

    def digits(self, count: int) -> str:
        """Digits, the first no zero."""
        return str(self.random.randrange(10 ** (count - 1), 10**count))

    def site(self) -> Site:
        """An address with its own telephone."""
        cells = [cell.strip() for cell in self.words["places"].split("|")]
        start = 4 * self.random.randrange(len(cells) // 4)
        place, code, area, streets = cells[start : start + 4]
        phones = [f"{area}-{self.digits(6 - len(area))}-{self.digits(4)}" for _ in range(2)]
        number = self.random.randrange(1, 40)
        building = self.one("buildings", "|")
        if self.ja:
            street = f"{self.random.choice(streets.split())}{number % 5 + 1}-{self.digits(1)}-{number}"
            return Site(place, street, building, f"{code}-{self.digits(4)}", *phones)
        phones = [f"{area} {self.digits(11 - len(area))}" for _ in range(2)]
        street = f"{number + self.random.randrange(90)} {self.streets(streets)}"
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        end = self.random.choice(letters) + self.random.choice(letters)
        return Site(place, street, building, f"{code}{self.random.randrange(1, 16)} {self.digits(1)}{end}", *phones)

    def streets(self, words: str) -> str:
        """One street of "Park Row Castle Street …": the words up to the next kind of street."""
        parts: list[str] = [""]
        for word in words.split():
            parts[-1] = f"{parts[-1]} {word}".strip()
            if word in ("Street", "Road", "Row", "Place", "Avenue", "Highgate", "Stricklandgate", "Mardol", "Foregate"):
                parts.append("")
        return self.random.choice([part for part in parts if part])

    def firm(self) -> Firm:
        """A firm; a third of the small ones are a family's."""
        rng = self.random
        family = rng.random() < 0.2
        stem = self.surname()[0] if family and rng.random() < 0.5 else self.one("stems")
        trade = self.one("trades")
        name = stem + trade if self.ja else f"{stem} {trade}"
        letters = "".join(
            rng.choice("aeiou") if k % 2 else rng.choice("bdghkmnrstyz") for k in range(rng.randrange(5, 9))
        )
        letters = letters if self.ja else stem.lower().replace("'", "") + rng.choice(["", trade.lower()[:4]])
        end = rng.choice(["co.jp", "co.jp", "jp", "com"] if self.ja else ["co.uk", "co.uk", "com", "org.uk"])
        domain = f"{letters}{rng.choice(['', '', '-g', str(rng.randrange(90))])}.{end}" if rng.random() < 0.75 else ""
        while any(domain == other.domain for other in self.firms if domain):
            domain = f"{rng.randrange(9)}{domain}"
        sites = [self.site() for _ in range(1 + (rng.random() < 0.12))]
        if moved := rng.random() < 0.12:
            sites.append(self.site())
            if rng.random() < 0.5:
                sites[-1].phone = sites[0].phone
        form = self.one("forms") if self.ja else self.one("forms", "|")
        return Firm(name, form, rng.random() < 0.5, domain, rng.randrange(4), sites, moved, family)

    def surname(self) -> tuple[str, str]:
        """A family name and its reading: half are frequent ones."""
        if self.random.random() < 0.45:
            word = self.one("surnames").split("/")
            return word[0], word[1] if self.ja else ""
        head, tail = self.one("heads").split("/"), self.one("tails").split("/")
        return head[0] + tail[0], head[1] + tail[1] if self.ja else ""

    def given(self) -> tuple[str, str]:
        """A first name and its reading."""
        if not self.ja:
            return self.one("given"), ""
        side = "given" if self.random.random() < 0.65 else "women"
        head, tail = self.one(f"{side}_heads").split("/"), self.one(f"{side}_tails").split("/")
        return head[0] + tail[0], head[1] + tail[1]

    def job(self, firm: Firm, family: str, given: str) -> Job:
        """Work at a firm: mail address after the firm's custom, direct line for a third."""
        rng = self.random
        site = firm.sites[1] if len(firm.sites) > 1 + firm.moved and rng.random() < 0.4 else firm.sites[0]
        customs = (f"{given[:1]}.{family}", f"{given}.{family}", family, f"{family}{given[:1]}")
        mail = f"{customs[firm.style]}@{firm.domain}".lower() if firm.domain and rng.random() < 0.85 else ""
        if mail and mail in firm.mails and not (firm.family and firm.style == FAMILY_NAME):
            mail = f"{customs[1]}@{firm.domain}".lower()
        firm.mails.add(mail)
        direct = site.phone[:-4] + self.digits(4) if rng.random() < 0.3 else ""
        title = self.one("titles", None if self.ja else "|")
        return Job(firm, site, title, self.one("departments"), mail.replace("'", ""), direct)

    def person(self, firm: Firm, kin: Person | None = None) -> Person:
        """Somebody at a firm; `kin` lends the family name, and often the private mail (one family, one address)."""
        rng = self.random
        family, family_reading = (kin.family, kin.family_reading) if kin else self.surname()
        given, given_reading = self.given()
        while (family, given) in firm.names:
            given, given_reading = self.given()
        firm.names.add((family, given))
        ends = ("070-", "080-", "090-") if self.ja else ("0")
        mobile = (
            f"{rng.choice(ends)}{self.digits(4)}-{self.digits(4)}"
            if self.ja
            else f"07{self.digits(3)} {self.digits(6)}"
        )
        letters = (romaji(family_reading), romaji(given_reading)) if self.ja else (family.lower(), given.lower())
        first, last = letters[1].replace("'", ""), letters[0].replace("'", "")
        word = rng.choice(["blue", "kaze", "sora", "happy", "neko"])
        made = (f"{first}{rng.randrange(60, 99)}", f"{last}.{first}", f"{first[:1]}{last}{rng.randrange(1, 99)}")
        local = rng.choice((*made, f"{word}{rng.randrange(999)}"))
        private = f"{local}@{self.one('freemails')}" if rng.random() < 0.3 else ""
        if kin and kin.private and rng.random() < 0.5:
            private = kin.private
        person = Person(family, given, family_reading, given_reading, mobile if rng.random() < 0.6 else "", private)
        person.jobs.append(self.job(firm, last, first))
        return person

    def people(self, count: int) -> list[Person]:
        """`count` people, firm by firm: most firms have one or two, some up to nine; one in twelve changes firm."""
        found: list[Person] = []
        while len(found) < count:
            firm = self.firm()
            self.firms.append(firm)
            size = min(9, 1 + int(self.random.paretovariate(1.3) - 0.6))
            kin: Person | None = None
            for _ in range(size):
                person = self.person(firm, kin if firm.family and self.random.random() < 0.6 else None)
                kin = kin or person
                found.append(person)
        for person in found:
            if self.random.random() < 0.08 and not person.jobs[0].firm.family:
                reading = (romaji(person.family_reading), romaji(person.given_reading))
                names = reading if self.ja else (person.family.lower(), person.given.lower())
                person.jobs.append(self.job(self.random.choice(self.firms), *names))
        return found[:count]
