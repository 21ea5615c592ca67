"""The layouts of the invented cards: horizontal, bilingual, English, vertical; with a back in English."""

import random

from made_cards import HIGH, LINES, MM, WIDE, Drawn, Pen, contents, style

VERTICAL = {ord(digit): kanji for digit, kanji in zip("0123456789", "〇一二三四五六七八九", strict=True)} | {
    ord("-"): "－"
}

FOREIGN = {"Kingdom": ("44", "113", 7), "Germany": ("49", "40", 7), "068900": ("65", "6555", 8)}
"""End of an address -> country, area, and how many digits follow."""


def truth_of(card: dict[str, str], layout: str, variant: str, kana: bool, address: str) -> dict[str, str]:
    """As in the test material's truth.json."""
    keys = (
        "name",
        "romaji",
        "company",
        "company_en",
        "department",
        "title",
        "postal_code",
        "phone",
        "fax",
        "mobile",
        "email",
        "url",
    )
    return {
        "layout": layout,
        "variant": variant,
        "kana_printed": card["kana"] if kana else "",
        "address": address,
        **{key: card[key] for key in keys},
    }


def horizontal(dice: random.Random) -> Drawn:
    """Company above, or name first; left, centred, right, with a band, light on dark."""
    variant = dice.choice(("std", "center", "right", "left", "band", "dark"))
    card, look = contents(dice), style(dice, variant == "dark")
    pen = Pen(look)
    anchor, x = {"center": ("m", WIDE / 2), "right": ("r", WIDE - 7)}.get(
        variant, ("l", 16 if variant == "band" else 8)
    )
    if variant == "band":
        pen.draw.rectangle((0, 0, 8 * MM, HIGH * MM), look.accent)
    reading = dice.choice(("", "above", "below", "brackets", "latin", "katakana"))
    y = 5.0
    if variant != "left":
        y = _company(dice, pen, card["company"], anchor, x, y)
    y = _person(dice, pen, card, reading, anchor, x if variant in ("center", "right", "left") else x + 6, y + 2)
    if variant == "left":
        pen.line(card["company"], x, y + 2.5, dice.uniform(3.4, 4.2), look.name, ink=look.accent)
        pen.squares(dice, WIDE - 19, HIGH - 19, 13)
        y += 7
    address, top = _contacts(dice, pen, card, anchor, x)
    if y > top - 1:
        return horizontal(dice)  # no printer would set one over the other
    return Drawn(
        pen.picture,
        truth_of(card, "h", variant, reading in ("above", "below", "brackets", "katakana"), address),
        pen.lines,
    )


def _company(dice: random.Random, pen: Pen, name: str, anchor: str, x: float, y: float) -> float:
    size = dice.uniform(3.4, 4.4)
    if dice.random() < 0.6:
        place = {"m": (x - 3, y - 2), "r": (8, y + 2), "l": (x, y)}[anchor]
        pen.logo(dice, *place, 6)
        x, y = (x + 8, y + 1) if anchor == "l" else (x, y + 4.5 if anchor == "m" else y)
    pen.line(name, x, y, size, dice.choice((pen.style.name, pen.style.text)), anchor=anchor, ink=pen.style.accent)
    y += size * 1.35
    if dice.random() < 0.3:
        pen.line(dice.choice(LINES["slogans"]), x, y, 2.0, anchor=anchor)
        y += 3
    return y


def _person(
    dice: random.Random, pen: Pen, card: dict[str, str], reading: str, anchor: str, x: float, y: float
) -> float:
    size, small = dice.uniform(2.5, 2.9), 2.1
    rows = [text for text in (card["department"], card["title"]) if text]
    if dice.random() < 0.5 and len(rows) == 2:
        rows = [dice.choice(("　", " ")).join(rows)]
    for row in rows:
        pen.line(row, x, y, size, anchor=anchor)
        y += size * 1.3
    kana = card["kana"]
    if reading == "katakana":
        kana = card["kana"] = "".join(chr(ord(letter) + 96) if "ぁ" <= letter <= "ゖ" else letter for letter in kana)
    shown = {"brackets": f"（{kana}）", "latin": card["romaji"]}.get(reading, kana)
    if reading in ("above", "brackets", "latin", "katakana"):
        pen.line(shown, x, y + 0.3, small, anchor=anchor)
        y += small * 1.35
    large = dice.uniform(5.0, 6.6)
    family, given = card["name"].split()
    name = dice.choice((family + given, f"{family} {given}", f"{family}　{given}"))
    pen.line(name, x, y, large, pen.style.name, anchor=anchor, spacing=pen.style.spacing)
    y += large * 1.3
    if reading == "below":
        pen.line(kana, x, y, small, anchor=anchor)
        y += small * 1.3
    return y


