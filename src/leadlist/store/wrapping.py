"""Sub-keys that outlive their root: wrapped under the new root when a key is rotated.

`log` and `person` never change, so that a log goes on and people stay suppressed; the passwords of old backups are
kept to read those. Each is encrypted with a one-time stream from HKDF and authenticated (encrypt, then MAC).
"""

import hmac
from base64 import b32decode, b32encode
from binascii import Error as BadBase32
from collections.abc import Sequence
from dataclasses import replace

from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.store.keys import Key, hkdf, random_key

_TAG = 16
_KEPT = ("log", "person")


def rotated(key: Key) -> Key:
    """A key with a new root and backup password; log and person go on, and old backups stay readable."""
    earlier = {**key.earlier, key.id: key.backup_password}
    return replace(random_key(), kept={"log": key.log, "person": key.person}, earlier=earlier)


def kept_lines(key: Key) -> list[str]:
    """The lines of a key file after the root: `log …`, `person …`, and `backup ID …` for each earlier root."""
    lines = [f"{name} {_wrap(key, name, key.kept[name])}" for name in _KEPT if name in key.kept]
    return lines + [f"backup {old} {_wrap(key, f'backup {old}', word.encode())}" for old, word in key.earlier.items()]


def parse_kept(key: Key, lines: Sequence[str], *, what: str) -> Key:
    """The key with what `kept_lines` wrote; UserError where a line is damaged or belongs to another root."""
    kept: dict[str, bytes] = {}
    earlier: dict[str, str] = {}
    for line in lines:
        name, _space, wrapped = line.rpartition(" ")
        secret = _unwrap(key, name, wrapped)
        if secret is None:
            raise UserError(
                _("The key file {what} is damaged.").format(what=what),
                hint=_("Take another copy of it, or “leadlist key import” with the printed key."),
            )
        if name in _KEPT:
            kept[name] = secret
        else:
            earlier[name.removeprefix("backup ")] = secret.decode()
    return replace(key, kept=kept, earlier=earlier)


def _wrap(key: Key, name: str, secret: bytes) -> str:
    stream, tag_key = _streams(key, name, len(secret))
    hidden = bytes(a ^ b for a, b in zip(secret, stream, strict=True))
    return b32encode(hidden + hmac.digest(tag_key, hidden, "sha256")[:_TAG]).decode().rstrip("=")


def _unwrap(key: Key, name: str, text: str) -> bytes | None:
    try:
        data = b32decode(text + "=" * (-len(text) % 8))
    except BadBase32:
        return None
    hidden, tag = data[:-_TAG], data[-_TAG:]
    stream, tag_key = _streams(key, name, len(hidden))
    if not hmac.compare_digest(hmac.digest(tag_key, hidden, "sha256")[:_TAG], tag):
        return None
    return bytes(a ^ b for a, b in zip(hidden, stream, strict=True))


def _streams(key: Key, name: str, length: int) -> tuple[bytes, bytes]:
    """The stream is used once: a root wraps one secret of a name, ever."""
    made = hkdf(key.root.encode(), f"leadlist wrap {name}".encode(), length + 32)
    return made[:length], made[length:]
