"""The key: one root secret, its sub-keys, its text for people, and its file.

The root has 130 bits, written as 26 characters of base32 (RFC 4648: A-Z and 2-7). Sub-keys come from it by
HKDF-SHA-256 (RFC 5869), each with its own `info`, so that one of them tells nothing about another.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadlist.errors import UserError
from leadlist.locale import _

ROOT_LENGTH = 26
ID_LENGTH = 8
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_SALT = b"leadlist key 1"
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # not in the alphabet; what they are typed for
_GUESSES = 10**18


def hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869, sections 2.2 and 2.3) and leadlist's fixed salt."""
    extracted = hmac.digest(_SALT, secret, "sha256")
    block, output = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        output += block
    return output[:length]


@dataclass(frozen=True)
class Key:
    """A root secret. `kept` holds the sub-keys `log` and `person` of an earlier root, after a rotation.

    `earlier` maps the ids of earlier roots to their backup passwords, so that old backups can still be read.
    """

    root: str = field(repr=False)
    kept: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    earlier: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """Eight characters that name the key and tell nothing about it; written in the clear in every file."""
        return b32encode(self._sub("id", 5)).decode()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of this key and of those it came from by rotation."""
        return frozenset({self.id, *self.earlier})

    @property
    def log(self) -> bytes:
        """The sub-key of the change log's MACs and fingerprints."""
        return self.kept.get("log") or self._sub("log", 32)

    @property
    def person(self) -> bytes:
        """The sub-key under which people are remembered as suppressed or erased."""
        return self.kept.get("person") or self._sub("person", 32)

    @property
    def gate(self) -> bytes:
        """The sub-key under which a mailing is proposed and approved; a new root ends what is under way."""
        return self._sub("gate", 32)

    @property
    def backup_password(self) -> str:
        """What a backup opens with, in leadlist or 7-Zip: 32 characters of base32 (160 bits)."""
        return b32encode(self._sub("backup", 20)).decode()

    def password_of(self, key_id: str) -> str | None:
        """The password of backups made under `key_id`, or None where that is another key."""
        return self.backup_password if key_id == self.id else self.earlier.get(key_id)

    def _sub(self, purpose: str, length: int) -> bytes:
        return hkdf(self.root.encode(), f"leadlist {purpose}".encode(), length)


def random_key() -> Key:
    """A new key from the system's random source."""
    return Key("".join(secrets.choice(ALPHABET) for _ in range(ROOT_LENGTH)))


def password_key(password: str) -> Key:
    """A key made from a password of one's own, by scrypt (N = 2^17, r = 8, p = 1); the same password, the same key.

    Raises UserError where zxcvbn finds the password within 10^18 guesses.
    """
    from zxcvbn import zxcvbn

    if len(password) > 72 or int(zxcvbn(password)["guesses"]) < _GUESSES:
        raise UserError(
            _("This password is too easy to guess, or longer than 72 characters."),
            hint=_("Take five or six words that do not belong together, or let leadlist make the key."),
        )
    made = hashlib.scrypt(password.encode(), salt=_SALT, n=1 << 17, r=8, p=1, maxmem=1 << 28, dklen=17)
    number = int.from_bytes(made)
    return Key("".join(ALPHABET[number >> 5 * place & 31] for place in range(ROOT_LENGTH)))


def key_text(key: Key) -> str:
    """The key as a person prints or types it: the root in groups of four, then `/` and the key id as a check."""
    groups = [key.root[start : start + 4] for start in range(0, ROOT_LENGTH, 4)]
    return f"{'-'.join(groups)} / {key.id}"


def parse_key(text: str, *, what: str) -> Key:
    """The key in a text as `key_text` writes it; hyphens, blanks, case and the key id may be missing.

    Raises UserError where it is no key, or where the key id says that a character was mistyped. `what` names the
    place it came from.
    """
    plain = "".join(character for character in text.upper().translate(_MISREAD) if character not in "-/ \t\r\n　")
    hint = _("A key has 26 letters A-Z and digits 2-7, as “leadlist key show” prints it.")
    if len(plain) not in (ROOT_LENGTH, ROOT_LENGTH + ID_LENGTH) or set(plain) - set(ALPHABET):
        raise UserError(_("There is no key in {what}.").format(what=what), hint=hint)
    key = Key(plain[:ROOT_LENGTH])
    if len(plain) > ROOT_LENGTH and plain[ROOT_LENGTH:] != key.id:
        raise UserError(_("The key in {what} has a typing error.").format(what=what), hint=hint)
    return key
