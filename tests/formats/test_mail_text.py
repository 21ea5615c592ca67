"""The text of a mail out of the kinds of files it is written in."""

import zipfile
from pathlib import Path

import pytest

from leadlist.errors import UserError
from leadlist.formats.mail_text import read_mail_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = f"""<w:document {W}><w:body><w:p><w:r><w:t>拝啓 </w:t></w:r>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD </w:instrText></w:r>
<w:r><w:instrText>"会社名" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
<w:r><w:t>«会社名»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> 御中</w:t></w:r></w:p>
<w:p><w:fldSimple w:instr=" MERGEFIELD 氏名 "><w:r><w:t>«氏名»</w:t></w:r></w:fldSimple><w:r><w:t>様</w:t></w:r></w:p>
</w:body></w:document>"""
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x" Target="https://example.jp/stop" TargetMode="External"/></Relationships>'
)


def _docx(path: Path, document: str = DOCUMENT) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", document)
        package.writestr("word/_rels/document.xml.rels", RELATIONS)
    return path


def test_a_word_document_gives_its_merge_fields_and_links(tmp_path: Path) -> None:
    text = read_mail_text(_docx(tmp_path / "案内.docx"))
    assert "拝啓 «会社名» 御中" in text
    assert "«氏名»様" in text
    assert text.count("氏名") == 1
    assert "https://example.jp/stop" in text


def test_a_page_gives_what_is_seen_and_its_links(tmp_path: Path) -> None:
    page = tmp_path / "案内.html"
    page.write_text(
        "<html><style>.a{color:red}</style><!-- 配信停止 --><p>{氏名}&nbsp;様</p><a href='https://example.jp/x'>停止</a>",
        encoding="utf-8",
    )
    text = read_mail_text(page)
    assert "{氏名}\xa0様" in text
    assert "https://example.jp/x" in text
    assert "color" not in text
    assert "配信停止" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "iso2022_jp"])
def test_a_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "案内.txt"
    path.write_bytes("{氏名} 様\n配信停止".encode(encoding))
    assert read_mail_text(path) == "{氏名} 様\n配信停止"


def test_a_message_gives_every_part_decoded(tmp_path: Path) -> None:
    path = tmp_path / "案内.eml"
    path.write_bytes(
        b"Subject: =?utf-8?B?44GU5qGI5YaF?=\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n"
        b"--x\nContent-Type: text/plain; charset=iso-2022-jp\n\n" + "{氏名} 様".encode("iso2022_jp") + b"\n"
        b"--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<a href=3D'https://example.jp/s'>=E5=81=9C=E6=AD=A2</a>\n--x--\n"
    )
    text = read_mail_text(path)
    assert "ご案内" in text
    assert "{氏名} 様" in text
    assert "https://example.jp/s" in text


@pytest.mark.parametrize(
    "text",
    ["<p>{氏名}様</p><![if !mso]><b>停止</b><![endif]>", "<p>{氏名}様</p>停止<![CDATA[ x", "<p>{氏名}様</p>停止<!["],
)
def test_a_page_with_sections_for_word_is_read_like_any_other(tmp_path: Path, text: str) -> None:
    page = tmp_path / "案内.html"
    page.write_text(text, encoding="utf-8")
    found = read_mail_text(page)
    assert "{氏名}様" in found
    assert "停止" in found


def test_a_charset_that_cannot_be_is_no_reason_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "案内.eml"
    path.write_bytes(b"Subject: x\nContent-Type: text/plain; charset=utf\x008\n\n" + "{氏名} 様".encode())
    assert "{氏名} 様" in read_mail_text(path)


@pytest.mark.parametrize("name", ["案内.pdf", "案内.docx", "無い.txt"])
def test_what_is_no_mail_is_said(tmp_path: Path, name: str) -> None:
    if name != "無い.txt":
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    with pytest.raises(UserError):
        read_mail_text(tmp_path / name)


def test_a_document_type_in_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_mail_text(_docx(tmp_path / "案内.docx", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))
