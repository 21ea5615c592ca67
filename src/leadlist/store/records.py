"""What a record of the log must hold, by its type: a line is read only if it is a whole record in its one spelling."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from leadlist.store import beside
from leadlist.store.seals import KEY_ID

encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""JSON in one spelling: keys sorted, no blanks, ASCII. Everything that is hashed is written so."""

Check = Callable[[Any], bool]
Types = Mapping[str, Mapping[str, Check]]
"""For each type of record the fields it has, beside those that every record has."""

_HEX = re.compile("[0-9a-f]{64}")


def timestamp(now: datetime) -> str:
    """The time of a record: UTC, whole seconds."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def parse_timestamp(text: str) -> datetime:
    """The time that `timestamp` wrote; ValueError where it did not."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


def _digest(value: Any) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _key_id(value: Any) -> bool:
    return isinstance(value, str) and KEY_ID.fullmatch(value) is not None


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _time(value: Any) -> bool:
    return isinstance(value, str) and timestamp(parse_timestamp(value)) == value


def _backup_name(value: Any) -> bool:
    return isinstance(value, str) and beside.parse_backup_name(value) is not None


def _backup(value: Any) -> bool:
    return isinstance(value, dict) and _fits(value, {"name": _backup_name, "sha256": _digest, "size": _number})


def _counts(value: Any) -> bool:
    return isinstance(value, dict) and all(type(count) is int for count in value.values())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _facts(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(each) or _texts(each) for each in value.values())


def _token(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{8}", value) is not None


def _rewritten(value: Any) -> bool:
    one: Mapping[str, Check] = {"backup": _backup_name, "old_sha256": _digest, "new_sha256": _or_none(_digest)}
    return isinstance(value, list) and all(isinstance(each, dict) and _fits(each, one) for each in value)


_EVERY: Mapping[str, Check] = {
    "version": lambda value: value == 1,
    "sequence": _number,
    "type": _text,
    "time": _time,
    "key": _key_id,
    "prev": _digest,
    "hash": _digest,
    "mac": _digest,
}
_OPERATION: Mapping[str, Check] = {
    "op": _number,
    "operation": _text,
    "counts": _counts,
    "fields": _texts,
    "rules": _text,
    "rules_digest": _text,
    "leads": _number,
    "root": _digest,
    "before": _or_none(_digest),
    "after": _or_none(_digest),
    "backup": _backup,
    "undoes": _or_none(_number),
    "restores": _or_none(_backup_name),
    "final": lambda value: isinstance(value, bool),
}
TYPES: Types = {
    "intent": {**_OPERATION, "private": _token},
    "commit": {"op": _number},
    "abort": {"op": _number},
    "backup": _OPERATION,
    "event": {
        "op": _number,
        "operation": _text,
        "counts": _counts,
        "facts": _facts,
        "rules": _text,
        "rules_digest": _text,
        "list": _or_none(_digest),
    },
    "prune": {"rewritten": _rewritten},
    "forget": {"rewritten": _rewritten},
    "rotate": {"rewritten": _rewritten, "kept": _texts},
    "loss": {"lost_key": _key_id, "lost_head": _digest},
}
"""What a change log holds."""


def _day(value: Any) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _entries(**fields: Check) -> Check:
    return lambda value: isinstance(value, list) and all(isinstance(e, dict) and _fits(e, fields) for e in value)


SUPPRESSION_TYPES: Types = {
    "optout": {"entries": _entries(address=_digest, channel=_text, on=_day, reason=_text)},
    "consent": {"entries": _entries(address=_digest, channel=_text, on=_day, evidence=_digest)},
    "forget": {"people": lambda value: isinstance(value, list) and all(map(_digest, value)), "on": _day}
    | {"request": _text, "list": _digest},
    "forgotten": {"forget": _number},
    "rotate": TYPES["rotate"],
    "loss": TYPES["loss"],
}
"""What a suppression file holds."""


def parse(line: bytes, types: Types = TYPES, *, is_first: bool) -> dict[str, Any] | None:
    """The record in a line, or None where the line is not one in its one spelling."""
    try:
        record = json.loads(line)
        if not isinstance(record, dict) or encode(record).encode() != line:
            return None
        named: Mapping[str, Check] = {"log": _text} if is_first else {}
        return record if _fits(record, {**_EVERY, **types[record["type"]], **named}) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _fits(record: Mapping[str, Any], checks: Mapping[str, Check]) -> bool:
    return record.keys() == checks.keys() and all(check(record[name]) for name, check in checks.items())