def _contacts(dice: random.Random, pen: Pen, card: dict[str, str], anchor: str, x: float) -> tuple[str, float]:
    """The block at the bottom; gives the address as it is to be read, and where the block begins."""
    labels, size = pen.style.labels, dice.uniform(2.2, 2.7)
    code = dice.choice((f"〒{card['postal_code']}", f"〒 {card['postal_code']}", card["postal_code"]))
    address, building = card["address"], card["building"]
    rows = [f"{code}{dice.choice((' ', '　'))}{address}"]
    if dice.random() < 0.25:
        rows = [code, address]
    if building and dice.random() < 0.5:
        rows.append(("　　　" if anchor == "l" and len(rows) == 1 else "") + building)
    elif building:
        rows[-1] += " " + building
    phones = [labels[key] + card[f"{key}_printed"] for key in ("phone", "fax") if card[key]]
    rows += [dice.choice(("　", "  ", " / ")).join(phones)] if dice.random() < 0.6 else phones
    rows += [labels["mobile"] + card["mobile_printed"]] if card["mobile"] else []
    rows += [labels[key] + card[key] for key in ("email", "url") if card[key]]
    room = {"l": WIDE - x - 4, "r": x - 4, "m": WIDE - 8}[anchor]
    size = min(size, room / max(pen.width(row, 1.0) for row in rows))
    top = HIGH - 4 - len(rows) * size * 1.35
    for position, row in enumerate(rows):
        pen.line(row, x, top + position * size * 1.35, size, anchor=anchor)
    return f"{address} {building}".strip(), top


def bilingual(dice: random.Random) -> Drawn:
    """Japanese and English line by line."""
    card, look = contents(dice), style(dice)
    pen, x = Pen(look), 15.0
    pen.logo(dice, 7, 5, 6.5)
    pen.line(card["company"], x, 5, 3.8, look.name)
    pen.line(card["company_en"], x, 9.6, 2.4, look.latin)
    card["department"] = card["department"] or dice.choice(LINES["departments"])[0]
    card["title"] = card["title"] or dice.choice(LINES["titles"])[0]
    english = {row[0]: row[1] for row in [*LINES["departments"], *LINES["titles"]]}
    pen.line(f"{card['department']}　{card['title']}", x, 14.5, 2.6)
    pen.line(f"{english[card['department']]}, {english[card['title']]}", x, 18, 2.2, look.latin)
    pen.line(card["name"].replace(" ", "　"), x, 21.5, 5.4, look.name, spacing=look.spacing)
    pen.line(card["romaji"], x, 28.8, 2.8, look.latin)
    both = f"TEL: {card['phone_printed']}" + (f"  FAX: {card['fax_printed']}" if card["fax"] else "")
    net = [f"{label}: {card[key]}" for label, key in (("E-mail", "email"), ("URL", "url")) if card[key]]
    address = f"{card['address']} {card['building']}".strip()
    rows = [f"〒{card['postal_code']} {address}"]
    rows += [f"{card['address_en']}, Japan"] if dice.random() < 0.6 else []
    rows += [both, *([f"Mobile: {card['mobile_printed']}"] if card["mobile"] else [])]
    rows += ["   ".join(net)] if dice.random() < 0.4 else net
    size = min(2.3, 80 / max(pen.width(row, 1.0) for row in rows))
    for position, row in enumerate(rows):
        pen.line(row, 7, HIGH - 3.5 - (len(rows) - position) * 3.2, size)
    return Drawn(pen.picture, truth_of(card, "bi", "bi", False, address), pen.lines)


def english(dice: random.Random) -> Drawn:
    """A card without a Japanese letter, of a firm in Japan or abroad."""
    card, look = contents(dice, latin=True), style(dice)
    abroad = dice.random() < 0.35
    card.update(name=card["romaji"], company=card["company_en"])
    card["department"] = card["department_en"] if card["department"] else ""
    card["title"] = card["title_en"]
    address = card["address_en"]
    rows = [f"{address}, {card['postal_code']}, Japan"]
    if abroad:
        card["name"], address = dice.choice(LINES["foreign_names"]), dice.choice(LINES["foreign_places"])[0]
        card["company"], domain = dice.choice(LINES["foreign"])
        card["postal_code"], rows = "", [address]
        for key in ("phone", "fax", "mobile"):
            if card[key]:
                card[key] = card[f"{key}_printed"] = _foreign_number(dice, address)
        local = card["name"].lower().replace("'", "").replace(" ", ".")
        card["email"], card["url"] = f"{local}@{domain}.example.com", f"www.{domain}.example.com" if card["url"] else ""
    elif len(rows[0]) > 52:
        cut = rows[0].index(",", 24) + 1
        rows = [rows[0][:cut], rows[0][cut:].strip()]
    labels = dice.choice(
        (
            ("Tel: ", "Fax: ", "Mobile: ", "E-mail: ", "URL: "),
            ("Phone ", "Fax ", "Cell ", "", ""),
            ("T ", "F ", "M ", "E ", "W "),
        )
    )
    keys = ("phone", "fax", "mobile", "email", "url")
    shown = [
        label + card.get(f"{key}_printed", card[key]) for label, key in zip(labels, keys, strict=True) if card[key]
    ]
    rows += shown
    anchor, x = dice.choice((("l", 8.0), ("r", WIDE - 8.0)))
    pen, y = Pen(look), 6.0
    first = dice.random() < 0.5
    for text, size, face in (
        *([(card["company"], 3.7, look.name)] if first else []),
        (card["name"], 4.8, look.name),
        (card["title"], 2.7, ""),
        (card["department"], 2.7, ""),
        *([] if first else [(card["company"], 3.7, look.name)]),
    ):
        if text:
            pen.line(text, x, y, size, face, anchor=anchor, ink=look.accent if text == card["company"] else "")
            y += size * 1.4
    size = min(2.4, 79 / max(pen.width(row, 1.0) for row in rows))
    for position, row in enumerate(rows):
        pen.line(row, x, HIGH - 4 - (len(rows) - position) * 3.2, size, anchor=anchor)
    return Drawn(pen.picture, truth_of(card, "en", "en", False, address), pen.lines)


