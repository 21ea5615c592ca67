"""The lists of the examples, as rows and as files."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import example_words as words
import phonenumbers
from example_people import Lead, again, leads, messy, messy_date

EIGHT = [
    "会社名",
    "部署名",
    "役職",
    "氏名",
    "e-mail",
    "郵便番号",
    "住所",
    "TEL会社",
    "TEL部門",
    "TEL直通",
    "Fax",
    "携帯電話",
    "URL",
    "名刺交換日",
    "Eightでつながっている人",
    "再データ化中の名刺",
    "'?'を含んだデータ",
]
FAULTY = ("{local}.example.jp", "{local}@@{host}", "{local}@{host},jp", "{local}@", "{local} @ example")


def csv_bytes(headings: Sequence[str], rows: Sequence[Sequence[str]], encoding: str, ends: str = "\r\n") -> bytes:
    """A CSV file as Excel or an app writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ends)
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def fair_leads(dice: random.Random) -> list[Lead]:
    """Some 300 leads: new ones, old ones whose retention is over, customers, opt-outs, records of the same person."""
    people = leads(dice, 272, date(2026, 2, 2), date(2026, 11, 14))
    for at in range(34):  # taken in long ago
        on = date(2020, 6, 1) + timedelta(days=dice.randrange(900))
        status = "顧客" if at < 7 else "対応中" if at < 10 else dice.choice(["失注", "新規", ""])
        people[at * 7] = replace(
            people[at * 7], on=on, status=status, source=dice.choice(["名刺", "展示会", "フォーム"])
        )
    for at, stop in zip(
        range(3, 272, 24), ("停止", "○", "済", "停止", "2026-04-01", "配信停止", "1", "停止"), strict=False
    ):
        people[at] = replace(people[at], opt_out=stop)
    for at, form in zip(range(5, 272, 50), FAULTY, strict=False):
        local, _at, host = people[at].email.partition("@")
        people[at] = replace(people[at], email=form.format(local=local, host=host))
    for at in range(2, 272, 40):
        people[at] = replace(people[at], purpose="")
    result = [messy(dice, lead) for lead in people]
    recent = [lead for lead in people if lead.on.year == 2026 and lead.email.count("@") == 1 and " " not in lead.email]
    for lead in dice.sample(recent, 14):  # surely the same person once more
        result.insert(dice.randrange(len(result)), again(dice, lead, date(2026, 11, dice.randint(15, 20))))
    for lead in dice.sample(recent, 5):  # perhaps the same: another address, another number
        other = (
            lead.email.replace("@", "2@")
            if dice.random() < 0.5
            else f"{lead.email.split('.')[0]}@{lead.email.split('@')[1]}"
        )
        result.append(
            replace(lead, email=other, phone="", mobile="", department=dice.choice(words.DEPARTMENTS), title="")
        )
    for lead in dice.sample(recent, 4):  # the same name in another firm: somebody else, or a new job
        stranger = dice.choice([other for other in recent if other.company != lead.company])
        given, host = lead.email.split("@")[0], stranger.email.split("@")[1]
        kept = {
            "company": stranger.company,
            "code": stranger.code,
            "address": stranger.address,
            "phone": stranger.phone,
        }
        result.append(replace(lead, **kept, email=f"{given}@{host}", mobile=""))
    return result


