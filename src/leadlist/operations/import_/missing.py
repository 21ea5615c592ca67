"""provenance: the leads that do not say where, when or for what they were taken in, and filling that in for all."""

from collections.abc import Callable
from datetime import date

from leadlist import provenance
from leadlist.fields import FIELDS
from leadlist.identity import new_lead_id
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.operations.import_ import drafts
from leadlist.operations.import_.acquired import Acquired, checked, source_kind, source_label
from leadlist.operations.import_.assembly import changes_of, known_places
from leadlist.operations.import_.drafts import Draft
from leadlist.plans import Finding, Plan, Severity
from leadlist.provenance import COLUMNS, Acquisition
from leadlist.rules import Rules

WANTED = ("source", "acquired_on", "purpose")
"""What every lead must say: proper acquisition and the purpose told (個人情報保護法17条・20条・21条)."""


def plan_missing(
    leads: LeadList,
    rules: Rules,
    *,
    acquired: Acquired,
    today: date,
    new_id: Callable[[], str] = new_lead_id,
) -> Plan:
    """The cells that `acquired` fills, and a finding for every lead that lacks something of `WANTED` even then.

    Only empty cells are filled. Of leads that name another source than the one said, only the purpose: day, event,
    consent, evidence and version of the policy belong to an acquisition. Each lead's 取得履歴 gets the completed line.
    Raises as `plan`.
    """
    said = _acquisition(checked(acquired, rules, today), rules)
    places = known_places(leads)
    changed: dict[int, Draft] = {}
    findings: list[Finding] = []
    counts = {"read": len(leads), "complete": 0, "filled": 0, "lacking": 0}
    for row in leads.rows():

        def read(key: str, row: RowRef = row) -> str:
            return leads.cell(row, places[key]) if key in places else ""

        draft = Draft(read, known=True)
        shown = _shown(draft)
        if not _lacks(shown):
            counts["complete"] += 1
            continue
        other = _is_other(shown, said, rules)
        whole = _completed(shown, said, other=other)
        lacks = _lacks(whole)
        if lacks:
            findings.append(_finding(leads, row, lacks, rules.language))
        counts["lacking" if lacks else "filled"] += 1
        if whole != shown:
            _fill(draft, whole)
            if not other:
                draft.fill("policy_version", acquired.policy_version)
            changed[row] = draft
    changes, more = changes_of(leads, rules.language, changed, new_id)
    return Plan("provenance", changes, [*findings, *more], counts)


def _lacks(shown: Acquisition) -> list[str]:
    return [name for name in WANTED if not getattr(shown, _part(name))]


def _part(name: str) -> str:
    return Acquisition._fields[COLUMNS.index(name)]


def _acquisition(said: Acquired, rules: Rules) -> Acquisition:
    label = source_label(said.source, rules) if said.source else ""
    on = said.on.isoformat() if said.on else ""
    return Acquisition(on, label, said.event, said.purpose, said.consent, said.evidence)


def _shown(draft: Draft) -> Acquisition:
    """The newest acquisition as columns and 取得履歴 together tell it; the columns go first."""
    history = drafts.acquisitions(draft)
    newest = history[-1] if history else Acquisition()
    return Acquisition(*(draft.get(name) or old for name, old in zip(COLUMNS, newest, strict=True)))


def _is_other(shown: Acquisition, said: Acquisition, rules: Rules) -> bool:
    return bool(shown.source and said.source) and source_kind(shown.source, rules) != source_kind(said.source, rules)


def _completed(shown: Acquisition, said: Acquisition, *, other: bool) -> Acquisition:
    if other:
        return shown._replace(purpose=shown.purpose or said.purpose)
    return Acquisition(*(old or new for old, new in zip(shown, said, strict=True)))


def _fill(draft: Draft, whole: Acquisition) -> None:
    for name, text in zip(COLUMNS, whole, strict=True):
        draft.fill(name, text)
    draft.put("provenance", provenance.merged([draft.get("provenance"), provenance.line(whole)]))


def _finding(leads: LeadList, row: RowRef, lacks: list[str], language: str) -> Finding:
    message = _("Nothing says: {fields}.")
    message = message.format(fields=", ".join(FIELDS[name].heading(language) for name in lacks))
    return Finding(row, lacks[0], leads.fields.get(lacks[0]), "IMPORT-012", Severity.WARNING, message)
