"""Rows of a source -> values by field, written as the list's rules write them, with what is doubtful about them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadlist.fields import FIELDS, Kind
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import normalize, split
from leadlist.operations.import_.exports import columns_of, refusal_columns
from leadlist.operations.import_.people import UNREAD
from leadlist.operations.import_.values import SLOTS
from leadlist.permission import GROUNDS, refuses
from leadlist.recognition.meanings import meanings
from leadlist.rules import Rules
from leadlist.rules.presets import Preset

MARKS = re.compile(r"['‘’\"“”]?[?？]['‘’\"“”]?を含|再データ化|読み?取り?(不|要)|要確認|未データ化")
"""Headings of an app's own marks for cards it could not read for sure (Eight, Sansan)."""
LABEL = re.compile(r"(?P<slot>.+ \d+) - (?:Label|Type)")
VALUE = re.compile(r"(?P<slot>.+ \d+) - Value")
LABELLED_PHONES = (
    ("fax", "fax"),
    ("mobile", "mobile"),
    ("携帯", "mobile"),
    ("home", "phone_home"),
    ("自宅", "phone_home"),
)
COUNTER = re.compile(r"no\.?|#|№|番号|連番|行|項番|通し番号", re.I)
NOTHING = {"", "0", "false", "no", "いいえ", "なし", "無", "×", "-"}
SEPARATOR = " ::: "  # between several values of one cell in Google's exports


@dataclass
class Incoming:
    """One row of a source. `values` by field, `extras` by the source's own heading; no empty ones in either."""

    batch: str
    number: int
    values: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)  # found in another field's cell: a reading behind the name
    more: list[str] = field(default_factory=list)  # what no field has room for; goes into the note
    doubts: dict[str, str] = field(default_factory=dict)  # field ("" for the whole row) -> reason

    def sure(self, name: str) -> str:
        """A value, or `""` where it is doubtful: such a value is no key."""
        return "" if name in self.doubts else self.values.get(name, "")


@dataclass(frozen=True)
class Reading:
    """How the columns of one source are read."""

    fields: Mapping[ColumnRef, str]
    extras: tuple[ColumnRef, ...]
    marks: tuple[ColumnRef, ...]
    labels: Mapping[ColumnRef, ColumnRef]  # a value's column -> the column of its label
    dropped: tuple[str, ...]  # headings of columns that hold nothing for a list
    refusals: Mapping[ColumnRef, str]  # a further column about permission -> the field it means
    evidence: tuple[ColumnRef, ...]
    consents: Mapping[ColumnRef, str]  # a column that is filled where somebody consented -> the ground


def reading(leads: LeadList, preset: Preset | None = None) -> Reading:
    """Which columns hold fields, marks of doubt, labels, permissions, or something that is kept under its own heading.

    `preset` says what is known about exports of this kind.
    """
    said = preset or Preset("")
    refusals = refusal_columns(leads, preset)
    evidence = columns_of(leads, said.evidence)
    marked = columns_of(leads, said.doubt)
    unwanted = {*columns_of(leads, said.leave_out), *columns_of(leads, said.refusals)}
    consents = {column: ground for ground, heading in said.consent.items() for column in columns_of(leads, [heading])}
    by_column = {leads.fields[name]: name for name in FIELDS if name in leads.fields}  # phone goes before phone_2
    slots = {match["slot"]: ColumnRef(c) for c, text in enumerate(leads.headings) if (match := LABEL.fullmatch(text))}
    marks, extras, dropped = [], [], []
    labels: dict[ColumnRef, ColumnRef] = {}
    for position, heading in enumerate(leads.headings):
        column, plain = ColumnRef(position), unicodedata.normalize("NFKC", heading).strip()
        value = VALUE.fullmatch(heading)
        if value and value["slot"] in slots:
            labels[column] = slots[value["slot"]]
        if column in marked or MARKS.search(plain):
            marks.append(column)
            by_column.pop(column, None)
        elif column in by_column or column in evidence or not any(leads.columns[column]):
            continue
        elif column in unwanted or LABEL.fullmatch(heading) or _counts_rows(plain, leads, column):
            dropped.append(heading)
        else:
            extras.append(column)
    return Reading(by_column, tuple(extras), tuple(marks), labels, tuple(dropped), refusals, tuple(evidence), consents)


def _counts_rows(heading: str, leads: LeadList, column: ColumnRef) -> bool:
    """True for a column that only numbers the source's own rows."""
    texts = [text for text in leads.columns[column] if text]
    return COUNTER.fullmatch(heading) is not None and all(text.isdecimal() for text in texts)


