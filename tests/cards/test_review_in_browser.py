"""The review page in a real browser, from `leadlist import --review` to the list: worked by keys, saved, imported.

LEADLIST_SCREENSHOTS=FOLDER keeps what the page looked like at 1280 and 390 pixels.
"""

import csv
import json
import os
import time
from io import BytesIO
from pathlib import Path

import pytest

from leadlist.cards.review_page import review_page
from leadlist.cards.row import Card, Side, cards_of
from leadlist.fields import FIELDS
from leadlist.rules import load_rules
from tests.cards import paper
from tests.cards.browser import ALT, CTRL, Browser, browser, installed
from tests.cards.paper import card, line
from tests.cli.conftest import Cli, cli, key_file, own_world

__all__ = ["cli", "key_file", "own_world"]
pytestmark = pytest.mark.slow
if installed() is None:
    pytest.skip("NOT TESTED: the review page needs chromium (apt install chromium)", allow_module_level=True)
image = pytest.importorskip("PIL.Image", reason="NOT TESTED: needs the extra, pip install 'leadlist[cards]'")

DOUBTFUL = card(
    line("株式会社みなと</script>精工", 200, 80, 60),
    line("高橋 雄太", 200, 310, 90),
    line("〒220-0012 神奈川県横浜市西区みなとみらい2-2-1", 100, 540),
    line("TEL 06-5550-0101", 100, 600),
    line("E-mail yuta@minato.example.jp", 100, 660),
)
LEFT_OUT = card(line("Robert Tanner", 100, 60, 70), line("r.tanner@harborlight.example.com", 100, 660))


def cards() -> list[Card]:
    buffer = BytesIO()
    image.new("RGB", (1280, 780), "#fdfdf6").save(buffer, "JPEG")
    texts = (paper.STANDARD, DOUBTFUL, LEFT_OUT)
    return cards_of(
        [Side(f"{at}.jpg", 1, 1, buffer.getvalue(), text) for at, text in enumerate(texts)], load_rules(), 1
    )


def opened(page: Browser, tmp_path: Path) -> None:
    path = tmp_path / "確認.html"
    path.write_text(review_page(cards(), "確認", "ja"), encoding="utf-8")
    page.open(path.as_uri(), tmp_path)


def saved(page: Browser, path: Path) -> Path:
    page.key("s", CTRL)
    for _attempt in range(200):
        if path.exists():
            return path
        time.sleep(0.05)
    raise AssertionError(f"{path} was not saved")


def count(page: Browser) -> str:
    return str(page.value("document.getElementById('count').textContent"))


def focused(page: Browser) -> str:
    return str(page.value("document.activeElement.dataset.name"))


def test_a_person_checks_edits_saves_and_imports(cli: Cli, tmp_path: Path, key_file: Path) -> None:
    with browser(tmp_path / "profile") as page:
        opened(page, tmp_path)
        page.resize(1280, 900)
        assert count(page) == "2 to check"
        assert focused(page) == "name"  # the first mark
        page.type("髙橋 雄太")
        assert count(page) == "1 to check · Not saved yet"
        page.key("Escape")
        assert page.value("document.activeElement.value") == "高橋 雄太"
        assert count(page) == "2 to check · Not saved yet"
        page.type("髙橋 雄太")
        page.key("Enter")
        assert focused(page) == "phone"
        page.key("Enter")  # right as it is
        assert count(page) == "Everything is checked. · Not saved yet"
        page.key("ArrowDown", ALT)
        page.value("document.activeElement.closest('article').querySelector('h2 input').click()")  # leave it out
        page.key("ArrowUp", ALT)
        page.key("ArrowUp", ALT)
        page.value(
            "(() => { const more = document.querySelector('select'); more.value = 'note';"
            " more.dispatchEvent(new Event('change')); })()"
        )
        page.type("展示会で, 名刺交換")
        review = saved(page, tmp_path / "確認.json")
        assert count(page) == "Everything is checked. · Saved"
        page.value("document.getElementById('csv').click()")
        page.wait("true")
    into = tmp_path / "見込み客.csv"
    result = cli("import", "--reviewed", review, "--into", into, "--source", "card", "--yes", "--json")
    assert result.status == 0, result.err
    assert json.loads(result.out)["counts"]["added"] == 2
    with into.open(encoding="utf-8-sig") as file:
        first, second = csv.DictReader(file)
    assert (first["氏名"], first[FIELDS["note"].ja]) == ("石橋 雄太", "展示会で, 名刺交換")
    assert (second["氏名"], second["会社名"]) == ("髙橋 雄太", "株式会社みなと</script>精工")
    assert not second.get("要確認")


def test_an_unsaved_mark_stays_a_mark_in_the_list(cli: Cli, tmp_path: Path, key_file: Path) -> None:
    with browser(tmp_path / "profile") as page:
        opened(page, tmp_path)
        page.value("document.getElementById('csv').click()")
        for _attempt in range(200):
            if (tmp_path / "確認.csv").exists():
                break
            time.sleep(0.05)
    result = cli(
        "import", "--reviewed", tmp_path / "確認.csv", "--into", tmp_path / "新.csv", "--source", "card", "--yes"
    )
    assert result.status == 0, result.err
    with (tmp_path / "新.csv").open(encoding="utf-8-sig") as file:
        marks = [row["要確認"] for row in csv.DictReader(file)]
    assert [("氏名" in mark, "電話番号" in mark) for mark in marks] == [(False, False), (True, True), (False, False)]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_has_to_be_scrolled_sideways(tmp_path: Path, width: int) -> None:
    with browser(tmp_path / "profile") as page:
        opened(page, tmp_path)
        page.resize(width, 844)
        page.value("document.getElementById('next').click()")
        page.wait("document.querySelector('.crop').clientHeight > 20")
        assert page.value("document.documentElement.scrollWidth") <= width
        small = page.value(
            "[...document.querySelectorAll('button, .field input[type=text]')].filter(e => e.offsetHeight < 30).length"
        )
        assert small == 0  # large enough for a finger
        if folder := os.environ.get("LEADLIST_SCREENSHOTS"):
            page.picture(Path(folder, f"review-{width}.png"))
