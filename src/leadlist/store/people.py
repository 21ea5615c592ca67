"""Whose data was given or taken, in a record that names nobody: a mark of each thing a person is known by.

A record of the log must be kept for years (個人情報保護法規則21条, 25条), also when the person was erased. So it
holds marks under the `person` key, as the suppression file does, but short ones in one text: who comes with an address
or a lead ID can be told, and nobody can read it.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable

from leadlist.store.keys import Key

LENGTH = 8
"""Bytes of a mark: of a million marks one in 10^13 questions is answered wrongly."""


def people_marks(keys: Iterable[str], key: Key) -> str:
    """The marks of these texts (`identifying.person_keys`) in their own order, base64; the order tells nothing."""
    return b64encode(b"".join(sorted({_mark(text, key) for text in keys}))).decode()


def among(marks: str, keys: Iterable[str], key: Key) -> bool:
    """Whether one of these texts is among the marks that `people_marks` made. Raises ValueError for what it did not."""
    data = b64decode(marks, validate=True)
    known = {data[at : at + LENGTH] for at in range(0, len(data), LENGTH)}
    return any(_mark(text, key) in known for text in keys)


def _mark(text: str, key: Key) -> bytes:
    return hmac.digest(key.person, b"given " + text.encode(), "sha256")[:LENGTH]
