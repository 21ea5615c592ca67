"""Lists as other people keep them, with the truth: `python benchmarks/dedupe_clerks.py fair ja 2000 7 > list.csv`.

* `fair`: visitors scanned at a trade fair, sign-ups of its webinar and the export of a card app, joined in one file, by
  date. Visitors type for themselves; the app reads cards and misreads them; a webinar knows a name, a firm and a mail.
* `chamber`: a chamber of commerce's address book, kept by three clerks over ten years, by firm. Each clerk has manners:
  one writes all in full, one what was heard at the telephone, one in a hurry.

Somebody who changed firm counts as one person only where the mobile number or the private mail of the old job is also
written in a row of the new one; else nothing in the list could tell, and the two jobs are two.
"""

import csv
import random
import sys
import unicodedata
from collections.abc import Iterable

from dedupe_contacts import Job, Person, Site, World

Row = dict[str, str]
SEVERAL = (64, 18, 9, 5, 2.5, 1.5)  # how many of 100 people have one row, two, … six
WRITERS = {"fair": ("scan", "webinar", "app"), "chamber": ("full", "heard", "hurry")}
HALF = str.maketrans(
    {
        unicodedata.normalize("NFKC", chr(code) + mark): chr(code) + mark
        for mark in ("ﾞ", "")
        for code in range(0xFF66, 0xFF9E)
        if len(unicodedata.normalize("NFKC", chr(code) + mark)) == 1
    }
)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)} | {"-": "－"})
HEADINGS = {
    "fair:ja": """登録元=source 会社名=firm 部署名=department 役職=title 氏名=name フリガナ=kana 電話番号=phone
 携帯=mobile 郵便番号=postal 住所=address 建物名=building メールアドレス=mail 登録日=date ブース番号=booth
 企画名=campaign 当社担当=staff 備考=note""",
    "fair:en": """Source=source Organisation=firm Job__title=title Full__name=name Phone=phone Mobile=mobile E-mail=mail
 Address=street City=town Postcode=postal Registered__on=date Booth=booth Campaign=campaign Account__owner=staff
 Comments=note""",
    "chamber:ja": """整理番号=number 事業所名=firm 担当者名=name ﾌﾘｶﾞﾅ=kana 役職=title 〒=postal 所在地=address TEL=phone
 FAX=fax 携帯電話=mobile Eメール=mail 入会年月日=date 記入者=staff 摘要=note""",
    "chamber:en": """Ref=number Organisation=firm First__name=given Surname=family Position=title Tel=phone
 Direct__line=direct Mobile=mobile Address__1=building Address__2=street Town=town County=county Postcode=postal
 Email=mail Date__added=date Entered__by=staff Notes=note""",
}


