"""What must hold again after a list was put back: nobody who was erased or purged returns, and no is still no."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from leadlist.changes import Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.identifying import Known, person_keys
from leadlist.operations.import_.people import signature
from leadlist.operations.optouts import with_optouts
from leadlist.operations.pseudonymise import emptied, statistic_columns
from leadlist.plans import Plan
from leadlist.rules import Rules

Record = Mapping[str, Any]
"""What an operation did to a lead, as `leadlist.records` keeps it."""


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    known: Known | None,
    purged: Sequence[Record] = (),
    current: LeadList | None = None,
) -> Plan:
    """Take out of a restored list who was erased on request or purged since, and write down who opted out since.

    `purged` are the records of purges that are not undone, `current` is the list as it is now: who stands in it with
    the same lead id, or the same name, company and addresses, was left there on purpose and stays. Counts:
    read = erased + purged + pseudonymised + opted_out + unchanged, where pseudonymised is left out if nobody was.
    """
    staying = _Staying(current)
    gone = _Purged(leads, rules, purged)
    statistics = _Pseudonymised(leads, rules, purged)
    changes: list[Change] = []
    counts = {"read": len(leads), "erased": 0, "purged": 0}
    if statistics:
        counts["pseudonymised"] = 0
    for row in leads.rows() if gone or statistics or (known and known.erases) else ():
        values = {name: leads.value(row, name) for name in leads.fields}
        if known and known.erases and known.erased(values):
            what, reason = "erased", _("erased on request")
        elif gone.has(row, values):
            what, reason = "purged", _("purged since")
        else:
            if (lead := statistics.of(values)) is not None and not staying.has(values):
                counts["pseudonymised"] += 1
                changes.extend(statistics.emptied(row, lead))
            continue
        if not staying.has(values):
            counts[what] += 1
            changes.append(RemoveRow(row, reason, None, f"reapply.{what}"))
    every: Sequence[Change] = changes
    refused: list[RowRef] = []
    if known:
        every, refused = with_optouts(leads, changes, known, rules.language, everywhere=True)
    counts["opted_out"] = len(refused)
    counts["unchanged"] = 0
    counts["unchanged"] = len(leads) - sum(counts.values()) + counts["read"]
    return Plan("reapply", every, (), counts)


def keys_purged(leads: LeadList, rules: Rules, records: Sequence[Record]) -> Collection[str]:
    """What identifies the people of these purges; the headings of `leads` tell which texts are which field."""
    purged = _Purged(leads, rules, records)
    return {*purged.keys, *(f"lead {each}" for each in purged.ids), *_Pseudonymised(leads, rules, records).leads}


class _Staying:
    """Who stands in the list as it is now."""

    def __init__(self, current: LeadList | None) -> None:
        self.ids: set[str] = set()
        self.signatures: set[tuple[str, ...]] = set()
        if current is None:
            return
        self.ids = {text for text in current.values("lead_id") if text}
        for row in current.rows():
            self.signatures.add(signature(lambda name, row=row: current.value(row, name)))  # type: ignore[misc]

    def has(self, values: Mapping[str, str]) -> bool:
        """Whether the row with these texts stands there."""
        own = signature(lambda name: values.get(name, ""))
        return values.get("lead_id", "") in self.ids or (any(own[1:]) and own in self.signatures)


class _Purged:
    """Who was purged: by lead id, by the very cells, by what identifies them."""

    def __init__(self, leads: LeadList, rules: Rules, records: Sequence[Record]) -> None:
        self.leads = leads
        self.rules = rules
        self.ids: set[str] = set()
        self.cells: set[frozenset[tuple[str, str]]] = set()
        self.keys: set[str] = set()
        named = {leads.headings[column]: name for name, column in leads.fields.items()}
        for record in filter(_removes, records):
            if record["lead"]:
                self.ids.add(record["lead"])
            for change in record["changes"]:
                if change["kind"] == "remove":
                    cells = [(heading, text) for _at, heading, text in change["cells"] if heading in leads.headings]
                    self.cells.add(frozenset(cells))
                    self.keys |= person_keys({named[h]: text for h, text in cells if h in named}, rules)

    def __bool__(self) -> bool:
        return bool(self.ids or self.cells or self.keys)

    def has(self, row: RowRef, values: Mapping[str, str]) -> bool:
        """Whether this row of the restored list was purged."""
        if values.get("lead_id", "") in self.ids:
            return True
        cells = frozenset((h, column[row]) for h, column in zip(self.leads.headings, self.leads.columns, strict=True))
        return frozenset(cell for cell in cells if cell[1]) in self.cells or bool(
            self.keys and self.keys & person_keys(values, self.rules)
        )


def _removes(record: Record) -> bool:
    return any(change["kind"] == "remove" for change in record["changes"])


def pseudonymises(record: Record) -> bool:
    """Whether a purge left of this lead what statistics need; with `lead` as it was renamed then."""
    return any(change["kind"] == "set" and change["rule"].startswith("retention.") for change in record["changes"])


class _Pseudonymised:
    """Who was pseudonymised, by what identified them before -> the lead id of what is left of them."""

    def __init__(self, leads: LeadList, rules: Rules, records: Sequence[Record]) -> None:
        self.rules = rules
        self.list = leads
        self.leads: dict[str, str] = {}
        named = {leads.headings[column]: name for name, column in leads.fields.items()}
        for record in filter(pseudonymises, records):
            texts = {c["column"]: c["before"] for c in record["changes"] if c["kind"] == "set"}
            values = {named[heading]: text for heading, text in texts.items() if heading in named}
            self.leads |= dict.fromkeys(person_keys(values, rules), str(record["lead"]))

    def __bool__(self) -> bool:
        return bool(self.leads)

    def of(self, values: Mapping[str, str]) -> str | None:
        """The lead id of what is left of the person in a row; None where they were not pseudonymised."""
        return next((self.leads[key] for key in person_keys(values, self.rules) if key in self.leads), None)

    def emptied(self, row: RowRef, lead: str) -> list[SetCell]:
        """The changes that leave what the purge left."""
        id_column = self.list.fields.get("lead_id")
        kept = statistic_columns(self.list, self.rules.retention.statistics)
        if id_column is not None:
            return emptied(self.list, row, kept, id_column, lambda: lead, "reapply.pseudonymised")
        return [
            SetCell(row, ColumnRef(at), column[row], "", "reapply.pseudonymised")
            for at, column in enumerate(self.list.columns)
            if column[row] and ColumnRef(at) not in kept
        ]
