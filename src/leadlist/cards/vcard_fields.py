"""The properties of one vCard -> fields of a lead."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from leadlist.cards.content_lines import SEPARATOR_INSIDE, Property

PHONETIC = {
    "X-PHONETIC-LAST-NAME": "family_name_kana",
    "X-PHONETIC-FIRST-NAME": "given_name_kana",
    "X-PHONETIC-ORG": "company_kana",
    "X-PHONETIC-COMPANY": "company_kana",
}
PLAIN = {"TITLE": "title", "BDAY": "birthday", "NOTE": "note", "CATEGORIES": "tags", "GENDER": "gender", **PHONETIC}
SOCIAL = re.compile(r"(linkedin|facebook|twitter|instagram|youtube|wantedly|x)\.com/|line\.me/|8card\.net/", re.I)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々]|[\U00020000-\U0003ffff]")
KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f\s・]+")
LABELS = (  # words a person gave a number (X-ABLabel) -> the types of RFC 6350 they stand for
    (re.compile(r"fax|ファクス|ファックス", re.I), "FAX"),
    (re.compile(r"mobile|cell|iphone|携帯", re.I), "CELL"),
    (re.compile(r"main|代表", re.I), "MAIN"),
    (re.compile(r"direct|直通", re.I), "DIRECT"),
    (re.compile(r"home|自宅", re.I), "HOME"),
    (re.compile(r"work|会社|勤務先", re.I), "WORK"),
)

Row = dict[str, str]


def card_fields(card: list[Property]) -> tuple[Row, list[Property]]:
    """The fields of a card, without empty ones, and the properties that found no place."""
    row: Row = {}
    unused: list[Property] = []
    labels = {entry.group: entry.text for entry in card if entry.name == "X-ABLABEL" and entry.group}
    by_name: dict[str, list[Property]] = {}
    for entry in card:
        entry = _with_label(entry, labels.get(entry.group, ""))
        by_name.setdefault(entry.name, []).append(entry)
    readers: tuple[tuple[tuple[str, ...], Callable[[Row, list[Property]], list[Property]]], ...] = (
        (("ORG",), _organisation),
        (("N", "FN"), _name),
        (("SOUND", "SORT-STRING"), _reading),
        (tuple(PLAIN), _plain),
        (("ROLE",), _role),
        (("TEL",), _phones),
        (("EMAIL",), _emails),
        (("ADR", "LABEL"), _address),
        (("URL", "X-SOCIALPROFILE"), _links),
    )
    for names, reader in readers:
        unused.extend(reader(row, [entry for name in names for entry in by_name.pop(name, [])]))
    _join_readings(row)
    unused.extend(entry for entries in by_name.values() for entry in entries)
    return {field: text for field, text in row.items() if text}, unused


def _with_label(entry: Property, label: str) -> Property:
    types = [word for pattern, word in LABELS if pattern.search(label)]
    return entry._replace(parameters={**entry.parameters, "TYPE": [*entry.types(), *types]}) if types else entry


def _split(text: str, separator: str = ";") -> list[str]:
    """The components of a structured value, unescaped."""
    parts = re.split(rf"(?<!\\)((?:\\\\)*){separator}", text)
    joined = [parts[i] + (parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return [_text(part) for part in joined]


def _text(text: str) -> str:
    """A value without escapes (RFC 6350 section 3.4), and without the card's blanks and empty lines at its ends."""
    plain = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text, flags=re.S)
    plain = plain.replace(SEPARATOR_INSIDE, ";").replace("\r\n", "\n").replace("\r", "\n")
    return plain.strip(" \t\n\u3000")


def _preferred(entries: list[Property]) -> list[Property]:
    """Preferred first, then work, then the rest, otherwise in the card's order."""

    def order(entry: Property) -> tuple[int, int, int]:
        pref = entry.parameters.get("PREF", [""])[0]
        rank = int(pref) if pref.isdecimal() else 0 if "PREF" in entry.types() else 101
        return (rank, "HOME" in entry.types() and "WORK" not in entry.types(), entry.line)

    return sorted((entry for entry in entries if _text(entry.text)), key=order)


def _organisation(row: Row, entries: list[Property]) -> list[Property]:
    filled = _preferred(entries)
    if filled:
        company, *units = _split(filled[0].text)
        row["company"] = company
        row["department"] = " ".join(unit for unit in units if unit)
        kana = filled[0].parameters.get("SORT-AS", [""])[0]
        if kana and KANA.fullmatch(kana):
            row["company_kana"] = kana
    return filled[1:]


def _name(row: Row, entries: list[Property]) -> list[Property]:
    structured = next((entry for entry in entries if entry.name == "N" and _text(entry.text)), None)
    formatted = next((_text(entry.text) for entry in entries if entry.name == "FN" and _text(entry.text)), "")
    if structured:
        parts = [*_split(structured.text), "", "", "", "", ""][:5]
        fields = ("family_name", "given_name", "middle_name", "honorific", "name_suffix")
        row.update(zip(fields, parts, strict=True))
        _sort_as(row, structured.parameters.get("SORT-AS", []))
    family, middle, given = (row.get(field, "") for field in ("family_name", "middle_name", "given_name"))
    japanese = bool(CJK.search(family + given))
    order = (family, middle, given) if japanese else (given, middle, family)
    composed = " ".join(part for part in order if part)
    # A formatted name that is only a part of the structured one, or the same without the blank, says less.
    bare = re.sub(r"\s", "", formatted)
    row["name"] = (
        composed if composed and (bare in re.sub(r"\s", "", composed) or bare in (family, given)) else formatted
    )
    if not composed and formatted and formatted == row.get("company"):
        row["name"] = ""
    return []


