"""Fitting values to the columns a list has: whole or parted names and addresses, opt-outs of either sense."""

import re
from collections.abc import Collection, Mapping

from leadlist.fields import CHANNELS
from leadlist.locale import _
from leadlist.normalizers import addresses
from leadlist.permission import refuses

SLOTS = {
    "email": ("email", "email_2", "email_3"),
    "phone": ("phone", "phone_2"),
}
"""Fields that have room for several values of one cell."""
NAMES = {
    "name": ("family_name", "middle_name", "given_name"),
    "name_kana": ("family_name_kana", "given_name_kana"),
}
PLACES = ("prefecture", "city", "street", "building")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
STOP = {"ja": "停止", "en": "opted out"}
NO = {"ja": "不可", "en": "no"}

Values = dict[str, str]


def fitted(values: Values, have: Collection[str], language: str) -> tuple[Values, dict[str, str]]:
    """The values under the fields a list has columns for (`have`), and what became doubtful by that.

    Nothing is lost: a part goes into its whole, a whole is parted where that is certain, and what fits nowhere keeps
    its own field, for which a column is then added.
    """
    result = dict(values)
    doubts: dict[str, str] = {}
    for whole, parts in NAMES.items():
        doubts.update(_fit_name(result, whole, parts, have))
    _fit_address(result, have)
    _fit_phone(result, have)
    _fit_permission(result, have, language)
    return {name: text for name, text in result.items() if text}, doubts


def followed(doubts: Mapping[str, str], values: Values) -> dict[str, str]:
    """Doubts under the fields that hold the values now: of a whole that was parted, they fall on each part."""
    found = dict(doubts)
    for whole, parts in (*NAMES.items(), ("address", PLACES)):
        if whole in found and whole not in values:
            reason = found.pop(whole)
            found.update({part: reason for part in parts if part in values})
    return found


def full_name(family: str, middle: str, given: str) -> str:
    """A name from its parts, in the order of its script."""
    parts = (given, middle, family) if LATIN.search(family + given) else (family, middle, given)
    return " ".join(part for part in parts if part)


def _fit_name(values: Values, whole: str, parts: tuple[str, ...], have: Collection[str]) -> dict[str, str]:
    family, given = parts[0], parts[-1]
    middle = values.get("middle_name", "") if whole == "name" else ""
    if not values.get(whole) and (values.get(family) or values.get(given)):
        values[whole] = full_name(values.get(family, ""), middle, values.get(given, ""))
    if not values.get(whole):
        return {}
    if whole in have or not (family in have and given in have):
        for part in parts:
            if part not in have:
                values.pop(part, None)
        return {}
    if values.get(family) or values.get(given):
        values.pop(whole)
        return {}
    words = values[whole].split()
    if len(words) == 2:
        values[family], values[given] = words if not LATIN.search(values[whole]) else reversed(words)
        values.pop(whole)
        return {family: _("the name was parted at its blank")} if LATIN.search(values[family]) else {}
    if whole != "name":
        return {}
    values[family] = values.pop(whole)
    return {family: _("the name could not be parted")}


def _fit_address(values: Values, have: Collection[str]) -> None:
    parted = any(values.get(part) for part in PLACES[:3])
    if "address" not in have and any(part in have for part in PLACES[:3]):
        if not parted and values.get("address"):
            found = addresses.parse(values["address"])
            if found.certain and found.city:
                street, _blank, building = f"{found.town}{found.rest}".partition(" ")
                pieces = (found.prefecture, found.city, *((street, building) if "building" in have else ()))
                whole = () if "building" in have else (f"{found.town}{found.rest}",)
                values.update(zip(PLACES, (*pieces, *whole), strict=False))
                parted = True
        if parted:
            values.pop("address", None)
        return
    if parted and (not values.get("address") or "building" in have):
        values["address"] = _joined(values, PLACES[:3] if "building" in have else PLACES)
    elif "building" not in have and values.get("building", "") not in values.get("address", ""):
        values["address"] = f"{values.get('address', '')} {values['building']}".strip()
    if values.get("address"):
        for part in PLACES:
            if part not in have:
                values.pop(part, None)


def _fit_phone(values: Values, have: Collection[str]) -> None:
    """A list with one column for numbers gets the one number there is, whatever an app calls it."""
    for other in ("phone_company", "phone_direct", "phone_2"):
        if "phone" in have and other not in have and values.get(other) and not values.get("phone"):
            values["phone"] = values.pop(other)


def _joined(values: Values, parts: tuple[str, ...]) -> str:
    """An address in one piece: large to small without blanks in Japanese, small to large with commas elsewhere."""
    prefecture, city, street = (values.get(part, "") for part in PLACES[:3])
    building = values.get("building", "") if "building" in parts else ""
    if not (prefecture + city + street).isascii() and not LATIN.search(city):
        return f"{prefecture}{city}{street} {building}".strip()
    return ", ".join(part for part in (building, street, city, prefecture) if part)


def refusal(channel: str, have: Collection[str], language: str) -> tuple[str, str]:
    """The field in which a list with the fields `have` says no on a channel, and the text that says it."""
    stop, wants = f"opt_out_{channel}", f"subscribe_{channel}"
    return (wants, NO[language]) if wants in have and stop not in have else (stop, STOP[language])


def _fit_permission(values: Values, have: Collection[str], language: str) -> None:
    """An opt-out lands in the column the list has for it, whichever sense that has; a consent never crosses over."""
    for channel in CHANNELS:
        stop, since, wants = f"opt_out_{channel}", f"opt_out_{channel}_on", f"subscribe_{channel}"
        if not (values.get(stop) or values.get(since) or values.get(wants)):
            continue
        refused = any(values.get(name) and refuses(name, values[name]) for name in (stop, since, wants))
        place, no = refusal(channel, have, language)
        if refused and not (values.get(place) and refuses(place, values[place])):
            values[place] = no
        for name, other in ((stop, wants), (wants, stop)):
            if name not in have and (other == place if refused else other in have):
                values.pop(name, None)
