"""The golden record of a cluster: what the survivor's cells hold after a merge. No permission is widened."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from leadlist.fields import FIELDS, Group
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.matching.survivorship import Claim, survive
from leadlist.operations.deduplicate.checking import KEEP, KEEP_ALL, KEEP_LOG
from leadlist.operations.parties import consent_columns
from leadlist.permission import newest, strictest
from leadlist.provenance import COLUMNS, line, merged, of_row, source_kind
from leadlist.recognition.words import key
from leadlist.rules import Rules
from leadlist.rules.days import read_day

UNITS: tuple[tuple[str, ...], ...] = (
    ("postal_code", "prefecture", "city", "street", "address", "building", "country"),
    ("company", "company_kana", "company_en", "corporate_number", "invoice_number"),
    ("department", "title"),
    ("name", "family_name", "given_name", "middle_name", "honorific", "name_suffix"),
    ("name_kana", "family_name_kana", "given_name_kana"),
)
"""Fields that mean something only together and are taken from one record."""

FIXED = {
    "lead_id": "survivor",
    "created_on": "earliest",
    "external_id": "complete",
    "doubtful": "all",
    "note": "all",
    "bounce": "recent",
}
"""Rules that go before `default`; a rule for the field itself goes before them."""

NEVER_LOST = frozenset(("lead_id", "created_on", "updated_on", "doubtful"))
COMPUTED = frozenset((Group.PERMISSION, Group.PROVENANCE, Group.CONTACT))
"""What stays out of the note: values that a merge computes from all records, or joins anyway."""

LIFE_SIGNS = ("updated_on", "last_inbound_on", "acquired_on", "created_on", "consent_on")
CONSENT = ("consent", "consent_on", "consent_how", "policy_version")


def golden_record(
    leads: LeadList,
    rules: Rules,
    rows: Sequence[RowRef],
    survivor: RowRef,
    today: date | None = None,
    own: Mapping[ColumnRef, str] = MappingProxyType({}),
) -> dict[ColumnRef, tuple[str, str]]:
    """The survivor's cells that change: their new text and the rule that chose it.

    `own` are values that a person wrote; `today` goes into `updated_on` where the list has it.
    """
    chosen = {
        column: (text, f"survivorship.{rule}")
        for column, (text, rule) in _by_rules(leads, rules, rows, survivor).items()
    }
    note = leads.fields.get("note")
    if note is not None and (lost := losers(leads, rules, rows, survivor)):
        text, _rule = chosen[note]
        parts = [part for part in (text, lost) if part and lost not in text] or [text]
        chosen[note] = "\n".join(parts), f"survivorship.{KEEP}"
    chosen |= {column: (text, "review") for column, text in own.items()}
    updated = leads.fields.get("updated_on")
    if today is not None and updated is not None:
        chosen[updated] = today.isoformat(), "updated_on"
    return {column: kept for column, kept in chosen.items() if kept[0] != leads.cell(survivor, column)}


def losers(leads: LeadList, rules: Rules, rows: Sequence[RowRef], survivor: RowRef) -> str:
    """The values that a golden record does not keep, as a note: 「電話番号: 03-1111-2222; 役職: 課長」.

    Empty unless `keep = "all"`. What differs from the value kept in width, case or blanks only has not lost.
    """
    if rules.match.survivorship.get(KEEP, KEEP_LOG) != KEEP_ALL:
        return ""
    kept = _by_rules(leads, rules, rows, survivor)
    lost: list[str] = []
    for column, (text, _rule) in kept.items():
        name = leads.field_of(column)
        if name in NEVER_LOST or (name and FIELDS[name].group in COMPUTED):
            continue
        heading = " ".join(leads.headings[column].split())
        have = {_folded(text), ""}
        for row in rows:
            other = leads.cell(row, column)
            if _folded(other) not in have and not _joined(text) >= _joined(other):
                have.add(_folded(other))
                lost.append(f"{heading}: {other}")
    return "; ".join(lost)


def _joined(text: str) -> set[str]:
    """The values that the rule "all" has joined in a text."""
    return set(text.split("; "))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _by_rules(
    leads: LeadList, rules: Rules, rows: Sequence[RowRef], survivor: RowRef
) -> dict[ColumnRef, tuple[str, str]]:
    """Every column's text and the rule that chose it."""
    claims = {row: _claim(leads, rules, row, survivor) for row in rows}
    units = _units(leads, rules, rows, claims)
    names = {column: name for name, column in leads.fields.items()}
    consents = consent_columns(rules)
    chosen: dict[ColumnRef, tuple[str, str]] = {}
    for position in range(len(leads.headings)):
        column = ColumnRef(position)
        name = names.get(column, "")
        texts = [leads.cell(row, column) for row in rows]
        if key(leads.headings[position]) in consents:  # to be given to somebody: a merge never widens it
            chosen[column] = strictest("consent", texts), "permission"
        else:
            chosen[column] = units.get(name) or _kept(leads, rules, name, rows, texts, claims, survivor)
    return chosen


