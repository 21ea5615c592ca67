"""One lead as it will be: what the list says now, and what an incoming row adds to it. Nothing is emptied."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from leadlist import provenance
from leadlist.fields import CHANNELS, FIELDS, Group, Kind, fields_of_kind
from leadlist.normalizers import match_key, normalize
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.values import SLOTS, refusal
from leadlist.permission import newest, refuses
from leadlist.provenance import COLUMNS, Acquisition
from leadlist.rules import Rules
from leadlist.rules.days import latest_day, read_day

EXTRA = "*"  # before a key that is no field but a heading of the source
FORMER = {"ja": "旧: {texts}", "en": "formerly: {texts}"}
NEWEST = ("last_inbound_on", "last_outbound_on", "last_contact_on")
OWN = {*COLUMNS, "provenance", "lead_id", "created_on", "updated_on", "doubtful", "consent_on", "policy_version"}
"""Fields with rules of their own; merging values leaves them alone."""
PARTED = (("family_name", "given_name"), ("family_name_kana", "given_name_kana"))
HISTORY = {"company", "title", "department"}  # a changed one is kept in the note
PERMISSION = {name for name, entry in FIELDS.items() if entry.group is Group.PERMISSION}
SALES = {name for name, entry in FIELDS.items() if entry.group is Group.LEAD} | {"external_id", "bounce"}
"""What the people who work with the list fill in; an import only ever fills the empty ones."""


@dataclass
class Draft:
    """A lead being changed. `before` reads a field (or EXTRA + heading) as it is in the list, `""` for a new lead."""

    before: Callable[[str], str]
    known: bool
    cells: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)

    def get(self, key: str) -> str:
        """The text as it is so far."""
        return self.cells[key] if key in self.cells else self.before(key)

    def put(self, key: str, text: str) -> None:
        """Set a text; an empty one never replaces anything."""
        if text and text != self.get(key):
            self.cells[key] = text

    def fill(self, key: str, text: str) -> None:
        """Set a text where there is none."""
        if not self.get(key):
            self.put(key, text)

    def refused(self, channel: str = "") -> bool:
        """Whether a cell of the lead refuses: on one channel (its opt-out date aside), or on any."""
        names = (f"opt_out_{channel}", f"subscribe_{channel}") if channel else PERMISSION
        return any((text := self.get(name)) and refuses(name, text) for name in names)


def acquisitions(draft: Draft) -> list[Acquisition]:
    """How the lead was taken in so far: its 取得履歴, or what its columns show."""
    if history := provenance.parse(draft.get("provenance")):
        return history
    shown = Acquisition(*(draft.get(name) for name in COLUMNS))
    return provenance.parse(provenance.line(shown)) if any(shown) else []


def day_of(acquisition: Acquisition) -> date | None:
    """When it was, if it says."""
    return latest_day(acquisition.on)


def is_fresher(new: Acquisition, old: Collection[Acquisition], trust: Callable[[str], int]) -> bool:
    """Whether values of `new` may replace those in the list: later than every dated acquisition, and from a source
    that is trusted at least as much as the latest. A list that does not say its dates keeps its values.
    """
    day = day_of(new)
    dated = [(known, entry) for entry in old if (known := day_of(entry))]
    if day is None or not dated:
        return False
    last, latest = max(dated, key=lambda pair: pair[0])
    return day > last and trust(new.source) >= trust(latest.source)


def take_values(draft: Draft, incoming: Incoming, fresher: bool, rules: Rules) -> None:
    """Fill what is empty, and replace what is older; what stays although the source says otherwise is in `kept`."""
    for name in FIELDS:
        text = incoming.values.get(name, "")
        if not text or name in OWN or name in PERMISSION:
            continue
        old = draft.get(name)
        if not old:
            if not _stands_elsewhere(draft, name, text, rules) and _completes(draft, name, incoming.values):
                draft.put(name, text)
        elif name == "note":
            draft.put(name, old if text in old else f"{old} / {text}")
        elif name == "tags":
            draft.put(name, _union(old, text))
        elif name in NEWEST:
            draft.put(name, newest([old, text]))
        elif not _same(name, old, text, rules):
            _replace(draft, name, text, fresher and name not in incoming.doubts, rules)
    for heading, text in incoming.extras.items():
        draft.fill(EXTRA + heading, text)
    if draft.former:
        remark = FORMER[rules.language].format(texts=" ".join(draft.former))
        note = draft.get("note")
        draft.put("note", note if remark in note else f"{note} / {remark}" if note else remark)


def _replace(draft: Draft, name: str, text: str, allowed: bool, rules: Rules) -> None:
    kind = FIELDS[name].kind
    old = draft.get(name)
    if kind in (Kind.PERSON_NAME, Kind.KANA) and FIELDS[name].group is Group.PERSON:
        # The keys say it is the same person: only a whole name that says more replaces one.
        whole = name in ("name", "name_kana", "name_en")
        if whole and match_key(name, text, rules).startswith(match_key(name, old, rules)):
            draft.put(name, text)
        return
    if name in SALES or not allowed:
        draft.kept.append(name)
        return
    draft.put(name, text)
    if name in SLOTS["email"] and (free := next((slot for slot in SLOTS["email"] if not draft.get(slot)), None)):
        draft.put(free, old)  # who comes back with the old address is still known, and an opt-out with them
    if name in HISTORY and draft.known:
        draft.former.append(old)


def _completes(draft: Draft, name: str, new: Mapping[str, str]) -> bool:
    """Whether a part of a name may be filled in: not beside the part of another name."""
    parts = next((group for group in PARTED if name in group), ())
    return all(not draft.get(part) or draft.get(part) == new.get(part) for part in parts if part != name)


def _stands_elsewhere(draft: Draft, name: str, text: str, rules: Rules) -> bool:
    """Whether a number or address is in another column for numbers or addresses already."""
    if FIELDS[name].kind not in (Kind.PHONE, Kind.EMAIL) or name == "fax":
        return False
    key = match_key(name, text, rules)
    others = [other for other in fields_of_kind(FIELDS[name].kind) if other not in (name, "fax")]
    return bool(key) and any(key == match_key(other, old, rules) for other in others if (old := draft.get(other)))


def _same(name: str, old: str, text: str, rules: Rules) -> bool:
    if old == text or normalize(name, old, rules) == text:
        return True
    key = match_key(name, old, rules)
    return bool(key) and key == match_key(name, text, rules)


def _union(old: str, text: str) -> str:
    known = [part.strip() for part in old.replace("、", ",").split(",")]
    more = [part.strip() for part in text.replace("、", ",").split(",") if part.strip() and part.strip() not in known]
    return ", ".join([old, *more]) if more else old


def take_permission(draft: Draft, incoming: Incoming) -> None:
    """An opt-out of the source always arrives; a consent only where the lead has not refused and the cell is empty."""
    for name in sorted(PERMISSION & incoming.values.keys()):
        text, old = incoming.values[name], draft.get(name)
        if name.endswith("_on"):
            draft.put(name, newest([old, text]))
        elif refuses(name, text):
            channel = name.removeprefix("opt_out_").removeprefix("subscribe_")
            if not draft.refused(channel):
                draft.put(name, text)
        elif not old and not draft.refused():
            draft.put(name, text)


def take_refusals(draft: Draft, other: Draft, have: Collection[str], language: str) -> None:
    """The refusals of a lead that may be the same person, where the list's fields (`have`) say such a thing."""
    for channel in reversed(CHANNELS):
        if other.refused(channel) and not draft.refused(channel) and not draft.refused("all"):
            draft.put(*refusal(channel, have, language))


