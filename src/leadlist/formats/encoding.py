"""Which encoding a text file is in: byte order mark, UTF-16, ISO-2022-JP, strict UTF-8, CP932, then what else is sure.

The order matters: a short UTF-8 list decodes as CP932 half of the time. Plain shift_jis is never used: it lacks
㈱ ① 髙.
"""

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from leadlist.errors import UserError
from leadlist.locale import _


class Stored:
    """The bytes of an open file, of which only those are read that are asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, piece: slice) -> bytes:
        start, stop, _step = piece.indices(self._size)
        self._stream.seek(start)
        return self._stream.read(max(0, stop - start))


Bytes = bytes | Stored
"""A file in memory, or on the disk."""
PIECE = 1 << 20
PARTS = 4  # of a file that others look through: as many as two of them are given at once

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
UNICODE = ("utf-8", "utf-16-le", "utf-16-be")
SHIFTED = ("iso2022_jp", "iso2022_jp_ext")  # 7-bit: escape sequences say what the bytes behind them mean (RFC 1468)
BROKEN = "\N{REPLACEMENT CHARACTER}"  # what a cell shows for bytes that are no character
MOST_BROKEN = 0.002  # characters, as a share of all; with more the encoding was not found
MOST_BROKEN_AS_NAMED = 0.25  # the same where a person names the encoding


class Encoding(NamedTuple):
    """A file's encoding: a codec's name, the byte order mark it begins with, and whether some bytes are broken."""

    codec: str
    mark: bytes = b""
    broken: bool = False

    @property
    def is_sixteen(self) -> bool:
        """True for UTF-16, whose characters are not told by single bytes."""
        return self.codec.startswith("utf-16")

    @property
    def is_uncut(self) -> bool:
        """True where the bytes cannot be cut at delimiters: what looks like one may be half of a character."""
        return self.is_sixteen or self.codec in SHIFTED


def detect(data: Bytes, asked: str | None = None, *, name: str) -> Encoding:
    """The encoding of a whole file, or of its beginning up to a line's end; `name` is that of the file.

    `asked` decides where the bytes leave it open, as between the 8-bit encodings. Raises UserError where none fits.
    """
    wanted = named(asked) if asked else None
    if data[:4] in WIDER:
        raise UserError(
            _("“{name}”: the text is UTF-32, which no spreadsheet program reads.").format(name=name),
            hint=_("Save the file again from the program that wrote it, best as UTF-8."),
        )
    for mark, codec in MARKS:
        if data[: len(mark)] == mark:
            broken = not _fits(data, codec, len(mark))
            if broken and codec != "utf-8":
                raise UserError(
                    _("“{name}”: the text is UTF-16, but cut off or damaged.").format(name=name),
                    hint=_("Save the file again from the program that wrote it, best as UTF-8."),
                )
            return Encoding(codec, mark, broken)
    sixteen = _sixteen_without_mark(data)
    if sixteen:
        return Encoding(sixteen)
    if re.search(rb"\x1b\$[@B]", data[:PIECE]) and _fits(data, "ascii"):
        return _shifted(data, name)
    if _fits(data, "utf-8"):
        return Encoding("utf-8")
    if wanted and wanted.codec not in UNICODE and _fits(data, wanted.codec):
        return Encoding(wanted.codec)
    for codec in _guesses(data):
        if _fits(data, codec):
            return Encoding(codec)
    return _least_broken(data, wanted, name)


def named(name: str) -> Encoding:
    """The encoding a person names; `utf-8-sig` and `utf-16` are with a mark. Raises UserError for no such one."""
    folded = name.strip().lower().replace("_", "-")
    known = {
        "utf-8-sig": Encoding("utf-8", codecs.BOM_UTF8),
        "utf-8-bom": Encoding("utf-8", codecs.BOM_UTF8),
        "utf-16": Encoding("utf-16-le", codecs.BOM_UTF16_LE),
        "shift-jis": Encoding("cp932"),
        "sjis": Encoding("cp932"),
        "windows-31j": Encoding("cp932"),
    }
    if folded in known:
        return known[folded]
    try:
        codec = codecs.lookup(folded)
        if not codec._is_text_encoding:  # as bytes.decode itself asks
            raise LookupError(folded)
    except LookupError as error:
        raise UserError(
            _("There is no encoding “{name}”.").format(name=name),
            hint=_("Use utf-8-sig (for Excel), utf-8, cp932 or utf-16."),
        ) from error
    return Encoding("cp932" if codec.name == "shift_jis" else codec.name)


def pieces(data: Bytes, start: int = 0) -> Iterator[bytes]:
    """The bytes from `start` on, some at a time."""
    return (data[at : at + PIECE] for at in range(start, len(data), PIECE))


class StoredPiece(NamedTuple):
    """A piece of a file that is in an encoding or not."""

    path: Path
    begin: int
    end: int
    codec: str


def stored_pieces(path: Path, data: Stored, encoding: Encoding) -> Iterator[StoredPiece]:
    """A file in UTF-8 in pieces for `fits_stored`; each ends with a line, where no character can be cut."""
    begin = len(encoding.mark)
    while begin < len(data):
        end = begin + len(data) // PARTS + 1
        while end < len(data):
            line = data[end : end + PIECE].find(b"\n") + 1
            if line:
                end += line
                break
            end += PIECE
        yield StoredPiece(path, begin, min(end, len(data)), encoding.codec)
        begin = end


def fits_stored(piece: StoredPiece) -> bool:
    """Whether a piece of a file is in its encoding; for another process."""
    decoder = codecs.getincrementaldecoder(piece.codec)()
    with piece.path.open("rb") as file:
        file.seek(piece.begin)
        left = piece.end - piece.begin
        try:
            while left > 0 and (some := file.read(min(PIECE, left))):
                decoder.decode(some)
                left -= len(some)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _fits(data: Bytes, codec: str, start: int = 0) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for piece in pieces(data, start):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sixteen_without_mark(data: Bytes) -> str:
    """UTF-16 without a mark shows by zero bytes at every other place (digits, commas, line ends).

    A few are enough where the bytes are no 8-bit text: a long Japanese cell has none.
    """
    sample = data[:4096]
    pairs = len(sample) // 2
    if not pairs or len(data) % 2:
        return ""
    for codec, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = sample[offset::2].count(0)
        if zeros < 4 or sample[1 - offset :: 2].count(0) >= 0.2 * zeros or not _fits(data, codec):
            continue
        if zeros > 0.1 * pairs or not (_fits(data, "utf-8") or _fits(data, "cp932")):
            return codec if re.search("[\r\n]", sample.decode(codec, "ignore")) else ""
    return ""


def _shifted(data: Bytes, name: str) -> Encoding:
    """ISO-2022-JP, where writing its text again gives the same bytes: escapes may stand elsewhere."""
    whole = data[: len(data)]
    for codec in SHIFTED:
        try:
            if whole.decode(codec).encode(codec) == whole:
                return Encoding(codec)
        except UnicodeError:
            continue
    raise UserError(
        _("“{name}”: the text is ISO-2022-JP of a kind that could not be written back as it was.").format(name=name),
        hint=_("Save the file again from the program that wrote it, best as UTF-8."),
    )


def _guesses(data: Bytes) -> tuple[str, ...]:
    """8-bit encodings in the order to try.

    Western European text has single high bytes from C0 on between ASCII letters; Japanese text in CP932 is full of
    bytes from 81 to 9F; EUC-JP is pairs of high bytes, which CP932 reads as half-width kana.
    """
    sample = data[: 1 << 16]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    high = b"".join(runs)
    letters = sum(byte >= 0xC0 for byte in high)
    single = sum(len(run) == 1 for run in runs)
    if letters >= 0.9 * len(high) and single >= 0.8 * len(runs):
        return ("cp1252", "cp932")
    kana = sum(0xA1 <= byte <= 0xDF for byte in high)
    if kana >= 0.5 * len(high) and all(len(run) % 2 == 0 for run in runs[:200]) and _kanji_share(sample) > 0.2:
        return ("euc_jp", "cp932")
    return ("cp932", "euc_jp")


def _kanji_share(sample: bytes) -> float:
    """How much of the sample, read as EUC-JP, is kanji and kana in full width."""
    text = sample.decode("euc_jp", "ignore")
    wide = sum("\u3041" <= letter <= "\u9fff" for letter in text)
    return wide / max(1, sum(letter > "\x7f" for letter in text))


def _broken(data: Bytes, codec: str) -> int:
    """How many characters a codec cannot read."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    count = sum(decoder.decode(piece).count(BROKEN) for piece in pieces(data))
    return count + decoder.decode(b"", final=True).count(BROKEN)


def _least_broken(data: Bytes, wanted: Encoding | None, name: str) -> Encoding:
    """The named encoding, UTF-8 or CP932 with a few broken bytes. Raises UserError where all have many."""
    if wanted and not wanted.is_uncut and _broken(data, wanted.codec) <= MOST_BROKEN_AS_NAMED * len(data):
        return Encoding(wanted.codec, broken=True)
    counts = {codec: _broken(data, codec) for codec in ("utf-8", "cp932")}
    codec = min(counts, key=lambda name: counts[name])
    if counts[codec] > max(3, MOST_BROKEN * len(data)):
        raise UserError(
            _("“{name}”: the encoding was not recognised; line {line} is no {codec}.").format(
                name=name, line=_first_broken_line(data, codec), codec=codec
            ),
            hint=_("Name it with --encoding, or save the file as UTF-8 from the program that wrote it."),
        )
    return Encoding(codec, broken=True)


def _first_broken_line(data: Bytes, codec: str) -> int:
    """The first line, from 1, with bytes that a codec cannot read."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    line = 1
    for piece in (*pieces(data), b""):
        before, found, _after = decoder.decode(piece, final=not piece).partition(BROKEN)
        line += len(re.findall("\r\n?|\n", before))
        if found:
            break
    return line
