"""Invented business cards, drawn: pictures with what is printed on them. No card of any test material is used.

Needs Pillow (of the extra `leadlist[cards]`) and Japanese fonts; those of FONTS that are installed are used (Debian:
fonts-noto-cjk fonts-ipaexfont fonts-vlgothic fonts-mplus fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho).
"""

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from leadlist.normalizers.romaji import romaji

MM = 24  # pixels a millimetre: some 600 dpi
WIDE, HIGH = 91, 55  # 4号, the usual card of Japan
FONTS = (
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "opentype/noto/NotoSansCJK-Bold.ttc",
    "opentype/noto/NotoSerifCJK-Regular.ttc",
    "opentype/ipaexfont-gothic/ipaexg.ttf",
    "opentype/ipaexfont-mincho/ipaexm.ttf",
    "truetype/vlgothic/VL-PGothic-Regular.ttf",
    "truetype/bizud-gothic/BIZUDPGothic-Regular.ttf",
    "truetype/bizud-mincho/BIZUDPMincho-Regular.ttf",
    "truetype/bizud-gothic/BIZUDGothic-Bold.ttf",
    "opentype/mplus/Mplus1-Regular.otf",
)
LATIN = ("truetype/liberation/LiberationSans-Regular.ttf", "truetype/dejavu/DejaVuSerif.ttf")
TURNED = "ー－（）"  # lie on their side in a column
LINES = {
    name: [line.split("|") for line in text.strip().splitlines()]
    if name in ("companies", "departments", "titles", "buildings", "places", "foreign", "foreign_places")
    else text.strip().replace("\n", "|").split("|")
    for name, text in tomllib.loads(Path(__file__).with_name("card_words.toml").read_text(encoding="utf-8")).items()
}


@dataclass
class Drawn:
    """A card: its picture, what is printed on it by field (as in truth.json) and by line, its back if it has one."""

    picture: Image.Image
    truth: dict[str, str]
    lines: list[str]
    back: Image.Image | None = None


@dataclass
class Style:
    """Ink, paper and fonts of one card."""

    text: str
    name: str
    latin: str
    ink: str = "#1a1a1a"
    accent: str = "#1a1a1a"
    paper: str = "white"
    spacing: float = 0.0  # of the name, in letters
    labels: dict[str, str] = field(default_factory=dict)


@cache
def fonts(names: tuple[str, ...] = FONTS) -> list[str]:
    """The fonts that are installed; SystemExit where there is none."""
    found = [str(path) for name in names if (path := Path("/usr/share/fonts", name)).is_file()]
    if not found:
        raise SystemExit("No Japanese font is installed: apt install fonts-noto-cjk")
    return found


@cache
def font(path: str, size: float) -> Any:
    return ImageFont.truetype(path, round(size * MM))


LABELS = (
    {"phone": "TEL ", "fax": "FAX ", "mobile": "携帯 ", "email": "E-mail ", "url": "URL "},
    {"phone": "Tel. ", "fax": "Fax. ", "mobile": "Mobile ", "email": "Email ", "url": "HP "},
    {"phone": "T ", "fax": "F ", "mobile": "M ", "email": "E ", "url": "W "},
    {"phone": "電話：", "fax": "FAX：", "mobile": "携帯電話：", "email": "", "url": ""},
    {"phone": "TEL:", "fax": "FAX:", "mobile": "Mobile:", "email": "Mail:", "url": ""},
)


def style(dice: random.Random, dark: bool = False) -> Style:
    colour = dice.choice(("#1a1a1a", "#0b3d91", "#b0182b", "#0a7a4b", "#c96a00"))
    made = Style(dice.choice(fonts()), dice.choice(fonts()), dice.choice(fonts(LATIN)), labels=dice.choice(LABELS))
    made.accent, made.spacing = colour, dice.choice((0.0, 0.0, 0.1, 0.3))
    made.ink = dice.choice(("#111111", "#1d2733", "#333333"))
    made.paper = dice.choice(("white", "white", "white", "#fbf7ee", "#f3f6fa"))
    if dark:
        made.paper, made.ink, made.accent = (
            dice.choice(("#101c40", "#2b2b2b", "#3a1420", "#0c3327")),
            "#f2f2f2",
            "#f2f2f2",
        )
    return made