def rows(name: str, leads: LeadList, how: Reading, rules: Rules, *, as_printed: bool = False) -> Iterator[Incoming]:
    """The source's rows with their values normalized (`as_printed`: as they are); a row without any is left empty."""
    for row in leads.rows():
        incoming = Incoming(name, leads.row_numbers[row])
        for column, field_name in how.fields.items():
            text = leads.cell(row, column).strip()
            if text and as_printed:
                incoming.values[field_name] = text
            elif text:
                label = leads.cell(row, how.labels[column]) if column in how.labels else ""
                _take(incoming, _relabelled(field_name, label, incoming), text, rules)
        for name, text in incoming.beside.items():
            incoming.values.setdefault(name, text)
        if incoming.more:
            incoming.values["note"] = " / ".join(filter(None, [incoming.values.get("note"), *incoming.more]))
        _prove(incoming, leads, row, how, rules.language)
        incoming.extras = _extras(incoming, leads, row, how, rules)
        _mark(incoming, leads, row, how)
        yield incoming


def _extras(incoming: Incoming, leads: LeadList, row: RowRef, how: Reading, rules: Rules) -> dict[str, str]:
    """What the columns nobody knows say, by their headings."""
    found = {}
    for column in how.extras:
        heading, text = leads.headings[column], leads.cell(row, column).strip()
        if text and not _said_before(incoming, heading, text, rules):
            found[heading.strip() or _("Column {number}").format(number=column + 1)] = text
    return found


def _said_before(incoming: Incoming, heading: str, text: str, rules: Rules) -> bool:
    """Whether a further column for a field says what the field says: Company beside Company Name in HubSpot."""
    names = {meaning.field for meaning in meanings(heading)} & incoming.values.keys()
    return any(normalize(name, text, rules) == incoming.values[name] for name in names)


def _relabelled(field_name: str, label: str, incoming: Incoming) -> str:
    """A number's field by the label beside it: `Phone 1 - Label` says Mobile, Work Fax …"""
    if label and FIELDS[field_name].kind is Kind.PHONE:
        for word, other in LABELLED_PHONES:
            if word in label.casefold() and not incoming.values.get(other):
                return other
    return field_name


def _take(incoming: Incoming, field_name: str, text: str, rules: Rules) -> None:
    values = incoming.values
    if field_name == "tags":
        groups = [part.strip() for part in text.split(SEPARATOR)]
        values["tags"] = ", ".join(part for part in groups if part and not part.startswith("* "))
        return
    rest, others = split(field_name, text, rules)
    for other, more in others.items():
        incoming.beside.setdefault(other, normalize(other, more, rules))
    for part in rest.split(SEPARATOR):
        written = normalize(field_name, part.strip(), rules)
        for single in written.split("; ") if field_name in SLOTS else [written]:
            _place(incoming, field_name, single, rules.language)


def _place(incoming: Incoming, field_name: str, text: str, language: str) -> None:
    slots = SLOTS.get(field_name, (field_name,))
    if any(incoming.values.get(slot) == text for slot in slots):
        return
    place = next((slot for slot in slots if not incoming.values.get(slot)), None)
    if place:
        incoming.values[place] = text
    else:  # more numbers than the list has room for
        incoming.more.append(f"{FIELDS[field_name].heading(language)}: {text}")


def _prove(incoming: Incoming, leads: LeadList, row: RowRef, how: Reading, language: str) -> None:
    """What else the app says about consent: who refused elsewhere, who signed up and what proves it."""
    values = incoming.values
    for column, name in how.refusals.items():
        text = leads.cell(row, column).strip()
        if text and refuses(name, text) and not refuses(name, values.get(name, "")):
            values[name] = text
    for column, code in how.consents.items():
        if leads.cell(row, column).strip():
            values.setdefault("consent", GROUNDS[code][language != "ja"])
    proofs = [
        f"{leads.headings[column]} {text}" for column in how.evidence if (text := leads.cell(row, column).strip())
    ]
    if proofs:
        values["evidence"] = ", ".join([*filter(None, [values.get("evidence")]), *proofs])


_LABELS = {label: name for name, known in FIELDS.items() for label in (known.ja, known.en)}


def _mark(incoming: Incoming, leads: LeadList, row: RowRef, how: Reading) -> None:
    """Note what the app itself was not sure of. A value with a mark in it is kept, but is no key."""
    for column in how.marks:
        text = leads.cell(row, column).strip()
        if text.casefold() not in NOTHING:
            marked = _("the app marks it: {heading}").format(heading=leads.headings[column])
            incoming.doubts |= _own_doubts(text) or {"": marked}
    for name, text in incoming.values.items():
        kind = FIELDS[name].kind
        if kind not in (Kind.TEXT, Kind.CATEGORY, Kind.URL, Kind.CODE) and UNREAD.search(text):
            incoming.doubts[name] = _("a character could not be read")
    incoming.values = {name: text for name, text in incoming.values.items() if text}


def _own_doubts(text: str) -> dict[str, str]:
    """Field -> reason of a 要確認 as another list of ours has it, under `""` what names none; nothing of an app's."""
    told: dict[str, str] = {}
    rest = []
    for part in text.split("; "):
        label, _colon, reason = part.partition(": ")
        if reason and label in _LABELS:
            told[_LABELS[label]] = reason
        else:
            rest.append(part)
    return told | {"": "; ".join(rest)} if told and rest else told