class Desk:
    """Those who write: `rows` people become rows, each in the manner of who wrote it."""

    def __init__(self, kind: str, language: str, seed: int) -> None:
        """Draw nothing yet."""
        self.world = World(language, seed)
        self.kind, self.ja, self.words = kind, language == "ja", self.world.words
        self.random = random.Random(f"desk {kind} {language} {seed}")

    def often(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.random.random() < share

    def swapped(self, text: str, key: str) -> str:
        """The text with one of the "this=that" of a list said the other way, where one fits."""
        pairs = [pair.split("=") for pair in self.words[key].split()]
        fit = [(a, b) for one, two in pairs for a, b in ((one, two), (two, one)) if a == text]
        return self.random.choice(fit)[1] if fit else text

    def heard(self, text: str) -> str:
        """One kanji written as another with the same sound."""
        fits = [(k, g) for k, c in enumerate(text) for g in self.words.get("alike", "").split() if c in g]
        if not fits:
            return self.typed(text) if not self.ja else text
        at, group = self.random.choice(fits)
        return text[:at] + self.random.choice(group.replace(text[at], "")) + text[at + 1 :]

    def typed(self, text: str) -> str:
        """A slip of the keyboard: two letters swapped, one dropped, one doubled; digits changed for a neighbour."""
        places = [k for k in range(1, len(text)) if text[k].isalnum()]
        if not places:
            return text
        at = self.random.choice(places)
        if text[at].isdigit():
            return text[:at] + str((int(text[at]) + self.random.choice((1, 9, 3, 7))) % 10) + text[at + 1 :]
        return self.random.choice((text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
                                   text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]))  # fmt: skip

    def misread(self, text: str) -> str:
        """One character as an app takes it from a photograph."""
        pairs = [(m[: len(m) // 2 + len(m) % 2], m[len(m) // 2 + len(m) % 2 :]) for m in self.words["misread"].split()]
        fits = [(a, b) for a, b in pairs if a in text]
        a, b = self.random.choice(fits) if fits else ("", "")
        return text.replace(a, b, 1) if a else text

    def write(self, person: Person, job: Job, writer: str, year: float) -> Row:
        """One row about one person at one firm."""
        site = job.site
        if job.firm.moved and site is job.firm.sites[0] and year > 0.5:
            site = job.firm.sites[-1]
        row = {"family": person.family, "given": person.given, "firm": self.firm(job, writer), "title": job.title}
        row |= {"kana": self.kana(person, writer), "department": job.department, "mobile": person.mobile}
        row |= {"postal": site.postal, "fax": site.fax, "direct": job.direct, "mail": self.mail(person, job)}
        row["phone"] = (
            job.direct if job.direct and "Direct" not in HEADINGS[f"{self.kind}:{self.world.language}"] else site.phone
        )
        if not self.ja:
            row["town"], row["county"] = site.place.split(", ")
        row |= {"building": site.building, "street": site.street, "address": self.address(site, writer)}
        self.mistakes(row, writer)
        self.gaps(row, writer)
        self.phones(row, person, writer)
        self.names(row, person, writer)
        self.about(row, writer, year)
        if len(person.jobs) > 1 and job is person.jobs[1] and self.often(0.3):
            row["note"] = self.world.one("moved_note", "|").format(firm=person.jobs[0].firm.stem)
        return row

    def firm(self, job: Job, writer: str) -> str:
        """The firm's name, with its form written, shortened or left out."""
        form, stem = job.firm.form, job.firm.stem
        share = {"scan": 0.25, "webinar": 0.5, "app": 0.02, "full": 0.02, "heard": 0.3, "hurry": 0.75}[writer]
        if self.often(share):
            form = "" if self.often(0.5) else self.swapped(form, "forms_short")
        elif writer == "heard":
            form = self.swapped(form, "forms_short")
        if not self.ja:
            return f"{stem} {form}".strip()
        return (
            form + stem if job.firm.before else stem + self.random.choice(("", "", "　", " ") if form else ("",)) + form
        )

    def kana(self, person: Person, writer: str) -> str:
        """The reading in katakana, half width with two of the clerks."""
        text = f"{person.family_reading} {person.given_reading}".strip()
        kana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
        return kana.translate(HALF) if writer in ("heard", "hurry") else kana

    def mail(self, person: Person, job: Job) -> str:
        """The mail address given this time: mostly the firm's, else a private one, else the one all share."""
        if person.private and (not job.mail or self.often(0.25)):
            return person.private
        return job.mail if job.mail and self.often(0.9) else job.firm.role(self.world.language, len(job.firm.stem))

    def address(self, site: Site, writer: str) -> str:
        """A Japanese address on one line: prefecture and building not always, numbers in one of three spellings."""
        if not self.ja:
            return ""
        place = (
            site.place[site.place.index("県") + 1 :]
            if "県" in site.place and writer in ("hurry", "scan")
            else site.place
        )
        street = site.street
        if writer in ("full", "heard"):
            a, b, c = (
                street[-6:].lstrip("町央志手城西内天神常田材木入栄雀押脇新富").split("-")[-3:]
                if street.count("-") == 2
                else ("",) * 3
            )
            street = (
                f"{street[: -len(f'{a}-{b}-{c}')]}{a}丁目{b}番{c}号"
                if a and writer == "full"
                else street.translate(WIDE)
            )
        building = site.building if self.kind == "chamber" and writer != "hurry" else ""
        return f"{place}{street}{' ' * bool(building)}{building}"

    def mistakes(self, row: Row, writer: str) -> None:
        """What goes wrong: heard wrongly, mistyped, misread."""
        if self.often({"heard": 0.15, "hurry": 0.08}.get(writer, 0.02)):
            row["given"] = self.heard(row["given"]) if self.ja else self.swapped(row["given"], "given_variants")
        if self.often({"heard": 0.3, "hurry": 0.2}.get(writer, 0.1)):
            row["family"] = self.swapped(row["family"], "surname_variants")
        wrong = self.misread if writer == "app" else self.typed
        for key in ("family", "given", "firm", "mail", "mobile", "phone", "address", "street", "postal"):
            text = key in ("family", "given", "firm", "address") and self.ja
            if row.get(key) and self.often(0.05 if writer == "app" else 0.01 if text else 0.02):
                row[key] = wrong(row[key]) if not (text and writer != "app") else self.heard(row[key])

    def gaps(self, row: Row, writer: str) -> None:
        """What was not asked, not known or not written."""
        share = {"full": 0.08, "scan": 0.15, "app": 0.12, "heard": 0.35, "hurry": 0.55, "webinar": 0.3}[writer]
        kept = {"family", "given", "firm", "town", "county"}
        if writer == "webinar":
            kept |= {"mail"}
            for key in ("address", "street", "building", "postal", "town", "county", "fax", "direct", "mobile"):
                row[key] = ""
        if writer == "app":
            row["kana"] = ""
        for key in row.keys() - kept if self.often(0.05) else ():
            row[key] = ""  # a name and a firm, no more
        for key in sorted(row.keys() - kept):
            row[key] = "" if self.often(share) else row[key]

    def phones(self, row: Row, person: Person, writer: str) -> None:
        """Numbers as this writer spells them; a mobile at times in the telephone's column."""
        if row["mobile"] and not row["phone"] and self.often(0.5):
            row["phone"], row["mobile"] = row["mobile"], ""
        row["true_mobile"] = "yes" if person.mobile and (row["mobile"] or row["phone"] == person.mobile) else ""
        for key in ("phone", "mobile", "fax", "direct"):
            text = row[key]
            if self.ja and writer == "heard" and text.count("-") == 2:
                text = "{}({}){}".format(*text.split("-"))
            elif writer in ("hurry", "scan") and self.often(0.6):
                text = text.replace("-", "").replace(" ", "")
            elif not self.ja and writer == "app" and text:
                text = f"+44 (0){text[1:]}"
            row[key] = text.translate(WIDE) if self.ja and writer == "full" and self.often(0.3) else text

    def names(self, row: Row, person: Person, writer: str) -> None:
        """The name on one line; some rows have a family name alone, an initial, a pet name, or the parts swapped."""
        family, given, swap = row["family"], row["given"], self.often(0.01)
        partly = self.often({"hurry": 0.05, "heard": 0.03}.get(writer, 0.01))
        if not self.ja:
            given = self.swapped(given, "nicknames") if self.often(0.12) else given
            given = given[:1] if partly else given
        elif partly:
            given, row["kana"] = "", row["kana"].split(" ")[0]
        given, family = (family, given) if swap and given else (given, family)
        row["given"], row["family"] = given, family
        row["name"] = (
            f"{family}{self.random.choice(('', ' ', '　'))}{given}".strip() if self.ja else f"{given} {family}"
        )
        if self.ja and writer == "hurry" and self.often(0.15):
            row["name"] += "様"
        if not self.ja and self.often(0.1):
            row["name"] = row["name"].upper() if self.often(0.4) else f"{family}, {given}"

    def about(self, row: Row, writer: str, year: float) -> None:
        """What says nothing about who it is: dates, who wrote, notes, campaigns."""
        month, day = self.random.randrange(1, 13), self.random.randrange(1, 29)
        when = 2014 + int(year * 10) if self.kind == "chamber" else 2023
        spelled = (
            (f"{when}/{month}/{day}", f"{when}-{month:02}-{day:02}")
            if self.ja
            else (f"{day:02}/{month:02}/{when}", f"{day}.{month}.{when % 100}")
        )
        row["date"] = spelled[0] if self.often(0.8) else spelled[1]
        sources = self.words["sources"].split("|") if not self.ja else self.words["sources"].split()
        staff = self.words["staff"].split()
        names = WRITERS[self.kind]
        row["source"], row["staff"] = sources[names.index(writer)], staff[names.index(writer)]
        row["staff"] = self.random.choice(staff) if self.kind == "fair" else row["staff"]
        row["booth"] = self.world.one("booths") if writer == "scan" else ""
        row["campaign"] = self.world.one("campaigns", "|") if writer != "app" else ""
        row["note"] = self.world.one("notes", "|") if self.often(0.2) else ""


def joined(people: list[list[tuple[int, Row]]], persons: list[Person]) -> list[str]:
    """The truth of each row, person by person: one for all, or one for each job where nothing ties the jobs."""
    truth: list[str] = []
    for number, (rows, person) in enumerate(zip(people, persons, strict=True)):
        shown = [{job for job, row in rows if row[f"true_{key}"]} for key in ("mobile", "private")]
        tied = len(person.jobs) == 1 or any(len(jobs) == 2 for jobs in shown)
        truth += [f"c{number}" if tied else f"c{number}.{job}" for job, _ in rows]
    return truth


def made(kind: str, language: str, count: int, seed: int) -> tuple[list[str], list[Row]]:
    """Columns and rows of one list, with `id` and `true_cluster`; about `count` rows."""
    desk = Desk(kind, language, seed)
    persons = desk.world.people(int(count / 1.68))
    people: list[list[tuple[int, Row]]] = []
    for person in persons:
        rows = []
        for _ in range(desk.random.choices(range(1, 7), SEVERAL)[0]):
            year = desk.random.random()
            job = int(len(person.jobs) > 1 and year > 0.5)
            row = desk.write(person, person.jobs[job], desk.random.choice(WRITERS[kind]), year)
            row["true_private"] = "yes" if person.private and row["mail"] == person.private else ""
            rows.append((job, row | {"year": f"{year:.4f}", "form": person.jobs[job].firm.stem}))
        people.append(rows)
    truth = joined(people, persons)
    flat = [row for rows in people for _, row in rows]
    for row, cluster in zip(flat, truth, strict=True):
        row["true_cluster"] = cluster
    flat.sort(key=lambda row: (row["form"] if kind == "chamber" else "", row["year"]))
    for number, row in enumerate(flat):
        row["id"], row["number"] = f"r{number}", str(1001 + number)
    headings = [pair.strip().split("=") for pair in HEADINGS[f"{kind}:{language}"].split()]
    names = {key: heading.replace("__", " ") for heading, key in headings}
    columns = ["id", *names.values(), "true_cluster"]
    return columns, [
        {names.get(k, k): v for k, v in row.items() if k in names or k in ("id", "true_cluster")} for row in flat
    ]


def write(columns: list[str], rows: Iterable[Row]) -> None:
    """The list as CSV."""
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    write(*made(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
