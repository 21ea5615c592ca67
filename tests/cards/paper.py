"""Invented cards as a reader gives them: lines of text with place and size of type, no picture needed."""

from leadlist.cards.lines import Box, CardText, Line


def line(text: str, left: float, top: float, size: float = 40, *, score: float = 0.99, vertical: bool = False) -> Line:
    """A line whose letters are as wide as they are high (half that for Latin ones)."""
    length = sum(size * (0.55 if letter.isascii() else 1) for letter in text)
    box = Box(left, top, left + size, top + length) if vertical else Box(left, top, left + length, top + size)
    return Line(text, box, (score,) * len(text), vertical)


def card(*lines: Line, width: int = 1280, height: int = 780) -> CardText:
    """One side of a card."""
    return CardText(tuple(lines), width, height)


STANDARD = card(
    line("株式会社みなと精工", 200, 80, 60),
    line("営業本部 第二営業部", 210, 180, 38),
    line("課長代理", 210, 225, 38),
    line("いしばし ゆうた", 215, 275, 26),
    line("石橋 雄太", 205, 310, 90),
    line("〒220-0012 神奈川県横浜市西区みなとみらい2-2-1", 100, 540, 38),
    line("ランドマークビル14F", 180, 585, 38),
    line("TEL 045-555-0101", 100, 630, 38),
    line("FAX 045-555-0102", 560, 630, 38),
    line("Mobile 080-5550-0103", 100, 675, 38),
    line("E-mail ishibashi@minato-seiko.example.jp", 100, 715, 38),
    line("URL https://www.minato-seiko.example.jp/", 100, 755, 38),
)
BILINGUAL = card(
    line("有限会社あおぞら企画", 200, 60, 56),
    line("Aozora Planning Ltd.", 200, 125, 30),
    line("企画室 室長", 200, 190, 38),
    line("Planning Office, Manager", 200, 235, 26),
    line("木村", 200, 280, 90),
    line("さくら", 480, 280, 90),
    line("Sakura Kimura", 205, 380, 32),
    line("〒060-0001 北海道札幌市中央区北一条西2丁目", 100, 540, 36),
    line("2 Kita 1-jo Nishi, Chuo-ku, Sapporo, Hokkaido, Japan", 100, 580, 36),
    line("TEL: 011-555-0111 FAX: 011-555-0112", 100, 620, 36),
    line("E-mail: kimura@aozora.example.jp URL: http://aozora.example.jp", 100, 660, 36),
)
ENGLISH = card(
    line("Robert Tanner", 100, 60, 70),
    line("Vice President", 100, 140, 36),
    line("Sales Department", 100, 185, 36),
    line("Harbor Light Trading Co., Ltd.", 100, 250, 48),
    line("5F Minato Bldg., 3-4-5 Kaigan, Minato-ku, Tokyo,", 100, 540, 34),
    line("105-0022, Japan", 100, 580, 34),
    line("Phone +81-3-5550-0121", 100, 620, 34),
    line("r.tanner@harborlight.example.com", 100, 660, 34),
    line("www.harborlight.example.com", 100, 700, 34),
)
UPRIGHT = card(
    line("合同会社つばき堂", 620, 100, 60, vertical=True),
    line("製造部", 480, 90, 44, vertical=True),
    line("工場長", 470, 420, 44, vertical=True),
    line("大野木", 330, 380, 105, vertical=True),
    line("誠", 332, 780, 104),
    line("〒604-8571", 70, 960, 26),
    line("京都府京都市中京区寺町通御池上る上本能寺前町488", 70, 1000, 24),
    line("電話：075-555-0131", 70, 1040, 36),
    line("携帯電話：090-5550-0132", 70, 1080, 36),
    line("onogi@tsubakido.example.jp", 70, 1120, 36),
    width=780,
    height=1280,
)
ALL_UPRIGHT = card(
    line("㈱ふじ建設", 600, 100, 60, vertical=True),
    line("専務取締役", 360, 80, 50, vertical=True),
    line("岡田", 340, 340, 100, vertical=True),
    line("進", 345, 640, 98),
    line("〒四二〇一〇八五三", 220, 380, 40, vertical=True),
    line("静岡県静岡市葵区追手町五一一", 165, 380, 40, vertical=True),
    line("電話〇五四一二五五一〇一四一", 110, 380, 40, vertical=True),
    width=780,
    height=1280,
)
