"""500 leads with nothing wrong, in an unusual mix: sole proprietors, temples, schools, hospitals, ministries, islands,
rare surnames, 050, 060, 0120 and 0800 numbers, long top-level domains, leads of 40 countries.

All people and firms are invented; towns and codes are those of the postal data. Written before anyone looked at the checks.
"""

import csv
import random
import tomllib
from collections import defaultdict
from pathlib import Path

import phonenumbers

from leadlist.normalizers import phones
from leadlist.normalizers.registration import check_digit
from leadlist.rules import shipped
from leadlist.rules.postal import read_snapshot

HEADINGS = (
    *("会社名", "部署", "役職", "氏名", "フリガナ", "メール", "電話番号", "携帯電話", "FAX", "郵便番号", "住所", "国", "URL"),
    *("法人番号", "取得元", "取得日", "同意", "同意日", "利用目的", "メルマガ可否", "備考"),
)  # fmt: skip
Row = dict[str, str]
WORDS = tomllib.loads(Path(__file__).with_name("unusual_words.toml").read_text(encoding="utf-8"))
COUNTRIES = {
    "US": "アメリカ",
    "GB": "イギリス",
    "DE": "ドイツ",
    "FR": "フランス",
    "CN": "中国",
    "TW": "台湾",
    "KR": "韓国",
}
LANDLINE, INTERNATIONAL = phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberFormat.INTERNATIONAL


def clean() -> list[Row]:
    """The leads, the same every time."""
    chance = random.Random(20261126)
    codes = area_codes()
    at_home = [japanese(n, place, codes, chance) for n, place in enumerate(places(chance))]
    return at_home + [foreign(n, chance) for n in range(60)]


def places(chance: random.Random) -> list[tuple[str, str, str]]:
    """440 towns as code, prefecture and the rest, a third of them on islands."""
    found, islands, prefecture, city = [], [], "", ""
    for line in read_snapshot().splitlines():
        if line.startswith("#"):
            _code, prefecture, city = line.split("\t")
        town, _tab, codes = line.partition("\t")
        if town and town[0] not in "#!":
            on_island = any(name in city for name in WORDS["islands"])
            (islands if on_island else found).append((f"{codes[:3]}-{codes[3:7]}", prefecture, city + town))
    return chance.sample(chance.sample(islands, 150) + chance.sample(found, 290), 440)


def area_codes() -> dict[str, list[str]]:
    found = defaultdict(list)
    with shipped("tables", "area_codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["prefecture"]].append(row["prefix"])
    return found


def landline(prefixes: list[str], chance: random.Random) -> str:
    while True:
        prefix = chance.choice(prefixes)
        digits = prefix + "".join(chance.choice("2345678") for _ in range(10 - len(prefix)))
        if sizes := phones.groups(digits):
            ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
            return "-".join(digits[end - size : end] for end, size in zip(ends, sizes, strict=True))


def japanese(n: int, place: tuple[str, str, str], codes: dict[str, list[str]], chance: random.Random) -> Row:
    code, prefecture, town = place
    company, department, title = chance.choice(WORDS["organisations"]).split("|")
    pairs = zip(*(chance.choice(words).split("|") for words in (WORDS["surnames"], WORDS["given"])), strict=True)
    name, kana = WORDS["others"][n % 10].split("|") if n % 7 == 3 else map(" ".join, pairs)
    domain = f"{chance.choice('abcdefghjk')}{n}-{WORDS['domains'][n % 22]}"
    local = chance.choice(["h.sato", "yamada_taro", "k-s", "info2", "mika", "a1", "taro.y+lead", "j", "shihan.01"])
    four, day = (
        chance.randint(1000, 9999),
        f"202{chance.randint(4, 5)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    )
    own = landline(codes[prefecture], chance)
    phone = {
        8: f"050-3{four % 1000:03}-{four}",
        9: f"0120-{four % 900 + 100}-{four % 700 + 200}",
        10: f"0800-123-{four}",
    }
    number = f"{n % 30 + 1}-{n % 17 + 1}" if n % 3 else f"{four}番地{n % 9 + 1}"
    return dict(zip(HEADINGS, (
        company, department, title, name, kana, f"{local}@{domain}", phone.get(n % 11, own),
        f"0{chance.choice('6789')}0-{chance.randint(1000, 9999)}-{four}" if n % 2 else "",
        landline(codes[prefecture], chance) if n % 5 == 0 else "", code,
        prefecture + town + number + (" ひかりハイツ203号室" if n % 6 == 0 else ""), "日本",
        f"https://www.{domain}" if n % 4 == 0 else "", corporate_number(chance) if n % 9 == 0 else "",
        chance.choice(["展示会", "セミナー", "紹介", "問い合わせフォーム", "名刺交換", "電話"]), day, "同意", day, PURPOSE, "可",
        chance.choice(["", "", "", "午前中に電話のこと", "別途見積り", "A&B案件の件", "折返し希望"]),
    ), strict=True))  # fmt: skip


PURPOSE = "製品カタログの送付と、展示会・セミナーのご案内"


def corporate_number(chance: random.Random) -> str:
    twelve = str(chance.randint(10**11, 10**12 - 1))
    return f"{check_digit(twelve)}{twelve}"


def foreign(n: int, chance: random.Random) -> Row:
    country, name, company, code, address = WORDS["abroad"][n % 40].split("|")
    day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    example = phonenumbers.example_number_for_type(country, LANDLINE)
    domain = f"x{n}-widgets.{'co.uk' if country == 'GB' else country.lower()}"
    return dict.fromkeys(HEADINGS, "") | {
        "会社名": company, "役職": chance.choice(["", "CEO", "Buyer", "Geschäftsführer", "Directeur"]), "氏名": name,
        "メール": f"contact{n}@{domain}", "電話番号": phonenumbers.format_number(example, INTERNATIONAL), "郵便番号": code,
        "住所": address, "国": COUNTRIES.get(country, country), "取得元": "展示会", "取得日": day, "同意": "同意", "同意日": day,
        "利用目的": PURPOSE, "メルマガ可否": "可",
    }  # fmt: skip
