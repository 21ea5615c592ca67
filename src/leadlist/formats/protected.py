"""Workbooks behind a password: opened from a private copy in memory or a private folder, written back protected."""

import io
import shutil
import struct
import weakref
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

from leadlist.changes import Change
from leadlist.errors import UserError
from leadlist.formats.document import Document, HeadingScore
from leadlist.formats.private_folder import new_private_folder, private_folder
from leadlist.formats.signatures import OLE, ZIP
from leadlist.leads import LeadList
from leadlist.locale import _

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, struct.error, ExpatError)
"""What the library raises on a file that is not what it says."""

SMALLEST = 4096
"""Bytes from which the library writes an encrypted workbook where every program looks for it."""


class Protected(UserError):
    """A workbook whose password nobody named."""


class ProtectedDocument:
    """A document whose file is encrypted. See `formats.document.Document`."""

    def __init__(self, path: Path, inner: Document, folder: Path, password: str) -> None:
        self.path = path
        self.sheet: str = inner.sheet
        self.leads: LeadList = inner.leads
        self.notes: Sequence[str] = inner.notes
        self.writes: str = inner.writes
        self._inner = inner
        self._folder = folder
        self._password = password
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """As the workbook inside says."""
        return self._inner.broken_formulas(changes)

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """Never said: the file is read again."""
        return False

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the workbook with the changes, encrypted with the same password ([MS-OFFCRYPTO] agile, AES-256)."""
        from msoffcrypto.format.ooxml import OOXMLFile

        plain = self._folder / "changed.xlsx"
        plain.touch()
        try:
            self._inner.write(changes, plain)
            _lengthen(plain)
            with plain.open("rb") as file, target.open("wb") as out:
                OOXMLFile(file).encrypt(self._password, out)
        finally:
            plain.unlink(missing_ok=True)


def _lengthen(package: Path) -> None:
    """Fill a small workbook up with blanks in the zip's comment, which nobody reads.

    Streams of less than 4,096 bytes belong into another place of the outer file ([MS-CFB] 2.2, mini stream cutoff
    size), where the library does not put them: no program would find such a workbook again.
    """
    data = package.read_bytes()
    with ZipFile(package) as archive:
        comment = archive.comment
    at, missing = len(data) - len(comment) - 2, SMALLEST - len(data)
    if missing > 0 and data.startswith(b"PK\5\6", at - 20):
        package.write_bytes(data[:at] + struct.pack("<H", len(comment) + missing) + comment + b" " * missing)


def open_protected(
    path: Path,
    *,
    score: HeadingScore,
    sheet: str | None = None,
    others: Collection[str] = (),
    password: str | None = None,
) -> Document:
    """Read a workbook that is protected with a password. Raises UserError without the right one."""
    from leadlist.formats.excel import open_workbook

    data = decrypt(path, password)
    folder = new_private_folder()
    try:
        copy = folder / path.name
        copy.write_bytes(data)
        inner = open_workbook(copy, score=score, sheet=sheet, others=others)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return ProtectedDocument(path, inner, folder, password or "")


def decrypt(path: Path, password: str | None) -> bytes:
    """The workbook inside a protected one. Raises UserError without a password, or with a wrong one."""
    if not password:
        raise Protected(
            _("“{name}” is protected with a password.").format(name=path.name),
            hint=_("Put the password into a file of its own and name that with --password-file."),
        )
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    out = io.BytesIO()
    with path.open("rb") as file:
        try:
            office = _office_file(file)
            office.load_key(password=password)
            office.decrypt(out)
        except InvalidKeyError as error:
            raise _wrong_password(path) from error
        except (DecryptionError, FileFormatError, ParseError, OSError, *_DAMAGED) as error:
            raise UserError(
                _("“{name}” cannot be decrypted: {reason}.").format(name=path.name, reason=error),
                hint=_("Take the protection off in Excel, or save the workbook with a new password."),
            ) from error
    data = out.getvalue()
    if not data.startswith((*ZIP, OLE)):  # the verifier of SHA-1 files is misread by the library; this never is
        raise _wrong_password(path)
    return data


def _wrong_password(path: Path) -> UserError:
    return UserError(
        _("The password does not open “{name}”.").format(name=path.name),
        hint=_("Check the file named with --password-file; capitals and full-width letters count."),
    )


def _office_file(file: Any) -> Any:
    import msoffcrypto

    return msoffcrypto.OfficeFile(file)


@contextmanager
def readable_copy(path: Path, password: str | None) -> Iterator[Path]:
    """The file itself, or a decrypted copy of a protected .xls as long as it is needed."""
    if not _is_protected_xls(path):
        yield path
        return
    data = decrypt(path, password)
    with private_folder() as folder:
        copy = folder / path.name
        copy.write_bytes(data)
        yield copy


def _is_protected_xls(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return False
        from msoffcrypto.exceptions import FileFormatError, ParseError

        try:
            return bool(_office_file(file).is_encrypted())
        except (FileFormatError, ParseError, OSError, *_DAMAGED):
            return False
