"""Which columns of a list are compared, as what kind, and with which match keys."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from leadlist.fields import FIELDS, Group, Kind
from leadlist.leads import ColumnRef, LeadList, Spread
from leadlist.matching.columns import MatchColumn
from leadlist.matching.name_parts import is_cjk
from leadlist.matching.packed import Packed
from leadlist.matching.spelt import Places, Spelt, numbered
from leadlist.normalizers.columns import match_keys
from leadlist.normalizers.streets import plain_street_keys
from leadlist.operations.deduplicate.checking import kinds_here
from leadlist.operations.deduplicate.compared import BOTH, columns_of
from leadlist.operations.deduplicate.sounds import with_sounds
from leadlist.operations.deduplicate.spelling import one_a_cell, wider_keys, with_places_of_forms, with_readings
from leadlist.rules import Rules

NOT_COMPARED = frozenset(
    {"honorific", "name_suffix", "phone_ext", "industry", "employees", "revenue", "capital", "established"}
    | {"fiscal_month", "representative", "business", "country", "sns", "company_kana"}
)
"""Fields of a person, company or address that say too little, or about somebody else."""

GROUP_OF_KIND = {
    Kind.COMPANY: Group.COMPANY,
    Kind.URL: Group.COMPANY,
    Kind.ADDRESS: Group.ADDRESS,
    Kind.POSTAL_CODE: Group.ADDRESS,
    Kind.TEXT: Group.LEAD,
    Kind.CATEGORY: Group.LEAD,
}
WRITTEN_KINDS = frozenset((Kind.DATE, Kind.PHONE, Kind.POSTAL_CODE, Kind.CODE, Kind.EMAIL, Kind.ADDRESS, Kind.URL))
"""Kinds whose broken values still show by their characters what was meant."""


_TELLING = re.compile("[0-9@]")
PLACES = (Kind.ADDRESS, Kind.POSTAL_CODE)
"""Kinds whose keys need the postal data; they come first, so that one process reads it."""

WHOLE_NAMES = {"name": ("family_name", "given_name"), "name_kana": ("family_name_kana", "given_name_kana")}
"""Fields that are compared as one: 姓 and 名 agree or differ together, and セイ says the same as 姓."""
STREETS = ("street", "building", "city")
PART = 5_000  # values that are worked on at once: enough to outweigh sending them to another process


class KeyPart(NamedTuple):
    """Some distinct values of one column. `served` names the field, or the kind, whose match keys they get."""

    column: ColumnRef
    served: str
    kind: Kind
    values: Sequence[str]
    rules: Rules


MakeKeys = Spread[KeyPart, list[str]]
"""`map`, or one that makes match keys in other processes too."""


def match_columns(leads: LeadList, rules: Rules, spread: MakeKeys = map) -> list[MatchColumn]:
    """The columns to compare. Cells that the card import marked as doubtful have no key. `spread` makes the match keys.

    Raises UserError where `[match.kinds]` names a kind that does not exist.
    """
    leads, chosen = in_memory(leads, rules), _chosen(leads, rules)
    texts: dict[ColumnRef, Sequence[str]] = {column: leads.columns[column] for column, _name, _kind in chosen}
    own = {column: name for name, column in columns_of(leads.headings).items()}
    headings = {column: own.get(column, name) for column, name, _kind in chosen}
    for whole, parts in WHOLE_NAMES.items():
        at = [next((c for c, name, kind in chosen if name == part and not kind), None) for part in parts]
        family, given = at
        if family is None or given is None or any(name == whole for _column, name, _kind in chosen):
            continue
        column = ColumnRef(len(leads.headings) + len(texts))
        both = zip((family, given), parts, strict=True)
        texts[column] = whole_names(*(_certain(leads, name, texts[part]) for part, name in both))
        headings[column] = BOTH.join((headings[family], headings[given]))
        chosen = [(column, whole, None) if c == family else (c, name, kind) for c, name, kind in chosen if c != given]
    each: dict[ColumnRef, tuple[list[str], Places]] = {}

    def parts_of() -> Iterator[KeyPart]:
        """Of one column after the other, so that the first keys are made while the next texts are numbered."""
        for column, name, kind in sorted(chosen, key=lambda one: (one[2] or FIELDS[one[1]].kind) not in PLACES):
            each[column] = numbered(texts[column])
            yield from _parts(each[column][0], column, name, kind, rules)

    keys = _keys(parts_of(), spread)
    found: list[MatchColumn] = []
    for column, name, kind in chosen:
        values, (distinct, places) = texts[column], each.pop(column)
        certain = _certain(leads, name, Spelt(distinct, keys.pop(column, []), places))
        found.append(MatchColumn(headings[column], kind or FIELDS[name].kind, _group(name, kind), values, certain))
    return with_places_of_forms(with_readings(with_sounds(one_a_cell(found))))


def whole_names(families: Sequence[str], givens: Sequence[str]) -> list[str]:
    """Names of one column from those of two, the family name first where it is in kana or kanji."""
    written: dict[tuple[str, str], str] = {}
    for family, given in zip(families, givens, strict=True):
        if (family, given) not in written:
            parts = (family, given) if is_cjk(family or given) else (given, family)
            written[family, given] = " ".join(part.strip() for part in parts if part.strip())
    return [written[pair] for pair in zip(families, givens, strict=True)]


Chosen = tuple[ColumnRef, str, Kind | None]
"""A column that is compared, its field, and the kind the rules give it."""


def in_memory(leads: LeadList, rules: Rules) -> LeadList:
    """The list with the columns that are compared in memory, where it is not held; raises as `match_columns`."""
    doubts = [leads.fields[name] for name in ("doubtful",) if name in leads.fields]
    return leads.coded([*(column for column, _name, _kind in _chosen(leads, rules)), *doubts])


def _chosen(leads: LeadList, rules: Rules) -> list[Chosen]:
    kinds = kinds_here(rules, leads.headings)
    return [
        (ColumnRef(at), leads.field_of(ColumnRef(at)), kinds.get(heading))
        for at, heading in enumerate(leads.headings)
        if heading in kinds or _compared(leads.field_of(ColumnRef(at)))
    ]


def _group(name: str, kind: Kind | None) -> Group:
    """What a column is evidence for: its field says so, unless the rules give it a kind that names something else."""
    if name and (kind in (None, FIELDS[name].kind) or kind in (Kind.TEXT, Kind.CATEGORY)):
        return FIELDS[name].group
    return GROUP_OF_KIND.get(kind or Kind.TEXT, Group.PERSON)


def _compared(name: str) -> bool:
    groups = (Group.PERSON, Group.COMPANY, Group.ADDRESS)
    return name in FIELDS and FIELDS[name].group in groups and name not in NOT_COMPARED


def _parts(values: Sequence[str], column: ColumnRef, name: str, kind: Kind | None, rules: Rules) -> Iterator[KeyPart]:
    """The distinct values of a column, in parts."""
    served = name if name and kind in (None, FIELDS[name].kind) else str(kind)
    for start in range(0, len(values), PART):
        yield KeyPart(column, served, kind or FIELDS[name].kind, Packed(values[start : start + PART]), rules)


def _keys(parts: Iterator[KeyPart], spread: MakeKeys) -> dict[ColumnRef, list[str]]:
    """The match keys of the distinct values, by column."""
    columns: list[ColumnRef] = []

    def told() -> Iterator[KeyPart]:
        for part in parts:
            columns.append(part.column)
            yield part

    keys: dict[ColumnRef, list[str]] = {}
    for column, made in zip(columns, list(spread(keys_of, told())), strict=True):
        keys.setdefault(column, []).extend(made)
    return keys


def keys_of(part: KeyPart) -> list[str]:
    """The match keys of a part's values."""
    keys = plain_street_keys(part.values) if part.served in STREETS else {}  # what `wider_key` would come to
    all_others = not keys and "" not in part.values
    others = part.values if all_others else [value for value in part.values if value and value not in keys]
    made = match_keys(part.served, others, part.rules)
    wider = wider_keys(part.kind, made, others)
    if "" in made and part.kind in WRITTEN_KINDS:
        each = zip(wider, made, others, strict=True)
        wider = [wide if key else _letters(part.kind, value) for wide, key, value in each]
    if all_others:
        return Packed(wider)
    keys |= zip(others, wider, strict=True)
    return Packed(map(keys.get, part.values, repeat("")))