def eight(dice: random.Random, known: Sequence[Lead]) -> bytes:
    """A card app's export after the fair: new people, some who are in the list, marks where reading was unsure."""
    fresh = leads(random.Random(77), 420, date(2026, 11, 19), date(2026, 11, 21))[380:412]
    taken = {lead.email.strip().lower() for lead in known}
    rows = [lead for lead in fresh if lead.email not in taken]
    tidy = [lead for lead in known if lead.email.isascii() and lead.email == lead.email.strip().lower()]
    usable = [
        lead for lead in tidy if lead.email.count("@") == 1 and lead.email.endswith(".example.jp") and " " in lead.name
    ]
    for at, lead in enumerate(dice.sample(usable, 9)):
        title = "本部長" if at % 3 == 0 else lead.title
        rows.append(replace(lead, title=title, on=date(2026, 11, 19), mobile=""))
    rows.append(
        replace(rows[0], name="内海 徹", mobile="", title="課長")
    )  # a shared mail box: same address, another name
    rows.append(replace(rows[1], on=date(2026, 11, 20), title="部長"))  # handed over twice
    dice.shuffle(rows)
    cells = []
    for at, lead in enumerate(rows):
        name = lead.name.replace(" ", "", 1) if at % 4 == 0 else lead.name
        unread = at in (5, 17)
        company = f"{lead.company[:-1]}?" if unread else lead.company
        waiting = "1" if at == 11 else ""
        stops = [lead.phone, "", "", "", lead.mobile, f"http://www.{lead.email.split('@')[1]}/"]
        day = f"{lead.on.year}/{lead.on.month}/{lead.on.day}"
        person = [company, lead.department, lead.title, name, lead.email.strip(), lead.code, lead.address]
        cells.append([*person, *stops, day, "", waiting, "1" if unread else ""])
    return csv_bytes(EIGHT, cells, "cp932")


def newsletter(dice: random.Random) -> bytes:
    """A mailing list in CP932: addresses twice in other spellings, one of the two unsubscribed."""
    people = [messy(dice, lead) for lead in leads(dice, 150, date(2026, 1, 10), date(2026, 11, 1))]
    rows = [_subscriber(dice, lead, "希望する") for lead in people]
    for at in range(0, 150, 11):
        rows[at][6], rows[at][7] = (
            dice.choice(["希望しない", "×", "不要", "停止"]),
            f"2026/{dice.randint(2, 10)}/{dice.randint(1, 28)}",
        )
    for at in range(4, 150, 9):  # once more, typed by hand
        twin = list(rows[at])
        twin[0] = dice.choice([twin[0].strip().upper(), f" {twin[0]}", twin[0].replace("＠", "@").strip().capitalize()])
        twin[4] = f"2026/11/{dice.randint(2, 20)}"
        twin[6], twin[7] = ("希望しない", "2026/11/21") if at % 2 else ("希望する", "")
        rows.append(twin)
    rows[20][0], rows[40][0], rows[60][0] = "info@aoba-keisoku.example.jp", "yamada@", "kimura.example.jp"
    headings = [
        "メールアドレス",
        "お名前",
        "会社名",
        "部署名",
        "登録日",
        "登録元",
        "メルマガ希望",
        "配信停止日",
        "備考",
    ]
    return csv_bytes(headings, rows, "cp932")


def _subscriber(dice: random.Random, lead: Lead, wish: str) -> list[str]:
    source = dice.choice(["フォーム", "セミナー", "展示会"])
    day = messy_date(dice, lead.on)
    return [lead.email, lead.name, lead.company, lead.department, day, source, wish, "", ""]


def phone(dice: random.Random, country: str, style: int) -> str:
    """A number that is well-formed in its country, written as people there, or abroad, write it."""
    example = phonenumbers.example_number(country)
    for _try in range(200):
        digits = str(example.national_number)
        tail = str(dice.randrange(10**4)).zfill(4)
        number = phonenumbers.parse(digits[:-4] + tail, country)
        if phonenumbers.is_valid_number(number):
            example = number
            break
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(example, (formats.NATIONAL, formats.INTERNATIONAL, formats.E164)[style])


