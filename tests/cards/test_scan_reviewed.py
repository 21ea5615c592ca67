"""From cards to the page and the workbook on which they are checked, and back."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from leadlist.cards.review_page import review_page
from leadlist.cards.reviewed import FORMAT, read_reviewed
from leadlist.cards.row import Card, Side, cards_of
from leadlist.errors import UserError
from leadlist.rules import load_rules
from tests.cards import paper
from tests.cards.paper import card, line

RULES = load_rules()
PIXEL = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")  # not a picture anybody could see
DOUBTFUL = card(
    line("株式会社みなと</script>精工", 200, 80, 60),
    line("高橋 雄太", 200, 310, 90),
    line("E-mail yuta@minato.example.jp", 100, 600),
)


def cards(jpeg: bytes = PIXEL) -> list[Card]:
    sides = [Side("a.jpg", 1, 1, jpeg, paper.STANDARD), Side("b.jpg", 1, 1, jpeg, DOUBTFUL)]
    return cards_of(sides, RULES, 1)


def saved(tmp_path: Path, name: str, data: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_the_page_reaches_for_nothing_outside_and_no_value_becomes_markup() -> None:
    page = review_page(cards(), "確認", "ja")
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page.count("</script>") == 2  # its own two


def test_a_saved_page_comes_back(tmp_path: Path) -> None:
    card_saved = {
        "file": "b.jpg",
        "fields": {"name": " 髙橋 雄太 ", "nonsense": "x"},
        "doubts": {"name": "hard", "gone": "y"},
    }
    data = {"format": FORMAT, "cards": [card_saved, {"left_out": True, "fields": {"name": "誰か"}}]}
    (found,) = read_reviewed(saved(tmp_path, "r.json", json.dumps(data)))
    assert found.row == {"name": "髙橋 雄太"}
    assert found.doubts == {"name": "hard"}


@pytest.mark.parametrize("headings", ["氏名,会社名,要確認", "Name,Company,To check"])
def test_a_saved_csv_comes_back(tmp_path: Path, headings: str) -> None:
    first = headings.partition(",")[0]
    text = f'\ufeff{headings}\r\n高橋 雄太,"山本, 商店",{first}: hard to read; card torn\r\n'
    (found,) = read_reviewed(saved(tmp_path, "r.csv", text))
    assert found.row == {"name": "高橋 雄太", "company": "山本, 商店"}
    assert found.doubts == {"name": "hard to read", "": "card torn"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("r.json", "{"), ("r.json", '{"cards": []}'), ("r.csv", "氏名\r\n山本\r\n"), ("r.xlsx", b"PK no"), ("r.txt", "x")],
)
def test_what_is_no_review_is_refused(tmp_path: Path, name: str, data: str | bytes) -> None:
    with pytest.raises(UserError):
        read_reviewed(saved(tmp_path, name, data))


def test_the_workbook_comes_back_with_what_a_person_changed(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="needs the extra: pip install 'leadlist[cards]'")
    from openpyxl import load_workbook

    from leadlist.cards.review_workbook import review_workbook

    buffer = BytesIO()
    image.new("RGB", (1280, 780), "white").save(buffer, "JPEG")
    path = saved(tmp_path, "r.xlsx", review_workbook(cards(buffer.getvalue()), "ja"))
    first, second = read_reviewed(path)
    assert first.row["name"] == "石橋 雄太"
    assert first.doubts == {}
    assert set(second.doubts) == {"name"}
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert len(sheet._images) == 1  # type: ignore[attr-defined]
    for row in sheet.iter_rows(min_row=3):
        if row[4].value:
            assert row[3].fill.fgColor.rgb.endswith("FFF3B0")
            row[3].value = "髙橋 雄太"
    book.save(path)
    changed = read_reviewed(path)[1]
    assert changed.row["name"] == "髙橋 雄太"
    assert changed.doubts == {}
