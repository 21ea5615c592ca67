"""What was read on a page, kept in a file that only the scan itself opens.

A stack that is stopped, even by kill -9, leaves such files behind, and they say what the cards say. So each is a zip
encrypted with AES-256 (AE-2, as the backups are) whose password comes from the scan's own bytes: whoever has no
picture can read nothing of it, and no key is needed before there is a list.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import struct
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from leadlist.cards.lines import Box, CardText, Line
from leadlist.cards.row import Side

if TYPE_CHECKING:
    from leadlist.cards.scans import ScannedCard

VERSION = 2
"""Goes up whenever the same picture would be read otherwise, so that nothing old is taken up."""


class Place(NamedTuple):
    """Where the reading of one page is kept, and the password of that file."""

    path: Path
    password: bytes

    def write(self, cards: "Iterable[ScannedCard]") -> None:
        """Keep the cards of a page, whole or not at all, readable by nobody else."""
        data = json.dumps([_packed(card) for card in cards], ensure_ascii=False).encode()
        aside = self.path.with_name(f".{secrets.token_hex(8)}")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed(data, self.password))
            aside.replace(self.path)
        finally:
            aside.unlink(missing_ok=True)

    def sides(self, name: str) -> list[Side] | None:
        """The cards that were kept; None where none are, or what is there is damaged. `name`: the file they were on."""
        try:
            data = opened(self.path.read_bytes(), self.password)
        except OSError:
            return None
        return None if data is None else [_side(name, card) for card in json.loads(data)]


def place(folder: Path, digest: bytes, page: int) -> Place:
    """The place for a page of a scan with that SHA-256. The file's name does not tell the password."""
    name = hmac.digest(digest, b"leadlist card name", "sha256").hex()[:40]
    password = hmac.digest(digest, b"leadlist card password", "sha256").hex()
    return Place(folder / f"{name}-{page}-{VERSION}.page", password.encode())


def digest_of(path: Path) -> bytes:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def sealed(data: bytes, password: bytes) -> bytes:
    """An encrypted zip of one entry."""
    import pyzipper

    buffer = BytesIO()
    options = {"nbits": 256, "force_wz_aes_version": 2}
    with pyzipper.AESZipFile(buffer, "w", encryption=pyzipper.WZ_AES, encryption_kwargs=options) as archive:
        archive.setpassword(password)
        archive.writestr("page", data)
    return buffer.getvalue()


def opened(data: bytes, password: bytes) -> bytes | None:
    """What `sealed` was given; None for anything else."""
    import pyzipper

    try:
        with pyzipper.AESZipFile(BytesIO(data)) as archive:
            if archive.namelist() != ["page"] or not archive.infolist()[0].flag_bits & 1:
                return None
            archive.setpassword(password)
            return bytes(archive.read("page"))
    except (pyzipper.BadZipFile, RuntimeError, ValueError, NotImplementedError, EOFError, struct.error):
        return None


def _packed(card: "ScannedCard") -> dict[str, Any]:
    import cv2

    text = card.text
    _done, jpeg = cv2.imencode(".jpg", card.picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
    return {
        "page": card.page,
        "number": card.number,
        "jpeg": base64.b64encode(jpeg.tobytes()).decode(),
        "size": [text.width, text.height],
        "lines": [[line.text, list(line.box), list(line.scores), line.vertical] for line in text.lines],
    }


def _side(name: str, card: dict[str, Any]) -> Side:
    lines = tuple(Line(text, Box(*box), tuple(scores), vertical) for text, box, scores, vertical in card["lines"])
    text = CardText(lines, *card["size"])
    return Side(name, card["page"], card["number"], base64.b64decode(card["jpeg"]), text)