def _letters(kind: Kind, value: str) -> str:
    """What stands for a value that has no match key: its letters and digits, if they tell what was meant."""
    folded = value.lower() if value.isascii() else unicodedata.normalize("NFKC", value).casefold()
    plain = re.sub(r"[^\w@.]", "", folded)
    if kind in (Kind.DATE, Kind.CODE):  # a birthday in three columns: its day is a value as well
        return plain
    told = _TELLING.search(plain) if plain.isascii() else any(c.isdigit() or c == "@" for c in plain)
    return plain if len(plain) >= 3 and told else ""


def _certain(leads: LeadList, name: str, keys: Sequence[str]) -> Sequence[str]:
    """Keys without those of cells whose row says that this field has to be checked."""
    doubts = leads.values("doubtful") if "doubtful" in leads.fields and name else ()
    if not any(doubts):
        return keys
    words = {name, FIELDS[name].ja, FIELDS[name].en}
    own = leads.headings[leads.fields[name]] if name in leads.fields else name
    doubted = {
        doubt: any(told == own or any(word in told for word in words) for told in _told(doubt)) for doubt in set(doubts)
    }
    return ["" if doubted[doubt] else key for key, doubt in zip(keys, doubts, strict=True)]


def _told(doubt: str) -> list[str]:
    """What each part of a cell of 要確認 is about: of "氏名: …" the name, not what is said of it."""
    return [re.split("[:：]", part, maxsplit=1)[0] for part in doubt.split("; ")]
