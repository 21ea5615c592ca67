"""Texts that are right beyond doubt, told at a glance: most cells of most lists need no other look.

A predicate may be narrower than the checks of its field, never wider: what it accepts, no check of single cells
objects to, in any country. tests/checks/test_sound.py holds that with texts made from each.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import filterfalse

from leadlist.checks import emails, mojibake, phones, towns
from leadlist.checks.addresses import MISCALLED
from leadlist.checks.check import Context, words
from leadlist.checks.columns import distinct, once
from leadlist.checks.mail_domains import ends_like_provider, ends_mistyped, hands_out, is_role, known_typo

_PHONE = re.compile(phones.QUICK.pattern, re.ASCII)
_POSTAL = re.compile(r"[0-9]{3}-[0-9]{4}")
_MOBILE = re.compile(rf"(?=0[6-9]0){phones.QUICK.pattern}", re.ASCII)
_URL = re.compile(
    r"(?:https?://(?:[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+\.)++[A-Za-z]{2,24}|"
    r"HTTPS?://(?![^/]*[A-Za-z0-9-]{64})(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)++(?i:jp|com|net|org))"
    r"(?:/[A-Za-z0-9_./-]*)?"
)
_ADDRESS = re.compile(
    rf"(?!{MISCALLED.pattern})"
    r"(?=[\u3400-\u9fff])(?=東京都|北海道|(?:京都|大阪)府|.{2,3}県|[\u3400-\u9fff]{1,5}[市区町村郡])"
    rf"[^{mojibake.CHARACTERS}〓□%=\\\\$#&<|\x00-\x1f\x7f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff"
    "\ufeff\ufff0-\uffff\U000f0000-\U0010ffff]*"
)


def _email(text: str) -> bool:
    """A plain address at a domain that nobody mistyped, of a person."""
    if not emails.PLAIN.fullmatch(text):
        return False
    local, _at, domain = text.lower().partition("@")
    if "reply" in local or "daemon" in local or "bounce" in local or domain.rpartition(".")[2] in emails.RESERVED:
        return False
    kind = _ending(domain.partition(".")[2])
    usual = kind == "other" or (kind == "provider" and domain in words("mail_domains", "domain"))
    return usual and not known_typo(domain) and not hands_out(domain) and not is_role(text)


@lru_cache(maxsize=16384)
def _ending(ending: str) -> str:
    """What is behind a domain's first label: of a `provider`, `bad`, or any `other`."""
    above = ending
    while "." in above:
        if hands_out(above):
            return "bad"
        above = above.partition(".")[2]
    if ends_mistyped(f".{ending}"):
        return "bad"
    return "provider" if ends_like_provider(ending) else "other"


def _postal_code(text: str) -> bool:
    return _POSTAL.fullmatch(text) is not None and text[:3] + text[4:] in towns.beginnings()


SOUND: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(emails.EMAILS, _email),
    **dict.fromkeys(phones.PHONES, _PHONE.fullmatch),
    "mobile": _MOBILE.fullmatch,
    "postal_code": _postal_code,
    "url": _URL.fullmatch,
    "address": _ADDRESS.fullmatch,
}
"""Field -> whether one of its texts is right beyond doubt."""


def doubtful(field: str, cells: Sequence[str], context: Context) -> list[str]:
    """The distinct texts of a column that the checks have to look at, in the order they come in."""
    sound = SOUND.get(field)
    texts = distinct(cells, context)
    return once(context, "doubtful", cells, lambda: list(filterfalse(sound, texts)), field) if sound else texts