def take_suppression(
    draft: Draft, incoming: Incoming, suppressed: Callable[[str, str], bool], have: Collection[str], language: str
) -> None:
    """Mark the channels that an address of the lead has opted out of, whichever field the address stands in, and
    though it came in only now and the list keeps another."""
    names = (*fields_of_kind(Kind.EMAIL), *fields_of_kind(Kind.PHONE))
    texts = [text for name in names for text in (draft.get(name), incoming.values.get(name, "")) if text]
    for channel in reversed(CHANNELS):
        if any(suppressed(channel, text) for text in texts) and not draft.refused(channel) and not draft.refused("all"):
            draft.put(*refusal(channel, have, language))


def take_acquisition(draft: Draft, new: Acquisition, incoming: Incoming, inbound: bool) -> None:
    """One more line of 取得履歴; the columns beside it show the newest acquisition."""
    old = acquisitions(draft)
    lines = [provenance.line(entry) for entry in old]
    own = [provenance.line(entry) for entry in provenance.parse(incoming.values.get("provenance", ""))]
    added = [text for text in (*own, provenance.line(new) if any(new) else "") if text and text not in lines]
    if added:
        draft.put("provenance", provenance.merged([*lines, *added]))
    days = [day for entry in old if (day := day_of(entry))]
    day = day_of(new)
    is_newest = not old or (day is not None and bool(days) and day > max(days))
    for name, text in zip(COLUMNS, new, strict=True):
        if is_newest:
            draft.put(name, text)
        else:
            draft.fill(name, text)
    for name in ("consent_on", "policy_version"):
        draft.fill(name, incoming.values.get(name, ""))
    if inbound and day:
        last = read_day(draft.get("last_inbound_on"))
        if last is None or day > last:
            draft.put("last_inbound_on", day.isoformat())


def mark(draft: Draft, doubts: Mapping[str, str], language: str) -> None:
    """Write into 要確認 what a person should look at, each thing once."""
    old = draft.get("doubtful")
    texts = [f"{FIELDS[name].heading(language)}: {text}" if name else text for name, text in doubts.items()]
    draft.put("doubtful", "; ".join([*([old] if old else []), *(text for text in texts if text not in old)]))