def person(dice: random.Random) -> tuple[str, str, str]:
    """Name, reading, and name in Latin letters."""
    family, family_kana = dice.choice(LINES["surnames"]).split()
    given, given_kana = dice.choice(LINES["given"]).split()
    latin = f"{romaji(given_kana).title()} {romaji(family_kana).title()}"
    return f"{family} {given}", f"{family_kana} {given_kana}", latin


def number(dice: random.Random, area: str) -> str:
    """An invented number of a length that exists; only mobile numbers begin with 0n0."""
    digits = "".join(str(dice.randrange(10)) for _ in range(10))
    middle = 4 if len(area) == 2 or (len(area) == 3 and area.endswith("0")) else 6 - len(area)
    return f"{area}-{dice.randrange(2, 9)}{digits[: middle - 1]}-{digits[4:8]}"


def printed(dice: random.Random, number: str, abroad: bool) -> str:
    if abroad:
        return "+81-" + number[1:]
    how = dice.randrange(5)
    if how == 1 and not number.startswith(("070", "080", "090")):
        return number.replace("-", "(", 1).replace("-", ")")
    return number.replace("-", ".") if how == 2 else number


def contents(dice: random.Random, latin: bool = False) -> dict[str, str]:
    """What is printed, by field; `phone_printed` and its like as they stand on the card."""
    name, kana, roman = person(dice)
    company, company_en, domain = dice.choice(LINES["companies"])
    department, title, building = (
        dice.choice(LINES["departments"]),
        dice.choice(LINES["titles"]),
        dice.choice(LINES["buildings"]),
    )
    code, town, town_en, area = dice.choice(LINES["places"])
    block, house, flat = dice.randrange(1, 6), dice.randrange(1, 30), dice.randrange(1, 20)
    street = dice.choice(
        (f"{block}-{house}-{flat}", f"{block}丁目{house}番{flat}号", f"{house}番地{flat}", f"{block}-{house}")
    )
    high = dice.random() < 0.5
    host = f"{domain}.example.jp"
    given, family = (word.lower() for word in roman.split())
    local = dice.choice((f"{given}.{family}", family, f"{family}_{given[0]}", f"{given[0]}-{family}", "info"))
    truth = {
        "name": name,
        "kana": kana,
        "romaji": roman,
        "company": company,
        "company_en": company_en,
        "department": department[0] if dice.random() < 0.8 else "",
        "department_en": department[1],
        "title": title[0] if dice.random() < 0.85 else "",
        "title_en": title[1],
        "postal_code": code,
        "address": town + street,
        "building": building[0] if high else "",
        "building_v": building[1] if high else "",
        "address_en": f"{building[2] + ', ' if high else ''}{block}-{house}-{flat} {town_en}",
        "phone": number(dice, area),
        "fax": number(dice, area) if dice.random() < 0.6 else "",
        "mobile": number(dice, dice.choice(("070", "080", "090"))) if dice.random() < 0.6 else "",
        "email": f"{local}@{host}" if dice.random() < 0.85 else "",
        "url": dice.choice((f"https://www.{host}/", f"https://{host}", f"www.{host}", f"http://{host}/"))
        if dice.random() < 0.7
        else "",
    }
    abroad = latin or dice.random() < 0.1
    for key in ("phone", "fax", "mobile"):
        truth[key + "_printed"] = printed(dice, truth[key], abroad) if truth[key] else ""
        if latin and truth[key]:
            truth[key] = truth[key + "_printed"]
    return truth