def _sort_as(row: Row, values: list[str]) -> None:
    parts = [part for value in values for part in value.split(",")]
    for field, part in zip(("family_name_kana", "given_name_kana"), parts, strict=False):
        if KANA.fullmatch(part):
            row[field] = part


def _reading(row: Row, entries: list[Property]) -> list[Property]:
    """SOUND;X-IRMC-N of Japanese phones, and SORT-STRING of 3.0; the first of them that is kana."""
    unused = []
    for entry in entries:
        parts = [part for part in _split(entry.text) if part]
        if "B" in entry.parameters.get("ENCODING", []) or not parts or not KANA.fullmatch("".join(parts)):
            unused.append(entry)
        elif len(parts) > 1:
            row.setdefault("family_name_kana", parts[0])
            row.setdefault("given_name_kana", parts[1])
        else:
            row.setdefault("name_kana", parts[0])
    return [entry for entry in unused if re.search(r"\w", entry.text) and entry.name != "SORT-STRING"]


def _join_readings(row: Row) -> None:
    parts = [row.get("family_name_kana", ""), row.get("given_name_kana", "")]
    if any(parts) and (all(parts) or not row.get("name_kana")):
        row["name_kana"] = " ".join(part for part in parts if part)


def _plain(row: Row, entries: list[Property]) -> list[Property]:
    unused = []
    for entry in entries:
        field, text = PLAIN[entry.name], _text(entry.text)
        if entry.name == "CATEGORIES":
            text = ", ".join(part for part in _split(entry.text, ",") if part)
        elif entry.name == "GENDER":
            text = text.partition(";")[0]
        if row.get(field) and field in ("note", "tags"):
            text = f"{row[field]}\n{text}" if field == "note" else f"{row[field]}, {text}"
        elif row.get(field):
            unused.append(entry)
            continue
        row[field] = text
    return unused


def _role(row: Row, entries: list[Property]) -> list[Property]:
    if entries and not row.get("title"):
        row["title"] = _text(entries[0].text)
        return entries[1:]
    return [entry for entry in entries if _text(entry.text) != row.get("title")]


def _phones(row: Row, entries: list[Property]) -> list[Property]:
    unused = []
    for entry in _preferred(entries):
        number, extension = _number(entry)
        types = entry.types()
        if "FAX" in types:
            places = ["fax"]
        elif "PAGER" in types or "TTY" in types or "TEXTPHONE" in types:
            places = []
        elif "CELL" in types or "IPHONE" in types:
            places = ["mobile", "phone_2"]
        elif "MAIN" in types:
            places = ["phone_company", "phone_2"]
        elif "DIRECT" in types:
            places = ["phone_direct", "phone_2"]
        elif "HOME" in types and "WORK" not in types:
            places = ["phone_home", "phone_2"]
        else:
            places = ["phone", "phone_2"]
        place = next((field for field in places if row.get(field, number) == number), None)
        if place is None:
            unused.append(entry)
            continue
        row[place] = number
        if extension:
            row.setdefault("phone_ext", extension)
    return unused


def _number(entry: Property) -> tuple[str, str]:
    """A number, and the extension a `tel:` URI (RFC 3966) gives."""
    text = _text(entry.text)
    if not text.lower().startswith("tel:"):
        return text, ""
    number, *parameters = unquote(text[4:]).split(";")
    extension = next((part[4:] for part in parameters if part.lower().startswith("ext=")), "")
    return number.strip(), extension


def _emails(row: Row, entries: list[Property]) -> list[Property]:
    places = ["email", "email_2", "email_3"]
    unused = []
    for entry in _preferred(entries):
        address = re.sub(r"^mailto:", "", _text(entry.text), flags=re.I).strip("<> ")
        if address.lower() in (row.get(field, "").lower() for field in ("email", "email_2", "email_3")):
            continue
        if places:
            row[places.pop(0)] = address
        else:
            unused.append(entry)
    return unused


def _address(row: Row, entries: list[Property]) -> list[Property]:
    postal = [entry for entry in entries if entry.name == "ADR" and any(_split(entry.text))]
    postal.sort(
        key=lambda entry: ("HOME" in entry.types() and "WORK" not in entry.types(), "PREF" not in entry.types())
    )
    if not postal:
        labels = _preferred([entry for entry in entries if entry.name == "LABEL"])
        if labels:
            row["address"] = _text(labels[0].text).replace("\n", " ")
        return labels[1:]
    box, extended, street, city, region, code, country = [*_split(postal[0].text), *[""] * 7][:7]
    street, _break, below = street.partition("\n")
    building = " ".join(part.replace("\n", " ").strip() for part in (below, extended, box) if part.strip())
    japanese = bool(CJK.search(street + city + region))
    row.update(postal_code=code, country=country)
    if city or region:
        row.update(prefecture=region, city=city, street=street.strip(), building=building)
    whole = f"{region}{city}{street}" if japanese else ", ".join(part for part in (street, city, region) if part)
    row["address"] = f"{whole} {building}".strip() if japanese else ", ".join(p for p in (building, whole) if p)
    return postal[1:]


def _links(row: Row, entries: list[Property]) -> list[Property]:
    unused = []
    for entry in _preferred(entries):
        text = _text(entry.text)
        field = "sns" if entry.name == "X-SOCIALPROFILE" or SOCIAL.search(text) else "url"
        if row.get(field):
            unused.append(entry)
        else:
            row[field] = text
    return unused