def _foreign_number(dice: random.Random, address: str) -> str:
    country, area, length = next((shape for word, shape in FOREIGN.items() if address.endswith(word)), ("1", "415", 4))
    digits = "".join(str(dice.randrange(10)) for _ in range(length))
    return f"+{country}-{area}-{digits}" if length != 4 else f"+{country}-{area}-555-{digits}"


def vertical(dice: random.Random) -> Drawn:
    """Name in a column; numbers in a horizontal block (upright or landscape card), or everything in columns."""
    variant = dice.choice(("v_mix", "v_mix", "v_land", "v_all"))
    card, look = contents(dice), style(dice)
    wide, high = (WIDE, HIGH) if variant == "v_land" else (HIGH, WIDE)
    pen = Pen(look, wide, high)
    top = 7.0
    if dice.random() < 0.5:
        pen.logo(dice, wide - 11.5, 4, 5)
        top = 9.6
    if pen.column(card["company"], wide - 9, top + 0.5, 3.6, look.name, ink=look.accent) > high - 4:
        return vertical(dice)
    end = pen.column(card["department"], wide - 19, 8, 2.6) if card["department"] else 8
    if end > 24 and variant == "v_land":
        pen.column(card["title"], wide - 23, 8, 2.6)
    else:
        pen.column(card["title"], wide - 19, end + 3, 2.6)
    kana = dice.random() < 0.4 and not (end > 24 and variant == "v_land")  # else they would touch
    large = dice.uniform(4.8, 5.6)
    start = 13.0 if variant == "v_land" else 24.0
    pen.column(card["name"].replace(" ", "　"), wide - 29, start, large, look.name, spacing=look.spacing / 2)
    if kana:
        pen.column(card["kana"], wide - 24.6 if variant != "v_land" else wide - 25, start + 1, 1.9)
    address = _columns(pen, card) if variant == "v_all" else _block(pen, card, high)
    return Drawn(pen.picture, truth_of(card, "v", variant, kana, address), pen.lines)


def _block(pen: Pen, card: dict[str, str], high: float) -> str:
    rows = [f"〒{card['postal_code']}", card["address"], *([card["building"]] if card["building"] else [])]
    rows += [pen.style.labels[key] + card[f"{key}_printed"] for key in ("phone", "fax", "mobile") if card[key]]
    rows += [pen.style.labels[key] + card[key] for key in ("email", "url") if card[key]]
    room = 44.0 if high > HIGH else 48.0  # to the right edge, or to the name's column
    longest = max(pen.width(row, 1.0) for row in rows)
    size = min(2.3 if high > HIGH else 2.1, room / longest)
    for position, row in enumerate(rows):
        pen.line(row, 6, high - 5 - (len(rows) - position) * size * 1.35, size)
    return f"{card['address']} {card['building']}".strip()


def _columns(pen: Pen, card: dict[str, str]) -> str:
    card.update(email="", url="", mobile="")
    columns = [f"〒{card['postal_code'].translate(VERTICAL)}", card["address"].translate(VERTICAL)]
    columns += [card["building_v"]] if card["building"] else []
    columns += [f"電話　{card['phone'].translate(VERTICAL)}"]
    columns += [f"ＦＡＸ　{card['fax'].translate(VERTICAL)}"] if card["fax"] else []
    for position, text in enumerate(columns):
        pen.column(text, 21 - position * 3.3, 30, 2.1)
    return f"{card['address']} {card['building']}".strip()


def two_sides(dice: random.Random) -> Drawn:
    """A Japanese front, and its back in English."""
    seed = dice.randrange(10**9)
    front = horizontal(random.Random(seed))
    truth, look = front.truth, style(dice)
    pen = Pen(look)
    rows = [(truth["company_en"], 3.8, 7.0), (truth["romaji"], 4.6, 16.0)]
    for text, size, y in rows:
        pen.line(text, 8, y, size, look.latin)
    lines = ["TEL +81-" + truth["phone"][1:], *(f"E-mail {truth['email']}" for _ in range(bool(truth["email"])))]
    lines += [f"URL {truth['url']}"] if truth["url"] else []
    for position, line in enumerate(lines):
        pen.line(line, 8, HIGH - 5 - (len(lines) - position) * 3.4, 2.5, look.latin)
    return Drawn(front.picture, truth, front.lines + pen.lines, pen.picture)


LAYOUTS = {"h": horizontal, "bi": bilingual, "en": english, "v": vertical, "sides": two_sides}