def international(dice: random.Random) -> tuple[bytes, bytes]:
    """A list of 20 countries, and a CRM's export to be imported into it."""
    headings = (
        "First name,Last name,Company,Job title,Email,Phone,Street,City,Postal code,Country,Lead source,Acquired on,"
        "Unsubscribed,Notes"
    )
    rows: list[list[str]] = []
    lines = words.WORLD.splitlines()
    for at, line in enumerate(lines * 3):
        code, country, city, postal, street, one, two, company, domain = line.split("|")
        third = f"{lines[(at + 7) % 20].split('|')[5].partition(' ')[0]} {two.partition(' ')[2]}"
        given, _blank, family = (one, two, third)[at // 20].partition(" ")
        title = dice.choice(["Head of Purchasing", "Managing Director", "Ingénieur", "Einkauf", "Engineer", ""])
        email = f"{plain(given)}.{plain(family)}@{domain}.example.com"
        day = date(2026, 1, 5) + timedelta(days=dice.randrange(290))
        source = dice.choice(["website", "trade fair", "referral", "webinar"])
        place = [street, city, postal, country if at % 3 else code]
        rows.append(
            [given, family, company, title, email, phone(dice, code, at % 3), *place, source, day.isoformat(), "", ""]
        )
    for at in (4, 13, 27):
        rows[at][12] = "yes"
    for at in (2, 9, 16, 31):  # the same person, typed again
        twin = list(rows[at])
        twin[0], twin[2], twin[4] = twin[0].upper(), twin[2].upper(), twin[4].upper()
        twin[11] = "2026-10-30"
        rows.append(twin)
    rows[7][4], rows[19][4] = rows[7][4].replace("@", " at "), rows[19][4].replace(".com", ",com")
    export = [
        [
            "Record ID",
            "First Name",
            "Last Name",
            "Email",
            "Phone Number",
            "Job Title",
            "Company Name",
            "Country/Region",
            "Create Date",
        ]
    ]
    for at, row in enumerate([*rows[:6], *rows[44:50]]):
        email = row[4] if at < 6 else f"new.{row[4]}"
        name = row[:2] if at < 6 else ["Noa", row[1]]
        title = "Chief Buyer" if at in (1, 3) else row[3]
        export.append([str(51000 + at), *name, email, row[5], title, row[2], row[9], f"2026-11-{10 + at:02d}"])
    return csv_bytes(headings.split(","), rows, "utf-8", "\n"), csv_bytes(export[0], export[1:], "utf-8", "\n")


def plain(name: str) -> str:
    """A name as it stands in a mail address."""
    table = str.maketrans(
        "äöüßéèêëçñøåæłóńśźżďěřšťůýíáàâîôûãõÅØÉÁŁŽŻÖÜÄ", "aouseeeecnoaalonszzderstuyiaaaioua" + "oAOEALZZOUA"
    )
    return "".join(letter for letter in name.translate(table).lower() if letter.isascii() and letter.isalnum())


def retention(dice: random.Random, today: date) -> bytes:
    """Leads around the ends of their periods: due, nearly due, kept for a reason, without any date."""
    people = leads(dice, 72, date(2026, 3, 1), date(2026, 11, 1))
    ages = {"名刺": 1095, "展示会": 1095, "フォーム": 730, "セミナー": 730, "リスト購入": 365}
    rows = []
    for at, lead in enumerate(people):
        source = list(ages)[at % len(ages)]
        status, last = dice.choice(["新規", "検討中", ""]), ""
        on = lead.on.isoformat()
        if at % 6 == 0:
            on = (today - timedelta(days=ages[source] + 40 + dice.randrange(300))).isoformat()
            status = {0: "顧客", 1: "対応中"}.get(at // 6 % 5, status)
        elif at % 17 == 0:
            on = ""
        elif at % 13 == 0:
            on, last = "2022-05-10", "2026-09-01"
        row = [lead.company, lead.name, lead.email, lead.phone, source, on, last, status]
        rows.append([*row, "請求書発行中" if at == 18 else ""])
    headings = ["会社名", "氏名", "メールアドレス", "電話番号", "取得元", "取得日", "最終受信日", "ステータス", "備考"]
    return csv_bytes(headings, rows, "utf-8-sig")