class Pen:
    """Writes on a card, in millimetres."""

    def __init__(self, style: Style, wide: float = WIDE, high: float = HIGH) -> None:
        self.style = style
        self.wide = wide
        self.picture = Image.new("RGB", (round(wide * MM), round(high * MM)), style.paper)
        self.draw = ImageDraw.Draw(self.picture)
        self.lines: list[str] = []

    def width(self, text: str, size: float) -> float:
        """How long a line is, in millimetres."""
        return float(font(self.style.text, 10.0).getlength(text)) * size / (10 * MM)

    def line(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        path: str = "",
        *,
        anchor: str = "l",
        ink: str = "",
        spacing: float = 0,
    ) -> None:
        """A line from left to right, its top at y; `anchor` l, m or r says what x is."""
        self.lines.append(text)
        face = font(path or self.style.text, size)
        gap = spacing * size * MM
        width = (
            sum(face.getlength(letter) for letter in text) + gap * (len(text) - 1) if spacing else face.getlength(text)
        )
        left = x * MM - {"l": 0, "m": width / 2, "r": width}[anchor]
        for piece in text if spacing else [text]:
            self.draw.text((left, y * MM), piece, ink or self.style.ink, font=face)
            left += face.getlength(piece) + gap

    def column(
        self, text: str, x: float, y: float, size: float, path: str = "", *, ink: str = "", spacing: float = 0
    ) -> float:
        """A line from top to bottom, centred on x; gives where it ends. Small kana and long strokes as in print."""
        self.lines.append(text)
        face, step = font(path or self.style.text, size), size * MM
        top = y * MM
        for letter in text:
            cell = Image.new("L", (round(step * 1.4), round(step * 1.4)))
            shift = 0.12 * step if letter in "ぁぃぅぇぉっゃゅょァィゥェォッャュョ" else 0
            ImageDraw.Draw(cell).text((0.7 * step + shift, 0.7 * step - shift), letter, 255, font=face, anchor="mm")
            if letter in TURNED:
                cell = cell.transpose(Image.Transpose.ROTATE_270)
            self.picture.paste(ink or self.style.ink, (round(x * MM - 0.7 * step), round(top - 0.2 * step)), cell)
            top += step * (1 + spacing) * (0.5 if letter == " " else 1)
        return top / MM

    def logo(self, dice: random.Random, x: float, y: float, size: float) -> None:
        box = (x * MM, y * MM, (x + size) * MM, (y + size) * MM)
        colour = dice.choice(("#0055a4", "#c8102e", "#00843d", "#e87722"))
        kind = dice.randrange(4)
        if kind == 0:
            self.draw.ellipse(box, outline=colour, width=round(size * MM / 4))
        elif kind == 1:
            self.draw.polygon([(box[0], box[3]), (box[2], box[3]), ((box[0] + box[2]) / 2, box[1])], colour)
        elif kind == 2:
            self.draw.rounded_rectangle(box, size * MM / 6, colour)
            self.line(
                dice.choice("ABKMRS"),
                x + size / 2,
                y + size * 0.15,
                size * 0.6,
                fonts(LATIN)[0],
                anchor="m",
                ink="white",
            )
        else:
            self.draw.rectangle(box, outline=colour, width=round(size * MM / 8))
            self.draw.line((box[0], box[3], box[2], box[1]), colour, round(size * MM / 8))

    def squares(self, dice: random.Random, x: float, y: float, size: float) -> None:
        """What looks like a QR code."""
        step = size * MM / 25
        for row in range(25):
            for column in range(25):
                corner = ((row < 7 or row > 17) and column < 7) or (row < 7 and column > 17)
                ring = max(abs(row % 18 - 3), abs(column % 18 - 3)) in (0, 1, 3)
                if ring if corner else dice.random() < 0.5:
                    at = (x * MM + column * step, y * MM + row * step)
                    self.draw.rectangle((*at, at[0] + step, at[1] + step), "black")