def acquisitions(leads: LeadList, rows: Sequence[RowRef]) -> str:
    """The lines of 取得履歴 that a merge of these rows keeps."""
    return merged(line(entry) for row in rows for entry in of_row(leads, row))


def _claim(leads: LeadList, rules: Rules, row: RowRef, survivor: RowRef) -> Claim:
    days = [read_day(leads.value(row, name)) for name in LIFE_SIGNS if name in leads.fields]
    source = rules.sources.get(source_kind(rules, leads.value(row, "source")))
    return Claim(
        "",
        max((day.isoformat() for day in days if day), default=""),
        source.trust if source else 0,
        filled(leads, row),
        -1 if row == survivor else row,
    )


def filled(leads: LeadList, row: RowRef) -> int:
    """How many cells of a row have a text."""
    return sum(bool(column[row]) for column in leads.columns)


def _units(
    leads: LeadList, rules: Rules, rows: Sequence[RowRef], claims: Mapping[RowRef, Claim]
) -> dict[str, tuple[str, str]]:
    """Values of the fields that are taken together: those of the record whose value of the unit's leading field
    survives and that has most of the unit; of consent, those of the strictest."""
    kept: dict[str, tuple[str, str]] = {}
    for unit in UNITS:
        present = [name for name in unit if name in leads.fields and not _all_kept(rules, name)]
        if len(present) < 2:
            continue
        rule = next((rules.match.survivorship[name] for name in present if name in rules.match.survivorship), "")
        rule = rule or rules.match.survivorship.get("default", "recent")
        best = _leader(leads, rule, present, rows, claims)
        kept |= {name: (leads.value(best, name), rule) for name in present}
    if "consent" in leads.fields:
        strict = strictest("consent", [leads.value(row, "consent") for row in rows])
        same = [row for row in rows if leads.value(row, "consent") == strict]
        best = max(same, key=lambda row: (claims[row].day, claims[row].filled, -claims[row].order))
        kept |= {name: (leads.value(best, name), "permission") for name in CONSENT if name in leads.fields}
    return kept


def _all_kept(rules: Rules, name: str) -> bool:
    """True for a field of which the rules name that all values are kept: no one record has them."""
    return rules.match.survivorship.get(name) == "all"


def _leader(
    leads: LeadList, rule: str, unit: Sequence[str], rows: Sequence[RowRef], claims: Mapping[RowRef, Claim]
) -> RowRef:
    """The record a unit is taken from: of those with most of its fields, the one the rule chooses."""
    have = {row: sum(bool(leads.value(row, name)) for name in unit) for row in rows}
    most = [row for row in rows if have[row] == max(have.values())]
    joined = {row: "\x1f".join(leads.value(row, name) for name in unit) for row in most}
    text = survive("recent" if rule == "all" else rule, [claims[row]._replace(text=joined[row]) for row in most])
    return next((row for row in most if joined[row] == text), most[0])


def _kept(
    leads: LeadList,
    rules: Rules,
    name: str,
    rows: Sequence[RowRef],
    texts: Sequence[str],
    claims: Mapping[RowRef, Claim],
    survivor: RowRef,
) -> tuple[str, str]:
    """The text a column keeps, and the rule that chose it."""
    if name and FIELDS[name].group is Group.PERMISSION:
        return (newest(texts) if name.endswith("_on") else strictest(name, texts)), "permission"
    if name == "provenance":
        return acquisitions(leads, rows), "provenance"
    if name and FIELDS[name].group is Group.CONTACT:
        return newest(texts), "newest"
    if name in COLUMNS or name == "purpose":
        return _newest_acquisition(leads, name, rows, claims), "provenance"
    held = _held(rules, name, texts)
    if held:
        return held, "retention.keep"
    rule = rules.match.survivorship.get(name) or FIXED.get(name) or rules.match.survivorship.get("default", "recent")
    if not name:
        rule = "complete"
    if rule == "survivor":
        return texts[rows.index(survivor)], rule
    return survive(rule, [claims[row]._replace(text=text) for row, text in zip(rows, texts, strict=True)]), rule


def _newest_acquisition(leads: LeadList, name: str, rows: Sequence[RowRef], claims: Mapping[RowRef, Claim]) -> str:
    """The value of the newest acquisition that is shown by the columns; all of one record, never mixed."""
    have = [row for row in rows if any(leads.value(row, column) for column in COLUMNS)] or list(rows)

    def age(row: RowRef) -> tuple[str, int, int]:
        day = read_day(leads.value(row, "acquired_on"))
        return day.isoformat() if day else "", claims[row].filled, -claims[row].order

    return leads.value(max(have, key=age), name)


def _held(rules: Rules, name: str, texts: Sequence[str]) -> str:
    """A value that a keep rule of the retention protects: a customer stays a customer."""
    for rule in rules.retention.keep.values():
        if rule.field == name:
            wanted = {value.casefold() for value in rule.values}
            for text in texts:
                if text and text.strip().casefold() in wanted:
                    return text
    return ""
