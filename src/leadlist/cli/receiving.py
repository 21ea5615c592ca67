"""Leads that another firm gives: who it is stands in the rules, and a record of what was taken over in the log."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.changes import AddRow
from leadlist.cli.options import ChangeOptions
from leadlist.cli.reading import STDIN
from leadlist.errors import UserError
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Plan, apply

if TYPE_CHECKING:
    from leadlist.operations.import_ import Batch, Details, Handover
    from leadlist.rules import Rules
    from leadlist.store import ListStore

OPERATION = "received"
"""What the log calls it."""
KINDS = {"processor": "processor", "joint": "joint", "third_party": "consent"}
"""Kind of party -> on what ground it hands over, where nothing else is said."""


def supplied_by(code: str, rules: "Rules", said: "Handover") -> "Handover":
    """The take-over with what the rules know of the party. Raises UserError, Refused as `parties.party_of` does."""
    from leadlist.operations.parties import party_of

    if not code:
        return said
    party = party_of(rules, code, giving=False)
    if party.kind == "own":
        return said
    whole = ", ".join(filter(None, [party.name, party.address, party.representative]))
    return said._replace(kind=said.kind or KINDS.get(party.kind, ""), supplier=said.supplier or whole)


def require_log(code: str, into: Path, options: ChangeOptions) -> None:
    """Raises UserError where leads of a party would go where no log could keep the record (個人情報保護法30条3項)."""
    if code and (into == STDIN or options.out):
        raise UserError(
            _("What a party gave must stand in the log of the list, and a plain new file has none."),
            hint=_("Import into the list itself, without --out."),
        )


def received(
    store: "ListStore",
    code: str,
    rules: "Rules",
    handover: "Handover",
    leads: LeadList,
    plan: Plan,
    batches: Sequence["Batch"],
    sources: Sequence[Path],
) -> dict[str, Any]:
    """The record of what a party gave: who, how it had got them, which items, whose (個人情報保護法30条3項)."""
    from leadlist.cli.mailing_party import person_texts
    from leadlist.operations.import_ import HANDOVERS
    from leadlist.operations.parties import facts
    from leadlist.store import people_marks

    after, rows = apply(leads, plan.changes), _rows(leads, plan)
    items = [name for each in batches for name, at in each.leads.fields.items() if any(each.leads.columns[at])]
    words = HANDOVERS.get(handover.kind.casefold().strip(), ("", ""))
    found: dict[str, str | Sequence[str]] = {
        **facts(code, rules, list(dict.fromkeys(items))),
        "ground": words[rules.language != "ja"],
        "obtained": handover.obtained,
        "files": [hashlib.sha256(path.read_bytes()).hexdigest() for path in sources if path.is_file()],
        "people": people_marks(person_texts(after, rows, rules), store.key),
    }
    counts = {"received": len(rows), **{name: plan.counts.get(name, 0) for name in ("added", "updated")}}
    op = store.note(OPERATION, counts, found, rules=rules.name, rules_digest=rules.digest, now=datetime.now(UTC))
    return {"record": op}


def _rows(leads: LeadList, plan: Plan) -> list[RowRef]:
    """The rows of the outcome that hold what was received: known leads, and those that were added."""
    details: Details = plan.details  # type: ignore[assignment]
    known = {each.row for each in details.outcomes if each.result in ("updated", "unchanged") and each.row is not None}
    added = sum(isinstance(change, AddRow) for change in plan.changes)
    return [*sorted(known), *(RowRef(len(leads) + at) for at in range(added))]
