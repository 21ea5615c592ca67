"""Invented leads for the examples, and the messes people make of them."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import example_words as words

from leadlist.normalizers import postal_data

FULL_WIDTH = str.maketrans("0123456789-@().", "０１２３４５６７８９－＠（）．")
HALF_KANA = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ",
)
VOICED = {a: b + "ﾞ" for a, b in zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ", strict=True)}
VOICED |= {a: b + "ﾟ" for a, b in zip("パピプペポ", "ﾊﾋﾌﾍﾎ", strict=True)}
FORMS = {"株式会社": ("㈱", "(株)", "（株）", "株式会社 "), "有限会社": ("㈲", "(有)", "有限会社　")}


@dataclass(frozen=True)
class Firm:
    """A firm with one office."""

    form: str
    name: str
    domain: str
    code: str
    area: str
    form_behind: bool
    address: str
    building: str
    switchboard: str
    fax: str

    @property
    def title(self) -> str:
        """Its whole name."""
        return f"{self.name}{self.form}" if self.form_behind else f"{self.form}{self.name}"


@dataclass(frozen=True)
class Lead:
    """One invented person, as a tidy list would have them."""

    company: str
    department: str
    title: str
    name: str
    kana: str
    email: str
    phone: str
    mobile: str
    code: str
    address: str
    source: str
    on: date
    status: str = "新規"
    opt_out: str = ""
    note: str = ""
    purpose: str = "P01"
    last: date | None = None
    extra: dict[str, str] = field(default_factory=dict)


def firms() -> list[Firm]:
    """The firms, each with an address that exists and numbers nobody has."""
    result = []
    for line in words.COMPANIES.splitlines():
        form, name, domain, code, area, behind = line.split("|")
        dice = random.Random(domain)
        place = postal_data.places(code)[0]
        number = f"{dice.randint(1, 5)}-{dice.randint(1, 20)}-{dice.randint(1, 15)}"
        exchange = f"{dice.randint(2, 8)}{'0' * (5 - len(area))}"
        tail = dice.randint(1000, 9000)
        result.append(
            Firm(
                form,
                name,
                f"{domain}.example.jp",
                f"{code[:3]}-{code[3:]}",
                area,
                behind == "a",
                f"{place.prefecture}{place.city}{place.town}{number}",
                dice.choice(
                    [
                        "",
                        "",
                        f" {name[:2]}ビル{dice.randint(2, 12)}F",
                        f" 第{dice.randint(1, 3)}ビル{dice.randint(2, 9)}階",
                    ]
                ),
                f"{area}-{exchange}-{tail}",
                f"{area}-{exchange}-{tail + 1}",
            )
        )
    return result


def leads(dice: random.Random, count: int, since: date, until: date) -> list[Lead]:
    """So many people of those firms, all different: colleagues share office, number and domain, never an address."""
    families, givens = words.people(words.FAMILY), words.people(words.GIVEN)
    every = [(family, given) for family in families for given in givens]
    dice.shuffle(every)
    offices = firms()
    result = []
    for at, (family, given) in enumerate(every[:count]):
        firm = offices[at % len(offices)]
        source = dice.choice(words.SOURCES)
        result.append(
            Lead(
                firm.title,
                dice.choice(words.DEPARTMENTS),
                dice.choice(words.TITLES),
                f"{family[0]} {given[0]}",
                f"{family[1]} {given[1]}",
                f"{given[2]}.{family[2]}@{firm.domain}",
                firm.switchboard,
                f"0{dice.choice('789')}0-{dice.randint(1000, 9999)}-{dice.randint(1000, 9999)}"
                if dice.random() < 0.5
                else "",
                firm.code,
                firm.address + firm.building,
                source,
                since + timedelta(days=dice.randrange((until - since).days)),
            )
        )
    return result


def messy_phone(dice: random.Random, phone: str) -> str:
    """The same number as people type it."""
    area, exchange, rest = phone.split("-") if phone.count("-") == 2 else ("", "", "")
    if not area:
        return phone
    return dice.choice(
        [phone] * 6
        + [
            phone.translate(FULL_WIDTH),
            f"{area}({exchange}){rest}",
            f"{area}（{exchange}）{rest}",
            phone.replace("-", ""),
        ]
        + [f"{area}ー{exchange}ー{rest}", f"+81-{area[1:]}-{exchange}-{rest}", f"{phone} (代)", f"TEL {phone}"]
    )


def messy_company(dice: random.Random, company: str) -> str:
    """The same firm as people type it."""
    for form, others in FORMS.items():
        if form in company and dice.random() < 0.35:
            return company.replace(form, dice.choice(others))
    return company.translate(FULL_WIDTH) if dice.random() < 0.05 else company


def half_kana(kana: str) -> str:
    """A reading in half-width kana."""
    return "".join(VOICED.get(letter, letter) for letter in kana).translate(HALF_KANA)


def hiragana(kana: str) -> str:
    """A reading in hiragana."""
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in kana)


def messy_date(dice: random.Random, day: date) -> str:
    """The same day as people type it."""
    return dice.choice(
        [f"{day.year}/{day.month}/{day.day}"] * 3
        + [f"{day.year}年{day.month}月{day.day}日", f"令和{day.year - 2018}年{day.month}月{day.day}日"]
        + [
            f"R{day.year - 2018}.{day.month}.{day.day}",
            day.isoformat(),
            f"{day.year}．{day.month}．{day.day}".translate(FULL_WIDTH),
        ]
    )


def messy(dice: random.Random, lead: Lead) -> Lead:
    """The lead as it stands in a list that nobody tidied."""
    kana, email, name, code = lead.kana, lead.email, lead.name, lead.code
    roll = dice.random()
    kana = half_kana(kana) if roll < 0.15 else hiragana(kana) if roll < 0.3 else "" if roll < 0.5 else kana
    roll = dice.random()
    name = (
        name.replace(" ", "　")
        if roll < 0.4
        else name.replace(" ", "")
        if roll < 0.55
        else f"{name} 様"
        if roll < 0.6
        else name
    )
    roll = dice.random()
    email = (
        email.upper()
        if roll < 0.05
        else email.replace("@", "＠")
        if roll < 0.09
        else f" {email} "
        if roll < 0.12
        else email
    )
    roll = dice.random()
    code = (
        f"〒{code}"
        if roll < 0.2
        else code.replace("-", "")
        if roll < 0.35
        else code.translate(FULL_WIDTH)
        if roll < 0.45
        else code
    )
    return replace(
        lead,
        company=messy_company(dice, lead.company),
        name=name,
        kana=kana,
        email=email,
        code=code,
        phone=messy_phone(dice, lead.phone),
        mobile=messy_phone(dice, lead.mobile),
        address=lead.address.translate(FULL_WIDTH) if dice.random() < 0.2 else lead.address,
    )


def again(dice: random.Random, lead: Lead, later: date) -> Lead:
    """The same person once more, taken in later: surely the same, with something new."""
    return replace(
        messy(dice, lead),
        email=dice.choice([lead.email.upper(), lead.email, f"{lead.email} "]),
        title=dice.choice([lead.title, "部長", "課長"]),
        mobile=lead.mobile or f"090-{dice.randint(1000, 9999)}-{dice.randint(1000, 9999)}",
        on=later,
        source="フォーム",
        note="資料請求あり",
    )
