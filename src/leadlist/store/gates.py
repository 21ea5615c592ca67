"""A gate: the decision to send something, sealed by who made it and signed by who approved it.

Both are HMACs under the sub-key `gate` of the list's key: no text of a gate can be changed without the key, and no
approval be taken over to another decision. They do not tell apart two people who hold the same key: names are what
they said. docs/formats.md has every field.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from leadlist.errors import Refused, UserError, reason_of
from leadlist.locale import _
from leadlist.store.keys import Key
from leadlist.store.records import encode, timestamp

FORMAT, VERSION = "leadlist gate", 1
_PARTS = {"format", "version", "key", "decision", "seal", "approval"}
_SIGNED = {"by", "account", "time", "seal"}


@dataclass(frozen=True)
class Gate:
    """What a gate says, when all of it is as it was written. `approval` is None until somebody approved it."""

    decision: Mapping[str, Any]
    approval: Mapping[str, str] | None
    digest: str  # SHA-256 of the decision: the name of the gate in the log


def new_gate(decision: Mapping[str, Any], key: Key) -> str:
    """The text of a gate that waits for an approval. `decision` holds JSON values, whole numbers only."""
    return _text(decision, None, key)


def approved_gate(gate: Gate, by: str, account: str, key: Key, *, now: datetime) -> str:
    """The text of the gate with an approval by that name; it takes the place of an earlier one."""
    signed = {"by": by, "account": account, "time": timestamp(now)}
    return _text(gate.decision, {**signed, "seal": _signature(gate.digest, signed, key)}, key)


def read_gate(path: Path, key: Key) -> Gate:
    """The gate in a file. Raises UserError where there is none, Refused where it is not what leadlist wrote."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The gate “{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("leadlist mailing LIST … --gate FILE without --out writes it."),
        ) from error
    try:
        whole = json.loads(content)
        decision, approval = whole["decision"], whole["approval"]
        known = whole.keys() == _PARTS and (whole["format"], whole["version"]) == (FORMAT, VERSION)
        if whole["key"] != key.id:
            raise _altered(path, _("it was made with another key"))
        if not known or not hmac.compare_digest(whole["seal"], _seal(decision, key)):
            raise _altered(path, _("the decision was altered"))
        digest = _digest(decision)
        if approval is not None:
            signed = {name: str(approval[name]) for name in _SIGNED - {"seal"}}
            by = hmac.compare_digest(approval["seal"], _signature(digest, signed, key))
            if approval.keys() != _SIGNED or not by:
                raise _altered(path, _("the approval was altered, or belongs to another decision"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _altered(path, _("it is no gate")) from error
    return Gate(decision, approval, digest)


def recipients_mark(recipients: str, key: Key) -> str:
    """How a gate names who is written to: nobody without the key can tell whether somebody is among them."""
    return hmac.digest(key.gate, b"recipients " + recipients.encode(), "sha256").hex()


def _text(decision: Mapping[str, Any], approval: Mapping[str, str] | None, key: Key) -> str:
    whole = {"format": FORMAT, "version": VERSION, "key": key.id, "decision": decision}
    return (
        json.dumps({**whole, "seal": _seal(decision, key), "approval": approval}, ensure_ascii=False, indent=1) + "\n"
    )


def _digest(decision: Mapping[str, Any]) -> str:
    return sha256(encode(decision).encode()).hexdigest()


def _seal(decision: Mapping[str, Any], key: Key) -> str:
    return hmac.digest(key.gate, b"decision " + _digest(decision).encode(), "sha256").hex()


def _signature(digest: str, signed: Mapping[str, str], key: Key) -> str:
    text = f"approval {digest} {encode(signed)}"
    return hmac.digest(key.gate, text.encode(), "sha256").hex()


def _altered(path: Path, reason: str) -> Refused:
    return Refused(
        _("The gate “{file}” cannot be used: {reason}.").format(file=path, reason=reason),
        hint=_("Write it again: leadlist mailing LIST … --gate FILE without --out."),
    )
