"""Normalizers: what may be written for a value, and what may only be compared. Pure functions, one a kind of value.

`NORMALIZERS`, `MATCH_KEYS`, `LOOSE_KEYS` and `SPLITTERS` say which function serves which field or kind of field; a
field's own entry goes before its kind's. Every normalizer is idempotent and gives what it does not know back unchanged.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from leadlist.fields import FIELDS
from leadlist.normalizers import (
    addresses,
    companies,
    dates,
    emails,
    names,
    phones,
    postal,
    registration,
    splitting,
    titles,
    urls,
)
from leadlist.rules import Rules, load_rules

Normalizer = Callable[[str, Rules], str]
Splitter = Callable[[str, Rules], tuple[str, dict[str, str]]]
Served = TypeVar("Served")

NORMALIZERS: dict[str, Normalizer] = {
    "person_name": names.write_name,
    "kana": names.write_kana,
    "company": companies.write_company,
    "email": emails.write_email,
    "phone": phones.write_phone,
    "fax": phones.write_fax,
    "date": dates.write_date,
    "address": addresses.write_address,
    "postal_code": postal.write_postal,
    "url": urls.write_url,
    "text": titles.write_text,
    "category": titles.write_text,
    "city": addresses.write_part,
    "street": addresses.write_part,
    "building": addresses.write_building,
    "department": titles.write_title,
    "title": titles.write_title,
    "phone_ext": registration.write_code,
    "corporate_number": registration.write_corporate_number,
    "invoice_number": registration.write_invoice_number,
    "note": titles.write_prose,
    "business": titles.write_prose,
    "sns": titles.write_prose,
}

MATCH_KEYS: dict[str, Normalizer] = {
    "person_name": names.name_key,
    "kana": names.kana_key,
    "company": companies.company_key,
    "email": emails.email_key,
    "phone": phones.phone_key,
    "fax": phones.fax_key,
    "code": registration.code_key,
    "date": dates.date_key,
    "address": addresses.address_key,
    "postal_code": postal.postal_key,
    "url": urls.url_key,
    "text": titles.text_key,
    "category": titles.text_key,
    "prefecture": addresses.prefecture_key,
    "city": addresses.part_key,
    "street": addresses.part_key,
    "building": addresses.part_key,
    "department": titles.title_key,
    "title": titles.title_key,
    "corporate_number": registration.corporate_number_key,
    "invoice_number": registration.invoice_number_key,
}

PLAIN_KEYS: dict[str, Callable[[str, Rules], str | None]] = {
    "email": emails.plain_key,
    "phone": phones.plain_key,
    "fax": phones.plain_key,
    "url": urls.plain_key,
}
"""The match keys of values that are written as most are, worked out at once; None for all others."""

LOOSE_KEYS: dict[str, Normalizer] = {
    "person_name": names.loose_name_key,
    "kana": names.loose_kana_key,
    "company": companies.loose_company_key,
    "email": emails.loose_email_key,
    "url": urls.loose_url_key,
    "address": addresses.loose_address_key,
}

SPLITTERS: dict[str, Splitter] = {
    "name": names.split_name,
    "email": emails.split_email,
    "phone": phones.split_phone,
    "fax": phones.split_fax,
    "postal_code": postal.split_postal,
    "address": splitting.split_address,
    "url": splitting.split_url,
}

LONGEST = 1000
"""Letters of the longest text that is read as one value. A longer one is a note in the wrong column and stays."""

UNTOUCHED = frozenset(
    (
        "lead_id",
        "external_id",
        "provenance",
        "evidence",
        "purpose",
        "consent_how",
        "policy_version",
        "bounce",
        "doubtful",
    )
)
"""Fields that are somebody's record word for word: their text is never rewritten."""


def normalize(field: str, text: str, rules: Rules | None = None) -> str:
    """What may be written for a value of a field; the text unchanged where that is not certain. Idempotent.

    `field` is a name of the table of fields (`phone_direct`) or of a kind (`date`). Raises KeyError for any other.
    """
    write = normalizer(field)
    return settled(write, text, rules or _default_rules()) if write and text else text


def settled(write: Normalizer, text: str, rules: Rules) -> str:
    """What a normalizer gives, and gives again for that; the text itself where it comes to no rest.

    So a text of which one part uncovers the next (`様` behind `御中`) is still written the same in one run as in two.
    """
    if len(text) > LONGEST and write is not titles.write_prose:
        return text
    before, after = text, write(text, rules)
    for _round in range(6):
        if after == before:
            return after
        before, after = after, write(after, rules)
    return text


def match_key(field: str, text: str, rules: Rules | None = None) -> str:
    """What two spellings of the same value share; `""` never matches anything. Never written to a list."""
    return _key(MATCH_KEYS, field, text, rules)


def loose_key(field: str, text: str, rules: Rules | None = None) -> str:
    """A wider key that finds candidates (no tag, no long vowels); the match key where none is wider."""
    return _key(LOOSE_KEYS if serving(LOOSE_KEYS, field) else MATCH_KEYS, field, text, rules)


def split(field: str, text: str, rules: Rules | None = None) -> tuple[str, dict[str, str]]:
    """What stays in the cell, and what belongs into other fields (`山田太郎（ヤマダタロウ）` -> name and name_kana)."""
    splitter = SPLITTERS.get(_splitting(field))
    return splitter(text, rules or _default_rules()) if splitter and 0 < len(text) <= LONGEST else (text, {})


def normalizer(field: str) -> Normalizer | None:
    """The function that writes a field, None for a field that is never rewritten."""
    return None if field in UNTOUCHED else serving(NORMALIZERS, field)


def _key(registry: dict[str, Normalizer], field: str, text: str, rules: Rules | None) -> str:
    make = serving(registry, field)
    if make is None or not 0 < len(text) <= LONGEST:
        return ""
    rules = rules or _default_rules()
    plain = serving(PLAIN_KEYS, field) if registry is MATCH_KEYS else None
    if plain and (found := plain(text, rules)) is not None:
        return found
    return make(normalize(field, text, rules), rules)


def serving(registry: dict[str, Served], field: str) -> Served | None:
    """The entry of a field, or of its kind."""
    if field in registry:
        return registry[field]
    if field not in FIELDS:
        if field in {entry.kind for entry in FIELDS.values()}:
            return None
        raise KeyError(f"no field is called {field!r}")
    return registry.get(FIELDS[field].kind)


def _splitting(field: str) -> str:
    """The splitter's name: every phone field splits as a phone, every mail field as a mail address."""
    if field in SPLITTERS or field not in FIELDS:
        return field
    kind = str(FIELDS[field].kind)
    return kind if kind in ("email", "phone") else field


@cache
def _default_rules() -> Rules:
    return load_rules()
