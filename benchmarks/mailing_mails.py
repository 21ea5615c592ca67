"""Damage mails at random and look through them: each is read or refused, and no other exception leaves the reader.

python benchmarks/mailing_mails.py [CASES] [--seed 2]
"""

import argparse
import random
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

from leadlist.checks.mail_words import CODES, merge_fields, shows
from leadlist.errors import UserError
from leadlist.formats.mail_text import read_mail_text
from leadlist.rules import load_rules

RULES = load_rules()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = f"""<w:document {W}><w:body><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MERGEFIELD 氏名
</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>様</w:t></w:r></w:p></w:body></w:document>"""
PIECES = (b"=?x?Q?", b"<![", b"<!", b"&#xFFFFFFFFFF;", b"charset=\xff", b"\x00", b"<", b">", b"\n", b";", b'"', b"{{")


def whole() -> dict[str, bytes]:
    """A sound mail of each kind."""
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", WORD)
    page = (
        "<style>.a{}</style><p>{氏名}&nbsp;様 *|FNAME|*</p><![if !mso]><a href='https://example.jp'>停止</a><!-- c -->"
    )
    mail = (
        b"Subject: =?utf-8?B?44GU5qGI5YaF?=\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n"
        b"--x\nContent-Type: text/plain; charset=iso-2022-jp\n\n" + "{氏名} 様".encode("iso2022_jp") + b"\n"
        b"--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<a href=3D'https://example.jp/s'>=E5=81=9C=E6=AD=A2</a>\n--x--\n"
    )
    return {".docx": package.getvalue(), ".eml": mail, ".html": page.encode(), ".txt": "{氏名} 様".encode("cp932")}


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The same with one to eight faults: bytes changed, lost, added."""
    made = bytearray(content)
    for _fault in range(dice.randint(1, 8)):
        at = dice.randrange(len(made) + 1)
        match dice.randrange(4):
            case 0:
                made[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del made[at : at + dice.randint(1, 10)]
            case 2:
                made[at:at] = dice.randbytes(dice.randint(1, 6))
            case _:
                made[at:at] = dice.choice(PIECES)
    return bytes(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice, mails, ends = random.Random(options.seed), whole(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for _case in range(options.cases):
            suffix = dice.choice(list(mails))
            path = Path(folder, f"mail{suffix}")
            path.write_bytes(damaged(mails[suffix], dice))
            try:
                text = read_mail_text(path)
                list(merge_fields(text))
                for item in CODES:
                    shows(item, text, RULES)
                ends["read"] += 1
            except UserError:
                ends["refused"] += 1
            except Exception:  # noqa: BLE001 - that is what is looked for
                ends["unexpected"] += 1
                traceback.print_exc()
    print(f"{options.cases:,} mails: {dict(ends)}")
    sys.exit(1 if ends["unexpected"] else 0)


if __name__ == "__main__":
    main()
