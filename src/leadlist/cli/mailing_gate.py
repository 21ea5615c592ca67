"""The gate of a mailing: what was decided, written for a second person, and looked at before anything is sent."""

import getpass
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.new_file import replace_file
from leadlist.cli.report_file import require_no_list
from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Plan
from leadlist.rules.durations import parse_duration

if TYPE_CHECKING:
    from leadlist.cli.mailing_wish import Wish
    from leadlist.operations.mailing import Mailing
    from leadlist.rules import Rules
    from leadlist.store import Gate, Key, ListStore


def require_gate_file(path: Path, list_file: Path) -> None:
    """Raises UserError for a file that a gate cannot have, before any work is done. A gate may be written again."""
    if path.suffix.lower() != ".json":
        raise UserError(
            _("A gate cannot be written as “{suffix}”.").format(suffix=path.suffix or path.name),
            hint=_("Name a file that ends in .json."),
        )
    if path.exists() and not (path.is_file() and path.read_bytes().startswith(b'{\n "format": "leadlist gate"')):
        raise UserError(_("“{file}” exists already.").format(file=path), hint=_("Name a new file."))
    require_no_list(path, list_file)


def account() -> str:
    """The user name at this computer; `""` where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # ImportError: Windows without a user name (until Python 3.12)
        return ""


def decision_of(wish: "Wish", store: "ListStore", rules: "Rules", leads: LeadList, plan: Plan, on: date) -> Any:
    """What a gate says: which list, by which rules, what was asked for, what came out, and who says so."""
    assert store.fingerprint is not None
    found = Counter(f"{finding.code} {finding.severity.value}" for finding in plan.findings)
    return {
        "list": {"name": store.path.name, "sha256": store.fingerprint.sha256},
        "rules": {"name": rules.name, "digest": rules.digest},
        "asked": asked(wish),
        "approval": rules.mailing.approval,
        "day": on.isoformat(),
        "counts": dict(plan.counts),
        "recipients": _recipients(leads, plan, store.key),
        "findings": dict(sorted(found.items())),
        "author": wish.by or account(),
        "account": account(),
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }


def asked(wish: "Wish") -> dict[str, Any]:
    """Every option that decides who is written to and what the file holds."""
    request, template = wish.request, wish.template
    return {
        "purpose": request.purpose,
        "channel": request.channel,
        "reach": "bulk" if request.bulk else "single",
        "one_per": request.one_per,
        "segment": ["".join(condition) for condition in request.segment],
        "to": request.to,
        "layout": {"name": wish.mailer.name, "sha256": sha256(wish.mailer.text.encode()).hexdigest()},
        "template": sha256(template.read_bytes()).hexdigest() if template else None,
    }


def write_gate(path: Path, decision: Mapping[str, Any], store: "ListStore") -> None:
    """Write a gate for its owner's eyes only; one of an earlier run is replaced."""
    from leadlist.store import new_gate

    replace_file(path, new_gate(decision, store.key))


def require_approved(gate: "Gate", wish: "Wish", store: "ListStore", rules: "Rules", on: date) -> None:
    """Raises Refused, in one sentence, for a gate that nobody approved, that is stale, or that is about another list,
    other rules or other options."""
    assert store.fingerprint is not None
    decision, approval = gate.decision, gate.approval
    if decision["list"]["sha256"] != store.fingerprint.sha256:
        raise _stale(_("The list was changed after the gate was written."))
    if decision["rules"]["digest"] != rules.digest:
        raise _stale(_("The rules were changed after the gate was written."))
    if unequal := [name for name, value in asked(wish).items() if decision["asked"].get(name) != value]:
        raise _stale(_("The gate was written for other options: {names}.").format(names=", ".join(unequal)))
    if not on >= date.fromisoformat(decision["day"]) >= parse_duration(rules.mailing.gate_lasts).before(on):
        raise _stale(
            _("The gate is of {day} and may be used for {time} only.").format(
                day=decision["day"], time=rules.mailing.gate_lasts
            )
        )
    if approval is None:
        raise Refused(
            _("Nobody has approved the gate yet."), hint=_("leadlist approve {gate} --by NAME").format(gate=wish.gate)
        )
    require_another(decision, approval["by"], rules.mailing.approval)


def require_same_recipients(gate: "Gate", leads: LeadList, plan: Plan, key: "Key") -> None:
    """Raises Refused where others are written to than was approved: somebody said no, or a ground expired."""
    if gate.decision["recipients"] != _recipients(leads, plan, key) or gate.decision["counts"] != dict(plan.counts):
        raise _stale(_("Others are written to than when the gate was written: somebody said no, or a ground ended."))


def require_another(decision: Mapping[str, Any], by: str, approval: str) -> None:
    """Raises Refused where the approver must not be the author and has the same name, however it is written."""
    if approval == "second" and _folded(decision["author"]) == _folded(by):
        raise Refused(
            _("“{name}” wrote the gate and cannot approve it as well.").format(name=by),
            hint=_('Somebody else must look at it ([mailing] approval = "second").'),
        )


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _recipients(leads: LeadList, plan: Plan, key: "Key") -> str:
    from leadlist.store import recipients_mark

    details: Mailing = plan.details  # type: ignore[assignment]
    lines = (f"{leads.row_numbers[each.row]}\t{each.address}" for each in details.recipients)
    return recipients_mark("\n".join(lines), key)


def _stale(problem: str) -> Refused:
    return Refused(
        problem, hint=_("Write it again and have it approved: leadlist mailing LIST … --gate FILE without --out.")
    )
