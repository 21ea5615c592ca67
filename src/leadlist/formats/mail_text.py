"""The text of a mail that is going to be sent, out of a file of any kind it is written in."""

import email.policy
import re
import zipfile
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.errors import UserError, reason_of
from leadlist.formats.archive import members
from leadlist.locale import _

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KINDS = (".txt", ".md", ".html", ".htm", ".eml", ".docx")
_MOST = 20_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKED = re.compile(r"<!\[[^>]*>?")  # <![if !mso]>, which the parser of Python takes for an error
_MERGE = re.compile(r'MERGEFIELD\s+(?:"([^"]+)"|(\S+))', re.IGNORECASE)


def read_mail_text(path: Path) -> str:
    """What a reader sees, with the targets of links. Raises UserError for a file that is no mail."""
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        raise UserError(
            _("“{file}” is no mail that can be looked through.").format(file=path.name),
            hint=_("Known: {names}.").format(names=" ".join(KINDS)),
        )
    try:
        if path.stat().st_size > _MOST:
            raise UserError(
                _("“{file}” is too large for a mail.").format(file=path.name), hint=_("Name the mail itself.")
            )
        if suffix == ".docx":
            return _of_docx(path)
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("“{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("Check the name and the folder."),
        ) from error
    if suffix == ".eml":
        return _of_message(content)
    text = _decoded(content)
    return _of_html(text) if suffix in (".html", ".htm") else text


def _decoded(content: bytes) -> str:
    marked = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "iso2022_jp" if b"\x1b$" in content else ""
    for encoding in filter(None, (marked, "utf-8-sig", "cp932")):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


class _Seen(HTMLParser):
    """The texts of a page, blocks on lines of their own, links with their targets; no styles, scripts and comments."""

    _BLOCKS = frozenset(("p", "div", "br", "tr", "td", "li", "h1", "h2", "h3", "table", "hr"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, note a link."""
        if tag in ("style", "script"):
            self._hidden += 1
        if tag in self._BLOCKS:
            self.parts.append("\n")
        if target := dict(attrs).get("href"):
            self.parts.append(f" {target} ")

    def handle_endtag(self, tag: str) -> None:
        """End what was hidden."""
        if tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self._hidden:
            self.parts.append(data)


def _of_html(text: str) -> str:
    page = _Seen()
    page.feed(_MARKED.sub(" ", text))
    page.close()
    return "".join(page.parts)


def _of_message(content: bytes) -> str:
    """Subject and every text of a message; a part as HTML is read as a page."""
    message = BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content)
    parts = [str(message.get("subject", ""))]
    for part in message.walk():
        if part.get_content_maintype() == "text" and part.get_filename() is None:
            payload = part.get_payload(decode=True)
            raw = payload if isinstance(payload, bytes) else b""
            try:
                text = raw.decode(part.get_content_charset() or "utf-8")
            except (LookupError, ValueError):  # a charset nobody knows, or one with a zero in its name
                text = _decoded(raw)
            parts.append(_of_html(text) if part.get_content_subtype() == "html" else text)
    return "\n".join(parts)


def _of_docx(path: Path) -> str:
    """Paragraphs of the document, its headers and footers; merge fields as «NAME», links with their targets."""
    from leadlist.formats.excel.safety import parsed

    if not zipfile.is_zipfile(path):
        raise UserError(
            _("“{file}” is no Word document.").format(file=path.name), hint=_("Open it in Word and save it as .docx.")
        )
    texts: list[str] = []
    for name, content in members(path, lambda name: name.endswith((".xml", ".xml.rels"))):
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            texts += ["".join(_runs(each)) for each in parsed(content, path, name).iter(f"{_W}p")]
        elif name.startswith("word/_rels/"):
            links = parsed(content, path, name).iterchildren()
            texts += [f" {each.get('Target')} " for each in links if each.get("TargetMode") == "External"]
    return "\n".join(texts)


def _runs(paragraph: "Element") -> list[str]:
    """The texts of a paragraph. What Word shows for a merge field («氏名») is left out: its code says it already."""
    parts: list[str] = []
    fields: list[bool] = []  # of each open field, whether it is past its code
    hidden: set[Element] = set()
    code = ""
    for each in paragraph.iter():
        if each.tag == f"{_W}fldSimple" and (found := _MERGE.search(each.get(f"{_W}instr", ""))):
            parts.append(f"«{found[1] or found[2]}»")
            hidden.update(each.iter(f"{_W}t"))
        elif each.tag == f"{_W}fldChar":
            kind = each.get(f"{_W}fldCharType")
            if kind == "begin":
                fields.append(False)
                code = ""
            elif kind == "separate" and fields:
                fields[-1] = True
            elif kind == "end" and fields:
                fields.pop()
                if found := _MERGE.search(code):
                    parts.append(f"«{found[1] or found[2]}»")
                    code = ""
        elif each.tag == f"{_W}instrText":
            code += each.text or ""
        elif each.tag == f"{_W}t" and each not in hidden and not any(fields):
            parts.append(each.text or "")
        elif each.tag in (f"{_W}br", f"{_W}tab"):
            parts.append(" ")
    return parts
