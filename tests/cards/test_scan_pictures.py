"""Pictures of an invented card, read for real with the network cut. Needs the extra; says so where it is missing."""

import os
import shutil
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from leadlist.cards.engine import NEEDED
from leadlist.cards.row import Card, Side, cards_of
from leadlist.rules import load_rules

for name in NEEDED:
    pytest.importorskip(name, reason="NOT TESTED: needs the extra, pip install 'leadlist[cards]'")

RULES = load_rules()
LINES = (
    ("Robert Tanner", 60, 60),
    ("Vice President", 30, 140),
    ("Harbor Light Trading Co., Ltd.", 40, 190),
    ("5F Minato Bldg., 3-4-5 Kaigan, Minato-ku, Tokyo, 105-0022, Japan", 26, 390),
    ("Phone +81-3-5550-0121", 28, 430),
    ("r.tanner@harborlight.example.com", 28, 470),
)
EXPECTED = {
    "name": "Robert Tanner",
    "title": "Vice President",
    "company": "Harbor Light Trading Co., Ltd.",
    "phone": "+81-3-5550-0121",
    "email": "r.tanner@harborlight.example.com",
    "postal_code": "105-0022",
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a connection is a failure: no card may leave the machine, and no model be fetched."""

    def refused(*_arguments: Any, **_named: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def drawn(width: int = 910, height: int = 550) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    card = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(card)
    for text, size, top in LINES:
        pen.text((60, top), text, "black", font=ImageFont.load_default(size))
    return card


def on_a_table(card: Any) -> Any:
    """The card photographed askew on a dark table, the camera held on its side."""
    from PIL import Image

    table = Image.new("RGB", (1500, 1100), (70, 60, 50))
    turned = card.convert("RGBA").rotate(6, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, (250, 200), turned)
    return table.rotate(90, expand=True)


def read(path: Path, page: int = 1) -> list[Card]:
    from leadlist.cards.scans import scanned_cards

    sides = [Side(path.name, card.page, card.number, b"", card.text) for card in scanned_cards(path, page)]
    return cards_of(sides, RULES, 1)


@pytest.mark.slow
def test_an_import_reads_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    cut_off = ["unshare", "-rn"]
    if shutil.which("unshare") is None or subprocess.run([*cut_off, "true"], check=False).returncode:
        pytest.skip("NOT TESTED: cutting the network off needs unshare -rn")
    drawn().save(tmp_path / "scan.png")
    command = [sys.executable, "-m", "leadlist", "import", tmp_path / "scan.png", "--into", tmp_path / "new.csv"]
    world = {
        **os.environ,
        "LEADLIST_STATE_DIR": str(tmp_path / "state"),
        "LEADLIST_CONFIG_DIR": str(tmp_path / "config"),
    }
    subprocess.run([*cut_off, *command, "--review", tmp_path / "r.html"], env=world, check=True)
    assert EXPECTED["email"] in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_scan_is_read_without_a_network(tmp_path: Path) -> None:
    drawn().save(tmp_path / "scan.png")
    (card,) = read(tmp_path / "scan.png")
    assert {key: card.row.get(key) for key in EXPECTED} == EXPECTED


@pytest.mark.slow
def test_a_photo_is_found_straightened_and_turned(tmp_path: Path) -> None:
    on_a_table(drawn()).save(tmp_path / "photo.jpg", quality=92)
    (card,) = read(tmp_path / "photo.jpg")
    assert {key: card.row.get(key) for key in EXPECTED} == EXPECTED


@pytest.mark.slow
def test_every_card_of_a_sheet_is_found(tmp_path: Path) -> None:
    from PIL import Image

    sheet = Image.new("RGB", (1400, 1500), (225, 225, 220))
    card = drawn().resize((600, 363))
    for column in (60, 740):
        for row in (60, 560, 1060):
            sheet.paste(card, (column, row))
    sheet.save(tmp_path / "sheet.png")
    from leadlist.cards import engine, find, load

    picture = load.load_page(tmp_path / "sheet.png", 1).picture
    corners = find.cards_on(picture, engine.engine().find(picture))
    assert len(corners) == 6
    assert [round(float(corner[0][0]) / 100) for corner in corners] == [1, 7] * 3


def inked(height: int, width: int, *boxes: tuple[int, int, int, int]) -> Any:
    """White paper with black rectangles: left, top, right, bottom."""
    import numpy as np

    picture = np.full((height, width, 3), 255, np.uint8)
    for left, top, right, bottom in boxes:
        picture[top:bottom, left:right] = 0
    return picture


@pytest.mark.parametrize("down", [False, True])
def test_boxes_that_reach_into_each_other_are_parted_at_the_blank(down: bool) -> None:
    import numpy as np

    from leadlist.cards import strips

    picture = inked(60, 400, (10, 10, 50, 50), (60, 10, 100, 50), (180, 10, 220, 50))
    quads = np.array([[[5, 5], [120, 5], [120, 55], [5, 55]], [[95, 5], [225, 5], [225, 55], [95, 55]]], np.float32)
    if down:
        picture = np.ascontiguousarray(picture.transpose(1, 0, 2))
        quads = np.ascontiguousarray(quads[:, [0, 3, 2, 1], ::-1])
    first, second = strips.parted(picture, quads)
    along = 1 if down else 0
    assert 100 <= first[:, along].max() <= second[:, along].min() <= 180


def test_a_column_is_cut_into_characters_with_its_dot_and_its_long_vowel() -> None:
    from leadlist.cards import strips

    boxes = [(10, 10, 50, 50), (28, 60, 33, 100), (27, 128, 35, 136), (10, 160, 50, 170), (10, 178, 50, 200)]
    column = strips.Column(inked(220, 60, *boxes))
    assert column.strokes() == [1]
    assert column.flat().shape[1] > column.flat(stop=3).shape[1]
    assert round(column.flat().shape[1] / column.flat(stop=1).shape[1]) == 4


@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, 1), (8, 3)])
def test_a_photo_is_turned_as_the_camera_was_held(tmp_path: Path, orientation: int, turns: int) -> None:
    from PIL import Image

    from leadlist.cards.load import load_page

    card = Image.new("RGB", (60, 40), "white")
    card.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    card.rotate(90 * turns, expand=True).save(tmp_path / "a.png", exif=exif)
    picture = load_page(tmp_path / "a.png", 1).picture
    assert picture.shape == (40, 60, 3)
    assert picture[5, 5].max() == 0 < picture[5, 50].min()


def test_a_heic_photo_without_its_extra_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.cards import load
    from leadlist.errors import UserError

    (tmp_path / "a.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    monkeypatch.setattr(load.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(UserError) as told:
        load.page_count(tmp_path / "a.HEIC")
    assert told.value.hint == "Type: pip install 'leadlist[cards,heic]'"


def test_files_of_every_kind_are_opened_upright(tmp_path: Path) -> None:
    from PIL import Image

    from leadlist.cards.load import load_page, page_count

    card = drawn()
    card.save(tmp_path / "two.tiff", save_all=True, append_images=[card])
    card.save(tmp_path / "two.pdf", save_all=True, append_images=[card], resolution=254)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its right side
    card.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif)
    card.convert("LA").save(tmp_path / "grey.png")
    for name, pages in (("two.tiff", 2), ("two.pdf", 2), ("turned.jpg", 1), ("grey.png", 1)):
        assert page_count(tmp_path / name) == pages
        picture = load_page(tmp_path / name, pages).picture
        assert picture.shape[1] > picture.shape[0], name


def test_a_heic_photo_needs_its_own_extra_or_is_opened(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif", reason="NOT TESTED: needs the extra, pip install 'leadlist[heic]'")
    from leadlist.cards.load import load_page

    heif.register_heif_opener()
    drawn().save(tmp_path / "photo.heic")
    assert load_page(tmp_path / "photo.heic", 1).picture.shape == (550, 910, 3)


def test_the_text_a_pdf_carries_is_used(tmp_path: Path) -> None:
    (tmp_path / "card.pdf").write_bytes(pdf_of(LINES))
    (card,) = read(tmp_path / "card.pdf")
    assert card.row["email"] == EXPECTED["email"]
    assert card.row["name"] == EXPECTED["name"]
    assert card.values["email"].score == 1


def pdf_of(lines: tuple[tuple[str, int, int], ...]) -> bytes:
    """A page of 91 x 55 mm with text in Helvetica, as a printer's file would be."""
    shown = "".join(
        f"BT /F 1 Tf {size * 0.28:.1f} 0 0 {size * 0.28:.1f} 17 {156 - top * 0.283 - size * 0.25:.1f} Tm ({text}) Tj ET "
        for text, size, top in lines
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 258 156]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
