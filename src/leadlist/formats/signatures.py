"""How files begin: what they are, whatever their names say."""

from leadlist.locale import _

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls and of encrypted workbooks ([MS-CFB] 2.2)
ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # .xlsx, .xlsm, .xlsb and .ods


def not_a_list(head: bytes) -> str:
    """What a file that begins so is, in the user's language, where it can hold no list; `""` otherwise."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kinds = (
        ((b"%pdf",), _("a PDF document")),
        ((b"<!doctype html", b"<html", b"<table"), _("a web page")),
        ((b"<?xml",), _("an XML document")),
        ((b"{\\rtf",), _("a text document")),
        ((b"\x89png", b"\xff\xd8\xff", b"gif8"), _("a picture")),
        ((b"7z\xbc\xaf", b"rar!", b"\x1f\x8b"), _("an archive")),
        ((b"begin:vcard",), _("a vCard, which “leadlist import” reads")),
    )
    return next((name for beginnings, name in kinds if start.startswith(beginnings)), "")
